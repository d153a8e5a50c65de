"""Closing a nuisance in one press, from the queue and from the case, and taking it back."""

from __future__ import annotations

import re

from sqlalchemy import select

from handlers import report
from handlers.permission import Role
from handlers.store.models import Case
from handlers.triage import Facts, triage
from tests.handlers.people import chat, told


async def spam(house, for_bot, facts=Facts("nuisance")) -> str:
    async with house.store.writing() as session:
        new = await report.open_case(
            session,
            for_bot,
            told("Vay nhanh", **{name: getattr(facts, name) for name in facts.__slots__}),
            triage(facts),
            conversation=await chat(session),
            received_at=house.now(),
            now=house.now(),
        )
    return new.number


async def case_of(house, number: str) -> Case:
    async with house.store.reading() as session:
        return (await session.scalars(select(Case).where(Case.number == number))).one()


async def test_it_is_offered_once_somebody_has_read_it_and_closes_in_one_press(house, for_bot):
    number = await spam(house, for_bot)
    lan = await house.hire_and_sign_in("Lan", Role.INTAKE)
    assert "/nuisance" not in (await lan.get("/queue?tab=unclaimed")).text
    assert "/nuisance" not in (await lan.get(f"/cases/{number}")).text
    assert "/nuisance" in (await lan.get(f"/cases/{number}?open=yes")).text
    assert f'action="/cases/{number}/nuisance"' in (await lan.get("/queue?tab=unclaimed")).text
    answer = await lan.post(f"/cases/{number}/nuisance", tab="unclaimed")
    assert answer.headers["location"] == f"/queue?tab=unclaimed&said=nuisance_closed&closed={number}"
    page = (await lan.follow(answer)).text
    assert f"/cases/{number}/unmute" in page and "muted for 24 hours" in page
    case = await case_of(house, number)
    assert (case.status, case.muted_until is not None) == ("closed", True)
    page = (await lan.get(f"/cases/{number}")).text
    assert "Alerts muted until" in page and f"/cases/{number}/unmute" in page
    again = await lan.post(f"/cases/{number}/nuisance", tab="unclaimed")
    assert again.headers["location"].endswith("said=case_closed")
    back = await lan.post(f"/cases/{number}/unmute")
    assert back.headers["location"].endswith("said=unmuted")
    assert (await case_of(house, number)).status == "open"
    twice = await lan.post(f"/cases/{number}/unmute")
    assert twice.headers["location"].endswith("said=not_muted")
    assert "Alerts muted until" not in (await lan.get(f"/cases/{number}")).text


async def test_a_press_that_no_page_offers_does_nothing(house, for_bot):
    for facts in (Facts("report_bullying"), Facts(None), Facts("nuisance", danger_now=True)):
        number = await spam(house, for_bot, facts)
        lan = await house.hire_and_sign_in(f"Lan{number}", Role.SUPERVISOR)
        assert "/nuisance" not in (await lan.get(f"/cases/{number}?open=yes")).text
        assert f"/cases/{number}/nuisance" not in (await lan.get("/queue?tab=all")).text
        answer = await lan.post(f"/cases/{number}/nuisance")
        assert answer.headers["location"] == f"/cases/{number}?said=may_be_a_child"
        assert (await case_of(house, number)).status == "open"


async def test_what_somebody_else_has_just_claimed_stays_theirs_and_one_is_told_so(house, for_bot):
    number = await spam(house, for_bot)
    lan = await house.hire_and_sign_in("Lan", Role.INTAKE)
    hoa = await house.hire_and_sign_in("Hoa")
    await lan.get(f"/cases/{number}?open=yes")
    await hoa.post(f"/cases/{number}/claim")
    answer = await lan.post(f"/cases/{number}/nuisance", tab="unclaimed")
    assert answer.headers["location"] == f"/cases/{number}?said=taken"
    assert "Hoa" in re.sub(r"\s+", " ", (await lan.follow(answer)).text)
    assert (await case_of(house, number)).status == "claimed"


async def test_no_address_puts_anything_but_a_number_into_the_page(house):
    lan = await house.hire_and_sign_in("Lan")
    for wrong in ("<b>", "26-0001/../x", "//example.org", "26-"):
        page = (await lan.get(f"/queue?closed={wrong}")).text
        assert "/unmute" not in page
