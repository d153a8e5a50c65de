"""What every page shares: the console's parts, who is signed in, how a page is shown and where a form leads."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from handlers.console import auth, clocks, navigation, said_words, words
from handlers.console.alarming import Alarming
from handlers.console.alike import Bursts
from handlers.console.forgetting import Forgetting
from handlers.console.glimpse import Glimpses
from handlers.console.links_asked import LinksAsked
from handlers.console.listening import Listening
from handlers.console.read_out import ReadOut
from handlers.console.reporters import Reporters
from handlers.console.said import Said
from handlers.console.throttle import Throttle, Turns
from handlers.console.unusual_reading import UnusualReading
from handlers.desk import is_reached
from handlers.duty import seen_by
from handlers.files.decoder import Decoder
from handlers.guesses import STAFF, Guesses
from handlers.permission import Right, may
from handlers.store.engine import Store
from handlers.store.keys import ConsoleKeys
from handlers.store.models import Case, Staff
from locales import N_, Translate

_PATH = re.compile(r"(?:/[A-Za-z0-9_-]+)+")
_TOUCH = timedelta(seconds=60)  # a session's last use is written at most once a minute


@dataclass(frozen=True, slots=True)
class Console:
    """The parts that pages use. `address` is what staff type, without a slash at its end."""

    store: Store
    keys: ConsoleKeys
    now: Callable[[], datetime]
    translate: Translate
    address: str
    trial: bool
    templates: Environment
    audit_copy: Path | None = None  # the file that the audit is copied to
    web_address: str = "http://127.0.0.1:8080"  # the web chat's, as people type it
    forgetting: Forgetting | None = None  # None: cases stay
    glimpses: Glimpses = field(default_factory=Glimpses)
    reporters: Reporters = field(default_factory=Reporters)
    bursts: Bursts = field(default_factory=Bursts)
    alarming: Alarming = field(default_factory=Alarming)
    links_asked: LinksAsked = field(default_factory=LinksAsked)
    unusual: UnusualReading = field(default_factory=UnusualReading)
    read_out: ReadOut = field(default_factory=ReadOut)
    guesses: Guesses = field(default_factory=lambda: Guesses(STAFF))
    throttle: Throttle = field(default_factory=Throttle)
    listening: Listening = field(default_factory=Listening)
    decoder: Decoder = field(default_factory=Decoder)
    hashing: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(auth.AT_ONCE))
    turns: Turns = field(default_factory=Turns)


Page = Callable[[Request, Staff], Awaitable[Response]]


def templates(translate: Translate) -> Environment:
    """Everything that is put into a page is escaped; a name that a page does not know is an error, not a gap."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = translate
    environment.globals["words"] = words
    environment.globals["may"] = may
    environment.globals["navigation"] = navigation
    environment.filters["day_and_time"] = clocks.day_and_time
    environment.filters["hour"] = clocks.hour
    environment.filters["translated"] = translate
    return environment


def console_of(request: Request) -> Console:
    console: Console = request.app.state.console
    return console


async def guarded(request: Request, *, page: Page, right: Right) -> Response:
    """Let only signed-in staff through who have `right`, and to a case only who may see it; others learn nothing.

    Roles, cases and sessions are as they are at this moment. On which cases the right is had, the act itself asks, in
    the transaction that does it.
    """
    console = console_of(request)
    now = console.now()
    async with console.store.reading() as session:
        signed_in = await auth.who(session, request.cookies.get(cookie_of(console)), now)
        seen = signed_in is not None and await _sees(session, signed_in.staff, request.path_params.get("number"))
        request.state.unreached = signed_in is not None and await _is_unreached(request, session, signed_in.staff)
    if signed_in is None:
        return _to_sign_in(request)
    request.state.session_hash = signed_in.session.token_hash
    request.state.staff = signed_in.staff
    # A page that refreshes itself is no sign of a person: only what somebody did keeps the session alive.
    if not refreshes_itself(request) and now - signed_in.session.seen_at >= _TOUCH:
        async with console.store.writing() as session:
            signed_in.session.seen_at = now
            await session.merge(signed_in.session)
    request.state.ends_at = min(signed_in.session.seen_at + auth.IDLE, signed_in.session.created_at + auth.ABSOLUTE)
    if not may(signed_in.staff.role, right):
        return problem(request, 403, console.translate(N_("This page is not part of your role.")))
    if not seen:  # answered as if there were none: whoever may not see it does not learn that it is there
        if request.method == "POST":
            return go(navigation.home(signed_in.staff.role), Said.NO_CASE)
        return problem(request, 404, console.translate(N_("There is no case with this number.")))
    return await page(request, signed_in.staff)


