"""A draft that comes by a form: kept whatever else is so, since nothing that somebody wrote may be lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import draft
from handlers.case import Status
from handlers.console import opening
from handlers.console.said import Said
from handlers.duty import may_on
from handlers.permission import Right
from handlers.store.keys import ConsoleKeys
from handlers.store.models import Case, Staff
from handlers.store.trust import trust_of


async def keep(
    session: AsyncSession,
    keys: ConsoleKeys,
    case: Case,
    staff: Staff,
    text: str,
    knew: str,
    version: str,
    now: datetime,
) -> Said:
    """Keep it also where it can't be sent; where another page has written one meanwhile, both, one below the other."""
    known = draft.known_from(knew) or await draft.known(session, case.id)
    both = False
    try:
        await draft.keep(session, case, staff.id, text, knew=known, version=version_from(version), now=now)
    except draft.Elsewhere:
        other = await opening.open_draft(session, keys, case, staff, now)
        if other is not None and other.text and other.text.strip() != text.strip():
            text, both = f"{other.text}\n\n{text}".strip(), True
        await draft.keep(session, case, staff.id, text, knew=known, version=None, now=now)
    if not may_on(trust_of(session), staff, case, Right.REPLY):
        return Said.CASE_CLOSED if case.status == Status.CLOSED else Said.NOT_ALLOWED
    return Said.DRAFT_BOTH if both else Said.DRAFT_KEPT if text.strip() else Said.DRAFT_GONE


def version_from(text: str) -> int:
    """What a page says it shows; 0 where it shows no draft."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
