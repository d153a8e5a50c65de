"""Telegram against a Bot API on a socket: what arrives arrives once, what is sent is sent, and nothing is skipped."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.channels import Outbound, Undeliverable
from bot.channels.render import pieces
from bot.channels.telegram.channel import COMMANDS, Telegram, TokenRefused, quiet_loggers
from bot.channels.telegram.ledger import Ledger
from bot.channels.telegram.sending import MAX_TEXT
from bot.dialogue.heard.words import act_of, phone_in
from bot.duty import Duty
from bot.inbound import Inbound
from handlers.case import Around
from handlers.inbox import Kind
from handlers.store.engine import Store
from handlers.store.kept import keep, kept
from handlers.store.keys import BotKeys
from handlers.store.models import Received
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram_world import VOICE, Json, until
from tests.handlers.files import made

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'", "ignore:.*attribute `retry_after`")

Handle = Callable[[Inbound], Awaitable[None]]


class Listener:
    """In the conversation's place: notes each update once, in the same table, and keeps what it was."""

    def __init__(self, store: Store, keys: BotKeys) -> None:
        self._ledger = Ledger(store, keys.live, "telegram:123456", lambda: datetime.now(UTC))
        self.heard: list[Inbound] = []
        self.begun: list[str] = []  # words, each time somebody comes with them
        self.failing: dict[str, int] = {}  # words → how often they still fail
        self.slow: dict[str, float] = {}
        self.gate: asyncio.Event | None = None  # nobody gets on before it is set

    async def __call__(self, inbound: Inbound) -> None:
        words = inbound.text or ""
        self.begun.append(words)
        if self.gate is not None:
            await self.gate.wait()
        if self.failing.get(words, 0) > 0:
            self.failing[words] -= 1
            raise RuntimeError("the database said no")
        await asyncio.sleep(self.slow.get(words, 0))
        if await self._ledger.note(inbound.update_id, Kind.HANDLED):
            self.heard.append(inbound)

    @property
    def calls(self) -> int:
        return len(self.begun)

    @property
    def texts(self) -> list[str | None]:
        return [inbound.text for inbound in self.heard]

    async def has(self, number: int, timeout: float = 5.0) -> list[Inbound]:
        await until(lambda: len(self.heard) >= number, timeout)
        return self.heard


@pytest.fixture
def fake() -> Iterator[TelegramFake]:
    with TelegramFake() as running:
        yield running


@pytest.fixture
async def store(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Store]:
    shutil.copy(sqlite_template, tmp_path / "chungtay.db")
    opened = Store(f"sqlite:///{tmp_path / 'chungtay.db'}")
    yield opened
    await opened.close()


@pytest.fixture
def listener(store: Store, for_bot: BotKeys) -> Listener:
    return Listener(store, for_bot)


@asynccontextmanager
async def serving(fake: TelegramFake, store: Store, keys: BotKeys, handle: Handle) -> AsyncIterator[Telegram]:
    """The channel, listening until the end of the block; then it is cut off as by a kill."""
    telegram = Telegram(fake.token, fake.url, None, handle, Duty(store, keys), store, keys, pause=0.01, poll=5)
    await telegram.connect()
    task = asyncio.create_task(telegram.receive())
    try:
        yield telegram
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await telegram.close()


@pytest.fixture
async def telegram(fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener) -> AsyncIterator[Telegram]:
    async with serving(fake, store, for_bot, listener) as running:
        yield running


async def seen(store: Store) -> dict[str, str]:
    async with store.reading() as session:
        return {row.update_id: row.kind for row in await session.scalars(select(Received))}


async def bodies(store: Store) -> list[bytes]:
    """What the inbox keeps, as it lies there."""
    async with store.reading() as session:
        return [body for body in await session.scalars(select(Received.body)) if body is not None]


async def settled(fake: TelegramFake, store: Store) -> None:
    """Everything that was sent to the bot is confirmed and dealt with."""
    await until(lambda: fake.waiting() == 0)
    while "waiting" in (await seen(store)).values():  # noqa: ASYNC110
        await asyncio.sleep(0.01)


async def staff_chat(store: Store, chat: int) -> None:
    async with store.writing() as session:
        await keep(session, "staff_chat", str(chat))


