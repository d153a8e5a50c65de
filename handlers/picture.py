"""Pictures on a case: none, unless staff ask for one; cleaned by the bot, sealed, and never leaving the case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import duty, report
from handlers.audit import Act, note
from handlers.case import ItemKind, Status
from handlers.item import add_item
from handlers.permission import Right
from handlers.store.models import Case, Item
from handlers.store.rows import locked_case

MOST_PICTURES = 20  # on one case


async def case_that_takes(session: AsyncSession, conversation_id: str) -> str | None:
    """The newest open case of this chat on which staff take pictures, unless it holds as many as it may."""
    allowing = select(Case.id).where(
        Case.conversation_id == conversation_id, Case.allows_pictures, Case.status == Status.CLAIMED
    )
    case_id = await session.scalar(allowing.order_by(Case.opened_at.desc()).limit(1))
    if case_id is None:
        return None
    held = select(func.count()).select_from(Item).where(Item.case_id == case_id, Item.kind == ItemKind.PICTURE)
    return case_id if (await session.scalar(held) or 0) < MOST_PICTURES else None


async def allowed(session: AsyncSession, case_id: str) -> bool:
    """Whether staff take pictures on this case now."""
    case = await session.get(Case, case_id)
    return case is not None and case.allows_pictures and case.status == Status.CLAIMED


async def add(session: AsyncSession, case_id: str, data: bytes, *, now: datetime) -> str:
    """Seal a cleaned JPEG to the case and return the item's id. Raises NoSuchCase."""
    case = await locked_case(session, case_id)
    item_id = add_item(session, case, ItemKind.PICTURE, b"image/jpeg\n" + data, now=now)
    await report.mark_unread(session, case, now)
    return item_id


async def allow(session: AsyncSession, case_id: str, staff_id: str, take: bool, now: datetime) -> None:
    """Staff take pictures on this one case from now on, or no longer. Raises NotAllowed."""
    case = await locked_case(session, case_id)
    await duty.allow(session, case, staff_id, Right.REPLY)
    if case.allows_pictures != take:
        case.allows_pictures = take
        act = Act.ALLOW_PICTURES if take else Act.REFUSE_PICTURES
        note(session, act, at=now, staff_id=staff_id, case_id=case_id)
