"""Bringing others to a case: the commune it is referred to, the interpreter who is asked, and what that one tells."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import interpreting, referral
from handlers.console.acts import LONGEST_REASON, LONGEST_REPLY, act_on
from handlers.console.page import console_of, fields
from handlers.console.said import Said
from handlers.store.models import Case, Staff


async def refer(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/refer: `commune` is a code of today, or nothing."""
    to, commune = await fields(request, "to", "commune")

    async def act(session: AsyncSession, case: Case) -> Said:
        now = console_of(request).now()
        await referral.refer(session, case.id, staff.id, to[:LONGEST_REASON], now, commune or None)
        return Said.REFERRED_TO_COMMUNE if commune else Said.REFERRED

    return await act_on(request, act)


async def take_back(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/refer/back"""
    (commune,) = await fields(request, "commune")

    async def act(session: AsyncSession, case: Case) -> Said:
        await referral.take_back(session, case.id, staff.id, commune[:8], console_of(request).now())
        return Said.REFERRAL_TAKEN_BACK

    return await act_on(request, act)


async def ask(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/interpreter: `whom` is "<staff id>:<language>"."""
    (whom,) = await fields(request, "whom")
    person, _, language = whom.partition(":")

    async def act(session: AsyncSession, case: Case) -> Said:
        try:
            await interpreting.ask(session, case.id, staff.id, person[:32], language, console_of(request).now())
        except ValueError:
            return Said.NO_INTERPRETER
        return Said.INTERPRETER_ASKED

    return await act_on(request, act)


async def translate(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/translation"""
    (text,) = await fields(request, "text")
    text = text.replace("\r\n", "\n").strip()

    async def act(session: AsyncSession, case: Case) -> Said:
        if not text:
            return Said.EMPTY
        if len(text) > LONGEST_REPLY:
            return Said.TOO_LONG
        await interpreting.translate(session, case.id, staff.id, text, console_of(request).now())
        return Said.TRANSLATED

    return await act_on(request, act)