# --- what arrives ------------------------------------------------------------------------------------------------
async def test_words_arrive_with_their_time_and_message(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    mai = fake.person("Mai")
    said = mai.says("Con nhà bên cạnh bị đánh <b>mỗi</b> tối 😢")
    (heard,) = await listener.has(1)
    assert heard.text == "Con nhà bên cạnh bị đánh <b>mỗi</b> tối 😢"
    assert (heard.channel, heard.source, heard.chat) == ("telegram", "telegram:123456", str(mai.id))
    assert heard.message_id == str(said.id)
    assert heard.at == datetime.fromtimestamp(said.date + 1, UTC)  # written at some moment of that second


async def test_commands_are_told_from_words_that_begin_with_a_slash(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    mai = fake.person("Mai")
    for text in ("/start", "/start truong-123", "/THOAT@chungtay_bot", "/abc unknown", "/ 5 nguoi", "/5 nguoi", "//"):
        mai.says(text)
    heard = await listener.has(7)
    assert [(one.command, one.argument) for one in heard[:4]] == [
        ("start", ""),
        ("start", "truong-123"),
        ("thoat", ""),
        ("abc", "unknown"),
    ]
    assert [one.text for one in heard[4:]] == ["/ 5 nguoi", "/5 nguoi", "//"]


async def test_ten_thousand_letters_arrive_whole_and_in_order(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    text = "".join(chr(ord("a") + number % 26) for number in range(10_000))
    fake.person("Mai").says(text)
    await listener.has(3)
    assert "".join(one.text or "" for one in listener.heard) == text


async def test_every_kind_of_attachment_has_its_word(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    mai = fake.person("Mai")
    expected = ["voice", "voice", "picture", "picture", "file", "voice", "voice", "sticker", "poll"]
    expected += ["poll", "other", "other"]
    mai.sends_voice()
    mai.sends_audio()
    mai.sends_photo()
    mai.sends_video()
    mai.sends_document()
    mai.sends_document(VOICE, "REC001.amr")
    mai.sends_document(made.sound("libopencore_amrnb", "3gp", 8000), "REC002", "video/3gpp")
    mai.sends_sticker()
    mai.sends_poll()
    mai.sends_dice()
    mai.sends({"story": {"chat": mai.json(), "id": 1}})
    mai.sends({"something_of_next_year": {"x": 1}})
    in_order = sorted(await listener.has(12), key=lambda one: int(one.update_id))  # what is fetched comes later
    assert [one.attachment for one in in_order] == expected
    assert all(one.text is None for one in listener.heard)


async def test_a_label_of_sound_is_not_believed(fake: TelegramFake, telegram: Telegram, listener: Listener) -> None:
    """What a file is called, by its sender or by Telegram, says nothing: its tracks do."""
    film = made.sound("aac", "mp4", 44100, video="mpeg4")
    mai = fake.person("Mai")
    mai.sends_audio(film)
    mai.sends_voice(b"%PDF-1.7")
    mai.sends_document(film, "voice.m4a", "audio/mp4")
    mai.sends_voice(made.ogg())
    heard = sorted(await listener.has(4), key=lambda one: int(one.update_id))
    assert [one.attachment for one in heard] == ["video", "no_sound", "video", "voice"]
    *refused, taken = (one.recording for one in heard)
    assert refused == [None] * 3 and taken is not None and taken.media_type == "audio/ogg" and taken.copy


async def test_a_caption_comes_with_its_picture(fake: TelegramFake, telegram: Telegram, listener: Listener) -> None:
    fake.person("Mai").sends_photo(caption="Vết bầm trên tay cháu")
    (heard,) = await listener.has(1)
    assert (heard.attachment, heard.text) == ("picture", "Vết bầm trên tay cháu")


async def test_a_place_arrives_as_a_place(fake: TelegramFake, telegram: Telegram, listener: Listener) -> None:
    fake.person("Mai").sends_location(12.5, 108.25)
    fake.person("Mai").sends_venue(12.75, 108.5)
    assert [one.location for one in await listener.has(2)] == [(12.5, 108.25), (12.75, 108.5)]


async def test_an_edited_message_is_marked_as_such(fake: TelegramFake, telegram: Telegram, listener: Listener) -> None:
    mai = fake.person("Mai")
    said = mai.says("ở buôn Ky")
    await listener.has(1)
    mai.edits(said, "/ở buôn Alê A")
    *_, heard = await listener.has(2)
    assert heard.edited and heard.text == "/ở buôn Alê A" and heard.command is None
    assert heard.message_id == str(said.id)


async def test_a_button_is_heard_and_its_waiting_sign_stops_even_before_it_is_handled(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    mai = fake.person("Mai")
    mai.starts()
    await listener.has(1)
    await telegram.deliver(
        str(mai.id), Outbound("Ai cần giúp?", (("start:self", "Tôi cần giúp"), ("start:ask", "Hỏi")))
    )
    mai.taps("Tôi cần giúp")
    heard = (await listener.has(2))[1]
    assert heard.button == "start:self"
    assert heard.message_id == str(mai.last.id)
    await until(lambda: fake.count("answerCallbackQuery") == 1)


async def test_a_button_too_old_to_be_answered_is_heard_all_the_same(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    mai = fake.person("Mai")
    mai.starts()
    await listener.has(1)
    await telegram.deliver(str(mai.id), Outbound("?", (("q:yes", "Có"),)))
    fake.fail_next("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired")
    mai.taps("Có")
    assert (await listener.has(2))[1].button == "q:yes"


async def test_the_exit_button_stays_until_it_is_taken_away(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    mai = fake.person("Mai")
    mai.starts()
    await listener.has(1)
    await telegram.deliver(str(mai.id), Outbound("Gọi 111", exit_button=True))
    assert mai.last.params["keyboard"]["is_persistent"]
    mai.taps("✕ Thoát nhanh")
    assert act_of((await listener.has(2))[1].text or "") == "exit"
    await telegram.deliver(str(mai.id), Outbound("Hẹn gặp lại", exit_button=False))
    assert mai.last.params["keyboard"] == {"remove_keyboard": True}


async def test_a_shared_telephone_number_is_a_number_that_was_typed(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    mai = fake.person("Mai")
    mai.sends({"contact": {"phone_number": "0900000000", "first_name": "Mai", "user_id": mai.id}})
    (heard,) = await listener.has(1)
    assert phone_in(heard.text or "") and heard.around == ()


_LAM = {"id": 5, "is_bot": False, "first_name": "Lâm", "username": "lam5"}
_WORDS = {"text": "xem ở đây"}


@pytest.mark.parametrize(
    ("content", "around", "text"),
    [
        ({"contact": {"phone_number": "0900000000", "first_name": "Tám"}}, (Around.CARD, "Tám, 0900000000"), None),
        (
            {**_WORDS, "forward_origin": {"type": "user", "date": 1, "sender_user": _LAM}},
            (Around.FORWARDED, "Lâm (@lam5)"),
            "xem ở đây",
        ),
        (
            {**_WORDS, "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Ai đó"}},
            (Around.FORWARDED, "Ai đó"),
            "xem ở đây",
        ),
        (
            {
                **_WORDS,
                "forward_origin": {
                    "type": "channel",
                    "date": 1,
                    "message_id": 3,
                    "chat": {"id": -7, "type": "channel", "title": "Nhóm kín"},
                },
            },
            (Around.FORWARDED, "Nhóm kín"),
            "xem ở đây",
        ),
        (
            {**_WORDS, "entities": [{"type": "text_link", "offset": 4, "length": 5, "url": "https://x.example/a"}]},
            (Around.LINK, "ở đây → https://x.example/a"),
            "xem ở đây",
        ),
        (
            {**_WORDS, "quote": {"text": "mai em phải đi", "position": 0}},
            (Around.QUOTED, "mai em phải đi"),
            "xem ở đây",
        ),
        (
            {
                "location": {"latitude": 12.5, "longitude": 108.25},
                "venue": {
                    "location": {"latitude": 12.5, "longitude": 108.25},
                    "title": "Quán Hoa",
                    "address": "Buôn Ky",
                },
            },
            (Around.VENUE, "Quán Hoa, Buôn Ky"),
            None,
        ),
    ],
)
async def test_what_stands_around_the_words_arrives_beside_them(
    fake: TelegramFake,
    telegram: Telegram,
    listener: Listener,
    content: Json,
    around: tuple[Around, str],
    text: str | None,
) -> None:
    fake.person("Mai").sends(content)
    (heard,) = await listener.has(1)
    assert heard.around == (around,) and heard.text == text
    assert heard.passed_on == (around[0] is Around.FORWARDED)


async def test_the_later_points_of_a_live_location_arrive_as_sent_by_the_telephone(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    mai = fake.person("Mai")
    shared = mai.sends_location(12.5, 108.25)
    await listener.has(1)
    shared.content = {"location": {"latitude": 12.6, "longitude": 108.3}}
    fake.world.put("edited_message", {**shared.json(), "edit_date": shared.date})
    *_, heard = await listener.has(2)
    assert heard.by_itself and heard.around == ((Around.MOVED, "12.60000, 108.30000"),)
    assert heard.text is None and heard.location is None


async def test_blocking_the_bot_is_heard_and_coming_back_is_not_a_message(
    fake: TelegramFake, telegram: Telegram, listener: Listener, store: Store
) -> None:
    mai = fake.person("Mai")
    mai.starts()
    mai.blocks()
    heard = await listener.has(2)
    assert heard[1].blocked
    mai.unblocks()
    mai.says("tôi đây")
    assert (await listener.has(3))[2].text == "tôi đây"
    assert sorted((await seen(store)).values()) == ["handled", "handled", "handled", "passed over"]


async def test_a_pinned_message_says_nothing(
    fake: TelegramFake, telegram: Telegram, listener: Listener, store: Store
) -> None:
    mai = fake.person("Mai")
    said = mai.says("a")
    mai.sends({"pinned_message": said.json()})
    mai.says("b")
    await listener.has(2)
    assert listener.texts == ["a", "b"]


# --- each once, none lost ----------------------------------------------------------------------------------------
async def test_what_is_confirmed_is_kept_and_done_after_a_kill(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    mai, hoa = fake.person("Mai"), fake.person("Hoa")
    listener.slow["chậm"] = 60
    with fake.hold_updates():
        for number in range(5):
            mai.says(f"{number}")
        hoa.says("chậm")
        hoa.says("sau")
    async with serving(fake, store, for_bot, listener):
        await until(lambda: len(listener.heard) == 5 and listener.calls == 6)
        await until(lambda: fake.waiting() == 0)
    assert "sau" not in listener.texts, "one chat's messages are handled in their order"
    kept = await bodies(store)
    assert len(kept) == 2 and not any("chậm".encode() in body or b"ch\\u1eadm" in body for body in kept)
    listener.slow.clear()
    async with serving(fake, store, for_bot, listener):
        await listener.has(7)
        await settled(fake, store)
    assert listener.texts == ["0", "1", "2", "3", "4", "chậm", "sau"]
    assert await bodies(store) == [], "what is dealt with is erased"


async def test_chats_do_not_wait_for_one_another_within_a_batch(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    listener.gate = asyncio.Event()
    with fake.hold_updates():
        for name in ("Mai", "Hoa", "Lan"):
            fake.person(name).says("chậm")
            fake.person(name).says("rồi")
    async with serving(fake, store, for_bot, listener):
        await until(lambda: listener.calls == 3)  # all three are being handled, and none is done
        listener.gate.set()
        await listener.has(6)
    for name in ("Mai", "Hoa", "Lan"):
        assert [one.text for one in listener.heard if one.chat == str(fake.person(name).id)] == ["chậm", "rồi"]


async def test_an_update_delivered_twice_counts_once(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    mai = fake.person("Mai")
    with fake.hold_updates():
        mai.says("một lần")
        fake.deliver_twice()
        mai.says("nữa")
    async with serving(fake, store, for_bot, listener):
        await listener.has(2)
        await settled(fake, store)
    assert listener.texts == ["một lần", "nữa"]


async def test_a_malformed_update_is_noted_and_passed_over_and_its_person_is_told(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    mai = fake.person("Mai")
    with fake.hold_updates():
        mai.says("trước")
        bad = fake.malformed_update(mai)
        worse = fake.malformed_update()
        mai.says("sau")
    with capture_logs() as logs:
        async with serving(fake, store, for_bot, listener):
            await listener.has(2)
            await settled(fake, store)
            await mai.waits_for("111")
    assert listener.texts == ["trước", "sau"]
    kinds = await seen(store)
    assert kinds[str(bad)] == kinds[str(worse)] == "unreadable"
    noted = [entry for entry in logs if entry["event"] == "update_unreadable"]
    assert {entry["update"] for entry in noted} == {str(bad), str(worse)}
    assert noted[0]["kinds"] == ["message"]
    assert len(mai.sees) == 1


async def test_an_update_that_fails_is_tried_until_it_succeeds(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    listener.failing["khó"] = 3
    fake.person("Mai").says("khó")
    async with serving(fake, store, for_bot, listener):
        await listener.has(1)
        await settled(fake, store)
    assert listener.calls == 4
    assert not fake.person("Mai").sees


async def test_one_poison_update_is_given_up_aloud_and_stops_nobody(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    mai = fake.person("Mai")
    listener.failing["độc"] = 1000
    with fake.hold_updates():
        mai.says("độc")
        mai.says("tiếp")
    with capture_logs() as logs:
        async with serving(fake, store, for_bot, listener):
            await listener.has(1)
            await settled(fake, store)
    assert listener.texts == ["tiếp"]
    assert sorted((await seen(store)).values()) == ["failed", "handled"]
    assert [entry["event"] for entry in logs].count("update_given_up") == 1
    assert "111" in (await mai.waits_for("111", ever=True)).text
    assert "độc" not in str(logs)


@pytest.mark.parametrize(
    ("fault", "status"), [("drop_before", 0), ("drop_after", 0), ("fail", 500), ("fail", 502), ("fail", 409)]
)
async def test_polling_goes_on_after_an_error(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener, fault: str, status: int
) -> None:
    if fault == "fail":
        fake.fail_next("getUpdates", status, times=2)
    else:
        getattr(fake, fault)("getUpdates", 2)
    fake.person("Mai").says("vẫn tới")
    with capture_logs() as logs:
        async with serving(fake, store, for_bot, listener):
            await listener.has(1)
            await settled(fake, store)
    assert listener.texts == ["vẫn tới"]
    expected = "telegram_conflict" if status == 409 else "telegram_polling_failed"
    assert [entry["event"] for entry in logs].count(expected) == 2


async def test_polling_waits_as_long_as_it_is_told(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    fake.fail_next("getUpdates", 429, retry_after=1)
    fake.person("Mai").says("vẫn tới")
    async with serving(fake, store, for_bot, listener):
        await listener.has(1)
    first, second = [call.at for call in fake.calls if call.method == "getupdates"][:2]
    assert second - first >= 1


async def test_an_offset_is_not_kept_once_everything_is_confirmed(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    """After a quiet week Telegram's ids begin anew at random: an offset from before would confirm them unseen."""
    telegram = Telegram(fake.token, fake.url, None, listener, Duty(store, for_bot), store, for_bot, pause=0.02, poll=0)
    await telegram.connect()
    task = asyncio.create_task(telegram.receive())
    fake.person("Mai").says("trước")
    await listener.has(1)
    await until(lambda: "offset" not in fake.called("getUpdates")[-1])
    await settled(fake, store)
    fake.world._update_id = 1000
    fake.person("Mai").says("sau")
    await listener.has(2)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await telegram.close()


async def test_only_the_kinds_that_are_needed_are_asked_for(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    await until(lambda: fake.count("getUpdates", handled=False) > 0)
    assert fake.called("getUpdates")[0]["allowed_updates"] == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]


# --- beginning ---------------------------------------------------------------------------------------------------
async def test_a_refused_token_is_one_readable_line(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    for token in ("123456:wrong", "not-a-token"):
        telegram = Telegram(token, fake.url, None, listener, Duty(store, for_bot), store, for_bot)
        with pytest.raises(TokenRefused, match="CHUNGTAY_TELEGRAM_TOKEN") as refused:
            await telegram.connect()
        assert "\n" not in str(refused.value) and token not in str(refused.value)
        await telegram.close()
    with pytest.raises(TokenRefused, match="CHUNGTAY_TELEGRAM_TOKEN"):
        Telegram("", fake.url, None, listener, Duty(store, for_bot), store, for_bot)
    with pytest.raises(TokenRefused, match="CHUNGTAY_PROXY_URL"):
        Telegram("1:a", fake.url, "nonsense://x", listener, Duty(store, for_bot), store, for_bot)


async def test_connecting_removes_a_webhook_and_offers_the_commands(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    fake.webhook = "https://elsewhere.example"
    fake.person("Mai").says("wartet")
    async with serving(fake, store, for_bot, listener):
        await listener.has(1)
    assert fake.webhook == ""
    assert [command["command"] for command in fake.commands[""]] == [name for name, _ in COMMANDS]
    async with store.reading() as session:
        assert await kept(session, "bot_username") == "chungtay_bot"


async def test_starting_without_a_network_goes_on_by_itself(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    fake.drop_before("getMe", 3)
    fake.person("Mai").says("vẫn tới")
    async with serving(fake, store, for_bot, listener):
        assert (await listener.has(1))[0].text == "vẫn tới"


async def test_no_log_holds_the_token_or_what_was_written(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "telegram")}
    caplog.set_level(logging.DEBUG)
    quiet_loggers()
    fake.fail_next("sendMessage", 502)
    with capture_logs() as logs:
        async with serving(fake, store, for_bot, listener) as telegram:
            fake.person("Mai").says("bí mật của em")
            await listener.has(1)
            with pytest.raises(Undeliverable):
                await telegram.deliver(str(fake.person("Mai").id), Outbound("trả lời kín"))
            await telegram.deliver(str(fake.person("Mai").id), Outbound("trả lời kín"))
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    written = caplog.text + str(logs)
    for secret in ("fake-token", "bí mật", "trả lời kín", str(fake.person("Mai").id)):
        assert secret not in written


# --- what is sent ------------------------------------------------------------------------------------------------
async def test_a_message_is_protected_plain_and_without_previews(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    mai = fake.person("Mai")
    mai.starts()
    sent = await telegram.deliver(str(mai.id), Outbound("<b>1</b> & *2* https://111.example"))
    assert mai.last.text == "<b>1</b> & *2* https://111.example"
    assert sent == str(mai.last.id)
    assert mai.last.params["protect_content"] is True
    assert mai.last.params["link_preview_options"] == {"is_disabled": True}
    assert "parse_mode" not in mai.last.params


async def test_short_labels_stand_side_by_side_and_long_ones_below_each_other(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    mai = fake.person("Mai")
    mai.starts()
    ages = ("0–3", "4–6", "7–10", "11–13", "14–15", "16–17")
    await telegram.deliver(str(mai.id), Outbound("Tuổi?", tuple((f"age:{age}", age) for age in ages)))
    assert [len(row) for row in mai.last.rows] == [3, 3]
    await telegram.deliver(str(mai.id), Outbound("?", (("q:yes", "Có, sống cùng nhà"), ("q:no", "Không"))))
    assert [len(row) for row in mai.last.rows] == [2]
    await telegram.deliver(str(mai.id), Outbound("?", (("q:1", "Tôi biết một trẻ em cần giúp"), ("q:2", "Tôi"))))
    assert [len(row) for row in mai.last.rows] == [1, 1]


async def test_a_long_text_is_cut_between_paragraphs_with_the_buttons_under_the_last(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    mai = fake.person("Mai")
    mai.starts()
    paragraphs = [f"{number} " + "ă" * 1500 for number in range(6)]
    ids = await telegram.deliver(str(mai.id), Outbound("\n\n".join(paragraphs), (("q:y", "Có"),)))
    assert len(mai.sees) == 3 and ids == ",".join(str(message.id) for message in mai.sees)
    assert [message.text for message in mai.sees] == ["\n\n".join(paragraphs[at : at + 2]) for at in (0, 2, 4)]
    assert [message.labels for message in mai.sees] == [[], [], ["Có"]]


@pytest.mark.parametrize("text", ["a" * 10_000, "😢" * 5_000, "từ " * 3_000, "", "\n" * 9_000])
def test_pieces_fit_and_lose_nothing_but_white_space(text: str) -> None:
    parts = pieces(text, MAX_TEXT)
    assert all(len(part.encode("utf-16-le")) // 2 <= 4096 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


async def test_button_data_that_is_too_long_is_refused_before_sending(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    mai = fake.person("Mai")
    mai.starts()
    with pytest.raises(Undeliverable) as refused:
        await telegram.deliver(str(mai.id), Outbound("?", (("q:" + "ă" * 40, "Có"),)))
    assert refused.value.permanent and not mai.sees


@pytest.mark.parametrize(
    ("status", "description", "code", "permanent"),
    [
        (403, "Forbidden: bot was blocked by the user", "blocked", True),
        (403, "Forbidden: user is deactivated", "blocked", True),
        (400, "Bad Request: chat not found", "no_chat", True),
        (400, "Bad Request: something new", "refused", True),
        (401, "Unauthorized", "token", False),
        (500, "Internal Server Error", "network", False),
        (502, "", "network", False),
    ],
)
async def test_a_refusal_says_only_whether_it_is_for_good(
    fake: TelegramFake,
    telegram: Telegram,
    listener: Listener,
    status: int,
    description: str,
    code: str,
    permanent: bool,
) -> None:
    mai = fake.person("Mai")
    mai.starts()
    fake.fail_next("sendMessage", status, description)
    with pytest.raises(Undeliverable) as refused:
        await telegram.deliver(str(mai.id), Outbound("?"))
    assert (refused.value.code, refused.value.permanent) == (code, permanent)


async def test_a_flood_wait_is_handed_on(fake: TelegramFake, telegram: Telegram) -> None:
    mai = fake.person("Mai")
    mai.starts()
    fake.fail_next("sendMessage", 429, retry_after=17)
    with pytest.raises(Undeliverable) as refused:
        await telegram.deliver(str(mai.id), Outbound("?"))
    assert (refused.value.code, refused.value.permanent, refused.value.wait) == ("slow_down", False, 17)


async def test_a_reset_before_sending_leaves_nothing_and_one_after_it_may_repeat(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    mai = fake.person("Mai")
    mai.starts()
    await listener.has(1)
    fake.drop_before("sendMessage")
    with pytest.raises(Undeliverable) as refused:
        await telegram.deliver(str(mai.id), Outbound("một"))
    assert (refused.value.code, refused.value.permanent) == ("network", False)
    assert not mai.sees and fake.repeats() == []
    fake.drop_after("sendMessage")
    with pytest.raises(Undeliverable):
        await telegram.deliver(str(mai.id), Outbound("hai"))
    await telegram.deliver(str(mai.id), Outbound("hai"))
    assert [message.text for message in mai.sees] == ["hai", "hai"]
    assert fake.repeats() == [("Mai", "hai")]


async def test_a_chat_that_is_unknown_or_no_number_is_no_chat(fake: TelegramFake, telegram: Telegram) -> None:
    for address in ("424242", "not-a-number"):
        with pytest.raises(Undeliverable) as refused:
            await telegram.deliver(address, Outbound("?"))
        assert (refused.value.code, refused.value.permanent) == ("no_chat", True)


async def test_erasing_takes_hundreds_and_passes_over_what_is_refused(
    fake: TelegramFake, telegram: Telegram, listener: Listener
) -> None:
    mai = fake.person("Mai")
    said = [mai.says(f"{number}") for number in range(120)]
    said[3].date -= 3 * 24 * 3600
    ids = tuple(str(message.id) for message in said)
    await telegram.erase(str(mai.id), (*ids[:50], ",".join(ids[50:]), "99999", "web-id"))
    assert [message.text for message in mai.everything] == ["3"]
    assert fake.count("deleteMessages") == 2
    fake.fail_next("deleteMessages", 400, "Bad Request: message can't be deleted")
    await telegram.erase(str(mai.id), ids[:1])
    mai.blocks()
    await telegram.erase(str(mai.id), ids[:1])
    fake.drop_before("deleteMessages")
    mai.unblocks()
    with pytest.raises(Undeliverable) as refused:
        await telegram.erase(str(mai.id), ids[:1])
    assert not refused.value.permanent


async def test_a_message_is_changed_and_its_buttons_go(fake: TelegramFake, telegram: Telegram) -> None:
    mai = fake.person("Mai")
    mai.starts()
    sent = await telegram.deliver(str(mai.id), Outbound("cũ", (("q:y", "Có"),)))
    await telegram.edit(str(mai.id), sent, Outbound("mới"))
    await telegram.edit(str(mai.id), sent, Outbound("mới"))  # no error: it is so already
    assert [(message.text, message.buttons) for message in mai.sees] == [("mới", [])]
    with pytest.raises(Undeliverable) as refused:
        await telegram.edit(str(mai.id), "777", Outbound("mới"))
    assert refused.value.code == "gone"


# --- groups ------------------------------------------------------------------------------------------------------
async def test_a_foreign_group_is_told_once_and_left(
    fake: TelegramFake, telegram: Telegram, listener: Listener, store: Store
) -> None:
    await staff_chat(store, -1)
    mai, group = fake.person("Mai"), fake.group("Hàng xóm", "supergroup")
    group.bot_status = "left"
    with fake.hold_updates():
        group.adds_bot(by=mai)
        mai.says("/start", chat=group)
    await until(lambda: group.bot_status == "left")
    await settled(fake, store)
    assert len(group.sees) == 1 and "111" in group.last.text
    assert "CHUNGTAY" not in group.last.text
    assert listener.heard == []
    group.adds_bot(by=mai)
    await until(lambda: group.bot_status == "left")
    await settled(fake, store)
    assert len(group.sees) == 2


async def test_without_a_staff_group_the_setting_that_makes_one_is_named(
    fake: TelegramFake, telegram: Telegram
) -> None:
    group = fake.group("Trực", "supergroup")
    group.bot_status = "left"
    group.adds_bot(by=fake.person("Mai"))
    said = await group.waits_for(f"CHUNGTAY_STAFF_CHAT_ID={group.id}", ever=True)
    assert "111" in said.text


async def test_a_channel_is_left_too_although_nothing_can_be_said_there(
    fake: TelegramFake, telegram: Telegram, store: Store
) -> None:
    channel = fake.group("Tin tức", "channel")
    channel.bot_status = "left"
    fake.fail_next("sendMessage", 400, "Bad Request: need administrator rights in the channel chat")
    channel.adds_bot(by=fake.person("Mai"))
    await until(lambda: channel.bot_status == "left")
    await settled(fake, store)


async def test_in_the_staff_group_words_are_passed_over(
    fake: TelegramFake, telegram: Telegram, listener: Listener, store: Store
) -> None:
    group = fake.group("Trực ban")
    await staff_chat(store, group.id)
    fake.person("Lan").says("chào cả nhà", chat=group)
    fake.person("Lan").says("/start", chat=group)
    await settled(fake, store)
    assert group.has_bot and group.sees == [] and listener.heard == []


async def test_the_staff_group_becoming_a_supergroup_is_followed(
    fake: TelegramFake, telegram: Telegram, listener: Listener, store: Store
) -> None:
    group = fake.group("Trực ban")
    await staff_chat(store, group.id)
    with fake.hold_updates():
        moved = group.migrates()
        fake.person("Lan").says("xin chào", chat=moved)
    await settled(fake, store)
    async with store.reading() as session:
        assert await kept(session, "staff_chat") == str(moved.id)
    assert moved.has_bot and moved.sees == []


async def test_a_move_that_is_first_seen_when_sending_is_followed_at_once(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    group = fake.group("Trực ban")
    await staff_chat(store, group.id)
    telegram = Telegram(fake.token, fake.url, None, listener, Duty(store, for_bot), store, for_bot)
    moved = group.migrates()
    await telegram.deliver(str(group.id), Outbound("Báo động"))
    assert [message.text for message in moved.sees] == ["Báo động"]
    async with store.reading() as session:
        assert await kept(session, "staff_chat") == str(moved.id)
    await telegram.close()


async def test_the_new_staff_group_is_not_left_when_its_news_come_before_the_move(
    fake: TelegramFake, telegram: Telegram, store: Store
) -> None:
    group = fake.group("Trực ban")
    await staff_chat(store, group.id)
    with fake.hold_updates():
        moved = group.migrates()
        fake.world.updates.clear()
        fake.person("Lan").says("xin chào", chat=moved)
    await settled(fake, store)
    assert moved.has_bot
    async with store.reading() as session:
        assert await kept(session, "staff_chat") == str(moved.id)
