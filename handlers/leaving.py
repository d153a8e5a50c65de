"""Staff go off duty or sign out: it is never held up, and no urgent case of theirs is left lying."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import escalation, stewardship
from handlers.alerts import desk, targets, tell
from handlers.attention import since_work
from handlers.case import Status
from handlers.deadlines import Who
from handlers.outbox import Kind
from handlers.store.models import Case
from handlers.store.rows import locked_case
from handlers.triage import URGENT


async def unhandled(session: AsyncSession, staff_id: str) -> list[Case]:
    """The urgent cases of this person that nobody elsewhere has either, and that others are not alerted of yet."""
    theirs = (Case.claimed_by == staff_id, Case.status == Status.CLAIMED, Case.level.in_(URGENT))
    query = select(Case).where(*theirs, Case.referred_at.is_(None), since_work(Case.passed_on_at))
    return list(await session.scalars(query.order_by(Case.level, Case.received_at)))


async def leave(session: AsyncSession, staff_id: str, now: datetime) -> int:
    """The ladder climbs for each such case and supervisors hear of it at once; how many.

    Until somebody has accepted one it stays theirs, with its whole history.
    """
    cases = await unhandled(session, staff_id)
    for one in cases:
        case = await locked_case(session, one.id)
        await stewardship.pass_on(session, case, now, stewardship.LEFT, staff_id)
        await session.flush()
        await escalation.climb(session, now, case.id)
        leading = targets((await desk(session)).without(staff_id), Who.SUPERVISOR)
        await tell(session, case, Kind.LEFT, leading, now, now.isoformat())
    return len(cases)
