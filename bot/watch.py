"""The bot's heartbeat, and its eye on the others: their silence is told to staff, and the clock's ladder taken over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from handlers.alerts import tell_silent
from handlers.clock import ladder, watch
from handlers.duty import anyone_on_duty
from handlers.heartbeat import BEAT_EVERY, Listener, Process, beat
from handlers.store.engine import Store

log = structlog.get_logger()


@dataclass(slots=True)
class Presence:
    """Whether somebody is on duty, as of the last heartbeat: for the web page that stands before any conversation."""

    on_duty: bool = False


class Watch:
    """`nudge` is called when something may have been put into the outbox."""

    def __init__(
        self, store: Store, presence: Presence, now: Callable[[], datetime], nudge: Callable[[], None]
    ) -> None:
        self._store, self._presence, self._now, self._nudge = store, presence, now, nudge
        self._ear = Listener()

    async def run(self) -> None:
        """Until cancelled. Whatever goes wrong costs one round and one line in the log."""
        while True:
            try:
                await self.look()
            except Exception as error:
                log.error("heartbeat_failed", error=type(error).__name__)
            await asyncio.sleep(BEAT_EVERY)

    async def look(self) -> None:
        """One round."""
        now = self._now()
        async with self._store.writing() as session:
            await beat(session, Process.BOT, now)
            self._presence.on_duty = await anyone_on_duty(session)
            silent = await self._ear.listen(session, now)
        if not silent:
            return
        if Process.CLOCK in silent:
            await watch.watch(self._store, now)
            await ladder.climb(self._store, now)  # no target hears a rung twice, whoever climbs
        async with self._store.writing() as session:
            for process in silent.keys() - {Process.BOT}:
                await tell_silent(session, process, silent[process], now)
        self._nudge()
