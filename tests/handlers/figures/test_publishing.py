"""All that is published together, given to a solver; and that what was published stays as it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.figures import demo
from handlers.figures.period import read
from handlers.figures.publishing import AlreadyPublished, NotOver, NotYet, publish, published, system, tables
from handlers.figures.suppression import FEW, PROTECTION
from handlers.figures.tables import TOTAL, At
from handlers.permission import NotAllowed, Role
from handlers.store.models import CaseFact
from tests.handlers.figures.solver import solved
from tests.handlers.people import hire

AFTER = datetime(2027, 1, 5, tzinfo=UTC)
IN_ORDER = (
    "2024-H1", "2024-H2", "2024", "2025-H1", "2025-H2", "2025", "2026-H1", "2026-H2", "2026", "2024-2026"
)  # fmt: skip


async def filled(store, a_year=demo.CASES_A_YEAR, first=2024):
    made = demo.cases(demo.SEED, first, 2026, a_year)
    async with store.writing() as session:
        await hire(session, "Sen", Role.LEADER)
        await hire(session, "Lan")
        await demo.fill(session, made, iter(()), AFTER)
    return made


@pytest.mark.long
@pytest.mark.parametrize("a_year", [52, 400])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_solver_that_has_all_published_tables_finds_no_small_number(store, a_year):
    await filled(store, a_year)
    for code in IN_ORDER:
        async with store.writing() as session:
            await publish(session, read(code), "sen", AFTER)
    async with store.reading() as session:
        known = await published(session)
    values, sums, flags = system(known)
    hidden = frozenset(cell for cell, is_hidden in flags.items() if is_hidden)
    assert all(cell in hidden for cell, number in values.items() if 0 < number < FEW)
    print(a_year, len(values), len(hidden), {code: len(one.hidden) for code, one in known.items()})
    assert all(TOTAL not in one.hidden for one in known.values())
    ranges = solved(values, sums, hidden)
    for cell, (low, high) in ranges.items():
        assert high - low >= PROTECTION - 1e-6, (cell, values[cell], low, high)
        if 0 < values[cell] < FEW:
            assert low <= 1 + 1e-6 and high >= FEW - 1 - 1e-6, (cell, values[cell], low, high)