async def _is_unreached(request: Request, session: AsyncSession, staff: Staff) -> bool:
    """Whether a page is to warn that no alert can reach who looks at it."""
    asked = request.method == "GET" and not refreshes_itself(request) and may(staff.role, Right.DUTY)
    return asked and not await is_reached(session, staff)


async def _sees(session: AsyncSession, staff: Staff, number: str | None) -> bool:
    """Whether the case of the address is one that this person may see; also where the address names none."""
    if number is None:
        return True
    return await session.scalar(select(Case.id).where(Case.number == number, seen_by(staff))) is not None


def refreshes_itself(request: Request) -> bool:
    """Whether a timer and not a person asked: htmx's polling without anybody at the keys, or the page's own reload."""
    polled = request.headers.get("hx-request") == "true" and request.headers.get("x-person-here") != "yes"
    return polled or "auto" in request.query_params


def show(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page. Every template may use: `staff` (or None), `trial`, `said`, `now`, `_`, `words`."""
    console = console_of(request)
    code = said_words.said(request.query_params.get("said", ""))
    values = {
        "staff": getattr(request.state, "staff", None),
        "ends_at": getattr(request.state, "ends_at", None),
        "unreached": getattr(request.state, "unreached", False),
        "trial": console.trial,
        "said": console.translate(code) if code else "",
        "now": console.now(),
        "here": request.url.path,
        **values,
    }
    return HTMLResponse(console.templates.get_template(template).render(values), status)


def problem(request: Request, status: int, text: str) -> HTMLResponse:
    return show(request, "problem.html", status=status, text=text)


def go(path: str, said: Said | None = None) -> RedirectResponse:
    """After a form: a page of our own, with the code of one sentence that it will show. Never a word of anybody."""
    if urlsplit(path).netloc or not path.startswith("/"):
        path = "/"
    return RedirectResponse(f"{path}?said={said}" if said else path, 303)


async def fields(request: Request, *names: str) -> tuple[str, ...]:
    """The text fields of a form, in order; a missing one is empty. Without NUL, which PostgreSQL can't keep."""
    async with request.form(max_fields=40, max_files=0) as form:
        found = [form.get(name, "") for name in names]
    return tuple(value.replace("\0", "") if isinstance(value, str) else "" for value in found)


def remember(console: Console, response: Response, token: str) -> None:
    """Give the browser its session. No Max-Age: the cookie ends with the browser."""
    secure = console.address.startswith("https://")
    response.set_cookie(cookie_of(console), token, path="/", secure=secure, httponly=True, samesite="strict")


def forget(console: Console, response: Response) -> None:
    """Take the session from the browser."""
    secure = console.address.startswith("https://")
    response.delete_cookie(cookie_of(console), path="/", secure=secure, httponly=True, samesite="strict")


def cookie_of(console: Console) -> str:
    """Its name: behind https one that browsers take from this very host alone (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{auth.COOKIE}" if console.address.startswith("https://") else auth.COOKIE


def remember_device(console: Console, response: Response, token: str) -> None:
    """Give the browser what says that somebody was signed in on it, for the sign-in page alone."""
    secure, age = console.address.startswith("https://"), int(auth.DEVICE_KNOWN.total_seconds())
    response.set_cookie(
        auth.DEVICE, token, max_age=age, path="/sign-in", secure=secure, httponly=True, samesite="strict"
    )


def own_path(wanted: str) -> str:
    """The page of ours that is asked for, or "/": a path of plain names and nothing else, so that none leads away."""
    return wanted if len(wanted) <= 200 and _PATH.fullmatch(wanted) else "/"


def _to_sign_in(request: Request) -> Response:
    """And afterwards to where one wanted to go: a form's case, or the page itself, as it is without its query."""
    if request.headers.get("hx-request") == "true":
        return Response(status_code=401)  # the page's own script says so aloud
    get = request.method == "GET"
    number = request.path_params.get("number")
    path = own_path(request.url.path if get else f"/cases/{number}" if number else "/")
    if get and path != "/" and request.headers.get("sec-fetch-site") == "cross-site":
        # A strict cookie is not sent along with a link from elsewhere, as from an alert; from our own page it is.
        return show(request, "onward.html", path=path)
    return RedirectResponse("/sign-in" if path == "/" else f"/sign-in?next={path}", 303)
