"""Dangerous places: the list of what is open, one place, fencing it, a table of many read and written, undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from openpyxl import Workbook
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from handlers.campaigns.slogan_form import folded
from handlers.console import place_words as said
from handlers.console.csv_file import sheet
from handlers.console.import_services import code_of
from handlers.console.page import console_of, fields, go, show
from handlers.console.said import Said
from handlers.console.sheets import reach, today_of
from handlers.permission import Right, may
from handlers.sheets import places
from handlers.sheets.period import half_year_of
from handlers.sheets.place_form import Kind, Problem, WantedPlace, place
from handlers.sheets.places import IsThere, NoSuchPlace
from handlers.store.models import DangerousPlace, Staff
from handlers.table_file import Wrong, rows_of, saved
from locales import N_, translator
from nlu.places import name_of

_FIELDS = ("commune", "kind", "place", "found_on", "found_by", "safe_on", "safe_by")
# The columns of the table, as they are read and written whatever the console's own language is.
_COLUMNS = ("Xã, phường", "Loại", "Ở đâu", "Phát hiện ngày", "Ai phát hiện", "Đã rào ngày", "Ai rào")
_WIDTHS = (24, 16, 60, 14, 30, 14, 30)
_SHOWN = 300
_NAMED = 20  # of wrong rows: who has more has the wrong file
_VI = translator("vi")  # the table is Vietnamese, whatever the console is
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def listed(request: Request, staff: Staff) -> Response:
    """GET /places?commune=<code>&all=yes: those that are open; all of them where that is asked."""
    query, mine, today = request.query_params, reach(staff), today_of(request)
    commune = query.get("commune", "") if query.get("commune", "") in mine else ""
    every = query.get("all") == "yes"
    async with console_of(request).store.reading() as session:
        known = await places.listed(session, [commune] if commune else mine)
    found = [one for one in known if every or one.safe_on is None]
    counts = places.counted(known, half_year_of(today), today).values()
    return show(
        request,
        "places.html",
        lines=found[:_SHOWN],
        number=len(found),
        known=len(known),
        open_now=sum(one.safe_on is None for one in known),
        fenced=sum(one.made_safe for one in counts),
        commune=commune,
        mine=mine,
        every=every,
        today=today,
        enters=may(staff.role, Right.ENTER),
        undo=query.get("undo", ""),
        words_of=said,
    )


async def new(request: Request, staff: Staff) -> Response:
    """GET /places/new"""
    mine = reach(staff)
    only = next(iter(mine)) if len(mine) == 1 else request.query_params.get("commune", "")
    return _form(request, staff, {"commune": only, "found_on": today_of(request).isoformat()})


async def add(request: Request, staff: Staff) -> Response:
    """POST /places/new: with something wrong the form comes back as it was filled."""
    return await _keep(request, staff, None)


async def form(request: Request, staff: Staff) -> Response:
    """GET /places/{id}"""
    try:
        async with console_of(request).store.reading() as session:
            found = await places.one(session, request.path_params["id"], reach(staff))
    except NoSuchPlace:
        return go("/places", Said.PLACE_GONE)
    return _form(request, staff, _as_typed(found), of=found.place_id)


async def edit(request: Request, staff: Staff) -> Response:
    """POST /places/{id}"""
    return await _keep(request, staff, request.path_params["id"])


async def take_off(request: Request, staff: Staff) -> Response:
    """POST /places/{id}/off: it was noted by mistake."""
    console = console_of(request)
    try:
        async with console.store.writing() as session:
            kept = await places.take_off(session, request.path_params["id"], reach(staff), staff.id, console.now())
    except NoSuchPlace:
        return go("/places", Said.PLACE_GONE)
    return _kept(*kept)


async def undo(request: Request, staff: Staff) -> Response:
    """POST /places/undo: put back what stood there before one's own last act."""
    console = console_of(request)
    (act,) = await fields(request, "act")
    async with console.store.writing() as session:
        back, _ = await places.undo(session, act, staff.id, console.now())
    return go("/places", Said.PLACES_UNDONE if back else Said.PLACES_NOT_UNDONE)


async def table(request: Request, staff: Staff) -> Response:
    """GET /places/table/xlsx and /table/csv: all of them, to be filled in and read again."""
    kind = request.path_params["form"]
    if kind not in ("xlsx", "csv"):
        raise HTTPException(404)
    console = console_of(request)
    async with console.store.reading() as session:
        found = await places.listed(session, reach(staff))
    rows = [
        (
            name_of(one.commune_code) or one.commune_code,
            _VI(said.KINDS.get(one.kind, one.kind)),
            one.place,
            one.found_on,
            one.found_by,
            one.safe_on,
            one.safe_by,
        )
        for one in found
    ]
    if kind == "csv":
        return sheet("noi-nguy-hiem", _COLUMNS, rows)
    headers = {"Content-Disposition": 'attachment; filename="noi-nguy-hiem.xlsx"'}
    return Response(_book(rows), media_type=_XLSX, headers=headers)


