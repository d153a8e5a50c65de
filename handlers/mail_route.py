"""Being alerted by e-mail: somebody gives their own address and proves it with a code that is sent there."""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import outbox
from handlers.audit import Act, note
from handlers.outbox import Kind, Urgency
from handlers.routes import Route, lane_of, target_of
from handlers.store import seal
from handlers.store.keys import BotKeys, ConsoleKeys, keyed_hash
from handlers.store.models import MailRoute

LASTS = timedelta(minutes=15)
TRIES = 5
BETWEEN = timedelta(seconds=60)  # two codes: nobody's box is filled by us
LONGEST = 254  # RFC 5321

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]+")


class NotAnAddress(ValueError):
    """This can't be an e-mail address."""


class TooSoon(Exception):
    """A code was sent a moment ago."""


async def ask(session: AsyncSession, keys: ConsoleKeys, staff_id: str, address: str, now: datetime) -> None:
    """Send a code to this address, which takes the place of another. Raises NotAnAddress, TooSoon."""
    address = address.strip()
    host = address.rpartition("@")[2]
    if len(address) > LONGEST or not _ADDRESS.fullmatch(address) or not all(host.split(".")) or "." not in host:
        raise NotAnAddress
    row = await session.get(MailRoute, staff_id, with_for_update=True)
    if row is not None and now - row.asked_at < BETWEEN:
        raise TooSoon
    code = f"{secrets.randbelow(1_000_000):06d}"
    sealed = seal.seal(address.encode(), keys.bot_public, _about(staff_id))
    row = row or MailRoute(staff_id=staff_id)
    row.sealed, row.hint, row.asked_at = sealed, hint(address), now
    row.code_hash, row.tries, row.proved_at, row.refused_at = _hash(keys, staff_id, code), 0, None, None
    session.add(row)
    note(session, Act.MAIL_CODE, at=now, staff_id=staff_id)
    await outbox.put(
        session,
        worker=Route.MAIL,
        kind=Kind.MAIL_CODE,
        lane=lane_of(target_of(Route.MAIL, staff_id)),
        now=now,
        body=seal.seal(code.encode(), keys.bot_public, _about_code(staff_id)),
        urgency=Urgency.ORDINARY,
    )


async def prove(session: AsyncSession, keys: ConsoleKeys, staff_id: str, code: str, now: datetime) -> bool:
    """Whether the code is the one that was sent: from then on alerts go there too. Five tries, a quarter of an hour."""
    row = await session.get(MailRoute, staff_id, with_for_update=True)
    if row is None or row.code_hash is None or row.tries >= TRIES or now - row.asked_at > LASTS:
        return False
    if not hmac.compare_digest(row.code_hash, _hash(keys, staff_id, "".join(code.split()))):
        row.tries += 1
        return False
    row.code_hash, row.proved_at = None, now
    note(session, Act.MAIL_PROVED, at=now, staff_id=staff_id)
    return True


async def remove(session: AsyncSession, staff_id: str, now: datetime) -> None:
    """Nothing is mailed to this person any more."""
    gone = await session.execute(delete(MailRoute).where(MailRoute.staff_id == staff_id).returning(MailRoute.staff_id))
    if gone.scalar_one_or_none() is not None:
        note(session, Act.MAIL_REMOVED, at=now, staff_id=staff_id)


async def address_of(session: AsyncSession, keys: BotKeys, staff_id: str, *, proved: bool = True) -> str | None:
    """Where mail for this person goes; None where it may not, or can't be opened."""
    row = await session.get(MailRoute, staff_id, populate_existing=True)
    if row is None or (proved and row.proved_at is None):
        return None
    try:
        return seal.unseal(row.sealed, keys.private, _about(staff_id)).decode()
    except seal.CannotOpen:
        return None


def code_in(body: bytes, keys: BotKeys, staff_id: str) -> str:
    """The code that a job is to send. Raises CannotOpen."""
    return seal.unseal(body, keys.private, _about_code(staff_id)).decode()


async def refused(session: AsyncSession, staff_id: str, at: datetime | None) -> None:
    """The mail server refused this address for good, or (None) has accepted a mail to it."""
    row = update(MailRoute).where(MailRoute.staff_id == staff_id)
    await session.execute(row.where(MailRoute.refused_at.is_distinct_from(at)).values(refused_at=at))


def hint(address: str) -> str:
    """ "l…@example.org": enough for its owner to know it again."""
    before, _, host = address.rpartition("@")
    return f"{before[:1]}…@{host}"[:80]


def _hash(keys: ConsoleKeys, staff_id: str, code: str) -> str:
    return keyed_hash(keys.receipts, "mail-code", staff_id, code)


def _about(staff_id: str) -> str:
    return f"mail:{staff_id}"


def _about_code(staff_id: str) -> str:
    return f"mail-code:{staff_id}"
