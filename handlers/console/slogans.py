"""Slogans and where they hang: the list with its search, one slogan, a table of many read and written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from handlers.campaigns import slogans
from handlers.campaigns.codes import in_halves
from handlers.campaigns.slogan_form import Problem, WantedSlogan, folded, slogan
from handlers.campaigns.slogans import ChangedMeanwhile, IsThere, NoSuchCode, NoSuchSlogan
from handlers.console import slogan_words as said
from handlers.console.csv_file import book, sheet
from handlers.console.import_services import code_of
from handlers.console.line import communes
from handlers.console.page import console_of, fields, go, show
from handlers.console.said import Said
from handlers.deadlines import VIETNAM
from handlers.store.models import Slogan, Staff, Variant
from handlers.table_file import Page, Wrong, rows_of
from locales import N_, Translate
from nlu.places import name_of

_FIELDS = ("text", "language", "kind", "place", "commune", "since", "until", "code")
# The columns of the table, as they are read and written whatever the console's own language is.
_COLUMNS = ("Khẩu hiệu", "Ngôn ngữ", "Hình thức", "Treo ở đâu", "Xã, phường", "Từ ngày", "Đến ngày", "Mã để gõ")
_SHOWN = 500
_COUNT = re.compile("[0-9]{1,5}")
_ROWS = re.compile("[0-9]{1,5}(?:,[0-9]{1,5})*")
_NAMED = 20  # of wrong rows: who has more has the wrong file


async def listed(request: Request, staff: Staff) -> Response:
    """GET /campaigns/slogans?q=<words>&all=yes: those that hang today or will; all of them where that is asked."""
    console, query = console_of(request), request.query_params
    today = console.now().astimezone(VIETNAM).date()
    words, every = query.get("q", "")[:100], query.get("all") == "yes"
    async with console.store.reading() as session:
        found = await slogans.listed(session, words)
        ways = await slogans.codes_of(session, found)
    hanging = [one for one in found if every or slogans.hangs(one, today)]
    return show(
        request,
        "slogans.html",
        lines=[(one, name_of(one.commune_code) if one.commune_code else "", ways.get(one.variant_id or ""))
               for one in hanging[:_SHOWN]],
        number=len(hanging),
        others=len(found) - len(hanging),
        q=words,
        every=every,
        today=today,
        hangs=slogans.hangs,
        read={name: int(typed) for name in ("new", "there") if _COUNT.fullmatch(typed := query.get(name, ""))},
        rows=rows.split(",") if _ROWS.fullmatch(rows := query.get("rows", "")[:200]) else [],
        words_of=said,
    )  # fmt: skip


async def new(request: Request, staff: Staff) -> Response:
    """GET /campaigns/slogans/new"""
    return _form(request, {})


async def add(request: Request, staff: Staff) -> Response:
    """POST /campaigns/slogans/new: with something wrong the form comes back as it was filled."""
    return await _keep(request, staff, None)


async def form(request: Request, staff: Staff) -> Response:
    """GET /campaigns/slogans/{id}"""
    async with console_of(request).store.reading() as session:
        found = await session.get(Slogan, request.path_params["id"])
        ways = await slogans.codes_of(session, [found] if found else [])
    if found is None:
        return go("/campaigns/slogans", Said.SLOGAN_GONE)
    given = {"text": found.text, "language": found.language, "kind": found.kind, "place": found.place}
    given |= {
        "version": str(found.version),
        "commune": found.commune_code or "",
        "since": _iso(found.since),
        "until": _iso(found.until),
    }
    given["code"] = _code(ways.get(found.variant_id or ""))
    return _form(request, given, of=found.id)


async def edit(request: Request, staff: Staff) -> Response:
    """POST /campaigns/slogans/{id}"""
    return await _keep(request, staff, request.path_params["id"])


async def end(request: Request, staff: Staff) -> Response:
    """POST /campaigns/slogans/{id}/end"""
    console = console_of(request)
    try:
        async with console.store.writing() as session:
            await slogans.end(session, request.path_params["id"], staff.id, console.now())
    except NoSuchSlogan:
        return go("/campaigns/slogans", Said.SLOGAN_GONE)
    return go("/campaigns/slogans", Said.SLOGAN_ENDED)


async def table(request: Request, staff: Staff) -> Response:
    """GET /campaigns/slogans/table/xlsx and /table/csv: all of them, to be filled in and read again."""
    kind = request.path_params["form"]
    if kind not in ("xlsx", "csv"):
        raise HTTPException(404)
    console = console_of(request)
    async with console.store.reading() as session:
        found = await slogans.listed(session)
        ways = await slogans.codes_of(session, found)
    rows = [
        (
            one.text,
            console.translate(said.LANGUAGES.get(one.language, one.language)),
            console.translate(said.KINDS.get(one.kind, one.kind)),
            one.place,
            (name_of(one.commune_code) or "") if one.commune_code else "",
            one.since,
            one.until,
            _code(ways.get(one.variant_id or "")),
        )
        for one in found
    ]
    if kind == "csv":
        return sheet("khau-hieu", _COLUMNS, rows)
    return book("khau-hieu", [Page("Khẩu hiệu", _COLUMNS, rows, (60, 14, 18, 40, 24, 13, 13, 13))])


async def take_table(request: Request, staff: Staff) -> Response:
    """POST /campaigns/slogans/table: with one wrong row nothing is taken, and each is named; doubles are left out."""
    console = console_of(request)
    async with request.form(max_fields=3, max_files=1) as typed:
        file = typed.get("file")
        name, body = ((file.filename or "")[:80], await file.read()) if isinstance(file, UploadFile) else ("", b"")
    wanted, wrong = _read(name, body, console.translate)
    if not wrong:
        try:
            async with console.store.writing() as session:
                there = await slogans.add_all(session, [one for _, one in wanted], staff.id, console.now())
            answer = go("/campaigns/slogans", Said.SLOGANS_READ)
            rows = ",".join(str(wanted[at][0]) for at in there[:_NAMED])
            answer.headers["location"] += f"&new={len(wanted) - len(there)}&there={len(there)}&rows={rows}"
            return answer
        except NoSuchCode as error:
            wrong = [Wrong(f"{wanted[error.args[0]][0]}:", said.PROBLEMS[Problem.UNKNOWN_CODE])]
    return show(request, "slogans_refused.html", status=422, wrong=wrong[:_NAMED], more=len(wrong) > _NAMED)


def _read(name: str, body: bytes, _: Translate) -> tuple[list[tuple[int, WantedSlogan]], list[Wrong]]:
    """What a file says, each with the number of its row, and everything that is wrong in it."""
    rows, wrong = rows_of(name, body, dict(zip(_COLUMNS, _FIELDS, strict=True)), _COLUMNS[0])
    if not rows and wrong:
        return [], wrong
    kinds, languages = _by_name(said.KINDS, _), _by_name(said.LANGUAGES, _)
    wanted: list[tuple[int, WantedSlogan]] = []
    for number, given in rows:
        given["kind"] = kinds.get(folded(given.get("kind", "")), "")
        given["language"] = languages.get(folded(given.get("language", "")) or "vi", "")
        if given.get("commune"):
            given["commune"] = code_of(given["commune"]) or "?"
        found = slogan(given)
        if isinstance(found, list):
            wrong += [Wrong(f"{number}:", said.PROBLEMS[one]) for one in found]
        else:
            wanted.append((number, found))
    if not wanted and not wrong:
        wrong.append(Wrong(name, N_("No row is filled in.")))
    return wanted, wrong


def _by_name(names: Mapping[str, str], _: Translate) -> dict[str, str]:
    """Codes by how a person may write them: the code itself, or its name in the console's language."""
    return {folded(name): code for code, word in names.items() for name in (code, word, _(word))}


