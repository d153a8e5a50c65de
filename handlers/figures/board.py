"""What the line's dashboard shows of a period: its series of numbers, read from facts and counters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.case import Because
from handlers.figures.coarse import BAND_NAMES
from handlers.figures.counters import What
from handlers.figures.facts import KEPT, MISSED, NOT_OWED, ONGOING, RUNNING
from handlers.figures.period import Period, Span, monday
from handlers.figures.reading import Counted, contacts, figures, hours, is_case
from handlers.figures.suppression import lumped
from handlers.triage import Level

REST = "rest"  # small groups, counted together
# The last band in which a case of each level is claimed in time: the outer limit of a first contact.
IN_TIME = {Level.P0: 0, Level.P1: 2, Level.P2: 5, Level.P3: 6}
# One reading of the facts gives all of it: the period's rows are gone through once.
_READ = ("level", "claimed", "twelve_hours", "outcome", "group", "language", "channel")


Talk = tuple[date, str, str]  # the day, the channel, counters.What
Talks = Mapping[Talk, int]


@dataclass(frozen=True, slots=True)
class Board:
    """Numbers by the codes of what they are of, in the order in which they are shown."""

    contacts: int
    cases: int  # of which something was to be done, or may be
    not_a_case: int
    by_time: Mapping[date, int] = field(default_factory=dict)  # contacts by day, week or month
    by_hour: Mapping[int, int] = field(default_factory=dict)
    began_with: Mapping[str, int] = field(default_factory=dict)
    channel: Mapping[str, int] = field(default_factory=dict)  # of contacts
    language: Mapping[str, int] = field(default_factory=dict)  # of cases, as all that follow
    group: Mapping[str, int] = field(default_factory=dict)
    level: Mapping[int, int] = field(default_factory=dict)
    claimed: Mapping[int, int] = field(default_factory=dict)  # by band; -1 for nobody yet
    in_time: Mapping[int, tuple[int, int]] = field(default_factory=dict)  # by level: in time, and of how many
    twelve_hours: Mapping[str, int] = field(default_factory=dict)
    outcome: Mapping[str, int] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not (self.contacts or self.cases or self.not_a_case)

    @property
    def claimed_in_time(self) -> tuple[int, int]:
        pairs = self.in_time.values()
        return sum(kept for kept, _ in pairs), sum(of for _, of in pairs)

    @property
    def plans_in_time(self) -> tuple[int, int]:
        kept, missed = self.twelve_hours.get(KEPT, 0), self.twelve_hours.get(MISSED, 0)
        return kept, kept + missed


async def board(session: AsyncSession, period: Period) -> Board:
    """All of it; of a free period totals alone, which no subtraction of two of them narrows down to a group."""
    talks = await contacts(session, period)
    rows = await figures(session, period, _READ)
    real = {values: number for values, number in rows.items() if is_case(values[4], values[3])}
    all_contacts = _sum(talks, lambda key: key[2] == What.CONTACT, lambda key: "")
    whole: dict[str, Any] = {
        "contacts": all_contacts.get("", 0),
        "cases": sum(real.values()),
        "not_a_case": sum(rows.values()) - sum(real.values()),
        "in_time": {level: _in_time(real, level) for level in Level},
        "twelve_hours": _ordered(_by(real, 2), (KEPT, MISSED, RUNNING, NOT_OWED)),
    }
    if period.span is Span.FREE:
        return Board(**whole)
    bands = _by(real, 1)
    return Board(
        **whole,
        by_time=_over_time(period, talks),
        by_hour=_ordered(await hours(session, period), range(24)),
        began_with=_ordered(
            _sum(talks, lambda key: key[2] != What.CONTACT, lambda key: key[2]),
            (What.QUESTION, What.REPORT, What.THANKS, What.NUISANCE, What.OTHER),
        ),
        channel=_sorted(_sum(talks, lambda key: key[2] == What.CONTACT, lambda key: key[1])),
        language=_sorted(_by(real, 5)),
        group=_rest_last(lumped(_sorted(_by(real, 4)), REST)),
        level=_ordered(_by(real, 0), Level),
        claimed=_ordered({-1 if band is None else band: n for band, n in bands.items()}, (*range(len(BAND_NAMES)), -1)),
        outcome=_ordered(_by(rows, 3), (*Because, ONGOING)),
    )


def _in_time(rows: Counted, level: Level) -> tuple[int, int]:
    """Claimed in time, and how many there were."""
    of_level = [(values[1], number) for values, number in rows.items() if values[0] == level]
    kept = sum(number for band, number in of_level if band is not None and band <= IN_TIME[level])
    return kept, sum(number for _, number in of_level)


def _over_time(period: Period, talks: Talks) -> dict[date, int]:
    """By day in a week or month, by week in a half-year, by month in a year; each that there is, also with nothing."""
    found: Counter[date] = Counter()
    day = period.first
    while day <= period.last:
        found[_point(period, day)] += 0
        day += timedelta(days=1)
    for (day, _, what), number in talks.items():
        if what == What.CONTACT:
            found[_point(period, day)] += number
    return dict(sorted(found.items()))


def _point(period: Period, day: date) -> date:
    match period.span:
        case Span.HALF:
            return max(monday(day), period.first)
        case Span.YEAR | Span.YEARS:
            return day.replace(day=1)
        case _:
            return day


def _by(rows: Counted, place: int) -> dict[Any, int]:
    found: Counter[Any] = Counter()
    for values, number in rows.items():
        found[values[place]] += number
    return dict(found)


def _sum(talks: Talks, wanted: Callable[[Talk], bool], by: Callable[[Talk], str]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for key, number in talks.items():
        if wanted(key):
            found[by(key)] += number
    return dict(found)


def _ordered(numbers: Mapping[Any, int], order: Iterable[Any]) -> dict[Any, int]:
    return {name: numbers.get(name, 0) for name in order}


def _sorted(numbers: Mapping[Any, int]) -> dict[Any, int]:
    return dict(sorted(numbers.items(), key=lambda one: (-one[1], str(one[0]))))


def _rest_last(numbers: dict[str, int]) -> dict[str, int]:
    rest = numbers.pop(REST, None)
    shown = {name: number for name, number in numbers.items() if number}
    return shown if rest is None else {**shown, REST: rest}
