"""What must not stay unseen, computed when it is read: the console shows and sounds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from handlers import outbox
from handlers.alerts import ALERT_KINDS
from handlers.attention import LIVE, PASSED_ON
from handlers.case import Status
from handlers.deadlines import FIRST_CONTACT, LENGTHS, TO_CLAIM, LegalClock, claim_deadline
from handlers.duty import anyone_on_duty
from handlers.heartbeat import Process, silences
from handlers.inbox import Kind
from handlers.legal_clocks import RUNNING, over
from handlers.mute import loud
from handlers.recording import UNPLAYABLE
from handlers.routes import NAMES, down
from handlers.store.kept import kept
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
    LINK_ON_MACHINE = "link_on_machine"  # `detail` is whose: somebody made a link alone, for a day
    RECORDING_UNPLAYABLE = "recording_unplayable"  # until the next one could be made playable
    JOB_FAILED = "job_failed"
    # Rows that somebody else than our processes has written; found by handlers/console/guard.py.
    CLAIM_UNPROVED = "claim_unproved"
    ITEM_UNPROVED = "item_unproved"
    ITEM_MISSING = "item_missing"
    STAFF_CHANGED = "staff_changed"  # `detail` is whose
    SET_BACK = "set_back"
    AUDIT_CHANGED = "audit_changed"


LINK_ON_MACHINE = "link_on_machine"  # of Kept: when, and for whom
_A_DAY = timedelta(days=1)


_CLOCKS = {LegalClock.TWELVE_HOURS: AlarmKind.TWELVE_HOURS, LegalClock.FIRST_CONTACT: AlarmKind.FIRST_CONTACT}
SILENT = {
    Process.BOT: AlarmKind.BOT_SILENT,
    Process.CLOCK: AlarmKind.CLOCK_SILENT,
}  # the console can't say this of itself


async def alarms(session: AsyncSession, now: datetime) -> list[Alarm]:
    """Everything that is wrong at this moment: the house first, for it concerns every case, then the most urgent."""
    return (await first_alarms(session, now))[0]


async def first_alarms(session: AsyncSession, now: datetime, most: int | None = None) -> tuple[list[Alarm], int]:
    """The first of them, so many of each kind at most, and how many there are in all."""
    found = await _house(session, now)
    count = len(found)
    for kind, query, since in _of_cases(now):
        rows = (await session.execute(query.add_columns(func.count().over()).limit(most))).all()
        found += [Alarm(kind, since(Level(row[2]), row[3]), row[0], row[1], Level(row[2]).name) for row in rows]
        count += rows[0][-1] if rows else 0
    jobs = [job for job in await outbox.failed_jobs(session) if job.kind not in ALERT_KINDS]  # those are there already
    found += [Alarm(AlarmKind.JOB_FAILED, job.done_at, job.case_id, detail=job.failure or "") for job in jobs]
    return found, count + len(jobs)


async def next_alarm(session: AsyncSession, now: datetime) -> datetime:
    """When the next alarm may come, or a mute end, by the time alone; in five minutes at the latest."""
    waits = [*((_first(_OPEN[level], Case.waits_since, now - length), length) for level, length in TO_CLAIM.items())]
    waits += [(_first(RUNNING[clock], Case.received_at, now - LENGTHS[clock]), LENGTHS[clock]) for clock in _CLOCKS]
    waits += [
        (_first(_CLAIMED[level], Case.unread_since, now - length), length) for level, length in FIRST_CONTACT.items()
    ]
    waits.append((_first(LIVE, Case.muted_until, now), timedelta()))
    found = (await session.execute(select(*(query.scalar_subquery() for query, _ in waits)))).one()
    due: list[datetime] = [at + length for at, (_, length) in zip(found, waits, strict=True) if at is not None]
    return min([*due, now + _LATEST])


def _first(
    cases: ColumnElement[bool],
    at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    since: datetime,
) -> Select[datetime | None]:
    return select(func.min(at)).where(cases, at >= since)


_LATEST = timedelta(minutes=5)
_OPEN = {level: and_(Case.status == Status.OPEN, Case.level == level) for level in Level}
_CLAIMED = {level: and_(Case.status == Status.CLAIMED, Case.level == level) for level in Level}
_Since = Callable[[Level, datetime], datetime]


def _of_cases(now: datetime) -> list[tuple[AlarmKind, Select[str, str, int, datetime | None], _Since]]:
    """Each kind, its cases as id, number, level and a time, the most urgent first, and since when by that time."""
    return [
        (AlarmKind.OVERDUE, _cases(Case.waits_since, Case.alerted_at).where(_overdue(now)), claim_deadline),
        (AlarmKind.PASSED_ON, _cases(Case.passed_on_at).where(PASSED_ON), _at),
        *(
            (kind, _cases(Case.received_at).where(over(clock, now)), partial(_after, LENGTHS[clock]))
            for clock, kind in _CLOCKS.items()
        ),
        (AlarmKind.ALERT_FAILED, _failed_alerts(), _at),
        (AlarmKind.UNREAD, _cases(Case.unread_since).where(_unread(now)), _at),
    ]


def _cases(
    at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    by: InstrumentedAttribute[datetime] | None = None,
) -> Select[str, str, int, datetime | None]:
    return select(Case.id, Case.number, Case.level, at).order_by(Case.level, by or at, Case.number)


def _at(level: Level, at: datetime) -> datetime:
    return at


def _after(length: timedelta, level: Level, at: datetime) -> datetime:
    return at + length


def _overdue(now: datetime) -> ColumnElement[bool]:
    late = [and_(Case.level == level, Case.waits_since < now - length) for level, length in TO_CLAIM.items()]
    return and_(Case.status == Status.OPEN, loud(now), or_(*late))


def _failed_alerts() -> Select[str, str, int, datetime | None]:
    """Failed alerts of cases that still wait for somebody, one line a case."""
    first = func.min(Alert.failed_at)
    failed = select(Case.id, Case.number, Case.level, first).join(Alert, Alert.case_id == Case.id)
    failed = failed.where(Alert.failed_at.is_not(None), Case.status == Status.OPEN)
    return failed.group_by(Case.id, Case.number, Case.level).order_by(Case.level, first, Case.number)


def _unread(now: datetime) -> ColumnElement[bool]:
    """Claimed cases whose reporter has waited longer than for a first contact."""
    late = [and_(Case.level == level, Case.unread_since < now - length) for level, length in FIRST_CONTACT.items()]
    return and_(Case.status == Status.CLAIMED, Case.unread_since.is_not(None), or_(*late))


async def _house(session: AsyncSession, now: datetime) -> list[Alarm]:
    silent = await silences(session, now)
    found = [Alarm(kind, silent[process]) for process, kind in SILENT.items() if process in silent]
    found += [Alarm(AlarmKind.ROUTE_DOWN, since, detail=NAMES[route]) for route, since in (await down(session)).items()]
    failed = await session.scalar(select(func.min(Received.seen_at)).where(Received.kind == Kind.FAILED))
    if failed is not None:
        found.append(Alarm(AlarmKind.UPDATE_FAILED, failed))
    at, _, whose = (await kept(session, LINK_ON_MACHINE) or "").partition(" ")
    if at and now - datetime.fromisoformat(at) < _A_DAY:
        found.append(Alarm(AlarmKind.LINK_ON_MACHINE, datetime.fromisoformat(at), detail=whose))
    if (unplayable := await kept(session, UNPLAYABLE)) is not None:
        found.append(Alarm(AlarmKind.RECORDING_UNPLAYABLE, datetime.fromisoformat(unplayable)))
    return found if await anyone_on_duty(session) else [*found, Alarm(AlarmKind.NOBODY_ON_DUTY)]


@dataclass(frozen=True, slots=True)
class Alarm:
    """`since` is when it began (None: not known); `detail` a code such as "P0" or a failure's code."""

    kind: AlarmKind
    since: datetime | None = None
    case_id: str | None = None
    number: str | None = None
    detail: str = ""
