"""What the queue shows of a sealed report: sealed itself, of one size, and the reason that decided."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from handlers import escalation, glance, report
from handlers.case import Answer, Report
from handlers.glance import about_glance
from handlers.permission import Role
from handlers.retention import forget_case
from handlers.store.models import Case, CaseKey
from handlers.store.seal import case_private_key, unseal
from handlers.triage import RULES, Facts, Level, Triage, deciding, triage
from tests.handlers.people import NOON, case_of, chat, hire, judged, minutes, told

USUAL = "This is the usual urgency of this kind of report"
STEPFATHER = Facts("report_sexual_abuse", harm_doer="stepfather", access="near", danger="no")


def by(role: str) -> Report:
    return Report((Answer("role", "Ai báo?", "Cô giáo", role),), STEPFATHER, "vi")


async def opened(session, keys, reported, judgement):
    conversation = await chat(session)
    new = await report.open_case(
        session, keys, reported, judgement, conversation=conversation, received_at=NOON, now=NOON
    )
    await session.flush()
    return await case_of(session, new.case_id)


async def seen(session, keys, case_id, what):
    case = await case_of(session, case_id)
    private = case_private_key(case_id, (await session.get_one(CaseKey, case_id)).for_console, keys.private)
    sealed = case.sealed_reporter if what == "reporter" else case.sealed_reason
    return unseal(sealed, private, about_glance(case_id, what)).decode().strip()


def test_the_reason_that_decides_is_the_first_one_that_is_as_heavy_as_the_level():
    assert deciding(triage(STEPFATHER)) == "Sexual abuse is always urgent"
    assert deciding(triage(Facts("report_trafficking_missing", harm_doer="father", danger="no"))) == USUAL
    assert deciding(triage(Facts("nuisance"))) == USUAL
    assert deciding(Triage(Level.P1, "BL01", ("of a former version",))) == "of a former version"


def test_every_reason_fits_and_all_are_sealed_to_one_size():
    assert max(len(rule.reason.encode()) for rule in RULES) <= glance._SIZE


async def test_who_reports_and_why_are_sealed_to_the_case_and_no_length_tells_them(store, for_bot, for_console):
    async with store.writing() as session:
        case = await opened(session, for_bot, by("child"), triage(STEPFATHER))
        other = await opened(session, for_bot, by("collaborator"), judged(Level.P2))
        assert await seen(session, for_console, case.id, "reporter") == "child"
        assert await seen(session, for_console, case.id, "reason") == "Sexual abuse is always urgent"
        assert {len(one.sealed_reporter) for one in (case, other)} == {len(case.sealed_reason)}
        unsaid = await opened(session, for_bot, told(), judged(Level.P2))
        assert unsaid.sealed_reporter is None


async def test_a_later_report_changes_what_it_says_and_leaves_the_rest(store, for_bot, for_console):
    async with store.writing() as session:
        await hire(session, "Sen", Role.SUPERVISOR)
        case = (await opened(session, for_bot, by("school"), judged(Level.P2))).id
        await report.complete(session, case, told(), triage(Facts("report_neglect")), now=minutes(1))
        assert await seen(session, for_console, case, "reporter") == "school"
        assert await seen(session, for_console, case, "reason") == USUAL  # it raised nothing
        await report.danger_again(session, case, told(), triage(Facts(danger_now=True)), now=minutes(2))
        assert await seen(session, for_console, case, "reason") == "The child is in danger now"
        await escalation.lower(session, case, "sen", Level.P2, "Đã gọi", minutes(3))
        assert await seen(session, for_console, case, "reason") == glance.BY_STAFF


async def test_forgetting_takes_them_along(store, for_bot, tmp_path):
    async with store.writing() as session:
        case = (await opened(session, for_bot, by("child"), judged(Level.P2))).id
        await forget_case(session, case, tmp_path)
        forgotten = await case_of(session, case)
        assert (forgotten.sealed_reporter, forgotten.sealed_reason) == (None, None)


@pytest.mark.parametrize("how", ["object", "statement"])
async def test_every_change_of_a_case_gives_it_another_stamp(store, for_bot, how):
    async with store.writing() as session:
        case = await opened(session, for_bot, told(), judged(Level.P2))
        before = case.stamp
        if how == "object":
            case.unfinished = True
            await session.flush()
        else:
            await session.execute(update(Case).where(Case.id == case.id).values(unfinished=True))
        assert await session.scalar(select(Case.stamp)) != before > 0
