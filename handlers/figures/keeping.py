"""The coarse values of a case and the id of its fact, sealed to the case: whoever adds to a case can write them.

The process that takes reports in can seal and not open, so it never learns nor writes the fact; only who opens the
case's key finds it (handlers/console/settle.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.attention import mark_worked
from handlers.case import ItemKind
from handlers.figures.coarse import Coarse, merged
from handlers.item import add_item
from handlers.store.models import Case

_SIZE = 240  # bytes of every such item, so that no length tells what is in it


@dataclass(frozen=True, slots=True)
class Kept:
    """What one item holds: the first of a case also says which fact is the case's."""

    coarse: Coarse
    fact: str = ""
    by_staff: bool = False


def begin(session: AsyncSession, case: Case, coarse: Coarse, now: datetime) -> str:
    """Give the case the random id of its fact; the id."""
    fact = uuid4().hex
    _add(session, case, Kept(coarse, fact), now)
    return fact


def add(session: AsyncSession, case: Case, coarse: Coarse, now: datetime, staff_id: str | None = None) -> None:
    """Keep what was said later; a report that says nothing leaves nothing. What staff say stands as they say it."""
    if coarse == Coarse() and staff_id is None:
        return
    _add(session, case, Kept(coarse, by_staff=staff_id is not None), now)
    if staff_id is not None and staff_id == case.claimed_by:
        mark_worked(case, now)
    case.counted_stamp = None


def read(plains: Iterable[bytes]) -> tuple[str, Coarse]:
    """The fact's id and what is known, from a case's opened items of this kind, oldest first; "" without an id.

    What staff said stays, also where they put something back to unknown; later reports fill only what is open then.
    """
    fact, known, by_staff = "", Coarse(), Coarse()
    for plain in plains:
        one = _KEPT.validate_json(plain)
        fact = fact or one.fact
        if one.by_staff:
            known = by_staff = one.coarse
        else:
            known = merged((known, one.coarse, by_staff))
    return fact, known


def _add(session: AsyncSession, case: Case, kept: Kept, now: datetime) -> None:
    plain = _KEPT.dump_json(kept)
    add_item(session, case, ItemKind.FIGURES, plain.ljust(_SIZE), now=now)


_KEPT = TypeAdapter(Kept)
