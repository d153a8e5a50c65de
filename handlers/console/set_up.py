"""Setting up an account behind a one-time link: choose a password, scan the code, prove that it works."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pyotp
import segno
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers.audit import Act, note
from handlers.console import auth, navigation
from handlers.console.page import console_of, fields, go, problem, remember, show
from handlers.console.passwords import is_common
from handlers.console.said import Said
from handlers.store.models import OneTimeLink, Staff
from handlers.vouching import SECRETS, vouch
from locales import N_

KINDS = ("first", "invitation")
ISSUER = "Chung Tay"

TOO_SHORT = N_("The password needs at least 12 characters. A sentence of four or five words is good.")
TOO_LONG = N_("The password may have at most 256 characters.")
DIFFERENT = N_("The two passwords are not the same.")
TOO_SIMPLE = N_(
    "This password is too easy to guess: many take the same. Take four or five words that have nothing to do with each "
    "other, such as things around you. No names, dates, telephone numbers or sayings."
)
WRONG_CODE = N_("This code did not match. Wait for the next one and type it; check that the phone's clock is right.")
DEAD_LINK = N_("This link was used already or is too old. Ask your administrator for a new one.")


def wrong_password(password: str, again: str, *about: str) -> str:
    """What is wrong with a chosen password as a msgid, else "". `about`: what others know of the person, as a name."""
    if len(password) < auth.SHORTEST:
        return TOO_SHORT
    if len(password) > auth.LONGEST:
        return TOO_LONG
    if password != again:
        return DIFFERENT
    return TOO_SIMPLE if is_common(password, about) else ""


async def linked_staff(
    session: AsyncSession, token: str, now: datetime, kinds: tuple[str, ...] = KINDS
) -> tuple[OneTimeLink, Staff | None] | None:
    """The live link of this token, and whose account it sets up once that is known."""
    link = await auth.find_link(session, token, kinds, now)
    if link is None:
        return None
    return link, await session.get(Staff, link.staff_id, options=[SECRETS]) if link.staff_id else None


def dead_link(request: Request) -> Response:
    return problem(request, 410, console_of(request).translate(DEAD_LINK))


async def form(request: Request) -> Response:
    """GET /set-up/{token}"""
    values = await _values(request)
    return dead_link(request) if values is None else show(request, "set_up.html", problem="", **values)


async def confirm(request: Request) -> Response:
    """POST /set-up/{token}: the first code makes the account live, uses up the link and signs in."""
    console = console_of(request)
    now = console.now()
    (code,) = await fields(request, "code")
    async with console.store.writing() as session:
        found = await linked_staff(session, request.path_params["token"], now)
        if found is None or found[1] is None or found[1].password_hash is None:
            return dead_link(request)
        link, staff = found[0], found[1]
        slow = not console.throttle.admits("set-up", staff.id, now)
        good = not slow and await auth.use_code(session, console.keys.staff, staff, code, now)
        if good:
            staff.active = True
            link.used_at = now
            await vouch(session, staff)
            note(session, Act.SET_UP, at=now, staff_id=staff.id)
            session_token = await auth.begin_session(session, staff.id, now)
    if not good:
        values = await _values(request)
        return (
            dead_link(request)
            if values is None
            else show(request, "set_up.html", status=403, problem=WRONG_CODE, **values)
        )
    response = go(navigation.home(staff.role), Said.WELCOME)
    remember(console, response, session_token)
    return response


async def _values(request: Request) -> dict[str, Any] | None:
    console = console_of(request)
    token = request.path_params["token"]
    async with console.store.writing() as session:
        found = await linked_staff(session, token, console.now())
        if found is None or found[1] is None or found[1].password_hash is None:
            return None
        staff = found[1]
    secret = auth.open_secret(console.keys.staff, staff)
    if secret is None:
        return None
    address = pyotp.TOTP(secret).provisioning_uri(name=staff.login, issuer_name=ISSUER)
    picture = segno.make(address, error="m").svg_inline(scale=5, border=4, light="#fff")
    groups = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return {"token": token, "picture": picture, "secret": groups, "login": staff.login}
