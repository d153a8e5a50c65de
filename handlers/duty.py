"""The staff as far as a case is concerned: who is on duty, and who may do what to whose case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.case import NotAllowed, Role, may
from handlers.store.models import Audit, Case, Staff


async def set_duty(session: AsyncSession, staff_id: str, on: bool, now: datetime) -> None:
    """Go on duty or off it; raises NotAllowed for somebody who is not active."""
    staff = await active_staff(session, staff_id)
    if on == (staff.on_duty_since is not None):
        return
    staff.on_duty_since = now if on else None
    session.add(Audit(at=now, staff_id=staff_id, act="duty_on" if on else "duty_off"))


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
    """Whoever claimed the case, and supervisors. Not administrators: they give access to others, not to cases."""
    return staff.active and (case.claimed_by == staff.id or staff.role == Role.SUPERVISOR)


async def allow(session: AsyncSession, case: Case, staff_id: str, act: str) -> Staff:
    """The staff member, if they may do `act` to this very case: the claimer and those who lead. Raises NotAllowed."""
    staff = await active_staff(session, staff_id)
    if not may(staff.role, act) or not (case.claimed_by == staff.id or may(staff.role, "lead")):
        raise NotAllowed(act)
    return staff
