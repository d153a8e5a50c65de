"""What must not make the line deaf: hung downloads, slow chats, a database that cannot be written, poison, kills."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import anyio
import psycopg
import pytest
from sqlalchemy import event, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.channels import Outbound
from bot.channels.telegram.ledger import Ledger
from handlers.inbox import MOST_ATTEMPTS
from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from handlers.store.models import Received
from tests.bot.test_telegram import Listener, bodies, seen, serving, settled
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram_world import VOICE, until
from tests.handlers.people import NOON

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'", "ignore:.*attribute `retry_after`")

CRY = "cứu em với, bố đang cầm dao"


@pytest.fixture
def fake() -> Iterator[TelegramFake]:
    with TelegramFake() as running:
        yield running


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """One that soon gives up waiting for somebody else's lock."""
    opened = Store(database_url, patience=0.2)
    yield opened
    await opened.close()


@pytest.fixture
def listener(store: Store, for_bot: BotKeys) -> Listener:
    return Listener(store, for_bot)


# --- one chat never stops another --------------------------------------------------------------------------------
async def test_two_hundred_hung_downloads_delay_nobody(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    fake.slow("getFile", 600, times=1000)
    with fake.hold_updates():
        for number in range(200):
            fake.person(f"Người {number}").sends_voice()
    async with serving(fake, store, for_bot, listener):
        await until(lambda: fake.count("getFile", handled=False) > 0)
        fake.person("Mai").says(CRY)
        fake.person("Người 7").says("em viết thêm")  # nor does a download hold up its own sender's words
        assert {one.text for one in await listener.has(2)} == {CRY, "em viết thêm"}
    assert fake.count("getFile") == 0


async def test_a_recording_that_hangs_is_fetched_later_also_by_the_next_process(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    fake.slow("getFile", 600)
    mai = fake.person("Mai")
    mai.sends_voice()
    async with serving(fake, store, for_bot, listener):
        await until(lambda: fake.count("getFile", handled=False) == 1)
        await until(lambda: fake.waiting() == 0)
    assert listener.heard == [] and len(await bodies(store)) == 1
    async with serving(fake, store, for_bot, listener):
        (heard,) = await listener.has(1)
        await settled(fake, store)
    assert heard.recording is not None and heard.recording.data == VOICE


async def test_a_recording_that_does_not_come_is_said_once_and_still_fetched(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.inbox._FETCHES", (0.01, 0.01, 0.01))
    fake.fail_next("getFile", 502, times=2)
    mai = fake.person("Mai")
    mai.sends_voice()
    async with serving(fake, store, for_bot, listener):
        (heard,) = await listener.has(1)
        await settled(fake, store)
    assert heard.recording is not None
    assert len(mai.sees) == 1 and "111" in mai.last.text


async def test_a_recording_that_never_comes_is_handed_in_without_its_sound(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.inbox._FETCHES", (0.01, 0.01))
    fake.fail_next("getFile", 502, times=100)
    fake.person("Mai").sends_voice(caption="bố em đánh em")
    async with serving(fake, store, for_bot, listener):
        (heard,) = await listener.has(1)
        await settled(fake, store)
    assert (heard.attachment, heard.recording, heard.text) == ("voice", None, "bố em đánh em")


async def test_a_chat_whose_message_takes_for_ever_delays_no_later_batch(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    listener.slow["chậm"] = 600
    async with serving(fake, store, for_bot, listener):
        fake.person("Hoa").says("chậm")
        await until(lambda: listener.calls == 1)
        for number in range(5):
            fake.person("Mai").says(f"{number}")
            await listener.has(number + 1)
    assert listener.texts == ["0", "1", "2", "3", "4"]


async def test_danger_is_heard_before_a_crowd_that_came_first(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    listener.gate = asyncio.Event()
    with fake.hold_updates():
        for number in range(90):
            fake.person(f"Người {number}").says(f"chuyện số {number}")
        fake.person("Mai").says(CRY)
    async with serving(fake, store, for_bot, listener):
        await until(lambda: CRY in listener.begun)  # while nobody gets on: only as many as are done side by side came
        assert len(listener.begun) < 20
        listener.gate.set()
        await listener.has(91)


# --- who leaves while something is fetched -----------------------------------------------------------------------
@pytest.mark.parametrize(("words", "how"), [("/thoat", "thoat"), ("thoát", "thoat"), ("/xoa", "xoa")])
async def test_who_left_is_told_nothing_about_a_recording_that_comes_after_it(
    fake: TelegramFake,
    store: Store,
    for_bot: BotKeys,
    listener: Listener,
    monkeypatch: pytest.MonkeyPatch,
    words: str,
    how: str,
) -> None:
    monkeypatch.setattr("bot.channels.telegram.inbox._FETCHES", (0.01,) * 1000)
    fake.fail_next("getFile", 502, times=1000)
    mai = fake.person("Mai")
    async with serving(fake, store, for_bot, listener) as telegram:
        mai.sends_voice()
        mai.says(words)
        await listener.has(1)
        fake.well_again()
        await listener.has(2)
        mai.sends_voice()  # somebody is here again
        await listener.has(3)
        await settled(fake, store)
        inbox = telegram._inbox
        await until(lambda: not (inbox._fetching or inbox._in_hand or inbox._told))
    assert [one.left for one in listener.heard] == ["", how, ""]


# --- a database that cannot be written ---------------------------------------------------------------------------
@contextlib.asynccontextmanager
async def unwritable(store: Store, how: str, url: str) -> AsyncIterator[None]:
    """The database answers questions and keeps nothing."""
    if how == "locked by another":
        other = Store(url)
        async with other.writing() as session:
            await session.execute(
                text("SELECT 1" if store.is_sqlite else "LOCK TABLE inbox, conversations IN ACCESS EXCLUSIVE MODE")
            )
            yield
        await other.close()
        return
    if how == "a transaction that does not end":
        held = []
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(1 if store.is_sqlite else 20):  # all the connections that there may be
                held.append(await stack.enter_async_context(store.writing()))
                await held[-1].execute(text("SELECT 1"))
            yield
        return
    if store.is_sqlite:
        if how == "disk full":
            _fill(make_url(url).database or "")
        listen = _set_on_connect("max_page_count = 1" if how == "disk full" else "query_only = ON")
        await store.engine.dispose()
        event.listen(store.engine.sync_engine, "connect", listen)
        yield
        event.remove(store.engine.sync_engine, "connect", listen)
        await store.engine.dispose()
        return
    name = make_url(url).database
    await _on_server(url, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    await store.engine.dispose()
    yield
    await _on_server(url, f'ALTER DATABASE "{name}" SET default_transaction_read_only = off')
    await store.engine.dispose()


def _fill(path: str) -> None:
    """Leave no room on the pages that there are."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA max_page_count = 1")
        for size in (40_000, 4_000, 400, 40):
            with contextlib.suppress(sqlite3.OperationalError):
                for _ in range(10_000):
                    row = ("filler", uuid4().hex, NOON.isoformat(), "handled", b"x" * size, 0)
                    connection.execute("INSERT INTO inbox VALUES (?, ?, ?, ?, ?, ?)", row)
                    connection.commit()


def _set_on_connect(pragma: str) -> Any:
    def on_connect(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return on_connect


async def _on_server(url: str, statement: str) -> None:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(plain, autocommit=True) as connection:
        await connection.execute("SET default_transaction_read_only = off")
        await connection.execute(statement)  # type: ignore[call-overload]


@pytest.mark.parametrize("how", ["disk full", "read only", "locked by another", "a transaction that does not end"])
async def test_a_cry_is_never_given_up_while_nothing_can_be_written(
    fake: TelegramFake, store: Store, database_url: str, for_bot: BotKeys, listener: Listener, how: str
) -> None:
    """On PostgreSQL "disk full" and "read only" are a server that takes no writes, as one in recovery."""
    mai = fake.person("Mai")
    with capture_logs() as logs:
        async with serving(fake, store, for_bot, listener):
            async with unwritable(store, how, database_url):
                mai.says(CRY)
                said = await mai.waits_for("113", timeout=15)
                asked = fake.count("getUpdates")
                await until(lambda: fake.count("getUpdates") > asked + MOST_ATTEMPTS + 2, timeout=60)
                mai.says("có ai không")
                assert fake.waiting() == 2, "what is not kept is not confirmed"
                assert listener.heard == []
            await listener.has(2, timeout=30)
            await settled(fake, store)
    assert listener.texts == [CRY, "có ai không"]
    assert "111" in said.text and "115" in said.text and "đã nhận" not in said.text.casefold()
    assert len(mai.sees) == 1, "the numbers are said once"
    assert not [entry for entry in logs if entry["event"] == "update_given_up"]
    assert {kind for number, kind in (await seen(store)).items() if number.isdigit()} == {"handled"}
    assert "dao" not in str(logs)


async def test_what_was_received_before_the_disk_was_full_is_handled_after_it(
    fake: TelegramFake, store: Store, database_url: str, for_bot: BotKeys, listener: Listener
) -> None:
    """Reading works, writing does not: that is no fault of the message, however often it fails."""
    mai = fake.person("Mai")
    gate = asyncio.Event()
    listener.gate = gate
    with capture_logs() as logs:
        async with serving(fake, store, for_bot, listener):
            mai.says(CRY)
            await until(lambda: listener.calls == 1 and fake.waiting() == 0)
            async with unwritable(store, "read only", database_url):
                listener.failing[CRY] = 1000
                gate.set()
                await mai.waits_for("113", timeout=15)
                await until(lambda: listener.calls > MOST_ATTEMPTS + 2, timeout=60)
            listener.failing.clear()
            await listener.has(1, timeout=30)
    assert not [entry for entry in logs if entry["event"] == "update_given_up"]
    assert len(mai.sees) == 1


async def test_an_answer_that_is_tapped_while_nothing_can_be_written_is_told_the_numbers_too(
    fake: TelegramFake, store: Store, database_url: str, for_bot: BotKeys, listener: Listener
) -> None:
    mai = fake.person("Mai")
    mai.starts()
    async with serving(fake, store, for_bot, listener) as telegram:
        await listener.has(1)
        await telegram.deliver(str(mai.id), Outbound("?", (("danger:yes", "Có"),)))
        async with unwritable(store, "read only", database_url):
            mai.taps("Có")
            await mai.waits_for("113", timeout=15)
        await listener.has(2, timeout=30)


async def test_who_leaves_while_nothing_can_be_written_is_told_nothing(
    fake: TelegramFake, store: Store, database_url: str, for_bot: BotKeys, listener: Listener
) -> None:
    """Somebody else may be looking at the chat by then."""
    mai = fake.person("Mai")
    async with serving(fake, store, for_bot, listener):
        async with unwritable(store, "read only", database_url):
            mai.says("/thoat")
            asked = fake.count("getUpdates")
            await until(lambda: fake.count("getUpdates") > asked + 3, timeout=60)
        await listener.has(1, timeout=30)
    assert mai.sees == []


async def test_a_database_that_does_not_even_refuse_keeps_nobody_waiting(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a server that hangs: it answers nothing, and whoever waits for it cannot be stopped."""
    monkeypatch.setattr("bot.channels.telegram.inbox._LONGEST_KEEPING", 0.05)
    receive, hangs = Ledger.receive, asyncio.Event()

    async def hanging(ledger: Ledger, raws: dict[str, Any]) -> set[str]:
        while not hangs.is_set():
            with contextlib.suppress(asyncio.CancelledError):
                await hangs.wait()
        return await receive(ledger, raws)

    monkeypatch.setattr(Ledger, "receive", hanging)
    mai = fake.person("Mai")
    mai.says(CRY)
    async with serving(fake, store, for_bot, listener):
        await mai.waits_for("113", timeout=15)
        assert fake.waiting() == 1
        monkeypatch.setattr("bot.channels.telegram.inbox._LONGEST_KEEPING", 20)
        hangs.set()
        await listener.has(1, timeout=30)
        await settled(fake, store)
    assert listener.texts == [CRY]


async def test_a_batch_that_was_kept_though_the_database_said_no_is_done_all_the_same(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the connection breaks while the server commits: nobody knows, and Telegram hands it out again."""
    receive, broken = Ledger.receive, [True]

    async def cut_off(ledger: Ledger, raws: dict[str, Any]) -> set[str]:
        found = await receive(ledger, raws)
        if broken:
            broken.clear()
            raise OperationalError("COMMIT", {}, Exception("server closed the connection unexpectedly"))
        return found

    monkeypatch.setattr(Ledger, "receive", cut_off)
    fake.person("Mai").says(CRY)
    async with serving(fake, store, for_bot, listener):
        await listener.has(1)
        await settled(fake, store)
    assert listener.texts == [CRY]


# --- poison, and kills -------------------------------------------------------------------------------------------
async def test_poison_is_kept_sealed_and_tried_again_by_the_next_process(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    listener.failing["độc"] = 5
    fake.person("Mai").says("độc")
    async with serving(fake, store, for_bot, listener):
        await settled(fake, store)
    assert list((await seen(store)).values()) == ["failed"]
    assert len(await bodies(store)) == 1
    async with serving(fake, store, for_bot, listener):
        await listener.has(1)
    assert listener.texts == ["độc"]


async def test_what_fails_again_and_again_in_one_process_counts_as_begun_there_once(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    fake.person("Mai").says("khó")
    listener.slow["khó"] = 600
    async with serving(fake, store, for_bot, listener):
        await until(lambda: listener.calls == 1)
    listener.slow.clear()
    listener.failing["khó"] = MOST_ATTEMPTS - 1
    async with serving(fake, store, for_bot, listener):
        await until(lambda: listener.failing["khó"] == 0)
        async with store.reading() as session:
            assert await session.scalar(select(Received.attempts)) == 1
        await listener.has(1)


async def test_an_update_that_ends_the_process_is_not_tried_for_ever_and_blocks_nobody(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.inbox._CALM", 0.0)
    mai, hoa = fake.person("Mai"), fake.person("Hoa")
    listener.slow["chết"] = 600  # the process is ended while it is at it
    mai.says("chết")
    with capture_logs() as logs:
        for _ in range(MOST_ATTEMPTS + 1):
            begun = listener.calls
            async with serving(fake, store, for_bot, listener):
                await until(lambda begun=begun: listener.calls > begun)
        hoa.says("còn ai không")
        async with serving(fake, store, for_bot, listener):
            await listener.has(1)
            await settled(fake, store)
    assert listener.texts == ["còn ai không"]
    assert listener.calls == MOST_ATTEMPTS + 2
    assert [entry["event"] for entry in logs].count("update_given_up") == 1
    assert sorted((await seen(store)).values()) == ["failed", "handled"]


async def test_a_cry_is_not_given_up_because_the_process_is_killed_again_and_again_from_outside(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.inbox._CALM", 600.0)
    mai = fake.person("Mai")
    mai.says(CRY)
    listener.slow[CRY] = 600
    for _ in range(3):
        begun = listener.calls
        async with serving(fake, store, for_bot, listener):
            await until(lambda begun=begun: listener.calls > begun)
    for kill in range(2 * MOST_ATTEMPTS):
        async with serving(fake, store, for_bot, listener):
            fake.person(f"Người {kill}").says(f"tin {kill}")
            await listener.has(kill + 1)
    listener.slow.clear()
    monkeypatch.setattr("bot.channels.telegram.inbox._CALM", 0.0)
    async with serving(fake, store, for_bot, listener):
        await listener.has(2 * MOST_ATTEMPTS + 1)
    assert listener.texts[-1] == CRY and mai.sees == []


async def test_one_chat_stays_in_order_though_only_its_first_message_was_begun_before(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    mai = fake.person("Mai")
    with fake.hold_updates():
        mai.says("ba đánh em")
        mai.says("/xoa")
    listener.slow["ba đánh em"] = 600
    for _ in range(2):  # stopped twice while it was at the first one
        begun = listener.calls
        async with serving(fake, store, for_bot, listener):
            await until(lambda begun=begun: listener.calls > begun)
    listener.slow.clear()
    async with serving(fake, store, for_bot, listener):
        await listener.has(2)
    assert [one.text or one.command for one in listener.heard] == ["ba đánh em", "xoa"]


async def test_sixty_people_through_fifteen_stops_and_doubles_are_heard_once_each(
    fake: TelegramFake, store: Store, for_bot: BotKeys, listener: Listener
) -> None:
    people = [fake.person(f"Người {number}") for number in range(60)]
    for stop in range(15):
        for person in people[stop * 4 : stop * 4 + 4]:
            with fake.hold_updates():
                person.says(f"tin của {person.name}")
                if stop % 3 == 0:
                    fake.deliver_twice()
        begun = listener.calls
        async with serving(fake, store, for_bot, listener):
            await until(lambda begun=begun: listener.calls > begun + 1)
    async with serving(fake, store, for_bot, listener):
        await settled(fake, store)
    assert list((await seen(store)).values()) == ["handled"] * 60
    assert len(set(listener.texts)) == len(listener.texts), "each counts once"


async def test_the_database_counts_as_writable_only_when_a_row_fits(store: Store, database_url: str) -> None:

    async with unwritable(store, "disk full", database_url):
        ledger = Ledger(store, None, "telegram:1", lambda: NOON)  # type: ignore[arg-type]  # nothing is sealed here
        async with store.reading() as session:
            await session.execute(text("SELECT 1"))
        with anyio.fail_after(20):
            assert not await ledger.can_write()
    assert await ledger.can_write()
