"""Closing an advertisement, a joke or an insult in one press, and taking it back in one.

Never where a child was named or a risk heard, in this case or another one of its chat, and never unread by anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handlers.alerts import show_taken
from handlers.audit import Act, note
from handlers.case import Because, Status
from handlers.claiming import let_go, take
from handlers.duty import allow
from handlers.escalation import begin
from handlers.mute import is_muted, mute
from handlers.permission import Right
from handlers.store.models import Audit, Case
from handlers.store.rows import locked_case
from handlers.triage import Level


class MayBeAChild(Exception):
    """Something in this case or its chat may be about a child or a risk, or nobody has read it yet."""


async def offered(session: AsyncSession, cases: Iterable[Case]) -> set[str]:
    """Of these cases the ids of those that may be closed in one press."""
    ids = [one.id for one in cases if one.status != Status.CLOSED and one.harmless and one.level == Level.P3]
    if not ids:
        return set()
    other = aliased(Case)
    graver = select(other.id).where(other.conversation_id == Case.conversation_id, other.id != Case.id)
    graver = graver.where(other.harmless.is_(False))
    read = select(Audit.id).where(Audit.case_id == Case.id, Audit.act == Act.READ, Audit.staff_id.is_not(None))
    return set(await session.scalars(select(Case.id).where(Case.id.in_(ids), ~graver.exists(), read.exists())))


async def close(session: AsyncSession, case_id: str, staff_id: str, now: datetime) -> None:
    """Close it, and mute its chat's alerts for a day. Who closes what nobody had, has it.

    Raises NotAllowed, MayBeAChild, NoSuchCase.
    """
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.NUISANCE)
    if case.id not in await offered(session, [case]):
        raise MayBeAChild(case_id)
    if case.claimed_by is None:
        take(session, case, staff_id, now)
    case.status, case.closed_at, case.closed_because = Status.CLOSED, now, Because.NOTHING_TO_DO
    mute(case, now)
    note(session, Act.CLOSE_AS_NUISANCE, at=now, staff_id=staff_id, case_id=case_id)
    await show_taken(session, case, now)


async def reopen(session: AsyncSession, case_id: str, staff_id: str, now: datetime) -> bool:
    """Take it back: the case waits for somebody again and is alerted as before. Whether there was anything to do.

    Its time has run on: nothing that staff do starts a clock anew. Raises NotAllowed, NoSuchCase.
    """
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.UNMUTE)
    if not is_muted(case, now):
        return False
    case.muted_until = None
    if case.status == Status.CLOSED:
        case.status = Status.OPEN
        let_go(case)
        case.closed_at = case.closed_because = None
    note(session, Act.UNMUTE, at=now, staff_id=staff_id, case_id=case_id)
    await begin(session, case, now, anew=False)
    return True
