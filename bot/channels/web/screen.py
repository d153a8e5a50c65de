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
from handlers.campaigns import codes
from handlers.store.keys import token_hash

COOKIE = "ct_chat"
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

    async def live(self, request: Request) -> str | None:
        address = address_of(request)
        return address if address and await self.sessions.is_live(address) else None

    async def chat(self, address: str | None, seen: Seen | None = None, **shown: Any) -> Response:
        """The page of a session, as it was `seen` or is now, or the first screen; `shown` as in Html.chat."""
        if address is not None:
            seen = seen or await self.sessions.look(address)
            if seen.state == "live":
                pictures = await self.takes_pictures(address)
                return self.html.chat(seen.lines, live=True, pictures=pictures, version=seen.version, **shown)
        topic = await self.landing.topic(shown.get("campaign", ""))
        lines = [Shown(0, "bot", message.text, message.choices) for message in self._first_screen(topic)]
        return self.html.chat(lines, live=False, **shown)

    def begun(self, response: Response, token: str | None) -> Response:
        """The same answer, with the cookie of a session that has just begun."""
        if token is not None:
            response.set_cookie(COOKIE, token, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response

    def waits(self, response: Response, ticket: str) -> Response:
        """The same answer, with the cookie by which a page that waits asks again."""
        response.set_cookie(TICKET, ticket, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response

    def waits_no_more(self, response: Response) -> Response:
        response.delete_cookie(TICKET, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response

    def forget_cookie(self, response: Response) -> Response:
        response.delete_cookie(COOKIE, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response


def address_of(request: Request) -> str | None:
    token = request.cookies.get(COOKIE)
    return token_hash(token) if token else None


def campaign_of(code: str) -> str:
    return codes.link_code(code) or ""
