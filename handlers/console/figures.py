"""The line's dashboard: what came, when and by which way, how soon it was taken, what became of it; and its file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from handlers.console import figures_words as said
from handlers.console.charts import Chart, chart
from handlers.console.csv_file import book, sheet, wants_book
from handlers.console.figures_harm import harmed, lines_of
from handlers.console.page import console_of, show
from handlers.deadlines import VIETNAM
from handlers.figures.board import Board, board
from handlers.figures.demo import is_made_up
from handlers.figures.period import Period, Span, around, free, read
from handlers.store.models import Staff
from handlers.table_file import Page, Value
from locales import N_, Translate

SPANS = (Span.WEEK, Span.MONTH, Span.HALF, Span.YEAR)
_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


async def dashboard(request: Request, staff: Staff) -> Response:
    """GET /figures?period=<code>, or ?from=<day>&to=<day>"""
    console = console_of(request)
    now = console.now()
    period, wrong = _wanted(request, yesterday(now))
    async with console.store.reading() as session:
        found = await board(session, period)
        before = await board(session, period.before())
        harm_tables = await harmed(session, period, console.translate)
        made_up = await is_made_up(session)
    return show(
        request,
        "figures.html",
        **navigation(period, SPANS, "/figures", now, console.translate),
        board=found,
        before=before,
        charts=charts(found, period, console.translate),
        harmed=harm_tables,
        notes=said.NOTES,
        made_up=made_up,
        wrong=wrong,
        until=yesterday(now),
    )


async def download(request: Request, staff: Staff) -> Response:
    """GET /figures/csv, with the same query: every number of the page, a line each."""
    console = console_of(request)
    period, _ = _wanted(request, yesterday(console.now()))
    async with console.store.reading() as session:
        found = await board(session, period)
        harm_tables = await harmed(session, period, console.translate)
    _ = console.translate
    rows: list[tuple[Value, ...]] = [
        (period.first, period.last, _(N_("All")), _(title), number)
        for title, number in (
            (N_("Contacts"), found.contacts),
            (N_("Cases"), found.cases),
            (N_("Not a case"), found.not_a_case),
        )
    ]
    for one in charts(found, period, _):
        rows += [(period.first, period.last, one.title, bar.label, bar.number or 0) for bar in one.bars]
    rows += [(period.first, period.last, *line) for line in lines_of(harm_tables)]
    header = [_(N_("From")), _(N_("To")), _(N_("Table")), _(N_("Line")), _(N_("Number"))]
    name = f"so-lieu-duong-day-{period.code}"
    if not wants_book(request):
        return sheet(name, header, rows)
    return book(name, [Page(_(N_("Numbers")), header, rows, (13, 13, 42, 60, 12)), meanings(_)])


async def dictionary(request: Request, staff: Staff) -> Response:
    """GET /figures/dictionary: what each table counts, in words."""
    page = meanings(console_of(request).translate)
    return sheet("so-lieu-tu-dien", page.header, page.rows)


def meanings(translate: Translate) -> Page:
    """The data dictionary."""
    _ = translate
    rows = [(_(title), _(said.NOTES[code])) for title, code in said.DICTIONARY]
    return Page(_(N_("What the columns mean")), [_(N_("Table")), _(N_("What it counts"))], rows, (40, 90))


def charts(found: Board, period: Period, translate: Translate) -> list[Chart]:
    """The page's charts, in its order; none of a free period."""
    _ = translate
    if period.span is Span.FREE:
        return []

    def rows(table: str, numbers: Mapping[Any, int]) -> list[tuple[str, int | None]]:
        return [(said.label(table, name, _), number) for name, number in numbers.items()]

    contacts, cases = _(N_("Contacts")), _(N_("Cases"))
    days = list(found.by_time)
    return [
        chart("time", _(_TIME_TITLES[period.span]), [(_day(day, period, _), found.by_time[day]) for day in days],
              of=_(N_("When")), counted=contacts, columns=True,
              marks=[_mark(at, day, period, _) for at, day in enumerate(days)],
              note="contacts"),
        chart("hour", _(N_("Contacts by hour of the day")),
              [(f"{hour}:00 – {hour}:59", number) for hour, number in found.by_hour.items()],
              of=_(N_("Hour")), counted=contacts, columns=True,
              marks=[str(hour) if hour % 3 == 0 else "" for hour in found.by_hour], note="hours"),
        chart("first", _(N_("What contacts began with")), rows("began_with", found.began_with),
              of=_(N_("First words")), counted=contacts, note="first"),
        chart("channel", _(N_("Channels")), rows("channel", found.channel),
              of=_(N_("Channel")), counted=contacts, note="contacts"),
        chart("group", _(N_("Groups of cases")), rows("group", found.group),
              of=_(N_("Group")), counted=cases, note="group"),
        chart("level", _(N_("Urgency of cases")), rows("level", found.level),
              of=_(N_("Urgency")), counted=cases, note="cases"),
        chart("language", _(N_("Languages")), rows("language", found.language),
              of=_(N_("Language")), counted=cases, note="cases"),
        chart("claimed", _(N_("Time until somebody took the case")), rows("claimed", found.claimed),
              of=_(N_("Time")), counted=cases, note="claimed"),
        chart("twelve", _(N_("The twelve hours")), rows("twelve_hours", found.twelve_hours),
              of=_(N_("Twelve hours")), counted=cases, note="twelve_hours"),
        chart("outcome", _(N_("What became of the cases")), rows("outcome", found.outcome),
              of=_(N_("Outcome")), counted=cases, note="outcome"),
    ]  # fmt: skip


