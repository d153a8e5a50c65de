"""Dangerous places of communes: each change is a line of its own, and what is not fenced is carried on until it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.sheets import entries
from handlers.sheets.entries import Cell, Entry
from handlers.sheets.period import HalfYear
from handlers.sheets.place_form import WantedPlace, same
from handlers.store.kept import keep
from handlers.store.models import DangerousPlace

SOURCE = "Danh sách nơi nguy hiểm"  # of figures that are counted here
MADE_SAFE, STILL_OPEN = "DN03", "DN04"  # of handlers/sheets/indicators.tsv
COUNTED = (MADE_SAFE, STILL_OPEN)
_TURN = "places_changed"


class NoSuchPlace(LookupError):
    """There is no such place, or not in these communes."""


class IsThere(Exception):
    """The same place stands on the list already."""


@dataclass(frozen=True, slots=True)
class Count:
    """Of one commune and half-year."""

    made_safe: int  # in it
    still_open: int  # at its end
    last: DangerousPlace  # the line that was written last


async def listed(session: AsyncSession, communes: Collection[str] | None = None) -> list[DangerousPlace]:
    """The places as they are now: what is open first, the longest known first."""
    newest = select(func.max(DangerousPlace.id)).group_by(DangerousPlace.place_id)
    query = select(DangerousPlace).where(DangerousPlace.id.in_(newest), DangerousPlace.gone.is_(False))
    if communes is not None:
        query = query.where(DangerousPlace.commune_code.in_(communes))
    found = list(await session.scalars(query))
    return sorted(found, key=lambda one: (one.safe_on is not None, one.found_on, one.id))


async def one(session: AsyncSession, place_id: str, communes: Collection[str]) -> DangerousPlace:
    """Raises NoSuchPlace."""
    newest = select(DangerousPlace).where(DangerousPlace.place_id == place_id).order_by(DangerousPlace.id.desc())
    found = await session.scalar(newest.limit(1))
    if found is None or found.gone or found.commune_code not in communes:
        raise NoSuchPlace(place_id)
    return found


async def put(
    session: AsyncSession, wanted: Sequence[WantedPlace], by: str, now: datetime, *, only_new: bool = False
) -> tuple[str, int]:
    """Add what is new and change what is on the list; an empty day of fencing changes none: (the act's id, how many).

    `only_new`: raises IsThere where one stands there already.
    """
    await _in_turn(session, by)
    known = {_same(line): line for line in await listed(session, {each.commune_code for each in wanted})}
    lines = []
    for each in wanted:
        before = known.get(each.same)
        if before is None:
            lines.append((uuid4().hex, each))
            continue
        if only_new:
            raise IsThere
        if each.safe_on is None and before.safe_on is not None:
            each = _with_fence(each, before)
        if each != _as_wanted(before):
            lines.append((before.place_id, each))
    return await _write(session, lines, by, now)


async def edit(
    session: AsyncSession, place_id: str, wanted: WantedPlace, communes: Collection[str], by: str, now: datetime
) -> tuple[str, int]:
    """Raises NoSuchPlace; IsThere where another is the same."""
    await _in_turn(session, by)
    before = await one(session, place_id, communes)
    others = await listed(session, [wanted.commune_code])
    if any(_same(line) == wanted.same and line.place_id != place_id for line in others):
        raise IsThere
    return await _write(session, [(place_id, wanted)] if wanted != _as_wanted(before) else [], by, now)


async def take_off(
    session: AsyncSession, place_id: str, communes: Collection[str], by: str, now: datetime
) -> tuple[str, int]:
    """What was noted by mistake is no place any more. Raises NoSuchPlace."""
    before = await one(session, place_id, communes)
    return await _write(session, [(place_id, _as_wanted(before))], by, now, gone=True)


async def undo(session: AsyncSession, act: str, by: str, now: datetime) -> tuple[int, int]:
    """Put back what stood there before one act of one's own; places that changed since stay: (put back, left)."""
    await _in_turn(session, by)
    mine = list(
        await session.scalars(select(DangerousPlace).where(DangerousPlace.act == act, DangerousPlace.entered_by == by))
    )
    touched = select(DangerousPlace.place_id).where(DangerousPlace.act == act, DangerousPlace.entered_by == by)
    last = select(func.max(DangerousPlace.id)).where(DangerousPlace.place_id.in_(touched))
    last = last.group_by(DangerousPlace.place_id)
    newest = set(await session.scalars(last))
    before = last.where(DangerousPlace.act != act)
    stood = {
        line.place_id: line
        for line in await session.scalars(select(DangerousPlace).where(DangerousPlace.id.in_(before)))
    }
    rows = []
    for row in (line for line in mine if line.id in newest):
        earlier = stood.get(row.place_id)
        gone = earlier is None or earlier.gone
        rows.append(_values(row.place_id, _as_wanted(earlier or row), by, now, f"-{act}", gone=gone))
    if rows:
        await session.execute(insert(DangerousPlace), rows)
        note(session, Act.CHANGE_PLACES, at=now, staff_id=by, detail=f"undo {len(rows)}")
    return len(rows), len(mine) - len(rows)


def counted(lines: Iterable[DangerousPlace], period: HalfYear, until: date) -> dict[str, Count]:
    """By commune, up to a day of the half-year; no commune that knew of no place by then."""
    end = min(period.last, until)
    found: dict[str, Count] = {}
    for line in lines:
        if line.found_on > end or end < period.first:
            continue
        safe = line.safe_on is not None and period.first <= line.safe_on <= end
        still = line.safe_on is None or line.safe_on > end
        so_far = found.get(line.commune_code)
        last = line if so_far is None or line.id > so_far.last.id else so_far.last
        before = (so_far.made_safe, so_far.still_open) if so_far is not None else (0, 0)
        found[line.commune_code] = Count(before[0] + safe, before[1] + still, last)
    return found


async def sheet(
    session: AsyncSession, period: HalfYear, until: date, communes: Collection[str] | None = None
) -> dict[Cell, Entry]:
    """The sheet as it was entered, with the places counted for communes that have a list."""
    cells = await entries.sheet(session, period, communes)
    end = min(period.last, until)
    for commune, count in counted(await listed(session, communes), period, until).items():
        for row, number in zip(COUNTED, (count.made_safe, count.still_open), strict=True):
            cells[commune, row] = Entry(str(number), SOURCE, end, count.last.entered_by, count.last.entered_at, True)
    return cells


async def _in_turn(session: AsyncSession, by: str) -> None:
    """Two who change the list at one moment take turns: neither adds what the other has just added."""
    await keep(session, _TURN, by)


async def _write(
    session: AsyncSession, lines: Sequence[tuple[str, WantedPlace]], by: str, now: datetime, *, gone: bool = False
) -> tuple[str, int]:
    act = uuid4().hex
    if lines:
        rows = [_values(place_id, wanted, by, now, act, gone=gone) for place_id, wanted in lines]
        await session.execute(insert(DangerousPlace), rows)
        note(session, Act.CHANGE_PLACES, at=now, staff_id=by, detail=str(len(lines)))
    return act, len(lines)


def _values(
    place_id: str, wanted: WantedPlace, by: str, now: datetime, act: str, *, gone: bool
) -> dict[str, str | date | datetime | bool | None]:
    return {
        "place_id": place_id,
        "commune_code": wanted.commune_code,
        "kind": wanted.kind,
        "place": wanted.place,
        "found_on": wanted.found_on,
        "found_by": wanted.found_by,
        "safe_on": wanted.safe_on,
        "safe_by": wanted.safe_by,
        "gone": gone,
        "entered_by": by,
        "entered_at": now,
        "act": act,
    }


def _as_wanted(line: DangerousPlace) -> WantedPlace:
    return WantedPlace(
        line.commune_code, line.kind, line.place, line.found_on, line.found_by, line.safe_on, line.safe_by
    )


def _with_fence(wanted: WantedPlace, before: DangerousPlace) -> WantedPlace:
    return WantedPlace(
        wanted.commune_code, wanted.kind, wanted.place, wanted.found_on, wanted.found_by, before.safe_on, before.safe_by
    )


def _same(line: DangerousPlace) -> tuple[str, str, str]:
    return same(line.commune_code, line.kind, line.place)
