"""From a report to the row that is counted: who can write it, what it says, and what leads from one to the other."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select, text

from handlers import escalation, referral, report, retention, tasks
from handlers.audit import Act
from handlers.case import Answer, Because, ItemKind, Report
from handlers.console.forgetting import Forgetting, forget_old
from handlers.console.settle import settle, settle_day
from handlers.figures import keeping
from handlers.figures.coarse import Coarse
from handlers.figures.period import Span, around
from handlers.figures.reading import figures
from handlers.store.models import Audit, Case, CaseFact, CaseKey, Item
from handlers.triage import Facts, Level
from tests.handlers.people import NOON, case_of, chat, hire, judged, minutes

TOMORROW = NOON + timedelta(days=1)
HALF = around(Span.HALF, NOON.date())


def reported(**answers: str) -> Report:
    lines = tuple(Answer(key, key, value, value) for key, value in answers.items())
    return Report(lines, Facts(), "rad", "24133", "2025")


async def opened(session, keys, now=NOON, level=Level.P1, row="BL01", **answers):
    return (
        await report.open_case(
            session, keys, reported(**answers), judged(level, row), conversation=await chat(session),
            received_at=now, now=now,
        )
    ).case_id  # fmt: skip


async def facts(store):
    async with store.reading() as session:
        return list(await session.scalars(select(CaseFact).order_by(CaseFact.id)))


async def test_a_report_is_counted_the_day_after_by_what_was_tapped(store, for_bot, for_console):
    async with store.writing() as session:
        await opened(session, for_bot, age="7-10", sex="girl", who="stepfather", role="school")
    assert await settle(store, for_console, NOON) == 0  # the day is not over
    assert await settle(store, for_console, TOMORROW) == 1
    (fact,) = await facts(store)
    assert (fact.month, fact.week) == (date(2026, 11, 1), date(2026, 11, 23))
    assert (fact.age, fact.sex, fact.setting, fact.reporter) == ("7-10", "girl", "family", "school")
    assert (fact.kind, fact.group, fact.level, fact.language, fact.channel) == ("BL01", "BL", 1, "rad", "telegram")
    assert (fact.commune, fact.claimed, fact.twelve_hours, fact.outcome) == ("24133", None, "missed", "open")
    async with store.reading() as session:
        assert await figures(session, HALF, ("group", "sex")) == {("BL", "girl"): 1}
        assert await figures(session, HALF) == {(): 1}
        assert await figures(session, HALF.before()) == {(): 0}


async def test_later_steps_and_what_was_told_later_change_the_same_fact(store, for_bot, for_console):
    async with store.writing() as session:
        await hire(session, "Sen")
        case = await opened(session, for_bot, who="neighbour")
    await settle(store, for_console, TOMORROW)
    async with store.writing() as session:
        await escalation.claim(session, case, "sen", minutes(3))
        await referral.refer(session, case, "sen", "Công an xã", minutes(700))
        await report.supplement(session, case, reported(age="0-3", who="father"), now=minutes(701))
        await escalation.close(session, case, "sen", "xong", minutes(800), Because.REFERRED)
    before = await facts(store)
    assert await settle(store, for_console, TOMORROW) == 1
    (fact,) = await facts(store)
    assert fact.id == before[0].id
    assert (fact.age, fact.setting, fact.outcome) == ("0-3", "family", "referred")
    assert (fact.claimed, fact.referred, fact.closed, fact.contacted) == (0, 4, 5, None)
    assert fact.twelve_hours == "kept"
    assert await settle(store, for_console, TOMORROW) == 0  # nothing has changed


async def test_what_staff_say_counts_before_what_was_reported_whenever_that_was(store, for_bot, for_console):
    async with store.writing() as session:
        await hire(session, "Sen")
        case = await opened(session, for_bot, sex="boy")
        keeping.add(session, await case_of(session, case), Coarse(sex="girl", kind="TD01"), minutes(5), "sen")
        await report.supplement(session, case, reported(sex="boy", age="4-6"), now=minutes(9))
    await settle(store, for_console, TOMORROW)
    (fact,) = await facts(store)
    assert (fact.sex, fact.age, fact.kind, fact.group) == ("girl", "4-6", "TD01", "TD")


async def test_whether_the_twelve_hours_were_kept_is_known_without_any_act(store, for_bot, for_console):
    late = NOON + timedelta(hours=10)  # 22:00 in Viet Nam
    async with store.writing() as session:
        await opened(session, for_bot, now=late)
        await opened(session, for_bot, now=late, level=Level.P3, row="CS01")
    await settle(store, for_console, late + timedelta(hours=3))
    assert sorted(one.twelve_hours for one in await facts(store)) == ["none", "running"]
    assert await settle(store, for_console, late + timedelta(hours=13)) == 1
    assert sorted(one.twelve_hours for one in await facts(store)) == ["missed", "none"]


async def test_a_fact_outlives_its_case_and_nothing_in_the_database_leads_to_it(store, for_bot, for_console, tmp_path):
    async with store.writing() as session:
        case = await opened(session, for_bot, age="7-10")
    await settle(store, for_console, TOMORROW)
    (fact,) = await facts(store)
    async with store.reading() as session:
        for table in ("cases", "items", "case_keys", "audit", "kept"):
            for row in await session.execute(text(f"SELECT * FROM {table}")):
                assert not any(fact.id in str(value) or fact.id.encode() in _bytes(value) for value in row), table
    async with store.writing() as session:
        await retention.forget_case(session, case, tmp_path)
    assert await settle(store, for_console, TOMORROW) == 0
    assert [one.id for one in await facts(store)] == [fact.id]
    async with store.reading() as session:
        bare = await session.get_one(Case, case)
        assert (bare.commune_code, bare.group, bare.safe_hours) == (None, "KH00", None)


async def test_settling_opens_no_word_and_leaves_no_line(store, for_bot, for_console):
    async with store.writing() as session:
        await opened(session, for_bot, age="7-10")
    async with store.reading() as session:
        before = await session.scalar(select(func.count()).select_from(Audit))
        (item,) = await session.scalars(select(Item).where(Item.kind == ItemKind.FIGURES))
        assert len(item.sealed) == 240 + 48
    await settle(store, for_console, TOMORROW)
    async with store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Audit)) == before


async def test_facts_are_written_once_a_day(store, for_bot, for_console):
    async with store.writing() as session:
        await opened(session, for_bot)
    assert await settle_day(store, for_console, TOMORROW) == 1
    async with store.writing() as session:
        await opened(session, for_bot)
    assert await settle_day(store, for_console, TOMORROW + timedelta(hours=2)) == 0
    assert await settle_day(store, for_console, TOMORROW + timedelta(days=1)) == 1


async def test_a_case_of_before_there_were_facts_is_counted_too(store, for_bot, for_console):
    async with store.writing() as session:
        await opened(session, for_bot, age="7-10")
        for item in await session.scalars(select(Item).where(Item.kind == ItemKind.FIGURES)):
            await session.delete(item)
    assert await settle(store, for_console, TOMORROW) == 1
    assert await settle(store, for_console, TOMORROW) == 0
    assert [(one.age, one.kind) for one in await facts(store)] == [("", "BL01")]


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


async def test_closed_cases_are_forgotten_after_the_time_that_is_set_and_no_others(
    store, for_bot, for_console, tmp_path
):
    how, closed_at = Forgetting(timedelta(days=90), tmp_path), minutes(800)
    async with store.writing() as session:
        await hire(session, "Sen")
        ids = [await opened(session, for_bot) for _ in range(4)]
        for case in ids[:3]:
            await escalation.claim(session, case, "sen", minutes(3))
        await tasks.add(session, ids[1], "sen", "Gọi lại", minutes(900), "", minutes(4))
        for case in ids[:3]:
            await escalation.close(session, case, "sen", "xong", closed_at, Because.HELPED)
    due = closed_at + how.after + timedelta(seconds=1)
    assert await forget_old(store, how, due) == 0  # its fact is not written yet
    await settle(store, for_console, TOMORROW)
    async with store.writing() as session:
        await report.supplement(session, ids[2], reported(age="0-3"), now=TOMORROW)  # changed since it was counted
    assert await forget_old(store, how, due - timedelta(seconds=2)) == 0
    assert await forget_old(store, how, due) == 1 and await forget_old(store, how, due) == 0
    async with store.reading() as session:
        assert set(await session.scalars(select(CaseKey.case_id))) == set(ids[1:])
        assert len(await facts(store)) == 4
        lines = list(await session.scalars(select(Audit).where(Audit.act == Act.FORGET)))
        assert [(line.case_id, line.staff_id) for line in lines] == [(ids[0], None)]
