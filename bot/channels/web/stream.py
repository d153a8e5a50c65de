"""Server-sent events for the one page of a browser that has the stream: "news", "closed", "elsewhere"."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import suppress

from bot.channels.web.session import Sessions

_HEARTBEAT_SECONDS = 20


async def events(sessions: Sessions, address: str, have: str) -> AsyncIterator[str]:
    """ "news" when the lines are not those that the page has, "closed" when the session is over, "elsewhere" when
    another page has taken the stream."""
    news = sessions.news
    with news.streaming(address) as changed:
        # After a restart of the server not everybody comes back in the same second.
        yield f"retry: {random.randint(2000, 6000)}\n\n"
        if have != news.version(address):
            changed.set()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_HEARTBEAT_SECONDS):
                    await changed.wait()
            if news.stopping:
                return
            if news.has_ended(address, changed):
                yield "event: elsewhere\ndata:\n\n"
                return
            if not await sessions.is_live(address):
                yield "event: closed\ndata:\n\n"
                return
            yield f"event: news\ndata: {news.version(address)}\n\n" if changed.is_set() else ":\n\n"
            changed.clear()
