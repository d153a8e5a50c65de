"""What every request and answer passes: unsafe requests only from our own pages, small bodies, strict headers."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handlers.bodies import Bodies, replay
from handlers.networks import network_of
from handlers.recording import LARGEST_SPOKEN_REPLY
from handlers.table_file import MOST_BYTES

LARGEST_BODY = 100_000  # bytes; the longest form is a reply
# A spoken reply. It stays below what Starlette would put into a file (one megabyte).
LARGEST_VOICE = LARGEST_SPOKEN_REPLY + 20_000
LARGEST_TABLE = MOST_BYTES + 20_000
BODIES = 32 * 1024 * 1024  # bytes of all bodies that are being read or worked on together
_TABLE = re.compile(r"/(?:sheets/[0-9H]+|campaigns/slogans)/table")
_VOICE = re.compile(r"/cases/[0-9-]+/voice")
_SAFE = {"GET", "HEAD", "OPTIONS"}

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": browsers then send "Origin: null" with forms, and old ones have nothing else to check.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}


LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def hosts_of(address: str) -> list[str]:
    """The names under which the console answers: that of its address, on one's own machine each that this has.

    Any other name in `Host` is somebody else's page that was made to lead here (DNS rebinding), or a wrong setting.
    """
    host = urlsplit(address).netloc.rpartition("@")[2].lower()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return list(LOOPBACK) if name in LOOPBACK else [name]


class Shield:
    """ASGI middleware; the check of origins follows Datasette's and Go's, but refuses who says nothing at all."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._bodies = Bodies(BODIES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def send_shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answer[name] = value
                answer.setdefault("Cache-Control", "no-store")
            await send(message)

        if "\0" in scope["path"]:  # no page of ours, and PostgreSQL refuses even to look for it
            await PlainTextResponse("This page does not exist.", status_code=404)(scope, receive, send_shielded)
            return
        if scope["method"] not in _SAFE:
            if not same_origin(headers):
                refused = PlainTextResponse("This form was not sent from the console itself.", status_code=403)
                await refused(scope, receive, send_shielded)
                return
            length = headers.get("content-length", "")
            most = _most(scope["path"])
            if not length.isdigit() or int(length) > most:
                await PlainTextResponse("Too long.", status_code=413)(scope, receive, send_shielded)
                return
            await self._posted(scope, receive, send_shielded, most)
            return
        await self.app(scope, receive, send_shielded)

    async def _posted(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        read = False
        try:
            async with self._bodies.read(receive, most, network_of((scope.get("client") or ("",))[0])) as body:
                read = True
                if body is None:
                    await PlainTextResponse("Too long.", status_code=413)(scope, receive, send)
                else:
                    await self.app(scope, replay(body, receive), send)
        except ClientDisconnect:
            if read:
                raise
        except TimeoutError:
            if read:
                raise
            late = PlainTextResponse("This came too slowly. Send it again.", status_code=408)
            late.headers["Connection"] = "close"
            await late(scope, receive, send)


def _most(path: str) -> int:
    if _TABLE.fullmatch(path):
        return LARGEST_TABLE
    return LARGEST_VOICE if _VOICE.fullmatch(path) else LARGEST_BODY


def same_origin(headers: Headers) -> bool:
    """Whether the browser says that the request comes from a page of this very host and port."""
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host")
    return site is not None
