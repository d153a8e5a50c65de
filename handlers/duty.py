"""The staff as far as a case is concerned: who is on duty, and who may do what to whose case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.permission import NotAllowed, Right, may
from handlers.store.models import Case, Staff


async def set_duty(session: AsyncSession, staff_id: str, on: bool, now: datetime) -> None:
    """Go on duty or off it; raises NotAllowed for somebody who is not active."""
    staff = await active_staff(session, staff_id)
    if on == (staff.on_duty_since is not None):
        return
    staff.on_duty_since = now if on else None
    note(session, Act.DUTY_ON if on else Act.DUTY_OFF, at=now, staff_id=staff_id)


async def anyone_on_duty(session: AsyncSession) -> bool:
    return (await session.scalar(select(Staff.id).where(Staff.active, Staff.on_duty_since.is_not(None)))) is not None


async def present(session: AsyncSession) -> tuple[bool, frozenset[str]]:
    """Whether anybody is on duty, and the languages that somebody of the active staff knows."""
    staff = (await session.execute(_PRESENT)).all()
    spoken = frozenset(code for codes, _ in staff for code in codes.split(",") if code)
    return any(since is not None for _, since in staff), spoken


_PRESENT = select(Staff.languages, Staff.on_duty_since).where(Staff.active)


async def active_staff(session: AsyncSession, staff_id: str) -> Staff:
    """This staff member; raises NotAllowed for an unknown or inactive one."""
    staff = await session.get(Staff, staff_id, populate_existing=True)
    if staff is None or not staff.active:
        raise NotAllowed("not_staff")
    return staff


def may_read(staff: Staff, case: Case) -> bool:
    """Whoever claimed the case, and those who may read every case."""
    return staff.active and (case.claimed_by == staff.id or may(staff.role, Right.READ_ANY))


async def allow(session: AsyncSession, case: Case, staff_id: str, right: Right) -> Staff:
    """The staff member, if they have the right on this very case: the claimer and those who lead. Raises NotAllowed."""
    staff = await active_staff(session, staff_id)
    if not may(staff.role, right) or not (case.claimed_by == staff.id or may(staff.role, Right.LEAD)):
        raise NotAllowed(right)
    return staff
