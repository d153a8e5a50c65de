"""What many cells cost: a whole province's table is undone in as many questions as one cell."""

from __future__ import annotations

from datetime import date

from handlers.permission import Role
from handlers.sheets import entries
from handlers.sheets.indicators import all_of_them
from handlers.sheets.period import HalfYear
from tests.bot.test_web_cost import counted

PERIOD, ORIGIN = HalfYear(2026, 1), entries.Origin("ví dụ", date(2026, 6, 30))


async def test_undoing_a_whole_table_asks_no_more_often_than_undoing_one_cell(house):
    staff = await house.hire("Lan", Role.SUPERVISOR)
    now, asked = house.now(), []
    for communes in (["24373"], ["24373", "24400", "24133"]):
        cells = {(code, row): "7" for code in communes for row in all_of_them() if row.startswith(("TE", "TT"))}
        async with house.store.writing() as session:
            act, count = await entries.put(session, PERIOD, cells, ORIGIN, staff.id, now)
        with counted(house.store) as cost:
            async with house.store.writing() as session:
                assert await entries.undo(session, act, staff.id, now) == (count, 0)
        async with house.store.reading() as session:
            assert all(one.value is None for one in (await entries.sheet(session, PERIOD)).values())
        asked.append(cost.statements)
    assert asked[0] == asked[1]
