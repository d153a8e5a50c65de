"""The web chat as a channel: it keeps what the page shows, tells open pages about it, and runs the server."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

import structlog
import uvicorn
from starlette.types import ASGIApp

from bot.channels import Handle, Outbound, Shows, Undeliverable, no_pictures
from bot.channels.web.html import Html
from bot.channels.web.landing import Landing
from bot.channels.web.pages import Pages
from bot.channels.web.screen import Screen
from bot.channels.web.session import Sessions
from bot.channels.web.talk import Talk
from bot.dialogue.line import Channel
from bot.pace import Pace
from handlers.campaigns.counting import Counts
from handlers.door import door, give_up_unread, most_connections
from handlers.files.decoder import Decoder
from handlers.recording import Recording
from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from locales import N_

WEATHER = "https://www.google.com/search?q=th%E1%BB%9Di+ti%E1%BA%BFt"
NUMBERS = {"child": "111", "disaster": "112", "police": "113", "fire": "114", "ambulance": "115"}
_SWEEP_SECONDS = 60
_CONNECTIONS = 12_000  # at once, where the process may open more files than that (LimitNOFILE in its unit)


_CLOSES = N_("This page closes after 15 minutes without use.")
_LEAVE = N_("“Quick exit” leaves it at once.")
_MORE = (
    N_(
        "If nobody uses this page for 15 minutes it closes by itself; what was sent is kept. A call to 111 leaves "
        "nothing in writing, but whoever is near can hear it, and the telephone keeps a list of calls."
    ),
    N_("“Quick exit” empties the page and opens another one. /xoa deletes this chat."),
)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Web:
    """One page on `bind` ("127.0.0.1:8080", "[::1]:8080").

    `first_screen(topic)` is what stands on the page before anything was said, `counts` takes who opens a landing page.
    `pump(address)` delivers what waits in the outbox for one chat, so that the answer is on the page that the person
    gets back. `leave_to` is where quick exit leads; it must not redirect to another host, or browsers without
    JavaScript stay where they are. `drafts` shows Ê Đê that nobody reviewed on landing pages. `secure` marks the
    cookie for https only. The address of a person's network is taken from X-Forwarded-For when the request comes from
    one of `proxies`; it is never kept. At most `connections` are open at once; by default what the process's limit of
    files allows, with a reserve for all else that it does.
    """

    name = "web"
    about = Channel(
        _CLOSES,
        _LEAVE,
        _MORE,
        shows_numbers=True,
        takes_place=False,
        takes_voice=True,
        one_by_one=True,
        previews=False,
    )
    shows = Shows(buttons=True, max_text=8000)

    def __init__(
        self,
        store: Store,
        keys: BotKeys,
        handle: Handle,
        pump: Callable[[str], Awaitable[None]],
        bind: str,
        *,
        first_screen: Callable[[str], list[Outbound]],
        counts: Counts | None = None,
        numbers: Mapping[str, str] = NUMBERS,
        title: str | None = None,
        leave_to: str = WEATHER,
        drafts: bool = False,
        takes_pictures: Callable[[str, str], Awaitable[bool]] = no_pictures,
        secure: bool = False,
        proxies: str = "127.0.0.1",
        connections: int | None = None,
        decoder: Decoder | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._bind, self._proxies = bind, proxies
        self._connections = connections if connections is not None else most_connections(_CONNECTIONS)
        self._sessions = Sessions(store, keys, now)
        html = Html(title=title, numbers=numbers, leave_to=leave_to, drafts=drafts)
        screen = Screen(
            self._sessions,
            html,
            landing=Landing(store, html, counts if counts is not None else Counts(), now),
            first_screen=first_screen,
            secure=secure,
            takes_pictures=lambda address: takes_pictures("web", address),
        )
        talk = Talk(self._sessions, handle, pump, now)
        self._pages = Pages(screen, talk, Pace(now), decoder or Decoder(), leave_to, self._connections)

    def app(self) -> ASGIApp:
        return self._pages.app()

    async def deliver(self, address: str, message: Outbound) -> str:
        line = await self._sessions.add(address, "bot", message.text, message.choices, code=message.code)
        if line is None:
            raise Undeliverable("session_over", permanent=True)
        return str(line)

    async def play(self, address: str, recording: Recording) -> str:
        line = await self._sessions.add(address, "bot", "", spoken=recording)
        if line is None:
            raise Undeliverable("session_over", permanent=True)
        return str(line)

    async def erase(self, address: str, message_ids: tuple[str, ...]) -> None:
        await self._sessions.erase(address, [int(number) for number in message_ids if number.isdecimal()])

    async def receive(self) -> None:
        """Serve until cancelled. Raises OSError when the address cannot be bound."""
        where = urlsplit(f"//{self._bind}")
        host, port = where.hostname or "127.0.0.1", where.port or 8080
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
        # asyncio does so only for sockets that say their protocol: without it each answer may wait 40 ms for an ACK.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        give_up_unread(listener)
        server = _Server(
            uvicorn.Config(
                self.app(),
                lifespan="off",
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                http=door(self._connections),
                forwarded_allow_ips=self._proxies,
                timeout_graceful_shutdown=5,
            )
        )
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        sweeping = asyncio.create_task(self._sweep())
        try:
            await asyncio.shield(serving)
        finally:
            sweeping.cancel()
            server.should_exit = True
            await self._pages.stop()
            await serving

    async def _sweep(self) -> None:
        while True:
            try:
                await self._sessions.sweep()
            except Exception as error:  # a locked database must not end the sweeping
                structlog.get_logger().error("web_sweep_failed", kind=type(error).__name__)
            await asyncio.sleep(_SWEEP_SECONDS)


class _Server(uvicorn.Server):
    """uvicorn without signal handlers of its own: the process that runs us decides when to stop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
