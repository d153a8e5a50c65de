"""Where a case is filed: a place put right moves it, staff read from where to where, and nothing else is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers import escalation, report
from handlers.case import Answer, ItemKind, Status
from handlers.triage import Facts, Level, put_right
from tests.handlers.people import NOON, alerted, case_of, hire, judged, minutes, opened, told
from tests.handlers.test_report import read


def put(code: str | None, question: str = "where"):
    answer = Answer(question, "Ở đâu?", "không phải Ea Kao, là Ea Tul", code or "words")
    return replace(told(), answers=(answer,), commune_code=code, commune_scheme="2025" if code else None)


@pytest.mark.parametrize("grows", ["supplement", "complete", "danger_again"])
async def test_a_place_put_right_is_where_the_case_is_filed_and_the_one_before_stays_readable(
    store, for_bot, for_console, grows
):
    async with store.writing() as session:
        lan = await hire(session, "Lan")
        case = (await opened(session, for_bot, Level.P1)).case_id
        await escalation.claim(session, case, lan, NOON)
        judgement = () if grows == "supplement" else (judged(Level.P1),)
        await getattr(report, grows)(session, case, put("24277"), *judgement, now=minutes(1))
        after = await case_of(session, case)
        assert (after.commune_code, after.commune_scheme, after.claimed_by) == ("24277", "2025", lan)
        (moved,) = await read(session, for_console, case, ItemKind.PLACE)
        assert moved.decode() == "Phường Buôn Ma Thuột → Xã Ea Tul"
        assert after.unread_since == minutes(1)


async def test_the_same_place_again_words_alone_and_where_the_child_is_now_move_nothing(store, for_bot, for_console):
    async with store.writing() as session:
        case = (await opened(session, for_bot)).case_id
        for said in (put("24133"), put(None), put("24277", "danger_where")):
            await report.supplement(session, case, said, now=minutes(1))
        assert (await case_of(session, case)).commune_code == "24133"
        assert await read(session, for_console, case, ItemKind.PLACE) == []


async def test_a_case_without_a_place_is_filed_at_the_first_that_is_told(store, for_bot, for_console):
    async with store.writing() as session:
        case = (await opened(session, for_bot)).case_id
        row = await case_of(session, case)
        row.commune_code = row.commune_scheme = None
        await report.supplement(session, case, put("24277", "danger_where"), now=minutes(1))
        assert row.commune_code == "24277"
        assert await read(session, for_console, case, ItemKind.PLACE) == []  # nothing was put right


async def test_an_age_or_a_person_put_right_may_raise_the_level_and_alerts_anew(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        case = (await opened(session, for_bot, Level.P1)).case_id
        await report.supplement(session, case, told("nó 8 tuổi", age="7-10"), now=minutes(1))
        assert (await case_of(session, case)).level == Level.P1
        await report.supplement(session, case, told("nó 2 tuổi", age="0-3"), now=minutes(2))
        after = await case_of(session, case)
        assert (after.level, after.alerted_at, len(await alerted(session, case))) == (Level.P0, minutes(2), 2)


async def test_what_raises_a_closed_case_opens_it_and_what_raises_nothing_leaves_it(store, for_bot):
    async with store.writing() as session:
        lan = await hire(session, "Lan")
        case = (await opened(session, for_bot, Level.P2, row="CS")).case_id
        await escalation.claim(session, case, lan, NOON)
        (await case_of(session, case)).status = Status.CLOSED
        await report.supplement(session, case, put("24277"), now=minutes(1))
        assert (await case_of(session, case)).status == Status.CLOSED
        await report.supplement(session, case, told("là ba nó", harm_doer="father"), now=minutes(2))
        assert ((await case_of(session, case)).status, (await case_of(session, case)).level) == (Status.OPEN, Level.P1)


def test_only_what_is_put_right_is_judged_and_it_never_lowers():
    assert put_right(Facts(), "BL01") is None and put_right(Facts(age="11-13", harm_doer="neighbour"), "BL01") is None
    assert put_right(Facts(danger_now=True, signals=frozenset({"weapon"})), "BL01") is None  # told before
    raised = put_right(Facts(age="0-3"), "BL01")
    assert raised is not None and (raised.level, raised.group) == (Level.P0, "BL01")
    raised = put_right(Facts(access="living_together"), "KH00")
    assert raised is not None and raised.level == Level.P1
