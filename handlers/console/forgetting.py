"""Forgetting whole cases, where the operator has set after how long: closed, counted, with no task left open.

The console does it and not the clock, which may touch no item and no key; and only what is counted can be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import anyio
import structlog
from sqlalchemy import Select, select

from handlers.audit import Act, note
from handlers.case import Status
from handlers.retention import forget_case
from handlers.store.engine import Store
from handlers.store.models import Case, CaseKey, Task

EVERY = 3600.0  # seconds between two rounds
_PIECE = 100  # cases of one round, each in a transaction of its own

log = structlog.get_logger("console")


@dataclass(frozen=True, slots=True)
class Forgetting:
    """`after` closing; `exported` is the folder of approved corrections."""

    after: timedelta
    exported: Path


async def keep_forgetting(store: Store, how: Forgetting, now: Callable[[], datetime]) -> None:
    """As long as the console serves."""
    while True:
        try:
            await forget_old(store, how, now())
        except Exception as error:  # the database may be away for a while
            log.error("forgetting_failed", error=type(error).__name__)
        await anyio.sleep(EVERY)


async def forget_old(store: Store, how: Forgetting, now: datetime) -> int:
    """How many cases were forgotten."""
    async with store.reading() as session:
        due = list(await session.scalars(_due(now - how.after).limit(_PIECE)))
    forgotten = 0
    for case_id in due:
        async with store.writing() as session:
            # Asked again under the case's lock: it may have been opened again meanwhile.
            again = _due(now - how.after).where(Case.id == case_id).with_for_update(of=Case)
            if await session.scalar(again) is None:
                continue
            await forget_case(session, case_id, how.exported)
            note(session, Act.FORGET, at=now, case_id=case_id)
            forgotten += 1
    return forgotten


def _due(before: datetime) -> Select[str]:
    """Closed long ago, its fact for figures written as it is now, nothing left to do, and not forgotten yet."""
    key = select(CaseKey.case_id).where(CaseKey.case_id == Case.id).exists()
    open_task = select(Task.item_id).where(Task.case_id == Case.id, Task.done_at.is_(None)).exists()
    over = Case.status == Status.CLOSED, Case.closed_at < before, Case.counted_stamp == Case.stamp
    return select(Case.id).where(*over, key, ~open_task).order_by(Case.closed_at)
