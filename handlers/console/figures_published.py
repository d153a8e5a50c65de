"""The tables that are published, once and for good: children and reasons, and places; and their file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from handlers.console import figures_words as words_of
from handlers.console.charts import Chart, chart
from handlers.console.csv_file import book, sheet, wants_book
from handlers.console.figures import meanings, navigation, yesterday
from handlers.console.line import staff_names
from handlers.console.page import console_of, fields, go, show
from handlers.console.said import Said
from handlers.figures import areas
from handlers.figures.child_helpline import REASONS
from handlers.figures.coarse import AGES
from handlers.figures.demo import is_made_up
from handlers.figures.period import Period, Span, around, parts, read
from handlers.figures.publishing import (
    FIXED,
    AlreadyPublished,
    NotOver,
    NotYet,
    Published,
    prepare,
    publish,
    published,
    tables,
)
from handlers.figures.tables import ALL, SIMPLE, TOTAL, UNKNOWN, At
from handlers.order import in_order
from handlers.permission import NotAllowed
from handlers.store.models import Staff
from handlers.table_file import Page
from locales import N_, Translate

PAGES = ("/figures/core", "/figures/places")
SEXES = ("girl", "boy", UNKNOWN, ALL)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a number for each column, None where it is hidden. `depth` is how far it stands in."""

    label: str
    numbers: tuple[int | None, ...]
    depth: int = 0


async def core(request: Request, staff: Staff) -> Response:
    """GET /figures/core?period=<half-year, year or three years>: as Child Helpline International asks for it."""
    return await _page(request, "figures_core.html")


async def places(request: Request, staff: Staff) -> Response:
    """GET /figures/places?period=<the same>: province, former provinces and districts, communes."""
    return await _page(request, "figures_places.html")


async def _page(request: Request, template: str) -> Response:
    console = console_of(request)
    now = console.now()
    period = wanted(request, now)
    missing: tuple[str, ...] = ()
    async with console.store.reading() as session:
        known = await published(session)
        try:
            found: Published | None = await tables(session, period)
        except NotYet as not_yet:
            found, missing = None, not_yet.args
        names = await staff_names(session)
        made_up = await is_made_up(session)
    values: dict[str, Any] = navigation(period, FIXED, request.url.path, now, console.translate)
    if found is not None:
        values |= {
            "age_sex": age_sex(found, console.translate),
            "charts": charts(found, console.translate),
            "reasons": reasons(found, console.translate),
            "areas": area_tables(found, [known[part.code] for part in parts(period) if part.code in known]),
            "region_chart": region_chart(found, console.translate),
            "columns": [words_of.period_name(part, console.translate) for part in parts(period)],
        }
    return show(
        request,
        template,
        **values,
        found=found,
        total=found.shown(TOTAL) if found else None,
        missing=[(code, words_of.period_name(read(code), console.translate)) for code in missing],
        by=names.get(found.by, "") if found else "",
        over=period.last <= yesterday(now),
        all_published=[(code, words_of.period_name(read(code), console.translate)) for code in reversed(known)],
        notes=words_of.NOTES,
        sexes=[console.translate(words_of.SEXES[sex]) for sex in SEXES],
        made_up=made_up,
    )


async def freeze(request: Request, staff: Staff) -> Response:
    """POST /figures/publish"""
    code, back = await fields(request, "period", "back")
    console = console_of(request)
    path = back if back in PAGES else PAGES[0]
    try:
        period = read(code)
    except (ValueError, OverflowError):
        return go(path, Said.NO_PERIOD)
    try:
        async with console.store.reading() as session:
            prepared = await prepare(session, period, console.now())
        async with console.store.writing() as session:
            await publish(session, prepared, staff.id, console.now())
    except AlreadyPublished:
        said = Said.PUBLISHED_ALREADY
    except (NotYet, NotOver, ValueError):
        said = Said.NO_PERIOD
    except NotAllowed:
        said = Said.NOT_ALLOWED
    else:
        said = Said.PUBLISHED
    answer = go(path, said)
    answer.headers["location"] += f"&period={period.code}"
    return answer


async def download(request: Request, staff: Staff) -> Response:
    """GET /figures/published?period=<code>: every number of both pages, a line each; what is hidden stays so."""
    console = console_of(request)
    _ = console.translate
    period = wanted(request, console.now())
    rows: list[tuple[str | int | date | None, ...]] = []
    async with console.store.reading() as session:
        try:
            found = await tables(session, period)
        except NotYet:
            found = None
    if found is not None:
        state = _(N_("published")) if found.at is not None else _(N_("not published yet"))
        rows = [(period.first, period.last, state, *line) for line in lines(found, _)]
    header = (N_("From"), N_("To"), N_("State"), N_("Table"), N_("Line"), N_("Column"), N_("Number"))
    name, heads = f"so-lieu-cong-bo-{period.code}", [_(one) for one in header]
    if not wants_book(request):
        return sheet(name, heads, rows)
    return book(name, [Page(_(N_("Numbers")), heads, rows, (13, 13, 18, 34, 44, 14, 12)), meanings(_)])


