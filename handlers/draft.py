"""What somebody has begun to write to a reporter: kept sealed, so that leaving the page loses nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import authorship
from handlers.case import ItemKind
from handlers.store.models import Case, Draft, Item
from handlers.store.seal import seal

LONGEST_DRAFT = 20_000  # characters: more than may be sent, for nothing that was written may be lost
# What a writer may not have known of; a report is counted apart, since every answer after the receipt is a new one.
COUNTED = (
    ItemKind.MESSAGE,
    ItemKind.RECORDING,
    ItemKind.RAW_SOUND,
    ItemKind.PICTURE,
    ItemKind.REMARK,
    ItemKind.CALL,
    ItemKind.CALLER,
    ItemKind.TRANSLATION,
    ItemKind.REPLY,
    ItemKind.SPOKEN_REPLY,
)
_KNOWN = re.compile(r"([0-9]{1,6})\.([0-9]{1,6})")


class Elsewhere(Exception):
    """The draft was written on another page meanwhile."""


@dataclass(frozen=True, slots=True)
class Known:
    """How much stood on the case when somebody began to write: words, and reports. Counts, since things only come."""

    words: int = 0
    reports: int = 0

    def __str__(self) -> str:
        return f"{self.words}.{self.reports}"

    def newer(self, now: Known) -> Known:
        """How much has come since."""
        return Known(max(0, now.words - self.words), max(0, now.reports - self.reports))

    @property
    def news(self) -> int:
        """As people count: a report that was added to is one thing, however many answers were tapped."""
        return self.words + (self.reports > 0)


def known_from(text: str) -> Known | None:
    """What a form or a draft says was known; None where it says nothing."""
    found = _KNOWN.fullmatch(text)
    return Known(int(found[1]), int(found[2])) if found else None


async def known(session: AsyncSession, case_id: str) -> Known:
    """What stands on the case now."""
    kinds = (*COUNTED, ItemKind.SNAPSHOT)
    counted = (
        select(Item.kind, func.count().label("there"))
        .where(Item.case_id == case_id, Item.kind.in_(kinds))
        .group_by(Item.kind)
    )
    found: dict[str, int] = {row.kind: row.there for row in await session.execute(counted)}
    reports = found.pop(ItemKind.SNAPSHOT, 0)
    return Known(sum(found.values()), reports)


def about_draft(case_id: str, staff_id: str) -> str:
    """What a sealed draft is bound to: its case and its author."""
    return f"draft:{case_id}:{staff_id}"


async def keep(
    session: AsyncSession,
    case: Case,
    staff_id: str,
    text: str,
    *,
    knew: Known,
    version: int | None,
    now: datetime,
) -> int:
    """Keep the draft, and nothing where it is empty; its version. The caller holds the case's lock.

    `version` is the one that the page shows, 0 for none, None for whichever. Raises Elsewhere.
    """
    row = await session.get(Draft, (case.id, staff_id), populate_existing=True)
    if row is not None and version is not None and row.version != version:
        raise Elsewhere(case.id)
    if not text.strip():
        if row is not None:
            await session.delete(row)
        return 0
    key = await authorship.key_to_write(session, case)
    public = key.public if key is not None else case.public_key
    if row is None:
        row = Draft(case_id=case.id, staff_id=staff_id, version=version or 0)
        session.add(row)
    row.sealed = seal(text[:LONGEST_DRAFT].encode(), public, about_draft(case.id, staff_id))
    row.version, row.known, row.saved_at = row.version + 1, str(knew), now
    return row.version


async def drop(session: AsyncSession, case_id: str, staff_id: str) -> None:
    """It was sent."""
    await session.execute(delete(Draft).where(Draft.case_id == case_id, Draft.staff_id == staff_id))
