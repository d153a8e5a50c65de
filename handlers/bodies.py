"""Reading what is posted: in memory, all of it together within bounds, and never waiting for whoever dawdles."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive

GRACE = 15.0  # seconds until the pace counts: a telephone may lose its network for a while
SLOWEST = 4_000  # bytes a second, on the whole: half of what the slowest mobile network carries
LONGEST = 180.0  # seconds: 10 MB, or 100 kB of words, on a slow telephone
_DRAINED = 2 * 1024 * 1024  # read and thrown away beyond what is taken, so that the browser gets to see the answer


@dataclass(eq=False, slots=True)
class _Reading:
    network: str
    began: float
    until: asyncio.Timeout
    size: int = 0
    whole: bool = False

    @property
    def may_go(self) -> bool:
        return not self.whole and not self.until.expired()

    def pace(self, now: float) -> float:
        return self.size / (now - self.began + 1)


class Bodies:
    """All bodies that are being read or worked on have `room` bytes together.

    Nobody waits for a place. Where there is no room, it is made by whoever fills it: of the network that holds most
    of it, the slowest upload is let go.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._all: set[_Reading] = set()
        self._held = 0  # bytes of all of them

    @asynccontextmanager
    async def read(self, receive: Receive, most: int, network: str) -> AsyncIterator[bytes | None]:
        """The body, or None when it has more than `most` bytes; it counts as long as the caller works on it.

        Raises ClientDisconnect when it is cut off (it may be half a sentence), TimeoutError when it comes too slowly,
        or when there is no room for it.
        """
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(GRACE) as until:
            one = _Reading(network, loop.time(), until)
            self._all.add(one)
            try:
                body = await self._whole(one, receive, most)
            except BaseException:
                self._drop(one)
                raise
            one.whole = True
        try:
            yield body
        finally:
            self._drop(one)

    async def _whole(self, one: _Reading, receive: Receive, most: int) -> bytes | None:
        now = asyncio.get_running_loop().time
        parts: list[bytes] = []
        seen = 0
        while seen <= most + _DRAINED:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            part = message.get("body", b"")
            seen += len(part)
            if seen <= most:
                parts.append(part)
                if one in self._all:
                    self._held += len(part)
                    one.size = seen
                    self._make_room(now())
            if not message.get("more_body", False):
                break
            if one in self._all and not one.until.expired():  # else it is being let go
                one.until.reschedule(one.began + _allowed(seen))
        return b"".join(parts) if seen <= most else None

    def _make_room(self, now: float) -> None:
        while self._held > self._room and (coming := [one for one in self._all if one.may_go]):
            held = Counter[str]()
            for one in self._all:
                held[one.network] += one.size
            slowest = min(coming, key=lambda one: (-held[one.network], one.pace(now)))
            slowest.until.reschedule(now)
            self._drop(slowest)

    def _drop(self, one: _Reading) -> None:
        if one in self._all:
            self._all.discard(one)
            self._held -= one.size


def replay(body: bytes, receive: Receive) -> Receive:
    """A body that has been read, for an application that reads it itself."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


def _allowed(size: int) -> float:
    """Seconds that so many bytes may take."""
    return min(LONGEST, GRACE + size / SLOWEST)
