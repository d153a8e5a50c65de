"""The duty list: a week of shifts, what is missing in the coming days, and for supervisors the forms to change it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from handlers import duty_list
from handlers.console import duty_words
from handlers.console.line import staff_names
from handlers.console.page import console_of, fields, show
from handlers.console.said import Said
from handlers.deadlines import VIETNAM
from handlers.duty import CLAIMING
from handlers.duty_list import WEEK, Entry, Wrong, monday
from handlers.order import in_order
from handlers.permission import Right, may
from handlers.store.models import Staff

CALLS = 4  # places on call that the form offers
_DAY_FIELDS = tuple(f"day{number}" for number in range(7))


async def page(request: Request, staff: Staff) -> Response:
    """GET /duty-list: the week of `week`, else this one."""
    console = console_of(request)
    now = console.now()
    week = week_of(request.query_params.get("week", ""), now)
    begin = datetime.combine(week, time(), VIETNAM)
    edits = may(staff.role, Right.DUTY_LIST)
    async with console.store.reading() as session:
        found = [one for one in await duty_list.entries(session, begin, begin + WEEK) if one.shift.begins_at >= begin]
        values: dict[str, Any] = {
            "days": _days(found, week, now),
            "gaps": await duty_list.uncovered(session, now),
            "missing": await duty_list.missing(session, now),
            "people": await _people(session) if edits else [],
            "change": await duty_list.newest(session) if edits else None,
            "names": await staff_names(session) if edits else {},
        }
    values |= {
        "week": week,
        "last": week + timedelta(days=6),
        "before": week - WEEK,
        "after": week + WEEK,
        "this_week": monday(now.astimezone(VIETNAM).date()),
        "calls": range(1, CALLS + 1),
        "duty_words": duty_words,
    }
    return show(request, "duty_list.html", **values)


async def add(request: Request, staff: Staff) -> Response:
    """POST /duty-list/add: one person, on the ticked days of the week shown."""
    console = console_of(request)
    now = console.now()
    shown, who, first, last, place, *ticked = await fields(
        request, "week", "who", "begins", "ends", "place", *_DAY_FIELDS
    )
    week = week_of(shown, now)
    days = [week + timedelta(days=number) for number, tick in enumerate(ticked) if tick]
    try:
        begins, ends, on_call = time.fromisoformat(first), time.fromisoformat(last), int(place)
    except ValueError:
        return _back(week, Said.SHIFT_INCOMPLETE)
    if begins.tzinfo is not None or ends.tzinfo is not None:
        return _back(week, Said.SHIFT_INCOMPLETE)
    try:
        async with console.store.writing() as session:
            await duty_list.add(session, staff.id, who, days, begins, ends, on_call, now)
    except Wrong as wrong:
        return _back(week, Said(wrong.why))
    return _back(week, Said.SHIFT_ADDED)


async def remove(request: Request, staff: Staff) -> Response:
    """POST /duty-list/{id}/remove"""
    console = console_of(request)
    (shown,) = await fields(request, "week")
    number = request.path_params["id"]
    if number.isascii() and number.isdecimal() and len(number) < 18:
        async with console.store.writing() as session:
            await duty_list.remove(session, staff.id, int(number), console.now())
    return _back(week_of(shown, console.now()), Said.SHIFT_REMOVED)


async def copy(request: Request, staff: Staff) -> Response:
    """POST /duty-list/copy: the week before the one shown into it."""
    console = console_of(request)
    (shown,) = await fields(request, "week")
    week = week_of(shown, console.now())
    try:
        async with console.store.writing() as session:
            await duty_list.copy_week(session, staff.id, week, console.now())
    except Wrong as wrong:
        return _back(week, Said(wrong.why))
    return _back(week, Said.WEEK_COPIED)


async def undo(request: Request, staff: Staff) -> Response:
    """POST /duty-list/undo: the change that stood there, if it still is the newest."""
    console = console_of(request)
    shown, change = await fields(request, "week", "change")
    week = week_of(shown, console.now())
    try:
        async with console.store.writing() as session:
            number = int(change) if change.isascii() and change.isdecimal() else -1
            await duty_list.undo(session, staff.id, number, console.now())
    except Wrong as wrong:
        return _back(week, Said(wrong.why))
    return _back(week, Said.UNDONE)


def week_of(text: str, now: datetime) -> date:
    """The Monday of the day that is written "2026-11-23"; of today where it is none, or years away."""
    today = now.astimezone(VIETNAM).date()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    return monday(day if abs(day - today) <= 2 * duty_list.LATEST else today)


def _back(week: date, said: Said) -> Response:
    return RedirectResponse(f"/duty-list?week={week.isoformat()}&said={said}", 303)


def _days(found: list[Entry], week: date, now: datetime) -> list[dict[str, Any]]:
    """Each day with its shifts: from when until when, who is on duty and who on call."""
    days = []
    for number in range(7):
        day = week + timedelta(days=number)
        mine = [one for one in found if one.shift.begins_at.astimezone(VIETNAM).date() == day]
        shifts = [
            {
                "begins": begins,
                "ends": ends,
                "now": begins <= now < ends,
                "overnight": ends.astimezone(VIETNAM).date() > day,
                "on_duty": [one for one in of if one.shift.on_call == 0],
                "on_call": [one for one in of if one.shift.on_call],
            }
            for (begins, ends), of in (
                (span, list(group))
                for span, group in groupby(mine, key=lambda one: (one.shift.begins_at, one.shift.ends_at))
            )
        ]
        today = day == now.astimezone(VIETNAM).date()
        days.append({"date": day, "name": duty_words.DAYS[number], "today": today, "shifts": shifts})
    return days


async def _people(session: AsyncSession) -> list[Staff]:
    query = select(Staff).where(Staff.active, Staff.role.in_(CLAIMING))
    return sorted(await session.scalars(query), key=lambda one: in_order(one.name))
