"""One more sealed thing on a case: anybody with the case's public half can add it, only the console can read it.

What staff write has a key of its own and the console's signature (handlers.authorship).
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import authorship
from handlers.attention import mark_worked
from handlers.audit import Act, note
from handlers.case import ItemKind
from handlers.store.models import Case, Item
from handlers.store.seal import about_item, seal

_CONTACT = (ItemKind.REPLY, ItemKind.SPOKEN_REPLY, ItemKind.CALL)  # staff answered the reporter or spoke with them


def add_item(session: AsyncSession, case: Case, kind: ItemKind, plain: bytes, *, now: datetime) -> str:
    """Seal to the case what its reporter said, or what the machine noted; the new item's id."""
    item_id = uuid4().hex
    sealed = seal(plain, case.public_key, about_item(case.id, item_id))
    session.add(Item(id=item_id, case_id=case.id, kind=kind, created_at=now, sealed=sealed))
    return item_id


async def add_staff_item(
    session: AsyncSession, case: Case, kind: ItemKind, plain: bytes, *, now: datetime, staff_id: str
) -> Item:
    """Seal and sign what staff write; the caller holds the case's lock. What its claimer adds is a sign of work."""
    item_id, key = uuid4().hex, await authorship.key_to_write(session, case)
    sealed = seal(plain, key.public if key is not None else case.public_key, about_item(case.id, item_id))
    item = Item(id=item_id, case_id=case.id, kind=kind, created_at=now, sealed=sealed, staff_id=staff_id)
    authorship.sign(session, item, key)
    if staff_id == case.claimed_by:
        mark_worked(case, now)
    if kind in _CONTACT and case.contacted_at is None:
        case.contacted_at = now
    session.add(item)
    return item


async def drop_item(session: AsyncSession, case: Case, item: Item) -> None:
    """Delete an item of staff that never went out: what it was the first contact for is to be made yet."""
    await authorship.strike(session, item)
    await session.delete(item)
    await session.flush()
    made = select(func.min(Item.created_at)).where(Item.case_id == case.id, Item.kind.in_(_CONTACT))
    case.contacted_at = await session.scalar(made)


async def add_reason(
    session: AsyncSession, case: Case, staff_id: str, act: Act, reason: str, now: datetime, detail: str | None = None
) -> None:
    """Keep why staff did something, and that they did. Raises ValueError without a reason."""
    if not reason.strip():
        raise ValueError("a reason is needed")
    item = await add_staff_item(session, case, ItemKind.REASON, reason.encode(), now=now, staff_id=staff_id)
    note(session, act, at=now, staff_id=staff_id, case_id=case.id, item_id=item.id, detail=detail)
