"""Things are done in order within a lane and side by side across lanes, the urgent first."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Generic, TypeVar

T = TypeVar("T")


class Lanes(Generic[T]):
    """`work` does one thing and raises nothing; it returns the seconds after which to try the same again, or None.

    While a lane waits to try again it takes nobody's place.
    """

    def __init__(self, side_by_side: int, work: Callable[[T], Awaitable[float | None]]) -> None:
        self._side_by_side, self._work = side_by_side, work
        self._lanes: dict[str, deque[T]] = {}
        self._busy: set[str] = set()  # lanes whose first thing is being done, or waits to be tried again
        self._ready: asyncio.PriorityQueue[tuple[bool, int, str]] = asyncio.PriorityQueue()
        self._order = count()

    def put(self, lane: str, thing: T, *, urgent: bool = False) -> None:
        """Have it done after all that is in its lane already; with `urgent` this lane has its turn before others."""
        things = self._lanes.setdefault(lane, deque())
        things.append(thing)
        if lane not in self._busy and (urgent or len(things) == 1):
            self._call(lane, urgent)

    def __contains__(self, lane: str) -> bool:
        """Whether the lane has anything that is not done."""
        return lane in self._lanes

    def __len__(self) -> int:
        """How many things are not done."""
        return sum(map(len, self._lanes.values()))

    async def run(self) -> None:
        """Do what is put, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for _ in range(self._side_by_side):
                tasks.create_task(self._keep_on())

    async def _keep_on(self) -> None:
        while True:
            _, _, lane = await self._ready.get()
            if lane in self._busy or lane not in self._lanes:  # called twice
                continue
            self._busy.add(lane)
            wait = await self._work(self._lanes[lane][0])
            if wait is None:
                self._go_on(lane)
            else:
                asyncio.get_running_loop().call_later(wait, self._try_again, lane)

    def _go_on(self, lane: str) -> None:
        self._busy.discard(lane)
        self._lanes[lane].popleft()
        if self._lanes[lane]:
            self._call(lane, False)
        else:
            del self._lanes[lane]

    def _try_again(self, lane: str) -> None:
        self._busy.discard(lane)
        self._call(lane, False)

    def _call(self, lane: str, urgent: bool) -> None:
        self._ready.put_nowait((not urgent, next(self._order), lane))
