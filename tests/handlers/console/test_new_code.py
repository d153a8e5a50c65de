"""A lost receipt code: two people, a call to the reporter's own number, and the old code ends."""

from __future__ import annotations

import asyncio
import re

import pytest
from sqlalchemy import delete, select

from handlers import report, retention
from handlers.case import Answer, ItemKind, Report
from handlers.guesses import REPORTERS, Guesses
from handlers.permission import Role
from handlers.receipt import find_by_receipt
from handlers.store.models import Audit, Case, CaseKey, Consent, Item, NewCode
from handlers.triage import Facts, Level
from tests.handlers.console.visits import House, Visitor
from tests.handlers.people import chat, judged

NUMBER = "0900 000 417"
CODE = re.compile(r"\d{3}(?: \d{3}){4}")


async def reported(house: House, for_bot, *, number: str = NUMBER, consent: bool = True, key: str = "contact_how"):
    """A case of somebody who may be called: its number, id and first code."""
    told = Report((Answer(key, "Gọi số nào?", f"gọi {number} nhé", number),), Facts(), "vi")
    async with house.store.writing() as session:
        conversation = await chat(session)
        made = await report.open_case(
            session,
            for_bot,
            told,
            judged(Level.P2),
            conversation=conversation,
            received_at=house.now(),
            now=house.now(),
        )
        await session.flush()
        if consent:
            session.add(
                Consent(
                    conversation_id=conversation.id,
                    case_id=made.case_id,
                    kind="call_back",
                    version="1",
                    given_at=house.now(),
                )
            )
    return made


async def opens(house: House, code: str) -> str | None:
    async with house.store.writing() as session:
        found = await find_by_receipt(
            session, house.keys.receipts, code, now=house.now(), guesses=Guesses(REPORTERS), who="one"
        )
        return getattr(found, "case_id", None)


async def people(house: House, for_bot, **different) -> tuple[Visitor, Visitor, str, str, str]:
    """The claimer, a supervisor; the case's number, id and first code."""
    made = await reported(house, for_bot, **different)
    lan = await house.hire_and_sign_in("Lan")
    mai = await house.hire_and_sign_in("Mai", Role.SUPERVISOR)
    await lan.post(f"/cases/{made.number}/claim")
    return lan, mai, made.number, made.case_id, made.receipt


async def does(visitor: Visitor, number: str, what: str = "") -> str:
    answer = await visitor.post(f"/cases/{number}/new-code{what}")
    return answer.headers["location"].partition("said=")[2] if answer.status_code == 303 else answer.text


async def test_two_people_give_a_new_code_which_is_shown_once_and_ends_the_old_one(house, for_bot):
    lan, mai, number, case_id, old = await people(house, for_bot)
    page = (await lan.get(f"/cases/{number}")).text
    assert "ending in 417" in page and f"/cases/{number}/new-code" in page
    assert await does(lan, number) == "new_code_asked"
    assert number in (await mai.get("/bell")).text and number not in (await lan.get("/bell")).text
    page = (await mai.get(f"/cases/{number}")).text
    assert "Lan asked for it" in page and "Approve the new code" in page and "ending in" not in page
    assert await opens(house, old) == case_id  # nothing has ended yet
    assert await does(mai, number, "/approve") == "new_code_approved"
    assert await does(mai, number, "/give") == "not_allowed"  # whoever approved it never sees it
    shown = await does(lan, number, "/give")
    new = CODE.search(shown)[0]
    assert "ending in 417" in shown and await opens(house, new) == case_id and await opens(house, old) is None
    assert await does(lan, number, "/give") == "new_code_gone"
    assert new not in (await lan.get(f"/cases/{number}")).text
    async with house.store.reading() as session:
        lines = list(await session.scalars(select(Audit).where(Audit.act.contains("new_code")).order_by(Audit.id)))
        assert [line.act for line in lines] == ["ask_new_code", "approve_new_code", "give_new_code"]
        assert all(line.detail is None for line in lines)


async def test_nobody_is_a_second_person_to_themselves_and_only_who_may_read_the_case_is_one(house, for_bot):
    lan, mai, number, _, _ = await people(house, for_bot)
    other = await house.hire_and_sign_in("Khác")
    chief = await house.hire_and_sign_in("Nhận", Role.INTAKE)
    for stranger in (other, chief):
        assert await does(stranger, number) == "not_allowed"
    await does(lan, number)
    for wrong in (lan, other, chief):
        assert await does(wrong, number, "/approve") == "not_allowed"
        assert await does(wrong, number, "/give") == "not_allowed"
        assert number not in (await wrong.get("/bell")).text
    for stranger in (other, chief):
        assert await does(stranger, number, "/drop") == "not_allowed"
        assert "asked for it" not in (await stranger.get(f"/cases/{number}")).text
    await does(mai, number, "/approve")
    assert await does(other, number, "/give") == "not_allowed"


