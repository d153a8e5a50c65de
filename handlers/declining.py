"""Somebody can't take a case: noted at once and the next person alerted at once; then the reason, by one tap."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.alerts import desk, round_of, tell
from handlers.attention import is_passed_on
from handlers.audit import Act, note
from handlers.duty import allow
from handlers.outbox import Kind
from handlers.permission import Right
from handlers.rungs import is_unheeded, next_rung
from handlers.store.models import Case, Decline
from handlers.store.rows import locked_case
from locales import N_


class Reason(StrEnum):
    """Why somebody can't take a case. No words of their own: what is said here is read on the case's ladder."""

    BUSY = "busy"
    AWAY = "away"
    KNOWS_THEM = "knows_them"
    LANGUAGE = "language"
    TOO_HEAVY = "too_heavy"
    OTHER = "other"


REASONS = {
    Reason.BUSY: N_("At another urgent case"),
    Reason.AWAY: N_("Away, cannot be reached or read now"),
    Reason.KNOWS_THEM: N_("Knows people in this case"),
    Reason.LANGUAGE: N_("Does not know the language"),
    Reason.TOO_HEAVY: N_("Too heavy for me now"),
    Reason.OTHER: N_("Another reason"),
}


async def decline(session: AsyncSession, case_id: str, staff_id: str, now: datetime, why: str | None = None) -> bool:
    """This person can't take the case: whoever else is on duty is alerted at once, or the next rung.

    Whether it was new: once in each round of alerts. A reason that is missing may follow (`say_why`); one that is none
    raises ValueError. Raises NotAllowed, NoSuchCase.
    """
    reason = Reason(why) if why is not None else None
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.DECLINE)
    number = round_of(case)
    if await session.get(Decline, (case_id, number, staff_id)) is not None:
        return False
    session.add(Decline(case_id=case_id, round=number, staff_id=staff_id, at=now, because=reason))
    note(session, Act.CANNOT, at=now, staff_id=staff_id, case_id=case_id, detail=reason)
    if is_unheeded(case):
        await _alert_the_next(session, case, now)
    return True


async def say_why(session: AsyncSession, case_id: str, staff_id: str, now: datetime, why: str) -> None:
    """The reason for this person's newest decline. Raises ValueError, NotAllowed, NoSuchCase."""
    reason = Reason(why)
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.DECLINE)
    theirs = select(Decline).where(Decline.case_id == case_id, Decline.staff_id == staff_id)
    row = await session.scalar(theirs.order_by(Decline.round.desc()).limit(1))
    if row is not None and row.because != reason:
        row.because = reason
        note(session, Act.SAY_WHY, at=now, staff_id=staff_id, case_id=case_id, detail=reason)


async def ask_why(session: AsyncSession, case: Case, staff_id: str, now: datetime) -> None:
    """Ask in the person's own chat, wherever they pressed."""
    here = await desk(session)
    to = here.linked(one for one in here.staff if one.id == staff_id)
    await tell(session, case, Kind.WHY, to, now, str(round_of(case)))


async def _alert_the_next(session: AsyncSession, case: Case, now: datetime) -> None:
    await session.flush()
    number = round_of(case)
    said = select(Decline.staff_id).where(Decline.case_id == case.id, Decline.round == number)
    declined = list(await session.scalars(said))
    here = (await desk(session)).without(*declined)
    here = here.without_claimer(case) if is_passed_on(case) else here
    left = here.linked(one for one in here.staff if one.on_duty_since is not None)
    if left:
        await tell(session, case, Kind.ALERT_AGAIN, left, now, f"declined:{number}:{len(declined)}")
    else:
        await next_rung(session, case, None, now, declined)
