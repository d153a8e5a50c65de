"""Transactions and times, alike on both databases."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone

import anyio
import anyio.lowlevel
import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import StatementError

from handlers.store import sqlite
from handlers.store.engine import Store, async_url
from handlers.store.models import Heartbeat, Kept
from handlers.store.rows import insert


async def test_times_come_back_aware_and_in_utc(store):
    here = datetime(2026, 11, 25, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=7)))
    async with store.writing() as session:
        session.add(Heartbeat(process="bot", at=here))
    async with store.reading() as session:
        back = await session.scalar(select(Heartbeat.at))
    assert back == here and back.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(store):
    with pytest.raises(StatementError, match="without a zone"):
        async with store.writing() as session:
            session.add(Heartbeat(process="bot", at=datetime(2026, 11, 25)))  # noqa: DTZ001


async def test_what_is_raised_undoes_the_whole_transaction(store):
    with pytest.raises(RuntimeError):
        async with store.writing() as session:
            session.add(Kept(key="a", value="b"))
            await session.flush()
            raise RuntimeError
    async with store.reading() as session:
        assert await session.get(Kept, "a") is None


async def test_fifty_tasks_that_count_one_row_up_lose_nothing(store):
    async with store.writing() as session:
        session.add(Kept(key="count", value="0"))

    async def one_more() -> None:
        async with store.writing() as session:
            query = select(Kept).where(Kept.key == "count").with_for_update()
            row = (await session.scalars(query)).one()
            await anyio.lowlevel.checkpoint()
            row.value = str(int(row.value) + 1)

    async with anyio.create_task_group() as tasks:
        for _ in range(50):
            tasks.start_soon(one_more)
    async with store.reading() as session:
        assert await session.scalar(select(Kept.value)) == "50"


async def test_a_page_can_be_read_while_something_is_being_written(store):
    async with store.writing() as session:
        session.add(Kept(key="a", value="b"))
        await session.flush()
        with anyio.fail_after(2):
            async with store.reading() as other:
                assert await other.get(Kept, "a") is None


async def test_sqlite_keeps_its_word_on_power_failure_and_erasure(store):
    if not store.is_sqlite:
        pytest.skip("SQLite only")
    async with store.reading() as session:
        found = [
            (await session.execute(text(f"PRAGMA {name}"))).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        ]
    assert found == ["wal", 2, 1, 1]


async def test_insert_speaks_the_dialect_of_the_database(store):
    async with store.writing() as session:
        for value in "bc":
            row = insert(session, Kept).values(key="a", value=value)
            await session.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
        assert await session.scalar(select(Kept.value)) == "c"


@pytest.mark.parametrize(
    ("written", "driver"),
    [
        ("sqlite:///var/x.db", "sqlite+aiosqlite"),
        ("postgresql://u:p@h/x", "postgresql+psycopg"),
        ("postgresql+psycopg2://u:p@h/x", "postgresql+psycopg"),
    ],
)
def test_addresses_are_taken_as_people_write_them(written, driver):
    assert async_url(written).startswith(driver)


def test_another_kind_of_database_is_refused():
    with pytest.raises(ValueError, match="mysql"):
        async_url("mysql://localhost/x")


async def test_a_commit_that_has_begun_is_finished_before_whoever_was_cancelled_goes_on(store, monkeypatch):
    """Else its connection would be closed under the thread that commits, and nobody knew what became of it."""
    if not store.is_sqlite:
        pytest.skip("SQLite only")
    begun, go_on = threading.Event(), threading.Event()
    submit = store._commits.submit

    def slowly(commit):
        begun.set()
        go_on.wait(20)
        commit()

    monkeypatch.setattr(store._commits, "submit", lambda commit: submit(slowly, commit))

    async def write():
        async with store.writing() as session:
            session.add(Kept(key="a", value="b"))

    writing = asyncio.create_task(write())
    await asyncio.to_thread(begun.wait, 20)
    for _ in range(3):
        writing.cancel()
        await anyio.lowlevel.checkpoint()
    assert not writing.done()
    go_on.set()
    assert isinstance((await asyncio.gather(writing, return_exceptions=True))[0], asyncio.CancelledError)
    async with store.reading() as session:
        assert await session.get(Kept, "a") is not None
    async with store.writing() as session:
        session.add(Kept(key="c", value="d"))


@pytest.mark.parametrize("code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY])
async def test_a_file_that_another_process_puts_in_order_after_a_kill_is_waited_for(code):
    times = []

    def busy_once():
        times.append(code)
        if len(times) == 1:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = code
            raise error

    await sqlite.Cursor(None, 20)._patiently(busy_once)
    assert len(times) == 2


async def test_a_server_that_the_network_has_swallowed_is_given_up(store):
    if store.is_sqlite:
        pytest.skip("PostgreSQL only")
    async with store.reading() as session:
        connection = await (await session.connection()).get_raw_connection()
        parameters = connection.driver_connection.info.get_parameters()
    assert parameters["tcp_user_timeout"] == "10000" and parameters["keepalives_idle"] == "5"


async def test_a_connection_out_of_use_is_asked_whether_it_lives_and_one_just_used_is_not(database_url, monkeypatch):
    """A server that was started anew while nobody wrote costs nobody their message."""
    store = Store(database_url)
    if store.is_sqlite:
        pytest.skip("PostgreSQL only")
    asked = []
    real = store.engine.dialect.do_ping
    monkeypatch.setattr(store.engine.dialect, "do_ping", lambda connection: (asked.append(1), real(connection))[1])
    for _ in range(3):
        async with store.writing() as session:
            await session.execute(text("SELECT 1"))
    assert not asked
    monkeypatch.setattr("handlers.store.engine.ASKED_AFTER", 0.0)
    plain = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(plain, autocommit=True) as server:
        ours = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        await server.execute(f"{ours} AND datname = current_database()")
    async with store.writing() as session:
        session.add(Kept(key="a", value="b"))
    async with store.reading() as session:
        assert await session.get(Kept, "a") is not None
    assert asked
    await store.close()
