"""What a process of ours does before it begins: logs that quote nobody, and a database that is there and up to date."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Collection

import structlog
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from handlers.store.engine import Store
from handlers.store.models import Base
from handlers.store.trust import Trust
from handlers.uncaught import hide_texts, place_of, without_errors


class CannotStart(Exception):
    """The message is one line that says what to do."""


async def open_store(url: str, trust: Trust | None = None) -> Store:
    """The database; raises CannotStart when it is not there or lacks a table or column that the code knows."""
    try:
        store = Store(url, trust=trust)
    except (ArgumentError, ValueError, ModuleNotFoundError):
        raise CannotStart("The setting CHUNGTAY_DATABASE_URL is not an address of SQLite or PostgreSQL.") from None
    try:
        async with store.engine.connect() as connection:
            missing = await connection.run_sync(_missing)
    except (SQLAlchemyError, OSError) as error:
        await _let_drivers_end()
        kind = type(error).__name__
        raise CannotStart(
            f"The database can't be reached ({kind}). Check CHUNGTAY_DATABASE_URL, or run 'make setup' first."
        ) from None
    if missing:
        raise CannotStart("The database is not up to date. Run 'make setup', then start again.")
    return store


def _missing(connection: Connection) -> bool:
    found = inspect(connection)
    tables = set(found.get_table_names())
    return any(
        table.name not in tables or {c.name for c in table.columns} - {c["name"] for c in found.get_columns(table.name)}
        for table in Base.metadata.sorted_tables
    )


async def _let_drivers_end() -> None:
    """aiosqlite's thread still reports to this event loop, and prints a traceback when that has gone."""
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, 5)


def quiet_logs(known: Collection[str]) -> None:
    """Only `known` keys beside event, level and time; no tracebacks and no texts from outside, whoever logs them."""
    kept = {"event", "level", "timestamp", *known}
    bare_logs()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            without_errors,
            lambda logger, method, event: {key: value for key, value in event.items() if key in kept},
            structlog.processors.JSONRenderer(),
        ]
    )


def bare_logs() -> None:
    """What libraries log: without texts and tracebacks, and the same once a minute however often it happens."""
    hide_texts()
    handler = logging.StreamHandler()
    handler.setFormatter(Bare())
    handler.addFilter(OnceAMinute())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


class OnceAMinute(logging.Filter):
    """Lets one record of each kind through in sixty seconds; it says how many were left out since the one before."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[tuple[object, ...], float] = {}
        self._left_out: Counter[tuple[object, ...]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        kind = (record.name, record.levelno, record.exc_info[0] if record.exc_info else None)
        if record.created - self._last.get(kind, float("-inf")) < 60:
            self._left_out[kind] += 1
            return False
        self._last[kind] = record.created
        record.left_out = self._left_out.pop(kind, 0)
        return True


class Bare(logging.Formatter):
    """Says which logger, and of an error its kind and line: messages and tracebacks could quote what was stored."""

    def format(self, record: logging.LogRecord) -> str:
        error, trace = record.exc_info[1:] if record.exc_info else (None, None)
        where = f" {place_of(error, trace)}" if error is not None else ""
        left_out = getattr(record, "left_out", 0)
        return f"{record.levelname} {record.name}{where}" + (f" ({left_out} more like it)" if left_out else "")
