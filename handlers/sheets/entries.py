"""The values of sheets: each is a line of its own, and the last one counts; none is written over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import Select, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.sheets.period import HalfYear
from handlers.store.models import SheetEntry

Cell = tuple[str, str]  # a commune's code, an indicator's code


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a cell: None is empty, and who wrote it, when, from where, as of which day."""

    value: str | None
    source: str
    as_of: date
    by: str
    at: datetime
    counted: bool = False  # from a list (handlers.sheets.places): nobody enters it


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the figures of one act come from: a paper, a person, a list; and of which day they are."""

    source: str
    as_of: date


async def sheet(session: AsyncSession, period: HalfYear, communes: Iterable[str] | None = None) -> dict[Cell, Entry]:
    """The cells that were ever filled, of these communes or of all, as they are now."""
    newest = select(func.max(SheetEntry.id)).where(SheetEntry.period == str(period))
    if communes is not None:
        newest = newest.where(SheetEntry.commune_code.in_(list(communes)))
    newest = newest.group_by(SheetEntry.commune_code, SheetEntry.indicator)
    rows = await session.scalars(select(SheetEntry).where(SheetEntry.id.in_(newest)))
    return {(row.commune_code, row.indicator): _entry(row) for row in rows}


async def history(session: AsyncSession, period: HalfYear, cell: Cell) -> list[Entry]:
    """All that ever stood in a cell, the newest first."""
    commune, indicator = cell
    where = SheetEntry.period == str(period), SheetEntry.commune_code == commune, SheetEntry.indicator == indicator
    return [
        _entry(row) for row in await session.scalars(select(SheetEntry).where(*where).order_by(SheetEntry.id.desc()))
    ]


async def put(
    session: AsyncSession, period: HalfYear, values: Mapping[Cell, str | None], origin: Origin, by: str, now: datetime
) -> tuple[str, int]:
    """Write what differs from what stands there; the act's own id, by which it can be undone, and how many cells."""
    now_there = await sheet(session, period, {commune for commune, _ in values})
    changed = {
        cell: value for cell, value in values.items() if value != (now_there[cell].value if cell in now_there else None)
    }
    act = uuid4().hex
    lines = [
        {
            "period": str(period),
            "commune_code": commune,
            "indicator": indicator,
            "value": value,
            "source": origin.source,
            "as_of": origin.as_of,
            "entered_by": by,
            "entered_at": now,
            "act": act,
        }
        for (commune, indicator), value in changed.items()
    ]
    if lines:
        await session.execute(insert(SheetEntry), lines)
        note(session, Act.ENTER_FIGURES, at=now, staff_id=by, detail=f"{period} {len(changed)}")
    return act, len(changed)


async def undo(session: AsyncSession, act: str, by: str, now: datetime) -> tuple[int, int]:
    """Put back what stood there before one act of one's own; cells that changed since stay: (put back, left)."""
    mine = list(await session.scalars(select(SheetEntry).where(SheetEntry.act == act, SheetEntry.entered_by == by)))
    if not mine:
        return 0, 0
    cell = SheetEntry.commune_code, SheetEntry.indicator
    last = select(func.max(SheetEntry.id)).where(SheetEntry.period == mine[0].period).group_by(*cell)
    newest = set(await session.scalars(last))
    before = await session.scalars(select(SheetEntry).where(SheetEntry.id.in_(last.where(SheetEntry.act != act))))
    stood = {(row.commune_code, row.indicator): row for row in before}
    lines = []
    for row in (one for one in mine if one.id in newest):
        earlier = stood.get((row.commune_code, row.indicator))
        lines.append(
            {
                "period": row.period,
                "commune_code": row.commune_code,
                "indicator": row.indicator,
                "value": earlier.value if earlier else None,
                "source": earlier.source if earlier else row.source,
                "as_of": earlier.as_of if earlier else row.as_of,
                "entered_by": by,
                "entered_at": now,
                "act": f"-{act}",
            }
        )
    back, left = len(lines), len(mine) - len(lines)
    if lines:
        await session.execute(insert(SheetEntry), lines)
        note(session, Act.ENTER_FIGURES, at=now, staff_id=by, detail=f"undo {back}")
    return back, left


def _lines(period: str, commune: str, indicator: str) -> Select[SheetEntry]:
    """All lines of a cell, the newest first."""
    cell = SheetEntry.period == period, SheetEntry.commune_code == commune, SheetEntry.indicator == indicator
    return select(SheetEntry).where(*cell).order_by(SheetEntry.id.desc())


def _entry(row: SheetEntry) -> Entry:
    return Entry(row.value, row.source, row.as_of, row.entered_by, row.entered_at)
