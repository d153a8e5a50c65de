"""Writing the facts that figures are counted from: once a day, for all cases that changed, in an order of chance.

The console alone can: the fact's id is sealed to the case, and its key is wrapped for the console. No word of a report
is opened, and so no audit line is left: what is opened are the coarse values that stand in the fact afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time
from random import SystemRandom
from typing import Any

import anyio
import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.case import ItemKind
from handlers.deadlines import VIETNAM
from handlers.figures import facts, keeping
from handlers.figures.coarse import Coarse
from handlers.store.engine import Store
from handlers.store.kept import keep, kept
from handlers.store.keys import ConsoleKeys
from handlers.store.models import Case, CaseFact, CaseKey, Item
from handlers.store.rows import insert
from handlers.store.seal import CannotOpen, about_item, case_private_key, unseal

EVERY = 15 * 60.0  # seconds between two looks whether a new day has begun
_DONE = "figures_settled"  # the day until which facts are written
_PIECE = 50  # cases in one transaction: whoever waits for the database does not wait long

log = structlog.get_logger("console")


async def keep_settling(store: Store, keys: ConsoleKeys, now: Callable[[], datetime]) -> None:
    """Write the facts of each day that is over, as long as the console serves."""
    while True:
        try:
            await settle_day(store, keys, now())
        except Exception as error:  # the database may be away for a while
            log.error("settling_failed", error=type(error).__name__)
        await anyio.sleep(EVERY)


async def settle_day(store: Store, keys: ConsoleKeys, now: datetime) -> int:
    """Once a day: how many facts were written."""
    today = now.astimezone(VIETNAM).date().isoformat()
    async with store.reading() as session:
        if (await kept(session, _DONE) or "") >= today:
            return 0
    written = await settle(store, keys, now)
    async with store.writing() as session:
        await keep(session, _DONE, today)
    return written


async def settle(store: Store, keys: ConsoleKeys, now: datetime) -> int:
    """Write the fact of every case that changed since, but for those of today; how many."""
    midnight = datetime.combine(now.astimezone(VIETNAM).date(), time(), VIETNAM)
    changed = select(Case.id).where(Case.received_at < midnight, Case.counted_stamp.is_distinct_from(Case.stamp))
    async with store.reading() as session:
        waiting = list(await session.scalars(changed.where(select(CaseKey).where(CaseKey.case_id == Case.id).exists())))
    SystemRandom().shuffle(waiting)
    written = 0
    for start in range(0, len(waiting), _PIECE):
        async with store.writing() as session:
            written += await _settled(session, keys, waiting[start : start + _PIECE], now)
    return written


async def _settled(session: AsyncSession, keys: ConsoleKeys, ids: list[str], now: datetime) -> int:
    locked = select(Case).where(Case.id.in_(ids)).with_for_update(key_share=True, skip_locked=True)
    cases = {case.id: case for case in await session.scalars(locked)}
    wraps = select(CaseKey.case_id, CaseKey.for_console).where(CaseKey.case_id.in_(cases))
    wrapped = {row.case_id: row.for_console for row in await session.execute(wraps)}
    query = select(Item).where(Item.case_id.in_(cases), Item.kind == ItemKind.FIGURES)
    items: dict[str, list[Item]] = {}
    for item in await session.scalars(query.order_by(Item.created_at, Item.id)):
        items.setdefault(item.case_id, []).append(item)
    rows: list[dict[str, Any]] = []
    for case_id in (one for one in ids if one in wrapped):
        case = cases[case_id]
        try:
            fact, coarse = _opened(case_id, wrapped[case_id], items.get(case_id, ()), keys)
        except (CannotOpen, ValueError):
            log.error("fact_unreadable", case=case_id)
            continue
        if not fact:  # a case of before there were facts: counted without what nobody kept coarsely
            fact = keeping.begin(session, case, Coarse(), now)
        rows.append(facts.row_of(case, fact, coarse, now))
        final = rows[-1]["twelve_hours"] != facts.RUNNING
        # Writing the fact is no change of the case: its stamp stays, and by it whoever changes it at once is noticed.
        done = update(Case).where(Case.id == case_id).values(counted_stamp=case.stamp if final else None)
        await session.execute(done.values(stamp=Case.stamp).execution_options(synchronize_session=False))
    if rows:
        new = insert(session, CaseFact)
        fresh = {name: new.excluded[name] for name in _column_names() if name not in ("month", "id")}
        await session.execute(new.on_conflict_do_update(index_elements=["month", "id"], set_=fresh), rows)
    return len(rows)


async def coarse_of(session: AsyncSession, keys: ConsoleKeys, case: Case) -> Coarse:
    """What the case is counted as, for whoever may put it right; nothing where it is forgotten."""
    wrapped = await session.get(CaseKey, case.id)
    if wrapped is None:
        return Coarse()
    query = select(Item).where(Item.case_id == case.id, Item.kind == ItemKind.FIGURES)
    items = await session.scalars(query.order_by(Item.created_at, Item.id))
    try:
        return _opened(case.id, wrapped.for_console, items, keys)[1]
    except (CannotOpen, ValueError):
        return Coarse()


def _opened(case_id: str, wrapped: bytes, items: Iterable[Item], keys: ConsoleKeys) -> tuple[str, Coarse]:
    """Raises CannotOpen, ValueError."""
    private = case_private_key(case_id, wrapped, keys.private)
    return keeping.read(unseal(one.sealed, private, about_item(case_id, one.id)) for one in items)


def _column_names() -> list[str]:
    return [column.name for column in CaseFact.__table__.columns]
