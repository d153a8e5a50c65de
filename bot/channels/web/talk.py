"""Between the web page and the conversation: words go in once, and the answer is on the page that comes back."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from weakref import WeakValueDictionary

import structlog

from bot.channels import Handle
from bot.channels.web.session import Seen, Sessions, Shown
from bot.inbound import Inbound
from handlers.receipt import receipt_digits
from handlers.recording import Recording
from locales import N_, translator

PATIENCE = 8.0  # seconds until the person hears that it could not be sent; the language service may take two of them
_TO_FINISH = 5.0  # seconds for what is under way when the server stops
_TO_LEAVE = (0.5, 2.0, 10.0, 60.0)  # seconds between attempts to tell the conversation that somebody has left
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)  # seconds that an answer may take which another worker is delivering
_DIGIT = re.compile(r"\d")
_COMMAND = re.compile(r"/([a-z_]{1,32})")  # alone in a message: with more behind it, it is what someone says
_SPOKEN, _SHOWN = N_("A recording"), N_("A picture")


class NotSent(Exception):
    """It has not been taken in within PATIENCE."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one form gives: words, the button that was tapped, a voice, or a picture that has been cleaned."""

    text: str = ""
    button: str = ""
    recording: Recording | None = None
    picture: bytes | None = None
    network: str = ""  # as in Inbound

    @property
    def size(self) -> int:
        """Bytes, about."""
        file = self.recording.data if self.recording is not None else self.picture or b""
        return len(file) + 4 * len(self.text)

    @property
    def parts(self) -> tuple[str, str, str]:
        """What tells it apart from whatever else comes from the same form, as a browser may bring an old one back."""
        file = self.recording.data if self.recording is not None else self.picture
        return self.button, self.text, hashlib.sha256(file).hexdigest() if file is not None else ""


