"""The open tasks of a commune's half-year: set by itself half a year before, lines of the sheet, open places."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.campaigns.slogan_form import folded
from handlers.sheets import entries, places
from handlers.sheets.indicators import Indicator, all_of_them
from handlers.sheets.period import HalfYear
from handlers.store.models import DangerousPlace, SheetTask

AHEAD = "KK02"  # the row of a sheet in which the tasks of the next half-year stand, one on a line
_MARK = re.compile(r"^(?:[-–—•*+]|\d{1,2}[.)])\s*")  # before a line of a list


@dataclass(frozen=True, slots=True)
class SetTask:
    """One that the commune set itself, and who ticked it off when."""

    key: str
    words: str
    done: bool = False
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tasks:
    """All that a half-year asks of a commune."""

    set: tuple[SetTask, ...]
    lacking: tuple[Indicator, ...]
    open_places: tuple[DangerousPlace, ...]

    @property
    def number(self) -> int:
        """How many are open."""
        return sum(not one.done for one in self.set) + len(self.open_places) + bool(self.lacking)


class NoSuchTask(LookupError):
    """The commune set itself no such task for this half-year, or its words were changed since."""


def lines(text: str) -> list[str]:
    """Each task of a text, without the mark before it; the same one once."""
    found = (_MARK.sub("", line.strip()).strip() for line in text.splitlines())
    return list({key(one): one for one in found if folded(one)}.values())


def key(words: str) -> str:
    """By what a task is known again: its words, whatever their case and marks are."""
    return hashlib.sha256(folded(words).encode()).hexdigest()[:32]


async def tasks(session: AsyncSession, period: HalfYear, commune: str, until: date) -> Tasks:
    """As things are now; figures are asked for and places counted up to a day."""
    cells = await places.sheet(session, period, until, [commune])
    lacking = [row for code, row in all_of_them().items()
               if (commune, code) not in cells or cells[commune, code].value is None]  # fmt: skip
    still = [one for one in await places.listed(session, [commune])
             if one.safe_on is None and one.found_on <= period.last]  # fmt: skip
    return Tasks(tuple(await _set(session, period, commune)), tuple(lacking), tuple(still))


async def tick(
    session: AsyncSession, period: HalfYear, commune: str, task: str, *, done: bool, by: str, now: datetime
) -> None:
    """Tick a task off, or open it again; who was first stands. Raises NoSuchTask."""
    found = next((one for one in await _set(session, period, commune) if one.key == task), None)
    if found is None:
        raise NoSuchTask(task)
    if found.done == done:
        return
    session.add(SheetTask(period=str(period), commune_code=commune, task=task, done=done, by=by, at=now))
    act = Act.DO_SHEET_TASK if done else Act.UNDO_SHEET_TASK
    note(session, act, at=now, staff_id=by, detail=f"{period} {commune}")


async def _set(session: AsyncSession, period: HalfYear, commune: str) -> list[SetTask]:
    cells = await entries.sheet(session, period.before, [commune])
    cell = cells.get((commune, AHEAD))
    newest = select(func.max(SheetTask.id)).where(
        SheetTask.period == str(period), SheetTask.commune_code == commune
    ).group_by(SheetTask.task)  # fmt: skip
    ticks = {row.task: row for row in await session.scalars(select(SheetTask).where(SheetTask.id.in_(newest)))}
    found = []
    for words in lines(cell.value if cell and cell.value else ""):
        row = ticks.get(key(words))
        done = row is not None and row.done
        found.append(SetTask(key(words), words, done, row.by if done and row else "", row.at if done and row else None))
    return found
