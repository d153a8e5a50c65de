"""The bell: alarms, and what is to sound. Part of every page, asked again every five seconds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from starlette.requests import Request
from starlette.responses import Response

from handlers import escalation, interpreting, new_code, tasks
from handlers.alarms import SILENT
from handlers.alerts import round_of
from handlers.attention import ASKED, PASSED_ON, is_passed_on
from handlers.case import Status
from handlers.console import handed, words
from handlers.console.page import Console, console_of, show
from handlers.permission import Right, may
from handlers.store.models import Case, Staff
from handlers.triage import URGENT, Level

WARN = timedelta(minutes=5)  # before the session ends
MOST = 6  # lines of the banner; the rest is a number
MOST_RINGS = 60  # cases by name; one that is not among them is older and less urgent
MOST_UNREAD = 20


async def bell(request: Request, staff: Staff) -> Response:
    """GET /bell"""
    return show(request, "_bell.html", **await ringing(request, staff))


async def ringing(request: Request, staff: Staff) -> dict[str, Any]:
    """What the bell's template needs: alarm sentences, what to sound for, and how many cases wait."""
    console = console_of(request)
    now = console.now()
    async with console.store.reading() as session:
        claims = may(staff.role, Right.CLAIM)
        alarms = await escalation.alarms(session, now) if may(staff.role, Right.ALARMS) else []
        if not claims:
            alarms = [alarm for alarm in alarms if alarm.case_id is None]  # of the house, never of a case
        free = or_(Case.status == Status.OPEN, and_(PASSED_ON, Case.claimed_by != staff.id))
        counted = select(func.count()).where(free)
        waiting = await session.scalar(counted) or 0 if claims else 0
        danger = await session.scalar(counted.where(Case.level == Level.P0)) or 0 if claims else 0
        # The most urgent, and of these who was heard of last: in a crowd the newest still rings.
        loudest = select(Case).where(free, Case.level.in_(URGENT)).order_by(Case.level, Case.alerted_at.desc())
        calls = list(await session.scalars(loudest.limit(MOST_RINGS))) if claims else []
        mine = and_(Case.claimed_by == staff.id, Case.status == Status.CLAIMED, Case.unread_since.is_not(None))
        news = select(Case.number).where(mine).order_by(Case.level, Case.unread_since).limit(MOST_UNREAD)
        unread = list(await session.scalars(news)) if claims else []
        silent_on = select(Case).where(Case.claimed_by == staff.id, or_(ASKED, PASSED_ON)).order_by(Case.level)
        at_work = list(await session.scalars(silent_on)) if claims else []
        new_codes = await new_code.waiting_for(session, staff, now)
        tasks_due = await tasks.overdue_of(session, staff.id, now) if claims else []
        passing = await handed.in_bell(session, staff)
        asked = await interpreting.asked_of(session, staff)
    silent = [alarm.kind for alarm in alarms if alarm.kind in SILENT.values()]
    return {
        "alarms": [(alarm, _sentence(console, alarm)) for alarm in alarms[:MOST]],
        "more_alarms": max(0, len(alarms) - MOST),
        "waiting": waiting,
        "urgent": len(silent) + danger,
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


def _ring(case: Case) -> str:
    return f"{case.number}@{round_of(case)}"


def _sentence(console: Console, alarm: escalation.Alarm) -> str:
    text = console.translate(words.ALARMS.get(alarm.kind, alarm.kind))
    return text.format(number=alarm.number or "", detail=alarm.detail)


def minutes_left(ends_at: datetime, now: datetime) -> int | None:
    """How many minutes until the session ends, when that is soon enough to be warned of it."""
    left = ends_at - now
    return max(1, -(-int(left.total_seconds()) // 60)) if left <= WARN else None
