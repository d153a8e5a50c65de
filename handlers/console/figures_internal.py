"""Figures with nothing hidden, for the house alone: asked for with a reason, signed by another, fetched once."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from functools import partial

import anyio
from openpyxl import Workbook
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from handlers.console import figures_words, internal_words
from handlers.console.clocks import day_and_time
from handlers.console.figures import yesterday
from handlers.console.figures_published import lines
from handlers.console.line import staff_names
from handlers.console.page import console_of, fields, go, show
from handlers.console.said import Said
from handlers.figures import internal
from handlers.figures.internal import Over
from handlers.figures.period import Period, Span, around, read
from handlers.figures.publishing import Published
from handlers.permission import NotAllowed
from handlers.store.models import InternalExport, Staff
from handlers.table_file import safe, saved
from locales import translator

_PAGE = "/figures/internal"
_BEFORE = 6  # half-years that can be chosen
_VI = translator("vi")  # the file is Vietnamese, whatever the console is
_HEAD = ("Bảng", "Dòng", "Cột", "Số")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_INTERNAL = "NỘI BỘ – KHÔNG CÔNG BỐ, KHÔNG CHUYỂN CHO NGƯỜI KHÁC. Số nhỏ không che: có thể đoán ra một em."


async def page(request: Request, staff: Staff) -> Response:
    """GET /figures/internal"""
    return await _page(request, staff)


async def ask(request: Request, staff: Staff) -> Response:
    """POST /figures/internal"""
    console = console_of(request)
    code, reason = await fields(request, "period", "reason")
    try:
        async with console.store.writing() as session:
            await internal.ask(session, read(code), reason, staff.id, console.now())
    except (ValueError, OverflowError):
        return await _page(request, staff, given={"period": code, "reason": reason})
    except NotAllowed:
        return go(_PAGE, Said.NOT_ALLOWED)
    return go(_PAGE, Said.INTERNAL_ASKED)


async def sign(request: Request, staff: Staff) -> Response:
    """POST /figures/internal/{id}/sign"""
    return await _answered(request, staff, signs=True)


async def refuse(request: Request, staff: Staff) -> Response:
    """POST /figures/internal/{id}/refuse"""
    return await _answered(request, staff, signs=False)


async def fetch(request: Request, staff: Staff) -> Response:
    """POST /figures/internal/{id}/fetch: XLSX or CSV, and the signature is used up."""
    console = console_of(request)
    (form,) = await fields(request, "form")
    if form not in ("xlsx", "csv"):
        raise HTTPException(404)
    export, now = request.path_params["id"], console.now()
    async with console.store.reading() as session:  # counted before the transaction that uses the signature up
        asked = await session.get(InternalExport, export)
        may = asked is not None and internal.may_fetch(asked, staff, now)
        found = await internal.whole(session, read(asked.period)) if asked is not None and may else None
        names = await staff_names(session)
    if found is None:
        return go(_PAGE, Said.INTERNAL_OWN if asked is not None and asked.asked_by != staff.id else Said.INTERNAL_OVER)
    try:
        async with console.store.writing() as session:
            row = await internal.fetch(session, export, staff.id, now)
    except NotAllowed:
        return go(_PAGE, Said.INTERNAL_OWN)
    except Over:
        return go(_PAGE, Said.INTERNAL_OVER)
    body = await anyio.to_thread.run_sync(partial(_csv if form == "csv" else _book, _top(row, names), found))
    headers = {"Content-Disposition": f'attachment; filename="noi-bo-{row.period}.{form}"'}
    return Response(body, media_type=_XLSX if form == "xlsx" else "text/csv; charset=utf-8", headers=headers)


async def _answered(request: Request, staff: Staff, *, signs: bool) -> Response:
    console = console_of(request)
    act = internal.sign if signs else internal.refuse
    try:
        async with console.store.writing() as session:
            await act(session, request.path_params["id"], staff.id, console.now())
    except NotAllowed:
        return go(_PAGE, Said.INTERNAL_OWN)
    except Over:
        return go(_PAGE, Said.INTERNAL_OVER)
    return go(_PAGE, Said.INTERNAL_SIGNED if signs else Said.INTERNAL_REFUSED)


async def _page(request: Request, staff: Staff, given: Mapping[str, str] | None = None) -> Response:
    console = console_of(request)
    now = console.now()
    async with console.store.reading() as session:
        rows = await internal.listed(session)
        names = await staff_names(session)
    periods = _periods(around(Span.HALF, yesterday(now)))
    return show(
        request,
        "figures_internal.html",
        status=422 if given else 200,
        given=given or {},
        periods=[(one.code, figures_words.period_name(one, console.translate)) for one in periods],
        rows=[(row, figures_words.period_name(read(row.period), console.translate), internal.state(row, now),
               internal.may_sign(row, staff, now), internal.may_fetch(row, staff, now)) for row in rows],
        names=names,
        states=internal_words.STATES,
        valid=internal.VALID,
    )  # fmt: skip


def _periods(last: Period) -> list[Period]:
    """The half-years from the present one back, then the years and the three years that they end."""
    found = [last]
    while len(found) < _BEFORE:
        found.append(found[-1].before())
    years = dict.fromkeys(around(Span.YEAR, one.first) for one in found)
    return [*found, *years, around(Span.YEARS, last.first)]


def _top(row: InternalExport, names: Mapping[str, str]) -> list[Sequence[str]]:
    """What stands over the numbers: that it is internal, for what, who asked, who signed, when."""

    def who(by: str | None, at: object) -> str:
        return f"{names.get(by or '', '')}, {day_and_time(at)}"  # type: ignore[arg-type]

    return [
        (_INTERNAL,),
        ("Kỳ", figures_words.period_name(read(row.period), _VI)),
        ("Để làm gì", row.reason),
        ("Người đề nghị", who(row.asked_by, row.asked_at)),
        ("Người ký", who(row.signed_by, row.signed_at)),
        ("Tải một lần duy nhất", who(row.asked_by, row.fetched_at)),
        (),
        _HEAD,
    ]


def _csv(top: Sequence[Sequence[str]], found: Published) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for line in (*top, *lines(found, _VI)):
        writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in line])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _book(top: Sequence[Sequence[str]], found: Published) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Nội bộ"
    for line in (*top, *lines(found, _VI)):
        sheet.append(list(line))
    for letter, width in zip("ABCD", (34, 48, 26, 10), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.merge_cells("A1:D1")
    if sheet.oddHeader is not None:  # on each page that is printed
        sheet.oddHeader.center.text = "NỘI BỘ – KHÔNG CÔNG BỐ"
    return saved(book, frozen=f"A{len(top) + 1}")
