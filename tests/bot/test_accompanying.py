"""Waiting in danger with the rows at hand, on both databases and by a clock that only moves when told."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.telegram.channel import Telegram
from bot.channels.web.channel import Web
from bot.dialogue.line import Channel
from handlers import duty
from handlers.case import Status
from handlers.store.keys import ConsoleKeys
from handlers.store.models import Alert, Case, Conversation, Staff
from tests.bot.test_conversation import Line, _answered
from tests.bot.test_conversation import line as line
from tests.bot.test_returning import NOTICE, _is_said, _texts

PAGE = Channel(previews=False)
NOBODY = "Nobody has opened your report yet."


async def _waits(line: Line, about: Channel = Channel()) -> None:
    """In danger, behind the two questions, with the tap."""
    line.conversations._channels = {"web": about}
    await line.says("ba đang đánh em")
    for _again in range(2):
        await line.hears(line.inbound(command="boqua"))
    told = "".join(await line.taps("safe:stay"))
    assert "nhiều nhất ba lần" in told


async def _silent(line: Line, minutes: int) -> list[str]:
    """What comes by itself within these minutes, looked for every minute as the bot does."""
    before = len(_texts(line, "a"))
    for _minute in range(minutes):
        line.now += timedelta(minutes=1)
        await line.conversations.silent_ones()
        await line.delivery.pump("web")
    return _texts(line, "a")[before:]


async def _change(line: Line, **values: object) -> None:
    async with line.store.writing() as session:
        case = (await session.scalars(select(Case))).one()
        for name, value in values.items():
            setattr(case, name, value)


async def test_after_5_12_and_30_minutes_the_notice_comes_and_the_words_only_with_the_tap(line: Line):
    await _waits(line)
    for quiet, until in ((4, 1), (6, 1), (17, 1)):
        assert await _silent(line, quiet) == []
        notice = await _silent(line, until)
        assert len(notice) == 1 and _is_said(NOTICE, notice)
        assert "báo" not in notice[0] and "em" not in notice[0].split()
    assert await _silent(line, 24 * 60) == []


async def test_the_tap_is_answered_with_what_is_true_then(line: Line):
    await _waits(line)
    await _silent(line, 5)
    assert _is_said(NOBODY, await line.taps("reply:open"))
    await _silent(line, 7)
    await _change(line, status=Status.CLAIMED, claimed_at=line.now, read_at=line.now)
    told = "".join(await line.taps("reply:open"))
    assert "cô chú trực đã nhận tin của em" in told and not _is_said(NOBODY, [told])
    assert _is_said("There is no new answer.", await line.taps("reply:open"))


async def test_an_alert_is_told_of_where_one_has_reached_somebody_and_not_else(line: Line):
    await _waits(line, PAGE)
    case = await line.case()
    again = "tin đã được báo lại"
    assert again not in "".join(await _silent(line, 5))
    async with line.store.writing() as session:
        at = line.now.replace(second=0)
        number = int(case.alerted_at.timestamp())
        session.add(Alert(case_id=case.id, round=number, rung=3, target="group", at=at))
    assert again not in "".join(await _silent(line, 7))
    async with line.store.writing() as session:
        (await session.scalars(select(Alert).where(Alert.rung == 3))).one().delivered_at = at
    assert again in "".join(await _silent(line, 18))


async def test_a_page_that_is_open_gets_the_words_themselves(line: Line):
    await _waits(line, PAGE)
    told = await _silent(line, 5)
    assert _is_said(NOBODY, told) and not _is_said(NOTICE, told)


async def test_whoever_writes_begins_the_silence_anew_and_gets_no_more_than_three(line: Line):
    await _waits(line)
    told = 0
    for _time in range(8):
        told += len(await _silent(line, 20))
        await line.says("em vẫn chờ")
    assert told == 3


async def test_without_the_tap_nothing_comes(line: Line):
    await line.says("ba đang đánh em")
    for _again in range(2):
        await line.hears(line.inbound(command="boqua"))
    assert await _silent(line, 40) == []


@pytest.mark.parametrize("ends", ["thoat", "xoa", "huy", "đừng nhắn cho em nữa", "safe:unsafe", "safe:calm"])
async def test_an_exit_or_a_refusal_ends_it(line: Line, ends: str):
    await _waits(line)
    await _silent(line, 5)
    if ":" in ends:
        await line.taps(ends)
    elif " " in ends:
        await line.says(ends)
    else:
        await line.hears(line.inbound(command=ends))
    assert await _silent(line, 40) == []


async def test_a_closed_case_ends_it(line: Line):
    await _waits(line)
    await _change(line, status=Status.CLOSED, closed_because="helped")
    assert await _silent(line, 40) == []


@pytest.mark.parametrize("flag", [{"do_not_write": True}, {"unreachable": True}, {"safe_hours": "never"}])
async def test_where_the_case_may_not_be_written_about_nothing_comes(line: Line, flag: dict[str, object]):
    await _waits(line)
    await _change(line, **flag)
    assert await _silent(line, 40) == []


async def test_an_answer_of_staff_takes_its_place(line: Line, for_console: ConsoleKeys):
    await _waits(line)
    await _silent(line, 5)
    before = len(_texts(line, "a"))
    await _answered(line, for_console, (await line.case()).id, "Em đang ở đâu?")
    assert len(_texts(line, "a")) == before + 1 and await _silent(line, 40) == []
    opened = "".join(await line.taps("reply:open"))
    assert "Em đang ở đâu?" in opened and not _is_said(NOBODY, [opened])


async def test_a_case_that_was_brought_elsewhere_is_not_told_of_here(line: Line):
    await line.says("ba đang đánh em")
    code = next(
        row for text in _texts(line, "a") for row in text.splitlines() if len(row) == 19 and row[:3].isdecimal()
    )
    for _again in range(2):
        await line.hears(line.inbound(command="boqua"))
    await line.taps("safe:stay")
    await line.says(code, "b")
    assert await _silent(line, 40) == []


async def test_two_looks_at_once_and_one_that_comes_late_tell_it_once(line: Line):
    await _waits(line)
    line.now += timedelta(minutes=5)
    await asyncio.gather(*(line.conversations.silent_ones() for _ in range(4)))
    before = len(_texts(line, "a"))
    await line.delivery.pump("web")
    assert len(_texts(line, "a")) == before + 1
    async with line.store.reading() as session:
        due = (await session.scalars(select(Conversation.quiet_due_at))).one()
    assert due == line.now + timedelta(minutes=7)


async def test_whoever_blocked_the_bot_is_not_written_to(line: Line):
    await _waits(line)
    async with line.store.writing() as session:
        (await session.scalars(select(Conversation))).one().closed_by_peer = True
    assert await _silent(line, 40) == []


async def test_on_duty_or_not_is_said_as_it_is(line: Line):
    await _waits(line, PAGE)
    nobody = "Lúc này chưa có người trực"
    assert nobody in "".join(await _silent(line, 5))
    async with line.store.writing() as session:
        session.add(Staff(id="s", login="s", name="S", role="case_worker", created_at=line.now))
        await session.flush()
        await duty.set_duty(session, "s", True, now=line.now)
    assert nobody not in "".join(await _silent(line, 7))


def test_telegram_lights_up_a_screen_and_the_page_does_not():
    assert Telegram.about.previews and not Web.about.previews
