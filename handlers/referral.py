"""Help elsewhere has the case too: told to the reporter without where, and opened to the commune it was referred to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.duty import allow
from handlers.item import add_reason
from handlers.permission import Right
from handlers.store.models import Case, Referral
from handlers.store.rows import locked_case
from nlu import places

_KEY = ("case_id", "commune_code", "commune_scheme")


async def refer(
    session: AsyncSession, case_id: str, staff_id: str, to: str, now: datetime, commune: str | None = None
) -> None:
    """Note to whom the case was referred; the officers of a `commune` named here see it from now on.

    The reporter sees that it was, and never where. Raises NotAllowed, ValueError, NoSuchCase.
    """
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.REFER)
    if commune is not None and places.name_of(commune) is None:
        raise ValueError("no commune of today")
    await add_reason(session, case, staff_id, Act.REFER, to, now, commune)
    case.referred_at = now
    if commune is not None:
        key = (case_id, commune, places.SCHEME)
        if await session.get(Referral, key, populate_existing=True) is None:
            session.add(Referral(**dict(zip(_KEY, key, strict=True)), referred_by=staff_id, referred_at=now))


async def take_back(session: AsyncSession, case_id: str, staff_id: str, commune: str, now: datetime) -> None:
    """The wrong commune: its officers no longer see the case. Raises NotAllowed, NoSuchCase."""
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.REFER)
    await session.execute(delete(Referral).where(Referral.case_id == case_id, Referral.commune_code == commune))
    note(session, Act.REFER_BACK, at=now, staff_id=staff_id, case_id=case_id, detail=commune)


async def communes_of(session: AsyncSession, case: Case) -> list[Referral]:
    """The communes that see this case, the first one first."""
    rows = select(Referral).where(Referral.case_id == case.id).order_by(Referral.referred_at, Referral.commune_code)
    return list(await session.scalars(rows))
