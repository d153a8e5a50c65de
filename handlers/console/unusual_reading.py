"""Unusual reading as supervisors are told of it: on the day's page, and in their bell when it is strong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.console.line import staff_names
from handlers.permission import Right, may
from handlers.store.models import Staff
from handlers.unusual import RINGS, Kind, Unusual, lately
from locales import N_, Translate

_FRESH = timedelta(minutes=1)  # bells ask every few seconds; a day of the record is read once a minute

SENTENCES: Mapping[str, str] = {
    Kind.READ: N_("{name} read {count} different cases within an hour"),
    Kind.HEADS: N_("{name} looked at the heads of {count} cases within an hour without reading them"),
    Kind.GIVEN_BACK: N_("{name} claimed {count} cases and gave them back within an hour"),
}


async def told(session: AsyncSession, found: list[Unusual], translate: Translate) -> list[tuple[str, Unusual]]:
    """Each with its sentence."""
    names = await staff_names(session) if found else {}
    called = {one.staff_id: names.get(one.staff_id, one.staff_id[:8]) for one in found}
    return [(translate(SENTENCES[one.kind]).format(name=called[one.staff_id], count=one.count), one) for one in found]


@dataclass
class UnusualReading:
    """What one console has found last."""

    _found: tuple[datetime, list[Unusual]] | None = None

    async def of(self, session: AsyncSession, staff: Staff, now: datetime) -> list[Unusual]:
        """For whoever leads; nobody is told of themselves."""
        if not may(staff.role, Right.LEAD):
            return []
        if self._found is None or not timedelta() <= now - self._found[0] < _FRESH:
            self._found = now, await lately(session, now)
        return [one for one in self._found[1] if one.staff_id != staff.id]

    async def ringing(self, session: AsyncSession, staff: Staff, now: datetime) -> list[Unusual]:
        return [one for one in await self.of(session, staff, now) if one.strong and now - one.at < RINGS]
