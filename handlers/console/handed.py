"""Handing a case over, on its own page and in the bell: the offer, the answer to it, and the note to the next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import handing_over
from handlers.attention import LAST_WORK
from handlers.case import ItemKind, Status
from handlers.console import reading, shift_words
from handlers.console.acts import act_on
from handlers.console.page import console_of, fields
from handlers.console.said import Said
from handlers.handing_over import Answer, Outcome
from handlers.offers import STANDS, answer_by, is_offered, offer_of
from handlers.permission import Right, may
from handlers.store.models import Case, HandOver, Staff

_ACCEPTED = {
    Answer.DONE: Said.ACCEPTED,
    Answer.YOURS: Said.YOURS,
    Answer.TAKEN: Said.TAKEN,
    Answer.CLOSED: Said.CASE_CLOSED,
    Answer.GONE: Said.HAND_OVER_GONE,
}
_REFUSED = {**_ACCEPTED, Answer.DONE: Said.NOT_ACCEPTED}
_NOT_ACCEPTED = (Outcome.REFUSED, Outcome.UNANSWERED, Outcome.GONE)


async def hand_over(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/hand-over: `to` is whom to ask, `note` is for whoever has it next; `undo` takes it back."""
    to, note, undo = await fields(request, "to", "note", "undo")
    now = console_of(request).now()

    async def act(session: AsyncSession, case: Case) -> Said:
        if undo:
            there = await handing_over.undo(session, case.id, staff.id, now)
            return Said.HAND_OVER_UNDONE if there else Said.HAND_OVER_GONE
        if note.strip():
            await handing_over.note_for_next(session, case.id, staff.id, note.replace("\r\n", "\n").strip(), now)
        try:
            await handing_over.offer(session, case.id, staff.id, to, now)
        except handing_over.NobodyToAsk:
            return Said.NOBODY_TO_ASK
        return Said.HAND_OVER_ASKED

    return await act_on(request, act)


async def accept(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/accept"""

    async def act(session: AsyncSession, case: Case) -> Said:
        return _ACCEPTED[await handing_over.accept(session, case.id, staff.id, console_of(request).now())]

    return await act_on(request, act)


async def refuse(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/refuse: `why` is one of the reasons that there are."""
    (why,) = await fields(request, "why")

    async def act(session: AsyncSession, case: Case) -> Said:
        return _REFUSED[await handing_over.refuse(session, case.id, staff.id, console_of(request).now(), why)]

    return await act_on(request, act)


async def on_page(session: AsyncSession, case: Case, staff: Staff, had: frozenset[Right]) -> dict[str, Any]:
    """What the case's page needs: the offer that stands, those before, and whom one could ask."""
    offer = await offer_of(session, case)
    past = select(HandOver).where(HandOver.case_id == case.id, HandOver.outcome.is_not(None)).order_by(HandOver.id)
    return {
        "offer": offer,
        "answer_by": answer_by(offer, case) if offer is not None else None,
        "hand_overs": list(await session.scalars(past)),
        "outcomes": shift_words.OUTCOMES,
        "colleagues": await handing_over.colleagues(session, staff.id) if Right.HAND_OVER in had else [],
        "next_note": None,
    }


def note_for_next(items: list[reading.Opened], case: Case) -> reading.Opened | None:
    """The newest note to whoever has the case next, until its own author has it."""
    newest = next((item for item in reversed(items) if item.kind is ItemKind.FOR_NEXT), None)
    return newest if newest is not None and newest.staff_id != case.claimed_by else None


async def in_bell(session: AsyncSession, staff: Staff) -> dict[str, Any]:
    """What is offered to this person, and what nobody accepted of theirs since they last looked at the case."""
    if not may(staff.role, Right.ACCEPT):
        return {"offered": [], "not_accepted": {}, "outcomes": shift_words.OUTCOMES}
    offered = select(HandOver, Case, Staff.name).join(Case, STANDS).join(Staff, Staff.id == HandOver.from_id)
    offered = offered.where(HandOver.to_id == staff.id).order_by(Case.level, HandOver.offered_at)
    mine = (Case.claimed_by == staff.id, Case.status == Status.CLAIMED, HandOver.from_id == staff.id)
    refused = select(Case.number, Staff.name, HandOver).join(HandOver, HandOver.case_id == Case.id)
    refused = refused.join(Staff, Staff.id == HandOver.to_id).where(*mine, HandOver.outcome.in_(_NOT_ACCEPTED))
    refused = refused.where(HandOver.answered_at >= LAST_WORK, ~is_offered()).order_by(HandOver.id)
    latest: dict[str, tuple[str, HandOver]] = {
        number: (name, one) for number, name, one in await session.execute(refused)
    }
    return {
        "offered": [(case, name, answer_by(one, case)) for one, case, name in await session.execute(offered)],
        "not_accepted": latest,
        "outcomes": shift_words.OUTCOMES,
    }


def rings(offered: list[tuple[Case, str, datetime]]) -> list[str]:
    """An offer sounds like a case that waits."""
    return [f"{case.number}@{until.isoformat()}" for case, _, until in offered]
