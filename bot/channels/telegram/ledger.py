"""One bot's inbox: its updates, sealed with the live key; the conversation finishes them in its own transaction."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from cryptography.fernet import InvalidToken, MultiFernet
from sqlalchemy import delete

from handlers import inbox
from handlers.inbox import Kind
from handlers.store.engine import Store
from handlers.store.models import Received

Raw = dict[str, Any]

_PROBE, _PROBE_BYTES = "probe", 10_000  # more than fits into a page that has some room left


class Ledger:
    """`source` is "telegram:<bot id>"; `live` seals what waits."""

    def __init__(self, store: Store, live: MultiFernet, source: str, now: Callable[[], datetime]) -> None:
        self.source = source
        self._store, self._live, self._now = store, live, now

    async def receive(self, raws: Mapping[str, Raw]) -> set[str]:
        """Keep these updates, by number; which are not dealt with. From then on they may be confirmed."""
        bodies = {number: self._live.encrypt(json.dumps(raw).encode()) for number, raw in raws.items()}
        async with self._store.writing() as session:
            return await inbox.receive(session, self.source, bodies, self._now())

    async def left_over(self) -> list[tuple[str, Raw | None, int]]:
        """What an earlier process did not get done, oldest first: number, update (None: can't be opened), attempts."""
        async with self._store.writing() as session:
            waiting = await inbox.left_over(session, self.source)
        return [(one.update_id, self._open(one.body), one.attempts) for one in waiting]

    async def begin_again(self, number: str) -> None:
        async with self._store.writing() as session:
            await inbox.begin_again(session, self.source, number)

    async def has(self, number: str) -> bool:
        """Whether the update is dealt with."""
        async with self._store.reading() as session:
            row = await session.get(Received, (self.source, number))
            return row is not None and row.kind not in (Kind.WAITING, Kind.FAILED)

    async def note(self, number: str, kind: Kind) -> bool:
        """Note the update as dealt with, and erase it; False when it was noted before."""
        async with self._store.writing() as session:
            return await inbox.finish(session, self.source, number, kind, self._now())

    async def set_aside(self, number: str, kind: Kind) -> bool:
        """Give the update up, as UNREADABLE or FAILED, and keep it sealed; False when it was dealt with before."""
        async with self._store.writing() as session:
            return await inbox.set_aside(session, self.source, [number], kind)

    async def can_write(self) -> bool:
        """Whether a row can be written now: a full disk answers every question and keeps nothing."""
        probe = {f"probe {uuid4()}": secrets.token_bytes(_PROBE_BYTES)}
        try:
            async with self._store.writing() as session:
                await inbox.receive(session, _PROBE, probe, self._now())
            async with self._store.writing() as session:
                await session.execute(delete(Received).where(Received.channel == _PROBE))
        except Exception:
            return False
        return True

    def _open(self, body: bytes) -> Raw | None:
        try:
            raw = json.loads(self._live.decrypt(body))
        except (InvalidToken, ValueError):
            return None
        return raw if isinstance(raw, dict) else None
