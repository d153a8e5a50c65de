"""What communes enter for a half-year: the list of communes, one commune's sheet, and tables in and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from handlers.console.import_services import code_of
from handlers.console.line import communes, staff_names
from handlers.console.page import console_of, go, show
from handlers.console.said import Said
from handlers.console.sheet_words import SECTIONS
from handlers.deadlines import VIETNAM
from handlers.permission import Right, Role, may
from handlers.sheets import entries, places, tasks, workbook
from handlers.sheets.entries import Cell, Entry, Origin
from handlers.sheets.indicators import Indicator, NotRead, all_of_them, read, written
from handlers.sheets.period import HalfYear, half_year_from, half_year_of
from handlers.store.models import Staff
from handlers.table_file import Wrong
from locales import N_
from nlu.places import SCHEME

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SOURCE = 200  # characters
_PAST = 6  # half-years that can be chosen


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet as it is shown: what stands there, what stood there half a year before, what is wrong."""

    of: Indicator
    typed: str
    before: str
    entry: Entry | None
    wrong: str = ""
    counted: bool = False  # from the list of dangerous places: nobody enters it


def reach(staff: Staff) -> dict[str, str]:
    """The communes whose sheets this person sees, by code: an officer's own alone, where it is one of today."""
    mine = staff.commune_code if staff.commune_scheme == SCHEME else None
    return {code: name for code, name in communes() if staff.role != Role.COMMUNE or code == mine}


def today_of(request: Request) -> date:
    """Today in Viet Nam."""
    return console_of(request).now().astimezone(VIETNAM).date()


def period_of(request: Request, text: str) -> HalfYear:
    if not text:
        return half_year_of(today_of(request))
    found = half_year_from(text)
    if found is None:
        raise HTTPException(404)
    return found


def _choices(request: Request) -> list[HalfYear]:
    found = [period_of(request, "")]
    while len(found) < _PAST:
        found.append(found[-1].before)
    return found


async def overview(request: Request, staff: Staff) -> Response:
    """GET /sheets?period=…: how much of each sheet is filled in; an officer of a commune goes to theirs."""
    period = period_of(request, request.query_params.get("period", ""))
    mine = reach(staff)
    if staff.role == Role.COMMUNE and mine:
        return go(f"/sheets/{period}/{next(iter(mine))}")
    async with console_of(request).store.reading() as session:
        cells = await places.sheet(session, period, today_of(request))
    rows = all_of_them()
    filled = {code: sum((code, row) in cells and cells[code, row].value is not None for row in rows) for code in mine}
    missing = [
        (row, [name for code, name in mine.items() if not _has(cells, (code, row.code))]) for row in rows.values()
    ]
    return show(
        request,
        "sheets.html",
        period=period,
        periods=_choices(request),
        communes=mine,
        filled=filled,
        all_rows=len(rows),
        missing=[(row, names) for row, names in missing if names and len(names) < len(mine)],
        begun=sum(1 for count in filled.values() if count),
        enters=may(staff.role, Right.ENTER),
        undo=request.query_params.get("undo", ""),
    )


def _has(cells: dict[Cell, Entry], cell: Cell) -> bool:
    return cell in cells and cells[cell].value is not None


async def sheet(request: Request, staff: Staff) -> Response:
    """GET /sheets/{period}/{commune}"""
    return await _sheet(request, staff)


async def _sheet(
    request: Request, staff: Staff, given: dict[str, str] | None = None, wrong: dict[str, str] | None = None
) -> Response:
    period, code, name = asked(request, staff)
    today = today_of(request)
    async with console_of(request).store.reading() as session:
        cells = await places.sheet(session, period, today, [code])
        earlier = await places.sheet(session, period.before, today, [code])
        todo = await tasks.tasks(session, period, code, today)
        names = await staff_names(session)
    sections: dict[str, list[Row]] = {}
    for row in all_of_them().values():
        cell, old = cells.get((code, row.code)), earlier.get((code, row.code))
        typed = written(row.kind, cell.value) if cell and cell.value is not None else ""
        before = written(row.kind, old.value) if old and old.value is not None else ""
        counted = cell is not None and cell.counted
        typed = given.get(row.code, "") if given is not None and not counted else typed
        told = (wrong or {}).get(row.code, "")
        sections.setdefault(row.section, []).append(Row(row, typed, before, cell, told, counted))
    last = max((one for one in cells.values() if not one.counted), key=lambda one: one.at, default=None)
    values = {
        "period": period,
        "code": code,
        "name": name,
        "sections": sections,
        "names": names,
        "titles": SECTIONS,
        "enters": may(staff.role, Right.ENTER),
        "source": (given or {}).get("source", last.source if last else ""),
        "as_of": (given or {}).get("as_of", min(today, period.last).isoformat()),
        "today": today,
        "wrong": wrong or {},
        "last": last,
        "undo": request.query_params.get("undo", ""),
        "todo": todo,
    }
    return show(request, "sheet.html", status=422 if wrong else 200, **values)


def asked(request: Request, staff: Staff) -> tuple[HalfYear, str, str]:
    code = request.path_params["commune"]
    mine = reach(staff)
    if code not in mine:
        raise HTTPException(404)  # as if it were none: a commune sees its own alone
    return period_of(request, request.path_params["period"]), code, mine[code]


