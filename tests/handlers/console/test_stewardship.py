"""What staff see in the console of a claim that nobody works on, and before they leave."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handlers.clock import ladder, watch
from handlers.store.models import Audit, Decline, Staff
from handlers.triage import Level
from tests.handlers.console.test_case import case_of, claimed, new_case
from tests.handlers.people import WORDS


async def tick(house) -> None:
    await watch.watch(house.store, house.now())
    await ladder.climb(house.store, house.now())


async def test_the_claimer_is_asked_on_every_page_and_answers_with_one_press(house, for_bot):
    lan, number = await claimed(house, for_bot, level=Level.P0)
    house.now.go(minutes=10)
    await tick(house)
    assert f'action="/cases/{number}/at-work"' in (await lan.get("/bell")).text
    answer = await lan.post(f"/cases/{number}/at-work")
    assert answer.headers["location"] == f"/cases/{number}?said=at_work"
    assert "at-work" not in (await lan.get("/bell")).text


async def test_reading_is_a_sign_of_work_and_a_page_that_reloads_itself_is_none(house, for_bot):
    lan, number = await claimed(house, for_bot, level=Level.P0)
    began = (await case_of(house, number)).worked_at
    house.now.go(minutes=5)
    assert WORDS in (await lan.get(f"/cases/{number}?auto=yes")).text
    assert (await case_of(house, number)).worked_at == began
    await lan.get(f"/cases/{number}")
    assert (await case_of(house, number)).worked_at == house.now()


async def test_a_case_that_was_passed_on_is_taken_over_and_its_history_says_so(house, for_bot):
    lan, number = await claimed(house, for_bot, level=Level.P0)
    hoa = await house.hire_and_sign_in("Hoa")
    assert "passed on" not in (await hoa.get(f"/cases/{number}")).text
    for length in (10, 2):
        house.now.go(minutes=length)
        await tick(house)
    page = (await hoa.get(f"/cases/{number}")).text
    assert "Take this case over" in page and WORDS not in page
    assert f'id="claim-{number}"' in (await hoa.get("/queue?tab=all")).text
    assert f"/cases/{number}" in (await hoa.get("/bell")).text
    taken = (await hoa.follow(await hoa.post(f"/cases/{number}/claim"))).text
    assert WORDS in taken and "took the case over" in taken
    assert WORDS not in (await lan.get(f"/cases/{number}?open=yes")).text


@pytest.mark.parametrize("way", ["/me/duty", "/sign-out"])
async def test_whoever_leaves_with_an_urgent_case_is_warned_first_and_never_held(house, for_bot, way):
    lan, number = await claimed(house, for_bot)
    await house.hire("Hoa")
    form = {"on": "no", "back": "/queue"} if way == "/me/duty" else {}
    warned = await lan.post(way, **form)
    assert warned.status_code == 200 and number in warned.text and 'action="/shift"' in warned.text
    async with house.store.reading() as session:
        assert (await session.scalar(select(Staff).where(Staff.login == "lan"))).on_duty_since is not None
    assert (await lan.get("/me")).status_code == 200  # still here
    assert (await lan.post(way, **form, sure="yes")).status_code == 303
    found = await case_of(house, number)
    assert found.passed_on_at is not None and found.claimed_by is not None
    async with house.store.reading() as session:
        line = await session.scalar(select(Audit).where(Audit.act == "pass_on"))
    assert line.detail == "left"


async def test_nobody_is_warned_at_signing_out_who_has_no_urgent_case(house, for_bot):
    lan, number = await claimed(house, for_bot, level=Level.P2)
    assert number in (await lan.post("/me/duty", on="no")).text  # the end of a shift shows every case
    assert (await lan.post("/sign-out")).headers["location"] == "/sign-in"


async def test_who_cannot_gives_a_reason_that_stands_on_the_ladder(house, for_bot):
    lan, number = await house.hire_and_sign_in("Lan"), await new_case(house, for_bot)
    assert 'name="why"' in (await lan.get(f"/cases/{number}")).text
    refused = await lan.post(f"/cases/{number}/cannot")
    assert refused.headers["location"].endswith("said=reason_needed")
    answer = await lan.post(f"/cases/{number}/cannot", why="knows_them")
    page = (await lan.follow(answer)).text
    assert "Who was alerted" in page and "Knows people in this case" in page
    async with house.store.reading() as session:
        assert (await session.scalar(select(Decline))).because == "knows_them"
