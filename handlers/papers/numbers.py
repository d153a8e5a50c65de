"""The telephone numbers that may be printed: a poster hangs for years, so somebody has called each one lately."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.store.models import ConfirmedNumber

GOOD_FOR = timedelta(days=90)
_NUMBER = re.compile(r"[0-9][0-9 .]{1,18}[0-9]")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A number, and when somebody last called it and reached the right place."""

    number: str
    on: date
    until: date

    def printable(self, today: date) -> bool:
        """Whether it may stand on paper: 90 days long."""
        return self.on <= today <= self.until


def normal(number: str) -> str | None:
    """The number as it is kept, "111" or "0262.3951567" without its signs; None where it is none."""
    return re.sub(r"[ .]", "", number) if _NUMBER.fullmatch(number.strip()) else None


async def confirm(session: AsyncSession, number: str, by: str, now: datetime) -> bool:
    """Note that `by` has called it and reached the right place; False where it is no number."""
    kept = normal(number)
    if kept is None:
        return False
    session.add(ConfirmedNumber(number=kept, confirmed_by=by, confirmed_at=now))
    note(session, Act.CONFIRM_NUMBER, at=now, staff_id=by, detail=kept)
    return True


async def confirmed(session: AsyncSession) -> list[Confirmed]:
    """Each number that was ever confirmed, with the last time, newest first."""
    rows = await session.scalars(select(ConfirmedNumber).order_by(ConfirmedNumber.confirmed_at))
    last = {row.number: row.confirmed_at.date() for row in rows}
    return sorted(
        (Confirmed(number, on, on + GOOD_FOR) for number, on in last.items()), key=lambda one: one.on, reverse=True
    )
