"""The web chat's pages: one to talk on, one that leaves at once, one that is left behind after a quarter of an hour."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
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
from bot.channels.web_guard import MAX_BODY, Guard, policy
from bot.channels.web_html import FOLDER, Html
from bot.channels.web_session import Sessions, Shown
from bot.channels.web_talk import Talk
from bot.channels.web_upload import field, nonce_of, uploaded
from bot.dialogue.danger import heard
from bot.dialogue.words import act_of
from bot.pace import Pace
from bot.pictures import LARGEST_PICTURE, clean
from handlers.recording import LARGEST_RECORDING, recording_from
from handlers.store.keys import token_hash
from locales import N_

COOKIE = "ct_chat"
POSTS_A_MINUTE = 30  # of one session, and of one network without a session
SESSIONS_AN_HOUR = 60  # of one network: a whole school, or a mobile carrier's subscribers, can share one address
_STREAMS_OF_ONE, _STREAMS_OF_ALL = 6, 2000
_HEARTBEAT_SECONDS = 20
_CAMPAIGN = re.compile(r"[A-Za-z0-9_-]{1,64}")

_EMPTY = N_("There is nothing written yet. Write a few words, or tap one of the answers.")
_TOO_FAST = N_("Many messages came at once. Your words are still in the box: please wait a minute, then send again.")
_FAILED = N_("Your message could not be sent just now. Your words are still in the box: please send them again.")


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
        first_screen: Callable[[], list[Outbound]],
        leave_to: str,
        secure: bool,
        takes_pictures: Callable[[str], Awaitable[bool]],
    ) -> None:
        self._sessions, self._talk, self._pace, self._html = sessions, talk, pace, html
        self._first_screen, self._leave_to, self._secure = first_screen, leave_to, secure
        self._takes_pictures = takes_pictures
        self._stopping = False

    def app(self) -> ASGIApp:
        routes = [
            Route("/", self.look, methods=["GET"]),
            Route("/", self.talk, methods=["POST"]),
            Route("/voice", self.speak, methods=["POST"]),
            Route("/picture", self.show, methods=["POST"]),
            Route("/log", self.log, methods=["GET"]),
            Route("/spoken/{line:int}", self.spoken, methods=["GET"]),
            Route("/events", self.events, methods=["GET"]),
            Route("/here", self.here, methods=["POST"]),
            Route("/exit", self.exit, methods=["POST"]),
            Route("/closed", self.closed, methods=["GET"]),
            Mount("/static", _Static(directory=FOLDER / "static")),
        ]

        async def explain(request: Request, error: Exception) -> Response:
            return self._html.problem(error.status_code if isinstance(error, HTTPException) else 500)

        inner = Starlette(routes=routes, exception_handlers={HTTPException: explain, Exception: explain})
        larger = {"/voice": LARGEST_RECORDING + MAX_BODY, "/picture": LARGEST_PICTURE + MAX_BODY}
        return Guard(inner, policy(self._leave_to), self._html.problem, larger)

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
            return await self._chat(address)
        response = await self._chat(None, campaign=_campaign(request.query_params.get("c", "")))
        if address:
            self._forget_cookie(response)
        return response

    async def log(self, request: Request) -> Response:
        """The same page for the script that shows new lines: it does not count as a sign of life."""
        address = await self._live(request)
        return RedirectResponse("/closed", 303) if address is None else await self._chat(address)

    async def talk(self, request: Request) -> Response:
        """Words or a button: to the conversation, and back to the page with the answer on it."""
        form = await request.form(max_files=0, max_fields=10)
        text = field(form, "text").replace("\r\n", "\n").strip()
        button = field(form, "choice")[:200]
        campaign = _campaign(field(form, "campaign"))
        nonce = nonce_of(form)
        address = await self._live(request)
        if not button and not text:
            return await self._chat(address, alert=_EMPTY, campaign=campaign, status=400)
        if not button and (text == "/thoat" or act_of(text) == "exit"):
            return await self._left(request, with_script=bool(field(form, "script")))
        kept = {"text": text, "nonce": nonce, "campaign": campaign}
        if not self._in_pace(request, address) and not (text and heard(text)):
            response = await self._chat(address, alert=_TOO_FAST, status=429, **kept)
            response.headers["Retry-After"] = "60"
            return response

        token = None
        try:
            if address is None:
                token, address = await self._talk.begin(nonce, campaign)
            await self._talk.tell(address, nonce, text, button)
        except Exception as error:  # whatever it was, the words go back into the box
            structlog.get_logger().error("web_message_failed", kind=type(error).__name__)
            return await self._chat(None if token else address, alert=_FAILED, status=503, **kept)
        if await self._sessions.state(address) == "new":  # the person had everything erased
            response = RedirectResponse("/closed?erased", 303)
            self._forget_cookie(response)
            return response
        if button and text:  # half a message stood in the box when the answer was tapped
            return self._begun(await self._chat(address, text=text), token)
        return self._begun(RedirectResponse("/#newest", 303), token)

    async def speak(self, request: Request) -> Response:
        """A recording: to the conversation, and never onto a disk unsealed."""
        form = await uploaded(request)
        if form is None:
            return self._html.problem(400)
        nonce, campaign, data = form.nonce, _campaign(form.campaign), form.data
        recording = recording_from(data)
        address = await self._live(request)
        if recording is None:
            return await self._chat(address, alert=_NO_RECORDING, campaign=campaign, status=400)
        if not self._in_pace(request, address):
            return await self._chat(address, alert=_TOO_MANY_FILES, campaign=campaign, status=429)
        token = None
        try:
            if address is None:
                token, address = await self._talk.begin(nonce, campaign)
            await self._talk.speak(address, nonce, recording)
        except Exception as error:
            structlog.get_logger().error("web_recording_failed", kind=type(error).__name__)
            return await self._chat(None if token else address, alert=_FILE_FAILED, campaign=campaign, status=503)
        return self._begun(RedirectResponse("/#newest", 303), token)

    async def show(self, request: Request) -> Response:
        """A picture, where staff asked for one in this conversation; anywhere else it is not even looked at."""
        address = await self._live(request)
        form = await uploaded(request)
        if form is None or address is None:
            return self._html.problem(400)
        if not await self._takes_pictures(address):
            return await self._chat(address, alert=_NO_PICTURES, status=400)
        if not self._in_pace(request, address):
            return await self._chat(address, alert=_TOO_MANY_FILES, status=429)
        picture = await asyncio.to_thread(clean, form.data)
        if picture is None:
            return await self._chat(address, alert=_NO_PICTURE, status=400)
        try:
            await self._talk.show(address, form.nonce, picture)
        except Exception as error:
            structlog.get_logger().error("web_picture_failed", kind=type(error).__name__)
            return await self._chat(address, alert=_FILE_FAILED, status=503)
        return RedirectResponse("/#newest", 303)

    async def spoken(self, request: Request) -> Response:
        """A spoken answer of the staff, to nobody but this very session."""
        address = await self._live(request)
        lines = await self._sessions.lines(address) if address else []
        for line in lines:
            if line.id == request.path_params["line"] and line.spoken is not None:
                return Response(line.spoken.data, media_type=line.spoken.media_type)
        return self._html.problem(404)

    def _begun(self, response: Response, token: str | None) -> Response:
        """The same answer, with the cookie of a session that has just begun."""
        if token is not None:
            response.set_cookie(COOKIE, token, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response

    # --- leaving --------------------------------------------------------------------------------------------------
    async def exit(self, request: Request) -> Response:
        """Away at once; the conversation hears of it afterwards. With "?quiet" the script has left already."""
        return await self._left(request, quiet="quiet" in request.query_params)

    async def _left(self, request: Request, *, quiet: bool = False, with_script: bool = False) -> Response:
        address = _address(request)
        response: Response
        response = Response(status_code=204) if quiet or with_script else RedirectResponse(self._leave_to, 303)
        self._forget_cookie(response)
        # Chromium holds an answer back until it has searched its whole cache, for seconds
        # (https://crbug.com/40233601). No page is in the cache, so there it is cleared only when nobody waits.
        slow = not quiet and "Chromium" in request.headers.get("sec-ch-ua", "")
        response.headers["Clear-Site-Data"] = '"cookies", "storage"' if slow else '"cache", "cookies", "storage"'
        if address and await self._sessions.state(address) != "new":
            self._sessions.close(address)
            response.background = BackgroundTask(self._talk.leave, address)
        return response

    async def closed(self, request: Request) -> Response:
        """The page that stays behind. Another tab in which the person still writes keeps the session alive."""
        address = _address(request)
        state = await self._sessions.state(address) if address else "new"
        if address and state == "live":
            return RedirectResponse("/", 303)
        response = self._html.closed(erased="erased" in request.query_params)
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

    async def _chat(self, address: str | None, **shown: Any) -> Response:
        """The page of a session, or the first screen; `shown` as in Html.chat."""
        if address is not None:
            pictures = await self._takes_pictures(address)
            return self._html.chat(await self._sessions.lines(address), live=True, pictures=pictures, **shown)
        lines = [Shown(0, "bot", message.text, message.choices) for message in self._first_screen()]
        return self._html.chat(lines, live=False, **shown)

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


def _campaign(code: str) -> str:
    return code if _CAMPAIGN.fullmatch(code) else ""
