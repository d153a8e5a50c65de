"""What a person hands in on the web: words, a tap, a recording, a picture; and what is said when it can't be taken."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web.html import TOO_LONG
from bot.channels.web.leaving import Leaving
from bot.channels.web.screen import GLANCE, Screen, campaign_of
from bot.channels.web.talk import Given, Talk
from bot.channels.web.tokens import Admitted
from bot.channels.web.upload import field, nonce_of, uploaded, written
from bot.dialogue.heard.danger import heard, numbers_for
from bot.dialogue.heard.words import act_of
from bot.inbound import LONGEST
from bot.pace import Pace
from bot.pictures import clean
from handlers.recording import recording_from
from locales import N_

POSTS_A_MINUTE = 30  # of one session, and of one network without a session
SESSIONS_AN_HOUR = 60  # of one network: a whole school, or a mobile carrier's subscribers, can share one address
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


class Posts:
    """The routes that take something in."""

    def __init__(self, screen: Screen, talk: Talk, leaving: Leaving, pace: Pace) -> None:
        self._screen, self._talk, self._leaving, self._pace = screen, talk, leaving, pace
        self._tokens = screen.sessions.tokens

    async def talk(self, request: Request) -> Response:
        """Words or a button: to the conversation, and back to the page with the answer on it.

        Nothing reads a text before its length is known to be within the limit.
        """
        form = await written(request)
        if form is None:
            return self._screen.html.problem(400)
        text = field(form, "text").replace("\r\n", "\n").strip()
        button = field(form, "choice")[:200]
        campaign = campaign_of(field(form, "campaign"))
        nonce = self._own(nonce_of(form))
        kept: dict[str, Any] = {"text": text, "nonce": nonce or self._tokens.nonce(), "campaign": campaign}
        if not button and not text:
            return await self._refused(await self._glanced(request), _EMPTY, 400, campaign=campaign)
        if not button and len(text) <= _LONGEST_EXIT and (text == "/thoat" or act_of(text) == "exit"):
            return await self._leaving.left(request, with_script=bool(field(form, "script")))
        danger: frozenset[str] | None = None
        try:
            async with asyncio.timeout(GLANCE):
                came = await self._screen.admitted(request, nonce)
        except Exception:
            danger = await _danger_at_the_ends(text)
            return await self._refused(None, _TAP_FAILED if button else _FAILED, 503, danger=danger, **kept)
        address = came.address if came.address and await self._may_live(came.address) else None
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
            self._screen.forget_cookie(response)
            return response
        if (button and text) or (field(form, "script") and told.seen.lines):
            # Half a message that stood in the box when an answer was tapped stays there.
            page = await self._screen.chat(told.address, told.seen, text=text if button else "")
            return self._screen.begun(page, token)
        return self._screen.begun(RedirectResponse("/#newest", 303), token)

    def _strays(self, came: Admitted, address: str | None, nonce: str) -> bool:
        """Whether words come from a page that is not of the conversation which the cookie opens: one tap more."""
        if came.spent_on:
            return not self._tokens.is_again(nonce)
        return address is not None and not self._tokens.fits(nonce, address)

    async def speak(self, request: Request) -> Response:
        """A recording: to the conversation, and never onto a disk unsealed."""
        form = await uploaded(request)
        if form is None:
            return self._screen.html.problem(400)
        campaign = campaign_of(form.campaign)
        nonce = self._own(form.nonce) or self._tokens.nonce()
        kept: dict[str, Any] = {"nonce": nonce, "campaign": campaign}
        recording = recording_from(form.data)
        came = await self._screen.live(request, nonce)  # no browser keeps a file: it goes in, whatever page it is from
        address = came.address
        if recording is None:
            return await self._refused(address, _NO_RECORDING, 400, **kept)
        if not self._in_pace(request, address):
            return await self._refused(address, _TOO_MANY_FILES, 429, **kept)
        try:
            told = await self._talk.tell(address, nonce, campaign, Given(recording=recording))
        except Exception:
            return await self._refused(address, _FILE_FAILED, 503, **kept)
        return self._screen.begun(RedirectResponse("/#newest", 303), told.token or came.token)

    async def show(self, request: Request) -> Response:
        """A picture, where staff asked for one in this conversation; anywhere else it is not even looked at."""
        form = await uploaded(request)
        nonce = self._own(form.nonce if form is not None else "") or self._tokens.nonce()
        came = await self._screen.live(request, nonce)
        address = came.address
        if form is None or address is None:
            return self._screen.html.problem(400)
        if not await self._screen.takes_pictures(address):
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
        return self._screen.begun(RedirectResponse("/#newest", 303), told.token or came.token)

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
            async with asyncio.timeout(GLANCE):
                return await self._screen.chat(address, **shown)
        except Exception as error:
            structlog.get_logger().error("web_lines_unread", kind=type(error).__name__)
            shown.setdefault("nonce", self._tokens.nonce(address))
            return self._screen.html.chat([], live=address is not None, **shown)

    async def _may_live(self, address: str) -> bool:
        """Whether the conversation lives; where nothing is known in time, it will tell."""
        try:
            async with asyncio.timeout(GLANCE):
                return await self._screen.sessions.is_live(address)
        except Exception:
            return True

    async def _glanced(self, request: Request) -> str | None:
        try:
            async with asyncio.timeout(GLANCE):
                return (await self._screen.admitted(request)).address
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


async def _danger_at_the_ends(text: str) -> frozenset[str]:
    """What is heard in the beginning and the end of a text that nobody will read whole."""
    return await asyncio.to_thread(lambda: heard(text[:LONGEST]) | heard(text[-LONGEST:]))