def lines(found: Published, translate: Translate) -> Iterable[tuple[str, str, str, int | str]]:
    """Table, line, column and number of every cell; a hidden number is a point."""
    _ = translate

    def shown(at: At) -> int | str:
        number = found.shown(at)
        return "•" if number is None else number

    yield _(N_("All")), _(N_("Cases")), "", shown(TOTAL)
    for age in (*AGES, UNKNOWN, ALL):
        for sex in SEXES:
            if (age, sex) != (ALL, ALL):
                at = At("age_sex", age, sex)
                yield _(N_("Age and sex of the child")), _age(age, _), _(words_of.SEXES[sex]), shown(at)
    for row in reasons(found, _):
        (number,) = row.numbers
        yield (
            _(N_("Reasons for contact")),
            ("– " if row.depth else "") + row.label,
            "",
            "•" if number is None else number,
        )
    for one in charts(found, _):
        for bar in one.bars:
            yield one.title, bar.label, "", "•" if bar.number is None else bar.number
    for at in sorted(found.numbers):
        if at.table in ("area", "district", "commune"):
            name = areas.commune_name(at.row) if at.table == "commune" else words_of.label("place", at.row, _)
            yield _(_PLACES[at.table]), name, at.row if at.table == "commune" else "", shown(at)


_PLACES = {"area": N_("Regions"), "district": N_("Former districts"), "commune": N_("Communes")}


def wanted(request: Request, now: datetime) -> Period:
    """The period that is asked for; else the last half-year that is over."""
    try:
        period = read(request.query_params.get("period", ""))
    except (ValueError, OverflowError):
        period = around(Span.HALF, yesterday(now)).before()
    return period if period.span in FIXED else around(Span.HALF, period.last)


def age_sex(found: Published, translate: Translate) -> list[Row]:
    rows = [
        Row(_age(age, translate), tuple(found.shown(At("age_sex", age, sex)) for sex in SEXES))
        for age in (*AGES, UNKNOWN)
    ]
    whole = (*(found.shown(At("age_sex", ALL, sex)) for sex in SEXES[:-1]), found.shown(TOTAL))
    return [*rows, Row(translate(words_of.SEXES[ALL]), whole)]


def reasons(found: Published, translate: Translate) -> list[Row]:
    """Each reason, and under it the groups of the province's own list."""
    rows: list[Row] = []
    for reason in REASONS:
        at = At("reason", reason)
        rows.append(Row(words_of.label("reason", reason, translate), (found.shown(at),)))
        groups = sorted(one for one in found.numbers if one.table == "reason" and one.row == reason != one.column)
        groups = [one for one in groups if one.column != ALL]
        if len(groups) > 1:
            rows += [Row(words_of.label("group", one.column, translate), (found.shown(one),), 1) for one in groups]
    return rows


def charts(found: Published, translate: Translate) -> list[Chart]:
    _ = translate
    titles = {
        "setting": (N_("Where it happens"), "setting"),
        "reporter": (N_("Who told it"), "cases"),
        "channel": (N_("By which way"), "contacts"),
        "outcome": (N_("What was done"), "outcome"),
    }
    drawn = []
    for table, (title, note) in titles.items():
        there = sorted(at.row for at in found.numbers if at.table == table)
        names = [name for name in SIMPLE.get(table, ()) if name in there] or there
        called = "method" if table == "channel" else table
        rows = [(words_of.label(called, name, _), found.shown(At(table, name))) for name in names]
        drawn.append(chart(table, _(title), rows, of="", counted=_(N_("Cases")), note=note))
    return drawn


def region_chart(found: Published, translate: Translate) -> Chart:
    _ = translate
    rows = [(words_of.label("place", name, _), found.shown(At("area", name))) for name in (*areas.regions(), UNKNOWN)]
    return chart("regions", _(N_("Regions")), rows, of=_(N_("Region")), counted=_(N_("Cases")), note="region")


@dataclass(frozen=True, slots=True)
class District:
    """A former district: the communes with a number that is shown, those with nothing, and how many are hidden."""

    row: Row
    communes: tuple[Row, ...]
    without: tuple[str, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Area:
    """A region with its former districts."""

    row: Row
    districts: tuple[District, ...]


def area_tables(found: Published, before: list[Published]) -> list[Area]:
    """What is shown of each place: in the periods that this one is the sum of, and in this one."""

    def row(label: str, at: At) -> Row:
        return Row(label, tuple(one.shown(at) for one in (*before, found)))

    def district(name: str) -> District:
        codes = sorted(areas.districts()[name], key=lambda code: in_order(areas.commune_name(code)))
        numbers = {code: found.shown(At("commune", code)) for code in codes}
        return District(
            row(name, At("district", name)),
            tuple(row(areas.commune_name(code), At("commune", code)) for code, number in numbers.items() if number),
            tuple(areas.commune_name(code) for code, number in numbers.items() if number == 0),
            sum(number is None for number in numbers.values()),
        )

    return [
        Area(row(region, At("area", region)), tuple(district(name) for name in names))
        for region, names in areas.regions().items()
    ]


def _age(age: str, translate: Translate) -> str:
    if age in (UNKNOWN, ALL):
        return translate(words_of.SEXES[age])
    return translate(N_("{ages} years")).format(ages=age.replace("-", "–"))
