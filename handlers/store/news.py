"""Noticing at once that another process has written: by NOTIFY on PostgreSQL, by a counter in the file on SQLite."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable

import psycopg
from sqlalchemy.engine import make_url

from handlers.store.engine import NOTICES_SILENCE, Store
from handlers.store.sqlite import keep_private

_LOOK_SECONDS = 0.25  # SQLite: reading the counter takes some millionths of a second
_RETRY_SECONDS = 2.0


async def listen(store: Store, tell: Callable[[], None]) -> None:
    """Call `tell` whenever jobs may have been put into the outbox; until cancelled.

    News may be missed while the database is away, and come when there is nothing new: whoever is told looks for
    themselves, and also looks now and then without being told.
    """
    url = store.engine.url
    if store.is_sqlite:
        await _watch_file(url.database or "", tell)
        return
    conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        with contextlib.suppress(psycopg.Error, OSError):
            async with await psycopg.AsyncConnection.connect(
                conninfo, autocommit=True, **NOTICES_SILENCE
            ) as connection:
                await connection.execute("LISTEN outbox")
                tell()
                async for _ in connection.notifies():
                    tell()
        await asyncio.sleep(_RETRY_SECONDS)


async def _watch_file(path: str, tell: Callable[[], None]) -> None:
    keep_private(path)
    with contextlib.closing(sqlite3.connect(path, timeout=0)) as connection:
        known = None
        while True:
            with contextlib.suppress(sqlite3.Error):
                (version,) = connection.execute("PRAGMA data_version").fetchone()
                if version != known:
                    known = version
                    tell()
            await asyncio.sleep(_LOOK_SECONDS)
