"""A code that is read over the telephone finds its case, shows its words to nobody new, and lets one add to it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handlers import escalation
from handlers.case import ItemKind
from handlers.store.models import Audit, Case, Item
from handlers.triage import Level
from tests.handlers.people import WORDS, opened


async def _case(house, for_bot):
    async with house.store.writing() as session:
        return await opened(session, for_bot, Level.P2, now=house.now())


@pytest.mark.parametrize("written", ["{}", "mã của tôi là {}", "dots"])
async def test_the_code_leads_to_the_case_and_not_to_its_words(house, for_bot, written):
    case = await _case(house, for_bot)
    code = case.receipt.replace(" ", ".") if written == "dots" else written.format(case.receipt)
    visitor = await house.hire_and_sign_in("Lan")
    answer = await visitor.post("/find", code=code)
    assert answer.headers["location"] == f"/cases/{case.number}?said=found"
    assert WORDS not in (await visitor.follow(answer)).text
    async with house.store.reading() as session:
        assert await session.scalar(select(Audit.case_id).where(Audit.act == "find")) == case.case_id


@pytest.mark.parametrize(
    ("code", "said"),
    [("", "no_code"), ("12", "no_code"), ("111 222 333 444 555", "wrong_code"), ("x" * 500, "no_code")],
)
async def test_a_wrong_code_says_what_to_do(house, code, said):
    visitor = await house.hire_and_sign_in("Lan")
    assert (await visitor.post("/find", code=code)).headers["location"] == f"/queue?said={said}"


async def test_wrong_codes_slow_the_one_of_the_staff_who_types_them(house, for_bot):
    case = await _case(house, for_bot)
    visitor, other = await house.hire_and_sign_in("Lan"), await house.hire_and_sign_in("Minh")
    for number in range(5):
        await visitor.post("/find", code=f"{number}" * 15)
    answer = await visitor.post("/find", code=case.receipt)
    assert answer.headers["location"] == "/queue?said=codes_slowed"
    assert (await other.post("/find", code=case.receipt)).headers["location"].endswith("said=found")


async def test_what_a_caller_says_is_noted_and_the_claimer_sees_it(house, for_bot):
    case = await _case(house, for_bot)
    claimer = await house.hire_and_sign_in("Lan")
    await claimer.post(f"/cases/{case.number}/claim")
    other = await house.hire_and_sign_in("Minh")
    refused = await other.post(f"/cases/{case.number}/call", text="Cháu đã về nhà bà")
    assert refused.headers["location"].endswith("said=not_allowed")
    assert "/call" not in (await other.get(f"/cases/{case.number}")).text
    await other.post("/find", code=case.receipt)  # as the caller reads it out
    forms = (await other.get(f"/cases/{case.number}")).text
    assert f"/cases/{case.number}/call" in forms and "without_code" not in forms
    lost = await other.post(f"/cases/{case.number}/call", text="Không rõ ai gọi", without_code="yes")
    assert lost.headers["location"].endswith("said=not_allowed")
    answer = await other.post(f"/cases/{case.number}/call", text="Cháu đã về nhà bà")
    assert answer.headers["location"].endswith("said=call_noted")
    assert "Cháu đã về nhà bà" not in (await other.follow(answer)).text  # what was noted is sealed at once
    assert case.number in (await claimer.get("/bell")).text  # told, wherever they look
    page = (await claimer.get(f"/cases/{case.number}")).text
    assert "Cháu đã về nhà bà" in page and "The reporter wrote since then" in page
    async with house.store.reading() as session:
        assert len(list(await session.scalars(select(Item.id).where(Item.kind == ItemKind.CALL)))) == 1
    assert (await other.post(f"/cases/{case.number}/call", text=" ")).headers["location"].endswith("said=empty")
    house.now.go(minutes=31)
    other = await house.sign_in("minh")
    late = await other.post(f"/cases/{case.number}/call", text="Lại gọi")
    assert late.headers["location"].endswith("said=not_allowed")
    async with house.store.reading() as session:
        noted = list(await session.scalars(select(Audit.detail).where(Audit.act == "call")))
    assert noted == ["by_code"]


async def test_a_call_about_a_closed_case_opens_it_again(house, for_bot):
    case = await _case(house, for_bot)
    claimer = await house.hire_and_sign_in("Lan")
    await claimer.post(f"/cases/{case.number}/claim")
    async with house.store.writing() as session:
        found = await session.get(Case, case.case_id)
        await escalation.close(session, case.case_id, found.claimed_by, "xong", house.now())
    await claimer.post(f"/cases/{case.number}/call", text="Lại bị đánh")
    async with house.store.reading() as session:
        assert (await session.get(Case, case.case_id)).status == "open"
