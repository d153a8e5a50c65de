"""Things are done in order within a lane and side by side across lanes, the urgent first."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")

_URGENT_IN_A_ROW = 3  # then one lane that is not urgent has its turn: a flood of cries makes nobody wait for ever
_PAUSE = 1.0  # seconds


class Lanes(Generic[T]):
    """`work` does one thing and raises nothing; it returns the seconds after which to try the same again, or None.

    While a lane waits to try again it takes nobody's place.
    """

    def __init__(self, side_by_side: int, work: Callable[[T], Awaitable[float | None]]) -> None:
        self._side_by_side, self._work = side_by_side, work
        self._lanes: dict[str, deque[tuple[T, bool]]] = {}
        self._urgent: Counter[str] = Counter()  # by lane, how many of its things are urgent
        self._busy: set[str] = set()  # lanes whose first thing is being done, or waits to be tried again
        self._calls = asyncio.Semaphore(0)
        self._urgent_calls: deque[str] = deque()
        self._other_calls: deque[str] = deque()
        self._in_a_row = 0

    def put(self, lane: str, thing: T, *, urgent: bool = False) -> None:
        """Have it done after all that is in its lane already; with `urgent` its lane comes before others until then."""
        things = self._lanes.setdefault(lane, deque())
        things.append((thing, urgent))
        self._urgent[lane] += urgent
        if lane not in self._busy and (len(things) == 1 or (urgent and self._urgent[lane] == 1)):
            self._call(lane)

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
            await self._calls.acquire()
            lane = self._next()
            if lane in self._busy or lane not in self._lanes:  # called twice
                continue
            self._busy.add(lane)
            wait = await self._do(self._lanes[lane][0][0])
            if wait is None:
                self._go_on(lane)
            else:
                asyncio.get_running_loop().call_later(wait, self._try_again, lane)

    async def _do(self, thing: T) -> float | None:
        try:
            return await self._work(thing)
        except asyncio.CancelledError:
            me = asyncio.current_task()
            if me is None or me.cancelling():
                raise
            return _PAUSE  # something that the work waited for was cancelled: nobody asked us to stop

    def _go_on(self, lane: str) -> None:
        self._busy.discard(lane)
        _, urgent = self._lanes[lane].popleft()
        self._urgent[lane] -= urgent
        if self._lanes[lane]:
            self._call(lane)
        else:
            del self._lanes[lane], self._urgent[lane]

    def _try_again(self, lane: str) -> None:
        self._busy.discard(lane)
        self._call(lane)

    def _call(self, lane: str) -> None:
        (self._urgent_calls if self._urgent[lane] else self._other_calls).append(lane)
        self._calls.release()

    def _next(self) -> str:
        urgent = bool(self._urgent_calls) and (self._in_a_row < _URGENT_IN_A_ROW or not self._other_calls)
        self._in_a_row = self._in_a_row + 1 if urgent else 0
        return (self._urgent_calls if urgent else self._other_calls).popleft()
