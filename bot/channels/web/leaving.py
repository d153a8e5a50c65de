"""Leaving the web chat: at once by quick exit, or after a quarter of an hour; and the page that stays behind."""

from __future__ import annotations

import asyncio

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web.crowd import Crowd
from bot.channels.web.screen import GLANCE, Screen
from bot.channels.web.talk import Talk


class Leaving:
    """`leave_to` as in Web."""

    def __init__(self, screen: Screen, talk: Talk, crowd: Crowd, leave_to: str) -> None:
        self._screen, self._talk, self._crowd, self._leave_to = screen, talk, crowd, leave_to

    async def exit(self, request: Request) -> Response:
        """Away at once; the conversation hears of it afterwards. With "?quiet" the script has left already."""
        return await self.left(request, quiet="quiet" in request.query_params)

    async def left(self, request: Request, *, quiet: bool = False, with_script: bool = False) -> Response:
        token = self._screen.token(request)
        response: Response
        response = Response(status_code=204) if quiet or with_script else RedirectResponse(self._leave_to, 303)
        self._screen.forget_cookie(response)
        if (ticket := request.cookies.get(self._screen.ticket)) is not None:
            self._crowd.forget(ticket)
            self._screen.waits_no_more(response)
        # Chromium holds an answer back until it has searched its whole cache, for seconds
        # (https://crbug.com/40233601). No page is in the cache, so there it is cleared only when nobody waits.
        slow = not quiet and "Chromium" in request.headers.get("sec-ch-ua", "")
        response.headers["Clear-Site-Data"] = '"cookies", "storage"' if slow else '"cache", "cookies", "storage"'
        if token:
            try:
                async with asyncio.timeout(GLANCE):  # nobody who leaves waits for the database
                    address = await self._screen.sessions.tokens.whose(token)
            except Exception:
                response.background = BackgroundTask(self._talk.leave_by, token)
            else:
                if address is not None:
                    self._screen.sessions.close(address)
                    response.background = BackgroundTask(self._talk.leave, address)
        return response

    async def closed(self, request: Request) -> Response:
        """The page that stays behind. Another tab in which the person still writes keeps the session alive."""
        came = await self._screen.live(request)
        if came.address is not None:
            return self._screen.begun(RedirectResponse("/", 303), came.token)
        nonce = self._screen.sessions.tokens.nonce()
        response = self._screen.html.closed(erased="erased" in request.query_params, nonce=nonce)
        if self._screen.token(request) and not came.spent_on:
            self._screen.forget_cookie(response)
        return response

    def over(self, address: str) -> Response:
        self._screen.sessions.close(address)
        response = RedirectResponse("/closed", 303, background=BackgroundTask(self._screen.sessions.erase, address))
        self._screen.forget_cookie(response)
        return response
