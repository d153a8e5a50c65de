"""The staff as far as a case is concerned: who is on duty, which cases somebody sees, and who may do what to which."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.attention import LIVE, is_passed_on
from handlers.audit import Act, note
from handlers.claiming import claimer
from handlers.offers import offer_of
from handlers.permission import NotAllowed, Right, Standing, holders, may, reach_of, reaches, standing_of
from handlers.store.models import Case, Interpretation, Referral, Staff
from handlers.store.trust import Trust, trust_of

CLAIMING = holders(Right.CLAIM)  # alone they are alerted, and alone they count as on duty
_HERE = and_(Staff.active, Staff.role.in_(CLAIMING))


async def set_duty(session: AsyncSession, staff_id: str, on: bool, now: datetime) -> None:
    """Go on duty or off it; raises NotAllowed for somebody who is not active, or could not claim."""
    staff = await active_staff(session, staff_id)
    if on and not may(staff.role, Right.DUTY):
        raise NotAllowed(Right.DUTY)
    if on == (staff.on_duty_since is not None):
        return
    staff.on_duty_since = now if on else None
    note(session, Act.DUTY_ON if on else Act.DUTY_OFF, at=now, staff_id=staff_id)


async def anyone_on_duty(session: AsyncSession) -> bool:
    return (await session.scalar(select(Staff.id).where(_HERE, Staff.on_duty_since.is_not(None)))) is not None


async def present(session: AsyncSession) -> tuple[bool, frozenset[str]]:
    """Whether anybody is on duty, and the languages that somebody of those who hear reporters knows."""
    staff = (await session.execute(_PRESENT)).all()
    spoken = frozenset(code for codes, _, _ in staff for code in codes.split(",") if code)
    return any(since is not None and role in CLAIMING for _, since, role in staff), spoken


_PRESENT = select(Staff.languages, Staff.on_duty_since, Staff.role).where(
    Staff.active, Staff.role.in_(holders(Right.HEAR))
)


async def active_staff(session: AsyncSession, staff_id: str) -> Staff:
    """This staff member as they are now; raises NotAllowed for an unknown or inactive one."""
    staff = await session.get(Staff, staff_id, populate_existing=True)
    if staff is None or not staff.active:
        raise NotAllowed("not_staff")
    return staff


def may_on(trust: Trust, staff: Staff, case: Case, right: Right) -> bool:
    """Whether this person has a right on this case by who has claimed it alone, as nearly all rights are had."""
    return staff.active and reaches(staff.role, right, {_standing(trust, staff, case)})


async def standings(session: AsyncSession, staff: Staff, case: Case) -> frozenset[Standing]:
    """How this person stands to this case; nobody who is not active stands to any."""
    if not staff.active:
        return frozenset()
    found = {_standing(trust_of(session), staff, case)}
    if Standing.ANOTHERS in found and is_passed_on(case):
        found.add(Standing.PASSED_ON)
    if Standing.ANOTHERS in found and Standing.OFFERED in reach_of(staff.role, Right.ACCEPT):
        offer = await offer_of(session, case)
        if offer is not None and offer.to_id == staff.id:
            found.add(Standing.OFFERED)
    by_row = {Standing.REFERRED: _referred(staff), Standing.ASKED: _asked(staff)}
    for standing in by_row.keys() & reach_of(staff.role, Right.SEE):
        if await session.scalar(select(Case.id).where(Case.id == case.id, by_row[standing])) is not None:
            found.add(standing)
    return frozenset(found)


def seen_by(staff: Staff) -> ColumnElement[bool]:
    """The cases that this person may see at all, as a condition: all, those referred to their commune, or asked."""
    reach = reach_of(staff.role, Right.SEE)
    if Standing.ANOTHERS in reach:
        return true()
    return _referred(staff) if Standing.REFERRED in reach else _asked(staff) if Standing.ASKED in reach else false()


async def allow(session: AsyncSession, case: Case, staff_id: str, right: Right) -> Staff:
    """The staff member, as they are now, if they have the right on this very case. Raises NotAllowed."""
    staff = await active_staff(session, staff_id)
    if not reaches(staff.role, right, await standings(session, staff, case)):
        raise NotAllowed(right)
    return staff


def _standing(trust: Trust, staff: Staff, case: Case) -> Standing:
    """By who has the case, as far as that is proved."""
    return standing_of(staff.id, claimer(trust, case), case.status)


def _referred(staff: Staff) -> ColumnElement[bool]:
    """The case was referred to this person's commune. A code means something only within its scheme."""
    if staff.commune_code is None:
        return false()
    same = and_(Referral.commune_code == staff.commune_code, Referral.commune_scheme == staff.commune_scheme)
    return Case.id.in_(select(Referral.case_id).where(same))


def _asked(staff: Staff) -> ColumnElement[bool]:
    """This person was asked for a language that they know, and the case is open."""
    asked = and_(Interpretation.staff_id == staff.id, Interpretation.language.in_(staff.languages.split(",")))
    return and_(LIVE, Case.id.in_(select(Interpretation.case_id).where(asked)))
