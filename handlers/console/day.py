"""The day page: today's figures beside yesterday's, and what is due tomorrow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from handlers import day as days
from handlers.console import board_words, unusual_reading, words
from handlers.console.line import staff_names
from handlers.console.page import console_of, show
from handlers.store.models import Staff
from handlers.triage import Level


@dataclass(frozen=True, slots=True)
class Bar:
    """One label of a chart with both days' numbers; widths and heights are out of a hundred."""

    label: str
    today: int
    before: int
    share: float
    share_before: float


async def day(request: Request, staff: Staff) -> Response:
    """GET /day"""
    console = console_of(request)
    now = console.now()
    date = days.day_of(now)
    async with console.store.reading() as session:
        today = await days.figures(session, date, now)
        before = await days.figures(session, date - timedelta(days=1), now)
        waiting = await days.waiting(session)
        due = await days.due(session, staff, date + timedelta(days=1))
        names = await staff_names(session)
        found = await console.unusual.of(session, staff, now)
        unusual = await unusual_reading.told(session, found, console.translate)
    levels = [f"{level.name} {console.translate(words.LEVELS[level])}" for level in Level]
    return show(
        request,
        "day.html",
        today=today,
        before=before,
        waiting=waiting,
        unusual=unusual,
        due=[(one, Level(one.case.level), names.get(one.case.claimed_by or "", "")) for one in due],
        called=board_words.DUE,
        tomorrow=date + timedelta(days=1),
        by_level=bars(levels, list(today.by_level.values()), list(before.by_level.values())),
        by_hour=bars([str(hour) for hour in range(24)], today.by_hour, before.by_hour),
    )


def bars(labels: list[str], today: list[int], before: list[int]) -> list[Bar]:
    """Both days in one scale, so that they can be compared by eye."""
    most = max([*today, *before, 1])
    both = zip(labels, today, before, strict=True)
    return [Bar(label, now, then, 100 * now / most, 100 * then / most) for label, now, then in both]
