"""The duty list: who is on duty or on call when; a week at a time, what is missing in it, and changes undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.deadlines import VIETNAM
from handlers.duty import CLAIMING
from handlers.order import in_order
from handlers.store.models import Shift, ShiftChange, Staff

WEEK = timedelta(days=7)
MOST_ON_CALL = 9
LATEST = timedelta(days=400)  # from today: a slip of the year is no shift


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    COPIED = "copied"


class Wrong(Exception):
    """A change that can't be made; the code says why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class Why(StrEnum):
    INCOMPLETE = "shift_incomplete"
    OVERLAPS = "shift_overlaps"  # the same person has another shift at that time
    NOT_ON_DESK = "shift_not_on_desk"  # not active, or may not claim
    TOO_FAR = "shift_too_far"
    NOTHING_TO_COPY = "nothing_to_copy"
    NOTHING_TO_UNDO = "nothing_to_undo"


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def span(day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    """From when until when: an end that is not after the beginning is of the next day, so 07:00 to 07:00 is a day."""
    first = datetime.combine(day, begins, VIETNAM)
    last = datetime.combine(day, ends, VIETNAM)
    return first, last if last > first else last + timedelta(days=1)


def gaps(spans: Iterable[tuple[datetime, datetime]], begin: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The times between `begin` and `end` that none of the spans covers, in order."""
    found, free = [], begin
    for first, last in sorted(spans):
        if first > free and free < end:
            found.append((free, min(first, end)))
        free = max(free, last)
    return [*found, (free, end)] if free < end else found


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list; `here` is whether this person still can be on duty at all."""

    shift: Shift
    name: str
    here: bool
    on_duty: bool


async def entries(session: AsyncSession, begin: datetime, end: datetime) -> list[Entry]:
    """Everything on the list that touches this time, in order; on duty before on call."""
    query = (
        select(Shift, Staff)
        .join(Staff, Staff.id == Shift.staff_id)
        .where(Shift.removed.is_(None), Shift.begins_at < end, Shift.ends_at > begin)
        .order_by(Shift.begins_at, Shift.ends_at, Shift.on_call)
    )
    found = [(shift, staff) for shift, staff in await session.execute(query)]
    found.sort(key=lambda row: (row[0].begins_at, row[0].ends_at, row[0].on_call, in_order(row[1].name)))
    return [
        Entry(shift, staff.name, staff.active and staff.role in CLAIMING, staff.on_duty_since is not None)
        for shift, staff in found
    ]


async def uncovered(session: AsyncSession, now: datetime) -> list[tuple[datetime, datetime]]:
    """When today and in the six days after nobody is on duty by the list; none where no list is filled in at all."""
    end = datetime.combine(now.astimezone(VIETNAM).date(), time(), VIETNAM) + WEEK
    found = await entries(session, now, end)
    if not found and not await entries(session, now - WEEK, now):
        return []
    on_duty = [(one.shift.begins_at, one.shift.ends_at) for one in found if one.here and one.shift.on_call == 0]
    return gaps(on_duty, now, end)


async def missing(session: AsyncSession, now: datetime) -> list[Entry]:
    """Who should be on duty at this moment and is not."""
    found = await entries(session, now, now + timedelta(microseconds=1))
    return [one for one in found if one.shift.on_call == 0 and not (one.here and one.on_duty)]


async def add(
    session: AsyncSession,
    by: str,
    staff_id: str,
    days: Collection[date],
    begins: time,
    ends: time,
    on_call: int,
    now: datetime,
) -> int:
    """Put somebody on the list, on each of these days; all of it or, raising Wrong, nothing."""
    if not days or not 0 <= on_call <= MOST_ON_CALL:
        raise Wrong(Why.INCOMPLETE)
    if any(abs(datetime.combine(day, begins, VIETNAM) - now) > LATEST for day in days):
        raise Wrong(Why.TOO_FAR)
    person = await session.get(Staff, staff_id, with_for_update={"key_share": True})  # two may edit at once
    if person is None or not person.active or person.role not in CLAIMING:
        raise Wrong(Why.NOT_ON_DESK)
    wanted = [span(day, begins, ends) for day in sorted(days)]
    change = await _change(session, by, Change.ADDED, now)
    for first, last in wanted:
        if await _busy(session, staff_id, first, last):
            raise Wrong(Why.OVERLAPS)
        session.add(Shift(staff_id=staff_id, begins_at=first, ends_at=last, on_call=on_call, added=change.id))
        await session.flush()
    return len(wanted)


async def remove(session: AsyncSession, by: str, shift_id: int, now: datetime) -> None:
    """Take one line off the list; one that is off it stays so."""
    shift = await session.get(Shift, shift_id, with_for_update=True)
    if shift is not None and shift.removed is None:
        shift.removed = (await _change(session, by, Change.REMOVED, now)).id


async def copy_week(session: AsyncSession, by: str, week: date, now: datetime) -> int:
    """Fill a week as the week before it was, beside what stands there; how many lines. Raises Wrong.

    Left out is whoever can't be on duty any more, or has another shift then.
    """
    begin = datetime.combine(week, time(), VIETNAM)
    if abs(begin - now) > LATEST:
        raise Wrong(Why.TOO_FAR)
    before = [one for one in await entries(session, begin - WEEK, begin) if one.shift.begins_at >= begin - WEEK]
    change, copied = None, 0
    for one in before:
        first, last = one.shift.begins_at + WEEK, one.shift.ends_at + WEEK
        if not one.here or await _busy(session, one.shift.staff_id, first, last):
            continue
        change = change or await _change(session, by, Change.COPIED, now)
        session.add(
            Shift(
                staff_id=one.shift.staff_id, begins_at=first, ends_at=last, on_call=one.shift.on_call, added=change.id
            )
        )
        await session.flush()
        copied += 1
    if not copied:
        raise Wrong(Why.NOTHING_TO_COPY)
    return copied


async def newest(session: AsyncSession) -> ShiftChange | None:
    """The change that would be undone."""
    return await session.scalar(select(ShiftChange).order_by(ShiftChange.id.desc()).limit(1))


async def undo(session: AsyncSession, by: str, change_id: int, now: datetime) -> None:
    """Take back the newest change. Raises Wrong where another came since, or none is left."""
    change = await newest(session)
    if change is None or change.id != change_id:
        raise Wrong(Why.NOTHING_TO_UNDO)
    await session.execute(update(Shift).where(Shift.removed == change.id).values(removed=None))
    await session.execute(delete(Shift).where(Shift.added == change.id))
    await session.execute(delete(ShiftChange).where(ShiftChange.id == change.id))
    note(session, Act.DUTY_LIST, at=now, staff_id=by, detail="undone")


async def _change(session: AsyncSession, by: str, kind: Change, now: datetime) -> ShiftChange:
    change = ShiftChange(at=now, staff_id=by, kind=kind)
    session.add(change)
    await session.flush()
    note(session, Act.DUTY_LIST, at=now, staff_id=by, detail=kind)
    return change


async def _busy(session: AsyncSession, staff_id: str, first: datetime, last: datetime) -> bool:
    query = select(Shift.id).where(
        Shift.staff_id == staff_id, Shift.removed.is_(None), Shift.begins_at < last, Shift.ends_at > first
    )
    return await session.scalar(query.limit(1)) is not None
