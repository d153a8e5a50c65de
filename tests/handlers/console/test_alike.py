"""A burst on the queue: one thing at the place of its first case, that can be unfolded; nothing of it is written."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from handlers import report
from handlers.console.alike import LEAST, WITHIN, Bursts
from handlers.store.models import Audit
from handlers.triage import Level
from tests.handlers.people import WORDS, chat, judged, told

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NUMBERS = [f"26-{number:04}" for number in range(1, 60)]


async def tell(house, for_bot, *texts: str, level: Level = Level.P0, row: str = "BL01", every: float = 10) -> list[str]:
    """Somebody new tells each of these, one every so many seconds; the numbers."""
    numbers = []
    for text in texts:
        house.now.go(seconds=every)
        async with house.store.writing() as session:
            whose = await chat(session, "web")
            made = await report.open_case(
                session, for_bot, told(text), judged(level, row), conversation=whose, received_at=house.now(),
                now=house.now(),
            )  # fmt: skip
        numbers.append(made.number)
    return numbers


def rows(page: str) -> list[str]:
    return re.findall(r'id="case-([\w-]+)"', page)


async def test_a_burst_is_one_thing_where_its_first_case_stood_and_the_others_stay_in_sight(house, for_bot) -> None:
    before = await tell(house, for_bot, "Trước đó")
    first = await tell(house, for_bot, *["Cứu em với!!! 1"] * 6)
    true = await tell(house, for_bot, "Nhà bà em cháy rồi", row="BL02")
    last = await tell(house, for_bot, *["cứu EM với 22"] * 6)
    calm = await tell(house, for_bot, "Hỏi thăm", level=Level.P2)
    visitor = await house.hire_and_sign_in("Lan")
    page = (await visitor.get("/queue?tab=unclaimed")).text
    assert rows(page) == [*before, f"burst-{last[-1]}", *true, *calm]
    assert "12 new cases in 2 minutes" in page
    assert "alike in: what was told, channel, kind of harm, commune, language" in page
    assert WORDS not in page and "Cứu em" not in page
    unfolded = (await visitor.get(f"/queue?tab=unclaimed&unfold={last[-1]}")).text
    assert rows(unfolded) == [*before, f"burst-{last[-1]}", *first, *true, *last, *calm]
    assert f'hx-get="/queue?tab=unclaimed&amp;unfold={last[-1]}"' in unfolded, "it stays so when the board asks anew"
    assert rows((await visitor.get("/queue?tab=mine")).text) == []
    await visitor.post("/queue/view", level="0", tab="unclaimed")
    assert len(rows((await visitor.get("/queue?tab=unclaimed")).text)) == 14, "whoever filters sees each"


async def test_a_burst_shrinks_with_each_claim_and_is_none_below_its_least(house, for_bot) -> None:
    numbers = await tell(house, for_bot, *["Cứu em"] * (LEAST + 1))
    visitor = await house.hire_and_sign_in("Lan")
    assert rows((await visitor.get("/queue?tab=all")).text) == [f"burst-{numbers[-1]}"]
    await visitor.post(f"/cases/{numbers[0]}/claim")
    page = (await visitor.get("/queue?tab=all")).text
    assert sorted(rows(page)) == sorted([f"burst-{numbers[-1]}", numbers[0]])
    await visitor.post(f"/cases/{numbers[1]}/claim")
    assert sorted(rows((await visitor.get("/queue?tab=all")).text)) == numbers


async def test_what_comes_slowly_or_tells_of_other_things_is_no_burst(house, for_bot) -> None:
    await tell(house, for_bot, *["Cứu em"] * LEAST, every=WITHIN.total_seconds() / (LEAST - 2))
    for row, sign in (("BL02", "a"), ("BL03", "b"), ("BL04", "c")):
        await tell(house, for_bot, *[sign * number for number in range(1, LEAST)], row=row, every=1)
    visitor = await house.hire_and_sign_in("Lan")
    assert not [row for row in rows((await visitor.get("/queue?tab=all")).text) if "burst" in row]


async def test_different_words_of_one_kind_are_gathered_by_what_the_queue_shows_of_them(house, for_bot) -> None:
    await tell(house, for_bot, *["Cứu " + "a" * number for number in range(1, LEAST + 1)])
    visitor = await house.hire_and_sign_in("Lan")
    page = (await visitor.get("/queue?tab=all")).text
    assert "alike in: channel, kind of harm, commune, language" in page and "what was told" not in page


async def test_comparing_writes_nothing_and_its_key_lives_for_a_day(house, for_bot, for_console) -> None:
    await tell(house, for_bot, *["Cứu em"] * LEAST)
    asked: list[str] = []

    def hear(_connection, _cursor, statement, *_more) -> None:
        asked.append(statement.split()[0].upper())

    event.listen(house.store.engine.sync_engine, "before_cursor_execute", hear)
    one, other = Bursts(), Bursts()
    async with house.store.reading() as session:
        records = await session.scalar(select(func.count()).select_from(Audit))
        for bursts in (one, other):
            (found,) = await bursts.of(session, for_console.private, house.now(), "1")
            assert len(found.ids) == LEAST
        assert set(asked) <= {"SELECT", "BEGIN", "WITH"}
        assert await session.scalar(select(func.count()).select_from(Audit)) == records
        told_of, of_another = set(one._told.values()), set(other._told.values())
        assert len(told_of) == 1 and told_of.isdisjoint(of_another)
        await one.of(session, for_console.private, house.now() + timedelta(hours=20), "1")
        assert told_of.isdisjoint(one._told.values()), "the day's key was thrown away"
