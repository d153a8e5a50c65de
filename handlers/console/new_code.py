"""A new receipt code for a reporter who has lost theirs: asked for, approved by a second person, shown once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import new_code
from handlers.console import opening
from handlers.console.acts import act_on
from handlers.console.page import console_of, go, show
from handlers.console.said import Said
from handlers.permission import NotAllowed
from handlers.store.models import Case, Staff
from handlers.store.trust import trust_of


async def ask(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/new-code: where the reporter agreed to be called and gave a number."""
    console = console_of(request)

    async def act(session: AsyncSession, case: Case) -> Said:
        now = console.now()
        try:
            number = await opening.number_to_call(session, console.keys, case, staff, now)
            if not number:
                return Said.NOT_ALLOWED
            await new_code.ask(session, case.id, staff.id, now=now)
        except (opening.MayNotRead, opening.Forgotten):
            return Said.NOT_ALLOWED
        except new_code.AlreadyAsked:
            return Said.NEW_CODE_THERE
        return Said.NEW_CODE_ASKED

    return await act_on(request, act)


async def approve(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/new-code/approve"""
    return await _decide(request, staff, new_code.approve, Said.NEW_CODE_APPROVED)


async def drop(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/new-code/drop: taken back, or refused by somebody else."""
    return await _decide(request, staff, new_code.drop, Said.NEW_CODE_DROPPED)


async def give(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/new-code/give: the only page that ever shows a code, and only once."""
    console = console_of(request)
    number = request.path_params["number"]
    now = console.now()
    try:
        async with console.store.writing() as session:
            case = await session.scalar(select(Case).where(Case.number == number).with_for_update(key_share=True))
            if case is None:
                return go("/queue", Said.NO_CASE)
            ending = await opening.number_to_call(session, console.keys, case, staff, now)
            if not ending:
                return go(f"/cases/{number}", Said.NOT_ALLOWED)
            code = await new_code.give(session, console.keys, case.id, staff.id, now=now)
    except (opening.MayNotRead, opening.Forgotten, NotAllowed):
        return go(f"/cases/{number}", Said.NOT_ALLOWED)
    except new_code.NotAsked:
        return go(f"/cases/{number}", Said.NEW_CODE_GONE)
    return show(request, "new_code.html", number=number, code=code, ending=ending)


async def on_page(
    session: AsyncSession, case: Case, staff: Staff, names: dict[str, str], now: datetime
) -> dict[str, Any]:
    """What a case's page says of it, to whoever may read the case."""
    asked = await new_code.standing(session, case.id, now)
    return {
        "asked": asked,
        "asked_by": names.get(asked.asked_by, "") if asked else "",
        "approved_by": names.get(asked.approved_by or "", "") if asked else "",
        "own": asked is not None and asked.asked_by == staff.id,
        "may_approve": asked is not None and new_code.may_approve(trust_of(session), staff, case, asked),
        "refusal": await new_code.refusal(session, case),
    }


async def _decide(request: Request, staff: Staff, decide: Callable[..., Awaitable[None]], said: Said) -> Response:
    async def act(session: AsyncSession, case: Case) -> Said:
        try:
            await decide(session, case.id, staff.id, now=console_of(request).now())
        except new_code.NotAsked:
            return Said.NEW_CODE_GONE
        return said

    return await act_on(request, act)
