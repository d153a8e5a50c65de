"""A case's clocks: whom the ladder alerts when, and from when on what is overdue. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from enum import StrEnum

from handlers.triage import Level


def rungs_due(level: Level, waits_since: datetime, now: datetime) -> list[tuple[int, Who]]:
    """Every rung of the ladder that is due by `now`, lowest first; of the repeated alarm only the newest."""
    due = [(index, rung.who) for index, rung in enumerate(LADDER[level]) if rung_due_at(rung, waits_since) <= now]
    every = ALARM_EVERY.get(level)
    if every is not None and len(due) == len(LADDER[level]):
        last = rung_due_at(LADDER[level][-1], waits_since)
        repeats = (now - last) // every
        if repeats:
            due.append((len(LADDER[level]) - 1 + repeats, Who.EVERYBODY))
    return due


def rung_due_at(rung: Rung, waits_since: datetime) -> datetime:
    """When a rung is to be alerted, in UTC."""
    if rung.minutes is None:
        return next_working_morning(waits_since)
    return waits_since + timedelta(minutes=rung.minutes)


def next_working_morning(after: datetime) -> datetime:
    """The first 08:00 in Viet Nam, Monday to Friday, later than `after`; in UTC.

    A report of Friday 01:00 is for Friday morning: so first contact is never more than the 72 hours of P3 away.
    """
    day = after.astimezone(VIETNAM).date()
    while True:
        morning = datetime.combine(day, MORNING, VIETNAM)
        if morning > after and day.weekday() in WORKING_DAYS:
            return morning.astimezone(UTC)
        day += timedelta(days=1)


def claim_deadline(level: Level, waits_since: datetime) -> datetime:
    """When an unclaimed case is overdue: the ladder's last rung, for P3 the time of first contact."""
    if level is Level.P3:
        return waits_since + FIRST_CONTACT[level]
    return rung_due_at(LADDER[level][-1], waits_since)


def emergency_due(received_at: datetime) -> datetime:
    """When the twelve hours of NĐ 56/2017 are over, counted from the report's first message."""
    return received_at + TWELVE_HOURS


class Who(StrEnum):
    """Whom a rung alerts."""

    ON_DUTY = "on_duty"  # all staff on duty, and the group
    NEXT = "next"  # linked staff who are not on duty and do not lead
    SUPERVISOR = "supervisor"  # supervisors and administrators, on duty or not
    EVERYBODY = "everybody"  # all active staff, the group, the console's banner


@dataclass(frozen=True, slots=True)
class Rung:
    """Minutes unclaimed until `who` is alerted; None is the next working morning."""

    minutes: int | None
    who: Who


def _rungs(*minutes: int) -> tuple[Rung, ...]:
    return tuple(Rung(after, who) for after, who in zip(minutes, Who, strict=True))


LADDER: dict[Level, tuple[Rung, ...]] = {
    Level.P0: _rungs(0, 2, 4, 5),
    Level.P1: _rungs(0, 10, 20, 30),
    Level.P2: _rungs(0, 240, 480, 1200),
    Level.P3: (Rung(None, Who.ON_DUTY),),
}
ALARM_EVERY: dict[Level, timedelta] = {Level.P0: timedelta(minutes=2)}  # after the last rung, until claimed

# Domain brief 3.2, "First human contact", the outer limit of each.
FIRST_CONTACT: dict[Level, timedelta] = {
    Level.P0: timedelta(minutes=5),
    Level.P1: timedelta(minutes=60),
    Level.P2: timedelta(hours=24),
    Level.P3: timedelta(hours=72),
}
MORNING = time(8)
WORKING_DAYS = range(5)  # Monday to Friday
TWELVE_HOURS = timedelta(hours=12)  # NĐ 56/2017: the emergency plan
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # no daylight saving time since 1975
