"""One more sealed thing on a case: anybody with the case's public half can add it, only the console can read it."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.attention import mark_worked
from handlers.audit import Act, note
from handlers.case import ItemKind
from handlers.store.models import Case, Item
from handlers.store.seal import about_item, seal

_CONTACT = (ItemKind.REPLY, ItemKind.SPOKEN_REPLY, ItemKind.CALL)  # staff answered the reporter or spoke with them


def add_item(
    session: AsyncSession, case: Case, kind: ItemKind, plain: bytes, *, now: datetime, staff_id: str | None = None
) -> str:
    """Seal `plain` to the case and return the new item's id. What its claimer adds is a sign of work."""
    item_id = uuid4().hex
    sealed = seal(plain, case.public_key, about_item(case.id, item_id))
    if staff_id is not None and staff_id == case.claimed_by:
        mark_worked(case, now)
    if kind in _CONTACT and case.contacted_at is None:
        case.contacted_at = now
    session.add(Item(id=item_id, case_id=case.id, kind=kind, created_at=now, sealed=sealed, staff_id=staff_id))
    return item_id


async def drop_item(session: AsyncSession, case: Case, item: Item) -> None:
    """Delete an item of staff that never went out: what it was the first contact for is to be made yet."""
    await session.delete(item)
    await session.flush()
    made = select(func.min(Item.created_at)).where(Item.case_id == case.id, Item.kind.in_(_CONTACT))
    case.contacted_at = await session.scalar(made)


def add_reason(
    session: AsyncSession, case: Case, staff_id: str, act: Act, reason: str, now: datetime, detail: str | None = None
) -> None:
    """Keep why staff did something, and that they did. Raises ValueError without a reason."""
    if not reason.strip():
        raise ValueError("a reason is needed")
    item = add_item(session, case, ItemKind.REASON, reason.encode(), now=now, staff_id=staff_id)
    note(session, act, at=now, staff_id=staff_id, case_id=case.id, item_id=item, detail=detail)
