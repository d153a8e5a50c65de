"""Which updates of one bot were dealt with; the conversation writes into the same table in its own transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from handlers.store.engine import Store
from handlers.store.models import SeenUpdate
from handlers.store.rows import insert


class Ledger:
    """`source` is "telegram:<bot id>"; the kinds noted here are "handled", "passed over", "unreadable", "failed"."""

    def __init__(self, store: Store, source: str, now: Callable[[], datetime]) -> None:
        self.source = source
        self._store, self._now = store, now

    async def has(self, number: str) -> bool:
        async with self._store.reading() as session:
            return await session.get(SeenUpdate, (self.source, number)) is not None

    async def note(self, number: str, kind: str) -> bool:
        """Note the update as dealt with; False when it was noted before."""
        async with self._store.writing() as session:
            row = insert(session, SeenUpdate).values(
                channel=self.source, update_id=number, seen_at=self._now(), kind=kind
            )
            new = await session.execute(row.on_conflict_do_nothing().returning(SeenUpdate.update_id))
            return new.scalar_one_or_none() is not None

    async def answers(self) -> bool:
        """Whether the database can be asked at all."""
        try:
            async with self._store.reading() as session:
                await session.execute(select(1))
        except Exception:
            return False
        return True
