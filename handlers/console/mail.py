"""One's own alerts by e-mail: an address, the code that proves it, and the end of them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from handlers import mail_route
from handlers.console.page import console_of, fields, go
from handlers.console.said import Said
from handlers.store.models import Staff


async def ask(request: Request, staff: Staff) -> Response:
    """POST /me/mail"""
    console = console_of(request)
    (address,) = await fields(request, "address")
    try:
        async with console.store.writing() as session:
            await mail_route.ask(session, console.keys, staff.id, address, console.now())
    except mail_route.NotAnAddress:
        return go("/me", Said.MAIL_NO_ADDRESS)
    except mail_route.TooSoon:
        return go("/me", Said.MAIL_TOO_SOON)
    return go("/me", Said.MAIL_SENT)


async def prove(request: Request, staff: Staff) -> Response:
    """POST /me/mail/code"""
    console = console_of(request)
    (code,) = await fields(request, "code")
    async with console.store.writing() as session:
        good = await mail_route.prove(session, console.keys, staff.id, code, console.now())
    return go("/me", Said.MAIL_PROVED if good else Said.MAIL_WRONG_CODE)


async def remove(request: Request, staff: Staff) -> Response:
    """POST /me/mail/remove"""
    console = console_of(request)
    async with console.store.writing() as session:
        await mail_route.remove(session, staff.id, console.now())
    return go("/me", Said.MAIL_REMOVED)
