"""A lost receipt code: one person asks for a new one, a second agrees, and it is read out in a call to the reporter.

The call goes to the number that the reporter gave and agreed to be called at: so who only says that they are the
reporter gets none. The new code is made when it is shown, once, and ends the old one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import receipt
from handlers.audit import Act, note
from handlers.contact import NEVER
from handlers.duty import allow, may_on
from handlers.permission import NotAllowed, Right, four_eyes, may
from handlers.store.keys import ConsoleKeys
from handlers.store.models import Case, Consent, NewCode, Staff
from handlers.store.rows import locked_case, touch
from handlers.store.trust import Trust, trust_of

LAPSES = timedelta(hours=24)  # after it was asked for, approved or not


class Refusal(StrEnum):
    """Why no new code can be given for a case."""

    NO_CONTACT = "no_contact"  # the reporter asked not to be contacted
    NO_CONSENT = "no_consent"  # no yes to be called, or it was taken back
    NO_NUMBER = "no_number"  # none among the answers about contact


async def refusal(session: AsyncSession, case: Case) -> Refusal | None:
    """What stands against it, as far as plain columns say; whether there is a number only the opened report tells."""
    if case.safe_hours == NEVER:
        return Refusal.NO_CONTACT
    agreed = select(Consent.id).where(
        Consent.case_id == case.id, Consent.kind == "call_back", Consent.withdrawn_at.is_(None)
    )
    return None if await session.scalar(agreed.limit(1)) is not None else Refusal.NO_CONSENT


async def standing(session: AsyncSession, case_id: str, now: datetime) -> NewCode | None:
    """The request that has neither lapsed nor been fulfilled."""
    row = await session.get(NewCode, case_id, populate_existing=True)
    return row if row is not None and row.given_at is None and now < row.asked_at + LAPSES else None


async def given_at(session: AsyncSession, case_id: str) -> datetime | None:
    """When staff last gave a new code for this case."""
    return (await session.scalars(select(NewCode.given_at).where(NewCode.case_id == case_id))).one_or_none()


async def waiting_for(session: AsyncSession, staff: Staff, now: datetime) -> list[str]:
    """The numbers of the cases on which this person could be the second one."""
    query = select(NewCode, Case).join(Case, Case.id == NewCode.case_id)
    query = query.where(NewCode.approved_at.is_(None), NewCode.given_at.is_(None), NewCode.asked_at > now - LAPSES)
    rows = await session.execute(query.order_by(NewCode.asked_at))
    return [case.number for asked, case in rows if may_approve(trust_of(session), staff, case, asked)]


def may_approve(trust: Trust, staff: Staff, case: Case, asked: NewCode) -> bool:
    """A second person who may read this very case, and is on duty or leads."""
    there = staff.on_duty_since is not None or may(staff.role, Right.LEAD)
    second = asked.approved_at is None and four_eyes(asked.asked_by, staff.id)
    return may_on(trust, staff, case, Right.NEW_CODE) and there and second


async def ask(session: AsyncSession, case_id: str, staff_id: str, *, now: datetime) -> None:
    """Ask for a new code. The caller has seen that there is a number. Raises NotAllowed, AlreadyAsked, NoSuchCase."""
    case, _ = await _allowed(session, case_id, staff_id)
    if await standing(session, case_id, now) is not None:
        raise AlreadyAsked(case_id)
    await _refuse_where_refused(session, case)
    await session.execute(delete(NewCode).where(NewCode.case_id == case_id))
    touch(case)
    session.add(NewCode(case_id=case_id, asked_by=staff_id, asked_at=now))
    note(session, Act.ASK_NEW_CODE, at=now, staff_id=staff_id, case_id=case_id)


async def approve(session: AsyncSession, case_id: str, staff_id: str, *, now: datetime) -> None:
    """A second person agrees. Raises NotAllowed, NotAsked, NoSuchCase."""
    case, staff = await _allowed(session, case_id, staff_id)
    asked = await _asked(session, case_id, now)
    if not may_approve(trust_of(session), staff, case, asked):
        raise NotAllowed(Right.NEW_CODE)
    await _refuse_where_refused(session, case)
    asked.approved_by, asked.approved_at = staff_id, now
    touch(case)
    note(session, Act.APPROVE_NEW_CODE, at=now, staff_id=staff_id, case_id=case_id)


async def drop(session: AsyncSession, case_id: str, staff_id: str, *, now: datetime) -> None:
    """Whoever asked takes it back, or somebody else who may read the case refuses. Raises NotAllowed, NotAsked."""
    case, _ = await _allowed(session, case_id, staff_id)
    asked = await _asked(session, case_id, now)
    act = Act.REFUSE_NEW_CODE if four_eyes(asked.asked_by, staff_id) else Act.WITHDRAW_NEW_CODE
    await session.delete(asked)
    touch(case)
    note(session, act, at=now, staff_id=staff_id, case_id=case_id)


async def give(session: AsyncSession, keys: ConsoleKeys, case_id: str, staff_id: str, *, now: datetime) -> str:
    """The new code in groups, once, for whoever asked; the old one ends. Raises NotAllowed, NotAsked, NoSuchCase."""
    case, _ = await _allowed(session, case_id, staff_id)
    asked = await _asked(session, case_id, now)
    if asked.asked_by != staff_id or not four_eyes(asked.approved_by, staff_id):
        raise NotAllowed(Right.NEW_CODE)
    await _refuse_where_refused(session, case)
    asked.given_at = now
    touch(case)
    note(session, Act.GIVE_NEW_CODE, at=now, staff_id=staff_id, case_id=case_id)
    return await receipt.renew(session, keys, case_id)


async def _allowed(session: AsyncSession, case_id: str, staff_id: str) -> tuple[Case, Staff]:
    case = await locked_case(session, case_id)
    return case, await allow(session, case, staff_id, Right.NEW_CODE)


async def _asked(session: AsyncSession, case_id: str, now: datetime) -> NewCode:
    asked = await standing(session, case_id, now)
    if asked is None:
        raise NotAsked(case_id)
    return asked


async def _refuse_where_refused(session: AsyncSession, case: Case) -> None:
    if await refusal(session, case) is not None:
        raise NotAllowed(Right.NEW_CODE)


class AlreadyAsked(Exception):
    """A request for this case stands already."""


class NotAsked(LookupError):
    """There is no request for this case, or it was taken back, lapsed or fulfilled."""
