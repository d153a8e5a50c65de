"""What staff record: beside the report and never over it, with its history, and the head follows it while it stands."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers import escalation, finding, report, retention, snapshot
from handlers.case import Answer, Because, ItemKind, Status
from handlers.finding import FIELDS, Section, finding_from, standing
from handlers.permission import NotAllowed, Role
from handlers.store.models import Audit, Item
from handlers.triage import Facts, Level, Triage
from tests.handlers.people import NOON, case_of, hire, judged, minutes, opened, told
from tests.handlers.test_report import read


async def claimed(session, for_bot, **how) -> str:
    await hire(session, "Lan")
    case = (await opened(session, for_bot, Level.P2, **how)).case_id
    await escalation.claim(session, case, "lan", NOON)
    return case


def moved(code: str):
    return replace(told(), answers=(Answer("where", "Ở đâu?", "Ea Tul", code),), commune_code=code)


async def test_a_finding_is_sealed_with_its_author_and_the_report_stays_as_it_is(store, for_bot, for_console):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
        before = await read(session, for_console, case, ItemKind.SNAPSHOT)
        alone = await finding.record(session, case, "lan", "child", {"name": "H'Mai"}, knew=0, now=minutes(1))
        assert alone and await read(session, for_console, case, ItemKind.SNAPSHOT) == before
        (plain,) = await read(session, for_console, case, ItemKind.FINDING)
        assert finding_from(plain).values == {"name": "H'Mai"}
        row = await session.scalar(select(Item).where(Item.kind == ItemKind.FINDING))
        assert (row.staff_id, row.created_at) == ("lan", minutes(1)) and b"Mai" not in row.sealed
        line = await session.scalar(select(Audit).where(Audit.act == "record"))
        assert (line.staff_id, line.item_id, line.detail) == ("lan", row.id, "child")
        assert (await case_of(session, case)).worked_at == minutes(1)  # a sign of work


async def test_group_and_commune_of_the_head_follow_staff_whatever_the_reporter_says_later(store, for_bot, for_console):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
        await finding.record(session, case, "lan", "what", {"group": "TD01"}, knew=0, now=minutes(1))
        await finding.record(session, case, "lan", "where", {"commune": "24154"}, knew=1, now=minutes(2))
        await report.complete(session, case, moved("24277"), Triage(Level.P0, "MB01", ("x",)), now=minutes(3))
        row = await case_of(session, case)
        assert (row.group, row.commune_code, row.commune_scheme) == ("TD01", "24154", "2025")
        assert (row.told_group, row.told_commune, row.level) == ("MB01", "24277:2025", Level.P0)
        (place,) = await read(session, for_console, case, ItemKind.PLACE)
        assert place.decode() == "Phường Buôn Ma Thuột → Xã Ea Tul"  # what the reporter put right, not what staff did
        # Taken back: the head is again what the reports say by now.
        await finding.record(session, case, "lan", "what", {"group": ""}, knew=2, now=minutes(4))
        await finding.record(session, case, "lan", "where", {"commune": ""}, knew=3, now=minutes(5))
        row = await case_of(session, case)
        assert (row.group, row.commune_code, row.told_group, row.told_commune) == ("MB01", "24277", None, None)


async def test_a_commune_that_nobody_had_told_is_taken_back_to_none(store, for_bot):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
        row = await case_of(session, case)
        row.commune_code = row.commune_scheme = None
        await finding.record(session, case, "lan", "where", {"commune": "24154"}, knew=0, now=minutes(1))
        assert row.commune_code == "24154"
        await finding.record(session, case, "lan", "where", {"commune": ""}, knew=1, now=minutes(2))
        assert (row.commune_code, row.commune_scheme) == (None, None)


async def test_two_who_record_in_the_same_second_lose_nothing_and_the_second_is_told(store, for_bot, for_console):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
        await hire(session, "Mai", Role.SUPERVISOR)

    async def writes(staff: str, values: dict[str, str]) -> bool:
        async with store.writing() as session:
            return await finding.record(session, case, staff, "child", values, knew=0, now=minutes(1))

    alone = await asyncio.gather(writes("lan", {"age": "6", "name": "H'Mai"}), writes("mai", {"age": "7"}))
    assert sorted(alone) == [False, True]
    async with store.writing() as session:
        rows = list(
            await session.scalars(select(Item).where(Item.kind == ItemKind.FINDING).order_by(Item.created_at, Item.id))
        )
        assert rows[1].created_at - rows[0].created_at == timedelta(microseconds=1)
        found = [finding_from(plain) for plain in await read(session, for_console, case, ItemKind.FINDING)]
        assert {one.values["age"] for one in found} == {"6", "7"}
        later = "6" if rows[1].staff_id == "lan" else "7"
        assert standing(found) == {("child", "age"): later, ("child", "name"): "H'Mai"}


@pytest.mark.parametrize(
    ("section", "values", "error"),
    [
        ("child", {"note": "x" * 2001}, finding.TooLong),
        ("child", {"name": "x" * 201}, finding.TooLong),
        ("where", {"commune": "00000"}, finding.NotThere),
        ("what", {"group": "XX99"}, finding.NotThere),
        ("child", {"sex": "unknown"}, finding.NotThere),
        ("when", {"commune": "24154"}, finding.NotThere),
        ("nothing", {"note": "x"}, finding.NotThere),
        ("child", {}, finding.Unchanged),
    ],
)
async def test_what_can_not_be_recorded_is_not(store, for_bot, for_console, section, values, error):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
        with pytest.raises(error):
            await finding.record(session, case, "lan", section, values, knew=0, now=minutes(1))
        assert await read(session, for_console, case, ItemKind.FINDING) == []


async def test_a_closed_case_takes_findings_and_stays_closed(store, for_bot):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
        await escalation.close(session, case, "lan", "xong", minutes(1), Because.HELPED)
        await finding.record(session, case, "lan", "child", {"age": "6"}, knew=0, now=minutes(2))
        assert (await case_of(session, case)).status == Status.CLOSED


async def test_a_forgotten_case_takes_none_and_neither_does_somebody_elses(store, for_bot, tmp_path):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
        await hire(session, "Minh")
        with pytest.raises(NotAllowed):
            await finding.record(session, case, "minh", "child", {"age": "6"}, knew=0, now=minutes(1))
        await retention.forget_case(session, case, tmp_path)
        with pytest.raises(finding.Gone):
            await finding.record(session, case, "lan", "child", {"age": "6"}, knew=0, now=minutes(1))
        assert (await case_of(session, case)).told_mark is None


def test_every_section_has_fields():
    assert set(FIELDS) == set(Section)


# --- no snapshot that says nothing new ----------------------------------------------------------------------------
async def test_a_report_that_says_the_same_again_is_not_kept_again_and_makes_nothing_unread(
    store, for_bot, for_console
):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
        for minute, facts in ((1, {}), (2, {"signals": frozenset({"weapon", "missing"})})):
            await report.complete(session, case, told(**facts), judged(Level.P2), now=minutes(minute), keys=for_bot)
        await report.supplement(session, case, told(), now=minutes(3), keys=for_bot)
        assert len(await read(session, for_console, case, ItemKind.SNAPSHOT)) == 1
        assert (await case_of(session, case)).unread_since is None
        await report.supplement(session, case, told("nó 6 tuổi"), now=minutes(4), keys=for_bot)
        await report.supplement(session, case, told(), now=minutes(5), keys=for_bot)  # and back again
        assert len(await read(session, for_console, case, ItemKind.SNAPSHOT)) == 3
        assert (await case_of(session, case)).unread_since == minutes(4)


async def test_danger_in_the_same_words_alerts_all_the_same_and_every_judgement_is_kept(store, for_bot, for_console):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
        await report.danger_again(
            session, case, told(), Triage(Level.P0, "BL01", ("danger",)), now=minutes(1), keys=for_bot
        )
        row = await case_of(session, case)
        assert (row.level, row.alerted_at) == (Level.P0, minutes(1))
        assert len(await read(session, for_console, case, ItemKind.SNAPSHOT)) == 1
        # A reason does not go with a later, milder judgement.
        await report.complete(session, case, told(), judged(Level.P3), now=minutes(2), keys=for_bot)
        whole = snapshot.whole_triage(await read(session, for_console, case, ItemKind.TRIAGE))
        assert whole.reasons[0] == "danger" and whole.level == Level.P0


async def test_the_mark_of_a_snapshot_says_nothing_without_the_key(store, for_bot):
    async with store.writing() as session:
        first, second = (await opened(session, for_bot)).case_id, (await opened(session, for_bot)).case_id
        marks = {(await case_of(session, one)).told_mark for one in (first, second)}
        assert len(marks) == 2 and all(len(mark) == 64 for mark in marks)
    assert Facts() == told().facts
