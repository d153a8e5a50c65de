"""What must not stay unseen, computed when it is read: the console shows and sounds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import outbox
from handlers.alerts import ALERT_KINDS
from handlers.attention import PASSED_ON
from handlers.case import Status
from handlers.deadlines import FIRST_CONTACT, LENGTHS, LegalClock, claim_deadline
from handlers.duty import anyone_on_duty
from handlers.heartbeat import Process, silences
from handlers.inbox import Kind
from handlers.legal_clocks import over
from handlers.mute import loud
from handlers.routes import NAMES, down
from handlers.store.models import Alert, Case, Received
from handlers.triage import Level


class AlarmKind(StrEnum):
    """What can be wrong; handlers/console/words.py says it aloud."""

    OVERDUE = "overdue"
    ALERT_FAILED = "alert_failed"
    UNREAD = "unread"
    PASSED_ON = "passed_on"  # its claimer is silent or has left, and nobody has accepted it yet
    TWELVE_HOURS = "twelve_hours"
    FIRST_CONTACT = "first_contact"
    NOBODY_ON_DUTY = "nobody_on_duty"
    BOT_SILENT = "bot_silent"
    CLOCK_SILENT = "clock_silent"
    ROUTE_DOWN = "route_down"  # `detail` is which: alerts go out by the others
    UPDATE_FAILED = "update_failed"  # somebody's message could not be taken in and lies sealed in the inbox
    JOB_FAILED = "job_failed"


_CLOCKS = {LegalClock.TWELVE_HOURS: AlarmKind.TWELVE_HOURS, LegalClock.FIRST_CONTACT: AlarmKind.FIRST_CONTACT}
SILENT = {
    Process.BOT: AlarmKind.BOT_SILENT,
    Process.CLOCK: AlarmKind.CLOCK_SILENT,
}  # the console can't say this of itself


async def alarms(session: AsyncSession, now: datetime) -> list[Alarm]:
    """Everything that is wrong at this moment: the house first, for it concerns every case, then the most urgent."""
    return [
        *await _house(session, now),
        *await _overdue(session, now),
        *await _passed_on(session),
        *await _run_out(session, now),
        *await _failed_alerts(session),
        *await _unread(session, now),
        *[
            Alarm(AlarmKind.JOB_FAILED, job.done_at, job.case_id, detail=job.failure or "")
            for job in await outbox.failed_jobs(session)
            if job.kind not in ALERT_KINDS  # those are failed alerts already
        ],
    ]


async def _overdue(session: AsyncSession, now: datetime) -> list[Alarm]:
    unclaimed = select(Case.id, Case.number, Case.level, Case.waits_since).where(Case.status == Status.OPEN, loud(now))
    return [
        Alarm(AlarmKind.OVERDUE, due, id_, number, Level(level).name)
        for id_, number, level, waits_since in await session.execute(unclaimed.order_by(Case.level, Case.alerted_at))
        if (due := claim_deadline(Level(level), waits_since)) < now
    ]


async def _passed_on(session: AsyncSession) -> list[Alarm]:
    cases = await session.scalars(select(Case).where(PASSED_ON).order_by(Case.level, Case.passed_on_at))
    return [
        Alarm(AlarmKind.PASSED_ON, case.passed_on_at, case.id, case.number, Level(case.level).name) for case in cases
    ]


async def _run_out(session: AsyncSession, now: datetime) -> list[Alarm]:
    """Cases for which a clock that runs from the first message is over."""
    return [
        Alarm(kind, case.received_at + LENGTHS[clock], case.id, case.number, Level(case.level).name)
        for clock, kind in _CLOCKS.items()
        for case in await over(session, clock, now)
    ]


async def _failed_alerts(session: AsyncSession) -> list[Alarm]:
    """Failed alerts of cases that still wait for somebody, one line a case."""
    query = (
        select(Alert.failed_at, Case.id, Case.number, Case.level)
        .join(Case, Case.id == Alert.case_id)
        .where(Alert.failed_at.is_not(None), Case.status == Status.OPEN)
        .order_by(Case.level, Alert.failed_at)
    )
    found: dict[str, Alarm] = {}
    for at, case_id, number, level in await session.execute(query):
        found.setdefault(case_id, Alarm(AlarmKind.ALERT_FAILED, at, case_id, number, Level(level).name))
    return list(found.values())


async def _unread(session: AsyncSession, now: datetime) -> list[Alarm]:
    """Claimed cases whose reporter has waited longer than for a first contact."""
    query = select(Case).where(Case.status == Status.CLAIMED, Case.unread_since.is_not(None)).order_by(Case.level)
    return [
        Alarm(AlarmKind.UNREAD, case.unread_since, case.id, case.number, Level(case.level).name)
        for case in await session.scalars(query)
        if case.unread_since and case.unread_since + FIRST_CONTACT[Level(case.level)] < now
    ]


async def _house(session: AsyncSession, now: datetime) -> list[Alarm]:
    silent = await silences(session, now)
    found = [Alarm(kind, silent[process]) for process, kind in SILENT.items() if process in silent]
    found += [Alarm(AlarmKind.ROUTE_DOWN, since, detail=NAMES[route]) for route, since in (await down(session)).items()]
    failed = await session.scalar(select(func.min(Received.seen_at)).where(Received.kind == Kind.FAILED))
    if failed is not None:
        found.append(Alarm(AlarmKind.UPDATE_FAILED, failed))
    return found if await anyone_on_duty(session) else [*found, Alarm(AlarmKind.NOBODY_ON_DUTY)]


@dataclass(frozen=True, slots=True)
class Alarm:
    """`since` is when it began (None: not known); `detail` a code such as "P0" or a failure's code."""

    kind: AlarmKind
    since: datetime | None = None
    case_id: str | None = None
    number: str | None = None
    detail: str = ""
