"""Whether each route to staff works, asked every minute: one that is down stands on every page of the console."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

import structlog

from bot.channels import Undeliverable
from handlers import routes
from handlers.routes import Route
from handlers.store.engine import Store

log = structlog.get_logger()

_EVERY, _AGAIN = 60.0, 15.0  # seconds; the second after a failure
_FAILURES = 2  # in a row: one alone may be a hiccup

Probe = Callable[[], Awaitable[None]]


class Lookout:
    """A probe raises Undeliverable when its route does not work; no route waits for another's."""

    def __init__(self, store: Store, probes: Mapping[Route, Probe], now: Callable[[], datetime]) -> None:
        self._store, self._probes, self._now = store, probes, now
        self._failures: dict[Route, int] = {}

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for route in self._probes:
                tasks.create_task(self._keep_looking(route))

    async def _keep_looking(self, route: Route) -> None:
        while True:
            try:
                await self.look(route)
            except Exception as error:  # the database may be away for a while
                log.error("lookout_failed", route=route, error=type(error).__name__)
            await asyncio.sleep(_AGAIN if self._failures.get(route) else _EVERY)

    async def look(self, route: Route) -> None:
        """One look at one route, written down where it changes something."""
        try:
            await self._probes[route]()
        except Undeliverable as problem:
            self._failures[route] = self._failures.get(route, 0) + 1
            if self._failures[route] == _FAILURES:
                log.error("route_down", route=route, code=problem.code)
            if self._failures[route] >= _FAILURES:
                async with self._store.writing() as session:
                    await routes.fell(session, route, self._now())
            return
        if self._failures.get(route) != 0:  # also at the first look after a start: it may have been down before
            async with self._store.writing() as session:
                await routes.works(session, route)
        self._failures[route] = 0
