"""The queue and its bell."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from handlers import escalation
from handlers.console.listing import TABS
from handlers.heartbeat import Process, beat
from handlers.store.models import Case
from handlers.triage import Level
from tests.handlers.console.visits import open_house
from tests.handlers.people import WORDS, opened

# What these pages ask of the database is asked on both elsewhere.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def cases(house, for_bot, *levels: Level) -> list[str]:
    numbers = []
    async with house.store.writing() as session:
        for level in levels:
            numbers.append((await opened(session, for_bot, level, now=house.now())).number)
    return numbers


async def heard(house, *processes: Process) -> None:
    async with house.store.writing() as session:
        for process in processes:
            await beat(session, process, house.now())


def rung(page: str) -> list[str]:
    return re.search(r'data-rings="([^"]*)"', page)[1].split()


def alarms(page: str) -> list[str]:
    return re.findall(r'<li class="alarm (\w+)"', page)


async def shown(visitor, path: str = "/queue?tab=all") -> list[str]:
    return re.findall(r'id="case-([\d-]+)"', (await visitor.get(path)).text)


async def test_the_most_urgent_comes_first_and_then_who_has_least_time_left(house, for_bot):
    older = await cases(house, for_bot, Level.P2, Level.P1)
    house.now.go(minutes=5)
    newer = await cases(house, for_bot, Level.P0, Level.P1, Level.P3)
    visitor = await house.hire_and_sign_in("Lan")
    assert await shown(visitor) == [newer[0], older[1], newer[1], older[0], newer[2]]


async def test_each_tab_shows_its_own_cases(house, for_bot):
    mine, late, quiet = await cases(house, for_bot, Level.P1, Level.P1, Level.P2)
    visitor = await house.hire_and_sign_in("Lan")
    await visitor.post(f"/cases/{mine}/claim")
    house.now.go(minutes=29)
    assert await shown(visitor, "/queue?tab=overdue") == []
    house.now.go(minutes=1)
    visitor = await house.sign_in("lan")
    assert await shown(visitor, "/queue?tab=mine") == [mine]
    assert await shown(visitor, "/queue?tab=unclaimed") == [late, quiet]
    assert await shown(visitor, "/queue?tab=overdue") == [late]
    house.now.go(hours=12)
    visitor = await house.sign_in("lan")
    assert await shown(visitor, "/queue?tab=overdue") == [late, mine, quiet]
    await visitor.post(f"/cases/{mine}/close", reason="xong", because="helped")
    assert await shown(visitor) == [late, quiet, mine]
    assert set(TABS) == {"mine", "unclaimed", "overdue", "all", "elsewhere"}


async def test_the_queue_shows_no_word_of_a_report(house, for_bot):
    await cases(house, for_bot, Level.P0)
    visitor = await house.hire_and_sign_in("Lan")
    page = (await visitor.get("/queue")).text
    assert WORDS not in page and "đánh" not in page


async def test_without_scripts_the_page_reloads_itself_and_with_them_only_the_board_is_sent(house, for_bot):
    await cases(house, for_bot, Level.P0)
    visitor = await house.hire_and_sign_in("Lan")
    whole = (await visitor.get("/queue?tab=all")).text
    assert '<noscript><meta http-equiv="refresh" content="15; url=/queue?tab=all&amp;auto=1"></noscript>' in whole
    part = (await visitor.get("/queue?tab=all", **{"hx-request": "true"})).text
    assert "<html" not in part and "<table" in part


async def test_the_bell_rings_for_unclaimed_urgent_cases_and_again_when_danger_is_heard_again(house, for_bot):
    urgent, calm = await cases(house, for_bot, Level.P0, Level.P2)
    visitor = await house.hire_and_sign_in("Lan")
    await heard(house, *Process)

    async def rings() -> list[str]:
        return rung((await visitor.get("/bell")).text)

    (first,) = await rings()
    assert first.startswith(urgent) and calm
    async with house.store.writing() as session:
        case = await session.scalar(select(Case).where(Case.number == urgent))
        await escalation.begin(session, case, house.now())
    (second,) = await rings()
    assert second != first
    await visitor.post(f"/cases/{urgent}/claim")
    assert await rings() == []


async def test_a_silent_ladder_or_bot_stands_first_in_the_banner_however_much_is_overdue_and_it_rings(house, for_bot):
    numbers = await cases(house, for_bot, *[Level.P0] * 7)
    house.now.go(minutes=6)
    visitor = await house.hire_and_sign_in("Lan")
    await heard(house, *Process)
    assert [kind for kind in alarms((await visitor.get("/queue")).text) if "silent" in kind] == []
    house.now.go(seconds=61)
    await heard(house, Process.BOT)
    page = (await visitor.get("/queue")).text
    assert alarms(page)[0] == "clock_silent" and "The ladder of alerts is silent" in page
    house.now.go(seconds=61)
    text = (await visitor.get("/bell")).text
    assert alarms(text)[:2] == ["bot_silent", "clock_silent"]
    assert 'data-urgent="9"' in text  # it sounds as for danger
    assert rung(text)[:2] == ["bot_silent", "clock_silent"] and len(rung(text)) == 2 + len(numbers)


async def test_the_banner_says_that_nobody_is_on_duty_that_the_bot_is_silent_and_what_is_overdue(house, for_bot):
    (number,) = await cases(house, for_bot, Level.P0)
    visitor = await house.hire_and_sign_in("Lan", on_duty=False)
    house.now.go(minutes=6)
    text = (await visitor.get("/bell")).text
    assert 'role="alert"' in text
    assert f"Nobody has claimed case {number} (P0) in time" in text
    assert "Nobody is on duty" in text and "The bot is silent" in text
    async with house.store.writing() as session:
        await beat(session, Process.BOT, house.now())
    await visitor.post("/me/duty", on="yes")
    text = (await visitor.get("/bell")).text
    assert "Nobody is on duty" not in text and "The bot is silent" not in text


async def test_a_trial_says_so_on_every_page(store, for_console):
    trial = open_house(store, for_console, trial=True)
    visitor = await trial.hire_and_sign_in("Lan")
    for path in ("/sign-in", "/queue", "/me"):
        assert 'class="trial"' in (await visitor.get(path)).text
    assert 'class="trial"' not in (await open_house(store, for_console).visitor().get("/sign-in")).text
