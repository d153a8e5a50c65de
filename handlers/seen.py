"""What the person who has claimed a case has had before their eyes: that, and nothing else, is unread no longer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.case import ItemKind
from handlers.store.models import Case, Item
from handlers.store.rows import locked_case

NEWS = (
    ItemKind.SNAPSHOT,
    ItemKind.MESSAGE,
    ItemKind.RECORDING,
    ItemKind.RAW_SOUND,
    ItemKind.PICTURE,
    ItemKind.REMARK,
    ItemKind.AROUND,
    ItemKind.CALL,
    ItemKind.CALLER,
    ItemKind.TRANSLATION,
    ItemKind.NOTE,
)


async def mark_seen(session: AsyncSession, case_id: str, staff_id: str, items: Collection[str], now: datetime) -> None:
    """These items stood on a page that the claimer looked at; anybody else's look changes nothing.

    The case is unread since the first that they have not seen yet.
    """
    case = await locked_case(session, case_id)
    if case.claimed_by != staff_id:
        return
    await _mark(session, case_id, now, items)
    theirs = or_(Item.staff_id.is_(None), Item.staff_id != staff_id)
    unseen = select(func.min(Item.created_at)).where(Item.case_id == case_id, Item.kind.in_(NEWS), theirs)
    first = await session.scalar(unseen.where(Item.seen_at.is_(None)))
    if first is not None:
        case.unread_since = first if case.unread_since is not None else None
    elif case.unread_since is not None or case.read_at is None or case.read_at < case.alerted_at:
        _read(case, now)


async def mark_read(session: AsyncSession, case_id: str, now: datetime) -> None:
    """Staff opened the case as a whole, which its opening has recorded: nothing on it is unread any more."""
    case = await locked_case(session, case_id)
    await _mark(session, case_id, now)
    _read(case, now)


async def _mark(session: AsyncSession, case_id: str, now: datetime, items: Collection[str] | None = None) -> None:
    seen = update(Item).where(Item.case_id == case_id, Item.seen_at.is_(None)).values(seen_at=now)
    if items is not None:
        seen = seen.where(Item.id.in_(items))
    await session.execute(seen.execution_options(synchronize_session=False))


def _read(case: Case, now: datetime) -> None:
    # Never before the round of alerts that it answers.
    case.read_at, case.unread_since = max(now, case.alerted_at), None
