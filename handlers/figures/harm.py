"""Indicator 0101, abused children, by kind of harm and by sex, age and setting: a working table. Pure.

The circular (13/2021/TT-BLĐTBXH, annex IV) names sex, age and setting; the kinds of harm are those of the Law on
Children, article 4.5. Which row of the taxonomy is which kind is ours. It is no part of what is published: ADR 0026.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from handlers.figures.coarse import AGES, SETTINGS, SEXES
from handlers.figures.period import Span
from handlers.figures.ranges import Sum
from handlers.figures.suppression import hide
from handlers.figures.tables import ALL, UNKNOWN, At
from locales import N_

HARMS = {
    "TD": N_("Sexual abuse"),
    "BL": N_("Violence against a child"),
    "BO": N_("Exploitation"),
    "MB": N_("Trafficking and abduction"),
    "BR": N_("Abandonment and neglect"),
    "TH": N_("Child marriage and other harm"),
}
_SOLD = frozenset({"MB01", "MB02", "MB03"})  # of the group MB; who is lost or ran away is not counted as harmed
BY = {"sex": (*SEXES, UNKNOWN), "age": (*AGES, UNKNOWN), "setting": (*SETTINGS, UNKNOWN)}
SPANS = (Span.HALF, Span.YEAR)  # shorter ones have hardly a number to show
Counts = Mapping[str, Mapping[tuple[str, ...], int]]  # of BY; (kind, group, name) to how many


def harm_of(kind: str, group: str) -> str | None:
    """The key in HARMS of a row of the taxonomy."""
    return group if group in HARMS and (group != "MB" or kind in _SOLD) else None


def cells(counts: Counts) -> dict[At, int]:
    """Every cell, also those with nothing."""
    found: Counter[At] = Counter({At(by, row, name): 0 for by in BY for row in (*HARMS, ALL) for name in _names(by)})
    for by in BY:
        for (kind, group, name), number in counts[by].items():
            if (row := harm_of(kind, group)) is not None:
                found.update({At(by, a, b): number for a in (row, ALL) for b in (name or UNKNOWN, ALL)})
    return dict(found)


def shown(numbers: Mapping[At, int]) -> dict[At, int | None]:
    """Without the small numbers, and without those by which one could be worked out from these three tables."""

    def cost(at: At) -> float:
        return float((numbers[at] + 1) * 10 ** ((at.row == ALL) + (at.column == ALL)))

    hidden = hide(numbers, list(_sums()), {}, cost)
    return {at: None if at in hidden else number for at, number in numbers.items()}


def _sums() -> Iterator[Sum]:
    for by, names in BY.items():
        yield from ((At(by, row), tuple(At(by, row, name) for name in names)) for row in (*HARMS, ALL))
        yield from ((At(by, ALL, name), tuple(At(by, row, name) for row in HARMS)) for name in _names(by))
    first, *others = BY
    yield from ((At(first, row), (At(by, row),)) for by in others for row in (*HARMS, ALL))


def _names(by: str) -> tuple[str, ...]:
    return (*BY[by], ALL)