async def take_table(request: Request, staff: Staff) -> Response:
    """POST /places/table: with one wrong row nothing is taken, and each is named; what is there already is changed."""
    console = console_of(request)
    async with request.form(max_fields=3, max_files=1) as typed:
        file = typed.get("file")
        name, body = ((file.filename or "")[:80], await file.read()) if isinstance(file, UploadFile) else ("", b"")
    wanted, wrong = _read(name, body, reach(staff), today_of(request))
    if wrong:
        return show(request, "places_refused.html", status=422, wrong=wrong[:_NAMED], more=len(wrong) > _NAMED)
    async with console.store.writing() as session:
        kept = await places.put(session, wanted, staff.id, console.now())
    return _kept(*kept)


def _read(name: str, body: bytes, mine: Mapping[str, str], today: date) -> tuple[list[WantedPlace], list[Wrong]]:
    """What a file says, or everything that is wrong in it, each with its row."""
    rows, wrong = rows_of(name, body, dict(zip(_COLUMNS, _FIELDS, strict=True)), _COLUMNS[2])
    if not rows and wrong:
        return [], wrong
    kinds = {folded(name): code for code, word in said.KINDS.items() for name in (code, word, _VI(word))}
    wanted: dict[tuple[str, str, str], WantedPlace] = {}
    for number, given in rows:
        given["kind"] = kinds.get(folded(given.get("kind", "")), "")
        given["commune"] = found if (found := code_of(given.get("commune", "")) or "") in mine else ""
        taken = place(given, today)
        if isinstance(taken, list):
            wrong += [Wrong(f"{number}:", said.PROBLEMS[one]) for one in taken]
        elif taken.same in wanted:
            wrong.append(Wrong(f"{number}:", N_("This place is in the table twice.")))
        else:
            wanted[taken.same] = taken
    if not wanted and not wrong:
        wrong.append(Wrong(name, N_("No row is filled in.")))
    return list(wanted.values()), wrong


def _book(rows: Sequence[Sequence[str | date | None]]) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Nơi nguy hiểm"
    page.append(list(_COLUMNS))
    for row in rows:
        page.append(list(row))
    for letter, width in zip("ABCDEFG", _WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    for letter in "DF":
        for cell in page[letter][1:]:
            cell.number_format = "dd/mm/yyyy"
    return saved(book)


async def _keep(request: Request, staff: Staff, place_id: str | None) -> Response:
    console, mine = console_of(request), reach(staff)
    given = dict(zip(_FIELDS, await fields(request, *_FIELDS), strict=True))
    if given["commune"] not in mine:
        given["commune"] = ""  # as if it were none: a commune has its own alone
    wanted = place(given, today_of(request))
    if isinstance(wanted, list):
        return _form(request, staff, given, wanted, of=place_id)
    try:
        async with console.store.writing() as session:
            if place_id is None:
                kept = await places.put(session, [wanted], staff.id, console.now(), only_new=True)
            else:
                kept = await places.edit(session, place_id, wanted, mine, staff.id, console.now())
    except NoSuchPlace:
        return go("/places", Said.PLACE_GONE)
    except IsThere:
        return _form(request, staff, given, [Problem.THERE], of=place_id)
    return _kept(*kept)


def _kept(act: str, count: int) -> Response:
    answer = go("/places", Said.PLACES_KEPT if count else Said.PLACES_SAME)
    answer.headers["location"] += f"&undo={act}" if count else ""
    return answer


def _form(
    request: Request, staff: Staff, given: Mapping[str, str], wrong: Sequence[Problem] = (), *, of: str | None = None
) -> Response:
    return show(
        request,
        "place_form.html",
        status=422 if wrong else 200,
        given=given,
        wrong=wrong,
        id=of,
        mine=reach(staff),
        kinds=Kind,
        today=today_of(request),
        enters=may(staff.role, Right.ENTER),
        words_of=said,
    )


def _as_typed(found: DangerousPlace) -> dict[str, str]:
    given = {name: getattr(found, name) for name in ("kind", "place", "found_by", "safe_by")}
    given["commune"], given["found_on"] = found.commune_code, found.found_on.isoformat()
    given["safe_on"] = found.safe_on.isoformat() if found.safe_on else ""
    return given
