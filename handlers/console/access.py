"""Taking somebody's access: sessions, links and alerts end, and no case stays with somebody who can't open it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import escalation, mail_route
from handlers.audit import Act, note
from handlers.console import auth
from handlers.store.models import OneTimeLink, Staff
from handlers.vouching import unbind


async def take_access(session: AsyncSession, person: Staff, by: str, now: datetime) -> None:
    """Everything that the person could use ends. Then `vouch`."""
    person.active = False
    await leave_desk(session, person, by, now)
    await auth.revoke(session, person.id, now)
    await session.execute(delete(OneTimeLink).where(OneTimeLink.staff_id == person.id, OneTimeLink.used_at.is_(None)))


async def leave_desk(session: AsyncSession, person: Staff, by: str, now: datetime) -> None:
    """Off duty, without alerts, without cases; a lost phone can't claim. Then `vouch`."""
    if person.on_duty_since is not None:
        person.on_duty_since = None
        note(session, Act.DUTY_OFF, at=now, staff_id=person.id)
    unbind(person)
    await mail_route.remove(session, person.id, now)
    await session.flush()
    await escalation.free(session, person.id, by, now)
