"""The bell: alarms, and what is to sound. Part of every page, asked again every five seconds."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy import case as sql_case
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import interpreting, new_code, tasks
from handlers.alarms import SILENT, Alarm
from handlers.alerts import loudest, round_of
from handlers.attention import ASKED, LIVE, PASSED_ON, is_passed_on
from handlers.case import Status
from handlers.console import handed, words
from handlers.console.alarming import MOST
from handlers.console.page import Console, console_of, show
from handlers.permission import Right, may
from handlers.store.models import Case, Staff
from handlers.triage import Level

WARN = timedelta(minutes=5)  # before the session ends
MOST_RINGS = 60  # cases by name; one that is not among them is older and less urgent
MOST_UNREAD = 20
_BUILD = token_hex(4)


async def bell(request: Request, staff: Staff) -> Response:
    """GET /bell; nothing but "unchanged" where nothing is."""
    console = console_of(request)
    now = console.now()
    async with console.store.reading() as session:
        found = await console.alarming.of(session, now)
        person = (staff.id, staff.role, staff.languages, staff.on_duty_since)
        seen = (_BUILD, found.mark, *person, minutes_left(request.state.ends_at, now))
        tag = f'"{sha256(repr(seen).encode()).hexdigest()[:24]}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        values = await ringing(request, staff, session)
    answer = show(request, "_bell.html", **values)
    answer.headers["ETag"] = tag
    return answer


async def ringing(request: Request, staff: Staff, session: AsyncSession) -> dict[str, Any]:
    """What the bell's template needs: alarm sentences, what to sound for, and how many cases wait."""
    console = console_of(request)
    now, claims = console.now(), may(staff.role, Right.CLAIM)
    alarms, count = await _alarms(console, session, staff, now)
    free = and_(LIVE, or_(Case.status == Status.OPEN, and_(PASSED_ON, Case.claimed_by != staff.id)))
    in_danger = func.sum(sql_case((Case.level == Level.P0, 1), else_=0))
    counts = await session.execute(select(func.count(), in_danger).where(free)) if claims else None
    waiting, danger = counts.one() if counts is not None else (0, 0)
    calls = list(await session.scalars(loudest(free).limit(MOST_RINGS))) if claims else []
    mine = and_(Case.claimed_by == staff.id, Case.status == Status.CLAIMED)
    news = select(Case.number).where(mine, Case.unread_since.is_not(None)).order_by(Case.level, Case.unread_since)
    unread = list(await session.scalars(news.limit(MOST_UNREAD))) if claims else []
    silent_on = select(Case).where(mine, or_(ASKED, PASSED_ON)).order_by(Case.level, Case.number)
    at_work = list(await session.scalars(silent_on.limit(MOST_UNREAD))) if claims else []
    new_codes = await new_code.waiting_for(session, staff, now)
    tasks_due = await tasks.overdue_of(session, staff.id, now) if claims else []
    passing = await handed.in_bell(session, staff)
    asked = await interpreting.asked_of(session, staff)
    silent = [alarm.kind for alarm in alarms if alarm.kind in SILENT.values()]
    return {
        "alarms": [(alarm, _sentence(console, alarm)) for alarm in alarms[:MOST]],
        "more_alarms": max(0, count - MOST),
        "waiting": waiting,
        "urgent": len(silent) + (danger or 0),
        # A case heard of again rings again, so the round belongs to its name.
        "rings": " ".join([*silent, *map(_ring, calls), *handed.rings(passing["offered"])]),
        "minutes_left": minutes_left(request.state.ends_at, now),
        "new_codes": new_codes,
        "asked": asked,
        "tasks_due": tasks_due[:MOST_UNREAD],
        "at_work": at_work,
        "passed_on": [case.number for case in at_work if is_passed_on(case)],
        "unread": unread,
        **passing,
    }


async def _alarms(console: Console, session: AsyncSession, staff: Staff, now: datetime) -> tuple[list[Alarm], int]:
    """The first that this person may hear, and how many there are: who claims nothing hears of no case."""
    if not may(staff.role, Right.ALARMS):
        return [], 0
    found = await console.alarming.of(session, now)
    if may(staff.role, Right.CLAIM):
        return found.alarms, found.count
    of_house = [alarm for alarm in found.alarms if alarm.case_id is None]
    return of_house, len(of_house)


def _ring(case: Case) -> str:
    return f"{case.number}@{round_of(case)}"


def _sentence(console: Console, alarm: Alarm) -> str:
    text = console.translate(words.ALARMS.get(alarm.kind, alarm.kind))
    return text.format(number=alarm.number or "", detail=alarm.detail)


def minutes_left(ends_at: datetime, now: datetime) -> int | None:
    """How many minutes until the session ends, when that is soon enough to be warned of it."""
    left = ends_at - now
    return max(1, -(-int(left.total_seconds()) // 60)) if left <= WARN else None
