"""What stands on a case's ladder: whom each rung has told, whether it arrived, and who could not take it and why."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.store.models import Alert, Case, Decline


@dataclass(frozen=True, slots=True)
class Round:
    """One time that the ladder was climbed from its first rung."""

    alerts: tuple[Alert, ...]  # in the order in which they were put out
    declines: tuple[Decline, ...]


async def rounds_of(session: AsyncSession, case: Case) -> list[Round]:
    """Every round of this case's alerts, the newest first."""
    alerts = list(await session.scalars(select(Alert).where(Alert.case_id == case.id).order_by(Alert.id)))
    declines = list(await session.scalars(select(Decline).where(Decline.case_id == case.id).order_by(Decline.at)))
    found = []
    for number in sorted({one.round for one in alerts} | {one.round for one in declines}, reverse=True):
        told = tuple(one for one in alerts if one.round == number)
        said = tuple(one for one in declines if one.round == number)
        found.append(Round(told, said))
    return found
