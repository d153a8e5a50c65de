"""What stands before every web page: only our own forms, no big bodies, no error in the open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handlers.bodies import Bodies, replay
from handlers.networks import network_of

MAX_BODY = 128 * 1024  # bytes; 10,000 characters of Vietnamese are up to 90 kB when a plain form encodes them
MAX_WORDS = 512 * 1024  # of a text that is too long for a message: it goes back into the box, as no browser keeps it
BODIES = 96 * 1024 * 1024  # bytes of all bodies that are being read or worked on together


def policy(leave_to: str) -> dict[str, str]:
    """The headers of every answer. `leave_to`: the neutral page, where the exit form's redirect must be allowed to go.

    Chromium and WebKit hold form-action against redirects too (https://github.com/w3c/webappsec-csp/issues/8).
    Referrer-Policy is same-origin and not no-referrer: with the latter browsers that send no Sec-Fetch-Site post our
    own forms with "Origin: null". Other sites get no referrer from either.
    """
    to = urlsplit(leave_to)
    return {
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "img-src 'self'; media-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
        f"form-action 'self' {to.scheme}://{to.netloc}",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Permissions-Policy": "camera=(), microphone=(self), geolocation=(), browsing-topics=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def is_ours(headers: Mapping[str, str]) -> bool:
    """Whether an unsafe request comes from our own pages. A browser that sends neither header is let through.

    The order of checks is Filippo Valsorda's (Go's CrossOriginProtection), as Datasette uses it.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


class Guard:
    """ASGI middleware round the whole application. `problem(status)` makes the page that explains a refusal.

    A body may have MAX_BODY bytes, or what `larger` says of its path.
    """

    def __init__(
        self, app: ASGIApp, headers: Mapping[str, str], problem: Callable[[int], Response], larger: Mapping[str, int]
    ) -> None:
        self._app, self._headers, self._problem, self._larger = app, headers, problem, larger
        self._bodies = Bodies(BODIES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        async def answer(app: ASGIApp, receive: Receive) -> None:
            try:
                await app(scope, receive, send_guarded)
            except Exception as error:  # the text of an error may hold a person's words: only its kind is logged
                structlog.get_logger().error("web_page_failed", kind=type(error).__name__)
                if not started:
                    await self._problem(500)(scope, receive, send_guarded)

        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await answer(self._app, receive)
        elif not is_ours(Headers(scope=scope)):
            await answer(self._problem(403), receive)
        else:
            most = self._larger.get(scope["path"], MAX_BODY)
            try:
                async with self._bodies.read(receive, most, network_of((scope.get("client") or ("",))[0])) as body:
                    if body is None:
                        await answer(self._problem(413), receive)
                    else:
                        await answer(self._app, replay(body, receive))
            except ClientDisconnect:  # half a message is none; there is nobody left to answer
                return
            except TimeoutError:
                late = self._problem(408)
                late.headers["Connection"] = "close"
                await answer(late, receive)
