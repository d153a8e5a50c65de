"""One case as the queue and the head of its page show it: plain columns, and of the report one glimpse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.attention import is_passed_on
from handlers.authorship import NOBODY
from handlers.case import Status
from handlers.console import clocks
from handlers.console.glimpse import Glimpse
from handlers.console.kinds import GROUPS, REPORTERS, SHORTER, UNSORTED, group_of
from handlers.order import in_order
from handlers.store.models import Case, Staff
from handlers.triage import Level
from locales import N_, Translate
from nlu import gazetteer

SCHEME = "2025"
UNPROVED = N_("It can't be verified who wrote this")


@dataclass(frozen=True, slots=True)
class Line:
    """`to_claim` runs while nobody has the case, `twelve` until it is closed; a word that is not known is ""."""

    case: Case
    level: Level
    commune: str
    claimer: str
    to_claim: clocks.Clock | None
    twelve: clocks.Clock | None
    group: str
    reporter: str
    reason: str

    @property
    def passed_on(self) -> bool:
        """Whether somebody else may take it over from its claimer."""
        return is_passed_on(self.case)

    @property
    def clock(self) -> clocks.Clock | None:
        """The one that is not to be missed first: never a time to claim that lies behind the twelve hours."""
        running = [clock for clock in (self.to_claim, self.twelve) if clock is not None]
        return min(running, key=lambda clock: clock.due, default=None)


def line(
    case: Case, names: Mapping[str, str], now: datetime, translate: Translate, glimpse: Glimpse | None = None
) -> Line:
    """`names` are staff ids and their names."""
    closed = case.status == Status.CLOSED
    group, glimpse = group_of(case.group), glimpse or Glimpse()
    return Line(
        case=case,
        level=Level(case.level),
        commune=commune_name(case.commune_code, case.commune_scheme),
        claimer=names.get(case.claimed_by or "", ""),
        to_claim=clocks.to_claim(case, now, translate) if case.status == Status.OPEN else None,
        twelve=None if closed else clocks.twelve_hours(case, now, translate),
        group="" if group == UNSORTED else translate(GROUPS[group]),
        reporter=translate(REPORTERS[glimpse.reporter]) if glimpse.reporter in REPORTERS else "",
        reason=translate(SHORTER.get(glimpse.reason, glimpse.reason)) if glimpse.reason else "",
    )


def communes() -> list[tuple[str, str]]:
    """Code and name of every commune of today, by name."""
    return sorted(gazetteer.load().units.items(), key=lambda unit: in_order(unit[1]))


def commune_name(code: str | None, scheme: str | None = SCHEME) -> str:
    if code is None:
        return ""
    if scheme != SCHEME:  # a code means something only within its scheme
        return f"{code} ({scheme})"
    return gazetteer.load().units.get(code, code)


async def staff_names(session: AsyncSession) -> dict[str, str]:
    found = await session.execute(select(Staff.id, Staff.name))
    return {row.id: row.name for row in found}


async def author_names(session: AsyncSession, translate: Translate) -> dict[str, str]:
    """The same, and what stands in a name's place where nothing proves who wrote."""
    return {**await staff_names(session), NOBODY: translate(UNPROVED)}
