"""All that is published together, given to a solver; and that what was published stays as it was."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete

from handlers.figures import areas, demo
from handlers.figures.coarse import AGES
from handlers.figures.period import read
from handlers.figures.publishing import AlreadyPublished, NotOver, NotYet, prepare, publish, published, system, tables
from handlers.figures.suppression import FEW, PROTECTION
from handlers.figures.tables import TOTAL, At, harmless
from handlers.permission import NotAllowed, Role
from handlers.store.models import CaseFact
from tests.handlers.figures.solver import solved
from tests.handlers.people import hire

AFTER = datetime(2027, 1, 5, tzinfo=UTC)
IN_ORDER = (
    "2024-H1", "2024-H2", "2024", "2025-H1", "2025-H2", "2025", "2026-H1", "2026-H2", "2026", "2024-2026"
)  # fmt: skip


async def freeze(session, code, who="sen", now=AFTER):
    await publish(session, await prepare(session, read(code), now), who, now)
    return (await published(session))[code]


async def filled(store, a_year=demo.CASES_A_YEAR, first=2024):
    made = demo.cases(demo.SEED, first, 2026, a_year)
    async with store.writing() as session:
        await hire(session, "Sen", Role.LEADER)
        await hire(session, "Lan")
        await demo.fill(session, made, iter(()), AFTER)
    return made


@pytest.mark.long
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_solver_that_has_all_published_tables_finds_no_small_number(store):
    await filled(store)
    for code in IN_ORDER:
        async with store.writing() as session:
            await freeze(session, code)
    async with store.reading() as session:
        known = await published(session)
    values, sums, flags = system(known)
    hidden = frozenset(cell for cell, is_hidden in flags.items() if is_hidden)
    small = {cell for cell, number in values.items() if 0 < number < FEW and not harmless(cell[1])}
    assert small <= hidden
    assert all(TOTAL not in one.hidden for one in known.values())
    ranges = solved(values, sums, hidden)
    for cell, (low, high) in ranges.items():
        assert high - low >= PROTECTION - 1e-6, (cell, values[cell], low, high)
        if cell in small:
            assert low <= 1 + 1e-6 and high >= FEW - 1 - 1e-6, (cell, values[cell], low, high)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_is_published_is_added_up_and_never_counted_again(store):
    await filled(store, first=2026)
    async with store.writing() as session:
        with pytest.raises(NotYet) as missing:
            await freeze(session, "2026")
        assert missing.value.args == ("2026-H1", "2026-H2")
        with pytest.raises(NotOver):
            await freeze(session, "2026-H2", now=datetime(2026, 12, 31, 16, tzinfo=UTC))
        with pytest.raises(NotAllowed):
            await freeze(session, "2026-H1", "lan")
        first = await freeze(session, "2026-H1")
        assert (first.by, first.at) == ("sen", AFTER)
        await session.execute(delete(CaseFact))
        assert await tables(session, read("2026-H1")) == first
        with pytest.raises(AlreadyPublished):
            await freeze(session, "2026-H1")
        await freeze(session, "2026-H2")
        year = await freeze(session, "2026")
        assert year.numbers[TOTAL] == first.numbers[TOTAL] > 20
        assert year.shown(TOTAL) == first.numbers[TOTAL]
        small = next(at for at, number in first.numbers.items() if 0 < number < FEW)
        assert first.shown(small) is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_tables_of_a_made_up_half_year_say_what_its_list_says(store):
    """Counted in plain Python over the list, not over the database."""
    made = await filled(store, first=2026)
    half = [
        one for one in made
        if 1 <= one.received.month <= 6 and not one.kind.startswith("NC") and one.because != "nothing_to_do"
    ]  # fmt: skip
    async with store.reading() as session:
        numbers = (await tables(session, read("2026-H1"))).numbers
    assert numbers[TOTAL] == len(half)
    for age in (*AGES, ""):
        for sex in ("girl", "boy", ""):
            wanted = sum(one.coarse.age == age and one.coarse.sex == sex for one in half)
            assert numbers[At("age_sex", age or "unknown", sex or "unknown")] == wanted
    assert numbers[At("reason", "violence")] == sum(one.kind[:2] in ("BL", "TD", "BO", "BR", "TH") for one in half)
    assert numbers[At("reason", "violence", "TD")] == sum(one.kind.startswith("TD") for one in half)
    assert numbers[At("setting", "family")] == sum(one.coarse.setting == "family" for one in half)
    there = [one for one in half if areas.district_of().get(one.commune) in areas.regions()["Ven biển"]]
    assert numbers[At("area", "Ven biển")] == len(there)
    assert numbers[At("area", "unknown")] == sum(not one.commune for one in half)
    for code, number in Counter(one.commune for one in half if one.commune).items():
        assert numbers[At("commune", code)] == number


def test_every_commune_lies_in_one_group_and_every_group_in_one_region():
    placed = [code for codes in areas.districts().values() for code in codes]
    assert len(placed) == len(set(placed)) == 102
    assert sorted(areas.district_of()) == sorted(placed)
    grouped = [name for names in areas.regions().values() for name in names]
    assert sorted(grouped) == sorted(areas.districts())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_was_prepared_beside_other_tables_is_not_published(store):
    """Somebody else published meanwhile: what is to be hidden may be something else now."""
    await filled(store, first=2026)
    async with store.writing() as session:
        late = await prepare(session, read("2026-H2"), AFTER)
        await freeze(session, "2026-H1")
    with pytest.raises(AlreadyPublished):
        async with store.writing() as session:
            await publish(session, late, "sen", AFTER)
    async with store.reading() as session:
        assert list(await published(session)) == ["2026-H1"]
