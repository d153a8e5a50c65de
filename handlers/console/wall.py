"""The wallboard, for staff and for a screen that was let in by a link; the link is exchanged for a cookie.

The token stands after the "#" of the link, which no browser sends: so it is in no address that anything between could
write down. The page reads it there and posts it; without JavaScript somebody types it into the same form.
"""

from __future__ import annotations

from hashlib import sha256
from secrets import token_hex
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from handlers import wall
from handlers.audit import Act, note
from handlers.console import words
from handlers.console.clocks import span
from handlers.console.page import console_of, fields, guarded, show
from handlers.networks import network_of
from handlers.permission import Right
from handlers.store.models import Staff
from handlers.triage import Level
from locales import N_

COOKIE = "ct_wall"
PATH = "/wall"  # of the cookie: it is sent to no other page
EVERY = 5  # seconds
STALE = 60  # seconds after which figures that nothing has confirmed are called old
_BUILD = token_hex(4)
NO_LINK = N_("This code opens nothing: it has ended, was revoked, or is not typed right.")
SLOWED = N_("Too many codes were tried. Please wait a minute.")


async def board(request: Request) -> Response:
    """GET /wall: by the link's cookie where the browser has one that is alive, else for signed-in staff."""
    token = request.cookies.get(COOKIE, "")
    if token and await _let_in(request, token):
        return await _board(request)
    if token and "ct_staff" not in request.cookies:
        return _ended(request)
    return await guarded(request, page=_for_staff, right=Right.WALL)


async def form(request: Request) -> Response:
    """GET /wall/link"""
    return show(request, "wall_link.html", problem="")


async def open_link(request: Request) -> Response:
    """POST /wall/link: a code that is alive becomes this browser's cookie."""
    console = console_of(request)
    now = console.now()
    (token,) = await fields(request, "token")
    if not console.throttle.admits("wall", network_of(request.client.host if request.client else ""), now):
        return show(request, "wall_link.html", status=429, problem=SLOWED)
    async with console.store.writing() as session:
        link = await wall.find(session, token, now)
        if link is not None:
            link.opened_at = now
            note(session, Act.OPEN_WALL, at=now, detail=link.id)
    if link is None:
        return show(request, "wall_link.html", status=403, problem=NO_LINK)
    answer = RedirectResponse("/wall", 303)
    answer.set_cookie(
        COOKIE,
        token[:200],
        path=PATH,
        max_age=int((link.expires_at - now).total_seconds()),
        secure=console.address.startswith("https://"),
        httponly=True,
        samesite="strict",
    )
    return answer


async def _let_in(request: Request, token: str) -> bool:
    console = console_of(request)
    async with console.store.reading() as session:
        return await wall.find(session, token, console.now()) is not None


async def _for_staff(request: Request, staff: Staff) -> Response:
    return await _board(request)


async def _board(request: Request) -> Response:
    """The figures, or that nothing has changed: to the page's own script a part, to a browser the whole page."""
    console = console_of(request)
    now, part = console.now(), request.headers.get("hx-request") == "true"
    async with console.store.reading() as session:
        # With the minute, because it shows one: a screen that says 14:05 at 14:20 would look as if it stood still.
        seen = (_BUILD, int(now.timestamp()) // 60, part, (await console.alarming.of(session, now)).mark, console.trial)
        tag = f'"{sha256(repr(seen).encode()).hexdigest()[:24]}"'
        # It may be asked whether it is still true, and never be shown without asking. In it are but numbers.
        headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "HX-Request, Cookie"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        found = await wall.figures(session, now)
    longest = span(now - found.since, console.translate) if found.since is not None else ""
    values: dict[str, Any] = {
        "wall": found,
        "longest": longest,
        "levels": [(level, words.LEVELS[level], words.SYMBOLS[level], found.waiting[level]) for level in Level],
        "silent": [words.ALARMS[kind] for kind in found.silent],
        "every": EVERY,
        "stale": STALE,
    }
    answer = show(request, "_wall.html" if part else "wall.html", **values)
    answer.headers.update(headers)
    return answer


def _ended(request: Request) -> Response:
    """The link is over or revoked: nothing is shown any more, and the cookie goes."""
    if request.headers.get("hx-request") == "true":
        answer = Response(status_code=401)
    else:
        answer = show(request, "wall_link.html", status=403, problem=NO_LINK)
    answer.delete_cookie(COOKIE, path=PATH)
    return answer
