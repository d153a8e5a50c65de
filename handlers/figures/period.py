"""The periods that figures are asked for: weeks, months, half-years, years, and any days one likes. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

TOGETHER = 3  # years


class Span(StrEnum):
    WEEK = "week"
    MONTH = "month"
    HALF = "half"
    YEAR = "year"
    YEARS = "years"  # three together
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both counted. Facts know months and weeks: `whole_months` says by which."""

    span: Span
    first: date
    last: date

    @property
    def whole_months(self) -> bool:
        return self.span in (Span.MONTH, Span.HALF, Span.YEAR, Span.YEARS)

    @property
    def code(self) -> str:
        """As it stands in addresses: "2026-W48", "2026-11", "2026-H2", "2026", "2026-11-02..2026-11-29"."""
        year = self.first.year
        match self.span:
            case Span.WEEK:
                iso = self.first.isocalendar()
                return f"{iso.year}-W{iso.week:02d}"
            case Span.MONTH:
                return f"{year}-{self.first.month:02d}"
            case Span.HALF:
                return f"{year}-H{1 if self.first.month == 1 else 2}"
            case Span.YEAR:
                return str(year)
            case Span.YEARS:
                return f"{year}-{self.last.year}"
            case Span.FREE:
                return f"{self.first.isoformat()}..{self.last.isoformat()}"

    def before(self) -> Period:
        """The period of the same kind that ends where this one begins."""
        day = self.first - timedelta(days=1)
        return (
            free(self.first - (self.last - self.first) - timedelta(days=1), day)
            if self.span is Span.FREE
            else (around(self.span, day))
        )

    def after(self) -> Period:
        day = self.last + timedelta(days=1)
        return free(day, day + (self.last - self.first)) if self.span is Span.FREE else around(self.span, day)


def around(span: Span, day: date) -> Period:
    """The week, month, half-year or year in which a day lies, or that year with the two before it."""
    match span:
        case Span.WEEK:
            return Period(span, monday(day), monday(day) + timedelta(days=6))
        case Span.MONTH:
            return _months(span, day.year, day.month, day.month)
        case Span.HALF:
            return _months(span, day.year, *((1, 6) if day.month <= 6 else (7, 12)))
        case Span.YEAR:
            return _months(span, day.year, 1, 12)
        case Span.YEARS:
            return Period(span, date(day.year - TOGETHER + 1, 1, 1), date(day.year, 12, 31))
        case Span.FREE:
            return free(day, day)


def free(first: date, last: date) -> Period:
    """Any days, widened to whole weeks, since no fact knows its day. Raises ValueError for days the wrong way round."""
    if last < first:
        raise ValueError("the last day is before the first")
    return Period(Span.FREE, monday(first), monday(last) + timedelta(days=6))


def read(code: str) -> Period:
    """What `code` gives back. Raises ValueError for anything else."""
    if not code.isascii() or len(code) > 24:
        raise ValueError("no period")
    if (found := re.fullmatch(r"(20\d\d)-W(\d\d)", code)) is not None:
        return around(Span.WEEK, date.fromisocalendar(int(found[1]), int(found[2]), 1))
    if (found := re.fullmatch(r"(20\d\d)-(\d\d)", code)) is not None:
        return around(Span.MONTH, date(int(found[1]), int(found[2]), 1))
    if (found := re.fullmatch(r"(20\d\d)-H([12])", code)) is not None:
        return around(Span.HALF, date(int(found[1]), 1 if found[2] == "1" else 7, 1))
    if re.fullmatch(r"20\d\d", code):
        return around(Span.YEAR, date(int(code), 1, 1))
    if (found := re.fullmatch(r"(20\d\d)-(20\d\d)", code)) is not None and int(found[2]) - int(
        found[1]
    ) == TOGETHER - 1:
        return around(Span.YEARS, date(int(found[2]), 1, 1))
    first, _, last = code.partition("..")
    return free(date.fromisoformat(first), date.fromisoformat(last))


def parts(period: Period) -> tuple[Period, ...]:
    """What a published period is the sum of; nothing of a half-year, which is counted."""
    if period.span is Span.YEAR:
        return around(Span.HALF, period.first), around(Span.HALF, period.last)
    if period.span is Span.YEARS:
        return tuple(around(Span.YEAR, date(year, 1, 1)) for year in range(period.first.year, period.last.year + 1))
    return ()


def monday(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def _months(span: Span, year: int, first: int, last: int) -> Period:
    return Period(span, date(year, first, 1), date(year, last, monthrange(year, last)[1]))
