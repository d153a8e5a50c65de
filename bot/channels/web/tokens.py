"""Which conversation a browser's cookie opens: random tokens, renewed when it counts, and the signed marks of forms.

docs/decisions/0033 says against whom. What only this process remembers, such as which token took the place of which, is
forgotten with it: then an old cookie opens nothing, and the words that come with it begin a conversation.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from sqlalchemy import bindparam, select, update

from handlers.store.engine import Store
from handlers.store.keys import BotKeys, keyed_hash
from handlers.store.models import Conversation, table_of

REMEMBERED = timedelta(minutes=15)
LOST = timedelta(seconds=20)  # a browser that has a new token shows it at once; after that its answer was lost
FORM_LASTS = timedelta(days=1)
_FORM, _AGAIN = "form:", "again:"  # what a nonce says, sealed with the live key and dated

_ROWS = table_of(Conversation)
_OPENS = select(_ROWS.c.address).where(_ROWS.c.channel == "web", _ROWS.c.token_hash == bindparam("token"))
_KEEP = (
    update(_ROWS)
    .where(_ROWS.c.channel == "web", _ROWS.c.chat_hash == bindparam("chat"))
    .values(token_hash=bindparam("token"))
)


@dataclass(frozen=True, slots=True)
class Admitted:
    """What a cookie opens: a conversation, perhaps with a token that its browser has not got yet; or nothing.

    `spent_on`: the conversation that it opened until another token took its place.
    """

    address: str | None = None
    token: str | None = None
    spent_on: str | None = None


@dataclass(frozen=True, slots=True)
class _Spent:
    address: str
    nonce: str  # of the form because of which it was renewed: the page that sent it may have the new one
    at: datetime


@dataclass(frozen=True, slots=True)
class _Given:
    token: str
    at: datetime


class Tokens:
    """The database keeps an HMAC of a token; what it is, only the browser and, until that shows it, this process."""

    def __init__(self, store: Store, keys: BotKeys, now: Callable[[], datetime]) -> None:
        self._store, self._keys, self._now = store, keys, now
        self._opens: dict[str, str] = {}  # hash of a token that counts → address
        self._spent: dict[str, _Spent] = {}  # hash of one that does no longer
        self._given: dict[str, _Given] = {}  # address → its newest token, until a browser shows it
        self._begun: dict[str, tuple[str, datetime]] = {}  # nonce of a first form → what it began

    # --- cookies --------------------------------------------------------------------------------------------------
    async def admit(self, token: str | None, nonce: str = "") -> Admitted:
        """What this cookie opens for the form with this nonce."""
        if not token:
            return Admitted()
        hashed = self._hash(token)
        if (spent := self._spent.get(hashed)) is not None:
            given = self._given.get(spent.address)
            if given is not None and (nonce == spent.nonce or self._now() - spent.at >= LOST):
                return Admitted(spent.address, given.token)
            return Admitted(spent_on=spent.address)
        address = self._opens.get(hashed) or await self._look_up(hashed)
        if address is not None and (given := self._given.get(address)) is not None and given.token == token:
            del self._given[address]
        return Admitted(address)

    async def whose(self, token: str) -> str | None:
        """The conversation that this cookie opens, or opened: whoever had it may end it."""
        spent = self._spent.get(hashed := self._hash(token))
        return spent.address if spent else self._opens.get(hashed) or await self._look_up(hashed)

    def begun_by(self, nonce: str) -> tuple[str, str] | None:
        """Token and address of what this form has begun, while no browser has shown that it knows."""
        address = self._begun.get(nonce, ("",))[0]
        given = self._given.get(address)
        return (given.token, address) if given is not None else None

    def begin(self, nonce: str) -> tuple[str, str]:
        """Token and address for a conversation that this form begins."""
        token, address, now = secrets.token_urlsafe(32), secrets.token_hex(32), self._now()
        self._begun[nonce] = (address, now)
        self._given[address] = _Given(token, now)
        self._opens[self._hash(token)] = address
        return token, address

    async def keep(self, address: str, token: str) -> None:
        """From now on this token opens the conversation, and no other."""
        values = {"chat": keyed_hash(self._keys.chats, "web", address), "token": self._hash(token)}
        async with self._store.writing() as session:
            await session.execute(_KEEP, values)

    async def renew(self, address: str, nonce: str) -> str:
        """Another token for the conversation, for the page that sent the form with this nonce."""
        token, now = secrets.token_urlsafe(32), self._now()
        await self.keep(address, token)
        for hashed in [hashed for hashed, opened in self._opens.items() if opened == address]:
            del self._opens[hashed]
            self._spent[hashed] = _Spent(address, nonce, now)
        self._opens[self._hash(token)] = address
        self._given[address] = _Given(token, now)
        return token

    def sweep(self, here: Collection[str]) -> None:
        """Forget what is older than REMEMBERED, and the tokens of conversations that are not in `here`."""
        since = self._now() - REMEMBERED
        self._spent = {hashed: one for hashed, one in self._spent.items() if one.at > since}
        self._given = {address: one for address, one in self._given.items() if one.at > since}
        self._begun = {nonce: one for nonce, one in self._begun.items() if one[1] > since or one[0] in here}
        here = {*here, *self._given}
        self._opens = {hashed: address for hashed, address in self._opens.items() if address in here}

    async def _look_up(self, hashed: str) -> str | None:
        async with self._store.reading() as session:
            sealed = (await session.execute(_OPENS, {"token": hashed})).scalar_one_or_none()
        if sealed is None or hashed in self._spent:  # renewed while it was looked up
            return None
        return self._opens.setdefault(hashed, self._keys.live.decrypt(sealed).decode())

    def _hash(self, token: str) -> str:
        return keyed_hash(self._keys.chats, "web-token", token)

    # --- forms ----------------------------------------------------------------------------------------------------
    def nonce(self, address: str | None = None, *, again: bool = False) -> str:
        """The mark of one page's forms, for the browser of this conversation. `again`: words came back with it."""
        about = f"{_AGAIN if again else _FORM}{address or ''}".encode()
        return self._keys.live.encrypt_at_time(about, int(self._now().timestamp())).decode()

    def is_ours(self, nonce: str) -> bool:
        return self._about(nonce) is not None

    def is_again(self, nonce: str) -> bool:
        """Whether words came back with this form, so that it was sent a second time."""
        return (self._about(nonce) or "").startswith(_AGAIN)

    def fits(self, nonce: str, address: str) -> bool:
        """Whether the form stood on a page of this conversation, or is the one that began it."""
        began = self._begun.get(nonce, ("",))[0] == address
        return began or self._about(nonce, FORM_LASTS) in (_FORM + address, _AGAIN + address)

    def mark(self, *parts: str) -> str:
        """What an incoming thing is known by in the inbox: it tells nothing to whoever has the database."""
        return keyed_hash(self._keys.chats, "web-update", *parts)

    def _about(self, nonce: str, lasts: timedelta = timedelta(days=3650)) -> str | None:
        now = int(self._now().timestamp())
        try:
            about = self._keys.live.decrypt_at_time(nonce, int(lasts.total_seconds()), now).decode()
        except (InvalidToken, ValueError):
            return None
        return about if about.startswith((_FORM, _AGAIN)) else None
