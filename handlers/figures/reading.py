"""Reading figures: how many cases, by any of the coarse values, and how many contacts; as long as the period lasts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.case import Because
from handlers.figures.counters import WHOLE_DAY, What
from handlers.figures.period import Period, monday
from handlers.store.models import CaseFact, ContactCount
from handlers.taxonomy import taxonomy

# Everything that can be counted by.
BY: Mapping[str, Any] = {
    name: getattr(CaseFact, name)
    for name in (
        "month week age sex kind group setting reporter level language channel commune "
        "claimed contacted referred closed twelve_hours outcome"
    ).split()
}
NOT_A_CASE = "NC"  # the taxonomy's group
Counted = dict[tuple[Any, ...], int]


async def figures(
    session: AsyncSession, period: Period, by: tuple[str, ...] = (), *, cases_only: bool = False, **only: Any
) -> Counted:
    """How many cases of the period, by the values of `by` in order; `only` keeps those that have these values.

    `cases_only` leaves out what came in and was no case (is_case). Cases of the period only are read: they lie
    together. Raises KeyError for what cannot be counted by.
    """
    columns = [BY[name] for name in by]
    wanted = [BY[name].in_(value) if isinstance(value, tuple) else BY[name] == value for name, value in only.items()]
    if cases_only:
        wanted += [CaseFact.group != NOT_A_CASE, CaseFact.outcome != Because.NOTHING_TO_DO]
    query = select(*columns, func.count()).select_from(CaseFact).where(_within(period), *wanted)
    rows = await session.execute(query.group_by(*columns) if columns else query)
    return {tuple(row[:-1]): row[-1] for row in rows if row[-1] or not columns}


async def contacts(session: AsyncSession, period: Period) -> dict[tuple[date, str, str], int]:
    """Contacts by day, channel and counters.What."""
    query = select(ContactCount.since, ContactCount.channel, ContactCount.what, ContactCount.number).where(
        ContactCount.since.between(period.first, period.last), ContactCount.hour == WHOLE_DAY
    )
    return {(row.since, row.channel, row.what): row.number for row in await session.execute(query)}


async def hours(session: AsyncSession, period: Period) -> dict[int, int]:
    """Contacts by hour of the day, of the weeks that begin in the period."""
    query = (
        select(ContactCount.hour, func.sum(ContactCount.number))
        .where(ContactCount.since.between(monday(period.first), period.last), ContactCount.hour != WHOLE_DAY)
        .where(ContactCount.what == What.CONTACT)
        .group_by(ContactCount.hour)
    )
    return {row[0]: int(row[1]) for row in await session.execute(query)}


def is_case(group: str, outcome: str) -> bool:
    """Whether what came in was about a child at all, as far as it is known."""
    return group != NOT_A_CASE and outcome != Because.NOTHING_TO_DO


def group_names() -> dict[str, str]:
    """The groups of the taxonomy by their code, in its order; what has no group stands by itself."""
    return {row.code: row.vi for row in taxonomy().values() if row.parent is None}


def _within(period: Period) -> ColumnElement[bool]:
    months = CaseFact.month.between(period.first.replace(day=1), period.last)
    if period.whole_months:
        return months
    return and_(months, CaseFact.week.between(period.first, period.last))
