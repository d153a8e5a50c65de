"""What a person hands in on the web: words, a tap, a recording, a picture; and what is said when it can't be taken."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Collection
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web.crowd import ASKS, Crowd
from bot.channels.web.html import TOO_LONG
from bot.channels.web.leaving import Leaving
from bot.channels.web.screen import GLANCE, Screen, campaign_of
from bot.channels.web.talk import Given, Talk, Told
from bot.channels.web.tokens import Admitted
from bot.channels.web.upload import field, nonce_of, uploaded, written
from bot.dialogue.heard.danger import heard, numbers_for
from bot.dialogue.heard.words import act_of
from bot.dialogue.stages.anywhere import NOT_TAKEN
from bot.inbound import LONGEST
from bot.pace import Pace
from handlers.files.decoder import Decoder
from handlers.files.kinds import NotTaken
from handlers.networks import network_of
from locales import N_

POSTS_A_MINUTE = 30  # of one session; of newcomers see bot.channels.web.crowd
_LONGEST_EXIT = 60  # code points: the words for leaving, with all that politeness puts round them

_EMPTY = N_("There is nothing written yet. Write a few words, or tap one of the answers.")
_TOO_FAST = N_(
    "Many messages came at once. Your words are still in the box: please wait {seconds} seconds, then send again."
)
_TOO_MANY = N_(
    "Very many people are writing from the same network, and no more can wait. Your words are still in the box: "
    "please send them again in some minutes, or call."
)
_AGAIN = N_(
    "This page had to be opened anew, so it was not sent yet. Your words are still in the box: please send them again."
)
_TAP_AGAIN = N_("This page had to be opened anew, so your answer was not sent yet. Please tap it again.")
_FAILED = N_("Your message could not be sent just now. Your words are still in the box: please send them again.")
_TAP_FAILED = N_("Your answer could not be sent just now. Please tap it again, or call 111 and speak.")
_NO_PICTURES = N_("I do not take in pictures here. Please keep it, and send it to nobody.")
_TOO_MANY_FILES = N_("Too much came at once. Please wait {seconds} seconds, then send it again.")
_NO_ROOM = N_("Very many people are writing from the same network. Please send it again in some minutes, or call.")
_FILE_FAILED = N_("It could not be sent just now. Please send it again, or call 111 and speak.")


class Posts:
    """The routes that take something in."""

    def __init__(
        self, screen: Screen, talk: Talk, leaving: Leaving, pace: Pace, crowd: Crowd, decoder: Decoder
    ) -> None:
        self._screen, self._talk, self._leaving = screen, talk, leaving
        self._tokens = screen.sessions.tokens
        self._pace, self._crowd, self._decoder = pace, crowd, decoder

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
        given = Given("" if button else text, button, network=self._network(request).hex())
        wait = self._wait(request, address)
        if not button and len(text) > LONGEST:
            danger = frozenset() if wait and address else await _danger_at_the_ends(text)
            return await self._refused(address, TOO_LONG, 413, danger=danger, **kept)
        if wait:
            danger = await asyncio.to_thread(heard, text[:LONGEST])
            if not danger:
                return await self._later(request, address, given, wait, nonce, campaign, (_TOO_FAST, _TOO_MANY), text)
        try:
            told = await self._tell(request, address, nonce, campaign, given)
            token = told.token or came.token
            for more in self._had_waited(request):  # they were kept first, and danger went before them
                kept["text"] = more.text
                told = await self._tell(request, told.address, nonce, campaign, more)
                token = told.token or token
        except Exception:  # whatever it was, the words go back into the box
            if danger is None:
                danger = await asyncio.to_thread(heard, text[:LONGEST])
            return await self._refused(address, _TAP_FAILED if button else _FAILED, 503, danger=danger, **kept)
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
        came = await self._screen.live(request, nonce)  # no browser keeps a file: it goes in, whatever page it is from
        address = came.address
        wait, why = self._wait(request, address), (_TOO_MANY_FILES, _NO_ROOM)
        if wait and address is not None:  # before anything looks into it
            return await self._later(request, address, Given(), wait, nonce, campaign, why)
        try:
            recording = await self._decoder.sound(form.data)
        except NotTaken as refusal:
            return await self._refused(address, NOT_TAKEN[refusal.why], 400, **kept)
        given = Given(recording=recording, network=self._network(request).hex())
        if wait:
            return await self._later(request, address, given, wait, nonce, campaign, why)
        try:
            told = await self._tell(request, address, nonce, campaign, given)
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
        if wait := self._wait(request, address):
            return await self._refused(address, _TOO_MANY_FILES, 429, nonce=nonce, seconds=math.ceil(wait))
        try:
            picture = await self._decoder.picture(form.data)
        except NotTaken as refusal:
            return await self._refused(address, NOT_TAKEN[refusal.why], 400)
        try:
            told = await self._tell(request, address, nonce, "", Given(picture=picture))
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

    # --- how much at once ---------------------------------------------------------------------------------------------
    async def wait(self, request: Request) -> Response:
        """What a page that waits asks for, by itself: the same page, or what was kept is told and its answer shown."""
        ticket, now = request.cookies.get(self._screen.ticket, ""), self._pace.now()
        if self._crowd.of(ticket) is None:
            return self._screen.waits_no_more(RedirectResponse("/#newest", 303))
        if self._crowd.seconds(ticket, now) > 0:
            return self._waiting(ticket)
        waited, address, token = self._crowd.come_in(ticket, now), None, None
        try:
            for given in waited.given:
                told = await self._tell(request, address, waited.nonce, waited.campaign, given, waited.network)
                address, token = told.address, told.token or token
        except Exception:
            text = "\n".join(given.text for given in waited.given)
            refused = await self._refused(address, _FAILED, 503, text=text, nonce=waited.nonce)
            return self._screen.begun(self._screen.waits_no_more(refused), token)
        if "script" in request.query_params:
            return self._screen.begun(self._screen.waits_no_more(await self._screen.chat(address)), token)
        return self._screen.begun(self._screen.waits_no_more(RedirectResponse("/#newest", 303)), token)

    def _had_waited(self, request: Request) -> list[Given]:
        """What this person sent before, and still waited with."""
        ticket = request.cookies.get(self._screen.ticket)
        waited = self._crowd.of(ticket)
        self._crowd.forget(ticket)
        return waited.given if waited is not None else []

    def _wait(self, request: Request, address: str | None) -> float:
        """Seconds that a session has to wait, or that a newcomer has, at least one then; 0 where it goes on at once."""
        if address is not None:
            return self._pace.wait("post", address, POSTS_A_MINUTE, 60)
        return 0 if self._crowd.enter(self._network(request), self._pace.now()) else 1

    async def _later(
        self,
        request: Request,
        address: str | None,
        given: Given,
        wait: float,
        nonce: str,
        campaign: str,
        why: tuple[str, str],
        text: str = "",
    ) -> Response:
        """Say how long to wait; what a newcomer sent is kept until its turn, where there is room for it."""
        too_fast, too_many = why
        kept: dict[str, Any] = {"text": text, "nonce": nonce, "campaign": campaign}
        if address is not None:
            seconds = math.ceil(wait)
            response = await self._refused(address, too_fast, 429, seconds=seconds, **kept)
            response.headers["Retry-After"] = str(seconds)
            return response
        network, now = self._network(request), self._pace.now()
        ticket = self._crowd.wait(request.cookies.get(self._screen.ticket), network, nonce, campaign, given, now)
        return self._waiting(ticket) if ticket else await self._refused(None, too_many, 429, **kept)

    def _waiting(self, ticket: str) -> Response:
        waiting, seconds = self._crowd.of(ticket), self._crowd.seconds(ticket, self._pace.now())
        texts = [given.text for given in waiting.given if given.text] if waiting is not None else []
        asks = min(ASKS, math.ceil(seconds) + 1)
        return self._screen.waits(self._screen.html.waiting(texts, seconds=math.ceil(seconds) + 1, asks=asks), ticket)

    async def _tell(
        self,
        request: Request,
        address: str | None,
        nonce: str,
        campaign: str,
        given: Given,
        network: bytes | None = None,
    ) -> Told:
        told = await self._talk.tell(address, nonce, campaign, given)
        if told.address != address:
            self._crowd.began(told.address, network or self._network(request), self._pace.now())
        else:
            self._crowd.goes_on(told.address, self._pace.now())
        return told

    def _network(self, request: Request) -> bytes:
        """Of the sender, under the key of the day."""
        return self._pace.mark(f"network {network_of(request.client.host if request.client else '')}")


async def _danger_at_the_ends(text: str) -> frozenset[str]:
    """What is heard in the beginning and the end of a text that nobody will read whole."""
    return await asyncio.to_thread(lambda: heard(text[:LONGEST]) | heard(text[-LONGEST:]))
