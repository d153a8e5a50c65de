"""Corrections for the machine: two people for each, redacted, and gone when one of them says no."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from handlers import correction, escalation, report, retention
from handlers.case import ItemKind
from handlers.correction import AlreadyProposed, Corrected, NoSuchCorrection, NoSuchMessage, SamePerson
from handlers.permission import NotAllowed, Role, four_eyes
from handlers.store.models import Audit, Correction, Item
from tests.handlers.people import NOON, hire, minutes, opened

LINE = Corrected("[tên] bị nhốt ở [nơi]", "report_physical_violence", True, "vi")


async def a_case(session, for_bot) -> tuple[str, str]:
    """A case that Lan claimed, with a message; Mai and Sen supervise, Minh and Quan may not read it."""
    for name, role in (
        ("Lan", Role.CASE_WORKER),
        ("Minh", Role.CASE_WORKER),
        ("Mai", Role.SUPERVISOR),
        ("Sen", Role.SUPERVISOR),
        ("Quan", Role.ADMINISTRATOR),
    ):
        await hire(session, name, role)
    case = (await opened(session, for_bot)).case_id
    await escalation.claim(session, case, "lan", NOON)
    return case, await report.add(session, case, ItemKind.MESSAGE, "H'Lan bị nhốt", now=NOON)


async def acts(session) -> list[tuple[str, str]]:
    rows = await session.execute(select(Audit.staff_id, Audit.act).where(Audit.item_id.is_not(None)).order_by(Audit.id))
    return [(row.staff_id, row.act) for row in rows]


def test_nobody_is_their_own_second_person():
    assert four_eyes("lan", "mai")
    assert not four_eyes("lan", "lan") and not four_eyes(None, "mai")


async def test_a_line_is_approved_by_a_second_person_who_may_read_the_case(store, for_bot):
    async with store.writing() as session:
        case, message = await a_case(session, for_bot)
        line = await correction.propose(session, case, "lan", message, LINE, now=minutes(1))
    for staff, refusal in (("lan", SamePerson), ("minh", NotAllowed), ("quan", NotAllowed), ("nobody", NotAllowed)):
        with pytest.raises(refusal):
            async with store.writing() as session:
                await correction.approve(session, line, staff, now=minutes(2))
    async with store.writing() as session:
        assert (await session.get_one(Correction, line)).approved_by is None
        await correction.approve(session, line, "mai", now=minutes(3))
    async with store.writing() as session:
        found = await session.get_one(Correction, line)
        assert (found.case_id, found.source, found.approved_by, found.approved_at) == (case, message, "mai", minutes(3))
        assert await acts(session) == [("lan", "correct"), ("mai", "approve_correction")]
        item = await session.get_one(Item, line)
        assert item.staff_id == "lan" and "nhốt".encode() not in item.sealed
        with pytest.raises(NoSuchCorrection):
            await correction.approve(session, line, "sen", now=minutes(4))


@pytest.mark.parametrize(
    ("who", "approved", "act"),
    [
        ("mai", False, "refuse_correction"),
        ("lan", False, "withdraw_correction"),
        ("lan", True, "withdraw_correction"),
        ("sen", True, "withdraw_correction"),
    ],
)
async def test_a_line_that_is_refused_or_taken_back_is_deleted(store, for_bot, who, approved, act):
    async with store.writing() as session:
        case, message = await a_case(session, for_bot)
        line = await correction.propose(session, case, "lan", message, LINE, now=NOON)
        if approved:
            await correction.approve(session, line, "mai", now=NOON)
        with pytest.raises(NotAllowed):
            await correction.drop(session, line, "minh", now=NOON)
        await correction.drop(session, line, who, now=NOON)
    async with store.writing() as session:
        assert await session.get(Item, line) is None and await session.get(Correction, line) is None
        assert (await acts(session))[-1] == (who, act)
        with pytest.raises(NoSuchCorrection):
            await correction.approve(session, line, "mai", now=NOON)
        await correction.propose(session, case, "mai", message, LINE, now=NOON)  # another try


async def test_only_words_of_this_cases_reporter_are_corrected_and_each_once(store, for_bot):
    async with store.writing() as session:
        case, message = await a_case(session, for_bot)
        other = (await opened(session, for_bot)).case_id
        foreign = await report.add(session, other, ItemKind.MESSAGE, "khác", now=NOON)
        remark = await report.add(session, case, ItemKind.REMARK, "left", now=NOON)
        for source in (foreign, remark, "nothing", "where", ""):
            with pytest.raises(NoSuchMessage):
                await correction.propose(session, case, "lan", source, LINE, now=NOON)
        for who in ("minh", "quan"):
            with pytest.raises(NotAllowed):
                await correction.propose(session, case, who, message, LINE, now=NOON)
        for source in (message, "what", "note-1"):
            await correction.propose(session, case, "lan", source, LINE, now=NOON)
            with pytest.raises(AlreadyProposed):
                await correction.propose(session, case, "mai", source, LINE, now=NOON)


@pytest.mark.parametrize(
    "wrong", [{"text": " \n"}, {"intent": "report_ghosts"}, {"intent": ""}, {"language": "fr"}, {"language": ""}]
)
def test_what_is_no_label_or_no_text_is_no_correction(wrong):
    values = {"text": LINE.text, "intent": LINE.intent, "danger_now": True, "language": "vi", **wrong}
    with pytest.raises(ValueError, match="no correction"):
        Corrected(**values)


def test_every_kind_of_line_end_is_one_that_json_escapes():
    assert Corrected("a\r\nb\u2028c\x0bd", "affirm", False, "vi").text == "a\nb\nc\nd"


def test_a_number_that_a_person_overlooked_is_taken_out_all_the_same():
    assert Corrected("gọi 0912 345 678", "affirm", False, "vi").text == "gọi [số điện thoại]"


async def test_a_forgotten_case_has_no_corrections_and_takes_none(store, for_bot, tmp_path):
    async with store.writing() as session:
        case, message = await a_case(session, for_bot)
        line = await correction.propose(session, case, "lan", message, LINE, now=NOON)
        (tmp_path / f"{case}.jsonl").write_text("x")
        (tmp_path / "other.jsonl").write_text("x")
    async with store.writing() as session:
        await retention.forget_case(session, case, tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".jsonl"] == ["other.jsonl"]
    async with store.writing() as session:
        assert await session.scalar(select(func.count()).select_from(Correction)) == 0
        with pytest.raises(NoSuchCorrection):
            await correction.approve(session, line, "mai", now=NOON)
        for source in (message, "what"):
            with pytest.raises(NoSuchMessage):
                await correction.propose(session, case, "lan", source, LINE, now=NOON)
