"""Small facts that outlive a process: the staff group's chat id, the bot's name."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.store.models import Kept
from handlers.store.rows import insert


async def kept(session: AsyncSession, key: str) -> str | None:
    """The value kept under `key`, or None."""
    row = await session.get(Kept, key, populate_existing=True)
    return row.value if row is not None else None


async def keep(session: AsyncSession, key: str, value: str) -> None:
    """Keep `value` (up to 200 characters) under `key`, in the place of an older one."""
    statement = insert(session, Kept).values(key=key, value=value)
    await session.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


async def drop(session: AsyncSession, key: str) -> None:
    await session.execute(delete(Kept).where(Kept.key == key))
