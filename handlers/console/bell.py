"""The bell: alarms, and what is to sound. Part of every page, asked again every five seconds."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy import case as sql_case
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only
from starlette.requests import Request
from starlette.responses import Response

from handlers import interpreting, new_code, tasks
from handlers.alarms import SILENT, Alarm
from handlers.alerts import loudest, round_of
from handlers.attention import ASKED, LIVE, PASSED_ON, is_asked, is_passed_on
from handlers.case import Status
from handlers.console import handed, new_link, unusual_reading, words
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
        seen = (await console.unusual.ringing(session, staff, now), console.links_asked.waiting_for(staff, now))
        known = request.headers.get("if-none-match", "")
        whats_there = _hash(_BUILD, found.stamp, person, seen)
        tag = f'"{whats_there}.{_hash(found.since, minutes_left(request.state.ends_at, now))}"'
        if known == tag:
            return Response(status_code=304, headers={"ETag": tag})
        values = await ringing(request, staff, session)
    answer = show(request, "_bell.html", **values)
    answer.headers["ETag"] = tag
    if not known.startswith(f'"{whats_there}.'):  # more than that the time went on
        answer.headers["HX-Trigger"] = "changed"  # the queue's board asks then, and not every five seconds too
    return answer


def _hash(*seen: object) -> str:
    return sha256(repr(seen).encode()).hexdigest()[:20]


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
    # In order only afterwards: else SQLite takes the index that is in order, and goes through every live case.
    looked_at = (
        select(Case).options(load_only(*_MINE)).where(mine, or_(Case.unread_since.is_not(None), ASKED, PASSED_ON))
    )
    own = sorted(await session.scalars(looked_at) if claims else (), key=lambda one: (one.level, one.number))
    waits = [(case.level, case.unread_since, case.number) for case in own if case.unread_since is not None]
    at_work = [case for case in own if is_asked(case) or is_passed_on(case)][:MOST_UNREAD]
    new_codes = await new_code.waiting_for(session, staff, now)
    tasks_due = await tasks.overdue_of(session, staff.id, now) if claims else []
    passing = await handed.in_bell(session, staff)
    asked = await interpreting.asked_of(session, staff)
    unusual = await console.unusual.ringing(session, staff, now)
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
        "links_asked": await new_link.told(session, console, staff),
        "unusual": await unusual_reading.told(session, unusual, console.translate),
        "tasks_due": tasks_due[:MOST_UNREAD],
        "at_work": at_work,
        "passed_on": [case.number for case in at_work if is_passed_on(case)],
        "unread": [number for _, _, number in sorted(waits)[:MOST_UNREAD]],
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


_MINE = (
    *(Case.number, Case.level, Case.status, Case.unread_since),
    *(Case.asked_at, Case.passed_on_at, Case.worked_at, Case.claimed_at),
)


def _ring(case: Case) -> str:
    return f"{case.number}@{round_of(case)}"


def _sentence(console: Console, alarm: Alarm) -> str:
    text = console.translate(words.ALARMS.get(alarm.kind, alarm.kind))
    return text.format(number=alarm.number or "", detail=alarm.detail)


def minutes_left(ends_at: datetime, now: datetime) -> int | None:
    """How many minutes until the session ends, when that is soon enough to be warned of it."""
    left = ends_at - now
    return max(1, -(-int(left.total_seconds()) // 60)) if left <= WARN else None