_TIME_TITLES = {
    Span.WEEK: N_("Contacts by day"),
    Span.MONTH: N_("Contacts by day"),
    Span.HALF: N_("Contacts by week"),
    Span.YEAR: N_("Contacts by month"),
    Span.YEARS: N_("Contacts by month"),
}


def navigation(
    period: Period, spans: tuple[Span, ...], path: str, now: datetime, translate: Translate
) -> dict[str, Any]:
    """What the head of a page of figures needs to lead to other periods."""
    last = yesterday(now)
    day = min(period.last, last)
    later = period.after()
    return {
        "period": period,
        "period_name": said.period_name(period, translate),
        "before_name": translate(N_("as long before"))
        if period.span is Span.FREE
        else said.period_name(period.before(), translate),
        "path": path,
        "spans": [(said.SPANS[span], around(span, day).code, span is period.span) for span in spans],
        "earlier": period.before().code,
        "later": later.code if later.first <= last else "",
        "running": period.last > last,
    }


def yesterday(now: datetime) -> date:
    """The last day that is counted."""
    return now.astimezone(VIETNAM).date() - timedelta(days=1)


def _wanted(request: Request, last: date) -> tuple[Period, str]:
    """The period that is asked for, and what is wrong with it; then the month of the last day that is counted."""
    query = request.query_params
    usual = around(Span.MONTH, last)
    try:
        if query.get("from") or query.get("to"):
            return free(date.fromisoformat(query.get("from", "")), date.fromisoformat(query.get("to", ""))), ""
        return (read(query["period"]) if query.get("period") else usual), ""
    except (ValueError, OverflowError):
        return usual, N_("These days make no period: please choose a first day, and a last one that is not before it.")


def _day(day: date, period: Period, translate: Translate) -> str:
    match period.span:
        case Span.HALF:
            return translate(N_("Week from {day}")).format(day=f"{day:%d/%m}")
        case Span.YEAR | Span.YEARS:
            return f"{day:%m/%Y}"
        case _:
            return f"{translate(_WEEKDAYS[day.weekday()])} {day:%d/%m}"


def _mark(at: int, day: date, period: Period, translate: Translate) -> str:
    match period.span:
        case Span.WEEK:
            return translate(_WEEKDAYS[day.weekday()])
        case Span.MONTH:
            return str(day.day) if day.day == 1 or day.day % 5 == 0 else ""
        case Span.HALF:
            return f"{day:%d/%m}" if at % 4 == 1 else ""
        case _:
            return str(day.month)
