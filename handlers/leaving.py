"""Staff go off duty or sign out: it is never held up, and no urgent case of theirs is left lying."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import escalation, stewardship
from handlers.alerts import desk, targets, tell
from handlers.attention import after, is_passed_on, last_work, since_work
from handlers.audit import Act, note
from handlers.case import Status
from handlers.deadlines import Who
from handlers.duty import allow
from handlers.offers import STANDS, is_offered
from handlers.outbox import Kind
from handlers.permission import Right
from handlers.store.models import Case, HandOver, Staff
from handlers.store.rows import locked_case
from handlers.triage import URGENT


async def unsettled(session: AsyncSession, staff_id: str) -> list[Case]:
    """The cases of this person of which nobody has said what becomes of them when they go, the most urgent first.

    Not those that they keep on call, hand over, or of which others are alerted already.
    """
    staff = await session.get_one(Staff, staff_id, populate_existing=True)
    kept = false() if staff.on_duty_since is None else Case.on_call_at < staff.on_duty_since
    query = select(Case).where(Case.claimed_by == staff_id, Case.status == Status.CLAIMED)
    query = query.where(or_(Case.on_call_at.is_(None), kept), since_work(Case.passed_on_at), ~is_offered())
    return list(await session.scalars(query.order_by(Case.level, Case.received_at)))


async def unhandled(session: AsyncSession, staff_id: str) -> list[Case]:
    """The urgent ones among them that nobody elsewhere has either."""
    return [one for one in await unsettled(session, staff_id) if one.level in URGENT and one.referred_at is None]


async def keep_on_call(session: AsyncSession, case_id: str, staff_id: str, now: datetime) -> None:
    """The claimer keeps the case off duty too. They are asked for signs of work as before. Raises NotAllowed."""
    case = await locked_case(session, case_id)
    staff = await allow(session, case, staff_id, Right.AT_WORK)
    if case.on_call_at is not None and (staff.on_duty_since is None or case.on_call_at >= staff.on_duty_since):
        return
    case.on_call_at = now
    note(session, Act.ON_CALL, at=now, staff_id=staff_id, case_id=case_id)


async def leave(session: AsyncSession, staff_id: str, now: datetime) -> int:
    """The ladder climbs for each unhandled case and supervisors hear of it at once; how many.

    Until somebody has accepted one it stays theirs, with its whole history. What they hand over waits for its answer.
    """
    cases = await unhandled(session, staff_id)
    for one in cases:
        await to_others(session, await locked_case(session, one.id), staff_id, now)
    waiting = select(HandOver, Case).join(Case, STANDS).where(HandOver.from_id == staff_id, HandOver.left_at.is_(None))
    for offer, case in (await session.execute(waiting)).all():
        offer.left_at = after(now, last_work(case))
    return len(cases)


async def to_others(session: AsyncSession, case: Case, staff_id: str, now: datetime) -> None:
    """Its claimer has left: the ladder climbs and supervisors hear. The caller holds the case's lock."""
    if is_passed_on(case):
        return
    await stewardship.pass_on(session, case, now, stewardship.LEFT, staff_id)
    await session.flush()
    await escalation.climb(session, now, case.id)
    leading = targets((await desk(session)).without(staff_id), Who.SUPERVISOR)
    await tell(session, case, Kind.LEFT, leading, now, now.isoformat())
