"""What a web chat keeps between two requests: its sealed lines, and when the person was last here."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Boolean, ColumnElement, and_, bindparam, delete, exists, insert, or_, select
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.web.news import News
from bot.channels.web.tokens import Tokens
from handlers.recording import Recording
from handlers.store.engine import Store
from handlers.store.keys import BotKeys, keyed_hash
from handlers.store.models import Conversation, Job, WebLine

IDLE = timedelta(minutes=15)
_AT_ONCE = 500  # conversations whose lines go in one statement

# Built once: building a statement costs more than running it.
_MINE = and_(Conversation.channel == "web", Conversation.chat_hash == bindparam("chat"))
_LINES = exists().where(WebLine.conversation_id == Conversation.id)
_WAITS = exists().where(
    Job.conversation_id == Conversation.id,
    Job.worker == "web",
    Job.done_at.is_(None),
    Job.due_at <= bindparam("now", type_=Job.due_at.type),
)
_STATE = select(Conversation.heard_at, _LINES).where(_MINE)
_LOOK = select(Conversation.id, Conversation.heard_at, _WAITS).where(_MINE)
_LINES_OF = select(WebLine.id, WebLine.sealed).where(WebLine.conversation_id == bindparam("id")).order_by(WebLine.id)
_IS_HERE = or_(
    bindparam("is_here", type_=Boolean), Conversation.heard_at > bindparam("idle", type_=Conversation.heard_at.type)
)
_NEW_LINE = select(
    Conversation.id,
    bindparam("sealed", type_=WebLine.sealed.type),
    bindparam("now", type_=WebLine.created_at.type),
).where(_MINE, or_(bindparam("starts", type_=Boolean), and_(_LINES, _IS_HERE)))
_ADD = (
    insert(WebLine.metadata.tables[WebLine.__tablename__])
    .from_select(["conversation_id", "sealed", "created_at"], _NEW_LINE)
    .returning(WebLine.id)
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the page. `once` tells the person's own lines apart: the same press gives the same."""

    id: int
    author: str  # "bot", "me"
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    once: str = ""
    spoken: Recording | None = None  # a spoken answer of the staff
    code: str | None = None  # as in Outbound


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at a conversation."""

    state: str = "new"  # no such conversation; "live", or "over"
    lines: tuple[Shown, ...] = ()
    waits: bool = False  # something that is due has not been delivered yet
    version: str = ""  # of the lines; they are no older than it says


class Sessions:
    """A session lives while its conversation has lines and the person was here in the last fifteen minutes.

    `address` is a random name of the conversation, which no browser learns; `tokens` knows which cookie opens it.
    """

    def __init__(self, store: Store, keys: BotKeys, now: Callable[[], datetime]) -> None:
        self._store, self._keys, self._now = store, keys, now
        self.news = News()
        self.tokens = Tokens(store, keys, now)
        self._seen: dict[str, datetime] = {}
        self._over: dict[str, datetime] = {}
        self._starting: dict[str, datetime] = {}
        self._unsaid: set[int] = set()  # lines that the conversation has not taken in
        self._refused: set[int] = set()  # of these, the ones that it will not
        self._held: dict[str, int] = {}  # the last line that may be shown while somebody is being heard
        self._missed: set[str] = set()  # of these, the ones where somebody looked

    # --- who is here ----------------------------------------------------------------------------------------------
    async def state(self, address: str) -> str:
        """ "new" (no such conversation), "live", or "over"."""
        if address in self._over:
            return "over"
        async with self._store.reading() as session:
            row = (await session.execute(_STATE, {"chat": self._hash(address)})).one_or_none()
        return self._judged(address, row[0], row[1]) if row is not None else "new"

    async def is_live(self, address: str) -> bool:
        """As `state`, without the database while the person was here lately."""
        return self._is_here(address) or await self.state(address) == "live"

    async def look(self, address: str) -> Seen:
        """The session with the lines that the conversation has taken in."""
        if address in self._over:
            return Seen("over")
        version = self.news.version(address)
        async with self._store.reading() as session:
            found = {"chat": self._hash(address), "now": self._now()}
            row = (await session.execute(_LOOK, found)).one_or_none()
            if row is None:
                self._seen.pop(address, None)
                return Seen()
            conversation, heard_at, waits = row
            rows = (await session.execute(_LINES_OF, {"id": conversation})).all()
        lines = [self._shown(*line) for line in rows if line[0] not in self._unsaid]
        return Seen(self._judged(address, heard_at, bool(rows)), tuple(lines), waits, version)

    async def shown(self, address: str) -> Seen:
        """The same for whoever looks: what comes while somebody is being heard, once it is known whose it is."""
        seen = await self.look(address)
        last = self._held.get(address)
        if last is None:
            return seen
        self._missed.add(address)
        return replace(seen, lines=tuple(line for line in seen.lines if line.id <= last))

    @contextmanager
    def holding(self, address: str, lines: tuple[Shown, ...]) -> Iterator[None]:
        """Show nobody more than these lines: the token that opens them may be about to be renewed."""
        self._held[address] = max((line.id for line in lines), default=0)
        try:
            yield
        finally:
            del self._held[address]
            if address in self._missed:
                self._missed.discard(address)
                self.news.wake(address)

    def _judged(self, address: str, heard_at: datetime, has_lines: bool) -> str:
        last = max(heard_at, self._seen.get(address, heard_at))
        if has_lines and self._now() - last < IDLE:
            self._seen[address] = last
            return "live"
        self._seen.pop(address, None)
        return "over"

    def _is_here(self, address: str) -> bool:
        seen = self._seen.get(address)
        return seen is not None and self._now() - seen < IDLE and address not in self._over

    async def begin(self, nonce: str) -> tuple[str, str]:
        """Token and address of a new session: the same again for the same first form, so that a second press is no
        second chat. A form whose chat is over gets another one, so that an old page never leads back into it."""
        known = self.tokens.begun_by(nonce)
        if known is None or (await self.state(known[1]) == "over" and not await self._is_starting(known[1])):
            known = self.tokens.begin(nonce)
        return known

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
        if address not in self._over:
            self._seen[address] = self._now()

    def start(self, address: str) -> None:
        """A session that has no line yet takes its first ones."""
        self._starting[address] = self._now()

    def close(self, address: str) -> None:
        """From now on nobody gets in, even before the lines are gone from the database."""
        self._over[address] = self._now()
        self._seen.pop(address, None)
        self.news.wake(address)

    # --- its lines ------------------------------------------------------------------------------------------------
    async def add(
        self,
        address: str,
        author: str,
        text: str,
        choices: tuple[tuple[str, str], ...] = (),
        once: str = "",
        spoken: Recording | None = None,
        code: str | None = None,
    ) -> int | None:
        """The new line's id, or None when the session is over. A line with `once` is shown from `said` on."""
        if address in self._over:
            return None
        line = {"author": author, "text": text, "choices": choices, "once": once, "code": code, **_sound(spoken)}
        now = self._now()
        values = {
            "chat": self._hash(address),
            "sealed": self._keys.live.encrypt(json.dumps(line).encode()),
            "now": now,
            "idle": now - IDLE,
            "starts": address in self._starting,
            "is_here": self._is_here(address),
        }
        async with self._store.writing() as session:
            number: int | None = await session.scalar(_ADD, values)
            if number is not None and once:
                self._unsaid.add(number)
        if number is not None:
            self._starting.pop(address, None)
            if not once:
                self.news.wake(address)
        return number

    def said(self, address: str, line: int) -> None:
        """The conversation has taken in what stands on this line."""
        self._unsaid.discard(line)
        self.news.wake(address)

    async def unsay(self, line: int) -> None:
        """It has not: nobody is shown the line, and it goes as soon as the database lets it."""
        self._refused.add(line)
        try:
            async with self._store.writing() as session:
                await session.execute(delete(WebLine).where(WebLine.id == line))
        except (SQLAlchemyError, OSError) as error:
            structlog.get_logger().error("web_line_hidden", kind=type(error).__name__)
        else:
            self._unsaid.discard(line)
            self._refused.discard(line)

    async def erase(self, address: str, ids: Collection[int] | None = None) -> None:
        """Delete these lines of the conversation, or all of them."""
        of_chat = select(Conversation.id).where(*self._where(address)).scalar_subquery()
        statement = delete(WebLine).where(WebLine.conversation_id == of_chat)
        if ids is not None:
            statement = statement.where(WebLine.id.in_(ids))
        async with self._store.writing() as session:
            await session.execute(statement)
        self.news.wake(address)

    async def sweep(self) -> None:
        """Delete the lines of everybody who has been away for fifteen minutes."""
        now = self._now()
        self._seen = {address: at for address, at in self._seen.items() if now - at < IDLE}
        self._over = {address: at for address, at in self._over.items() if now - at < 2 * IDLE}
        self._starting = {address: at for address, at in self._starting.items() if now - at < IDLE}
        self.news.keep_only(self._seen.keys() | self._over.keys())
        self.tokens.sweep(self._seen.keys() | self._over.keys())
        here = {self._hash(address) for address in self._seen}
        away = select(Conversation.id, Conversation.chat_hash).where(
            Conversation.channel == "web", Conversation.heard_at <= now - IDLE, _LINES
        )
        async with self._store.reading() as session:
            stale = [number for number, chat in await session.execute(away) if chat not in here]
        for first in range(0, len(stale), _AT_ONCE):
            some = stale[first : first + _AT_ONCE]
            async with self._store.writing() as session:
                await session.execute(delete(WebLine).where(WebLine.conversation_id.in_(some)))
        for line in tuple(self._refused):
            await self.unsay(line)

    def _hash(self, address: str) -> str:
        return keyed_hash(self._keys.chats, "web", address)

    def _where(self, address: str) -> tuple[ColumnElement[bool], ...]:
        return (Conversation.channel == "web", Conversation.chat_hash == self._hash(address))

    def _shown(self, number: int, sealed: bytes) -> Shown:
        kept = json.loads(self._keys.live.decrypt(sealed))
        choices = tuple((data, label) for data, label in kept["choices"])
        return Shown(number, kept["author"], kept["text"], choices, kept["once"], _heard(kept), kept.get("code"))


def _sound(spoken: Recording | None) -> dict[str, str]:
    return {} if spoken is None else {"sound": base64.b64encode(spoken.data).decode(), "kind": spoken.media_type}


def _heard(kept: dict[str, str]) -> Recording | None:
    return Recording(base64.b64decode(kept["sound"]), kept["kind"]) if "sound" in kept else None
