"""The web chat's pages: one to talk on, one that leaves at once, one that is left behind after a quarter of an hour."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.channels import Outbound
from bot.channels.web.guard import MAX_BODY, MAX_WORDS, Guard, policy
from bot.channels.web.html import FOLDER, TOO_LONG, Html
from bot.channels.web.landing import Landing
from bot.channels.web.session import Seen, Sessions, Shown
from bot.channels.web.stream import events
from bot.channels.web.talk import Given, Talk
from bot.channels.web.tokens import Admitted
from bot.channels.web.upload import field, nonce_of, uploaded, written
from bot.dialogue.heard.danger import heard, numbers_for
from bot.dialogue.heard.words import act_of
from bot.inbound import LONGEST
from bot.pace import Pace
from bot.pictures import LARGEST_PICTURE, clean
from handlers.campaigns import codes
from handlers.recording import LARGEST_RECORDING, recording_from
from locales import N_

COOKIE = "ct_chat"
_HOST_ONLY = "__Host-"  # a name that browsers take from this very host alone, over https alone
POSTS_A_MINUTE = 30  # of one session, and of one network without a session
SESSIONS_AN_HOUR = 60  # of one network: a whole school, or a mobile carrier's subscribers, can share one address
_STREAMS_OF_ALL = 2000
_PAGES_AT_ONCE = 4  # of the database's fifteen connections: messages never wait behind pages
_LONGEST_LOOK = 8.0  # seconds until a page says that it cannot be shown
_GLANCE = 1.5  # seconds to look up the lines for a page that says what went wrong
_LONGEST_EXIT = 60  # code points: the words for leaving, with all that politeness puts round them

_EMPTY = N_("There is nothing written yet. Write a few words, or tap one of the answers.")
_TOO_FAST = N_("Many messages came at once. Your words are still in the box: please wait a minute, then send again.")
_AGAIN = N_(
    "This page had to be opened anew, so it was not sent yet. Your words are still in the box: please send them again."
)
_TAP_AGAIN = N_("This page had to be opened anew, so your answer was not sent yet. Please tap it again.")
_FAILED = N_("Your message could not be sent just now. Your words are still in the box: please send them again.")
_TAP_FAILED = N_("Your answer could not be sent just now. Please tap it again, or call 111 and speak.")
_NO_RECORDING = N_(
    "That was no recording I can take in. Please record again, write a few words, or call 111 and speak."
)
_NO_PICTURES = N_("I do not take in pictures here. Please keep it, and send it to nobody.")
_NO_PICTURE = N_("I could not read this picture. Please choose a photo (JPEG or PNG, at most 10 MB).")
_TOO_MANY_FILES = N_("Too much came at once. Please wait a minute, then send it again.")
_FILE_FAILED = N_("It could not be sent just now. Please send it again, or call 111 and speak.")


class Pages:
    """The routes, and what they share. Arguments as in Web."""

    def __init__(
        self,
        sessions: Sessions,
        talk: Talk,
        pace: Pace,
        html: Html,
        *,
        landing: Landing,
        first_screen: Callable[[str], list[Outbound]],
        leave_to: str,
        secure: bool,
        takes_pictures: Callable[[str], Awaitable[bool]],
    ) -> None:
        self._sessions, self._talk, self._pace, self._html = sessions, talk, pace, html
        self._landing, self._first_screen, self._leave_to, self._secure = landing, first_screen, leave_to, secure
        self._takes_pictures = takes_pictures
        self._tokens = sessions.tokens
        self._cookie = f"{_HOST_ONLY}{COOKIE}" if secure else COOKIE
        self._turns = asyncio.Semaphore(_PAGES_AT_ONCE)

    def app(self) -> ASGIApp:
        routes = [
            Route("/", self._in_turn(self.look), methods=["GET"]),
            Route("/", self.talk, methods=["POST"]),
            Route("/c", self._landing.page, methods=["GET"]),
            Route("/c/{code:path}", self._landing.page, methods=["GET"]),
            Route("/look", self.look_again, methods=["GET"]),
            Route("/voice", self.speak, methods=["POST"]),
            Route("/picture", self.show, methods=["POST"]),
            Route("/log", self._in_turn(self.log), methods=["GET"]),
            Route("/spoken/{line:int}", self._in_turn(self.spoken), methods=["GET"]),
            Route("/events", self.events, methods=["GET"]),
            Route("/here", self.here, methods=["POST"]),
            Route("/exit", self.exit, methods=["POST"]),
            Route("/closed", self._in_turn(self.closed), methods=["GET"]),
            Mount("/static", _Static(directory=FOLDER / "static")),
        ]

        async def explain(request: Request, error: Exception) -> Response:
            return self._html.problem(error.status_code if isinstance(error, HTTPException) else 500)

        inner = Starlette(routes=routes, exception_handlers={HTTPException: explain, Exception: explain})
        larger = {"/": MAX_WORDS, "/voice": LARGEST_RECORDING + MAX_BODY, "/picture": LARGEST_PICTURE + MAX_BODY}
        return Guard(inner, policy(self._leave_to), self._html.problem, larger)

    async def stop(self) -> None:
        """End every open stream, and finish what was being said."""
        self._sessions.news.stop()
        await self._talk.finish()

    def _in_turn(self, page: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """The same page, a few at a time, for as long as somebody waits for it."""

        async def made(request: Request) -> Response:
            try:
                async with asyncio.timeout(_LONGEST_LOOK), self._turns:
                    if await request.is_disconnected():
                        return Response(status_code=499)  # which nobody sees
                    return await page(request)
            except TimeoutError:
                return self._html.problem(503)

        return made

    # --- the page -------------------------------------------------------------------------------------------------
    async def look(self, request: Request) -> Response:
        """The conversation, or the first screen: looking starts nothing, so that link previews leave no trace."""
        came = await self._admitted(request)
        if came.spent_on:  # another answer brings the cookie that counts, or has brought it by the next request
            return RedirectResponse("/closed", 303)
        if came.address is not None:
            seen = await self._sessions.shown(came.address)
            if seen.state == "over":
                return self._over(came.address)
            if seen.state == "live":
                self._sessions.touch(came.address)
                return self._begun(await self._chat(came.address, seen), came.token)
        response = await self._chat(None, campaign=_campaign(request.query_params.get("c", "")))
        if self._cookie in request.cookies:
            self._forget_cookie(response)
        return response

    async def look_again(self, _request: Request) -> Response:
        """The page anew, without a script: an address of its own, as the same one with "#newest" would load nothing."""
        return RedirectResponse("/#newest", 303)

    async def log(self, request: Request) -> Response:
        """The same page for the script that shows new lines: it does not count as a sign of life.

        204 when the script has what there is; the header says whether a stream is free to be taken.
        """
        came = await self._admitted(request)
        if came.spent_on:
            return Response(status_code=204, headers={"Chat-Stream": "taken"})
        address = came.address
        if address is None or not await self._sessions.is_live(address):
            return RedirectResponse("/closed", 303)
        news = self._sessions.news
        if request.query_params.get("have") == news.version(address):
            response = Response(status_code=204)
        else:
            seen = await self._sessions.shown(address)
            if seen.state != "live":
                return RedirectResponse("/closed", 303)
            response = await self._chat(address, seen)
        response.headers["Chat-Stream"] = "taken" if news.has_stream(address) else "free"
        return self._begun(response, came.token)

    async def talk(self, request: Request) -> Response:
        """Words or a button: to the conversation, and back to the page with the answer on it.

        Nothing reads a text before its length is known to be within the limit.
        """
        form = await written(request)
        if form is None:
            return self._html.problem(400)
        text = field(form, "text").replace("\r\n", "\n").strip()
        button = field(form, "choice")[:200]
        campaign = _campaign(field(form, "campaign"))
        nonce = self._own(nonce_of(form))
        kept: dict[str, Any] = {"text": text, "nonce": nonce or self._tokens.nonce(), "campaign": campaign}
        if not button and not text:
            return await self._refused(await self._glanced(request), _EMPTY, 400, campaign=campaign)
        if not button and len(text) <= _LONGEST_EXIT and (text == "/thoat" or act_of(text) == "exit"):
            return await self._left(request, with_script=bool(field(form, "script")))
        danger: frozenset[str] | None = None
        try:
            async with asyncio.timeout(_GLANCE):
                came = await self._admitted(request, nonce)
        except Exception:
            danger = await _danger_at_the_ends(text)
            return await self._refused(None, _TAP_FAILED if button else _FAILED, 503, danger=danger, **kept)
        address = came.address if came.address and await self._is_live(came.address) else None
        if self._strays(came, address, nonce):
            kept["nonce"] = self._tokens.nonce(came.spent_on or address, again=True)
            danger = await _danger_at_the_ends(text)
            return await self._refused(address, _TAP_AGAIN if button else _AGAIN, 409, danger=danger, **kept)
        nonce = kept["nonce"]
        in_pace = self._in_pace(request, address)
        if not button and len(text) > LONGEST:
            danger = await _danger_at_the_ends(text) if in_pace else frozenset()
            return await self._refused(address, TOO_LONG, 413, danger=danger, **kept)
        if not in_pace:
            danger = await asyncio.to_thread(heard, text[:LONGEST])
            if not danger:
                response = await self._refused(address, _TOO_FAST, 429, **kept)
                response.headers["Retry-After"] = "60"
                return response
        try:
            told = await self._talk.tell(address, nonce, campaign, Given("" if button else text, button))
        except Exception:  # whatever it was, the words go back into the box
            if danger is None:
                danger = await asyncio.to_thread(heard, text[:LONGEST])
            return await self._refused(address, _TAP_FAILED if button else _FAILED, 503, danger=danger, **kept)
        token = told.token or came.token
        if told.seen.state == "new":  # the person had everything erased
            response = RedirectResponse("/closed?erased", 303)
            self._forget_cookie(response)
            return response
        if (button and text) or (field(form, "script") and told.seen.lines):
            # Half a message that stood in the box when an answer was tapped stays there.
            return self._begun(await self._chat(told.address, told.seen, text=text if button else ""), token)
        return self._begun(RedirectResponse("/#newest", 303), token)

    def _strays(self, came: Admitted, address: str | None, nonce: str) -> bool:
        """Whether words come from a page that is not of the conversation which the cookie opens: one tap more."""
        if came.spent_on:
            return not self._tokens.is_again(nonce)
        return address is not None and not self._tokens.fits(nonce, address)

    async def speak(self, request: Request) -> Response:
        """A recording: to the conversation, and never onto a disk unsealed."""
        form = await uploaded(request)
        if form is None:
            return self._html.problem(400)
        campaign = _campaign(form.campaign)
        nonce = self._own(form.nonce) or self._tokens.nonce()
        kept: dict[str, Any] = {"nonce": nonce, "campaign": campaign}
        recording = recording_from(form.data)
        came = await self._live(request, nonce)  # no browser keeps a file: it goes in, whatever page it came from
        address = came.address
        if recording is None:
            return await self._refused(address, _NO_RECORDING, 400, **kept)
        if not self._in_pace(request, address):
            return await self._refused(address, _TOO_MANY_FILES, 429, **kept)
        try:
            told = await self._talk.tell(address, nonce, campaign, Given(recording=recording))
        except Exception:
            return await self._refused(address, _FILE_FAILED, 503, **kept)
        return self._begun(RedirectResponse("/#newest", 303), told.token or came.token)

    async def show(self, request: Request) -> Response:
        """A picture, where staff asked for one in this conversation; anywhere else it is not even looked at."""
        form = await uploaded(request)
        if form is None:
            return self._html.problem(400)
        nonce = self._own(form.nonce) or self._tokens.nonce()
        came = await self._live(request, nonce)
        address = came.address
        if address is None:
            return self._html.problem(400)
        if not await self._takes_pictures(address):
            return await self._refused(address, _NO_PICTURES, 400)
        if not self._in_pace(request, address):
            return await self._refused(address, _TOO_MANY_FILES, 429, nonce=nonce)
        picture = await asyncio.to_thread(clean, form.data)
        if picture is None:
            return await self._refused(address, _NO_PICTURE, 400)
        try:
            told = await self._talk.tell(address, nonce, "", Given(picture=picture))
        except Exception:
            return await self._refused(address, _FILE_FAILED, 503, nonce=nonce)
        return self._begun(RedirectResponse("/#newest", 303), told.token or came.token)

    async def spoken(self, request: Request) -> Response:
        """A spoken answer of the staff, to nobody but this very session."""
        address = (await self._admitted(request)).address
        seen = await self._sessions.shown(address) if address else Seen()
        for line in seen.lines if seen.state == "live" else ():
            if line.id == request.path_params["line"] and line.spoken is not None:
                return Response(line.spoken.data, media_type=line.spoken.media_type)
        return self._html.problem(404)

    def _begun(self, response: Response, token: str | None) -> Response:
        """The same answer, with the cookie of a session that has just begun or got another one."""
        if token is not None:
            response.set_cookie(self._cookie, token, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response

    async def _refused(
        self, address: str | None, why: str, status: int, *, danger: Collection[str] = (), **kept: Any
    ) -> Response:
        """The page that says what went wrong, with the words in the box; without its lines where they can't be read."""
        shown: dict[str, Any] = {
            "alert": why,
            "status": status,
            "call": numbers_for(frozenset(danger)) if danger else (),
            **kept,
        }
        try:
            async with asyncio.timeout(_GLANCE):
                return await self._chat(address, **shown)
        except Exception as error:
            structlog.get_logger().error("web_lines_unread", kind=type(error).__name__)
            shown.setdefault("nonce", self._tokens.nonce(address))
            return self._html.chat([], live=address is not None, **shown)

    # --- leaving --------------------------------------------------------------------------------------------------
    async def exit(self, request: Request) -> Response:
        """Away at once; the conversation hears of it afterwards. With "?quiet" the script has left already."""
        return await self._left(request, quiet="quiet" in request.query_params)

    async def _left(self, request: Request, *, quiet: bool = False, with_script: bool = False) -> Response:
        token = request.cookies.get(self._cookie)
        response: Response
        response = Response(status_code=204) if quiet or with_script else RedirectResponse(self._leave_to, 303)
        self._forget_cookie(response)
        # Chromium holds an answer back until it has searched its whole cache, for seconds
        # (https://crbug.com/40233601). No page is in the cache, so there it is cleared only when nobody waits.
        slow = not quiet and "Chromium" in request.headers.get("sec-ch-ua", "")
        response.headers["Clear-Site-Data"] = '"cookies", "storage"' if slow else '"cache", "cookies", "storage"'
        if token:
            try:
                async with asyncio.timeout(_GLANCE):  # nobody who leaves waits for the database
                    address = await self._tokens.whose(token)
            except Exception:
                response.background = BackgroundTask(self._talk.leave_by, token)
            else:
                if address is not None:
                    self._sessions.close(address)
                    response.background = BackgroundTask(self._talk.leave, address)
        return response

    async def closed(self, request: Request) -> Response:
        """The page that stays behind. Another tab in which the person still writes keeps the session alive."""
        came = await self._admitted(request)
        if came.address and await self._sessions.state(came.address) == "live":
            return self._begun(RedirectResponse("/", 303), came.token)
        response = self._html.closed(erased="erased" in request.query_params, nonce=self._tokens.nonce())
        if self._cookie in request.cookies and not came.spent_on:
            self._forget_cookie(response)
        return response

    def _over(self, address: str) -> Response:
        self._sessions.close(address)
        response = RedirectResponse("/closed", 303, background=BackgroundTask(self._sessions.erase, address))
        self._forget_cookie(response)
        return response

    # --- for the script -------------------------------------------------------------------------------------------
    async def events(self, request: Request) -> Response:
        """Server-sent events: "news" when the lines changed, "closed" when the session is over."""
        address = (await self._live(request)).address
        if address is None:
            return Response(status_code=204)  # tells the browser not to come again
        news = self._sessions.news
        if news.streams >= _STREAMS_OF_ALL and not news.has_stream(address):
            return Response(status_code=503)  # the script asks now and then
        stream = events(self._sessions, address, request.query_params.get("have", ""))
        return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    async def here(self, request: Request) -> Response:
        """The person is typing or reading."""
        came = await self._live(request)
        if came.address is not None:
            self._sessions.touch(came.address)
        return Response(status_code=204 if came.address or came.spent_on else 410)

    # --- small parts ----------------------------------------------------------------------------------------------
    async def _admitted(self, request: Request, nonce: str = "") -> Admitted:
        return await self._tokens.admit(request.cookies.get(self._cookie), nonce)

    async def _live(self, request: Request, nonce: str = "") -> Admitted:
        """The same, and nothing where the conversation does not live any more."""
        came = await self._admitted(request, nonce)
        return came if came.address is None or await self._sessions.is_live(came.address) else Admitted()

    async def _is_live(self, address: str) -> bool:
        """Whether it lives, or may: the conversation will tell."""
        try:
            async with asyncio.timeout(_GLANCE):
                return await self._sessions.is_live(address)
        except Exception:
            return True

    async def _glanced(self, request: Request) -> str | None:
        try:
            async with asyncio.timeout(_GLANCE):
                return (await self._admitted(request)).address
        except Exception:
            return None

    def _own(self, nonce: str) -> str:
        """The nonce if it is one that we have made, else ""."""
        return nonce if self._tokens.is_ours(nonce) else ""

    def _in_pace(self, request: Request, address: str | None) -> bool:
        if address is not None:
            return self._pace.allows("post", address, POSTS_A_MINUTE, 60)
        network = request.client.host if request.client else ""
        return self._pace.allows("post", network, POSTS_A_MINUTE, 60) and self._pace.allows(
            "session", network, SESSIONS_AN_HOUR, 3600
        )

    async def _chat(self, address: str | None, seen: Seen | None = None, **shown: Any) -> Response:
        """The page of a session, as it was `seen` or is now, or the first screen; `shown` as in Html.chat."""
        if address is not None:
            seen = seen or await self._sessions.shown(address)
            if seen.state == "live":
                shown.setdefault("nonce", self._tokens.nonce(address))
                pictures = await self._takes_pictures(address)
                return self._html.chat(seen.lines, live=True, pictures=pictures, version=seen.version, **shown)
        shown.setdefault("nonce", self._tokens.nonce())
        topic = await self._landing.topic(shown.get("campaign", ""))
        lines = [Shown(0, "bot", message.text, message.choices) for message in self._first_screen(topic)]
        return self._html.chat(lines, live=False, **shown)

    def _forget_cookie(self, response: Response) -> None:
        response.delete_cookie(self._cookie, path="/", secure=self._secure, httponly=True, samesite="strict")


class _Static(StaticFiles):
    """Our own few files: kept by this browser alone, and under a new address when they change."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "private, max-age=86400"
        return response


async def _danger_at_the_ends(text: str) -> frozenset[str]:
    """What is heard in the beginning and the end of a text that nobody will read whole."""
    return await asyncio.to_thread(lambda: heard(text[:LONGEST]) | heard(text[-LONGEST:]))


def _campaign(code: str) -> str:
    return codes.link_code(code) or ""
