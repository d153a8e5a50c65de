"""Half-years: the time that a sheet and the six-month report are about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """January to June, or July to December."""

    year: int
    half: int

    def __str__(self) -> str:
        return f"{self.year}H{self.half}"

    @property
    def first(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def before(self) -> HalfYear:
        return HalfYear(self.year, 1) if self.half == 2 else HalfYear(self.year - 1, 2)


def half_year_of(day: date) -> HalfYear:
    """The half-year that a day is in."""
    return HalfYear(day.year, 1 if day.month <= 6 else 2)


def half_year_from(text: str) -> HalfYear | None:
    """From "2026H1"; None where it is none between 2000 and 2099."""
    found = re.fullmatch(r"(20[0-9]{2})H([12])", text)
    return HalfYear(int(found[1]), int(found[2])) if found else None
