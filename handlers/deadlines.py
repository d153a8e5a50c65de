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


def turns_due(level: Level, waits_since: datetime, now: datetime, turns: int) -> int:
    """How many of so many turns are due on the rung of those asked in turn: evenly spread until the supervisors'."""
    begin, end = (
        rung_due_at(next(rung for rung in LADDER[level] if rung.who is who), waits_since)
        for who in (Who.NEXT, Who.SUPERVISOR)
    )
    if not turns or now < begin:
        return 0
    return min(turns, int((now - begin) // ((end - begin) / turns)) + 1)


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


def quiet_for(level: Level, *, elsewhere: bool) -> timedelta:
    """How long a claimed case may lie without a sign of work before its claimer is asked."""
    return ATTENTION[level].elsewhere if elsewhere else ATTENTION[level].quiet


def warnings_due(clock: LegalClock, received_at: datetime, now: datetime) -> list[Warn]:
    """Every warning of a clock that is due by `now`, the earliest first."""
    return [warn for warn in WARNINGS[clock] if received_at + LENGTHS[clock] * warn.share / 100 <= now]


class Who(StrEnum):
    """Whom a rung alerts."""

    ON_DUTY = "on_duty"  # all staff on duty, and the group
    NEXT = "next"  # who is on call, in turn; then linked staff who are not on duty and do not lead
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


@dataclass(frozen=True, slots=True)
class Attention:
    """How long a claimed case may be `quiet`, and how long once help `elsewhere` has it too: then its claimer is asked.

    A question that is `unanswered` so long has others alerted.
    """

    quiet: timedelta
    elsewhere: timedelta
    unanswered: timedelta


def _attention(quiet: int, elsewhere: int, unanswered: int) -> Attention:
    return Attention(timedelta(minutes=quiet), timedelta(minutes=elsewhere), timedelta(minutes=unanswered))


ATTENTION: dict[Level, Attention] = {
    Level.P0: _attention(10, 30, 2),
    Level.P1: _attention(60, 8 * 60, 10),
    Level.P2: _attention(8 * 60, 48 * 60, 60),
    Level.P3: _attention(48 * 60, 48 * 60, 60),
}


# How long a colleague to whom a case is handed over may take to answer.
HAND_OVER: dict[Level, timedelta] = {
    Level.P0: timedelta(minutes=2),
    Level.P1: timedelta(minutes=10),
    Level.P2: timedelta(minutes=60),
    Level.P3: timedelta(minutes=60),
}


class LegalClock(StrEnum):
    """A clock that runs from the report's first message, whoever has the case, on every day of the year."""

    TWELVE_HOURS = "twelve_hours"  # Decree 56/2017: until help elsewhere has it; a question (P3) has none
    FIRST_CONTACT = "first_contact"  # until staff have answered or spoken with the reporter


@dataclass(frozen=True, slots=True)
class Warn:
    """At this share of the clock, in per cent, whom: ON_DUTY is the claimer, or those on duty where there is none."""

    share: int
    who: Who


MORNING = time(8)
WORKING_DAYS = range(5)  # Monday to Friday
TWELVE_HOURS = timedelta(hours=12)  # NĐ 56/2017: the emergency plan
LENGTHS = {LegalClock.TWELVE_HOURS: TWELVE_HOURS, LegalClock.FIRST_CONTACT: FIRST_CONTACT[Level.P3]}
WARNINGS: dict[LegalClock, tuple[Warn, ...]] = {
    LegalClock.TWELVE_HOURS: (Warn(50, Who.ON_DUTY), Warn(75, Who.SUPERVISOR), Warn(100, Who.EVERYBODY)),
    LegalClock.FIRST_CONTACT: (Warn(75, Who.ON_DUTY), Warn(100, Who.SUPERVISOR)),
}
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # no daylight saving time since 1975

# The same as a length of time, where a database counts: no deadline falls on a working morning.
_START = datetime(2026, 1, 1, tzinfo=UTC)
TO_CLAIM: dict[Level, timedelta] = {level: claim_deadline(level, _START) - _START for level in Level}
