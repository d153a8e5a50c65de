"""Corrections that wait for a second person: their redacted text and labels, to be approved or refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from handlers import correction
from handlers.console import opening
from handlers.console.line import author_names
from handlers.console.page import console_of, go, show
from handlers.console.said import Said
from handlers.duty import may_on
from handlers.permission import NotAllowed, Right, four_eyes
from handlers.store.models import Case, Correction, Item, Staff
from handlers.store.trust import trust_of

MOST = 20  # opened on one page; the oldest are first


@dataclass(frozen=True, slots=True)
class Waiting:
    """One proposed line; `corrected` is None when it can't be opened."""

    id: str
    number: str
    who: str
    at: datetime
    corrected: correction.Corrected | None


async def corrections(request: Request, staff: Staff) -> Response:
    """GET /corrections: of cases on which this person may correct, and which somebody else proposed."""
    console = console_of(request)
    now = console.now()
    waiting: list[Waiting] = []
    query = select(Item, Case).join(Correction, Correction.item_id == Item.id).join(Case, Case.id == Item.case_id)
    query = query.where(Correction.approved_by.is_(None)).order_by(Item.created_at, Item.id)
    async with console.store.writing() as session:
        names = await author_names(session, console.translate)
        may = partial(may_on, trust_of(session), staff, right=Right.CORRECT)
        readable = [(item, case) for item, case in await session.execute(query) if may(case)]
        others = [(item, case) for item, case in readable if four_eyes(item.staff_id, staff.id)]
        for item, case in others[:MOST]:
            try:
                opened = await opening.open_correction(session, console.keys, case, item, staff, now)
            except (opening.Forgotten, opening.MayNotRead):
                continue
            who = names.get(opened.staff_id or "", "")
            waiting.append(Waiting(item.id, case.number, who, item.created_at, correction.read(opened.plain)))
    own, left_out = len(readable) - len(others), max(0, len(others) - MOST)
    return show(request, "corrections.html", waiting=waiting, own=own, left_out=left_out)


async def approve(request: Request, staff: Staff) -> Response:
    """POST /corrections/{id}/approve"""
    return await _decide(request, staff, correction.approve, Said.CORRECTION_APPROVED)


async def refuse(request: Request, staff: Staff) -> Response:
    """POST /corrections/{id}/refuse"""
    return await _decide(request, staff, correction.drop, Said.CORRECTION_REFUSED)


async def _decide(request: Request, staff: Staff, decide: Callable[..., Awaitable[None]], said: Said) -> Response:
    console = console_of(request)
    try:
        async with console.store.writing() as session:
            await decide(session, request.path_params["id"], staff.id, now=console.now())
    except correction.SamePerson:
        said = Said.SECOND_PERSON
    except NotAllowed:
        said = Said.NOT_ALLOWED
    except correction.NoSuchCorrection:
        said = Said.CORRECTION_GONE
    return go("/corrections", said)
