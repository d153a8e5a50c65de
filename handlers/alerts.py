"""Telling staff about a case: whom a rung means, and for each of them one alert and one job, without any content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import outbox
from handlers.attention import is_passed_on
from handlers.case import Status
from handlers.deadlines import Who
from handlers.duty import CLAIMING
from handlers.heartbeat import Process
from handlers.outbox import Kind, Urgency
from handlers.permission import Right, may
from handlers.store.models import Alert, Case, Kept, Staff
from handlers.store.rows import insert_new
from handlers.triage import URGENT

BANNER = "banner"
GROUP = "group"
ALERT_KINDS = (Kind.ALERT, Kind.ALERT_AGAIN)
SILENT_KINDS = {
    Process.CLOCK: Kind.CLOCK_SILENT,
    Process.CONSOLE: Kind.CONSOLE_SILENT,
}  # the bot can't say this of itself

Heard = dict[tuple[str, int], dict[str, int]]  # (case, round) → target → highest rung


async def desk(session: AsyncSession) -> Desk:
    """Everybody who could be told something now: nobody is alerted of what they may not claim."""
    staff = await session.scalars(select(Staff).where(Staff.active, Staff.role.in_(CLAIMING)).order_by(Staff.id))
    group = await session.get(Kept, "staff_chat")
    silent = await session.get(Kept, "telegram_off")  # the bot runs without Telegram: nobody is reached there
    return Desk(tuple(staff), group is not None, silent is None)


def targets(desk: Desk, who: Who, language: str = "vi") -> list[str]:
    """The targets of a rung: "group", "staff:<id>" for those who linked Telegram, "banner" for the console.

    Nobody on duty is itself an alarm, so the first rung is then everybody; and where no message can reach those on
    duty, the console's banner has to. What is not in Vietnamese goes at once to those who know its language too, on
    duty or not: they are few.
    """
    group = [GROUP] if desk.has_group else []
    match who:
        case Who.ON_DUTY if not desk.anyone_on_duty:
            return targets(desk, Who.EVERYBODY)
        case Who.ON_DUTY:
            reached = group + desk.linked(one for one in desk.staff if one.on_duty_since is not None)
            readers = desk.linked(one for one in desk.staff if desk.is_needed(one, language))
            return (reached or [BANNER]) + [one for one in readers if one not in reached]
        case Who.NEXT:
            away = (one for one in desk.staff if one.on_duty_since is None)
            return desk.linked(one for one in away if not may(one.role, Right.LEAD))
        case Who.SUPERVISOR:
            return desk.linked(one for one in desk.staff if may(one.role, Right.LEAD))
        case Who.EVERYBODY:
            return [*group, *desk.linked(desk.staff), BANNER]


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
        known.setdefault((case.id, round_of(case)), {})[target] = rung
        count += await _alert(session, case, rung, target, now, kind)
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
        lane=f"taken:{alert.id}",
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
                worker="telegram",
                kind=kind,
                lane=_lane(target),
                now=now,
                case_id=case.id,
                once=f"{kind}:{case.id}:{target.removeprefix('staff:')}:{mark}",
                urgency=urgency,
            )
    return told


async def tell_unread(session: AsyncSession, case: Case, now: datetime) -> None:
    """The reporter wrote on a claimed case: its claimer hears it once until it is read, or those on duty instead."""
    claimer = await session.get(Staff, case.claimed_by) if case.claimed_by else None
    if claimer is None or case.unread_since is None:
        return
    linked = claimer.active and may(claimer.role, Right.CLAIM) and claimer.telegram_address is not None
    to = [f"staff:{claimer.id}"] if linked else []
    if not (linked and claimer.on_duty_since is not None):
        to += [
            one for one in targets(await desk(session), Who.ON_DUTY, case.language) if one != BANNER and one not in to
        ]
    await tell(session, case, Kind.UNREAD, to, now, case.unread_since.isoformat())


async def tell_again(session: AsyncSession, case: Case, now: datetime, minutes: int = 1) -> int:
    """Danger was heard again while the ladder climbs: those on duty and the claimer hear it, how many of them now.

    Nobody hears it twice within so many minutes of the clock.
    """
    here = await desk(session)
    since = now - timedelta(minutes=now.minute % minutes)
    to = [one for one in targets(here, Who.ON_DUTY, case.language) if one != BANNER]
    if case.claimed_by is not None and f"staff:{case.claimed_by}" not in to:
        to += here.linked(one for one in here.staff if one.id == case.claimed_by)
    return await tell(session, case, Kind.ALERT_AGAIN, to, now, f"{since:%Y%m%d%H%M}")


async def tell_silent(session: AsyncSession, process: Process, heard_at: datetime | None, now: datetime) -> None:
    """A process of ours was last heard at `heard_at`: those on duty and the group hear it, once for each silence."""
    for target in targets(await desk(session), Who.ON_DUTY):
        if target != BANNER:
            await outbox.put(
                session,
                worker="telegram",
                kind=SILENT_KINDS[process],
                lane=f"silent:{target}",  # of its own: no alert waits for it
                now=now,
                once=f"silent:{process}:{target}:{heard_at.isoformat() if heard_at else ''}",
            )


async def _alert(session: AsyncSession, case: Case, rung: int, target: str, now: datetime, kind: Kind) -> bool:
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
            worker="telegram",
            kind=kind,
            lane=_lane(target),
            now=now,
            case_id=case.id,
            alert_id=alert_id,
            urgency=Urgency.FIRST if rung == 0 and case.level in URGENT else Urgency.ORDINARY,
        )
    return True


def _lane(target: str) -> str:
    return f"staff:{target.removeprefix('staff:')}"


@dataclass(frozen=True, slots=True)
class Desk:
    """The active staff who may claim, whether there is a staff group, and whether Telegram is served at all."""

    staff: tuple[Staff, ...]
    has_group: bool
    has_telegram: bool

    @staticmethod
    def is_needed(staff: Staff, language: str) -> bool:
        """Whether this person is among the few who can read what is not in Vietnamese."""
        return language != "vi" and language in staff.languages.split(",")

    @property
    def anyone_on_duty(self) -> bool:
        return any(one.on_duty_since is not None for one in self.staff)

    def without(self, *staff_ids: str | None) -> Desk:
        """The desk as others see it: for what these people can't be asked for."""
        return replace(self, staff=tuple(one for one in self.staff if one.id not in staff_ids))

    def linked(self, staff: Iterable[Staff]) -> list[str]:
        """The targets among these people that a message can reach."""
        return [f"staff:{one.id}" for one in staff if self.has_telegram and one.telegram_address is not None]
