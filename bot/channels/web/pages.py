"""The web chat's routes, and the pages that are only looked at: the talk, its lines anew, the stream of news."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.channels.web.crowd import Crowd
from bot.channels.web.guard import MAX_BODY, MAX_WORDS, Guard, policy
from bot.channels.web.html import FOLDER
from bot.channels.web.leaving import Leaving
from bot.channels.web.posts import Posts
from bot.channels.web.screen import Screen, campaign_of
from bot.channels.web.session import Seen
from bot.channels.web.stream import events
from bot.channels.web.talk import Talk
from bot.pace import Pace
from handlers.files.decoder import Decoder
from handlers.files.kinds import LARGEST_PICTURE, LARGEST_RECORDING
from handlers.ranged import ranged

_NUMBER = re.compile(r"[0-9]{1,15}")
_STREAMS_OF_ALL = 2000
_PAGES_AT_ONCE = 4  # of the database's fifteen connections: messages never wait behind pages
_LONGEST_LOOK = 8.0  # seconds until a page says that it cannot be shown


class Pages:
    """The routes, and what they share. `leave_to` and `connections` as in Web."""

    def __init__(
        self, screen: Screen, talk: Talk, pace: Pace, decoder: Decoder, leave_to: str, connections: int
    ) -> None:
        self._screen, self._talk, self._leave_to = screen, talk, leave_to
        crowd = Crowd()
        self._leaving = Leaving(screen, talk, crowd, leave_to)
        self._posts = Posts(screen, talk, self._leaving, pace, crowd, decoder)
        self._streams = connections // 2  # the other half is for whoever comes and writes
        self._turns = asyncio.Semaphore(_PAGES_AT_ONCE)

    def app(self) -> ASGIApp:
        routes = [
            Route("/", self._in_turn(self.look), methods=["GET"]),
            Route("/", self._posts.talk, methods=["POST"]),
            Route("/c", self._screen.landing.page, methods=["GET"]),
            Route("/c/{code:path}", self._screen.landing.page, methods=["GET"]),
            Route("/look", self.look_again, methods=["GET"]),
            Route("/wait", self._posts.wait, methods=["GET"]),
            Route("/voice", self._posts.speak, methods=["POST"]),
            Route("/picture", self._posts.show, methods=["POST"]),
            Route("/log", self._in_turn(self.log), methods=["GET"]),
            Route("/spoken/{line:int}", self._in_turn(self.spoken), methods=["GET"]),
            Route("/events", self.events, methods=["GET"]),
            Route("/here", self.here, methods=["POST"]),
            Route("/exit", self._leaving.exit, methods=["POST"]),
            Route("/closed", self._in_turn(self._leaving.closed), methods=["GET"]),
            Mount("/static", _Static(directory=FOLDER / "static")),
        ]

        async def explain(request: Request, error: Exception) -> Response:
            return self._screen.html.problem(error.status_code if isinstance(error, HTTPException) else 500)

        inner = Starlette(routes=routes, exception_handlers={HTTPException: explain, Exception: explain})
        larger = {"/": MAX_WORDS, "/voice": LARGEST_RECORDING + MAX_BODY, "/picture": LARGEST_PICTURE + MAX_BODY}
        return Guard(inner, policy(self._leave_to), self._screen.html.problem, larger)

    async def stop(self) -> None:
        """End every open stream, and finish what was being said."""
        self._screen.sessions.news.stop()
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
                return self._screen.html.problem(503)

        return made

    # --- the page -------------------------------------------------------------------------------------------------
    async def look(self, request: Request) -> Response:
        """The conversation, or the first screen: looking starts nothing, so that link previews leave no trace."""
        came = await self._screen.admitted(request)
        if came.spent_on:  # another answer brings the cookie that counts, or has brought it by the next request
            return RedirectResponse("/closed", 303)
        if came.address is not None:
            seen = await self._screen.sessions.shown(came.address)
            if seen.state == "over":
                return self._leaving.over(came.address)
            if seen.state == "live":
                self._screen.sessions.touch(came.address)
                before = request.query_params.get("before", "")
                older = int(before) if _NUMBER.fullmatch(before) else None
                return self._screen.begun(await self._screen.chat(came.address, seen, before=older), came.token)
        response = await self._screen.chat(None, campaign=campaign_of(request.query_params.get("c", "")))
        return self._screen.forget_cookie(response) if self._screen.token(request) else response

    async def look_again(self, _request: Request) -> Response:
        """The page anew, without a script: an address of its own, as the same one with "#newest" would load nothing."""
        return RedirectResponse("/#newest", 303)

    async def log(self, request: Request) -> Response:
        """The same page for the script that shows new lines: it does not count as a sign of life.

        204 when the script has what there is; the header says whether a stream is free to be taken.
        """
        came = await self._screen.live(request)
        address = came.address
        if came.spent_on:
            return Response(status_code=204, headers={"Chat-Stream": "taken"})
        if address is None:
            return RedirectResponse("/closed", 303)
        news = self._screen.sessions.news
        if request.query_params.get("have") == news.version(address):
            response = Response(status_code=204)
        else:
            seen = await self._screen.sessions.shown(address)
            if seen.state != "live":
                return RedirectResponse("/closed", 303)
            response = await self._screen.chat(address, seen)
        response.headers["Chat-Stream"] = "taken" if news.has_stream(address) else "free"
        return self._screen.begun(response, came.token)

    async def spoken(self, request: Request) -> Response:
        """A spoken answer of the staff, to nobody but this very session."""
        address = (await self._screen.admitted(request)).address
        seen = await self._screen.sessions.shown(address) if address else Seen()
        for line in seen.lines if seen.state == "live" else ():
            if line.id == request.path_params["line"] and line.spoken is not None:
                return ranged(request, line.spoken.data, line.spoken.media_type, str(line.id))
        return self._screen.html.problem(404)

    # --- for the script -------------------------------------------------------------------------------------------
    async def events(self, request: Request) -> Response:
        """Server-sent events: "news" when the lines changed, "closed" when the session is over."""
        address = (await self._screen.live(request)).address
        if address is None:
            return Response(status_code=204)  # tells the browser not to come again
        news = self._screen.sessions.news
        if news.streams >= min(_STREAMS_OF_ALL, self._streams) and not news.has_stream(address):
            return Response(status_code=503)  # the script asks now and then
        stream = events(self._screen.sessions, address, request.query_params.get("have", ""))
        return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    async def here(self, request: Request) -> Response:
        """The person is typing or reading."""
        came = await self._screen.live(request)
        if came.address is not None:
            self._screen.sessions.touch(came.address)
        return Response(status_code=204 if came.address or came.spent_on else 410)


class _Static(StaticFiles):
    """Our own few files: kept by this browser alone, and under a new address when they change."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "private, max-age=86400"
        return response
