"""Times as staff see them: what is left to claim a case, the twelve hours, and the hour in Viet Nam."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.deadlines import TWELVE_HOURS, VIETNAM, claim_deadline, emergency_due
from handlers.store.models import Case
from handlers.triage import Level
from locales import N_, Translate

WHOLE_HOURS = N_("{hours} h")
HOURS, MINUTES = N_("{hours} h {minutes} min"), N_("{minutes} min")
LEFT, OVER = N_("{time} left"), N_("{time} overdue")


@dataclass(frozen=True, slots=True)
class Clock:
    """`share` is how much of the time is used, 0 to 100; `state` is "calm", "half", "late" or "over".

    `brief` is `text` for a row: from two hours on without minutes.
    """

    due: datetime
    share: int
    state: str
    text: str
    brief: str


def to_claim(case: Case, now: datetime, translate: Translate) -> Clock:
    """How long there is to claim a case before it is overdue."""
    due = claim_deadline(Level(case.level), case.waits_since)
    return _clock(due, due - case.waits_since, now, translate)


def twelve_hours(case: Case, now: datetime, translate: Translate) -> Clock | None:
    """The twelve hours of NĐ 56/2017 from the first message; a question (P3) has none."""
    if case.level == Level.P3:
        return None
    return _clock(emergency_due(case.received_at), TWELVE_HOURS, now, translate)


def span(length: timedelta, translate: Translate) -> str:
    """A length of time in hours and minutes, begun minutes counted."""
    minutes = max(0, -(-int(length.total_seconds()) // 60))
    if minutes < 60:
        return translate(MINUTES).format(minutes=minutes)
    return translate(HOURS).format(hours=minutes // 60, minutes=minutes % 60)


def hour(at: datetime) -> str:
    """14:05, in Viet Nam."""
    return at.astimezone(VIETNAM).strftime("%H:%M")


def day_and_time(at: datetime) -> str:
    """14:05, 23/11/2026, in Viet Nam."""
    return at.astimezone(VIETNAM).strftime("%H:%M, %d/%m/%Y")


def _clock(due: datetime, whole: timedelta, now: datetime, translate: Translate) -> Clock:
    share = 100 if whole <= timedelta() else int(100 * (1 - (due - now) / whole))
    state = "over" if now >= due else "late" if share >= 75 else "half" if share >= 50 else "calm"
    said = translate(OVER if now >= due else LEFT)
    length = abs(due - now)
    whole_hours = -(-int(length.total_seconds()) // 60) // 60
    brief = translate(WHOLE_HOURS).format(hours=whole_hours) if whole_hours >= 2 else span(length, translate)
    return Clock(
        due, min(100, max(0, share)), state, said.format(time=span(length, translate)), said.format(time=brief)
    )
