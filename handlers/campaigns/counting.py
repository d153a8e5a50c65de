"""How many came, and how far: counted in memory, written in one statement every few seconds, tied to nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

import anyio
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.campaigns.topics import Step
from handlers.deadlines import VIETNAM
from handlers.store.engine import Store
from handlers.store.models import Arrived
from handlers.store.rows import insert

EVERY = 5.0  # seconds: what a process that is killed has not written is lost, and no more
_AT_ONCE = 500  # rows in one statement
_KEY = ("variant_id", "week", "step", "language")

log = structlog.get_logger("campaigns")


class Counted(NamedTuple):
    variant: str
    week: date
    step: Step
    language: str


def week_of(now: datetime) -> date:
    """The Monday of this week, in Viet Nam."""
    day = now.astimezone(VIETNAM).date()
    return day - timedelta(days=day.weekday())


class Counts:
    """What has been counted since it was last written. A report neither waits for it nor fails with it."""

    def __init__(self) -> None:
        self._waiting: Counter[Counted] = Counter()

    def add(self, variant: str, step: Step, language: str, now: datetime) -> None:
        self._waiting[Counted(variant, week_of(now), step, language)] += 1

    async def write(self, store: Store) -> None:
        """In one statement. What the database does not take now is kept for the next time."""
        taken, self._waiting = self._waiting, Counter()
        if not taken:
            return
        try:
            async with store.writing() as session:
                await write(session, taken)
        except BaseException:
            self._waiting.update(taken)
            raise

    async def keep_writing(self, store: Store) -> None:
        """Every few seconds, and once more when it is told to stop."""
        try:
            while True:
                await anyio.sleep(EVERY)
                await self._try(store)
        finally:
            with anyio.CancelScope(shield=True):
                await self._try(store)

    async def _try(self, store: Store) -> None:
        try:
            await self.write(store)
        except Exception as error:
            log.error("arrivals_not_written", error=type(error).__name__)


async def write(session: AsyncSession, taken: Mapping[Counted, int]) -> None:
    """Add these numbers to those that are there."""
    rows = [{**counted._asdict(), "number": number} for counted, number in sorted(taken.items())]
    for at in range(0, len(rows), _AT_ONCE):
        new = insert(session, Arrived).values([_row(row) for row in rows[at : at + _AT_ONCE]])
        more = {"number": Arrived.number + new.excluded.number}
        await session.execute(new.on_conflict_do_update(index_elements=_KEY, set_=more))


def _row(row: dict[str, object]) -> dict[str, object]:
    return {"variant_id": row.pop("variant"), **row}
