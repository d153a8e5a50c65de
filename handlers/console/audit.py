"""Who did and read what, and when, newest first: for those who look after it, without a word of any case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from handlers.audit import Act
from handlers.console import words
from handlers.console.line import staff_names
from handlers.console.page import console_of, show
from handlers.permission import Role
from handlers.store.models import Audit, Case, Staff
from locales import Translate
from nlu import places

SHORT = 8  # letters of an id: enough to tell people apart
MOST = 500  # rows looked at for one page
_OPENINGS = (Act.READ, Act.READ_CORRECTION, Act.EXPORT)  # before, a row for each item: one line says how many
_COUNTED = (*_OPENINGS, Act.LISTEN, Act.LOOK, Act.SHOW_NUMBER)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line; `times` is how many items one reading or export opened."""

    at: datetime
    who: str
    who_id: str  # its beginning: a name may change or be given away, an id is one person's for good
    act: str
    number: str
    detail: str
    times: int


async def audit(request: Request, staff: Staff) -> Response:
    """GET /audit?before=<id>"""
    console = console_of(request)
    before = request.query_params.get("before", "")
    async with console.store.reading() as session:
        names = await staff_names(session)
        query = select(Audit).order_by(Audit.id.desc()).limit(MOST)
        if before.isascii() and before.isdecimal() and len(before) <= 15:
            query = query.where(Audit.id < int(before))
        rows = list(await session.scalars(query))
        ids = {row.case_id for row in rows if row.case_id}
        found = await session.execute(select(Case.id, Case.number).where(Case.id.in_(ids)))
        numbers = {row.id: row.number for row in found}
    entries: list[Entry] = []
    for row in rows:
        entry = Entry(
            at=row.at,
            who=names.get(row.staff_id or "", ""),
            who_id=(row.staff_id or "")[:SHORT],
            act=console.translate(words.ACTS.get(row.act, row.act)),
            number=numbers.get(row.case_id or "", ""),
            detail=_detail(row, names, console.translate),
            times=_times(row),
        )
        last = entries[-1] if entries else None
        if last is not None and row.act in _OPENINGS and replace(last, times=0) == replace(entry, times=0):
            entries[-1] = replace(last, times=last.times + entry.times)
        else:
            entries.append(entry)
    more = rows[-1].id if len(rows) == MOST else None
    return show(request, "audit.html", entries=entries, more=more)


def _times(row: Audit) -> int:
    """How many items a look opened: a line of today says it, of before there was a line for each."""
    kinds = [part.partition(":")[2] for part in (row.detail or "").split()] if row.act in _COUNTED else []
    return sum(int(count) for count in kinds if count.isdecimal()) or (1 if row.item_id else 0)


def _detail(row: Audit, names: dict[str, str], translate: Translate) -> str:
    """Ids of people are shown by their names, roles and communes by theirs."""
    return " ".join(_called(row.act, part, names, translate) for part in (row.detail or "").split()).removesuffix(",")


def _called(act: str, part: str, names: dict[str, str], translate: Translate) -> str:
    if act in (Act.REFER, Act.REFER_BACK):
        return places.name_of(part) or part
    kind, _, count = part.partition(":")
    if act in _COUNTED and kind in words.KINDS:
        return f"{translate(words.KINDS[kind])} {count},"
    if part in names:
        return f"{names[part]} ({part[:SHORT]})"
    return translate(words.ROLES[Role(part)]) if part in set(Role) else part
