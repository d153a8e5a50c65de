"""The landing page of a campaign's code, `/c/<code>`: the same help for every code, with its topic where it runs.

What the codes mean is held in memory and read anew now and then, and whoever opens the page is counted in memory: a
thousand people who follow one link cost the database nothing. No cookie, no script, nothing kept of who opens it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.channels.web.html import Html
from bot.channels.web.openings import is_person
from handlers.campaigns import arriving, codes
from handlers.campaigns.arriving import Door
from handlers.campaigns.counting import Counts
from handlers.campaigns.links import telegram_link
from handlers.campaigns.topics import Step
from handlers.store.engine import Store
from handlers.store.kept import kept

FRESH = timedelta(seconds=15)  # so long a new campaign may be unknown, and an ended one known
_PATIENCE = 0.5  # seconds that a page waits for what the codes mean now
_UNKNOWN = Door(None, discreet=False)
_CODE = "\ue000"  # stands for the code in a page that is kept

log = structlog.get_logger()


class Landing:
    def __init__(self, store: Store, html: Html, counts: Counts, now: Callable[[], datetime]) -> None:
        self._store, self._html, self._counts, self._now = store, html, counts, now
        self._doors: Mapping[str, Door] = {}
        self._bot: str | None = None  # by which Telegram knows the bot, where it is served
        self._read_at: datetime | None = None
        self._reading: asyncio.Task[None] | None = None
        self._pages: dict[tuple[str, bool, bool, bool], str] = {}

    async def page(self, request: Request) -> Response:
        """GET /c/<code>, whatever stands there: an unknown, ended or garbled code gets the page without a topic."""
        await self._read_now_and_then()
        code = codes.link_code(request.path_params.get("code", "").strip(" .,;:!?)>]\"'/")) or ""
        door = self._doors.get(code, _UNKNOWN)
        if door.came is not None and is_person(request.method, request.headers):
            self._counts.add(door.came.variant, Step.OPENED, "vi", self._now())
        topic = door.came.topic if door.came is not None else ""
        page = self._page(topic, discreet=door.discreet, known=bool(code), telegram=self._bot is not None)
        return HTMLResponse(page.replace(_CODE, code))

    async def topic(self, code: str) -> str:
        """What the campaign of a code is about; nothing where it is unknown or over."""
        if not code:
            return ""
        await self._read_now_and_then()
        came = self._doors.get(code, _UNKNOWN).came
        return came.topic if came is not None else ""

    def _page(self, topic: str, *, discreet: bool, known: bool, telegram: bool) -> str:
        key = (topic, discreet, known, telegram)
        if key not in self._pages:
            link = telegram_link(self._bot, _CODE) if self._bot is not None else ""
            link = link if known else link.removesuffix(f"?start={_CODE}")
            self._pages[key] = self._html.landing(
                topic=topic, discreet=discreet, chat=f"/?c={_CODE}" if known else "/", telegram=link
            )
        return self._pages[key]

    async def _read_now_and_then(self) -> None:
        """Whoever finds it old waits for it, and that not long; all others see what was known before."""
        waits = self._read_at is None
        if self._reading is None and (self._read_at is None or self._now() - self._read_at >= FRESH):
            self._read_at = self._now()
            self._reading = asyncio.create_task(self._read())
            waits = True
        if waits and self._reading is not None:
            await asyncio.wait({self._reading}, timeout=_PATIENCE)

    async def _read(self) -> None:
        try:
            async with self._store.reading() as session:
                doors = await arriving.doors(session, self._now())
                bot, off = await kept(session, "bot_username"), await kept(session, "telegram_off")
            if (bot := None if off else bot) != self._bot:
                self._pages.clear()
            self._doors, self._bot = doors, bot
        except Exception as error:  # what was known before still helps
            log.error("landing_not_read", kind=type(error).__name__)
        finally:
            self._reading = None
