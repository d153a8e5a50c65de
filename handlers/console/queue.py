"""The queue: every case that one may see, the most urgent first. It asks again by itself every five seconds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from handlers import escalation
from handlers.case import Status
from handlers.console.bell import ringing
from handlers.console.line import Line, in_order, line, staff_names
from handlers.console.page import console_of, go, show
from handlers.console.said import Said
from handlers.duty import seen_by
from handlers.escalation import Outcome
from handlers.permission import Right, may
from handlers.store.models import Case, Staff
from locales import N_

TABS = {
    "unclaimed": N_("Unclaimed"),
    "mine": N_("Mine"),
    "overdue": N_("Overdue"),
    "all": N_("All"),
}
MOST = 200  # lines on a page; the most urgent are first, so what is left out can wait
CLOSED = 50  # closed cases at the end of "all"


async def queue(request: Request, staff: Staff) -> Response:
    """GET /queue?tab=…"""
    console = console_of(request)
    now = console.now()
    names_of = TABS if may(staff.role, Right.CLAIM) else {"all": TABS["all"]}
    tab = request.query_params.get("tab", "") if len(names_of) > 1 else "all"
    async with console.store.reading() as session:
        names = await staff_names(session)
        seen = seen_by(staff)
        open_ = list(await session.scalars(select(Case).where(Case.status != Status.CLOSED, seen)))
        closed: list[Case] = []
        if tab == "all":
            query = select(Case).where(Case.status == Status.CLOSED, seen).order_by(Case.closed_at.desc())
            closed = list(await session.scalars(query.limit(CLOSED)))
    lines = [line(case, names, now, console.translate) for case in (*open_, *closed)]
    shown = {name: in_order(_of(name, lines, staff)) for name in names_of}
    if tab not in names_of:
        tab = "unclaimed" if shown["unclaimed"] or not shown["mine"] else "mine"
    values: dict[str, Any] = {
        "tabs": {name: (label, _count(shown[name])) for name, label in names_of.items()},
        "tab": tab,
        "lines": shown[tab][:MOST],
        "left_out": max(0, len(shown[tab]) - MOST),
    }
    if request.headers.get("hx-request") == "true":
        return show(request, "_board.html", **values)
    return show(request, "queue.html", **values, **await ringing(request, staff))


SAID_OF = {
    Outcome.WON: Said.CLAIMED,
    Outcome.YOURS: Said.YOURS,
    Outcome.TAKEN: Said.TAKEN,
    Outcome.CLOSED: Said.CASE_CLOSED,
    Outcome.NOT_STAFF: Said.NOT_STAFF,
    Outcome.NO_CASE: Said.NO_CASE,
}


async def claim(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/claim: the first wins, everybody else is told who it was."""
    console = console_of(request)
    number = request.path_params["number"]
    async with console.store.writing() as session:
        case = await session.scalar(select(Case).where(Case.number == number))
        if case is None:
            return go("/queue", Said.NO_CASE)
        outcome = await escalation.claim(session, case.id, staff.id, console.now())
    # Who was faster, and when, is read from the case when the page is shown: no name goes into an address.
    said = SAID_OF[outcome.reason]
    if said is Said.CLAIMED and staff.on_duty_since is None:
        said = Said.CLAIMED_OFF_DUTY
    return go(f"/cases/{number}", said)


def _of(tab: str, lines: list[Line], staff: Staff) -> list[Line]:
    match tab:
        case "mine":
            return [one for one in lines if one.case.claimed_by == staff.id and one.case.status == Status.CLAIMED]
        case "unclaimed":
            return [one for one in lines if one.case.status == Status.OPEN]
        case "overdue":
            return [one for one in lines if one.overdue]
    return lines


def _count(lines: list[Line]) -> int:
    return sum(one.case.status != Status.CLOSED for one in lines)
