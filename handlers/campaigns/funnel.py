"""How far people came by a campaign: in all, by where its codes stand, by week, by language. No case is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from handlers.campaigns.counting import week_of
from handlers.campaigns.fives import Told, by_fives
from handlers.campaigns.topics import Step
from handlers.store.models import Arrived, Variant

STEPS = tuple(Step)
OF_A_REPORT = frozenset({Step.FINISHED, Step.URGENT, Step.CLAIMED})
_WEEK = timedelta(weeks=1)

Line = Mapping[Step, Told | None]  # None is not told


@dataclass(frozen=True, slots=True)
class Funnel:
    """`until` is the last day that is counted beyond opening, where that is not today."""

    total: Line
    by_variant: Mapping[str, Line]
    by_week: Mapping[date, Line]  # by its Monday, each between the first and the last, the newest first
    by_language: Mapping[str, Line]
    until: date | None

    @property
    def empty(self) -> bool:
        return not any(told is not None and told.least for told in self.total.values())


async def funnel(session: AsyncSession, campaign_id: str, now: datetime, *, exact: bool) -> Funnel:
    """All of it as it is; else as those are told who see no case.

    They are told weeks that are over, so that no number grows while somebody is looked at, and of reports by place
    alone and by fives.
    """
    mine = list(await session.scalars(select(Variant.id).where(Variant.campaign_id == campaign_id)))
    this_week = None if exact else week_of(now)

    async def by(column: InstrumentedAttribute[Any]) -> dict[Any, dict[Step, int]]:
        found: dict[Any, dict[Step, int]] = {}
        numbers = select(column, Arrived.step, func.sum(Arrived.number)).where(
            Arrived.variant_id.in_(select(Variant.id).where(Variant.campaign_id == campaign_id))
        )
        if this_week is not None:
            numbers = numbers.where(or_(Arrived.step == Step.OPENED, Arrived.week < this_week))
            if column is not Arrived.variant_id:  # not even that there is a line for one
                numbers = numbers.where(Arrived.step.not_in(OF_A_REPORT))
        for key, step, number in await session.execute(numbers.group_by(column, Arrived.step)):
            found.setdefault(key, {})[Step(step)] = int(number)
        return found

    places, weeks, languages = await by(Arrived.variant_id), await by(Arrived.week), await by(Arrived.language)
    total, by_variant = _with_total({key: places.get(key, {}) for key in mine}, exact=exact)
    return Funnel(
        total=total,
        by_variant=by_variant,
        by_week={week: _line(weeks.get(week, {}), exact=exact) for week in _each(weeks)},
        by_language={
            key: _line(numbers, exact=exact)
            for key, numbers in sorted(languages.items(), key=lambda one: (-one[1].get(Step.STARTED, 0), one[0]))
        },
        until=None if this_week is None else this_week - timedelta(days=1),
    )


async def opens(session: AsyncSession, now: datetime, *, exact: bool) -> dict[str, tuple[int, int]]:
    """Of each campaign how many pages were opened and talks begun, as far as `funnel` tells it."""
    numbers = (
        select(Variant.campaign_id, Arrived.step, func.sum(Arrived.number))
        .join(Variant, Variant.id == Arrived.variant_id)
        .where(Arrived.step.in_((Step.OPENED, Step.STARTED)))
        .group_by(Variant.campaign_id, Arrived.step)
    )
    if not exact:
        numbers = numbers.where(or_(Arrived.step == Step.OPENED, Arrived.week < week_of(now)))
    found: dict[str, tuple[int, int]] = {}
    for campaign, step, number in await session.execute(numbers):
        opened, started = found.get(campaign, (0, 0))
        found[campaign] = (int(number), started) if step == Step.OPENED else (opened, int(number))
    return found


def _with_total(
    places: Mapping[str, Mapping[Step, int]], *, exact: bool
) -> tuple[dict[Step, Told], dict[str, dict[Step, Told]]]:
    total: dict[Step, Told] = {}
    lines: dict[str, dict[Step, Told]] = {key: {} for key in places}
    for step in STEPS:
        numbers = {key: line.get(step, 0) for key, line in places.items()}
        if exact or step not in OF_A_REPORT:
            total[step] = Told(sum(numbers.values()), exact=True)
            told = {key: Told(number, exact=True) for key, number in numbers.items()}
        else:
            total[step], told = by_fives(numbers)
        for key, one in told.items():
            lines[key][step] = one
    return total, lines


def _line(numbers: Mapping[Step, int], *, exact: bool) -> Line:
    return {
        step: Told(numbers.get(step, 0), exact=True) if exact or step not in OF_A_REPORT else None for step in STEPS
    }


def _each(weeks: Iterable[date]) -> list[date]:
    """Also those in which nobody came; the newest first."""
    known = sorted(weeks)
    if not known:
        return []
    return [known[-1] - at * _WEEK for at in range((known[-1] - known[0]) // _WEEK + 1)]
