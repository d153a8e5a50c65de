"""Whoever claimed a case is at it, or others hear of it: the question, its answer by one tap, and passing it on."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.alerts import desk, show_taken, targets, tell
from handlers.attention import (
    ASKED,
    LAST_WORK,
    after,
    is_asked,
    is_passed_on,
    last_work,
    mark_worked,
    since_work,
)
from handlers.audit import Act, note
from handlers.case import Status
from handlers.claiming import claimer, is_proved, unproved
from handlers.deadlines import ATTENTION, Who, quiet_for
from handlers.duty import allow
from handlers.outbox import Kind, Urgency
from handlers.permission import Right
from handlers.store.models import Alert, Case
from handlers.store.rows import locked_case
from handlers.store.trust import trust_of
from handlers.triage import URGENT, Level

SILENT, LEFT, UNPROVED = "silent", "left", "unproved"  # why a case was passed on, in the audit


async def worked(session: AsyncSession, case: Case, staff_id: str, now: datetime) -> None:
    """Somebody did something on the case or read its words: a sign of work, where they are its claimer.

    Whoever was alerted because of their silence sees that the case has somebody again.
    """
    if case.status != Status.CLAIMED or claimer(trust_of(session), case) != staff_id:
        return
    was_passed_on = is_passed_on(case)
    mark_worked(case, now)
    if was_passed_on:
        note(session, Act.TAKE_UP, at=now, staff_id=staff_id, case_id=case.id)
        await show_taken(session, case, now)


async def tap(session: AsyncSession, case_id: str, staff_id: str, now: datetime) -> None:
    """The claimer says that they are at it. Where nothing but such a tap came since the last one, supervisors hear it.

    A tap on a question that was answered changes nothing. Raises NotAllowed, NoSuchCase.
    """
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.AT_WORK)
    if not (is_asked(case) or is_passed_on(case)):
        return
    again = case.tapped_at is not None and case.tapped_at == case.worked_at
    note(session, Act.AT_WORK, at=now, staff_id=staff_id, case_id=case.id)
    await worked(session, case, staff_id, now)
    case.tapped_at = case.worked_at
    if again:
        leading = targets((await desk(session)).without(staff_id), Who.SUPERVISOR)
        await tell(session, case, Kind.ONLY_TAPS, leading, now, now.isoformat())


async def silent_cases(session: AsyncSession, now: datetime) -> list[str]:
    """The claimed cases of which something is to be done by now, the most urgent first. Locks nothing."""
    to_ask = or_(
        *(
            and_(
                Case.level == level,
                Case.referred_at.is_not(None) if elsewhere else Case.referred_at.is_(None),
                now - quiet_for(level, elsewhere=elsewhere) >= LAST_WORK,
            )
            for level in Level
            for elsewhere in (False, True)
        )
    )
    unanswered = or_(
        *(and_(Case.level == level, Case.asked_at <= now - ATTENTION[level].unanswered) for level in Level)
    )
    due = or_(and_(since_work(Case.asked_at), to_ask), and_(ASKED, unanswered))
    query = select(Case.id).where(Case.status == Status.CLAIMED, since_work(Case.passed_on_at), due)
    found = list(await session.scalars(query.order_by(Case.level, LAST_WORK, Case.id)))
    doubtful = [one.id for one in await unproved(session) if not one.passed_on]
    return list(dict.fromkeys([*doubtful, *found]))


async def look_after(session: AsyncSession, case_id: str, now: datetime) -> None:
    """Ask the claimer of this case, or pass it on, if that is due; what somebody holds is left to the next round.

    At once where nothing proves that they have claimed it.
    """
    query = select(Case).where(Case.id == case_id, Case.status == Status.CLAIMED)
    query = query.with_for_update(key_share=True, skip_locked=True).execution_options(populate_existing=True)
    case = await session.scalar(query)
    last = last_work(case) if case is not None else None
    if case is None or last is None or is_passed_on(case):
        return
    level = Level(case.level)
    if not is_proved(trust_of(session), case):
        await pass_on(session, case, now, UNPROVED)
    elif is_asked(case):
        if case.asked_at is not None and case.asked_at + ATTENTION[level].unanswered <= now:
            await pass_on(session, case, now, SILENT)
    elif last + quiet_for(level, elsewhere=case.referred_at is not None) <= now:
        await _ask(session, case, last, now)


async def pass_on(session: AsyncSession, case: Case, now: datetime, because: str, staff_id: str | None = None) -> None:
    """From now on the ladder climbs for this case, from its first rung, while its claimer keeps it.

    The caller holds the case's lock and lets the ladder climb.
    """
    case.passed_on_at = after(now, last_work(case), case.asked_at)
    newest = await session.scalar(select(func.max(Alert.round)).where(Alert.case_id == case.id))
    if newest is not None and int(case.passed_on_at.timestamp()) <= newest:  # each round is a second of its own
        case.passed_on_at = datetime.fromtimestamp(newest + 1, UTC)
    note(session, Act.PASS_ON, at=now, staff_id=staff_id, case_id=case.id, detail=because)


async def _ask(session: AsyncSession, case: Case, last: datetime, now: datetime) -> None:
    case.asked_at = after(now, last)
    note(session, Act.ASK_AT_WORK, at=now, case_id=case.id)
    here = await desk(session)
    claimer = here.linked(one for one in here.staff if one.id == case.claimed_by)
    urgency = Urgency.FIRST if case.level in URGENT else Urgency.ORDINARY
    await tell(session, case, Kind.AT_WORK, claimer, now, case.asked_at.isoformat(), urgency)