async def test_a_claimer_who_is_off_duty_is_no_second_person(house, for_bot):
    lan, mai, number, _, _ = await people(house, for_bot)
    assert await does(mai, number) == "new_code_asked"
    await lan.post("/me/duty", on="no", sure="yes")
    assert await does(lan, number, "/approve") == "not_allowed"
    await lan.post("/me/duty", on="yes")
    assert await does(lan, number, "/approve") == "new_code_approved"
    assert CODE.search(await does(mai, number, "/give"))


@pytest.mark.parametrize("approved", [False, True])
async def test_a_request_lapses_after_a_day_and_can_be_made_again(house, for_bot, approved):
    lan, mai, number, case_id, old = await people(house, for_bot)
    await does(lan, number)
    assert await does(lan, number) == "new_code_there"
    if approved:
        await does(mai, number, "/approve")
    house.now.go(hours=24)
    lan, mai = await house.sign_in("lan"), await house.sign_in("mai")
    assert await does(mai, number, "/approve") == "new_code_gone"
    assert await does(lan, number, "/give") == "new_code_gone"
    assert await opens(house, old) == case_id and "A new receipt code waits" not in (await mai.get("/bell")).text
    assert await does(lan, number) == "new_code_asked"
    assert await does(lan, number, "/give") == "not_allowed"  # the old approval is gone too


async def test_a_request_is_taken_back_or_refused_and_nothing_ends(house, for_bot):
    lan, mai, number, case_id, old = await people(house, for_bot)
    for who, act in ((lan, "withdraw_new_code"), (mai, "refuse_new_code")):
        await does(lan, number)
        assert await does(who, number, "/drop") == "new_code_dropped"
        assert await does(mai, number, "/approve") == "new_code_gone"
        async with house.store.reading() as session:
            assert await session.scalar(select(Audit.id).where(Audit.act == act))
    assert await opens(house, old) == case_id


async def test_without_a_yes_to_be_called_there_is_no_new_code_and_the_page_says_why(house, for_bot):
    lan, _, number, _, _ = await people(house, for_bot, consent=False)
    assert "did not agree to be called" in (await lan.get(f"/cases/{number}")).text
    assert await does(lan, number) == "not_allowed"


@pytest.mark.parametrize(("number_given", "key"), [("không nhớ", "contact_how"), (NUMBER, "what")])
async def test_a_number_counts_only_where_the_reporter_gave_it_to_be_called(house, for_bot, number_given, key):
    lan, _, number, _, _ = await people(house, for_bot, number=number_given, key=key)
    assert "no telephone number among the answers" in (await lan.get(f"/cases/{number}")).text
    assert await does(lan, number) == "not_allowed"


@pytest.mark.parametrize("step", ["ask", "approve", "give"])
@pytest.mark.parametrize("how", ["never", "withdrawn"])
async def test_whoever_refuses_contact_at_any_time_gets_no_call_about_a_code(house, for_bot, step, how):
    lan, mai, number, case_id, old = await people(house, for_bot)
    if step != "ask":
        await does(lan, number)
    if step == "give":
        await does(mai, number, "/approve")
    async with house.store.writing() as session:
        if how == "never":
            (await session.get(Case, case_id)).safe_hours = "never"
        else:
            (await session.scalars(select(Consent))).one().withdrawn_at = house.now()
    who, path = {"ask": (lan, ""), "approve": (mai, "/approve"), "give": (lan, "/give")}[step]
    assert await does(who, number, path) == "not_allowed"
    assert await opens(house, old) == case_id


async def test_two_tabs_at_once_show_one_code(house, for_bot):
    lan, mai, number, _, _ = await people(house, for_bot)
    await does(lan, number)
    await does(mai, number, "/approve")
    shown = await asyncio.gather(*(does(lan, number, "/give") for _ in range(3)))
    assert sum(CODE.search(one) is not None for one in shown) == 1
    assert sorted(one for one in shown if not CODE.search(one)) == ["new_code_gone"] * 2


async def test_of_a_forgotten_case_there_is_no_new_code_and_nothing_is_left_of_the_request(house, for_bot, tmp_path):
    lan, mai, number, case_id, _ = await people(house, for_bot)
    await does(lan, number)
    await does(mai, number, "/approve")
    async with house.store.writing() as session:
        await session.execute(delete(CaseKey))
    assert await does(lan, number, "/give") == "not_allowed"
    async with house.store.writing() as session:
        await retention.forget_case(session, case_id, tmp_path)
        assert await session.scalar(select(NewCode.case_id)) is None


async def test_what_a_caller_without_the_code_says_is_noted_as_such(house, for_bot):
    lan, _, number, _, _ = await people(house, for_bot)
    await lan.post(f"/cases/{number}/call", text="Cháu đã về nhà bà", without_code="yes")
    page = (await lan.get(f"/cases/{number}")).text
    assert "A caller without the code said, written down by staff" in page and "Cháu đã về nhà bà" in page
    async with house.store.reading() as session:
        assert await session.scalar(select(Item.id).where(Item.kind == ItemKind.CALLER))
