"""Between the web page and the conversation: words go in once, and the answer is on the page that comes back."""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from weakref import WeakValueDictionary

import structlog

from bot.channels import Handle
from bot.channels.web_session import Sessions
from bot.inbound import Inbound
from handlers.recording import Recording
from handlers.report import receipt_digits
from handlers.store.keys import token_hash
from locales import N_, translator

_DIGIT = re.compile(r"\d")
_COMMAND = re.compile(r"/([a-z_]{1,32})")  # alone in a message: with more behind it, it is what someone says
_SPOKEN, _SHOWN = N_("🎤 A recording"), N_("🖼 A picture")
_WAITS, _WAIT_SECONDS = 60, 0.05


class Talk:
    """`handle` gives an incoming thing to the conversation, `pump` delivers what then waits for that chat."""

    def __init__(
        self,
        sessions: Sessions,
        handle: Handle,
        pump: Callable[[str], Awaitable[None]],
        now: Callable[[], datetime],
    ) -> None:
        self._sessions, self._handle, self._pump, self._now = sessions, handle, pump, now
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def begin(self, nonce: str, campaign: str) -> tuple[str, str]:
        """A new session's token and address; the conversation has begun and its first screen stands on the page."""
        for token in (await self._sessions.new_token(nonce), secrets.token_hex(32)):
            address = token_hash(token)
            self._sessions.start(address)
            await self._handle(self._inbound(address, f"start:{address}", command="start", argument=campaign))
            await self._show(address)
            if await self._sessions.state(address) != "new":  # else that token's conversation was begun and forgotten
                break
        self._sessions.touch(address)
        return token, address

    async def tell(self, address: str, nonce: str, text: str, button: str) -> None:
        """Give it to the conversation. The person's own words stand on the page before the answer.

        The same words from the same form count once; other words do not, as a browser may bring an old form back.
        """
        await self._in_turn(address, token_hash("\x1f".join((nonce, button, text))), text, button)

    async def speak(self, address: str, nonce: str, recording: Recording) -> None:
        """Give it a person's voice: the same recording from the same form counts once."""
        heard = hashlib.sha256(recording.data).hexdigest()
        await self._in_turn(address, token_hash("\x1f".join((nonce, heard))), recording=recording)

    async def show(self, address: str, nonce: str, picture: bytes) -> None:
        """Give it a cleaned picture: the same one from the same form counts once."""
        seen = hashlib.sha256(picture).hexdigest()
        await self._in_turn(address, token_hash("\x1f".join((nonce, seen))), picture=picture)

    async def _in_turn(
        self,
        address: str,
        update_id: str,
        text: str = "",
        button: str = "",
        recording: Recording | None = None,
        picture: bytes | None = None,
    ) -> None:
        lock = self._locks.setdefault(address, asyncio.Lock())
        async with lock:
            await self._tell(address, update_id, text, button, recording, picture)

    async def _tell(
        self, address: str, update_id: str, text: str, button: str, recording: Recording | None, picture: bytes | None
    ) -> None:
        mine = _SPOKEN if recording else _SHOWN if picture else ""
        mine = translator("vi")(mine) if mine else await self._mine(address, text, button)
        line = await self._sessions.add(address, "me", mine, once=update_id) if mine else None
        command = _COMMAND.fullmatch(text)
        message_id = str(line) if line is not None else None
        if recording is not None:
            inbound = replace(self._inbound(address, update_id, message_id), attachment="voice", recording=recording)
        elif picture is not None:
            inbound = replace(self._inbound(address, update_id, message_id), attachment="picture", picture=picture)
        elif button:
            inbound = self._inbound(address, update_id, message_id, button=button)
        elif command:
            inbound = self._inbound(address, update_id, message_id, command=command[1])
        else:
            inbound = self._inbound(address, update_id, message_id, text=text)
        try:
            await self._handle(inbound)
        except Exception:
            if line is not None:
                await self._sessions.erase(address, [line])
            raise
        self._sessions.touch(address)
        await self._show(address)

    async def _mine(self, address: str, text: str, button: str) -> str:
        """What stands on the page as said: never a receipt code, and a button by its label."""
        if not button:
            return _DIGIT.sub("•", text) if receipt_digits(text) else text
        for line in reversed(await self._sessions.lines(address)):
            for data, label in line.choices:
                if data == button:
                    return label
        return ""

    async def _show(self, address: str) -> None:
        """Deliver what waits, and wait for what the outbox worker has already taken; if it fails, it comes later."""
        try:
            await self._pump(address)
            for _ in range(_WAITS):
                if await self._sessions.is_settled(address):
                    return
                await asyncio.sleep(_WAIT_SECONDS)
                await self._pump(address)
        except Exception as error:
            structlog.get_logger().error("web_pump_failed", kind=type(error).__name__)

    async def leave(self, address: str) -> None:
        """The person has left by quick exit."""
        try:
            await self._handle(self._inbound(address, f"exit:{address}", command="thoat"))
        except Exception as error:
            structlog.get_logger().error("web_exit_failed", kind=type(error).__name__)
        finally:
            await self._sessions.erase(address)

    def _inbound(
        self,
        address: str,
        update_id: str,
        message_id: str | None = None,
        *,
        text: str | None = None,
        button: str | None = None,
        command: str | None = None,
        argument: str = "",
    ) -> Inbound:
        return Inbound(
            "web", "web", update_id, address, self._now(), message_id,
            text=text, button=button, command=command, argument=argument,
        )  # fmt: skip
