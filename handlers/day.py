"""A day of the line in figures: what came, how soon it was answered, what waits; and what is due on the next one.

The line's day is Viet Nam's. Each query reads one day or the live cases from an index, however long the history is.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.attention import PASSED_ON
from handlers.case import Status
from handlers.contact import NEVER
from handlers.deadlines import FIRST_CONTACT, LENGTHS, TWELVE_HOURS, VIETNAM, LegalClock, claim_deadline
from handlers.duty import seen_by
from handlers.legal_clocks import RUNNING
from handlers.store.models import Case, Staff
from handlers.triage import Level

NOT_A_CASE = "NC"  # the taxonomy's group of jokes, advertisements, and what is not about children


def day_of(now: datetime) -> date:
    return now.astimezone(VIETNAM).date()


def bounds(day: date) -> tuple[datetime, datetime]:
    """When this day begins in Viet Nam, and when the next one does."""
    return datetime.combine(day, time(), VIETNAM), datetime.combine(day + timedelta(days=1), time(), VIETNAM)


@dataclass(frozen=True, slots=True)
class Came:
    """What is looked at of one case that came: plain columns only."""

    level: Level
    group: str
    received_at: datetime
    contacted_at: datetime | None = None
    referred_at: datetime | None = None
    closed_at: datetime | None = None
    owes_contact: bool = True


@dataclass(slots=True)
class Kept:
    """Of how many a promise was kept, broken, and is still running."""

    kept: int = 0
    broken: int = 0
    running: int = 0

    def count(self, done_at: datetime | None, due: datetime, now: datetime) -> None:
        if done_at is not None and done_at <= due:
            self.kept += 1
        elif done_at is not None or now > due:
            self.broken += 1
        else:
            self.running += 1


@dataclass(slots=True)
class Day:
    """`by_hour` has 24 numbers; `first_contact` and `twelve_hours` are of what came on this day."""

    day: date
    received: int = 0
    by_level: dict[Level, int] = field(default_factory=lambda: dict.fromkeys(Level, 0))
    by_hour: list[int] = field(default_factory=lambda: [0] * 24)
    first_contact: Kept = field(default_factory=Kept)
    twelve_hours: Kept = field(default_factory=Kept)
    not_a_case: int = 0
    closed: int = 0


def counted(day: date, came: Iterable[Came], closed: int, now: datetime) -> Day:
    """Pure: what these cases make of a day. First contact is by each level's own time; a joke is owed none."""
    found = Day(day, closed=closed)
    for one in came:
        found.received += 1
        found.by_level[one.level] += 1
        found.by_hour[one.received_at.astimezone(VIETNAM).hour] += 1
        if one.group.startswith(NOT_A_CASE):
            found.not_a_case += 1
            continue
        if one.owes_contact or one.contacted_at is not None:
            found.first_contact.count(one.contacted_at, one.received_at + FIRST_CONTACT[one.level], now)
        if one.level != Level.P3:
            done = min((at for at in (one.referred_at, one.closed_at) if at is not None), default=None)
            found.twelve_hours.count(done, one.received_at + TWELVE_HOURS, now)
    return found


async def figures(session: AsyncSession, day: date, now: datetime) -> Day:
    """A day's figures, read from the index of when reports came and of when cases were closed."""
    begin, end = bounds(day)
    columns = (Case.level, Case.group, Case.received_at, Case.contacted_at, Case.referred_at, Case.closed_at)
    rows = await session.execute(
        select(*columns, Case.do_not_write, Case.safe_hours).where(Case.received_at >= begin, Case.received_at < end)
    )
    came = [
        Came(Level(level), group, at, contacted, referred, closed, not silent and hours != NEVER)
        for level, group, at, contacted, referred, closed, silent, hours in rows
    ]
    ended = (Case.status == Status.CLOSED, Case.closed_at >= begin, Case.closed_at < end)
    return counted(day, came, await session.scalar(select(func.count()).where(*ended)) or 0, now)


async def waiting(session: AsyncSession) -> int:
    """How many cases wait for somebody at this moment."""
    return await session.scalar(select(func.count()).where(or_(Case.status == Status.OPEN, PASSED_ON))) or 0


class What(StrEnum):
    """What is due; handlers/console/board_words.py says how it is called. A task will be one more."""

    CLAIM = "claim"
    TWELVE_HOURS = "twelve_hours"
    FIRST_CONTACT = "first_contact"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due on a case at a time."""

    at: datetime
    what: str
    case: Case


Source = Callable[[AsyncSession, Staff, datetime, datetime], Awaitable[Sequence[Due]]]


async def due(session: AsyncSession, staff: Staff, day: date) -> list[Due]:
    """What is due on a day on the cases that this person may see, the earliest first."""
    begin, end = bounds(day)
    found = [one for source in SOURCES for one in await source(session, staff, begin, end)]
    return sorted(found, key=lambda one: (one.at, one.case.level, one.case.number, one.what))


async def _clocks(session: AsyncSession, staff: Staff, begin: datetime, end: datetime) -> list[Due]:
    found = []
    for clock, running in RUNNING.items():
        length = LENGTHS[clock]
        of_day = and_(Case.received_at >= begin - length, Case.received_at < end - length)
        cases = await session.scalars(select(Case).where(running, of_day, seen_by(staff)))
        found += [Due(one.received_at + length, _CALLED[clock], one) for one in cases]
    return found


async def _to_claim(session: AsyncSession, staff: Staff, begin: datetime, end: datetime) -> list[Due]:
    cases = await session.scalars(select(Case).where(Case.status == Status.OPEN, seen_by(staff)))
    at = [(claim_deadline(Level(one.level), one.waits_since), one) for one in cases]
    return [Due(when, What.CLAIM, one) for when, one in at if begin <= when < end]


_CALLED = {LegalClock.TWELVE_HOURS: What.TWELVE_HOURS, LegalClock.FIRST_CONTACT: What.FIRST_CONTACT}
SOURCES: tuple[Source, ...] = (_clocks, _to_claim)  # what else can be due is one more function here
