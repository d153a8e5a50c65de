"""The bell: alarms, and what is to sound. Part of every page, asked again every five seconds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from starlette.requests import Request
from starlette.responses import Response

from handlers import escalation, interpreting, new_code
from handlers.alarms import SILENT
from handlers.alerts import round_of
from handlers.attention import ASKED, PASSED_ON, is_passed_on
from handlers.case import Status
from handlers.console import words
from handlers.console.page import Console, console_of, show
from handlers.permission import Right, may
from handlers.store.models import Case, Staff
from handlers.triage import URGENT, Level

WARN = timedelta(minutes=5)  # before the session ends
MOST = 6  # lines of the banner; the rest is a number


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
        open_ = select(Case).where(free).order_by(Case.level, Case.alerted_at)
        waiting = list(await session.scalars(open_)) if claims else []
        news = select(Case).where(Case.claimed_by == staff.id, Case.unread_since.is_not(None))
        unread = list(await session.scalars(news)) if claims else []
        silent_on = select(Case).where(Case.claimed_by == staff.id, or_(ASKED, PASSED_ON)).order_by(Case.level)
        at_work = list(await session.scalars(silent_on)) if claims else []
        new_codes = await new_code.waiting_for(session, staff, now)
        asked = await interpreting.asked_of(session, staff)
    lines = [(alarm, _sentence(console, alarm)) for alarm in alarms]
    silent = [alarm.kind for alarm in alarms if alarm.kind in SILENT.values()]
    return {
        "alarms": lines[:MOST],
        "more_alarms": max(0, len(lines) - MOST),
        "waiting": len(waiting),
        "urgent": len(silent) + sum(case.level == Level.P0 for case in waiting),
        # A case heard of again rings again, so the round belongs to its name.
        "rings": " ".join([*silent, *[_ring(case) for case in waiting if case.level in URGENT]]),
        "minutes_left": minutes_left(request.state.ends_at, now),
        "new_codes": new_codes,
        "asked": asked,
        "at_work": at_work,
        "passed_on": [case.number for case in at_work if is_passed_on(case)],
        "unread": [case.number for case in unread if case.status != Status.CLOSED],
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
