"""What a web chat keeps between two requests: its sealed lines, and when the person was last here."""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.recording import Recording
from handlers.store.engine import Store
from handlers.store.keys import BotKeys, keyed_hash, token_hash
from handlers.store.models import Conversation, Job, WebLine

IDLE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the page. `once` tells the person's own lines apart: the same press gives the same."""

    id: int
    author: str  # "bot", "me"
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    once: str = ""
    spoken: Recording | None = None  # a spoken answer of the staff


class Sessions:
    """A session lives while its conversation has lines and the person was here in the last fifteen minutes.

    `address` is the hash of the cookie's token: whoever reads the database cannot make the cookie from it.
    """

    def __init__(self, store: Store, keys: BotKeys, now: Callable[[], datetime]) -> None:
        self._store, self._keys, self._now = store, keys, now
        self._seen: dict[str, datetime] = {}
        self._over: dict[str, datetime] = {}
        self._starting: dict[str, datetime] = {}
        self._listeners: dict[str, set[asyncio.Event]] = {}

    # --- who is here ----------------------------------------------------------------------------------------------
    async def state(self, address: str) -> str:
        """ "new" (no such conversation), "live", or "over"."""
        if address in self._over:
            return "over"
        async with self._store.reading() as session:
            row = (
                await session.execute(
                    select(Conversation.heard_at, exists().where(WebLine.conversation_id == Conversation.id)).where(
                        *self._where(address)
                    )
                )
            ).one_or_none()
        if row is None:
            return "new"
        heard_at, has_lines = row
        last = max(heard_at, self._seen.get(address, heard_at))
        return "live" if has_lines and self._now() - last < IDLE else "over"

    async def new_token(self, nonce: str) -> str:
        """A token for a new session: the same again for the same first form, so that a second press is no second chat.

        A form whose chat is over gets another one, so that an old page never leads back into it.
        """
        token = keyed_hash(self._keys.chats, "web-session", nonce)
        address = token_hash(token)
        if await self.state(address) == "over" and not await self._is_starting(address):
            return secrets.token_hex(32)
        return token

    async def _is_starting(self, address: str) -> bool:
        """Whether its first lines are being written this moment, or were while it was looked at."""
        if address in self._over:
            return False
        started = self._starting.get(address)
        if started is not None:
            return self._now() - started < IDLE
        return await self.state(address) == "live"

    def touch(self, address: str) -> None:
        """The person is here."""
        self._seen[address] = self._now()

    def start(self, address: str) -> None:
        """A session that has no line yet takes its first ones."""
        self._starting[address] = self._now()

    def close(self, address: str) -> None:
        """From now on nobody gets in, even before the lines are gone from the database."""
        self._over[address] = self._now()
        self.wake(address)

    # --- its lines ------------------------------------------------------------------------------------------------
    async def lines(self, address: str) -> list[Shown]:
        async with self._store.reading() as session:
            return await self._lines(session, address)

    async def add(
        self,
        address: str,
        author: str,
        text: str,
        choices: tuple[tuple[str, str], ...] = (),
        once: str = "",
        spoken: Recording | None = None,
    ) -> int | None:
        """The new line's id, the id of the line that came with the same `once`, or None when the session is over."""
        if address in self._over or (address not in self._starting and await self.state(address) != "live"):
            return None
        sealed = self._keys.live.encrypt(
            json.dumps({"author": author, "text": text, "choices": choices, "once": once, **_sound(spoken)}).encode()
        )
        async with self._store.writing() as session:
            conversation = await session.scalar(select(Conversation.id).where(*self._where(address)))
            if conversation is None:
                return None
            if once:
                for shown in await self._lines(session, address):
                    if shown.once == once:
                        return shown.id
            line = WebLine(conversation_id=conversation, sealed=sealed, created_at=self._now())
            session.add(line)
            await session.flush()
            number = line.id
        self._starting.pop(address, None)
        self.wake(address)
        return number

    async def is_settled(self, address: str) -> bool:
        """Whether nothing that is due still waits in the outbox for this conversation."""
        async with self._store.reading() as session:
            waiting = await session.scalar(
                select(Job.id)
                .join(Conversation, Conversation.id == Job.conversation_id)
                .where(*self._where(address), Job.worker == "web", Job.done_at.is_(None), Job.due_at <= self._now())
                .limit(1)
            )
        return waiting is None

    async def erase(self, address: str, ids: Collection[int] | None = None) -> None:
        """Delete these lines of the conversation, or all of them."""
        of_chat = select(Conversation.id).where(*self._where(address)).scalar_subquery()
        statement = delete(WebLine).where(WebLine.conversation_id == of_chat)
        if ids is not None:
            statement = statement.where(WebLine.id.in_(ids))
        async with self._store.writing() as session:
            await session.execute(statement)
        self.wake(address)

    async def sweep(self) -> None:
        """Delete the lines of everybody who has been away for fifteen minutes."""
        now = self._now()
        self._seen = {address: at for address, at in self._seen.items() if now - at < IDLE}
        self._over = {address: at for address, at in self._over.items() if now - at < 2 * IDLE}
        self._starting = {address: at for address, at in self._starting.items() if now - at < IDLE}
        here = [self._hash(address) for address in self._seen]
        away = select(Conversation.id).where(
            Conversation.channel == "web", Conversation.heard_at <= now - IDLE, Conversation.chat_hash.not_in(here)
        )
        async with self._store.reading() as session:
            stale = list(await session.scalars(away.where(exists().where(WebLine.conversation_id == Conversation.id))))
        if stale:
            async with self._store.writing() as session:
                await session.execute(delete(WebLine).where(WebLine.conversation_id.in_(stale)))

    # --- telling open pages ---------------------------------------------------------------------------------------
    @contextmanager
    def listening(self, address: str) -> Iterator[asyncio.Event]:
        """An event that is set at every change of this conversation's lines, and when the server stops."""
        event = asyncio.Event()
        self._listeners.setdefault(address, set()).add(event)
        try:
            yield event
        finally:
            rest = self._listeners[address]
            rest.discard(event)
            if not rest:
                del self._listeners[address]

    def listeners(self, address: str | None = None) -> int:
        if address is not None:
            return len(self._listeners.get(address, ()))
        return sum(map(len, self._listeners.values()))

    def wake(self, address: str | None = None) -> None:
        """Wake the open pages of one conversation, or all."""
        for events in self._listeners.values() if address is None else (self._listeners.get(address, set()),):
            for event in events:
                event.set()

    def _hash(self, address: str) -> str:
        return keyed_hash(self._keys.chats, "web", address)

    def _where(self, address: str) -> tuple[ColumnElement[bool], ...]:
        return (Conversation.channel == "web", Conversation.chat_hash == self._hash(address))

    async def _lines(self, session: AsyncSession, address: str) -> list[Shown]:
        rows = await session.execute(
            select(WebLine.id, WebLine.sealed)
            .join(Conversation, Conversation.id == WebLine.conversation_id)
            .where(*self._where(address))
            .order_by(WebLine.id)
        )
        found = []
        for number, sealed in rows:
            kept = json.loads(self._keys.live.decrypt(sealed))
            choices = tuple((data, label) for data, label in kept["choices"])
            found.append(Shown(number, kept["author"], kept["text"], choices, kept["once"], _heard(kept)))
        return found


def _sound(spoken: Recording | None) -> dict[str, str]:
    return {} if spoken is None else {"sound": base64.b64encode(spoken.data).decode(), "kind": spoken.media_type}


def _heard(kept: dict[str, str]) -> Recording | None:
    return Recording(base64.b64decode(kept["sound"]), kept["kind"]) if "sound" in kept else None
