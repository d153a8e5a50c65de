"""Closing a nuisance in one press, from the queue or the case, and taking it back."""

from __future__ import annotations

import re

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from handlers import nuisance
from handlers.case import Status
from handlers.console.acts import act_on
from handlers.console.listing import TABS
from handlers.console.page import console_of, fields
from handlers.console.said import Said
from handlers.permission import NotAllowed
from handlers.store.models import Case, Staff

_NUMBER = re.compile(r"[0-9]{2}-[0-9]{4,8}")


async def close(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/nuisance: `tab` is the queue's, where it was pressed there."""
    (tab,) = await fields(request, "tab")
    closed = False

    async def act(session: AsyncSession, case: Case) -> Said:
        nonlocal closed
        if case.status == Status.CLOSED:
            return Said.CASE_CLOSED
        try:
            await nuisance.close(session, case.id, staff.id, console_of(request).now())
        except nuisance.MayBeAChild:
            return Said.MAY_BE_A_CHILD
        except NotAllowed:
            if case.claimed_by not in (None, staff.id):
                return Said.TAKEN
            raise
        closed = True
        return Said.NUISANCE_CLOSED

    answer = await act_on(request, act, works=False)
    if closed and tab in TABS:  # on with the next one; what was closed can be taken back from there
        number = request.path_params["number"]
        return RedirectResponse(f"/queue?tab={tab}&said={Said.NUISANCE_CLOSED}&closed={number}", 303)
    return answer


async def reopen(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/unmute"""

    async def act(session: AsyncSession, case: Case) -> Said:
        done = await nuisance.reopen(session, case.id, staff.id, console_of(request).now())
        return Said.UNMUTED if done else Said.NOT_MUTED

    return await act_on(request, act, works=False)


def just_closed(request: Request) -> str:
    """The number of the case that was closed by the press before, as the address has it."""
    number = request.query_params.get("closed", "")
    return number if _NUMBER.fullmatch(number) else ""
