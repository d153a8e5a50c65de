"""Whether anything that is shown of the whole desk has changed: one statement of indexed look-ups, asked at every poll.

A page that is told "unchanged" shows nothing new, so whatever the bell, the wallboard or the queue show of others must
move this stamp: what belongs to a case by the case's own stamp (`touch` in handlers/store/rows.py), the rest by name
below. What comes by the time alone does not, but for tasks; handlers/alarms.py says when the next of that is.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Result, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.attention import LIVE
from handlers.case import Status
from handlers.heartbeat import SILENT_AFTER, Process
from handlers.inbox import Kind
from handlers.routes import DOWN_KEYS
from handlers.store.models import Alert, Case, Heartbeat, Job, Kept, Received, Staff, Task

_NOW = bindparam("now", type_=Case.received_at.type)
_HEARD_SINCE = bindparam("heard_since", type_=Heartbeat.at.type)
_HEARD = case({process: 1 << place for place, process in enumerate(Process)}, value=Heartbeat.process)
_DOWN = case({key: 1 << place for place, key in enumerate(DOWN_KEYS)}, value=Kept.key)

_CASES = (
    select(func.coalesce(func.sum(Case.stamp), 0)).where(LIVE),
    select(func.max(Case.closed_at)).where(Case.status == Status.CLOSED),
)
_HOUSE = (
    select(func.count()).where(Alert.failed_at.is_not(None)),
    select(func.max(Alert.failed_at)).where(Alert.failed_at.is_not(None)),
    select(func.count()).where(Job.failure.is_not(None)),
    select(func.max(Job.done_at)).where(Job.failure.is_not(None)),
    select(func.min(Received.seen_at)).where(Received.kind == Kind.FAILED),
    select(func.sum(_HEARD)).where(Heartbeat.at >= _HEARD_SINCE),
    select(func.sum(_DOWN)).where(Kept.key.in_(DOWN_KEYS)),
    select(func.count(Staff.on_duty_since)).where(Staff.active),
    select(func.max(Staff.on_duty_since)).where(Staff.active),
    select(func.count()).where(Task.done_at.is_(None), Task.due_at <= _NOW),
)
_QUEUE = select(*(one.scalar_subquery() for one in _CASES))
_DESK = select(*(one.scalar_subquery() for one in (*_CASES, *_HOUSE)))


async def of_queue(session: AsyncSession) -> str:
    """Changes whenever a case that is open does, or one is closed, however many there are."""
    return _said(await session.execute(_QUEUE))


async def of_desk(session: AsyncSession, now: datetime) -> str:
    """Changes also with what is wrong in the house, and with who is on duty."""
    return _said(await session.execute(_DESK, {"now": now, "heard_since": now - SILENT_AFTER}))


def _said(found: Result[tuple[object, ...]]) -> str:
    return ":".join(map(str, found.one()))
