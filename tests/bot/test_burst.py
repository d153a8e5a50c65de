"""Several messages at once on both databases: each is taken in by itself, and they get one answer with one question."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot import delivery
from bot.answers import MOST_HELD
from bot.channels import Outbound
from bot.conversation import Conversations
from bot.delivery import Delivery
from bot.dialogue.line import Channel
from bot.settings import Operator, Settings
from handlers.case import ItemKind
from handlers.recording import Recording
from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from handlers.store.models import Case, Item, Job
from locales import translator
from nlu.meaning import Danger, Meaning
from tests.bot.test_conversation import Line, _code
from tests.bot.test_web_cost import counted

_ = translator("vi")
HOLD = timedelta(seconds=1.2)
A_BREATH = timedelta(seconds=0.3)  # between two messages of a burst
NEXT_DOOR = (
    "nhà bên kia có chuyện không ổn",
    "tôi nghe tiếng khóc suốt",
    "mấy đêm liền như vậy rồi",
    "tôi không biết phải làm sao",
)
PICTURE = _(
    "I do not take in pictures or videos. Please keep it, do not send it to anyone. "
    "You can write here what it is about."
)
KEPT_VOICE = _("I have kept your recording. A person will listen to it; no machine writes it down.")
TOLD = Meaning("report_neglect", 0.9)


class Bursting(Line):
    """A line whose calm answers wait, and whose clock goes on a little with each message."""

    def __init__(self, store: Store, keys: BotKeys, about: Channel | None = None) -> None:
        super().__init__(store, keys)
        self.about = {"web": about or Channel()}
        self.starts_anew()

    def starts_anew(self) -> None:
        """As after a kill: nothing of it is remembered but what stands in the database."""
        settings = Settings(operator=Operator(name="Đường dây thử", answered_by="cán bộ"), _env_file=None)
        self.conversations = Conversations(
            self.store, self.keys, self.parse, settings.line, lambda: self.now, self.about, HOLD
        )
        self.delivery = Delivery(
            self.store, self.keys, {"web": self.channel}, self.conversations, None, lambda: self.now
        )

    async def burst(self, *messages: str | dict[str, object], chat: str = "a") -> list[str]:
        """One after another; what came back before the answers that wait are due."""
        before = len(self.said(chat))
        for message in messages:
            what: dict[str, object] = {"text": message} if isinstance(message, str) else message
            await self.conversations.hear(self.inbound(chat, **what))
            await self.delivery.pump("web")
            self.now += A_BREATH
        return [one.text for one in self.said(chat)[before:]]

    async def at_rest(self, chat: str = "a") -> list[Outbound]:
        """What has come once nobody writes any more."""
        before = len(self.said(chat))
        self.now += HOLD
        await self.delivery.pump("web")
        return self.said(chat)[before:]

    def said(self, chat: str) -> list[Outbound]:
        return self.channel.said.get(chat, [])


def questions(said: list[Outbound]) -> list[Outbound]:
    return [one for one in said if one.choices]


@pytest.fixture
async def line(store: Store, for_bot: BotKeys) -> AsyncIterator[Bursting]:
    yield Bursting(store, for_bot)


@pytest.mark.parametrize("meaning", [Meaning.unknown, TOLD])
async def test_four_short_messages_get_one_answer_with_one_question(line: Bursting, meaning: Meaning):
    line.meaning = meaning
    assert await line.burst(*NEXT_DOOR) == []
    answer = await line.at_rest()
    assert len(answer) == len({one.text for one in answer}) and len(questions(answer)) == 1
    assert answer[-1].choices and _("In danger now? Call:") in answer[0].text  # the notice is whole
    assert await line.at_rest() == []
    await line.burst({"command": "thoat"})
    if meaning is TOLD:  # all of it was kept, and none of it as something else
        async with line.store.reading() as session:
            assert await session.scalar(select(func.count()).select_from(Case)) == 1


@pytest.mark.parametrize("again", ["2", "không", "có", "1", "bỏ qua", "đúng rồi"])
async def test_the_second_message_is_no_answer_to_what_the_first_one_brings(line: Bursting, again: str):
    await line.burst({"command": "start"}, {"button": "start:child"})
    line.meaning = TOLD
    await line.burst("con bé nhà bên bị bỏ đói", again)
    (asked,) = questions(await line.at_rest())
    assert asked.choices[0][0].startswith("danger:")  # the first question, still open
    line.meaning = Meaning.unknown
    line.now += timedelta(seconds=5)
    await line.burst("không")  # seen by now
    (asked,) = questions(await line.at_rest())
    assert not asked.choices[0][0].startswith("danger:")


async def test_messages_that_waited_while_the_bot_was_away_answer_nothing(line: Bursting):
    line.meaning = TOLD
    waiting = []
    for text in ("con bé nhà bên bị bỏ đói", "không", "2", "xã Ea Kao"):
        waiting.append(line.inbound(text=text))
        line.now += timedelta(seconds=20)
    line.now += timedelta(minutes=30)
    for inbound in waiting:
        await line.conversations.hear(inbound)
    answer = await line.at_rest()
    assert len(questions(answer)) == 1
    await line.burst({"command": "thoat"})
    assert (await line.case()).unfinished


@pytest.mark.parametrize("caption", [None, "ảnh con bé nhà bên"])
async def test_an_album_of_eight_pictures_gets_one_answer(line: Bursting, caption: str | None):
    await line.burst({"command": "start"}, {"button": "start:child"})
    first: dict[str, object] = {"attachment": "picture", **({"text": caption} if caption else {})}
    assert await line.burst(first, *({"attachment": "picture"} for _ in range(5))) == []
    answer = await line.at_rest()
    assert "".join(one.text for one in answer).count(PICTURE) == 1
    assert len(questions(answer)) == 1 and answer[-1].choices


async def test_five_voices_get_one_answer_and_all_of_them_are_kept(line: Bursting):
    voice: dict[str, object] = {"attachment": "voice", "recording": Recording(b"OggS a voice", "audio/ogg", b"ID3")}
    assert await line.burst(*[voice] * 5) == []
    answer = await line.at_rest()
    assert "".join(one.text for one in answer).count(KEPT_VOICE) == 1
    assert len(questions(answer)) == 1 and answer[-1].choices
    assert _code([one.text for one in answer])
    assert await line.count(Case) == 1
    async with line.store.reading() as session:
        kept = select(func.count()).select_from(Item).where(Item.kind == ItemKind.RECORDING)
        assert await session.scalar(kept) == 5


async def test_what_is_added_is_said_once_and_all_of_it_is_on_the_case(line: Bursting):
    await line.burst("ba đang đánh em", {"button": "danger_where:skip"}, {"button": "danger_contact:skip"})
    line.now += timedelta(seconds=30)
    await line.burst("em ở trong phòng", "khóa cửa rồi", "em chờ")
    answer = await line.at_rest()
    assert [one.text for one in answer] == [_("I have added it.")]
    async with line.store.reading() as session:
        kept = select(func.count()).select_from(Item).where(Item.kind == ItemKind.MESSAGE)
        assert await session.scalar(kept) == 3


async def test_danger_in_the_middle_alarms_at_once_and_its_numbers_come_first(line: Bursting):
    assert await line.burst("chào cô", "em muốn kể chuyện này") == []
    at_once = await line.burst("ba đang đánh em")
    assert "☎ 113" in at_once[0] and await line.count(Case) == 1
    code, notice = at_once[-1].index("Mã của"), at_once[-1].index("Mình là máy")
    assert code < notice < at_once[-1].rindex("\n\n") and len(at_once) == 2  # the question is last
    assert line.said("a")[-1].choices
    assert len(questions(line.said("a"))) == 1
    await line.burst("nhanh lên cô ơi")
    assert len(questions(await line.at_rest())) <= 1


async def test_danger_that_only_the_service_hears_waits_for_nothing(line: Bursting):
    await line.burst("chào cô")
    line.meaning = Meaning("report_physical_violence", 0.9, danger=Danger(True, frozenset({"violence_now"})))
    assert "☎" in (await line.burst("nó lại cầm cái đó ra"))[0]


async def test_a_tap_or_command_gives_out_what_waits_first_and_asks_once(line: Bursting):
    await line.burst("chào cô")
    at_once = await line.burst({"command": "giup"})
    assert len(at_once) >= 2 and len(questions(line.said("a"))) == 1 and line.said("a")[-1].choices
    assert await line.at_rest() == []


async def test_whoever_leaves_in_the_middle_is_told_nothing_of_it(line: Bursting):
    line.meaning = TOLD
    await line.burst("con bé nhà bên bị bỏ đói", "mấy hôm rồi")
    assert await line.burst("thoát") == [_("Fine, see you another time.")]
    assert await line.at_rest() == []
    assert (await line.case()).unfinished
    async with line.store.reading() as session:
        assert not await session.scalar(select(func.count()).select_from(Job).where(Job.body.is_not(None)))


async def test_what_waits_when_the_process_is_killed_is_said_by_the_next(line: Bursting):
    await line.burst(*NEXT_DOOR[:2])
    line.starts_anew()
    answer = await line.at_rest()
    assert len(questions(answer)) == 1
    assert await line.at_rest() == []


async def test_a_burst_is_not_waited_for_without_end(line: Bursting):
    texts = [f"và chuyện thứ {number}" for number in range(12)]
    began = line.now
    while not await line.burst(texts.pop()):
        assert line.now - began <= MOST_HELD + A_BREATH
    assert texts


async def test_two_chats_do_not_wait_for_each_other(line: Bursting):
    await line.burst("chào cô", chat="a")
    line.now += HOLD - A_BREATH - A_BREATH
    await line.burst("chào cô", chat="b")
    line.now += A_BREATH
    await line.delivery.pump("web")
    assert line.said("a") and not line.said("b")
    assert await line.at_rest("b")


async def test_where_one_writes_only_when_answered_nothing_waits(store: Store, for_bot: BotKeys):
    line = Bursting(store, for_bot, Channel(one_by_one=True))
    assert await line.burst("chào cô")


async def test_words_cost_no_statement_more_and_the_next_of_a_burst_one_to_take_back(line: Bursting):
    await line.burst({"command": "start"}, {"button": "start:child"})
    line.meaning = TOLD
    with counted(line.store) as alone:
        await line.conversations.hear(line.inbound(text="con bé nhà bên bị bỏ đói"))
    line.now += A_BREATH
    with counted(line.store) as next_one:
        await line.conversations.hear(line.inbound(text="mấy hôm rồi"))
    assert (alone.transactions, next_one.transactions) == (1, 1)
    assert next_one.statements <= alone.statements + 1


async def test_the_worker_says_what_waits_when_it_is_due_without_being_told(
    line: Bursting, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(delivery, "_LOOK_SECONDS", 3600.0)
    line.conversations.answers.hold = timedelta(milliseconds=50)
    began, loop = line.now, asyncio.get_running_loop()
    started, told = loop.time(), asyncio.Event()

    async def deliver(_address: str, _message: Outbound) -> str:
        told.set()
        return "1"

    monkeypatch.setattr(line.channel, "deliver", deliver)
    monkeypatch.setattr(line.delivery, "_clock", lambda: began + timedelta(seconds=loop.time() - started))
    await line.conversations.hear(line.inbound(text="chào cô"))
    running = asyncio.create_task(line.delivery.run("web"))
    await asyncio.wait_for(told.wait(), 30)
    running.cancel()
    await asyncio.wait({running})


async def test_how_long_it_is_until_something_that_waits_is_due(line: Bursting):
    assert line.conversations.answers.seconds_to_next(line.now) is None
    await line.conversations.hear(line.inbound(text="chào cô"))
    assert line.conversations.answers.seconds_to_next(line.now) == HOLD.total_seconds()
    line.now += HOLD
    assert line.conversations.answers.seconds_to_next(line.now) is None


async def test_that_the_question_above_may_wait_is_not_said_over_the_next_one(line: Bursting):
    ready = _("Whenever you are ready, answer the question above; you can also skip it.")
    line.meaning = TOLD
    await line.burst("bé nhà bên bị bỏ đói", {"button": "understood:right"})
    line.now += timedelta(seconds=30)
    line.meaning = Meaning.unknown
    await line.burst("có báo công an không")
    await line.at_rest()
    line.now += timedelta(seconds=30)
    await line.burst("có báo công an không")
    assert ready in [one.text for one in await line.at_rest()][-1]
    line.now += timedelta(seconds=30)
    await line.burst("đừng nói với ba", "ba đang đánh bé, cứu với")
    texts = [one.text for one in line.said("a")]
    assert any("☎ 113" in text for text in texts) and "".join(texts).count(ready) == 1
