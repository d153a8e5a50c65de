"""One case as the queue and the head of its page show it: only what stands in plain columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.attention import is_passed_on
from handlers.case import Status
from handlers.console import clocks
from handlers.store.models import Case, Staff
from handlers.triage import Level
from locales import Translate
from nlu import gazetteer

SCHEME = "2025"


@dataclass(frozen=True, slots=True)
class Line:
    """`to_claim` runs while nobody has the case, `twelve` until it is closed; `claimer` is a name or ""."""

    case: Case
    level: Level
    commune: str
    claimer: str
    to_claim: clocks.Clock | None
    twelve: clocks.Clock | None
    waiting: str

    @property
    def passed_on(self) -> bool:
        """Whether somebody else may take it over from its claimer."""
        return is_passed_on(self.case)

    @property
    def overdue(self) -> bool:
        return any(clock is not None and clock.state == "over" for clock in (self.to_claim, self.twelve))

    @property
    def next_due(self) -> datetime:
        """What the queue is sorted by within one level: the nearest time that is not to be missed."""
        dues = [clock.due for clock in (self.to_claim, self.twelve) if clock is not None]
        return min(dues, default=self.case.closed_at or self.case.received_at)


def line(case: Case, names: Mapping[str, str], now: datetime, translate: Translate) -> Line:
    """`names` are staff ids and their names."""
    closed = case.status == Status.CLOSED
    return Line(
        case=case,
        level=Level(case.level),
        commune=_commune(case),
        claimer=names.get(case.claimed_by or "", ""),
        to_claim=clocks.to_claim(case, now, translate) if case.status == Status.OPEN else None,
        twelve=None if closed else clocks.twelve_hours(case, now, translate),
        waiting=clocks.span(now - case.received_at, translate),
    )


def in_order(lines: Iterable[Line]) -> list[Line]:
    """Urgency first; then who has least time left; closed cases last, the newest first."""
    known = list(lines)
    closed = [one for one in known if one.case.status == Status.CLOSED]
    closed.sort(key=lambda one: one.next_due, reverse=True)
    alive = [one for one in known if one.case.status != Status.CLOSED]
    return sorted(alive, key=lambda one: (one.level, one.next_due)) + closed


def communes() -> list[tuple[str, str]]:
    """Code and name of every commune of today, by name."""
    return sorted(gazetteer.load().units.items(), key=lambda unit: unit[1])


async def staff_names(session: AsyncSession) -> dict[str, str]:
    found = await session.execute(select(Staff.id, Staff.name))
    return {row.id: row.name for row in found}


def _commune(case: Case) -> str:
    if case.commune_code is None:
        return ""
    if case.commune_scheme != SCHEME:  # a code means something only within its scheme
        return f"{case.commune_code} ({case.commune_scheme})"
    return gazetteer.load().units.get(case.commune_code, case.commune_code)
