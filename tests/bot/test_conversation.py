"""The shell on both databases: once in, never lost, and nothing readable left lying about."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bot.channels import Outbound, Shows, Undeliverable
from bot.conversation import Conversations
from bot.delivery import Delivery
from bot.dialogue.line import Channel
from bot.dialogue.said.screens import NOTICE_VERSION
from bot.dialogue.stages.anywhere import NOT_TAKEN
from bot.hearing import RECORDINGS_AN_HOUR
from bot.inbound import Inbound
from bot.settings import Operator, Settings
from handlers import escalation, picture, reply, services, writable
from handlers.alarms import AlarmKind, alarms
from handlers.case import ItemKind
from handlers.files.kinds import Refused
from handlers.permission import Role
from handlers.recording import Recording
from handlers.store.engine import Store
from handlers.store.keys import BotKeys, ConsoleKeys
from handlers.store.models import Case, Consent, Conversation, Item, Job, Received, Staff
from handlers.triage import Level
from locales import translator
from nlu.meaning import Danger, Meaning
from tests.handlers.people import NOON

_ = translator("vi")
RECEIPT_LINE = _("Copy it if you can: with the code you can look and go on writing from any phone.")


class Chat:
    """A channel that keeps what it is given, chat by chat."""

    name = "web"
    about = Channel()
    shows = Shows(buttons=True, max_text=4000)

    def __init__(self) -> None:
        self.said: dict[str, list[Outbound]] = {}
        self.erased: list[str] = []
        self.played: list[Recording] = []
        self.problem: Undeliverable | None = None

    async def receive(self) -> None: ...

    async def deliver(self, address: str, message: Outbound) -> str:
        if self.problem is not None:
            raise self.problem
        self.said.setdefault(address, []).append(message)
        return str(sum(map(len, self.said.values())))

    async def play(self, address: str, recording: Recording) -> str:
        self.played.append(recording)
        return "played"

    async def erase(self, address: str, message_ids: tuple[str, ...]) -> None:
        self.erased += message_ids


class Line:
    """One shell, one channel, one clock that only moves when told."""

    def __init__(self, store: Store, keys: BotKeys) -> None:
        self.store, self.keys, self.now = store, keys, NOON
        self.meaning = Meaning.unknown
        self.channel = Chat()
        operator = Operator(name="Đường dây thử", answered_by="cán bộ", hours="cả ngày")
        settings = Settings(operator=operator, _env_file=None)
        self.conversations = Conversations(store, keys, self.parse, settings.line, lambda: self.now, {})
        self.delivery = Delivery(store, keys, {"web": self.channel}, self.conversations, None, lambda: self.now)
        self.updates = 0

    async def parse(self, _text: str) -> Meaning:
        return self.meaning

    def inbound(self, chat: str = "a", **what: object) -> Inbound:
        self.updates += 1
        return Inbound("web", "web", str(self.updates), chat, self.now, **what)  # type: ignore[arg-type]

    async def says(self, text: str, chat: str = "a", **more: object) -> list[str]:
        return await self.hears(self.inbound(chat, text=text, **more))

    async def taps(self, button: str, chat: str = "a") -> list[str]:
        return await self.hears(self.inbound(chat, button=button))

    async def hears(self, inbound: Inbound) -> list[str]:
        """The texts that came back."""
        before = len(self.channel.said.get(inbound.chat, []))
        await self.conversations.hear(inbound)
        await self.delivery.pump("web")
        return [message.text for message in self.channel.said.get(inbound.chat, [])[before:]]

    async def count(self, table: type) -> int:
        async with self.store.reading() as session:
            return await session.scalar(select(func.count()).select_from(table)) or 0

    async def case(self) -> Case:
        async with self.store.reading() as session:
            return (await session.scalars(select(Case))).one()


@pytest.fixture
async def line(store: Store, for_bot: BotKeys) -> AsyncIterator[Line]:
    yield Line(store, for_bot)


def _code(texts: list[str]) -> str:
    lines = [line for text in texts for line in text.splitlines()]
    return next(line for line in lines if line.replace(" ", "").isdigit() and len(line) == 19)


async def test_the_same_update_counts_once_even_at_the_same_moment(line: Line):
    inbound = line.inbound(text="ba đang đánh em")
    await asyncio.gather(*(line.conversations.hear(inbound) for _ in range(4)))
    await line.delivery.pump("web")
    assert await line.count(Case) == 1
    assert await line.count(Received) == 1
    assert sum("☎ 113" in message.text for message in line.channel.said["a"]) == 1


async def test_two_first_messages_at_once_make_one_conversation_and_lose_no_word(line: Line):
    first, second = line.inbound(text="chuyện của bé Na dài lắm"), line.inbound(text="bé Na bị bỏ đói")
    await asyncio.gather(line.conversations.hear(first), line.conversations.hear(second))
    assert await line.count(Conversation) == 1
    await line.taps("start:child")
    await line.conversations.hear(line.inbound(command="thoat"))
    assert (await line.case()).unfinished


async def test_the_notice_and_its_time_are_kept(line: Line):
    await line.says("xin chào")
    async with line.store.reading() as session:
        conversation = (await session.scalars(select(Conversation))).one()
    assert conversation.notice_version == NOTICE_VERSION and conversation.notice_at == NOON


async def test_nothing_readable_is_left_in_the_tables(line: Line):
    secret = "chuyện rất riêng của bé Na"
    await line.says(secret)
    await line.taps("start:child")
    async with line.store.reading() as session:
        conversation = (await session.scalars(select(Conversation))).one()
        jobs = (await session.scalars(select(Job))).all()
    assert secret.encode() not in (conversation.state or b"") + conversation.address
    assert all(job.body is None for job in jobs)  # erased once delivered


async def test_a_code_typed_in_another_chat_shows_the_status_and_lets_one_add(line: Line):
    texts = await line.says("ba đang đánh em")
    code = _code(texts)
    told = await line.says(f"mã của em là {code.replace(' ', '.')}", "b", message_id="55")
    assert _("It has been received. A person has not taken it up yet.") in told[-1]
    assert line.channel.erased == ["55"]
    assert "đánh" not in "".join(told)
    assert (await line.says("em đang ở nhà bà", "b"))[-1] == _("I have added it.")
    async with line.store.reading() as session:
        conversation = (
            await session.scalars(select(Conversation).where(Conversation.id == Case.conversation_id))
        ).one()
    assert line.keys.live.decrypt(conversation.address) == b"b"


async def test_words_beside_a_code_are_not_lost_and_danger_in_them_is_heard(line: Line):
    code = _code(await line.says("ba đang đánh em"))
    told = await line.says(f"mã {code} chú công an ơi mẹ em đang bị ba đánh chảy máu nhiều", "b")
    assert _("Your report:") in told[0]
    assert any("☎" in text for text in told)
    assert await line.count(Case) == 1
    assert code not in "".join(told)


async def test_a_state_that_cannot_be_read_shuts_nobody_out(line: Line):
    await line.says("xin chào")
    async with line.store.writing() as session:
        (await session.scalars(select(Conversation))).one().state = b"from another age"
    assert "☎ 113" in (await line.says("ba đang đánh em"))[0]


@pytest.mark.parametrize(
    "text",
    [
        "nó nhắn từ facebook.com/profile.php?id=100045678901234 dọa em",
        "em sinh 2015 0912345678 8 tuổi",
        "số tài khoản của nó là 102030405060708 nó đòi tiền bé Na",
    ],
)
async def test_fifteen_digits_in_a_story_are_no_code_and_the_story_is_kept(line: Line, text: str):
    await line.says(text, message_id="9")
    await line.taps("start:child")
    await line.hears(line.inbound(command="thoat"))
    assert (await line.case()).unfinished  # the story is with staff


async def test_short_news_beside_a_right_code_reaches_staff(line: Line):
    code = _code(await line.says("ba đang đánh em"))
    before = await line.count(Item)
    texts = await line.says(f"{code} tối qua nó đánh tiếp", "b")
    assert _("I have added it.") in texts
    assert await line.count(Item) > before


@pytest.mark.parametrize("command", ["giup", "help", "huy", "boqua", "start"])
async def test_words_behind_a_command_are_heard(line: Line, command: str):
    texts = await line.hears(line.inbound(command=command, argument="em với ba đang cầm dao đánh em"))
    assert any("☎ 113" in text for text in texts)
    assert await line.count(Case) == 1


async def _answered(line: Line, for_console: ConsoleKeys, case_id: str, text: str) -> None:
    async with line.store.writing() as session:
        await session.merge(
            Staff(id="s", login="s", name="S", role=Role.SUPERVISOR, active=True, on_duty_since=NOON, created_at=NOON)
        )
        await session.flush()
        await reply.send(session, for_console, case_id, "s", text, now=line.now)
    await line.delivery.pump("web")


async def test_an_answer_can_be_opened_during_a_second_report(line: Line, for_console: ConsoleKeys):
    await line.says("ba đang đánh em")
    first = await line.case()
    await line.hears(line.inbound(command="boqua"))
    await line.hears(line.inbound(command="boqua"))
    await line.says("báo tin mới")
    await _answered(line, for_console, first.id, "Em đang ở đâu?")
    assert "Em đang ở đâu?" in "".join(await line.taps("reply:open"))


async def test_a_chat_that_was_left_behind_gets_no_answers(line: Line, for_console: ConsoleKeys):
    code = _code(await line.says("ba đang đánh em"))
    await line.says(code, "new phone")
    await _answered(line, for_console, (await line.case()).id, "Em đang ở đâu?")
    assert "Em đang ở đâu?" not in "".join(await line.taps("reply:open", "a"))
    assert "Em đang ở đâu?" in "".join(await line.taps("reply:open", "new phone"))


async def test_quick_exit_hushes_every_report_of_the_chat(line: Line, for_console: ConsoleKeys):
    await line.says("ba đang đánh em")
    await line.hears(line.inbound(command="boqua"))
    await line.hears(line.inbound(command="boqua"))
    await line.says("báo tin mới")
    await line.hears(line.inbound(command="thoat"))
    assert (await line.case()).do_not_write
    said = len(line.channel.said["a"])
    await _answered(line, for_console, (await line.case()).id, "Em đang ở đâu?")
    assert len(line.channel.said["a"]) == said


async def test_more_recordings_than_an_hour_takes_are_refused_kindly_and_words_never_are(line: Line):
    large = Recording(b"OggS" + b"x" * 4_999_996, "audio/ogg")
    for number in range(6):
        said = await line.hears(line.inbound(attachment="voice", recording=large, message_id=str(number)))
        refused = any(voice(NOT_TAKEN["voices"]) in "".join(said) for voice in (_, translator("vi_child")))
        assert refused == (number == 5)
    assert "113" in "".join(await line.says("ba đang đánh em", attachment="voice", recording=large))
    line.now += timedelta(hours=1)
    said = await line.hears(line.inbound(attachment="voice", recording=large))
    assert _("I have kept your recording. A person will listen to it; no machine writes it down.") in "".join(said)


async def test_one_silence_that_fails_does_not_stop_the_others(line: Line, monkeypatch: pytest.MonkeyPatch):
    line.meaning = Meaning("report_neglect", 0.9)
    await line.says("hai đứa nhỏ bị bỏ đói", "a")
    await line.says("ba đứa nhỏ bị bỏ đói", "b")
    line.now += timedelta(minutes=31)
    heed, failures = line.conversations._went_quiet, iter([True, False])

    async def fails_once(conversation_id: str, now: object) -> None:
        if next(failures):
            raise KeyError("gone")
        await heed(conversation_id, now)  # type: ignore[arg-type]

    monkeypatch.setattr(line.conversations, "_went_quiet", fails_once)
    assert await line.conversations.silent_ones() == 2
    assert await line.count(Case) == 1


async def test_after_five_wrong_codes_their_chat_waits_and_no_other(line: Line):
    for number in range(5):
        assert "15 chữ số" in (await line.says(f"{number}" * 15, "chat"))[-1]
    assert "30" in (await line.says("123 456 789 012 345", "chat"))[-1]
    assert "15 chữ số" in (await line.says("123 456 789 012 345", "someone else"))[-1]


async def test_silence_on_a_risky_draft_opens_an_unfinished_case_after_thirty_minutes(line: Line):
    line.meaning = Meaning("report_neglect", 0.9)
    await line.says("hai đứa nhỏ bị bỏ ở nhà mấy ngày rồi")
    line.now += timedelta(minutes=29)
    assert await line.conversations.silent_ones() == 0
    line.now += timedelta(minutes=2)
    assert await line.conversations.silent_ones() == 1
    case = await line.case()
    assert case.unfinished and case.received_at == NOON
    assert await line.conversations.silent_ones() == 0
    # Going on completes the same case, and only now there is a code to show.
    for _skip in range(9):
        texts = await line.hears(line.inbound(command="boqua"))
    assert _("Is this right? You can still write what is missing.") in texts[-1]
    texts = await line.taps("review:send")
    assert RECEIPT_LINE in "".join(texts)
    assert not (await line.case()).unfinished
    assert await line.count(Case) == 1
    assert _("Your report:") in (await line.says(_code(texts), "b"))[-1]


async def test_the_twelve_hours_count_from_the_first_message_of_this_report(line: Line):
    line.meaning = Meaning("report_physical_violence", 0.9, danger=Danger(False))
    await line.says("bé nhà bên hay bị đòn")
    line.now += timedelta(minutes=20)
    line.meaning = Meaning.unknown
    await line.says("ba nó đang đánh nó")
    assert (await line.case()).received_at == NOON


async def test_consent_to_be_called_is_kept_with_its_time_and_can_be_withdrawn(line: Line):
    await line.says("ba đang đánh em")
    await line.hears(line.inbound(command="boqua"))
    await line.taps("danger_contact:call")
    async with line.store.reading() as session:
        consent = (await session.scalars(select(Consent))).one()
    assert consent.kind == "call_back" and consent.given_at == NOON and consent.case_id == (await line.case()).id
    await line.hears(line.inbound(command="khonggoi"))
    async with line.store.reading() as session:
        assert (await session.scalars(select(Consent))).one().withdrawn_at is not None


async def test_a_reply_comes_as_a_neutral_notice_first(line: Line, for_console: ConsoleKeys):
    await line.says("ba đang đánh em")
    case = await line.case()
    async with line.store.writing() as session:
        session.add(
            Staff(id="s", login="s", name="S", role=Role.SUPERVISOR, active=True, on_duty_since=NOON, created_at=NOON)
        )
        await session.flush()
        await reply.send(session, for_console, case.id, "s", "Cháu có đang an toàn không?", now=line.now)
    before = len(line.channel.said["a"])
    await line.delivery.pump("web")
    (notice,) = line.channel.said["a"][before:]
    assert notice.text == _("There is a new message for you. Open it now?")
    assert "Cháu có đang an toàn không?" in "".join(await line.taps("reply:open"))
    assert _("There is no new answer.") in "".join(await line.taps("reply:open"))


async def test_a_dead_chat_is_noted_on_the_case_and_a_passing_fault_is_tried_again(line: Line):
    line.channel.problem = Undeliverable("network", permanent=False, wait=5)
    assert await line.says("ba đang đánh em") == []
    line.channel.problem = None
    line.now += timedelta(seconds=6)
    await line.delivery.pump("web")
    numbers, code_and_question = line.channel.said["a"]  # nothing lost, in order
    assert "☎ 113" in numbers.text and _code([code_and_question.text]) and code_and_question.choices
    line.channel.problem = Undeliverable("blocked", permanent=True)
    await line.says("xã Ea Kao")
    assert (await line.case()).unreachable


async def test_blocking_is_noted_and_writing_again_lifts_it(line: Line):
    await line.says("ba đang đánh em")
    await line.hears(line.inbound(blocked=True))
    assert (await line.case()).unreachable
    await line.says("em đây")
    assert not (await line.case()).unreachable


async def test_an_erased_chat_leaves_no_conversation_and_a_new_message_begins_anew(line: Line):
    await line.says("ba đang đánh em", message_id="1")
    await line.hears(line.inbound(command="xoa", message_id="2"))
    assert {"1", "2"} <= set(line.channel.erased)
    assert await line.count(Conversation) == 0
    assert (await line.case()).conversation_id is None
    texts = await line.says("alo")
    assert _("In danger now? Call:") in texts[0]


async def test_an_unknown_command_is_read_as_words(line: Line):
    texts = await line.hears(line.inbound(command="congan", argument="oi cứu với"))
    assert "☎ 113" in texts[0]


async def test_half_a_letter_in_a_cry_keeps_nobody_from_hearing_it(line: Line):
    """No channel of ours sends one; a program between us and the person might."""
    said = await line.says("cứu em \ud83d với, bố đang cầm dao")
    assert "113" in said[0]
    assert await line.count(Case) == 1


async def test_what_a_dead_worker_was_sending_is_sent_again_and_counted(line: Line):
    from handlers import outbox

    await line.conversations.hear(line.inbound(text="xin chào"))
    async with line.store.writing() as session:
        held = await outbox.take(session, "web", line.now)
    assert len(held) == 2
    await line.delivery.pump("web")
    assert "a" not in line.channel.said  # its lane waits for the lease …
    async with line.store.writing() as session:
        assert await outbox.take_over(session, "web") == 2  # … until the next worker takes over
    await line.delivery.pump("web")
    assert len(line.channel.said["a"]) == 2


async def test_a_flood_of_words_is_kept_whole_answered_once_and_never_hides_danger(line: Line):
    answers = [text for number in range(25) for text in await line.says(f"cháu kể chuyện số {number} rất dài")]
    slow = _("Many messages came at once. I keep them all; please write a little slower.")
    assert answers.count(slow) == 1
    assert "113" in "".join(await line.says("ba đang đánh em"))
    assert (await line.case()).level == 0


async def test_whoever_may_be_in_danger_is_asked_in_a_flood_too_and_silence_reaches_staff_after_three_minutes(
    line: Line,
):
    for number in range(25):
        await line.says(f"cháu kể chuyện số {number} rất dài")
    line.meaning = Meaning(danger=Danger(maybe=True))
    assert _("No, not safe") in str((await line.says("bé nhà bên cứ khóc hoài"), line.channel.said))
    line.now += timedelta(minutes=2)
    assert await line.conversations.silent_ones() == 0
    line.now += timedelta(minutes=2)
    assert await line.conversations.silent_ones() == 1
    assert (await line.case()).level == 1


async def test_a_flood_of_one_chat_slows_no_other(line: Line):
    for number in range(25):
        await line.says(f"cháu kể chuyện số {number} rất dài")
    assert len(await line.says("chào bạn", "b")) > 1


async def test_an_answer_of_an_unsafe_hour_is_announced_when_the_person_writes(line: Line, for_console: ConsoleKeys):
    await line.says("ba đang đánh em")
    case = await line.case()
    async with line.store.writing() as session:
        session.add(
            Staff(id="s", login="s", name="S", role=Role.SUPERVISOR, active=True, on_duty_since=NOON, created_at=NOON)
        )
        await session.flush()
        await writable.keep_safe_hours(session, case.id, "unknown", line.now)
        await reply.send(session, for_console, case.id, "s", "Cháu có đang an toàn không?", now=line.now)
    before = len(line.channel.said["a"])
    await line.delivery.pump("web")
    assert line.channel.said["a"][before:] == []
    notice = _("There is a new message for you. Open it now?")
    for _again in range(3):  # out of the questions of danger
        await line.says("bỏ qua")
    assert [message.text for message in line.channel.said["a"]].count(notice) == 1


@pytest.mark.anyio
async def test_places_that_help_are_found_near_the_commune_that_is_written(line: Line):
    async with line.store.writing() as session:
        await services.replace(
            session,
            [
                services.Service(
                    "Trạm y tế Ví Dụ",
                    "health",
                    frozenset({"24373"}),
                    "",
                    "",
                    "",
                    "",
                    "0262 000 000",
                    date(2026, 11, 20),
                )
            ],
        )
    line.meaning = replace(Meaning.unknown, intent="ask_service", confidence=0.9)
    await line.says("ở đâu có chỗ tư vấn")
    line.meaning = Meaning.unknown
    said = "\n".join(await line.says("Ea Kar"))
    assert "Trạm y tế Ví Dụ" in said and "0262 000 000" in said and "20/11/2026" in said
    assert await line.count(Case) == 0


async def _claimed_taking_pictures(line: Line) -> Case:
    await line.says("ba đang đánh em")
    case = await line.case()
    async with line.store.writing() as session:
        session.add(
            Staff(id="s", login="s", name="S", role=Role.SUPERVISOR, active=True, on_duty_since=NOON, created_at=NOON)
        )
        await session.flush()
        await escalation.claim(session, case.id, "s", line.now)
        await picture.allow(session, case.id, "s", True, line.now)
    return case


async def test_a_picture_is_kept_only_where_staff_take_it(line: Line):
    case = await _claimed_taking_pictures(line)
    source, chat = "web", "a"
    assert await line.conversations.takes_pictures(source, chat)
    assert not await line.conversations.takes_pictures(source, "b")
    before = await line.count(Item)
    texts = await line.hears(line.inbound(attachment="picture", picture=b"a jpeg"))
    taken = translator("vi_child")(
        "The staff have the picture. What was hidden in it, such as place and time, has been taken out."
    )
    assert taken in "".join(texts)
    async with line.store.writing() as session:
        assert len(list(await session.scalars(select(Item.id).where(Item.kind == ItemKind.PICTURE)))) == 1
        await picture.allow(session, case.id, "s", False, line.now)
    assert not await line.conversations.takes_pictures(source, chat)
    texts = await line.hears(line.inbound(attachment="picture", picture=b"another"))  # fetched a moment too early
    assert taken not in "".join(texts)
    async with line.store.reading() as session:
        assert len(list(await session.scalars(select(Item.id).where(Item.kind == ItemKind.PICTURE)))) == 1
    assert await line.count(Item) == before + 2  # the picture, and the remark that another one was sent


async def test_the_words_under_a_picture_are_heard_like_any_other(line: Line):
    await _claimed_taking_pictures(line)
    await line.hears(line.inbound(command="boqua"))
    await line.hears(line.inbound(command="boqua"))
    texts = await line.hears(line.inbound(attachment="picture", picture=b"a jpeg", text="ba đang cầm dao"))
    assert "☎ 113" in "".join(texts)


async def test_whoever_sent_a_file_that_is_refused_hears_why(line: Line):
    await _claimed_taking_pictures(line)
    for why in Refused:
        texts = await line.hears(line.inbound(attachment=why))
        assert translator("vi_child")(NOT_TAKEN[why]) in "".join(texts)


async def test_a_recording_that_does_not_play_is_sealed_as_it_came_and_an_alarm_until_one_does(line: Line):
    raw, plays = Recording(b"#!AMR", "audio/amr"), Recording(b"#!AMR", "audio/amr", b"ID3")
    await line.hears(line.inbound(attachment="voice", recording=raw))

    async def kinds() -> tuple[set[str], set[AlarmKind]]:
        async with line.store.reading() as session:
            items = set(await session.scalars(select(Item.kind)))
            return items, {one.kind for one in await alarms(session, line.now)}

    items, alarmed = await kinds()
    assert ItemKind.RAW_SOUND in items and ItemKind.RECORDING not in items
    assert AlarmKind.RECORDING_UNPLAYABLE in alarmed
    await line.hears(line.inbound(attachment="voice", recording=plays))
    items, alarmed = await kinds()
    assert {ItemKind.RAW_SOUND, ItemKind.RECORDING} <= items and AlarmKind.RECORDING_UNPLAYABLE not in alarmed


async def test_staff_answer_by_voice_and_it_is_heard_once_after_a_tap(line: Line, for_console: ConsoleKeys):
    await line.says("ba đang đánh em")
    case = await line.case()
    voice = Recording(b"OggS a kind voice", "audio/ogg", b"ID3")
    async with line.store.writing() as session:
        session.add(
            Staff(id="s", login="s", name="S", role=Role.SUPERVISOR, active=True, on_duty_since=NOON, created_at=NOON)
        )
        await session.flush()
        await reply.send(session, for_console, case.id, "s", "Chị đây", now=line.now)
        line.now += timedelta(seconds=1)
        await reply.send(session, for_console, case.id, "s", voice, now=line.now)
    await line.delivery.pump("web")
    assert line.channel.played == []  # the notice only
    texts = await line.taps("reply:open")
    assert any("Chị đây" in text for text in texts) and line.channel.played == [voice]
    assert translator("vi_child")("The staff speak to you:") in texts
    await line.taps("reply:open")
    assert line.channel.played == [voice]
    async with line.store.reading() as session:
        bodies = [job.body for job in await session.scalars(select(Job))]
    assert bodies == [None] * len(bodies)  # erased once delivered


async def test_a_code_beside_a_recording_leads_it_to_its_report(line: Line):
    code = _code(await line.says("ba đang đánh em"))
    voice = Recording(b"OggS where I am", "audio/ogg", b"ID3")
    texts = await line.hears(line.inbound("b", attachment="voice", text=code, recording=voice))
    assert _("Your report:") in "".join(texts)
    assert await line.count(Case) == 1
    async with line.store.reading() as session:
        kinds = list(await session.scalars(select(Item.kind).where(Item.case_id == (await line.case()).id)))
    assert ItemKind.RECORDING in kinds


async def test_recordings_without_end_are_refused_with_the_way_to_call_and_none_before_is_lost(line: Line):
    for number in range(RECORDINGS_AN_HOUR):
        voice = Recording(b"OggS %d" % number, "audio/ogg", b"ID3")
        texts = await line.hears(line.inbound(attachment="voice", recording=voice))
    assert _("I have kept your recording. A person will listen to it; no machine writes it down.") in "".join(texts)
    texts = await line.hears(line.inbound(attachment="voice", recording=Recording(b"OggS more", "audio/ogg", b"ID3")))
    assert "111" in texts[0]
    async with line.store.reading() as session:
        held = list(await session.scalars(select(Item.id).where(Item.kind == ItemKind.RECORDING)))
    assert len(held) == RECORDINGS_AN_HOUR and await line.count(Case) == 1


async def test_words_beside_a_recording_in_a_flood_are_kept(line: Line):
    await line.says("ba đang đánh em")
    for number in range(25):
        await line.says(f"tin {number}")
    before = await line.count(Item)
    voice = Recording(b"OggS", "audio/ogg", b"ID3")
    await line.hears(line.inbound(attachment="voice", text="ở gần chợ", recording=voice))
    assert await line.count(Item) == before + 3  # the words, the recording, and why it is urgent


@pytest.mark.parametrize("how", ["thoat", "xoa"])
async def test_a_recording_that_comes_after_its_person_left_reaches_staff_and_is_not_spoken_of(line: Line, how: str):
    await line.hears(line.inbound(command=how))
    sound = Recording(b"OggS" + bytes(100), "audio/ogg", b"ID3")
    before = len(line.channel.said["a"])
    await line.hears(line.inbound(attachment="voice", recording=sound, message_id="77", left=how))
    assert len(line.channel.said["a"]) == before and "77" in line.channel.erased
    case = await line.case()
    assert case.do_not_write and case.unfinished
    async with line.store.reading() as session:
        kinds = set(await session.scalars(select(Item.kind)))
        assert ItemKind.RECORDING in kinds
        assert await session.scalar(select(func.count()).select_from(Job).where(Job.body.is_not(None))) == 0
    assert await line.count(Conversation) == (0 if how == "xoa" else 1)


@pytest.mark.anyio
@pytest.mark.parametrize("refused", ["đừng liên lạc với em", "đừng nhắn tin lại nhé"])
async def test_a_refusal_of_contact_is_lifted_by_nothing_but_the_person(line: Line, for_console: ConsoleKeys, refused):
    code = _code(await line.says("ba đang đánh em"))
    await line.says(refused)
    assert (await line.case()).safe_hours == "never"
    case, said = (await line.case()).id, len(line.channel.said["a"])
    await _answered(line, for_console, case, "Em đang ở đâu?")
    assert len(line.channel.said["a"]) == said
    await line.says("nó đánh em nhiều lần rồi")
    notice = _("There is a new message for you. Open it now?")
    assert notice not in [message.text for message in line.channel.said["a"]]
    told = await line.says(code)
    assert translator("vi_child")("There is an answer for you.") in told[-1]
    assert (await line.case()).safe_hours == "never"
    await line.says("nhắn cho em được rồi")
    assert (await line.case()).safe_hours is None


@pytest.mark.anyio
async def test_a_refusal_before_the_report_holds_for_its_case(line: Line):
    await line.says("đừng liên lạc với em")
    await line.says("ba đang đánh em")
    assert (await line.case()).safe_hours == "never"


@pytest.mark.anyio
async def test_erasing_in_words_takes_one_tap_and_leaves_the_case_with_staff(line: Line):
    await line.says("ba đang đánh em")
    await line.says("bố bắt em xóa hết đi")
    assert await line.count(Conversation) == 1
    await line.says("xóa hết đi")
    assert await line.count(Conversation) == 1
    await line.taps("erase:yes")
    assert await line.count(Conversation) == 0
    assert (await line.case()).do_not_write


async def test_an_age_told_after_the_receipt_raises_the_case_as_it_would_have_before(line: Line):
    line.meaning = Meaning("report_physical_violence", 0.9)
    await line.says("cô giữ trẻ đánh một bé trong xóm")
    line.meaning = Meaning.unknown
    await line.taps("danger:no")
    await line.hears(line.inbound(command="boqua"))
    for tap in ("who:neighbour", "access:no", "contact:no", "review:send"):
        await line.taps(tap)
    assert (await line.case()).level > Level.P0
    await line.taps("more:more")
    for _skip in range(2):
        await line.hears(line.inbound(command="boqua"))
    await line.says("2 tuổi")
    assert (await line.case()).level == Level.P0
