"""The page to talk on as one session sees it, and the cookie by which a browser has its session."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.channels import Outbound
from bot.channels.web.html import Html
from bot.channels.web.landing import Landing
from bot.channels.web.session import Seen, Sessions, Shown
from bot.channels.web.tokens import Admitted
from handlers.campaigns import codes

COOKIE = "ct_chat"
_HOST_ONLY = "__Host-"  # a name that browsers take from this very host alone, over https alone
TICKET = "ct_wait"  # of a newcomer who waits for their turn
GLANCE = 1.5  # seconds to look up the lines for a page that says what went wrong


class Screen:
    """What all pages share. Arguments as in Web."""

    def __init__(
        self,
        sessions: Sessions,
        html: Html,
        *,
        landing: Landing,
        first_screen: Callable[[str], list[Outbound]],
        secure: bool,
        takes_pictures: Callable[[str], Awaitable[bool]],
    ) -> None:
        self.sessions, self.html, self.landing, self.takes_pictures = sessions, html, landing, takes_pictures
        self._first_screen, self._secure = first_screen, secure
        before = _HOST_ONLY if secure else ""
        self._cookie, self.ticket = f"{before}{COOKIE}", f"{before}{TICKET}"

    def token(self, request: Request) -> str:
        return request.cookies.get(self._cookie, "")

    async def admitted(self, request: Request, nonce: str = "") -> Admitted:
        return await self.sessions.tokens.admit(self.token(request), nonce)

    async def live(self, request: Request, nonce: str = "") -> Admitted:
        """The same, and nothing where the conversation does not live any more."""
        came = await self.admitted(request, nonce)
        return came if came.address is None or await self.sessions.is_live(came.address) else Admitted()

    async def chat(self, address: str | None, seen: Seen | None = None, **shown: Any) -> Response:
        """The page of a session, as it was `seen` or is now, or the first screen; `shown` as in Html.chat."""
        if address is not None:
            seen = seen or await self.sessions.shown(address)
            if seen.state == "live":
                shown.setdefault("nonce", self.sessions.tokens.nonce(address))
                pictures = await self.takes_pictures(address)
                return self.html.chat(seen.lines, live=True, pictures=pictures, version=seen.version, **shown)
        shown.setdefault("nonce", self.sessions.tokens.nonce())
        topic = await self.landing.topic(shown.get("campaign", ""))
        lines = [Shown(0, "bot", message.text, message.choices) for message in self._first_screen(topic)]
        return self.html.chat(lines, live=False, **shown)

    def begun(self, response: Response, token: str | None) -> Response:
        """The same answer, with the cookie of a session that has just begun or got another one."""
        if token is not None:
            response.set_cookie(self._cookie, token, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response

    def waits(self, response: Response, ticket: str) -> Response:
        """The same answer, with the cookie by which a page that waits asks again."""
        response.set_cookie(self.ticket, ticket, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response

    def waits_no_more(self, response: Response) -> Response:
        response.delete_cookie(self.ticket, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response

    def forget_cookie(self, response: Response) -> Response:
        response.delete_cookie(self._cookie, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response


def campaign_of(code: str) -> str:
    return codes.link_code(code) or ""
