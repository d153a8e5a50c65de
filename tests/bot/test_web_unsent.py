"""A web chat whose database does not write: not sent, never "received", the words in the box, the numbers in sight."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs

from bot.channels.web import leaving as web_leaving
from bot.channels.web import pages as web_pages
from bot.channels.web import posts as web_posts
from bot.channels.web import talk as web_talk
from bot.channels.web.posts import _FAILED, _TAP_FAILED
from bot.channels.web.session import Seen
from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from locales import translator
from tests.bot.test_web import Person, Town
from tests.bot.test_web import person as person
from tests.bot.test_web import town as town

_ = translator("vi")
STORY = ("bố hay đánh em " * 500).strip()  # more than one page of the database
CRY = f"{STORY}, đang cầm dao đuổi em"
DANGER = _("This sounds dangerous. Please call now:")
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@asynccontextmanager
async def full_disk(store: Store) -> AsyncIterator[None]:
    """Reading works; what needs a page more does not."""
    path = make_url(str(store.engine.url)).database
    with closing(sqlite3.connect(str(path), isolation_level=None)) as other:
        other.execute("VACUUM")  # no page is free

    def fill(connection: Any, *_more: object) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # at least what it has now

    event.listen(store.engine.sync_engine, "begin", fill)
    yield
    event.remove(store.engine.sync_engine, "begin", fill)
    async with store.writing() as session:
        await session.execute(text("PRAGMA max_page_count = 1000000"))


@asynccontextmanager
async def read_only(store: Store) -> AsyncIterator[None]:
    def set_to(value: str) -> Callable[..., None]:
        def setting(connection: Any, *_more: object) -> None:
            connection.exec_driver_sql(f"PRAGMA query_only = {value}")

        return setting

    on, off = set_to("ON"), set_to("OFF")
    engine = store.engine.sync_engine
    event.listen(engine, "begin", on)
    yield
    event.remove(engine, "begin", on)
    event.listen(engine, "begin", off)


@asynccontextmanager
async def locked(store: Store) -> AsyncIterator[None]:
    """Another connection holds the lock, longer than anybody waits."""
    path = make_url(str(store.engine.url)).database
    with closing(sqlite3.connect(str(path), isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@asynccontextmanager
async def full_pool(store: Store) -> AsyncIterator[None]:
    """Every connection is taken, by somebody who does not give it back."""
    held = [await store.engine.connect() for _number in range(15)]
    yield
    for connection in held:
        await connection.close()


TROUBLES = [full_disk, read_only, locked, full_pool]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_talk, "PATIENCE", 0.3)
    for module in (web_posts, web_leaving):
        monkeypatch.setattr(module, "GLANCE", 0.3)
    monkeypatch.setattr(web_pages, "_LONGEST_LOOK", 0.3)


async def _settled(town: Town) -> None:
    """What went on behind the page has come to its end."""
    while waiting := list(town.web._pages._talk._under_way.values()):
        await asyncio.wait(waiting)


Trouble = Callable[[Store], Any]


@on_sqlite
@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("begun", [True, False], ids=["in a chat", "first words"])
async def test_words_that_cannot_be_written_down_are_never_called_received(
    town: Town, person: Person, trouble: Trouble, begun: bool
) -> None:
    if begun:
        await person.say("chào")
    before = person.texts
    async with trouble(town.store):
        with capture_logs() as logs:
            response = await person.say(STORY)
        assert response.status_code == 503
        assert person.alert == _(_FAILED)
        assert person.box == STORY
        assert 'href="tel:111"' in person.page
        assert person.texts == (before if trouble is not full_pool or not begun else [])
        assert "đánh" not in str(logs)
    await _settled(town)
    assert (await person.say(person.box)).status_code == 200  # the same press again, once it can be written
    assert [told.text for told in town.told].count(person.texts[-2]) == 1
    assert person.texts.count(STORY) == 1
    assert person.box == "" and person.alert == ""


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_server_in_recovery_is_a_database_that_only_reads(town: Town, person: Person) -> None:
    await person.say("chào")
    before, engine = person.texts, town.store.engine.sync_engine

    def recovering(connection: Any) -> None:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    event.listen(engine, "begin", recovering)
    assert (await person.say(CRY)).status_code == 503
    assert person.alert.index(DANGER) < person.alert.index(_(_FAILED))
    assert person.box == CRY and person.texts == before
    event.remove(engine, "begin", recovering)
    assert (await person.say(person.box)).status_code == 200
    assert [told.text for told in town.told] == ["chào", CRY]


@on_sqlite
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_danger_that_cannot_be_written_down_shows_its_numbers_first(
    town: Town, person: Person, trouble: Trouble
) -> None:
    await person.say("chào")
    async with trouble(town.store):
        await person.say(CRY)
        assert person.alert.index(DANGER) < person.alert.index(_(_FAILED))
        assert "113" in person.alert and "111" in person.alert
        assert person.box == CRY
    await _settled(town)


@on_sqlite
async def test_a_tap_that_cannot_be_written_down_is_asked_for_again(town: Town, person: Person) -> None:
    await person.say("chào")
    async with locked(town.store):
        response = await person.tap(person.choices[0])
        assert response.status_code == 503 and person.alert == _(_TAP_FAILED)
        assert person.choices == ["q2:yes"]
    await _settled(town)


@on_sqlite
@pytest.mark.parametrize("trouble", [full_disk, read_only, locked])
async def test_every_page_is_there_to_be_read_while_nothing_can_be_written(
    town: Town, person: Person, trouble: Trouble
) -> None:
    await person.say("bí mật")
    async with trouble(town.store):
        for path in ("/", "/log", "/closed"):
            assert "bí mật" in (await person.open(path)).text
        assert (await person.client.post("/here")).status_code == 204
        stranger = Person(town)
        assert (await stranger.open()).status_code == 200
        assert (await stranger.open("/closed")).status_code == 200


@on_sqlite
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_who_leaves_is_away_at_once_whatever_the_database_does(
    town: Town, person: Person, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_talk, "_TO_LEAVE", (0.01, 0.01))  # what comes of it later: test_web_leaving
    await person.say("bí mật")
    sent: list[Any] = []
    left = asyncio.Event()

    async def leaving() -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)
            left.set()

        headers = [(b"host", b"chat.example"), (b"cookie", f"ct_chat={person.cookie}".encode())]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
            "path": "/exit", "raw_path": b"/exit", "root_path": "", "query_string": b"", "headers": headers,
            "client": ("203.0.113.7", 40000), "server": ("chat.example", 80),
        }  # fmt: skip
        await town.app(scope, receive, send)

    async with trouble(town.store):
        task = asyncio.create_task(leaving())
        await left.wait()
        assert sent[0]["status"] == 303
        seen = await town.web._sessions.look(town.told[0].chat)
        assert seen == Seen("over")  # the cookie opens nothing any more, though the lines are still there
    await task


@on_sqlite
async def test_a_session_that_is_over_is_closed_though_its_lines_cannot_be_erased(town: Town, person: Person) -> None:
    await person.say("bí mật")
    town.now = town.now.replace(hour=23)
    async with read_only(town.store):
        response = await person.open()
        assert response.url.path == "/closed" and "bí mật" not in person.page


@on_sqlite
async def test_a_line_that_the_conversation_refused_is_seen_by_nobody_and_goes_when_it_can(
    town: Town, person: Person
) -> None:
    await person.say("chào")
    disk = read_only(town.store)

    async def refuses(_inbound: object) -> None:
        await disk.__aenter__()
        raise RuntimeError("from here on nothing can be written")

    town.web._pages._talk._handle = refuses
    assert (await person.say("bố đánh con")).status_code == 503
    await person.open()
    assert "bố đánh con" not in person.texts
    held = await town.lines()
    await disk.__aexit__(None, None, None)
    await town.web._sessions.sweep()
    assert await town.lines() == held - 1


# --- whoever has gone ------------------------------------------------------------------------------------------------
@on_sqlite
async def test_what_was_received_whole_is_told_though_its_sender_waits_no_longer(town: Town, person: Person) -> None:
    await person.say("chào")
    begun, let_go, hear = asyncio.Event(), asyncio.Event(), town.web._pages._talk._handle

    async def slow(inbound: Any) -> None:
        begun.set()
        await let_go.wait()
        await hear(inbound)

    town.web._pages._talk._handle = slow
    first = asyncio.create_task(person.post(text="một"))
    await begun.wait()
    second = asyncio.create_task(person.post(text="hai"))  # waits for its turn
    assert [(await answer).status_code for answer in (first, second)] == [503, 503]
    again = asyncio.create_task(person.post(text="một"))  # joins what is under way
    await asyncio.sleep(0)
    let_go.set()
    assert (await again).status_code == 303
    await _settled(town)
    assert [told.text for told in town.told] == ["chào", "một", "hai"]
    await person.open()
    assert [line for line in person.texts if line in ("một", "hai")] == ["một", "hai"]


@on_sqlite
async def test_a_page_that_nobody_waits_for_any_more_is_not_made(
    store: Store, for_bot: BotKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_pages, "_LONGEST_LOOK", 60)
    made, hold = 0, asyncio.Event()
    hold.set()

    async def takes(_source: str, _address: str) -> bool:
        nonlocal made
        made += 1
        await hold.wait()
        return False

    town = Town(store, for_bot, takes_pictures=takes)
    person = Person(town)
    await person.open()
    await person.say("chào")
    made = 0
    hold.clear()
    looking = [asyncio.create_task(person.client.get("/")) for _number in range(web_pages._PAGES_AT_ONCE)]
    while made < web_pages._PAGES_AT_ONCE:  # noqa: ASYNC110  (each has its turn)
        await asyncio.sleep(0.01)
    gone = {"type": "http.disconnect"}

    async def receive() -> dict[str, Any]:
        return gone

    async def send(_message: Any) -> None: ...

    headers = [(b"host", b"chat.example"), (b"cookie", f"ct_chat={person.cookie}".encode())]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": "/", "raw_path": b"/", "root_path": "", "query_string": b"", "headers": headers,
        "client": ("203.0.113.7", 40000), "server": ("chat.example", 80),
    }  # fmt: skip
    left = asyncio.create_task(town.app(scope, receive, send))
    words = asyncio.create_task(person.post(text="một", script=""))  # a message waits for no page
    assert (await words).status_code == 303
    assert town.told[-1].text == "một"
    hold.set()
    assert [(await page).status_code for page in looking] == [200] * web_pages._PAGES_AT_ONCE
    await left
    assert made == web_pages._PAGES_AT_ONCE
    await person.client.aclose()
