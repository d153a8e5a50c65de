"""Telling staff about a case: whom a rung means, and for each of them one alert and one job, without any content."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from handlers import outbox
from handlers.attention import is_passed_on
from handlers.case import Status
from handlers.deadlines import Who
from handlers.desk import BANNER as BANNER
from handlers.desk import GROUP as GROUP
from handlers.desk import Desk as Desk
from handlers.desk import desk as desk
from handlers.desk import targets as targets
from handlers.heartbeat import Process
from handlers.outbox import Kind, Urgency
from handlers.routes import Part, Route, in_once, lane_of, person_of, route_of, target_of
from handlers.store.models import Alert, Case, Staff
from handlers.store.rows import insert_new
from handlers.triage import URGENT, Level

ALERT_KINDS = (Kind.ALERT, Kind.ALERT_AGAIN)
SILENT_KINDS = {
    Process.CLOCK: Kind.CLOCK_SILENT,
    Process.CONSOLE: Kind.CONSOLE_SILENT,
}  # the bot can't say this of itself

_URGENCIES = {Part.FIRST: Urgency.FIRST, Part.NEXT: Urgency.SOON}

Heard = dict[tuple[str, int], dict[str, int]]  # (case, round) → target → highest rung


def loudest(cases: ColumnElement[bool]) -> Select[Case]:
    """Of these the urgent ones, as far as `round_of` needs them: of the most urgent who was heard of last first.

    In a crowd the newest still rings.
    """
    columns = (Case.number, Case.status, Case.alerted_at, Case.passed_on_at, Case.worked_at, Case.claimed_at)
    urgent = select(Case).options(load_only(*columns)).where(cases, Case.level.in_(URGENT))
    return urgent.order_by(Case.level, Case.alerted_at.desc(), Case.number)


def round_of(case: Case) -> int:
    """The number of the case's present round of alerts."""
    passed_on = case.passed_on_at if is_passed_on(case) else None
    return int(max(case.alerted_at, passed_on or case.alerted_at).timestamp())


async def put_out(
    session: AsyncSession, case: Case, rung: int, to: list[str], now: datetime, kind: Kind, known: Heard | None = None
) -> int:
    """Alert each target that has not heard this rung, or a higher one, in this round; how many were new.

    `known` is what `heard` said about many cases at once; it is kept true.
    """
    if known is None:
        known = await heard(session, Case.id == case.id)
    count = 0
    for target in unheard(known, case, rung, to):
        told = known.setdefault((case.id, round_of(case)), {})
        count += await _alert(session, case, rung, target, now, kind, new=target not in told)
        told[target] = rung
    return count


def unheard(known: Heard, case: Case, rung: int, to: Iterable[str]) -> list[str]:
    """Those who have heard neither this rung of the case's present round nor a higher one."""
    highest = known.get((case.id, round_of(case)), {})
    return [target for target in to if highest.get(target, -1) < rung]


async def heard(session: AsyncSession, cases: ColumnElement[bool]) -> Heard:
    """The highest rung that each target has heard, by case and round, for the cases that a condition selects."""
    found: Heard = {}
    rows = await session.execute(
        select(Alert.case_id, Alert.round, Alert.target, func.max(Alert.rung))
        .join(Case, Case.id == Alert.case_id)
        .where(cases)
        .group_by(Alert.case_id, Alert.round, Alert.target)
    )
    for case_id, number, target, rung in rows:
        found.setdefault((case_id, number), {})[target] = rung
    return found


async def heard_elsewhere(session: AsyncSession, alert: Alert) -> bool:
    """Whether the same person is told of this rung by another route that has not failed."""
    person = person_of(alert.target)
    if person is None:
        return False
    others = [target_of(route, person) for route in Route if route != route_of(alert.target)]
    same = (Alert.case_id == alert.case_id, Alert.round == alert.round, Alert.rung == alert.rung)
    query = select(Alert.id).where(*same, Alert.target.in_(others), Alert.failed_at.is_(None)).limit(1)
    return await session.scalar(query) is not None


async def alerted_again_at(session: AsyncSession, case: Case) -> datetime | None:
    """When an alert about this case last reached somebody after the first of all; None where there was only that."""
    first = select(func.min(Alert.round)).where(Alert.case_id == case.id).scalar_subquery()
    later = and_(or_(Alert.rung > 0, Alert.round > first), Alert.target != BANNER)  # nobody may be looking there
    found: datetime | None = await session.scalar(
        select(func.max(Alert.delivered_at)).where(Alert.case_id == case.id, later)
    )
    return found


