"""Asks the NLU service what a message means; whatever goes wrong there, the answer here is a Meaning."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable
from typing import Any

import httpx2

from nlu.meaning import Meaning
from nlu.reply import read_reply
from nlu.turns import Turns
from nlu.windows import Read, merged, windows

TIMEOUT_SECONDS = 2.0  # for one message, its wait for a turn included
PAUSE_SECONDS = 5.0
# The service reads one text at a time: one is read, one is on its way. Others wait here, where the shortest goes first.
AT_ONCE = 2
LARGEST_REPLY = 1_000_000  # bytes; ours has a few thousand
PROBE = "xin chào"

UNREADABLE: dict[str, Any] = {}  # the service answered, that it can't say what this text means


class NluClient:
    """One reused connection to one service. Close it when done, or use it as a context manager.

    A failure may be the text's fault, or the crowd's: it only makes the client ask for a word that anybody can read. If
    that is not answered either, and nothing else is meanwhile, the service is left alone; no person's message is spent
    on finding out when it is back.
    """

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic, timeout: float = TIMEOUT_SECONDS):
        # No proxy, no .netrc: the service is ours and near, and the messages must not pass through anything else.
        self._http = httpx2.AsyncClient(base_url=url, timeout=timeout, trust_env=False, follow_redirects=False)
        self._clock = clock
        self._timeout = timeout
        self._turns = Turns(AT_ONCE)
        self._answered = 0
        self._probing: asyncio.Task[None] | None = None
        self._paused_until: float | None = None

    async def __aenter__(self) -> NluClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        if self._probing is not None:
            self._probing.cancel()
            await asyncio.wait([self._probing])
        await self._http.aclose()

    async def parse(self, text: str) -> Meaning:
        """What the text means, with spans in its code points; Meaning.unknown where the service can't say.

        Raises nothing but asyncio.CancelledError. A long text is read in windows, one after the other, for as long as
        there is time: what was read counts.
        """
        read: list[Read] = []
        try:
            async with asyncio.timeout(self._timeout):
                if not await self._open():
                    return Meaning.unknown
                for start, end in windows(text):
                    async with self._turns.turn(end - start):
                        reply = await self._ask(_sendable(text[start:end]))
                    if reply is None and self._paused_until is not None:
                        break
                    if reply:
                        read.append((start, end, read_reply(reply, text[start:end])))
        except TimeoutError:
            pass
        return merged(read)

    async def _open(self) -> bool:
        """Whether the service is to be asked; after a pause a probe says so, one for all who wait for it."""
        if self._paused_until is None:
            return True
        if self._clock() >= self._paused_until:
            await asyncio.shield(self._probe())
        return self._paused_until is None

    def _probe(self) -> asyncio.Task[None]:
        if self._probing is None or self._probing.done():
            self._probing = asyncio.create_task(self._find_out())
        return self._probing

    async def _find_out(self) -> None:
        before = self._answered
        try:
            async with asyncio.timeout(self._timeout / 2):
                await self._post(PROBE)
        except Exception:
            pass
        if self._answered == before:
            self._paused_until = self._clock() + PAUSE_SECONDS

    async def _ask(self, text: str) -> dict[str, Any] | None:
        """The reply; None where there is none, which is then looked into. Raises asyncio.CancelledError alone."""
        reply = None
        try:
            reply = await self._post(text)
        except httpx2.ConnectError:
            self._paused_until = self._clock() + PAUSE_SECONDS  # nobody is there
            return None
        except Exception:
            # Whatever a broken peer can cause. The reason may hold the text, so it goes nowhere.
            pass
        finally:
            if reply is None and self._paused_until is None:
                self._probe()
        return reply

    async def _post(self, text: str) -> dict[str, Any] | None:
        """The reply as a JSON object, or None where there is none."""
        async with self._http.stream("POST", "/model/parse", json={"text": text}) as response:
            if response.status_code in (400, 413, 503):  # about this text, or about how many others wait
                return self._heard(UNREADABLE)
            if response.status_code != 200:
                return None
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > LARGEST_REPLY:
                    return None
        reply = _object(bytes(body))
        return None if reply is None else self._heard(reply)

    def _heard(self, reply: dict[str, Any]) -> dict[str, Any]:
        self._answered += 1
        self._paused_until = None
        return reply


def _sendable(text: str) -> str:
    """The text as it can be sent; no code point changes its place, so spans stay true."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _object(body: bytes) -> dict[str, Any] | None:
    reply = json.loads(body)
    return reply if isinstance(reply, dict) and ("intent" in reply or "danger" in reply) else None
