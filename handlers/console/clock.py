"""What runs by itself in this process: the ladder every five seconds, forgetting every minute, and the heartbeat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import anyio
import structlog
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import escalation, retention
from handlers.store.engine import Store
from handlers.store.models import Kept

EVERY = 5.0  # seconds
SWEEP_EVERY = timedelta(minutes=1)
FORMS_LAST = timedelta(hours=13)  # longer than any session: an old form can't be sent again

log = structlog.get_logger("console.clock")

Step = Callable[[AsyncSession, datetime], Awaitable[object]]


async def run(store: Store, now: Callable[[], datetime], every: float = EVERY) -> None:
    """Until cancelled. An error, most of all a database that is away, costs one round and one line in the log."""
    swept: datetime | None = None
    while True:
        started = now()
        await _try(store, "ladder", _climb, started)
        if swept is None or started - swept >= SWEEP_EVERY:
            await _try(store, "forgetting", _sweep, started)
            swept = started
        await anyio.sleep(every)


async def _climb(session: AsyncSession, now: datetime) -> None:
    await escalation.climb(session, now)
    await escalation.beat(session, "console", now)


async def _sweep(session: AsyncSession, now: datetime) -> None:
    await retention.sweep(session, now)
    old = Kept.value < (now - FORMS_LAST).isoformat()
    await session.execute(delete(Kept).where(Kept.key.startswith("reply:"), old))


async def _try(store: Store, name: str, step: Step, now: datetime) -> None:
    try:
        async with store.writing() as session:
            await step(session, now)
    except Exception as error:  # a clock that stops is worse than any error it could stop for
        log.error("step_failed", step=name, error=type(error).__name__)
