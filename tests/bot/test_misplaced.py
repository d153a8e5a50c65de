"""Staff who write to the bot: it reaches nobody, and they are told so; a child with their telephone is heard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.alerting import Alerting
from bot.channels.telegram.channel import Telegram
from bot.duty import Duty
from bot.inbound import Inbound
from bot.misplaced import PATIENCE, REPORT, REPORTS_FOR
from handlers.permission import Role
from handlers.store.engine import Store
from handlers.store.kept import keep
from handlers.store.keys import BotKeys
from handlers.store.models import Staff
from tests.bot.test_duty import Room
from tests.bot.test_telegram import Listener
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram_world import Json

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'", "ignore:.*attribute `retry_after`")

CONSOLE = "https://truc.example.org"
GREETING = "Chào em, cô là Lan ở tổng đài, em kể cô nghe nhé"
DANGER = "ba đang đánh em"


@pytest.fixture
def fake() -> Iterator[TelegramFake]:
    with TelegramFake() as running:
        yield running


@pytest.fixture
def listener(store: Store, for_bot: BotKeys) -> Listener:
    return Listener(store, for_bot)


@pytest.fixture
async def room(fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener) -> AsyncIterator[Room]:
    async def listens(inbound: Inbound) -> None:
        await listener(inbound)

    duty = Duty(store, for_bot, lambda: here.now, console=CONSOLE)
    telegram = Telegram(fake.token, fake.url, None, listens, duty, store, for_bot, pause=0.01, poll=5)
    alerting = Alerting(store, for_bot, telegram, lambda: here.now, console=CONSOLE)
    here = Room(fake, store, for_bot, duty, alerting, telegram, fake.group("Trực ban", "supergroup"))
    async with store.writing() as session:
        await keep(session, "staff_chat", str(here.group.id))
    await telegram.connect()
    task = asyncio.create_task(telegram.receive())
    yield here
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await telegram.close()


# --- in the private chat ---------------------------------------------------------------------------------------------
async def test_words_of_staff_reach_no_conversation_and_they_are_told_so(room: Room, listener: Listener) -> None:
    lan = await room.hire("Lan")
    lan.says(GREETING)
    await room.settled()
    assert listener.heard == []
    assert "chưa đến được ai" in lan.last.text and lan.last.links == [CONSOLE]
    assert [data for _, data in lan.last.buttons] == [REPORT]
    assert "113" not in lan.last.text


@pytest.mark.parametrize(
    "content",
    [
        {"contact": {"phone_number": "0900000000", "first_name": "Em"}},
        {"location": {"latitude": 12.6, "longitude": 108.0}},
        {"dice": {"emoji": "🎲", "value": 4}},
        {"text": "/start"},
        {"text": "/baotin"},
    ],
)
async def test_nothing_else_that_staff_send_begins_a_report(room: Room, listener: Listener, content: Json) -> None:
    lan = await room.hire("Lan")
    lan.sends(content)
    await room.settled()
    assert listener.heard == [] and "chưa đến được ai" in lan.last.text


async def test_a_recording_or_changed_words_of_staff_reach_nobody_either(room: Room, listener: Listener) -> None:
    lan = await room.hire("Lan")
    lan.sends_voice()
    lan.edits(lan.says(GREETING), f"{GREETING} em ơi")
    await room.settled()
    assert listener.heard == [] and len([one for one in lan.sees if one.by_bot]) == 3


async def test_the_case_whose_alert_was_answered_is_named_else_those_of_ones_own(room: Room) -> None:
    lan, mai = await room.hire("Lan"), await room.hire("Mai")
    case, other = await room.open(), await room.open()
    await room.deliver()
    alert = next(one for one in lan.sees if case.number in one.text)
    lan.sends({"text": GREETING, "reply_to_message": alert.json()})
    await room.settled()
    assert lan.last.links == [f"{CONSOLE}/cases/{case.number}"]
    mai.taps(f"claim:{other.id}")
    await room.told(mai)
    mai.says(GREETING)
    await room.settled()
    assert mai.last.links == [f"{CONSOLE}/cases/{other.number}"]


async def test_a_child_with_the_telephone_of_an_officer_tells_after_one_tap(room: Room, listener: Listener) -> None:
    lan = await room.hire("Lan")
    lan.says(DANGER)
    await room.settled()
    assert lan.last.text.index("113") < lan.last.text.index("chưa đến được ai")  # the numbers come first
    lan.taps(REPORT)
    lan.says(DANGER)
    await room.settled()
    assert [(one.command, one.text) for one in await listener.has(2)] == [("start", None), (None, DANGER)]
    room.now += REPORTS_FOR - timedelta(minutes=1)
    lan.says("em ở buôn Ky")
    await room.settled()
    room.now += timedelta(minutes=2)
    lan.says("nhà cuối đường")
    await room.settled()
    await listener.has(4)
    assert listener.texts[-2:] == ["em ở buôn Ky", "nhà cuối đường"]
    room.now += REPORTS_FOR
    lan.says(GREETING)
    await room.settled()
    assert listener.texts[-1] == "nhà cuối đường"  # it is the officer's telephone again


@pytest.mark.parametrize("leaving", ["/thoat", "x", "❌", "/xoa"])
async def test_leaving_is_obeyed_and_ends_the_report(room: Room, listener: Listener, leaving: str) -> None:
    lan = await room.hire("Lan")
    lan.says(GREETING)
    await room.settled()
    lan.taps(REPORT)
    await room.settled()
    lan.says(leaving)
    lan.says(GREETING)
    await room.settled()
    assert len(await listener.has(2)) == 2 and listener.texts[-1] != GREETING


async def test_somebody_who_is_no_staff_is_heard_as_ever(room: Room, listener: Listener) -> None:
    child = room.fake.person("Em")
    child.says(DANGER)
    await listener.has(1)
    assert listener.texts == [DANGER]


async def test_somebody_who_was_staff_a_moment_ago_is_heard_as_ever(
    room: Room, store: Store, listener: Listener
) -> None:
    """Who is linked is looked up now and then: in between nobody's words may reach nobody."""
    lan = await room.hire("Lan")
    lan.says(GREETING)
    await room.settled()
    async with store.writing() as session:
        await session.execute(update(Staff).values(telegram_hash=None, telegram_address=None))
    lan.says("con bé nhà bên bị đánh")
    assert [one.text for one in await listener.has(1)] == ["con bé nhà bên bị đánh"]


