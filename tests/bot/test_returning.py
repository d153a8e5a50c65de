"""Coming back, with the rows at hand: in the same chat, after an exit, from a second chat, where nobody may write."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.case import ItemKind
from handlers.store.models import Consent, Item, NewCode, Staff
from locales import translator
from tests.bot.test_conversation import Line, _answered, _code
from tests.bot.test_conversation import line as line

_, _child = translator("vi"), translator("vi_child")
NOTICE = "There is a new message for you. Open it now?"
CODE = "Please write your receipt code (15 digits). Then I can show how far it is."


async def _told_nobody_is_safe(line: Line, chat: str = "a") -> str:
    """A case of this chat that is calm again; its code."""
    code = _code(await line.says("ba đang đánh em", chat))
    for _again in range(3):
        await line.says("bỏ qua", chat)
    return code


def _texts(line: Line, chat: str) -> list[str]:
    return [message.text for message in line.channel.said.get(chat, [])]


def _is_said(msgid: str, texts: list[str]) -> bool:
    return any(voice(msgid) in text for voice in (_, _child) for text in texts)


async def test_after_days_the_same_chat_hears_how_far_it_is_without_the_code(line: Line, for_console):
    await _told_nobody_is_safe(line)
    line.now += timedelta(days=3)
    told = await line.says("cô ơi em về rồi")
    assert _is_said("It has been received. A person has not taken it up yet.", told) and "đánh" not in "".join(told)
    await _answered(line, for_console, (await line.case()).id, "Em đang ở đâu?")
    line.now += timedelta(days=3)
    told = await line.says("có tin gì chưa")
    assert _is_said("There is an answer for you.", told) and "Em đang ở đâu?" not in "".join(told)
    assert "Em đang ở đâu?" in "".join(await line.taps("reply:open"))


async def test_an_answer_that_is_told_with_the_status_is_not_announced_a_second_time(line: Line, for_console):
    code = await _told_nobody_is_safe(line)
    for words in ("có tin gì chưa", code):
        line.channel.problem, before = None, len(_texts(line, "a"))
        await _answered_in_silence(line, for_console)
        told = await line.says(words)
        await line.delivery.pump("web")
        assert _is_said("There is an answer for you.", told) and not _is_said(NOTICE, _texts(line, "a")[before:])


async def _answered_in_silence(line: Line, for_console) -> None:
    """Staff answer, and the person writes before the notice is out."""
    pump, line.delivery.pump = line.delivery.pump, _nothing  # type: ignore[method-assign]
    await _answered(line, for_console, (await line.case()).id, "Em đang ở đâu?")
    line.delivery.pump = pump  # type: ignore[method-assign]


async def _nothing(_worker: str) -> None: ...


@pytest.mark.parametrize("words", ["có tin gì chưa", "cô ơi", "alo", "em về rồi"])
async def test_after_quick_exit_only_the_code_tells_anything(line: Line, words):
    await _told_nobody_is_safe(line)
    await line.hears(line.inbound(command="thoat"))
    line.now += timedelta(days=1)
    told = await line.says(words)
    assert not _is_said("It has been received. A person has not taken it up yet.", told)
    assert (words != "có tin gì chưa") or _is_said(CODE, told)


async def test_the_chat_of_a_lost_telephone_hears_nothing_once_the_code_was_typed_elsewhere(line: Line, for_console):
    code = await _told_nobody_is_safe(line)
    await line.says(code, "b")
    await _answered(line, for_console, (await line.case()).id, "Em đang ở đâu?")
    line.now += timedelta(days=3)
    told = await line.says("có tin gì chưa")
    assert _is_said(CODE, told) and not _is_said("There is an answer for you.", told)
    assert _is_said("There is an answer for you.", await line.says("có tin gì chưa", "b"))


async def test_a_notice_that_waits_comes_only_where_the_case_was_last_brought_back(line: Line, for_console):
    code = await _told_nobody_is_safe(line)
    for chat, others in (("b", "a"), ("a", "b"), ("c", "ab")):
        await _answered_in_silence(line, for_console)  # its notice is for the chat that the case is in now
        await line.says(code, chat)
        await line.delivery.pump("web")
        assert not any(_is_said(NOTICE, _texts(line, other)) for other in others)
        await line.taps("reply:open", chat)
    await _answered(line, for_console, (await line.case()).id, "Em đang ở đâu?")
    assert [_is_said(NOTICE, _texts(line, chat)) for chat in "abc"] == [False, False, True]


@pytest.mark.parametrize("refused", ["đừng liên lạc với em", "đừng nhắn tin lại nhé"])
async def test_a_chat_that_refused_contact_stays_silent_about_a_case_that_was_brought_to_it(
    line: Line, for_console, refused
):
    code = await _told_nobody_is_safe(line, "a")
    await line.says(refused, "b")
    await line.says(code, "b")
    assert (await line.case()).safe_hours is None  # the refusal is the chat's own
    before = len(_texts(line, "b"))
    await _answered(line, for_console, (await line.case()).id, "Em đang ở đâu?")
    line.now += timedelta(days=2)
    await line.delivery.pump("web")
    assert _texts(line, "b")[before:] == []
    await line.says("hôm nay em đi học", "b")
    assert not _is_said(NOTICE, _texts(line, "b"))
    assert _is_said("There is an answer for you.", await line.says(code, "b"))


async def test_hours_of_a_chat_hold_for_a_case_that_was_brought_to_it_and_so_do_its_own(line: Line, for_console):
    code = await _told_nobody_is_safe(line, "a")
    await line.says("chỉ nhắn buổi tối thôi", "b")  # 18 to 22; now it is noon
    await line.says(code, "b")
    await _answered(line, for_console, (await line.case()).id, "Em đang ở đâu?")
    assert not _is_said(NOTICE, _texts(line, "b"))
    line.now += timedelta(hours=7)
    await line.delivery.pump("web")
    assert _is_said(NOTICE, _texts(line, "b"))


async def test_a_case_whose_reporter_refused_keeps_that_in_every_chat_it_is_brought_to(line: Line, for_console):
    code = await _told_nobody_is_safe(line, "a")
    await line.says("đừng liên lạc với em", "a")
    await line.says(code, "b")
    assert (await line.case()).safe_hours == "never"
    await _answered(line, for_console, (await line.case()).id, "Em đang ở đâu?")
    await line.says("hôm nay em đi học", "b")
    line.now += timedelta(days=2)
    assert _is_said(CODE, await line.says("có tin gì chưa", "b"))
    assert not _is_said(NOTICE, _texts(line, "b"))
    assert _is_said("There is an answer for you.", await line.says(code, "b"))


async def test_a_yes_to_be_called_is_taken_back_from_whichever_chat_the_case_is_in(line: Line):
    code = _code(await line.says("ba đang đánh em"))
    await line.hears(line.inbound(command="boqua"))
    await line.taps("danger_contact:call")
    await line.says(code, "b")
    await line.says("đừng gọi cho em nữa", "b")
    async with line.store.reading() as session:
        assert (await session.scalars(select(Consent))).one().withdrawn_at is not None


async def test_what_only_asks_opens_no_closed_case_and_staff_see_that_it_was_asked(line: Line):
    await _told_nobody_is_safe(line)
    async with line.store.writing() as session:
        (await session.merge(await line.case())).status = "closed"
    line.now += timedelta(days=3)
    await line.says("cô ơi có tin gì chưa ạ")
    assert (await line.case()).status == "closed"
    async with line.store.reading() as session:
        kinds = list(await session.scalars(select(Item.kind).order_by(Item.created_at)))
    assert kinds.count(ItemKind.REMARK) == 1
    await line.says("em bị đánh nữa rồi")
    assert (await line.case()).status == "open"


async def test_whoever_asks_in_the_chat_hears_that_a_new_code_was_given_by_telephone(line: Line):
    await _told_nobody_is_safe(line)
    case = await line.case()
    async with line.store.writing() as session:
        session.add(Staff(id="s", login="s", name="S", role="case_worker", created_at=line.now))
        await session.flush()
        session.add(NewCode(case_id=case.id, asked_by="s", asked_at=line.now, given_at=line.now))
    told = "".join(await line.says("có tin gì chưa"))
    assert "mã nhận tin mới qua điện thoại" in told
