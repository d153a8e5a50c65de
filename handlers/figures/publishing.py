"""Publishing the tables of a half-year, a year or three years: once and for good, with who did it and when.

A half-year is counted from the facts; a year is the sum of its two published halves and three years of their years, so
that what is added up is what stands there. What was published earlier decides what has to be hidden now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import anyio
from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.deadlines import VIETNAM
from handlers.figures.period import Period, Span, parts, read
from handlers.figures.ranges import Cell, Sum
from handlers.figures.reading import figures
from handlers.figures.suppression import hide
from handlers.figures.tables import COUNTED, At, at_of, cells_of, cost, harmless, over_periods, within
from handlers.permission import NotAllowed, Right, may
from handlers.store.kept import keep
from handlers.store.models import Publication, Staff
from handlers.store.rows import insert

_TURN = "figures_published"
FIXED = (Span.HALF, Span.YEAR, Span.YEARS)


@dataclass(frozen=True, slots=True)
class Published:
    """The tables of one period. What is in `hidden` has a number too, for later tables: no page shows it."""

    period: str
    numbers: Mapping[At, int]
    hidden: frozenset[At]
    by: str = ""  # whose id; "" of tables that are not published yet
    at: datetime | None = None

    def shown(self, at: At) -> int | None:
        """The number as it may be shown; None where it is hidden."""
        return None if at in self.hidden else self.numbers.get(at, 0)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Tables that are ready to be published, beside those that were then."""

    tables: Published
    known: frozenset[str]


async def published(session: AsyncSession) -> dict[str, Published]:
    """All that was published, by the code of its period, the oldest first."""
    rows = await session.scalars(select(Publication).order_by(Publication.period))
    return {row.period: _read(row) for row in rows}


async def tables(session: AsyncSession, period: Period) -> Published:
    """The period's tables as they were published, else as they would be now. Raises NotYet, ValueError."""
    known = await published(session)
    if period.code in known:
        return known[period.code]
    if period.span not in FIXED:
        raise ValueError("no period of published tables")
    missing = [part.code for part in parts(period) if part.code not in known]
    if missing:
        raise NotYet(*missing)
    if period.span is Span.HALF:
        numbers = cells_of({by: await figures(session, period, by, cases_only=True) for by in COUNTED})
    else:
        numbers = _added(known[part.code].numbers for part in parts(period))
    return await anyio.to_thread.run_sync(partial(_protected, period.code, numbers, known))


async def prepare(session: AsyncSession, period: Period, now: datetime) -> Prepared:
    """The tables as they would be published; it may take seconds, so not in the transaction that publishes them.

    Raises NotYet, NotOver, AlreadyPublished, ValueError.
    """
    if period.last >= now.astimezone(VIETNAM).date():
        raise NotOver(period.code)
    known = frozenset(await session.scalars(select(Publication.period)))
    fresh = await tables(session, period)
    if fresh.at is not None:
        raise AlreadyPublished(period.code)
    return Prepared(fresh, known)


async def publish(session: AsyncSession, prepared: Prepared, staff_id: str, now: datetime) -> None:
    """Freeze what was prepared. Raises NotAllowed; AlreadyPublished also where others were published meanwhile."""
    staff = await session.get(Staff, staff_id)
    if staff is None or not staff.active or not may(staff.role, Right.PUBLISH):
        raise NotAllowed(Right.PUBLISH)
    fresh = prepared.tables
    await keep(session, _TURN, fresh.period)  # two who publish at one moment take turns
    row = insert(session, Publication).values(
        period=fresh.period, body=_write(fresh), published_by=staff_id, published_at=now
    )
    new = await session.execute(row.on_conflict_do_nothing().returning(Publication.period))
    there = frozenset(await session.scalars(select(Publication.period)))
    if new.scalar_one_or_none() is None or there != prepared.known | {fresh.period}:
        raise AlreadyPublished(fresh.period)
    note(session, Act.PUBLISH, at=now, staff_id=staff_id, detail=fresh.period)


def system(known: Mapping[str, Published]) -> tuple[dict[Cell, int], list[Sum], dict[Cell, bool]]:
    """All tables together: every cell's number, every sum between them, and whether each is hidden."""
    numbers = {code: one.numbers for code, one in known.items()}
    values: dict[Cell, int] = {(code, at): number for code, cells in numbers.items() for at, number in cells.items()}
    sums = [one for code, cells in numbers.items() for one in within(code, cells)]
    made_of = {code: tuple(part.code for part in parts(read(code))) for code in known}
    sums += over_periods(numbers, {code: of for code, of in made_of.items() if of})
    return values, sums, {(code, at): at in one.hidden for code, one in known.items() for at in one.numbers}


def _protected(code: str, numbers: Mapping[At, int], known: Mapping[str, Published]) -> Published:
    fresh = Published(code, numbers, frozenset())
    values, sums, _ = system({**known, code: fresh})
    _, _, before = system(known)
    quiet = [cell for cell in values if harmless(cell[1])]
    hidden = hide(values, sums, before, partial(cost, values=values), quiet)
    return Published(code, numbers, frozenset(at for at in numbers if (code, at) in hidden))


def _added(several: Iterable[Mapping[At, int]]) -> dict[At, int]:
    whole: dict[At, int] = {}
    for one in several:
        for at, number in one.items():
            whole[at] = whole.get(at, 0) + number
    return whole


def _write(one: Published) -> str:
    return _BODY.dump_json({at.code: (number, at in one.hidden) for at, number in one.numbers.items()}).decode()


def _read(row: Publication) -> Published:
    body = _BODY.validate_json(row.body)
    numbers = {at_of(code): number for code, (number, _) in body.items()}
    hidden = frozenset(at_of(code) for code, (_, is_hidden) in body.items() if is_hidden)
    return Published(row.period, numbers, hidden, row.published_by, row.published_at)


class NotYet(Exception):
    """The periods that this one is made of are to be published first; their codes are the arguments."""


class NotOver(Exception):
    """The period has not ended."""


class AlreadyPublished(Exception):
    """Somebody published it before; it stays as it is."""


_BODY = TypeAdapter(dict[str, tuple[int, bool]])
