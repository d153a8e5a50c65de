"""The six-month report: choose half-year and cut-off day, look at it with what is missing, take it as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields as fields_of
from datetime import date
from functools import partial

import anyio
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from handlers.console import figures_words
from handlers.console.csv_file import XLSX
from handlers.console.figures import yesterday
from handlers.console.page import Console, console_of, fields, go, show
from handlers.console.said import Said
from handlers.console.six_month_words import PAPER
from handlers.figures.period import Span, around
from handlers.sheets.period import HalfYear, half_year_from, half_year_of
from handlers.six_month.compose import compose
from handlers.six_month.document import Block, Document, Heading
from handlers.six_month.docx import docx_of
from handlers.six_month.gathering import NoReport, gather, last_cut_off
from handlers.six_month.paper import RANGES, ChangedMeanwhile, Paper, load, read, store
from handlers.six_month.pdf import pdf_of
from handlers.six_month.workbook import csv_file, xlsx_file
from handlers.store.models import Staff
from locales import N_, translator

_PAST = 6  # half-years that can be chosen
_FORMS = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx_of),
    "pdf": ("application/pdf", pdf_of),
    "xlsx": (XLSX, xlsx_file),
    "csv": ("text/csv", csv_file),
}
_MONTHS = (6, 12)  # in its last month a half-year's report is begun
_WRONG = N_("No report can be written up to this day: choose a day of the half-year that is over.")


async def page(request: Request, staff: Staff) -> Response:
    """GET /report?half=2026H1&until=2026-06-30"""
    async with console_of(request).store.reading() as session:
        paper = await load(session)
    return await _page(request, paper)


async def file(request: Request, staff: Staff) -> Response:
    """GET /report/file/{form}, with the same query."""
    console = console_of(request)
    if request.path_params["form"] not in _FORMS:
        raise HTTPException(404)
    kind, made = _FORMS[request.path_params["form"]]
    async with console.store.reading() as session:
        paper = await load(session)
    try:
        half, until = _wanted(request)
        document = await _document(console, half, until, paper)
    except NoReport:
        return await _page(request, paper)
    body = await anyio.to_thread.run_sync(partial(made, document, paper))
    name = f"bao-cao-{half}-den-{until.isoformat()}.{request.path_params['form']}"
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


async def keep(request: Request, staff: Staff) -> Response:
    """POST /report/paper: what stands on every report beside its words."""
    console, names = console_of(request), [one.name for one in fields_of(Paper)]
    stamp, *values = await fields(request, "stamp", *names)
    typed = dict(zip(names, values, strict=True))
    paper, wrong = read(typed)
    if wrong:
        return await _page(request, paper, typed, wrong, stamp=stamp)
    try:
        async with console.store.writing() as session:
            await store(session, paper, stamp, staff.id, console.now())
    except ChangedMeanwhile:
        async with console.store.reading() as session:
            theirs = await load(session)
        return await _page(request, theirs, typed, stamp=theirs.stamp, theirs=theirs)
    return go("/report", Said.PAPER_KEPT)


async def _page(
    request: Request,
    paper: Paper,
    typed: Mapping[str, str] | None = None,
    wrong_fields: Sequence[str] = (),
    *,
    stamp: str = "",
    theirs: Paper | None = None,
) -> Response:
    console = console_of(request)
    document, wrong = None, ""
    half, until = _usual(console)
    try:
        half, until = _wanted(request)
        document = await _document(console, half, until, paper)
    except NoReport:
        wrong = _WRONG
    shown = typed or {one.name: str(getattr(paper, one.name)) for one in fields_of(Paper)}
    return show(
        request,
        "six_month.html",
        status=409 if theirs else 422 if wrong or wrong_fields else 200,
        halves=_halves(console),
        half=half,
        until=until,
        latest=yesterday(console.now()),
        document=document,
        sections=_sections(document) if document else [],
        wrong=wrong,
        period=around(Span.HALF, half.first).code,
        paper=shown,
        paper_words=PAPER,
        ranges=RANGES,
        wrong_fields=wrong_fields,
        stamp=stamp or paper.stamp,
        theirs=theirs,
    )


async def _document(console: Console, half: HalfYear, until: date, paper: Paper) -> Document:
    async with console.store.reading() as session:
        source = await gather(session, half, until, today_of(console))
    say = translator("vi")  # the paper is Vietnamese, whatever the console is
    return compose(source, paper, lambda table, name: figures_words.label(table, name, say))


def today_of(console: Console) -> date:
    """Today in Viet Nam."""
    return date.fromordinal(yesterday(console.now()).toordinal() + 1)


def _usual(console: Console) -> tuple[HalfYear, date]:
    """The half-year whose report is due: the last one that is over, or the present one in its last month."""
    last = yesterday(console.now())
    half = half_year_of(last)
    if last.month not in _MONTHS:
        half = half.before
    return half, min(half.last, last)


def _wanted(request: Request) -> tuple[HalfYear, date]:
    """Raises NoReport."""
    console, query = console_of(request), request.query_params
    if not query.get("half"):
        return _usual(console)
    half = half_year_from(query["half"])
    if half is None:
        raise NoReport
    latest = last_cut_off(half, today_of(console))
    if not query.get("until"):
        return half, latest
    try:
        return half, date.fromisoformat(query["until"])
    except ValueError:
        raise NoReport from None


def _halves(console: Console) -> list[HalfYear]:
    found = [half_year_of(yesterday(console.now()))]
    while len(found) < _PAST:
        found.append(found[-1].before)
    return found


def _sections(document: Document) -> list[tuple[str, list[Block]]]:
    """The report in outline: what stands before the first heading, then each part, and the annex."""
    found: list[tuple[str, list[Block]]] = [("", [])]
    for block in (*document.blocks, *document.annex):
        if isinstance(block, Heading) and block.level == 1:
            found.append((block.text, []))
        else:
            found[-1][1].append(block)
    return found
