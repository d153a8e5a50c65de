"""Reading a row in order to change it, and inserting one only if it is new, alike on both databases."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningInsert

from handlers.store.models import Base, Case, new_stamp, table_of


class NoSuchCase(LookupError):
    """There is no case with this id."""


async def locked_case(session: AsyncSession, case_id: str) -> Case:
    """The case as it is now, locked until the transaction ends; raises NoSuchCase.

    FOR NO KEY UPDATE: others may still insert rows that refer to the case, so that a bot which holds a conversation and
    a console which holds its case never wait for each other.
    """
    query = (
        select(Case).where(Case.id == case_id).with_for_update(key_share=True).execution_options(populate_existing=True)
    )
    case = await session.scalar(query)
    if case is None:
        raise NoSuchCase(case_id)
    return case


def touch(case: Case) -> None:
    """Something that is shown with the case has changed, in another row: whoever polls is to notice by its stamp."""
    case.stamp = new_stamp()


def insert(session: AsyncSession, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """INSERT with ON CONFLICT: both databases have it, SQLAlchemy only in their own dialects."""
    name = session.get_bind().dialect.name
    return postgresql.insert(table) if name == "postgresql" else sqlite.insert(table)


async def insert_new(session: AsyncSession, table: type[Base], **values: Any) -> int | None:
    """Insert a row unless a unique key of it is there already; its counted id, or None."""
    await session.flush()  # what the row refers to must be there first
    statement = _insert_new(session.get_bind().dialect.name, table, tuple(values))
    new: int | None = (await session.execute(statement, values)).scalar_one_or_none()
    return new


@cache
def _insert_new(dialect: str, table: type[Base], columns: tuple[str, ...]) -> ReturningInsert[Any]:
    """Built once for each table: building it at each call costs more than the database takes to carry it out."""
    rows = table_of(table)
    row = postgresql.insert(rows) if dialect == "postgresql" else sqlite.insert(rows)
    filled = row.values({name: bindparam(name) for name in columns})
    return filled.on_conflict_do_nothing().returning(rows.c.id)
