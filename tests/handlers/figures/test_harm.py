"""Indicator 0101 by kind of harm and sex, age and setting: counted in plain Python, and no small one to find."""

from __future__ import annotations

from datetime import UTC, datetime

from handlers.console.figures_harm import harmed, lines_of
from handlers.deadlines import VIETNAM
from handlers.figures import demo
from handlers.figures.coarse import AGES, SETTINGS, SEXES
from handlers.figures.harm import BY, HARMS, _sums, cells, shown
from handlers.figures.period import read
from handlers.figures.suppression import FEW, PROTECTION
from handlers.figures.tables import ALL, At
from handlers.taxonomy import taxonomy
from tests.handlers.figures.solver import solved

AFTER = datetime(2027, 1, 5, tzinfo=UTC)
KINDS = {"TD": ("TD",), "BL": ("BL",), "BO": ("BO",), "MB": ("MB01", "MB02", "MB03"), "BR": ("BR",), "TH": ("TH",)}
NAMES = {"sex": SEXES, "age": AGES, "setting": SETTINGS}


def counted(made) -> dict[At, int]:
    """From the list of cases alone."""
    real = [one for one in made if not one.kind.startswith("NC") and one.because != "nothing_to_do"]
    every = tuple(code for codes in KINDS.values() for code in codes)
    found = {}
    for by, names in NAMES.items():
        for row, codes in {**KINDS, ALL: every}.items():
            mine = [getattr(one.coarse, by) for one in real if one.kind.startswith(codes)]
            found |= {At(by, row, name): mine.count(name) for name in names}
            found |= {At(by, row, "unknown"): mine.count(""), At(by, row): len(mine)}
    return found


async def test_every_cell_of_the_made_up_year_is_that_of_its_list(store):
    made = demo.cases(demo.SEED, 2026, 2026, 400)
    async with store.writing() as session:
        await demo.fill(session, made, iter(()), AFTER)
    numbers = counted(made)
    async with store.reading() as session:
        tables = await harmed(session, read("2026"), lambda text: text)
        assert not await harmed(session, read("2026-05"), lambda text: text)
        half = await harmed(session, read("2026-H1"), lambda text: text)
    for table in tables:
        rows = [*HARMS, ALL]
        names = [*NAMES[table.id], "unknown", ALL]
        for row, (_, told) in zip(rows, table.rows, strict=True):
            for name, number in zip(names, told, strict=True):
                assert number is None or (number == numbers[At(table.id, row, name)] and not 0 < number < FEW)
    first = [one for one in made if one.received.astimezone(VIETNAM).month < 7]
    whole = dict(half[0].rows)["Together"][-1]
    assert whole == counted(first)[At("sex", ALL)]
    assert len(list(lines_of(tables))) == 7 * (4 + 8 + 8)


def test_a_solver_with_the_three_tables_finds_no_hidden_number():
    numbers = counted(demo.cases(demo.SEED, 2026, 2026, demo.CASES_A_YEAR))
    hidden = {at for at, number in shown(numbers).items() if number is None}
    assert {at for at, number in numbers.items() if 0 < number < FEW} <= hidden < numbers.keys()
    for at, (low, high) in solved(numbers, list(_sums()), hidden).items():
        assert high - low >= PROTECTION - 1e-6, at
        assert not 0 < numbers[at] < FEW or (low <= 1 + 1e-6 and high >= FEW - 1 - 1e-6), at


def test_every_kind_of_harm_is_a_group_of_the_taxonomy_and_who_is_lost_is_not_harmed():
    assert all(taxonomy()[row].parent is None for row in HARMS)
    found = cells({by: {("MB04", "MB", ""): 9, ("MB01", "MB", ""): 7, ("NC02", "NC", ""): 5} for by in BY})
    assert (found[At("sex", "MB")], found[At("sex", ALL)]) == (7, 7)
