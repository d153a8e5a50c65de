"""Telling open pages what is new: a version of each conversation's lines, and one stream for each browser."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import count


class News:
    """All in memory: the lines are written by this process alone.

    A browser has six connections to a host for all of its tabs together, so a second stream ends the first one, and
    a tab without a stream asks now and then.
    """

    def __init__(self) -> None:
        self._start = secrets.token_hex(4)  # after a restart every version is another one
        self._changes = count(1)
        self._last: dict[str, int] = {}
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._streams: dict[str, asyncio.Event] = {}
        self.stopping = False

    def version(self, address: str) -> str:
        """Another one after each change of the conversation's lines."""
        return f"{self._start}-{self._last.get(address, 0)}"

    def wake(self, address: str) -> None:
        """This conversation's lines have changed."""
        self._last[address] = next(self._changes)
        for event in self._waiting.get(address, ()):
            event.set()

    def stop(self) -> None:
        """End every stream."""
        self.stopping = True
        for events in self._waiting.values():
            for event in events:
                event.set()

    def keep_only(self, addresses: Collection[str]) -> None:
        self._last = {address: change for address, change in self._last.items() if address in addresses}

    @contextmanager
    def listening(self, address: str) -> Iterator[asyncio.Event]:
        """An event that is set at every change of this conversation's lines, and when the server stops."""
        event = asyncio.Event()
        self._waiting.setdefault(address, set()).add(event)
        try:
            yield event
        finally:
            rest = self._waiting[address]
            rest.discard(event)
            if not rest:
                del self._waiting[address]

    @contextmanager
    def streaming(self, address: str) -> Iterator[asyncio.Event]:
        """The same for a stream: the one that this conversation had before is woken, and `has_ended`."""
        with self.listening(address) as changed:
            before = self._streams.get(address)
            self._streams[address] = changed
            if before is not None:
                before.set()
            try:
                yield changed
            finally:
                if not self.has_ended(address, changed):
                    del self._streams[address]

    def end_stream(self, address: str) -> None:
        """Whoever listens has to ask again, with the cookie that counts now."""
        if (stream := self._streams.pop(address, None)) is not None:
            stream.set()

    def has_ended(self, address: str, stream: asyncio.Event) -> bool:
        """Whether a newer stream has taken the place of this one."""
        return self._streams.get(address) is not stream

    def has_stream(self, address: str) -> bool:
        return address in self._streams

    @property
    def streams(self) -> int:
        return len(self._streams)
