"""Figures with nothing hidden, for the house alone: one asks and says why, another signs, the first fetches once.

What was published stays as it is: nothing here changes or shows it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.figures.period import Period
from handlers.figures.publishing import FIXED, Published, published
from handlers.figures.reading import figures
from handlers.figures.tables import COUNTED, cells_of
from handlers.permission import NotAllowed, Right, four_eyes, may
from handlers.store.models import InternalExport, Staff

LAPSES = timedelta(days=3)  # after it was asked for, where nobody has signed
VALID = timedelta(hours=24)  # after it was signed
LONGEST = 300  # characters of a reason


class State(StrEnum):
    """How far a request is; handlers/console/internal_words.py says each."""

    WAITING = "waiting"
    SIGNED = "signed"
    FETCHED = "fetched"
    REFUSED = "refused"
    LAPSED = "lapsed"


class Over(Exception):
    """It was signed, refused or fetched before, has lapsed, or is not there."""


def state(row: InternalExport, now: datetime) -> State:
    """As it stands now."""
    if row.fetched_at is not None:
        return State.FETCHED
    if row.refused_at is not None:
        return State.REFUSED
    if row.signed_at is not None:
        return State.SIGNED if now < row.signed_at + VALID else State.LAPSED
    return State.WAITING if now < row.asked_at + LAPSES else State.LAPSED


def may_sign(row: InternalExport, staff: Staff, now: datetime) -> bool:
    """A second person with the right, while it waits."""
    second = four_eyes(row.asked_by, staff.id)
    return state(row, now) is State.WAITING and second and may(staff.role, Right.SIGN_INTERNAL)


def may_fetch(row: InternalExport, staff: Staff, now: datetime) -> bool:
    """Who asked, once, while the signature holds."""
    return state(row, now) is State.SIGNED and row.asked_by == staff.id and may(staff.role, Right.INTERNAL)


async def listed(session: AsyncSession, most: int = 50) -> list[InternalExport]:
    """The newest first."""
    return list(await session.scalars(select(InternalExport).order_by(InternalExport.asked_at.desc()).limit(most)))


async def ask(session: AsyncSession, period: Period, reason: str, staff_id: str, now: datetime) -> str:
    """The request's id. Raises NotAllowed; ValueError without a reason, or for a period that no table has."""
    await _allowed(session, staff_id, Right.INTERNAL)
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST or period.span not in FIXED:
        raise ValueError("no reason or no such period")
    row = InternalExport(id=uuid4().hex, period=period.code, reason=reason, asked_by=staff_id, asked_at=now)
    session.add(row)
    note(session, Act.ASK_INTERNAL, at=now, staff_id=staff_id, detail=row.id)
    await session.flush()
    return row.id


async def sign(session: AsyncSession, export_id: str, staff_id: str, now: datetime) -> None:
    """Raises NotAllowed for whoever asked or has not the right; Over."""
    row = await _second(session, export_id, staff_id, now)
    row.signed_by, row.signed_at = staff_id, now
    note(session, Act.SIGN_INTERNAL, at=now, staff_id=staff_id, detail=row.id)


async def refuse(session: AsyncSession, export_id: str, staff_id: str, now: datetime) -> None:
    """Raises NotAllowed for whoever asked or has not the right; Over."""
    row = await _second(session, export_id, staff_id, now)
    row.refused_at = now
    note(session, Act.REFUSE_INTERNAL, at=now, staff_id=staff_id, detail=row.id)


async def fetch(session: AsyncSession, export_id: str, staff_id: str, now: datetime) -> InternalExport:
    """Use the signature up; the tables are counted before (`whole`), outside this transaction. Raises NotAllowed, Over.

    Whoever signed must still be one who may: the signature of somebody who has left is worth nothing.
    """
    await _allowed(session, staff_id, Right.INTERNAL)
    row = await _locked(session, export_id)
    if row.asked_by != staff_id:
        raise NotAllowed(Right.INTERNAL)
    if state(row, now) is not State.SIGNED or row.signed_by is None:
        raise Over(export_id)
    await _allowed(session, row.signed_by, Right.SIGN_INTERNAL)
    row.fetched_at = now
    note(session, Act.FETCH_INTERNAL, at=now, staff_id=staff_id, detail=row.id)
    return row


async def whole(session: AsyncSession, period: Period) -> Published:
    """The tables with every number: as they were published, else as they are now."""
    known = (await published(session)).get(period.code)
    if known is not None:
        return Published(period.code, known.numbers, frozenset(), known.by, known.at)
    numbers = cells_of({by: await figures(session, period, by, cases_only=True) for by in COUNTED})
    return Published(period.code, numbers, frozenset())


async def _second(session: AsyncSession, export_id: str, staff_id: str, now: datetime) -> InternalExport:
    await _allowed(session, staff_id, Right.SIGN_INTERNAL)
    row = await _locked(session, export_id)
    if not four_eyes(row.asked_by, staff_id):
        raise NotAllowed(Right.SIGN_INTERNAL)
    if state(row, now) is not State.WAITING:
        raise Over(export_id)
    return row


async def _locked(session: AsyncSession, export_id: str) -> InternalExport:
    row = await session.get(InternalExport, export_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise Over(export_id)
    return row


async def _allowed(session: AsyncSession, staff_id: str, right: Right) -> None:
    staff = await session.get(Staff, staff_id)
    if staff is None or not staff.active or not may(staff.role, right):
        raise NotAllowed(right)
