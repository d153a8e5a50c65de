"""What the machine understood wrongly: one person proposes a line to learn from, a second one approves it.

The line is redacted by hand and sealed to its case, so it is forgotten with it. One that is refused or taken back is
deleted; that it was there stays in the audit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import authorship
from handlers.audit import Act, note
from handlers.case import ItemKind
from handlers.duty import allow
from handlers.item import add_staff_item
from handlers.permission import NotAllowed, Right, four_eyes
from handlers.redaction import without_numbers
from handlers.store.models import Case, Correction, Item
from handlers.store.rows import locked_case
from handlers.store.trust import trust_of
from nlu.meaning import INTENTS, LANGUAGE_CODES

_OF_THE_REPORT = re.compile(r"what|note-\d{1,3}")  # the answers in the person's own words, which have no item each


async def propose(
    session: AsyncSession, case_id: str, staff_id: str, source: str, corrected: Corrected, *, now: datetime
) -> str:
    """Keep a line about `source` until a second person has seen it; its item's id.

    Raises NoSuchCase, NotAllowed, NoSuchMessage, AlreadyProposed.
    """
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.CORRECT)
    if await session.scalar(told(case_id, source).limit(1)) is None:
        raise NoSuchMessage(source)  # of a forgotten case nothing can be learned
    same = select(Correction.item_id).where(Correction.case_id == case_id, Correction.source == source)
    if await session.scalar(same) is not None:
        raise AlreadyProposed(source)
    plain = _CORRECTED.dump_json(corrected)
    item = await add_staff_item(session, case, ItemKind.CORRECTION, plain, now=now, staff_id=staff_id)
    await session.flush()
    session.add(Correction(item_id=item.id, case_id=case_id, source=source))
    note(session, Act.CORRECT, at=now, staff_id=staff_id, case_id=case_id, item_id=item.id)
    return item.id


async def approve(session: AsyncSession, item_id: str, staff_id: str, *, now: datetime) -> None:
    """A second person lets the line be learned from. Raises NotAllowed, SamePerson, NoSuchCorrection."""
    case, correction, item = await _found(session, item_id)
    await allow(session, case, staff_id, Right.CORRECT)
    if not four_eyes(item.staff_id, staff_id) or not authorship.holds(trust_of(session), item):
        raise SamePerson(item_id)
    if correction.approved_by is not None:
        raise NoSuchCorrection(item_id)
    correction.approved_by, correction.approved_at = staff_id, now
    note(session, Act.APPROVE_CORRECTION, at=now, staff_id=staff_id, case_id=case.id, item_id=item_id)


async def drop(session: AsyncSession, item_id: str, staff_id: str, *, now: datetime) -> None:
    """Refuse a line or take it back, approved or not: it is deleted. Raises NotAllowed, NoSuchCorrection."""
    case, correction, item = await _found(session, item_id)
    await allow(session, case, staff_id, Right.CORRECT)
    refused = correction.approved_by is None and four_eyes(item.staff_id, staff_id)
    await authorship.strike(session, item)
    await session.execute(delete(Item).where(Item.id == item_id))  # and the correction with it
    act = Act.REFUSE_CORRECTION if refused else Act.WITHDRAW_CORRECTION
    note(session, act, at=now, staff_id=staff_id, case_id=case.id, item_id=item_id)


def told(case_id: str, source: str) -> Select[Item]:
    """The items in which stands what a line is about: a message, or all that was reported."""
    of_case = select(Item).where(Item.case_id == case_id)
    if _OF_THE_REPORT.fullmatch(source):
        return of_case.where(Item.kind == ItemKind.SNAPSHOT)
    return of_case.where(Item.id == source, Item.kind == ItemKind.MESSAGE)


def read(plain: bytes | None) -> Corrected | None:
    """What is in an opened CORRECTION item; None when it could not be opened or is no correction any more."""
    try:
        return _CORRECTED.validate_json(plain or b"")
    except ValueError:  # goes no further: it would quote the text
        return None


def line(item_id: str, case_id: str, corrected: Corrected) -> dict[str, object]:
    """As training and evaluation read it, a message a line (the NLU contract)."""
    return {
        "id": item_id,
        "case": case_id,
        "text": corrected.text,
        "intent": corrected.intent,
        "danger_now": corrected.danger_now,
        "signals": [],
        "language": corrected.language,
        "register": "correction",
    }


async def _found(session: AsyncSession, item_id: str) -> tuple[Case, Correction, Item]:
    """The correction as it is once its case is locked."""
    case_id = await session.scalar(select(Correction.case_id).where(Correction.item_id == item_id))
    if case_id is None:
        raise NoSuchCorrection(item_id)
    case = await locked_case(session, case_id)
    both = select(Correction, Item).join(Item).where(Correction.item_id == item_id)
    row = (await session.execute(both.execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise NoSuchCorrection(item_id)
    return case, row[0], row[1]


@dataclass(frozen=True, slots=True)
class Corrected:
    """How a message should have been understood. Raises ValueError for what is no label, or no text."""

    text: str  # redacted by a person; what rules find for certain is taken out again here
    intent: str  # of nlu.meaning.INTENTS
    danger_now: bool
    language: str  # of nlu.meaning.LANGUAGE_CODES

    def __post_init__(self) -> None:
        # One kind of line end, which JSON escapes: so a line of the exported file is a line to every reader.
        object.__setattr__(self, "text", without_numbers("\n".join(self.text.splitlines())))
        if not self.text or self.intent not in INTENTS or self.language not in LANGUAGE_CODES:
            raise ValueError("no correction")


class NoSuchMessage(LookupError):
    """The case has no such message of its reporter."""


class AlreadyProposed(Exception):
    """There is a line about this message already."""


class NoSuchCorrection(LookupError):
    """It was refused, taken back, approved or forgotten meanwhile."""


class SamePerson(NotAllowed):
    """Who proposed a line can't approve it."""


_CORRECTED = TypeAdapter(Corrected)
