"""The web chat's pages: one to talk on, one that leaves at once, one that is left behind after a quarter of an hour."""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from weakref import WeakValueDictionary

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.channels import Handle, Outbound
from bot.channels.web_guard import Guard, Pace, policy
from bot.channels.web_session import IDLE, Sessions, Shown
from bot.dialogue.danger import heard
from bot.dialogue.words import act_of
from bot.inbound import Inbound
from handlers.report import receipt_digits
from handlers.store.keys import token_hash
from locales import N_, translator

COOKIE = "ct_chat"
POSTS_A_MINUTE = 30  # of one session, and of one network without a session
SESSIONS_AN_HOUR = 60  # of one network: a whole school, or a mobile carrier's subscribers, can share one address
_STREAMS_OF_ONE, _STREAMS_OF_ALL = 6, 2000
_HEARTBEAT_SECONDS = 20
_FOLDER = Path(__file__).parent / "pages"
_NONCE = re.compile(r"[A-Za-z0-9_-]{22,43}")
_CAMPAIGN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COMMAND = re.compile(r"/([a-z_]{1,32})")  # alone in a message: with more behind it, it is what someone says
_NUMBER = re.compile(r"(?<!\d)(?<!\d[ .\-])(11[1-5])(?![ .\-]?\d)")  # not a group of digits inside a receipt code

_EMPTY = N_("There is nothing written yet. Write a few words, or tap one of the answers.")
_TOO_FAST = N_("Many messages came at once. Your words are still in the box: please wait a minute, then send again.")
_FAILED = N_("Your message could not be sent just now. Your words are still in the box: please send them again.")
_PROBLEMS = {
    400: N_("This could not be read. Please go back and send your message again, as words."),
    403: N_("This did not come from our own page. Please open the page again and write there."),
    404: N_("There is no such page here."),
    405: N_("There is no such page here."),
    413: N_("That is too much at once. Please go back and send it in shorter parts. Files cannot be sent here."),
    500: N_("Something went wrong on our side. Please go back and try again."),
}


