"""What staff write to each other on a case: sealed to it like all else, and never on its way to the reporter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.case import ItemKind
from handlers.duty import allow
from handlers.item import add_staff_item
from handlers.permission import Right
from handlers.store.rows import locked_case

LONGEST_NOTE = 3500  # characters


async def add(session: AsyncSession, case_id: str, staff_id: str, text: str, now: datetime) -> str:
    """Keep a note; the item's id. On a closed case too. Raises NotAllowed, ValueError."""
    if not text.strip() or len(text) > LONGEST_NOTE:
        raise ValueError("no note")
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.NOTE)
    item = await add_staff_item(session, case, ItemKind.NOTE, text.strip().encode(), now=now, staff_id=staff_id)
    note(session, Act.NOTE, at=now, staff_id=staff_id, case_id=case_id, item_id=item.id)
    return item.id
