"""The console process: reads its settings, checks what it needs, serves. `python -m handlers.console`"""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

import structlog
import uvicorn
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from handlers.console.app import build
from handlers.console.page import Console, templates
from handlers.console.settings import Settings, WrongSetting, read_settings
from handlers.store.engine import Store
from handlers.store.keys import KeysMissing, console_keys
from handlers.store.models import Base
from locales import translator

LOGGED = {"event", "level", "timestamp", "logger", "step", "error", "address"}


class CannotStart(Exception):
    """The message is one line that says what to do."""


def main() -> int:
    """0 after a clean stop, 1 with one readable line when it can't start."""
    _quiet_logs()
    try:
        asyncio.run(_serve(read_settings()))
    except (WrongSetting, KeysMissing, CannotStart) as error:
        print(str(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


async def _serve(settings: Settings) -> None:
    keys = console_keys(settings.keys_folder)
    try:
        store = Store(settings.database_url)
    except (ArgumentError, ValueError, ModuleNotFoundError):
        raise CannotStart("The setting CHUNGTAY_DATABASE_URL is not an address of SQLite or PostgreSQL.") from None
    await _check_tables(store)
    here = _listen(settings)
    translate = translator("vi")
    console = Console(
        store=store,
        keys=keys,
        now=lambda: datetime.now(UTC),
        translate=translate,
        address=settings.address,
        trial=not settings.operator,
        templates=templates(translate),
    )
    config = uvicorn.Config(
        build(console),
        access_log=False,
        log_config=None,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=5,
    )
    structlog.get_logger("console").info("serving", address=settings.address)
    await uvicorn.Server(config).serve(sockets=[here])


async def _check_tables(store: Store) -> None:
    """Every table and column that the code knows must be there."""
    try:
        async with store.engine.connect() as connection:
            missing = await connection.run_sync(_missing)
    except (SQLAlchemyError, OSError) as error:
        kind = type(error).__name__
        raise CannotStart(
            f"The database can't be reached ({kind}). Check CHUNGTAY_DATABASE_URL, or run 'make setup' first."
        ) from None
    if missing:
        raise CannotStart("The database is not up to date. Run 'make setup', then start again.")


def _missing(connection: Connection) -> bool:
    found = inspect(connection)
    tables = set(found.get_table_names())
    return any(
        table.name not in tables or {c.name for c in table.columns} - {c["name"] for c in found.get_columns(table.name)}
        for table in Base.metadata.sorted_tables
    )


def _listen(settings: Settings) -> socket.socket:
    """Take the port before anything else starts, so that a taken one is said in one line."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    here = socket.socket(family, socket.SOCK_STREAM)
    here.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        here.bind((settings.host, settings.port))
        here.listen(128)
    except OSError as error:
        here.close()
        raise CannotStart(
            f"The console can't listen on {settings.console_bind}: {error.strerror or error}. "
            "Stop what uses it, or set CHUNGTAY_CONSOLE_BIND to another address."
        ) from None
    return here


def _quiet_logs() -> None:
    """Only known keys, no tracebacks and no texts from outside, whoever logs them."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Bare())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            lambda logger, method, event: {key: value for key, value in event.items() if key in LOGGED},
            structlog.processors.JSONRenderer(),
        ]
    )


class _Bare(logging.Formatter):
    """Says which logger, and of an error its kind and line: messages and tracebacks could quote what was stored."""

    def format(self, record: logging.LogRecord) -> str:
        where = ""
        if record.exc_info and record.exc_info[1] is not None:
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            at = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
            where = f" {type(record.exc_info[1]).__name__}{at}"
        return f"{record.levelname} {record.name}{where}"


if __name__ == "__main__":
    sys.exit(main())
