"""That every process is alive: each writes its heartbeat, and the others notice when it falls silent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.store.models import Heartbeat
from handlers.store.rows import insert

BEAT_EVERY = 10.0  # seconds
SILENT_AFTER = timedelta(seconds=60)

log = structlog.get_logger("heartbeat")


class Process(StrEnum):
    BOT = "bot"
    CLOCK = "clock"
    CONSOLE = "console"


Silences = Mapping[Process, datetime | None]  # who is silent, and when it was last heard; None is never


async def beat(session: AsyncSession, process: Process, now: datetime) -> None:
    """Write that `process` is alive."""
    row = insert(session, Heartbeat).values(process=process, at=now)
    await session.execute(row.on_conflict_do_update(index_elements=["process"], set_={"at": now}))


async def silences(session: AsyncSession, now: datetime) -> Silences:
    """The processes that have not been heard for a minute."""
    heard = {row.process: row.at for row in await session.execute(select(Heartbeat.process, Heartbeat.at))}
    silent = {process: heard.get(process) for process in Process}
    return {process: at for process, at in silent.items() if at is None or now - at > SILENT_AFTER}


class Listener:
    """One process's ear for the others. It judges only when it has listened itself for a minute without a gap:

    after a start of the whole machine, or a database that was away, everybody has been silent and nobody is.
    """

    def __init__(self) -> None:
        self._since: datetime | None = None
        self._last: datetime | None = None
        self._silent: Silences = {}

    async def listen(self, session: AsyncSession, now: datetime) -> Silences:
        """Who is silent; each silence is logged once."""
        if self._since is None or self._last is None or now - self._last > SILENT_AFTER:
            self._since = now
        self._last = now
        found = await silences(session, now) if now - self._since > SILENT_AFTER else {}
        for process in found.keys() - self._silent.keys():
            log.error("silent", process=process)
        self._silent = found
        return found
