"""One engine for SQLite and PostgreSQL, and the two ways to open a session on it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.exc import TimeoutError as NoTurn
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from handlers.store import sqlite
from handlers.store.trust import Trust, info_of

PATIENCE = 30.0  # seconds that a transaction waits for another process's lock or for a free connection
# libpq's: a server that the network has swallowed is given up after some seconds and not after a quarter of an hour.
NOTICES_SILENCE: dict[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
ASKED_AFTER = 5.0  # seconds out of use
_READING, _USED = "chungtay_reading", "chungtay_used"


def async_url(url: str) -> str:
    """`sqlite:///…` and `postgresql://…` as people write them, with the async driver named."""
    parsed = make_url(url)
    driver = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
    name = driver.get(parsed.get_backend_name())
    if name is None:
        raise ValueError(f"unknown database kind {parsed.get_backend_name()!r}")
    return parsed.set(drivername=name).render_as_string(hide_password=False)


class Store:
    """Opens transactions: `writing()` locks SQLite at once, so that a read-modify-write never loses an update.

    `patience`: seconds that a transaction waits for its turn, for a connection and for another process's lock, each;
    then it raises an SQLAlchemyError. `trust`: what its sessions can vouch for and check.
    """

    def __init__(self, url: str, patience: float = PATIENCE, trust: Trust | None = None) -> None:
        self.trust = trust or Trust()
        self._commits = ThreadPoolExecutor(1, "commit")
        self.engine: AsyncEngine = create_async_engine(
            async_url(url), hide_parameters=True, **self._options(url, patience)
        )
        self._reading_engine = self.engine.execution_options(**{_READING: True})
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._turn, self._patience = asyncio.Lock(), patience
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine.sync_engine, "checkin", _note_use)
            event.listen(self.engine.sync_engine, "checkout", self._ask_whether_it_lives)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A session in one transaction: committed at the end, rolled back when anything is raised."""
        async with self._in_turn(), self._session(self.engine) as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session for pages and look-ups; what is written in it is refused by nobody but meant by nobody either."""
        async with self._session(self._reading_engine) as session:
            yield session

    def _session(self, engine: AsyncEngine) -> AsyncSession:
        return AsyncSession(engine, expire_on_commit=False, info=info_of(self.trust))

    @asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        """SQLite has one writer. Those of one process take turns here, in order and asleep.

        Only the first of them then looks whether another process holds the lock.
        """
        if not self.is_sqlite:
            yield
            return
        try:
            async with asyncio.timeout(self._patience):
                await self._turn.acquire()
        except TimeoutError:
            raise NoTurn("another transaction of this process does not end") from None
        try:
            yield
        finally:
            self._turn.release()

    def _ask_whether_it_lives(self, connection: Any, record: ConnectionPoolEntry, _used_by: object) -> None:
        """A connection that was in use a moment ago is not asked: that would be one question more a transaction."""
        if time.monotonic() - record.info.get(_USED, time.monotonic()) < ASKED_AFTER:
            return
        dialect = self.engine.dialect
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error:
            raise InvalidatePoolError from None  # the pool makes a new one, and forgets the others

    async def close(self) -> None:
        await self.engine.dispose()
        self._commits.shutdown(wait=False)

    def _options(self, url: str, patience: float) -> dict[str, Any]:
        if not url.startswith("sqlite"):
            of_url = make_url(url).query.get("options", "")
            limits = " ".join((*([of_url] if isinstance(of_url, str) else of_url), _lock_timeout(patience))).strip()
            connecting = {"options": limits, **NOTICES_SILENCE}
            return {"pool_timeout": patience, "pool_size": 10, "connect_args": connecting}
        path = make_url(url).database or ""

        async def connect() -> sqlite.Connection:
            return sqlite.Connection(path, self._commits, patience)

        return {"async_creator": connect, "pool_timeout": patience}


def _lock_timeout(patience: float) -> str:
    return f"-c lock_timeout={int(patience * 1000)}"


def _note_use(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[_USED] = time.monotonic()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