async def _keep(request: Request, staff: Staff, slogan_id: str | None) -> Response:
    console = console_of(request)
    names = (*_FIELDS, "version")
    given = dict(zip(names, await fields(request, *names), strict=True))
    wanted = slogan(given)
    if isinstance(wanted, list):
        return _form(request, given, wanted, of=slogan_id)
    try:
        async with console.store.writing() as session:
            if slogan_id is None:
                await slogans.add(session, wanted, staff.id, console.now())
            else:
                known = int(given["version"]) if _COUNT.fullmatch(given["version"]) else 0
                await slogans.edit(session, slogan_id, wanted, known, staff.id, console.now())
    except NoSuchSlogan:
        return go("/campaigns/slogans", Said.SLOGAN_GONE)
    except ChangedMeanwhile as changed:
        version, theirs = changed.args
        return _form(request, {**given, "version": str(version)}, [Problem.CHANGED], of=slogan_id, theirs=theirs)
    except IsThere:
        return _form(request, given, [Problem.THERE], of=slogan_id)
    except NoSuchCode:
        return _form(request, given, [Problem.UNKNOWN_CODE], of=slogan_id)
    return go("/campaigns/slogans", Said.SLOGAN_ADDED if slogan_id is None else Said.SLOGAN_CHANGED)


def _form(
    request: Request,
    given: Mapping[str, str],
    wrong: Sequence[Problem] = (),
    *,
    of: str | None = None,
    theirs: str = "",
) -> Response:
    return show(
        request,
        "slogan_form.html",
        status=409 if Problem.CHANGED in wrong else 400 if wrong else 200,
        given=given,
        theirs=theirs,
        wrong=wrong,
        id=of,
        communes=communes(),
        words_of=said,
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _code(variant: Variant | None) -> str:
    return in_halves(variant.typed_code) if variant else ""
