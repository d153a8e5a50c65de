"""Signing in with login, password and one-time code in one step, so that nobody learns which of them was wrong.

`next` is the page that somebody wanted before: an alert's link leads to its case.
"""

from __future__ import annotations

import math

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from handlers import leaving
from handlers.audit import Act, note
from handlers.console import auth, shift
from handlers.console.page import Console, console_of, fields, go, own_path, remember, remember_device, show
from handlers.console.throttle import Full
from handlers.networks import network_of
from handlers.store.models import Staff
from handlers.vouching import SECRETS, holds, secrets_hold
from locales import N_

WRONG = N_("That did not match. Check login, password and the present code; each code works once.")
SLOW = N_("Too many tries. Wait {seconds} seconds, then try again.")
FULL = N_("Very many are signing in at this moment. Wait {seconds} seconds, then try again.")


async def form(request: Request) -> Response:
    """GET /sign-in?next=…"""
    return _form(request, "", request.query_params.get("next", ""))


async def sign_in(request: Request) -> Response:
    """POST /sign-in"""
    console = console_of(request)
    login, password, code, wanted = await fields(request, "login", "password", "code", "next")
    login = auth.tidy_login(login)
    network = network_of(request.client.host if request.client else "")
    device = await _device(console, request.cookies.get(auth.DEVICE, ""), login)
    if wait := console.throttle.wait(login, network, device, console.now()):
        return _wait(request, login, wanted, SLOW, wait)
    try:
        async with console.turns.turn(network, known=bool(device)):
            found = await _token(console, login, password, code)
    except Full:
        return _wait(request, login, wanted, FULL, auth.STEP)
    if found is None:
        return _form(request, login, wanted, WRONG, 403)
    console.throttle.succeeded(login, network, device)
    staff, token = found
    response = go(own_path(wanted))
    remember(console, response, token)
    remember_device(console, response, auth.device_token(console.keys.staff, staff, device, console.now()))
    return response


def _wait(request: Request, login: str, wanted: str, why: str, seconds: float) -> Response:
    response = _form(request, login, wanted, why, 429, math.ceil(seconds))
    response.headers["Retry-After"] = str(math.ceil(seconds))
    return response


async def _device(console: Console, cookie: str, login: str) -> str:
    """The mark of a device on which this login was signed in, with the password of today; "" of any other."""
    if not cookie or not (device := auth.open_device(console.keys.staff, cookie, console.now())):
        return ""
    async with console.store.reading() as session:
        staff = await session.scalar(select(Staff).options(SECRETS).where(Staff.login == login))
    return device.mark if staff is not None and device.is_of(staff) else ""


def _form(
    request: Request, login: str, wanted: str, problem: str = "", status: int = 200, seconds: int = 0
) -> Response:
    values = {"problem": problem, "seconds": seconds, "login": login, "next": own_path(wanted)}
    return show(request, "sign_in.html", status=status, **values)


async def sign_out(request: Request, staff: Staff) -> Response:
    """POST /sign-out: who has urgent cases says first what becomes of them, or is `sure`."""
    console = console_of(request)
    (sure,) = await fields(request, "sure")
    async with console.store.writing() as session:
        stays = sure != "yes" and bool(await leaving.unhandled(session, staff.id))
        if not stays:
            await leaving.leave(session, staff.id, console.now())
    return await (shift.page(request, staff, "out") if stays else shift.signed_out(request, staff))


async def _token(console: Console, login: str, password: str, code: str) -> tuple[Staff, str] | None:
    async with console.store.reading() as session:
        found = await session.scalar(select(Staff).options(SECRETS).where(Staff.login == login))
    # Outside any transaction: it takes a tenth of a second on purpose.
    good = await auth.check_password(console.hashing, found.password_hash if found else None, password)
    async with console.store.writing() as session:
        now = console.now()
        staff = await session.get(Staff, found.id, options=[SECRETS]) if found else None
        if staff is None:
            return None
        ready = good and staff.active and staff.totp_last_step is not None
        ready = ready and holds(session, staff) and secrets_hold(staff)
        # The password may have been changed while it was being checked.
        ready = ready and found is not None and staff.password_hash == found.password_hash
        if ready and await auth.use_code(session, console.keys.staff, staff, code, now):
            return staff, await auth.begin_session(session, staff.id, now)
        note(session, Act.SIGN_IN_FAILED, at=now, staff_id=staff.id)
        return None
