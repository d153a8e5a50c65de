"""From a new case to a person who has it: the ladder, claiming, giving back, lowering, closing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy import case as sql_case
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import claiming, stewardship
from handlers.alarms import Alarm as Alarm
from handlers.alarms import alarms as alarms
from handlers.alerts import (
    ALERT_KINDS,
    BANNER,
    change_message,
    desk,
    heard,
    heard_elsewhere,
    put_out,
    round_of,
    show_taken,
    targets,
    tell,
)
from handlers.attention import PASSED_ON
from handlers.audit import Act, note
from handlers.case import Because, Status
from handlers.deadlines import Who
from handlers.duty import CLAIMING, allow
from handlers.duty import anyone_on_duty as anyone_on_duty
from handlers.duty import set_duty as set_duty
from handlers.glance import show_judged
from handlers.item import add_reason
from handlers.outbox import Kind, withdraw
from handlers.permission import Right, may
from handlers.routes import person_of
from handlers.rungs import Waiting as Waiting
from handlers.rungs import due_rungs, next_rung, unheeded
from handlers.rungs import is_unheeded as is_unheeded
from handlers.rungs import waiting as waiting
from handlers.store.models import Alert, Case, Staff
from handlers.store.rows import locked_case
from handlers.store.trust import trust_of
from handlers.triage import THREAT, URGENT, Level

OFF_DUTY = "off_duty"  # the detail of a claim by somebody who was not on duty


async def begin(session: AsyncSession, case: Case, now: datetime, *, anew: bool = True) -> None:
    """Start the ladder (again): a new round, its first rung at once, and everybody when nobody is on duty.

    Where nothing graver was heard (not `anew`) its time runs on: every rung that is due by now is alerted, each person
    by the highest of theirs. A case that is claimed stays so; its claimer is alerted with those on duty, and the
    ladder goes on until somebody has read it. The caller holds the case's lock.
    """
    newest = await session.scalar(select(func.max(Alert.round)).where(Alert.case_id == case.id))
    case.alerted_at = now
    if newest is not None and round_of(case) <= newest:  # a second beginning within one second is a round of its own
        case.alerted_at = datetime.fromtimestamp(newest + 1, UTC)
    if anew:
        case.waits_since = now
    await withdraw(session, now, kinds=ALERT_KINDS, case_id=case.id)
    here = await desk(session, now)
    kind = Kind.ALERT_AGAIN if newest is not None or case.claimed_by is not None else Kind.ALERT
    claimer = here.linked(one for one in here.staff if one.id == case.claimed_by)
    for rung, to in due_rungs(case, here, now):
        await put_out(session, case, rung, list(dict.fromkeys([*to, *claimer])), now, kind)


async def tell_of_a_threat(session: AsyncSession, case: Case, reasons: Iterable[str | None], now: datetime) -> None:
    """Where the writer threatens whoever reports, the supervisors on duty hear of it at once, or all if none is.

    In the words of any alert, once a round; the ladder goes on beside it. The caller holds the case's lock.
    """
    if THREAT not in reasons:
        return
    if not is_unheeded(case):  # somebody has the case and has read it: they hear of this too
        await begin(session, case, now)
    here = await desk(session)
    leading = targets(here, Who.SUPERVISOR)
    on_duty = {one.id for one in here.staff if one.on_duty_since is not None}
    to = [one for one in leading if person_of(one) in on_duty] or leading or [BANNER]
    newest = await session.scalar(select(func.count()).where(Alert.case_id == case.id, Alert.round != round_of(case)))
    await put_out(session, case, 0, to, now, Kind.ALERT_AGAIN if newest else Kind.ALERT)


async def climb(session: AsyncSession, now: datetime, case_id: str | None = None) -> int:
    """Put out every alert that is due by now, of one case or of all; how many. No target hears a rung twice.

    After a stop each target hears only the highest rung that is due for it. A case that somebody else has locked at
    this moment is left to the next run.
    """
    wanted = unheeded() if case_id is None else and_(unheeded(), Case.id == case_id)
    here = await desk(session, now)
    query = select(Case).where(wanted).order_by(Case.level, Case.alerted_at, Case.number)
    query = query.with_for_update(key_share=True, skip_locked=True).execution_options(populate_existing=True)
    cases = (await session.scalars(query)).all()
    known = await heard(session, wanted)
    count = 0
    for case in cases:
        for rung, to in due_rungs(case, here, now):
            count += await put_out(session, case, rung, to, now, Kind.ALERT, known)
    return count


async def claim(session: AsyncSession, case_id: str, staff_id: str, now: datetime) -> Claim:
    """The first whose role may claim gets the case; everybody's alert changes to who and when.

    Off duty too: whoever is woken at night takes this case and no other. Their duty stays as it is, and with it what
    others are alerted of and what reporters are told. So it is with a case that was passed on: until then whoever had
    it keeps it, and then hears who has it now.
    """
    here = and_(Staff.active, Staff.role.in_(CLAIMING))
    seen = await session.get(Case, case_id, populate_existing=True)
    before = seen.claimed_by if seen is not None and seen.status == Status.CLAIMED else None
    before = before if before != staff_id else None
    nobodys = and_(Case.status == Status.OPEN, Case.claimed_by.is_(None))
    free = [nobodys, and_(PASSED_ON, Case.claimed_by != staff_id)]
    if seen is not None and not claiming.is_proved(trust_of(session), seen):  # by nobody, whatever stands there
        free.append(and_(Case.claimed_by == seen.claimed_by, Case.claim_proof.is_not_distinct_from(seen.claim_proof)))
    may_claim = select(Staff.id).where(Staff.id == staff_id, here).exists()
    # Never before the round began, or the case would look as if danger had been heard after the claim.
    since = sql_case((Case.alerted_at > now, Case.alerted_at), else_=now)
    won = await session.execute(
        update(Case)
        .where(Case.id == case_id, Case.status != Status.CLOSED, or_(*free), may_claim)
        .values(status=Status.CLAIMED, claimed_by=staff_id, claimed_at=since, worked_at=since)
        .values(asked_at=None, passed_on_at=None, tapped_at=None, muted_until=None, on_call_at=None)
        .returning(Case.id)
        .execution_options(synchronize_session=False)
    )
    first = won.scalar_one_or_none() is not None
    case = await session.get(Case, case_id, populate_existing=True)
    if case is None:
        return Claim(False, None, None, Outcome.NO_CASE)
    if first:
        claiming.prove(session, case)
        act = Act.CLAIM if before is None else Act.TAKE_OVER
        on_duty = await session.scalar(select(Staff.on_duty_since).where(Staff.id == staff_id))
        detail = before or (None if on_duty else OFF_DUTY)
        note(session, act, at=now, staff_id=staff_id, case_id=case_id, detail=detail)
        await show_taken(session, case, now)
        if before is not None:
            here_now = await desk(session)
            to = here_now.linked(one for one in here_now.staff if one.id == before)
            await tell(session, case, Kind.TAKEN_OVER, to, now, now.isoformat())
    elif case.claimed_by == staff_id:
        await stewardship.worked(session, case, staff_id, now)
    return await _outcome(session, case, staff_id, first=first)


async def release(session: AsyncSession, case_id: str, staff_id: str, now: datetime) -> None:
    """The claimer or a supervisor gives the case back: it is alerted anew, and its time runs on. Raises NotAllowed."""
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.RELEASE)
    await _give_back(session, case, staff_id, now)


async def free(session: AsyncSession, holder_id: str, staff_id: str, now: datetime) -> None:
    """Somebody may hold no case any more, as an administrator has said: what they had waits for another person."""
    held = select(Case.id).where(Case.claimed_by == holder_id, Case.status == Status.CLAIMED).order_by(Case.id)
    for case_id in list(await session.scalars(held)):
        case = await locked_case(session, case_id)
        if case.status == Status.CLAIMED and case.claimed_by == holder_id:
            await _give_back(session, case, staff_id, now)
            if case.level in URGENT:
                leading = targets(await desk(session), Who.SUPERVISOR)
                await tell(session, case, Kind.LEFT, leading, now, now.isoformat())


async def _give_back(session: AsyncSession, case: Case, staff_id: str, now: datetime) -> None:
    case.status, case.on_call_at = Status.OPEN, None
    claiming.let_go(case)
    note(session, Act.RELEASE, at=now, staff_id=staff_id, case_id=case.id)
    await begin(session, case, now, anew=False)


async def lower(session: AsyncSession, case_id: str, staff_id: str, level: Level, reason: str, now: datetime) -> None:
    """Set the level by a named person with a reason; nearly everybody may raise. Raises NotAllowed, ValueError."""
    case = await locked_case(session, case_id)
    before = Level(case.level)
    if level == before:
        return
    await allow(session, case, staff_id, Right.LOWER if level > before else Right.RAISE)
    act = Act.LOWER if level > before else Act.RAISE
    await add_reason(session, case, staff_id, act, reason, now, f"{before.name}>{level.name}")
    case.level = level
    if level < before:
        case.muted_until = None
    show_judged(case)
    if level < before and case.status != Status.CLOSED and case.claimed_by != staff_id:
        await begin(session, case, now)


async def close(
    session: AsyncSession,
    case_id: str,
    staff_id: str,
    reason: str,
    now: datetime,
    because: Because = Because.HELPED,
) -> None:
    """The claimer or a supervisor closes the case with a reason; `because` is what the reporter is told.

    Raises NotAllowed, ValueError.
    """
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.CLOSE)
    await add_reason(session, case, staff_id, Act.CLOSE, reason, now)
    case.status, case.closed_at, case.closed_because = Status.CLOSED, now, because
    await show_taken(session, case, now)


async def delivered(session: AsyncSession, alert_ids: Collection[int], message_id: str, now: datetime) -> None:
    """A route has accepted these alerts, as one message. Where it can be changed it is for what was claimed meanwhile.

    Of a case that was forgotten meanwhile there is nothing to write down.
    """
    of_these = select(Alert.case_id).where(Alert.id.in_(alert_ids))
    # Locked: a claim at this very moment comes wholly before or wholly after.
    locked = select(Case).where(Case.id.in_(of_these)).order_by(Case.id).with_for_update(key_share=True)
    cases = {case.id: case for case in await session.scalars(locked.execution_options(populate_existing=True))}
    alerts = select(Alert).where(Alert.id.in_(alert_ids)).order_by(Alert.id)
    for alert in await session.scalars(alerts.execution_options(populate_existing=True)):
        case = cases[alert.case_id]
        alert.delivered_at, alert.message_id, alert.failed_at = now, message_id or None, None
        found_somebody = case.closed_at if case.status == Status.CLOSED else case.claimed_at
        if message_id and case.status != Status.OPEN and found_somebody is not None and found_somebody >= alert.at:
            await change_message(session, case, alert, now)


async def failed(session: AsyncSession, alert_id: int, now: datetime) -> None:
    """The alert can't be delivered: that is an alarm, so the banner and the next rung follow at once.

    Not where the same person is told by another route, unless that fails too.
    """
    alert, case = await _alert_of(session, alert_id)
    alert.failed_at = now
    if await heard_elsewhere(session, alert):
        return
    if alert.round != round_of(case) or not await session.scalar(select(Case.id).where(Case.id == case.id, unheeded())):
        return
    await put_out(session, case, alert.rung, [BANNER], now, Kind.ALERT)
    await next_rung(session, case, alert.rung, now)


async def taken_shown(session: AsyncSession, alert_ids: Collection[int]) -> None:
    """The message of these alerts now says who has the cases."""
    await session.execute(update(Alert).where(Alert.id.in_(alert_ids)).values(taken_shown=True))


async def _outcome(session: AsyncSession, case: Case, staff_id: str, *, first: bool) -> Claim:
    holder = await session.get(Staff, case.claimed_by) if case.claimed_by else None
    name = holder.name if holder else None
    if first:
        return Claim(True, name, case.claimed_at, Outcome.WON)
    staff = await session.get(Staff, staff_id)
    if staff is None or not staff.active or not may(staff.role, Right.CLAIM):
        return Claim(False, None, None, Outcome.NOT_STAFF)
    if case.status == Status.CLOSED:
        return Claim(False, name, case.closed_at, Outcome.CLOSED)
    if holder is not None:
        yours = holder.id == staff_id
        return Claim(yours, name, case.claimed_at, Outcome.YOURS if yours else Outcome.TAKEN)
    return Claim(False, None, None, Outcome.TAKEN)  # and given back since: the next press finds it open


async def _alert_of(session: AsyncSession, alert_id: int) -> tuple[Alert, Case]:
    """The alert and its case, locked: a claim at this very moment comes wholly before or wholly after."""
    alert = await session.get(Alert, alert_id)
    if alert is None:
        raise LookupError(alert_id)
    case = await locked_case(session, alert.case_id)
    await session.refresh(alert)
    return alert, case


class Outcome(StrEnum):
    """Why a claim came to what it came to; the console and Telegram each say it in their own words."""

    WON = ""
    YOURS = "yours"  # it was theirs before
    TAKEN = "taken"
    CLOSED = "closed"
    NOT_STAFF = "not_staff"
    NO_CASE = "no_case"


@dataclass(frozen=True, slots=True)
class Claim:
    """What became of a claim: whose the case is now and since when; `ok` with WON and YOURS."""

    ok: bool
    by_name: str | None
    at: datetime | None
    reason: Outcome