async def show_taken(session: AsyncSession, case: Case, now: datetime) -> None:
    """The case has found somebody: what was not sent yet stays unsent, every message that was sent is changed."""
    await outbox.withdraw(session, now, kinds=ALERT_KINDS, case_id=case.id)
    sent = select(Alert).where(Alert.case_id == case.id, Alert.message_id.is_not(None)).order_by(Alert.id.desc())
    for alert in await session.scalars(sent):
        await change_message(session, case, alert, now)


async def change_message(session: AsyncSession, case: Case, alert: Alert, now: datetime) -> None:
    """Have one alert's message say who has the case. A lane of its own: new alerts never wait for old messages."""
    alert.taken_shown = False
    since = case.closed_at if case.status == Status.CLOSED else case.claimed_at
    await outbox.put(
        session,
        worker="telegram",
        kind=Kind.ALERT_TAKEN,
        lane=f"taken:{alert.message_id}:{alert.target}",  # one message may have told of many cases
        now=now,
        case_id=case.id,
        alert_id=alert.id,
        once=f"taken:{alert.id}:{case.status}:{since.isoformat() if since else ''}",
        urgency=Urgency.LAST,
    )


async def tell(
    session: AsyncSession,
    case: Case,
    kind: Kind,
    to: Iterable[str],
    now: datetime,
    mark: str,
    urgency: Urgency = Urgency.ORDINARY,
) -> int:
    """Something about this case to each of these targets, that is no rung of its ladder; how many are told now.

    Nobody hears one kind twice with one `mark`. The banner is no message: the console reads the cases themselves.
    """
    told = 0
    for target in to:
        if target != BANNER:
            told += await outbox.put(
                session,
                worker=route_of(target),
                kind=kind,
                lane=lane_of(target, Part.AGAIN if kind in ALERT_KINDS else None),
                now=now,
                case_id=case.id,
                once=f"{kind}:{case.id}:{in_once(target)}:{mark}",
                urgency=urgency,
            )
    return told


async def tell_unread(session: AsyncSession, case: Case, now: datetime) -> None:
    """The reporter wrote on a claimed case: its claimer hears it once until it is read, or those on duty instead."""
    claimer = await session.get(Staff, case.claimed_by) if case.claimed_by else None
    if claimer is None or case.unread_since is None:
        return
    here = await desk(session)
    to = here.linked(one for one in here.staff if one.id == claimer.id)
    if not (to and claimer.on_duty_since is not None):
        to += [one for one in targets(here, Who.ON_DUTY, case) if one != BANNER and one not in to]
    await tell(session, case, Kind.UNREAD, to, now, case.unread_since.isoformat())


async def tell_again(session: AsyncSession, case: Case, now: datetime, minutes: int = 1) -> int:
    """Danger was heard again while the ladder climbs: those on duty and the claimer hear it, how many of them now.

    Nobody hears it twice within so many minutes of the clock.
    """
    here = await desk(session)
    since = now - timedelta(minutes=now.minute % minutes)
    to = [one for one in targets(here, Who.ON_DUTY, case) if one != BANNER]
    to += here.linked(one for one in here.staff if one.id == case.claimed_by)
    return await tell(session, case, Kind.ALERT_AGAIN, dict.fromkeys(to), now, f"{since:%Y%m%d%H%M}")


async def tell_silent(session: AsyncSession, process: Process, heard_at: datetime | None, now: datetime) -> None:
    """A process of ours was last heard at `heard_at`: those on duty and the group hear it, once for each silence."""
    for target in targets(await desk(session), Who.ON_DUTY):
        if target != BANNER:
            await outbox.put(
                session,
                worker=route_of(target),
                kind=SILENT_KINDS[process],
                lane=f"silent:{target}",  # of its own: no alert waits for it
                now=now,
                once=f"silent:{process}:{target}:{heard_at.isoformat() if heard_at else ''}",
            )


async def _alert(
    session: AsyncSession, case: Case, rung: int, target: str, now: datetime, kind: Kind, *, new: bool
) -> bool:
    """`new` is what the target has not heard of in this round: it goes before what it has."""
    part = (Part.FIRST if case.level == Level.P0 else Part.NEXT) if new else Part.AGAIN
    shown = now if target == BANNER else None  # the console reads the queue itself
    alert_id = await insert_new(
        session,
        Alert,
        case_id=case.id,
        round=round_of(case),
        rung=rung,
        target=target,
        at=now,
        delivered_at=shown,
        taken_shown=False,
    )
    if alert_id is None:
        return False
    if target != BANNER:
        await outbox.put(
            session,
            worker=route_of(target),
            kind=kind,
            lane=lane_of(target, part),
            now=now,
            case_id=case.id,
            alert_id=alert_id,
            urgency=_URGENCIES.get(part, Urgency.ORDINARY) if case.level in URGENT else Urgency.ORDINARY,
        )
    return True