@dataclass(frozen=True, slots=True)
class Told:
    """Where it went, and how the page looks with the answer on it; `token` where the browser is to get another one."""

    token: str | None
    address: str
    seen: Seen


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
        self._under_way: dict[tuple[str | None, str], asyncio.Task[Told]] = {}

    async def tell(self, address: str | None, nonce: str, campaign: str, given: Given) -> Told:
        """Give it to the conversation, to a new one where `address` has none that lives.

        Raises NotSent when that takes too long. It is then finished behind the page, whoever has gone, because what
        was received whole must not be lost; the same form sent again waits for the same and begins nothing.
        """
        mark = self._sessions.tokens.mark(nonce, *given.parts)
        task = self._under_way.get((address, mark))
        if task is None:
            task = asyncio.create_task(self._tell(address, nonce, campaign, mark, given))
            self._under_way[address, mark] = task
            task.add_done_callback(lambda task: self._ended(address, mark, task))
        await asyncio.wait({task}, timeout=PATIENCE)
        if not task.done():
            raise NotSent
        return task.result()

    def _ended(self, address: str | None, mark: str, task: asyncio.Task[Told]) -> None:
        del self._under_way[address, mark]
        if not task.cancelled() and (error := task.exception()) is not None:  # its text may hold a person's words
            structlog.get_logger().error("web_message_failed", kind=type(error).__name__)

    async def finish(self) -> None:
        """Let what is under way come to its end, for a short while."""
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=_TO_FINISH)

    async def _tell(self, address: str | None, nonce: str, campaign: str, mark: str, given: Given) -> Told:
        if address is not None:
            came = self._now()  # what stands on the page after another tab's turn was not seen by this one
            async with self._turn(address):
                before = await self._sessions.look(address)
                if before.state == "live":
                    with self._sessions.holding(address, before.lines):
                        if await self._hear(address, before, mark, given, came):
                            token = await self._renewed(address, nonce)
                        else:
                            token = None
                        return Told(token, address, await self._show(address))
        token, address = await self._begin(nonce, campaign)
        async with self._turn(address):
            before = await self._sessions.look(address)
            await self._hear(address, before, mark, given, self._now())
            return Told(token, address, await self._show(address))

    async def _renewed(self, address: str, nonce: str) -> str | None:
        """Whoever may have known the old token sees nothing of what comes now."""
        try:
            token = await self._sessions.tokens.renew(address, nonce)
        except Exception as error:  # the words are taken in: that counts more
            structlog.get_logger().error("web_token_not_renewed", kind=type(error).__name__)
            return None
        self._sessions.news.end_stream(address)
        return token

    def _turn(self, address: str) -> asyncio.Lock:
        return self._locks.setdefault(address, asyncio.Lock())

    async def _begin(self, nonce: str, campaign: str) -> tuple[str, str]:
        """A new session's token and address; the conversation has begun and its first screen stands on the page."""
        token, address = await self._sessions.begin(nonce)
        for _again in range(2):
            self._sessions.start(address)
            await self._handle(self._inbound(address, "start", command="start", argument=campaign))
            await self._sessions.tokens.keep(address, token)
            if (await self._show(address)).state != "new":
                break
            token, address = self._sessions.tokens.begin(nonce)  # what this form had begun was forgotten
        self._sessions.touch(address)
        return token, address

    async def _hear(self, address: str, before: Seen, mark: str, given: Given, came: datetime) -> bool:
        """The person's own words stand on the page before the answer, and only once the conversation has them.

        Whether what is told from now on needs another token: a report has begun, or a receipt code was typed.
        """
        line = next((line.id for line in before.lines if line.once == mark), None)
        mine = "" if line is not None else _said(before.lines, given)
        if mine:
            line = await self._sessions.add(address, "me", mine, once=mark)
        try:
            inbound = self._given(address, mark, str(line) if line is not None else None, given)
            begun = await self._handle(replace(inbound, at=came))
        except Exception:
            if mine and line is not None:
                await self._sessions.unsay(line)
            raise
        if line is not None:
            self._sessions.said(address, line)
        self._sessions.touch(address)
        return bool(begun) or receipt_digits(given.text) is not None

    async def _show(self, address: str) -> Seen:
        """Deliver what waits, and wait for what the outbox worker has already taken; if it fails, it comes later."""
        seen = Seen("live")
        try:
            with self._sessions.news.listening(address) as changed:
                for pause in (*_PAUSES, 0.0):
                    await self._pump(address)
                    changed.clear()
                    seen = await self._sessions.look(address)
                    if not seen.waits:
                        break
                    with suppress(TimeoutError):
                        async with asyncio.timeout(pause):
                            await changed.wait()
        except Exception as error:
            structlog.get_logger().error("web_pump_failed", kind=type(error).__name__)
        return seen

    async def leave(self, address: str) -> None:
        """The person has left by quick exit: nobody gets in any more, and the conversation hears of it in the end."""
        for pause in (*_TO_LEAVE, 0.0):
            try:
                await self._handle(self._inbound(address, "exit", command="thoat"))
                await self._sessions.erase(address)
                return
            except Exception as error:
                structlog.get_logger().error("web_exit_failed", kind=type(error).__name__)
            await asyncio.sleep(pause)

    async def leave_by(self, token: str) -> None:
        """The same where the database did not say in time whose this cookie is."""
        for pause in (*_TO_LEAVE, 0.0):
            try:
                if (address := await self._sessions.tokens.whose(token)) is not None:
                    self._sessions.close(address)
                    await self.leave(address)
                return
            except Exception as error:
                structlog.get_logger().error("web_exit_failed", kind=type(error).__name__)
            await asyncio.sleep(pause)

    def _given(self, address: str, mark: str, message_id: str | None, given: Given) -> Inbound:
        inbound = replace(self._inbound(address, mark, message_id), network=given.network)
        if given.recording is not None:
            return replace(inbound, attachment="voice", recording=given.recording)
        if given.picture is not None:
            return replace(inbound, attachment="picture", picture=given.picture)
        if given.button:
            return replace(inbound, button=given.button)
        if command := _COMMAND.fullmatch(given.text):
            return replace(inbound, command=command[1])
        return replace(inbound, text=given.text)

    def _inbound(
        self,
        address: str,
        update_id: str,
        message_id: str | None = None,
        *,
        command: str | None = None,
        argument: str = "",
    ) -> Inbound:
        once = self._sessions.tokens.mark(address, update_id)
        return Inbound("web", "web", once, address, self._now(), message_id, command=command, argument=argument)


def _said(before: tuple[Shown, ...], given: Given) -> str:
    """What stands on the page as said: never a receipt code, and a button by its label."""
    if given.recording is not None or given.picture is not None:
        return translator("vi")(_SPOKEN if given.recording is not None else _SHOWN)
    if not given.button:
        return _DIGIT.sub("•", given.text) if receipt_digits(given.text) else given.text
    for line in reversed(before):
        for data, label in line.choices:
            if data == given.button:
                return label
    return ""
