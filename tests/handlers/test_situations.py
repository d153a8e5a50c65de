"""Situation texts: what came along says nothing that is never said, and each change is a version that stays."""

from __future__ import annotations

import re

import pytest

from handlers import situations
from handlers.permission import NotAllowed, Role
from handlers.situations import NotKept, Situation, Voice, Wrong, start
from tests.dialogue.test_never_said import HERE, NEVER, NUMBER
from tests.handlers.people import NOON, case_of, hire, minutes, opened

TEXTS = sorted(start().values(), key=lambda one: one.id)
# As staff speak to adults; tests.dialogue.test_never_said knows "em" and "bạn".
NEVER_TO_ADULTS = re.compile(
    r"(?:tại sao|vì sao|sao mà|sao) (?:anh|chị|ông|bà|cô)\b|lỗi (?:là )?(?:của|do) (?:anh|chị)|tại (?:anh|chị)\b"
    r"|bao nhiêu lần|mấy lần",
    re.IGNORECASE,
)
NEW = {"title": "Hỏi đường", "text": "Em đang ở đâu?", "voice": "child"}


@pytest.mark.parametrize("one", TEXTS, ids=lambda one: one.id)
def test_no_promise_no_blame_no_why_in_what_came_along(one: Situation) -> None:
    for said in (one.title, one.text):
        assert not NEVER.search(said) and not NEVER_TO_ADULTS.search(said)


@pytest.mark.parametrize("one", TEXTS, ids=lambda one: one.id)
def test_a_number_to_call_is_never_all_there_is(one: Situation) -> None:
    assert not NUMBER.search(one.text) or HERE.search(one.text)


@pytest.mark.parametrize("one", TEXTS, ids=lambda one: one.id)
def test_each_voice_speaks_as_it_should_and_fits(one: Situation) -> None:
    said = f" {one.text} "
    assert ("anh/chị" in said.lower()) == (one.voice is Voice.ADULT)
    assert bool(re.search(r"\b[Ee]m\b", said)) == (one.voice is Voice.CHILD) or "trẻ em" in said
    assert "tôi" not in said if one.voice is Voice.CHILD else True
    assert len(one.text) <= 600 and one.text == one.text.strip() and len(one.title) <= situations.LONGEST_TITLE


def test_what_came_along_covers_the_situations_in_both_voices() -> None:
    names = {one.id.rpartition("-")[0] for one in TEXTS}
    assert len(names) >= 14 and len(TEXTS) == 2 * len(names)
    assert {"danger", "stay", "who_reads", "shelter", "hit", "unsure", "thanks", "later", "interpreter"} <= names


async def test_only_the_head_of_the_case_is_filled_in(store, for_bot):
    async with store.writing() as session:
        made = await opened(session, for_bot)
        case = await case_of(session, made.case_id)
    text = "{số hồ sơ}, {giờ nhận tin}, {case.sealed_reason}, {0}"
    assert situations.fill(text, case) == f"{made.number}, 12:00 ngày 25/11, {{case.sealed_reason}}, {{0}}"


async def test_every_change_is_a_version_with_its_author_and_an_older_one_can_be_restored(store):
    async with store.writing() as session:
        await hire(session, "Boss", Role.SUPERVISOR)
        first = start()["danger-child"]
        values = {"title": first.title, "text": "Chào em.\r\nMình nghe đây.", "voice": "child", "id_": first.id}
        await situations.keep(session, "boss", minutes(1), **values)
        await situations.withdraw(session, "boss", minutes(2), first.id, 1)
        assert first.id not in {one.id for one in await situations.current(session)}
        assert first.id in {one.id for one in await situations.current(session, withdrawn=True)}
        await situations.restore(session, "boss", minutes(3), first.id, 0, 2)
        found = await situations.versions(session, first.id)
        assert [(one.version, one.made_by, one.withdrawn) for one in found] == [
            (3, "boss", False),
            (2, "boss", True),
            (1, "boss", False),
            (0, None, False),
        ]
        assert found[0].text == first.text and found[2].text == "Chào em.\nMình nghe đây."
        assert [one.text for one in await situations.current(session) if one.id == first.id] == [first.text]


@pytest.mark.parametrize(
    ("different", "wrong"),
    [
        ({"text": " \n"}, Wrong.EMPTY),
        ({"title": ""}, Wrong.EMPTY),
        ({"voice": "robot"}, Wrong.EMPTY),
        ({"text": "à" * 2001}, Wrong.TOO_LONG),
        ({"title": "à" * 121}, Wrong.TOO_LONG),
        ({"text": "Chào {tên trẻ}"}, Wrong.PLACEHOLDER),
        ({"text": "Chào {số hồ sơ"}, Wrong.PLACEHOLDER),
        ({"text": "Chào }"}, Wrong.PLACEHOLDER),
        ({"text": "Về hồ sơ 26-0421"}, Wrong.MARKS),
        ({"text": "Mã 123 456 789 012 345"}, Wrong.MARKS),
    ],
)
async def test_a_text_that_can_not_be_for_everybody_is_not_kept(store, different, wrong):
    async with store.writing() as session:
        await hire(session, "Boss", Role.SUPERVISOR)
        with pytest.raises(NotKept) as raised:
            await situations.keep(session, "boss", NOON, **(NEW | different))
    assert raised.value.wrong is wrong


async def test_of_two_who_change_one_text_the_second_is_told_so(store):
    async with store.writing() as session:
        await hire(session, "Boss", Role.SUPERVISOR)
        id_ = await situations.keep(session, "boss", NOON, **NEW)
        await situations.keep(session, "boss", NOON, **NEW | {"text": "Em ở xã nào?"}, id_=id_, known=1)
        with pytest.raises(NotKept, match="changed"):
            await situations.keep(session, "boss", NOON, **NEW | {"text": "Em ở đâu?"}, id_=id_, known=1)
        with pytest.raises(NotKept, match="changed"):
            await situations.withdraw(session, "boss", NOON, id_, 1)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
async def test_nobody_but_a_supervisor_changes_a_text(store, role):
    async with store.writing() as session:
        await hire(session, "Lan", role)
        with pytest.raises(NotAllowed):
            await situations.keep(session, "lan", NOON, **NEW)