async def save(request: Request, staff: Staff) -> Response:
    """POST /sheets/{period}/{commune}: one sheet; with one wrong cell nothing is kept, and nothing typed is lost."""
    period, code, _ = asked(request, staff)
    async with request.form(max_fields=len(all_of_them()) + 5, max_files=0) as form:
        given = {name: value.replace("\0", "") for name, value in form.items() if isinstance(value, str)}
    wrong: dict[str, str] = {}
    values: dict[Cell, str | None] = {}
    for row in all_of_them().values():
        try:
            values[code, row.code] = read(row.kind, given.get(row.code, ""))
        except NotRead as error:
            wrong[row.code] = str(error)
    origin = _origin(given, today_of(request))
    if isinstance(origin, str):
        wrong[origin] = origin
    if wrong or isinstance(origin, str):
        return await _sheet(request, staff, given, wrong)
    return await _kept(request, staff, period, values, origin, f"/sheets/{period}/{code}")


def _origin(given: dict[str, str], today: date) -> Origin | str:
    """Where the figures are from and of which day, or the name of the field that is wrong."""
    source = " ".join(given.get("source", "").split())
    if not source or len(source) > _SOURCE:
        return "source"
    try:
        as_of = date.fromisoformat(given.get("as_of", ""))
    except ValueError:
        return "as_of"
    return Origin(source, as_of) if date(2000, 1, 1) <= as_of <= today else "as_of"


async def _kept(
    request: Request, staff: Staff, period: HalfYear, values: dict[Cell, str | None], origin: Origin, path: str
) -> Response:
    console = console_of(request)
    communes = {code for code, _ in values}
    async with console.store.writing() as session:
        cells = await places.sheet(session, period, today_of(request), communes)
        entered = {cell: value for cell, value in values.items() if not (cell in cells and cells[cell].counted)}
        act, count = await entries.put(session, period, entered, origin, staff.id, console.now())
    answer = go(path, Said.SHEET_KEPT if count else Said.SHEET_SAME)
    answer.headers["location"] += f"&period={period}" + (f"&undo={act}" if count else "")
    return answer


async def undo(request: Request, staff: Staff) -> Response:
    """POST /sheets/{period}/undo: put back what stood there before one's own last act."""
    console = console_of(request)
    period = period_of(request, request.path_params["period"])
    async with request.form(max_fields=3, max_files=0) as form:
        act = str(form.get("act", ""))
    async with console.store.writing() as session:
        back, left = await entries.undo(session, act, staff.id, console.now())
    said = Said.SHEET_UNDONE if back and not left else Said.SHEET_UNDONE_PARTLY if back else Said.SHEET_NOT_UNDONE
    return _back(period, said)


def _back(period: HalfYear, said: Said) -> Response:
    answer = go("/sheets", said)
    answer.headers["location"] += f"&period={period}"
    return answer


async def take_table(request: Request, staff: Staff) -> Response:
    """POST /sheets/{period}/table: many communes at once; with one wrong cell nothing is taken, and each is named."""
    period = period_of(request, request.path_params["period"])
    async with request.form(max_fields=5, max_files=1) as form:
        name, body = await _file(form)
        given = {key: value.replace("\0", "") for key, value in form.items() if isinstance(value, str)}
    origin = _origin(given, today_of(request))
    mine = reach(staff)
    taken = workbook.take(name, body, lambda text: found if (found := code_of(text)) in mine else None)
    async with console_of(request).store.reading() as session:
        cells = await places.sheet(session, period, today_of(request), mine)
    taken.wrong += [
        Wrong(
            f"{mine[code]}, {row}: {value}", N_("This is counted from the list of dangerous places: change it there.")
        )
        for (code, row), value in taken.values.items()
        if (code, row) in cells and cells[code, row].counted and value != cells[code, row].value
    ]
    if taken.wrong or isinstance(origin, str):
        field = origin if isinstance(origin, str) else ""
        return show(request, "sheet_refused.html", status=422, period=period, taken=taken, name=name, field=field)
    return await _kept(request, staff, period, taken.values, origin, "/sheets")


async def _file(form: FormData) -> tuple[str, bytes]:
    given = form.get("file")
    if not isinstance(given, UploadFile):
        return "", b""
    return (given.filename or "")[:80], await given.read()


async def table(request: Request, staff: Staff) -> Response:
    """GET /sheets/{period}/table/xlsx and /table/csv: what is there, to be filled in and read again."""
    period = period_of(request, request.path_params["period"])
    mine = reach(staff)
    async with console_of(request).store.reading() as session:
        cells = await places.sheet(session, period, today_of(request), mine)
    values = {cell: entry.value for cell, entry in cells.items()}
    csv = request.path_params["form"] == "csv"
    if not csv and request.path_params["form"] != "xlsx":
        raise HTTPException(404)
    body = workbook.to_csv(mine, values) if csv else workbook.to_xlsx(mine, values, str(period))
    kind = "text/csv; charset=utf-8" if csv else _XLSX
    name = f"so-lieu-{period}.{'csv' if csv else 'xlsx'}"
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
