"""What stands on a case's ladder: whom each rung has told, whether it arrived, and who could not take it and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act
from handlers.routes import person_of
from handlers.store.models import Alert, Audit, Case, Decline

# What nobody does who has not looked at the case.
_SEEN = (Act.READ, Act.LISTEN, Act.LOOK, Act.CLAIM, Act.TAKE_OVER, Act.TAKE_UP, Act.AT_WORK, Act.CANNOT)


@dataclass(frozen=True, slots=True)
class Round:
    """One time that the ladder was climbed from its first rung."""

    alerts: tuple[Alert, ...]  # in the order in which they were put out
    declines: tuple[Decline, ...]
    seen: dict[int, datetime]  # by alert: when its person, told so, first did something on the case or read it


async def rounds_of(session: AsyncSession, case: Case) -> list[Round]:
    """Every round of this case's alerts, the newest first."""
    alerts = list(await session.scalars(select(Alert).where(Alert.case_id == case.id).order_by(Alert.id)))
    declines = list(await session.scalars(select(Decline).where(Decline.case_id == case.id).order_by(Decline.at)))
    did = (Audit.case_id == case.id, Audit.staff_id.is_not(None), Audit.act.in_(_SEEN))
    rows = await session.execute(select(Audit.staff_id, Audit.at).where(*did).order_by(Audit.at))
    acts = [(staff_id, at) for staff_id, at in rows]
    found = []
    for number in sorted({one.round for one in alerts} | {one.round for one in declines}, reverse=True):
        told = tuple(one for one in alerts if one.round == number)
        said = tuple(one for one in declines if one.round == number)
        seen = {one.id: at for one in told if (at := _seen(one, acts)) is not None}
        found.append(Round(told, said, seen))
    return found


def _seen(alert: Alert, acts: Iterable[tuple[str | None, datetime]]) -> datetime | None:
    person = person_of(alert.target)
    return next((at for staff_id, at in acts if staff_id == person and at >= alert.at), None) if person else None
