"""Who is next where only a few can go at once: of those that wait, the smallest, so that a cry passes a long story."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
from collections.abc import AsyncIterator
from itertools import count


class Turns:
    """At most `most` at once. Who gives up while waiting takes nobody's turn."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._came = count()

    @contextlib.asynccontextmanager
    async def turn(self, size: int) -> AsyncIterator[None]:
        if self._free:
            self._free -= 1
        else:
            called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (size, next(self._came), called))
            try:
                await called
            except asyncio.CancelledError:
                if called.done() and not called.cancelled():  # called in the same moment: the turn goes on to the next
                    self._next()
                called.cancel()
                raise
        try:
            yield
        finally:
            self._next()

    def _next(self) -> None:
        while self._waiting:
            called = heapq.heappop(self._waiting)[2]
            if not called.done():
                called.set_result(None)
                return
        self._free += 1