async def test_an_update_that_comes_twice_is_answered_once(room: Room, fake: TelegramFake) -> None:
    lan = await room.hire("Lan")
    with fake.hold_updates():
        lan.says(DANGER)
        fake.world.updates[-1].again = 2
    await room.settled()
    assert len([one for one in lan.sees if one.by_bot]) == 1
    assert len(await room.jobs("misplaced")) <= 1


# --- danger ----------------------------------------------------------------------------------------------------------
async def test_danger_that_nobody_answers_for_comes_to_a_supervisor_once(room: Room) -> None:
    lan, boss = await room.hire("Lan"), await room.hire("Y Thuyết", role=Role.SUPERVISOR)
    lan.says(DANGER)
    lan.says(f"{DANGER} nữa")
    await room.settled()
    assert await room.deliver() == 0
    room.now += PATIENCE
    assert await room.deliver() == 1
    assert "Lan" in boss.last.text and DANGER not in boss.last.text


@pytest.mark.parametrize("button", [REPORT, "mistaken:"])
async def test_whoever_says_what_the_words_were_alerts_nobody(room: Room, button: str) -> None:
    lan, boss = await room.hire("Lan"), await room.hire("Y Thuyết", role=Role.SUPERVISOR)
    lan.says(DANGER)
    await room.settled()
    lan.taps(next(data for _, data in lan.last.buttons if data.startswith(button)))
    await room.settled()
    room.now += PATIENCE
    await room.deliver()
    assert boss.sees == []


async def test_the_danger_of_another_day_is_told_again(room: Room) -> None:
    lan, boss = await room.hire("Lan"), await room.hire("Y Thuyết", role=Role.SUPERVISOR)
    for _ in range(2):
        lan.says(DANGER)
        await room.settled()
        room.now += PATIENCE
        await room.deliver()
        room.now += timedelta(days=1)
    assert len(boss.sees) == 2


async def test_where_nobody_leads_everybody_else_hears_of_it(room: Room) -> None:
    lan, mai = await room.hire("Lan"), await room.hire("Mai")
    lan.says(DANGER)
    await room.settled()
    room.now += PATIENCE
    await room.deliver()
    assert "Lan" in mai.last.text and "Lan" in room.group.last.text
    assert not any("Lan" in one.text for one in lan.sees if one.by_bot)


# --- in the staff's group --------------------------------------------------------------------------------------------
async def test_an_answer_to_an_alert_in_the_group_is_told_where_to_go(room: Room, listener: Listener) -> None:
    lan = await room.hire("Lan")
    case = await room.open()
    await room.deliver()
    lan._send({"text": GREETING, "reply_to_message": room.group.last.json()}, room.group)
    await room.settled()
    assert listener.heard == []
    assert room.group.last.links == [f"{CONSOLE}/cases/{case.number}"] and room.group.last.buttons == []


async def test_what_staff_say_to_one_another_in_the_group_is_left_alone(room: Room, listener: Listener) -> None:
    lan = await room.hire("Lan")
    lan.says(DANGER, chat=room.group)
    lan.says("/start", chat=room.group)
    await room.settled()
    assert listener.heard == [] and not any(one.by_bot for one in room.group.sees)


async def test_danger_told_to_the_bot_in_the_group_comes_to_a_supervisor_too(room: Room) -> None:
    lan, boss = await room.hire("Lan"), await room.hire("Y Thuyết", role=Role.SUPERVISOR)
    await room.open()
    await room.deliver()
    lan._send({"text": DANGER, "reply_to_message": room.group.last.json()}, room.group)
    await room.settled()
    assert "113" in room.group.last.text
    room.now += PATIENCE
    await room.deliver()
    assert "Lan" in boss.last.text


async def test_an_address_that_telegram_takes_for_no_button_stands_in_the_words(room: Room) -> None:
    room.duty._console = "http://127.0.0.1:8080"
    lan = await room.hire("Lan")
    lan.says(GREETING)
    await room.settled()
    assert lan.last.links == [] and "http://127.0.0.1:8080" in lan.last.text


async def test_an_officer_who_answers_the_alert_of_a_child_in_danger_reads_where_to_answer(room: Room) -> None:
    """The whole of it, as it was reported: nobody is alerted by "Chào em", no case is opened, one tap leads there."""
    lan = await room.hire("Lan")
    case = await room.open()
    await room.deliver()
    alert = next(one for one in lan.sees if case.number in one.text)
    lan.sends({"text": GREETING, "reply_to_message": alert.json()})
    await room.settled()
    assert "chưa đến được ai" in lan.last.text and "http" not in lan.last.text and "113" not in lan.last.text
    assert lan.last.links == [f"{CONSOLE}/cases/{case.number}"] and [data for _, data in lan.last.buttons] == [REPORT]
    assert await room.jobs("misplaced") == []
