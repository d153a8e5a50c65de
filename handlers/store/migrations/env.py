"""How Alembic reaches the database: synchronously, in one transaction, alone."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, create_engine, event, text

from handlers.store.migrate import sync_url
from handlers.store.models import Base, Utc
from handlers.store.sqlite import keep_private

_LOCK = 26_0421  # any number of our own: two processes that start together migrate one after the other


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    if kind == "type" and isinstance(item, Utc):
        return "sa.DateTime(timezone=True)"
    return False


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=_render,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        context.run_migrations()


def _take_over_transactions(connection: Any, _record: object) -> None:
    # Foreign keys stay off here on purpose: rebuilding a table in batch mode would cascade into those that refer to it.
    connection.isolation_level = None


def _begin_at_once(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _run() -> None:
    url = context.config.attributes.get("url") or context.get_x_argument(as_dictionary=True).get("url")
    if not url:
        raise SystemExit("Say which database: alembic -x url=sqlite:///var/chungtay.db …")
    engine = create_engine(sync_url(url), hide_parameters=True)
    if engine.dialect.name == "sqlite":
        keep_private(engine.url.database or "")
        event.listen(engine, "connect", _take_over_transactions)
        event.listen(engine, "begin", _begin_at_once)
    with engine.connect() as connection:
        _migrate(connection)
    engine.dispose()


_run()
