"""SQLite for asyncio without a thread for each connection: statements run at once, waiting and syncing do not block.

SQLAlchemy's aiosqlite dialect is given this in the place of an aiosqlite connection. There each statement goes to a
thread and back, which costs more than the statement; see docs/decisions/0018. A statement here is an indexed look-up in
a file that the system has in memory; what can take long, another process's lock and the sync of a commit, is awaited.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

_FIRST_PAUSE, _LONGEST_PAUSE = 0.001, 0.05  # seconds, between two looks at a lock that another process holds

# Another process holds the lock, or puts the file in order after one that was killed.
_WORTH_WAITING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY)


def keep_private(path: str) -> None:
    """Make the database's file for its owner alone where there is none; take it from everybody else where it is open.

    What SQLite lays beside it (-wal, -shm, -journal) gets the file's own rights. A group that may write it stays.
    """
    if path in ("", ":memory:") or path.startswith("file:"):
        return
    # One that is there is never opened: closing it would end all locks that this process holds on it (POSIX), and
    # another process would throw the log away (https://sqlite.org/howtocorrupt.html, 2.2).
    with contextlib.suppress(OSError):  # what is wrong SQLite says itself, in the words that its callers know
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    for one in (Path(path), *(Path(f"{path}-{beside}") for beside in ("wal", "shm", "journal"))):
        with contextlib.suppress(OSError):  # there is none, or it is another's, who has to close it
            mode = stat.S_IMODE(one.stat().st_mode)
            wanted = mode & ~0o007 if mode & 0o020 else 0o600
            if mode != wanted:
                one.chmod(wanted)


class Connection:
    """What SQLAlchemy asks of an aiosqlite connection. `patience`: seconds to wait for another process's lock."""

    def __init__(self, path: str, commits: Executor, patience: float) -> None:
        keep_private(path)
        # No transactions of the driver's own, and no waiting inside SQLite: both would block whoever else is served.
        self._conn = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        self._connection: sqlite3.Connection | None = self._conn
        self._commits, self._patience = commits, patience

    @property
    def isolation_level(self) -> str | None:
        return self._conn.isolation_level

    def cursor(self) -> Cursor:
        return Cursor(self._conn.cursor(), self._patience)

    async def create_function(self, *arguments: Any, **named: Any) -> None:
        self._conn.create_function(*arguments, **named)

    async def commit(self) -> None:
        """Done when it raises CancelledError too: nobody may touch or close the connection while a thread is in it."""
        if not self._conn.in_transaction:
            return
        committing = asyncio.get_running_loop().run_in_executor(self._commits, self._conn.commit)
        cancelled = None
        while not committing.done():
            try:
                await asyncio.shield(committing)
            except asyncio.CancelledError as error:
                cancelled = error
            except Exception:
                break  # raised below
        if cancelled is not None:
            raise cancelled
        committing.result()

    async def rollback(self) -> None:
        self._conn.rollback()

    async def close(self) -> None:
        self.stop()

    def stop(self) -> None:
        if self._connection is not None:
            self._connection = None
            self._conn.close()


class Cursor:
    """A cursor whose methods are awaited, though all but waiting for a lock is done when they are called."""

    def __init__(self, cursor: sqlite3.Cursor, patience: float) -> None:
        self._cursor, self._patience = cursor, patience

    async def __aenter__(self) -> Cursor:
        return self

    @property
    def description(self) -> Any:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    async def execute(self, statement: str, parameters: Iterable[Any] = ()) -> None:
        await self._patiently(lambda: self._cursor.execute(statement, tuple(parameters)))

    async def executemany(self, statement: str, rows: Iterable[Any]) -> None:
        rows = list(rows)
        await self._patiently(lambda: self._cursor.executemany(statement, rows))

    async def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    async def close(self) -> None:
        self._cursor.close()

    async def _patiently(self, act: Callable[[], object]) -> None:
        """Do it, again and again while another process holds the lock, until patience ends."""
        until, pause = None, _FIRST_PAUSE
        while True:
            try:
                act()
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode not in _WORTH_WAITING:
                    raise
                until = until or time.monotonic() + self._patience
                if time.monotonic() >= until:
                    raise
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
