"""Who may try to sign in, and whose turn it is: a flood of tries keeps no honest one waiting.

In memory: there is one console process, and a restart forgives at most one minute.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from handlers.console import auth

WINDOW = timedelta(minutes=1)
TRIES = 5  # for one login from devices that the console does not know, together
TRIES_OF_DEVICE = 10  # for one login from one device on which it was signed in before
TRIES_OF_NETWORK = 30  # from one network, whatever the login
WAITING_OF_NETWORK = 8  # tries of one network that wait for a turn at once
WAITING = 64  # of all together


class Throttle:
    """Counts tries; a try that was good counts against nobody."""

    def __init__(self) -> None:
        self._tries: dict[tuple[str, ...], deque[datetime]] = {}

    def wait(self, login: str, network: str, device: str, now: datetime) -> float:
        """0 when this try may be made, which counts it; else the seconds until one may.

        `device` is the mark of a device on which this login was signed in before: strangers lock nobody out there.
        """
        self._forget(now)
        limits: dict[tuple[str, ...], int] = {("device", login, device): TRIES_OF_DEVICE}
        if not device:
            limits = {("login", login): TRIES, ("network", network): TRIES_OF_NETWORK}
        return self._count(limits, now)

    def succeeded(self, login: str, network: str, device: str) -> None:
        self._tries.pop(("device", login, device) if device else ("login", login), None)
        if not device and (of_network := self._tries.get(("network", network))):
            of_network.pop()

    def admits(self, what: str, who: str, now: datetime) -> bool:
        """Whether this may be tried, which counts it: what is no sign-in, and so long that nobody guesses it."""
        self._forget(now)
        return self._count({(what, who): TRIES}, now) == 0

    def _count(self, limits: dict[tuple[str, ...], int], now: datetime) -> float:
        full = [self._tries[key][0] for key, most in limits.items() if len(self._tries.get(key, ())) >= most]
        if full:
            return (max(full) + WINDOW - now).total_seconds()
        for key in limits:
            self._tries.setdefault(key, deque()).append(now)
        return 0.0

    def _forget(self, now: datetime) -> None:
        for key, tries in list(self._tries.items()):
            while tries and now - tries[0] >= WINDOW:
                tries.popleft()
            if not tries:
                del self._tries[key]


class Full(Exception):
    """So many wait that this try is not made."""


class Turns:
    """Checking passwords, `at_once` at a time: known devices first, then one of each network in turn."""

    def __init__(self, at_once: int = auth.AT_ONCE) -> None:
        self._free = at_once
        self._known: deque[asyncio.Event] = deque()
        self._lanes: OrderedDict[str, deque[asyncio.Event]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, network: str, *, known: bool) -> AsyncIterator[None]:
        """Raises Full."""
        await self._wait(network, known)
        try:
            yield
        finally:
            self._next()

    async def _wait(self, network: str, known: bool) -> None:
        if self._free > 0:
            self._free -= 1
            return
        lane = self._known if known else self._lanes.get(network, deque())
        if len(lane) >= WAITING_OF_NETWORK or self._waiting() >= WAITING * (2 if known else 1):
            raise Full
        if not known:
            self._lanes[network] = lane
        mine = asyncio.Event()
        lane.append(mine)
        try:
            await mine.wait()
        except asyncio.CancelledError:
            if mine.is_set():
                self._next()
            else:
                lane.remove(mine)
            raise

    def _waiting(self) -> int:
        return len(self._known) + sum(map(len, self._lanes.values()))

    def _next(self) -> None:
        if self._known:
            self._known.popleft().set()
            return
        while self._lanes:
            network, lane = self._lanes.popitem(last=False)
            if lane:
                lane.popleft().set()
                if lane:
                    self._lanes[network] = lane  # at the end
                return
        self._free += 1