class Pages:
    """The routes, and what they share. Arguments as in Web."""

    def __init__(
        self,
        sessions: Sessions,
        pace: Pace,
        handle: Handle,
        pump: Callable[[str], Awaitable[None]],
        *,
        first_screen: Callable[[], list[Outbound]],
        numbers: Mapping[str, str],
        title: str | None,
        leave_to: str,
        secure: bool,
        now: Callable[[], datetime],
    ) -> None:
        self._sessions, self._pace, self._handle, self._pump = sessions, pace, handle, pump
        self._first_screen, self._leave_to, self._secure, self._now = first_screen, leave_to, secure, now
        self._stopping = False
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        _ = translator("vi")
        files = b"".join(path.read_bytes() for path in sorted((_FOLDER / "static").iterdir()))
        self._templates = Environment(
            loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self._templates.filters["callable"] = _callable
        self._templates.globals.update(
            _=_,
            title=title or _(N_("Chat")),
            numbers=numbers,
            leave_to=leave_to,
            idle=int(IDLE.total_seconds()),
            version=hashlib.sha256(files).hexdigest()[:8],
        )

    def app(self) -> ASGIApp:
        routes = [
            Route("/", self.look, methods=["GET"]),
            Route("/", self.talk, methods=["POST"]),
            Route("/log", self.log, methods=["GET"]),
            Route("/events", self.events, methods=["GET"]),
            Route("/here", self.here, methods=["POST"]),
            Route("/exit", self.exit, methods=["POST"]),
            Route("/closed", self.closed, methods=["GET"]),
            Mount("/static", _Static(directory=_FOLDER / "static")),
        ]

        async def explain(request: Request, error: Exception) -> Response:
            return self._problem(error.status_code if isinstance(error, HTTPException) else 500)

        inner = Starlette(routes=routes, exception_handlers={HTTPException: explain})
        return Guard(inner, policy(self._leave_to), self._problem)

    def stop(self) -> None:
        """End every open stream."""
        self._stopping = True
        self._sessions.wake()

    # --- the page -------------------------------------------------------------------------------------------------
    async def look(self, request: Request) -> Response:
        """The conversation, or the first screen: looking starts nothing, so that link previews leave no trace."""
        address = _address(request)
        state = await self._sessions.state(address) if address else "new"
        if address and state == "over":
            return await self._over(address)
        if address and state == "live":
            self._sessions.touch(address)
        response = await self._page(request, address if state == "live" else None)
        if address and state == "new":
            self._forget_cookie(response)
        return response

    async def log(self, request: Request) -> Response:
        """The same page for the script that shows new lines: it does not count as a sign of life."""
        address = _address(request)
        if not address or await self._sessions.state(address) != "live":
            return RedirectResponse("/closed", 303)
        return await self._page(request, address)

    async def talk(self, request: Request) -> Response:
        """Words or a button: to the conversation, and back to the page with the answer on it."""
        form = await request.form(max_files=0, max_fields=10)
        text = _field(form, "text").replace("\r\n", "\n").strip()
        button = _field(form, "choice")[:200]
        nonce = _field(form, "nonce")
        if not _NONCE.fullmatch(nonce):
            nonce = secrets.token_urlsafe(16)
        address = await self._live(request)
        if not button and not text:
            return await self._page(request, address, alert=_EMPTY, status=400)
        if not button and (text == "/thoat" or act_of(text) == "exit"):
            return await self.exit(request)
        if not self._in_pace(request, address) and not (text and heard(text)):
            response = await self._page(request, address, alert=_TOO_FAST, text=text, nonce=nonce, status=429)
            response.headers["Retry-After"] = "60"
            return response

        token = None
        if address is None:
            token, address = await self._begin(nonce, _field(form, "campaign"))
        lock = self._locks.setdefault(address, asyncio.Lock())
        async with lock:
            kept = await self._tell(address, nonce, text, button)
        response: Response
        if kept:
            response = RedirectResponse("/#newest", 303)
        else:
            response = await self._page(request, address, alert=_FAILED, text=text, nonce=nonce, status=503)
        if token is not None:
            self._keep_cookie(response, token)
        return response

    async def _begin(self, nonce: str, campaign: str) -> tuple[str, str]:
        """A new session's token and address; the conversation has begun and its first screen stands on the page."""
        token = await self._sessions.new_token(nonce)
        address = token_hash(token)
        argument = campaign if _CAMPAIGN.fullmatch(campaign) else ""
        inbound = self._inbound(address, f"start:{address}", command="start", argument=argument)
        with self._sessions.starting(address):
            await self._handle(inbound)
            await self._show(address)
        self._sessions.touch(address)
        return token, address

    async def _tell(self, address: str, nonce: str, text: str, button: str) -> bool:
        """Whether the conversation has taken it. The person's own words stand on the page before the answer."""
        with self._sessions.starting(address):
            mine = await self._mine(address, text, button)
            line = await self._sessions.add(address, "me", mine, once=nonce) if mine else None
        command = _COMMAND.fullmatch(text)
        message_id = str(line) if line is not None else None
        if button:
            inbound = self._inbound(address, nonce, message_id, button=button)
        elif command:
            inbound = self._inbound(address, nonce, message_id, command=command[1])
        else:
            inbound = self._inbound(address, nonce, message_id, text=text)
        try:
            await self._handle(inbound)
        except Exception as error:  # whatever it was, the words go back into the box
            structlog.get_logger().error("web_message_failed", kind=type(error).__name__)
            if line is not None:
                await self._sessions.erase(address, [line])
            return False
        self._sessions.touch(address)
        await self._show(address)
        return True

    async def _mine(self, address: str, text: str, button: str) -> str:
        """What stands on the page as said: never a receipt code, and a button by its label."""
        if not button:
            return "•••" if receipt_digits(text) else text
        for line in reversed(await self._sessions.lines(address)):
            for data, label in line.choices:
                if data == button:
                    return label
        return ""

    async def _show(self, address: str) -> None:
        """Deliver what waits; when that fails now, the outbox worker does it later."""
        try:
            await self._pump(address)
        except Exception as error:
            structlog.get_logger().error("web_pump_failed", kind=type(error).__name__)

    # --- leaving --------------------------------------------------------------------------------------------------
    async def exit(self, request: Request) -> Response:
        """Away at once; the conversation hears of it afterwards. With "?quiet" the script has left already."""
        address = _address(request)
        quiet = "quiet" in request.query_params
        response: Response = Response(status_code=204) if quiet else RedirectResponse(self._leave_to, 303)
        self._forget_cookie(response)
        # Chromium holds the navigation back until its cache is searched through, for seconds
        # (https://crbug.com/40233601); nothing of the pages is in the cache, so there it is cleared only when nobody waits.
        waits = not quiet and "Chromium" in request.headers.get("sec-ch-ua", "")
        response.headers["Clear-Site-Data"] = '"cookies", "storage"' if waits else '"cache", "cookies", "storage"'
        if address and await self._sessions.state(address) == "live":
            self._sessions.close(address)
            response.background = BackgroundTask(self._leave, address)
        return response

    async def _leave(self, address: str) -> None:
        try:
            await self._handle(self._inbound(address, f"exit:{address}", command="thoat"))
        except Exception as error:
            structlog.get_logger().error("web_exit_failed", kind=type(error).__name__)
        finally:
            await self._sessions.erase(address)

    async def closed(self, request: Request) -> Response:
        """The page that stays behind. Another tab in which the person still writes keeps the session alive."""
        address = _address(request)
        state = await self._sessions.state(address) if address else "new"
        if address and state == "live":
            return RedirectResponse("/", 303)
        response = self._html("closed.html", nonce=secrets.token_urlsafe(16), erased="erased" in request.query_params)
        if address:
            self._forget_cookie(response)
        return response

    async def _over(self, address: str) -> Response:
        self._sessions.close(address)
        await self._sessions.erase(address)
        response = RedirectResponse("/closed", 303)
        self._forget_cookie(response)
        return response

    # --- for the script -------------------------------------------------------------------------------------------
    async def events(self, request: Request) -> Response:
        """Server-sent events: "news" when the lines changed, "closed" when the session is over."""
        address = await self._live(request)
        if address is None:
            return Response(status_code=204)  # tells the browser not to come again
        if self._sessions.listeners(address) >= _STREAMS_OF_ONE or self._sessions.listeners() >= _STREAMS_OF_ALL:
            return Response(status_code=503)
        after = request.query_params.get("after", "")
        stream = self._stream(address, int(after) if after.isdecimal() and len(after) < 19 else 0)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    async def _stream(self, address: str, after: int) -> AsyncIterator[str]:
        with self._sessions.listening(address) as changed:
            yield "retry: 3000\n\n"
            lines = await self._sessions.lines(address)
            if lines and lines[-1].id > after:
                changed.set()
            while not self._stopping:
                try:
                    await asyncio.wait_for(changed.wait(), _HEARTBEAT_SECONDS)
                except TimeoutError:
                    pass
                if self._stopping:
                    return
                if await self._sessions.state(address) != "live":
                    yield "event: closed\ndata:\n\n"
                    return
                yield "event: news\ndata:\n\n" if changed.is_set() else ":\n\n"
                changed.clear()

    async def here(self, request: Request) -> Response:
        """The person is typing or reading."""
        address = await self._live(request)
        if address is None:
            return Response(status_code=410)
        self._sessions.touch(address)
        return Response(status_code=204)

    # --- small parts ----------------------------------------------------------------------------------------------
    async def _live(self, request: Request) -> str | None:
        address = _address(request)
        return address if address and await self._sessions.state(address) == "live" else None

    def _in_pace(self, request: Request, address: str | None) -> bool:
        if address is not None:
            return self._pace.allows("post", address, POSTS_A_MINUTE, 60)
        network = request.client.host if request.client else ""
        return self._pace.allows("post", network, POSTS_A_MINUTE, 60) and self._pace.allows(
            "session", network, SESSIONS_AN_HOUR, 3600
        )

    def _inbound(
        self,
        address: str,
        update_id: str,
        message_id: str | None = None,
        *,
        text: str | None = None,
        button: str | None = None,
        command: str | None = None,
        argument: str = "",
    ) -> Inbound:
        return Inbound(
            "web", "web", update_id, address, self._now(), message_id,
            text=text, button=button, command=command, argument=argument,
        )  # fmt: skip

    async def _page(
        self,
        request: Request,
        address: str | None,
        *,
        alert: str = "",
        text: str = "",
        nonce: str = "",
        status: int = 200,
    ) -> Response:
        if address is None:
            screen = self._first_screen()
            lines = [Shown(0, "bot", message.text, message.choices) for message in screen]
        else:
            lines = await self._sessions.lines(address)
        mine = [number for number, line in enumerate(lines) if line.author == "me"]
        last = mine[-1] if mine else -1
        campaign = request.query_params.get("c", "")
        return self._html(
            "chat.html",
            status,
            lines=lines,
            last=last,
            choices=[choice for line in lines[last + 1 :] for choice in line.choices],
            live=address is not None,
            nonce=nonce or secrets.token_urlsafe(16),
            campaign=campaign if _CAMPAIGN.fullmatch(campaign) else "",
            alert=alert,
            text=text,
        )

    def _problem(self, status: int) -> Response:
        message = _PROBLEMS.get(status, _PROBLEMS[400 if status < 500 else 500])
        return self._html("problem.html", status, message=message)

    def _html(self, name: str, status: int = 200, **context: object) -> HTMLResponse:
        return HTMLResponse(self._templates.get_template(name).render(**context), status)

    def _keep_cookie(self, response: Response, token: str) -> None:
        response.set_cookie(COOKIE, token, path="/", secure=self._secure, httponly=True, samesite="strict")

    def _forget_cookie(self, response: Response) -> None:
        response.delete_cookie(COOKIE, path="/", secure=self._secure, httponly=True, samesite="strict")


class _Static(StaticFiles):
    """Our own few files: kept by this browser alone, and under a new address when they change."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "private, max-age=86400"
        return response


def _address(request: Request) -> str | None:
    token = request.cookies.get(COOKIE)
    return token_hash(token) if token else None


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _callable(text: str) -> Markup:
    """The text, escaped, in which the emergency numbers can be tapped."""
    return Markup(_NUMBER.sub(r'<a href="tel:\1">\1</a>', str(escape(text))))
