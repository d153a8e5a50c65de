"""What stands before every web page: only our own forms, no big bodies, no error in the open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.pace import network_of

MAX_BODY = 128 * 1024  # bytes; 10,000 characters of Vietnamese are up to 90 kB when a plain form encodes them
MAX_WORDS = 512 * 1024  # of a text that is too long for a message: it goes back into the box, as no browser keeps it
LARGE_AT_ONCE = 8  # recordings and pictures that are being read: at most a hundred megabytes
LARGE_OF_ONE = 3  # of these, from one network: whoever sends slowly on purpose keeps no recording of others out
_LONGEST_UPLOAD = 180  # seconds, with the wait for room: 10 MB, or 100 kB of words, on a slow telephone
_DRAINED = 2 * 1024 * 1024  # read and thrown away beyond what is taken, so that the browser gets to see the answer


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

    A body may have MAX_BODY bytes, or what `larger` says of its path: those that have more are read a few at a time,
    in memory, and no other waits for them.
    """

    def __init__(
        self, app: ASGIApp, headers: Mapping[str, str], problem: Callable[[int], Response], larger: Mapping[str, int]
    ) -> None:
        self._app, self._headers, self._problem, self._larger = app, headers, problem, larger
        self._room = asyncio.Semaphore(LARGE_AT_ONCE)
        self._rooms: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()  # of each network

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

        app: ASGIApp = self._app
        if scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            if not is_ours(Headers(scope=scope)):
                app = self._problem(403)
            else:
                try:
                    body = await self._body(scope, receive)
                except (ClientDisconnect, TimeoutError):  # half a message is none; there is nobody left to answer
                    return
                if body is None:
                    app = self._problem(413)
                else:
                    receive = _replay(body, receive)
        try:
            await app(scope, receive, send_guarded)
        except Exception as error:  # the text of an error may hold a person's words: only its kind is logged
            structlog.get_logger().error("web_page_failed", kind=type(error).__name__)
            if not started:
                await self._problem(500)(scope, receive, send_guarded)

    async def _body(self, scope: Scope, receive: Receive) -> bytes | None:
        most = self._larger.get(scope["path"], MAX_BODY)
        declared = Headers(scope=scope).get("content-length", "")
        async with asyncio.timeout(_LONGEST_UPLOAD):
            if most == MAX_BODY or (declared.isdecimal() and len(declared) < 10 and int(declared) <= MAX_BODY):
                return await _read(receive, MAX_BODY)
            network = network_of((scope.get("client") or ("",))[0])
            async with self._rooms.setdefault(network, asyncio.Semaphore(LARGE_OF_ONE)), self._room:
                return await _read(receive, most)


async def _read(receive: Receive, most: int) -> bytes | None:
    """The body, or None when it is too big. Raises ClientDisconnect when it is cut off: it may be half a sentence."""
    parts: list[bytes] = []
    size = 0
    while size <= most + _DRAINED:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part = message.get("body", b"")
        size += len(part)
        if size <= most:
            parts.append(part)
        if not message.get("more_body", False):
            break
    return b"".join(parts) if size <= most else None


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
