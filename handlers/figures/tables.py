"""The tables that are published of a period, as cells and the sums between them; of years, as sums of periods. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handlers.figures import areas
from handlers.figures.child_helpline import REASONS, reason_of
from handlers.figures.coarse import AGES, REPORTERS, SETTINGS, SEXES
from handlers.figures.ranges import Cell, Sum

UNKNOWN = "unknown"
ALL = "all"
# How much is lost where a cell is hidden, for each that stands at the same place: totals last of all.
_WEIGHTS = {"total": 10_000.0, "area": 400.0, "district": 20.0, "margin": 10.0}

# What has to be counted, by which values each: apart, since all at once would be nearly a row for each case.
COUNTED = (("age", "sex"), ("kind", "group"), ("setting",), ("reporter",), ("channel",), ("outcome",), ("commune",))
Counts = Mapping[tuple[str, ...], Mapping[tuple[str, ...], int]]  # COUNTED, then values to how many


@dataclass(frozen=True, slots=True, order=True)
class At:
    """One cell of one table: "age_sex" with two names, all others with one, the total with none."""

    table: str
    row: str = ALL
    column: str = ALL

    @property
    def code(self) -> str:
        return f"{self.table}|{self.row}|{self.column}"


def at_of(code: str) -> At:
    """What `code` gives back. Raises ValueError."""
    table, row, column = code.split("|")
    return At(table, row, column)


TOTAL = At("total")
# Tables with one row of names beside the total; the names are in the order of the page.
SIMPLE = {
    "setting": (*SETTINGS, UNKNOWN),
    "reporter": (*REPORTERS, UNKNOWN),
}


def cells_of(counts: Counts) -> dict[At, int]:
    """Every cell of a period's tables, also those with nothing."""
    cells = dict.fromkeys(_all_cells(), 0)

    def add(number: int, *several: At) -> None:
        for at in several:
            cells[at] = cells.get(at, 0) + number

    for (age, sex), number in counts["age", "sex"].items():
        age, sex = age or UNKNOWN, sex or UNKNOWN
        add(number, TOTAL, At("age_sex", age, sex), At("age_sex", age), At("age_sex", ALL, sex))
    for (kind, group), number in counts["kind", "group"].items():
        reason = reason_of(kind, group)
        add(number, At("reason", reason), At("reason", reason, group))
    for table in (*SIMPLE, "channel", "outcome"):
        for (name,), number in counts[(table,)].items():
            add(number, At(table, name or UNKNOWN))
    for (commune,), number in counts[("commune",)].items():
        district = areas.district_of().get(commune)
        if district is None:
            add(number, At("area", UNKNOWN))
        else:
            add(number, At("area", areas.region_of()[district]), At("district", district), At("commune", commune))
    return cells


def sums_of(cells: Iterable[At]) -> list[tuple[At, tuple[At, ...]]]:
    """Which cell of a period is the sum of which others."""
    known = set(cells)
    sums: list[tuple[At, tuple[At, ...]]] = []

    def add(total: At, parts: Iterable[At]) -> None:
        here = tuple(sorted(part for part in parts if part in known))
        if here:
            sums.append((total, here))

    ages = {at.row for at in known if at.table == "age_sex"} - {ALL}
    sexes = {at.column for at in known if at.table == "age_sex"} - {ALL}
    add(TOTAL, (At("age_sex", age) for age in ages))
    add(TOTAL, (At("age_sex", ALL, sex) for sex in sexes))
    for age in ages:
        add(At("age_sex", age), (At("age_sex", age, sex) for sex in sexes))
    for sex in sexes:
        add(At("age_sex", ALL, sex), (At("age_sex", age, sex) for age in ages))
    for table in ("reason", *SIMPLE, "channel", "outcome", "area"):
        add(TOTAL, (at for at in known if at.table == table and at.column == ALL))
    for reason in {at.row for at in known if at.table == "reason"}:
        groups = [at for at in known if at.table == "reason" and at.row == reason and at.column != ALL]
        add(At("reason", reason), groups)
    for region, names in areas.regions().items():
        add(At("area", region), (At("district", name) for name in names))
    for name, codes in areas.districts().items():
        add(At("district", name), (At("commune", code) for code in codes))
    return sums


def over_periods(periods: Mapping[str, Mapping[At, int]], parts: Mapping[str, tuple[str, ...]]) -> list[Sum]:
    """Every cell of a period that is made of others is the sum of the same cell of those."""
    sums: list[Sum] = []
    for whole, made_of in parts.items():
        if whole in periods and all(part in periods for part in made_of):
            for at in periods[whole]:
                sums.append(((whole, at), tuple((part, at) for part in made_of if at in periods[part])))
    return sums


def within(period: str, cells: Iterable[At]) -> list[Sum]:
    return [((period, total), tuple((period, part) for part in parts)) for total, parts in sums_of(cells)]


def cost(cell: Cell, values: Mapping[Cell, int]) -> float:
    """What is lost where a cell of (period, At) is hidden."""
    at: At = cell[1]
    margin = at.table in ("age_sex", "reason") and ALL in (at.row, at.column)
    weight = _WEIGHTS.get("margin" if margin else at.table, 1.0)
    return weight * (values[cell] + 1)


def harmless(at: At) -> bool:
    """Whether a small number tells nothing of anybody: of how many it is not known where, or who told it."""
    return at.row == UNKNOWN and at.table in ("area", *SIMPLE)


def _all_cells() -> list[At]:
    known = [TOTAL]
    ages, sexes = (*AGES, UNKNOWN), (*SEXES, UNKNOWN)
    known += [At("age_sex", age, sex) for age in (*ages, ALL) for sex in (*sexes, ALL) if (age, sex) != (ALL, ALL)]
    known += [At("reason", reason) for reason in REASONS]
    known += [At(table, name) for table, names in SIMPLE.items() for name in names]
    known += [At("area", name) for name in (*areas.regions(), UNKNOWN)]
    known += [At("district", name) for name in areas.districts()]
    known += [At("commune", code) for code in areas.district_of()]
    return known
