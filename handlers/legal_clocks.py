"""Warning of the clocks that run from a report's first message: the twelve hours, and first contact."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.alerts import Desk, desk, targets, tell
from handlers.attention import LIVE
from handlers.contact import NEVER
from handlers.deadlines import LENGTHS, WARNINGS, LegalClock, Who, warnings_due
from handlers.mute import loud
from handlers.outbox import Kind
from handlers.store.models import Case, Warned
from handlers.store.rows import insert_new
from handlers.triage import Level

KINDS = {LegalClock.TWELVE_HOURS: Kind.TWELVE_HOURS, LegalClock.FIRST_CONTACT: Kind.FIRST_CONTACT}
# Which cases a clock runs for. No plan is owed for a question, and nobody writes to whom that may harm.
RUNNING: dict[LegalClock, ColumnElement[bool]] = {
    LegalClock.TWELVE_HOURS: and_(LIVE, Case.level != Level.P3, Case.referred_at.is_(None)),
    LegalClock.FIRST_CONTACT: and_(
        LIVE,
        Case.contacted_at.is_(None),
        Case.do_not_write.is_(false()),
        Case.safe_hours.is_distinct_from(NEVER),
    ),
}


async def to_warn_of(session: AsyncSession, now: datetime) -> list[str]:
    """The cases of which a warning is due that was not given, the most urgent first. Locks nothing."""
    due = or_(
        *(
            and_(
                RUNNING[clock], Case.received_at <= now - LENGTHS[clock] * warn.share / 100, ~_given(clock, warn.share)
            )
            for clock, warnings in WARNINGS.items()
            for warn in warnings
        )
    )
    return list(
        await session.scalars(select(Case.id).where(due, loud(now)).order_by(Case.level, Case.received_at, Case.id))
    )


async def warn(session: AsyncSession, case_id: str, now: datetime) -> int:
    """Give the warnings of this case that are due, day and night, each once; how many people are told.

    After a stop only the gravest of those that were missed is told.
    """
    told = 0
    for clock, running in RUNNING.items():
        case = await session.scalar(select(Case).where(Case.id == case_id, running, loud(now)))
        if case is None:
            continue
        new = [
            one
            for one in warnings_due(clock, case.received_at, now)
            if await insert_new(session, Warned, case_id=case.id, clock=clock, share=one.share, at=now) is not None
        ]
        if new:
            to = _to(await desk(session), case, new[-1].who)
            told += await tell(session, case, KINDS[clock], to, now, str(new[-1].share))
    return told


def over(clock: LegalClock, now: datetime) -> ColumnElement[bool]:
    """The cases for which a clock has run out."""
    return and_(RUNNING[clock], loud(now), Case.received_at <= now - LENGTHS[clock])


def _given(clock: LegalClock, share: int) -> ColumnElement[bool]:
    same = (Warned.case_id == Case.id, Warned.clock == clock, Warned.share == share)
    return select(Warned.id).where(*same).correlate(Case).exists()


def _to(here: Desk, case: Case, who: Who) -> list[str]:
    claimer = here.linked(one for one in here.staff if one.id == case.claimed_by)
    if who is Who.ON_DUTY:
        return claimer or targets(here, who, case)
    return list(dict.fromkeys([*claimer, *targets(here, who, case)]))
