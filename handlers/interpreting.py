"""Interpreters: asked about one case for one language, they read and hear it and add what was said, in Vietnamese."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import report
from handlers.attention import LIVE
from handlers.audit import Act, note
from handlers.case import ItemKind
from handlers.duty import allow
from handlers.item import add_staff_item
from handlers.order import in_order
from handlers.permission import Right, holders, may
from handlers.store.models import Case, Interpretation, Staff
from handlers.store.rows import locked_case, touch

OURS = "vi"  # what all staff read


async def interpreters(session: AsyncSession) -> list[tuple[Staff, str]]:
    """Whom one can ask, and for which of their languages."""
    people = select(Staff).where(Staff.active, Staff.role.in_(holders(Right.TRANSLATE)))
    named = sorted(await session.scalars(people), key=lambda one: (in_order(one.name), one.id))
    return [(one, code) for one in named for code in one.languages.split(",") if code != OURS]


async def ask(session: AsyncSession, case_id: str, staff_id: str, whom: str, language: str, now: datetime) -> None:
    """Let this interpreter read and hear the case. Raises NotAllowed; ValueError for one who can't be asked for it."""
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.ASK)
    person = await session.get(Staff, whom, populate_existing=True)
    if person is None or not person.active or not may(person.role, Right.TRANSLATE):
        raise ValueError("no interpreter")
    if language == OURS or language not in person.languages.split(","):
        raise ValueError("not their language")
    row = await session.get(Interpretation, (case_id, whom), populate_existing=True)
    if row is None:
        row = Interpretation(case_id=case_id, staff_id=whom)
        session.add(row)
    touch(case)
    row.language, row.asked_by, row.asked_at, row.told_at = language, staff_id, now, None
    note(session, Act.ASK_INTERPRETER, at=now, staff_id=staff_id, case_id=case_id, detail=whom)


async def translate(session: AsyncSession, case_id: str, staff_id: str, text: str, now: datetime) -> str:
    """Add what was said; the claimer sees that there is something new. The item's id. Raises NotAllowed, ValueError."""
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.TRANSLATE)
    if not text.strip():
        raise ValueError("an empty note")
    item = await add_staff_item(session, case, ItemKind.TRANSLATION, text.encode(), now=now, staff_id=staff_id)
    row = await session.get_one(Interpretation, (case_id, staff_id), populate_existing=True)
    row.told_at = now
    touch(case)
    await report.mark_unread(session, case, now)
    note(session, Act.TRANSLATE, at=now, staff_id=staff_id, case_id=case_id, item_id=item.id)
    return item.id


async def asked_about(session: AsyncSession, case: Case) -> list[Interpretation]:
    """Who was asked about this case, the first one first."""
    rows = select(Interpretation).where(Interpretation.case_id == case.id).order_by(Interpretation.asked_at)
    return list(await session.scalars(rows))


async def asked_of(session: AsyncSession, staff: Staff) -> list[str]:
    """The numbers of the open cases about which this person was asked and has said nothing since, the oldest first."""
    if not may(staff.role, Right.TRANSLATE):
        return []
    waits = or_(Interpretation.told_at.is_(None), Interpretation.told_at < Interpretation.asked_at)
    known = Interpretation.language.in_(staff.languages.split(","))
    query = select(Case.number).join(Interpretation, Interpretation.case_id == Case.id)
    query = query.where(Interpretation.staff_id == staff.id, known, waits, LIVE)
    return list(await session.scalars(query.order_by(Interpretation.asked_at)))
