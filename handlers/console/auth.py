"""Who is at the console: passwords, one-time codes, sessions and one-time links."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

import pyotp
from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import InvalidToken, MultiFernet
from sqlalchemy import CursorResult, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.store.keys import token_hash
from handlers.store.models import OneTimeLink, Staff, StaffSession
from handlers.store.trust import Part, trust_of
from handlers.vouching import SECRETS, about_link, holds, secrets_hold
from nlu.marks import nfc

COOKIE = "ct_staff"
DEVICE = "ct_device"
DEVICE_KNOWN = timedelta(days=180)  # since somebody was last signed in on it
IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
SHORTEST, LONGEST = 12, 256  # characters of a password
STEP = 30  # seconds a one-time code lasts

# argon2id; 64 MiB is the least that the reliability brief allows. Two at a time: a flood of tries must not eat memory.
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=2)
AT_ONCE = 2


def tidy_login(text: str) -> str:
    """A login as it is kept and compared: NFC, without case and outer spaces."""
    return nfc(text).strip().casefold()[:80]


async def hash_password(limiter: CapacityLimiter, password: str) -> str:
    return await to_thread.run_sync(_HASHER.hash, nfc(password), limiter=limiter)


async def check_password(limiter: CapacityLimiter, kept: str | None, password: str) -> bool:
    """Whether the password is right; takes as long for somebody who does not exist as for somebody who does."""
    password = nfc(password[:LONGEST])
    good = await to_thread.run_sync(_verify, kept, password, limiter=limiter)
    return good and kept is not None


def new_secret(keys: MultiFernet, staff_id: str) -> bytes:
    """A fresh one-time-code secret of 160 bits, sealed and bound to its owner."""
    return keys.encrypt(f"{staff_id}:{pyotp.random_base32()}".encode())


def open_secret(keys: MultiFernet, staff: Staff) -> str | None:
    """The one-time-code secret as base32 text; None when there is none, or it is not what the console gave them."""
    if not secrets_hold(staff):
        return None
    try:
        owner, _, secret = keys.decrypt(staff.totp_secret or b"").decode().partition(":")
    except InvalidToken:
        return None
    return secret if owner == staff.id else None


async def use_code(session: AsyncSession, keys: MultiFernet, staff: Staff, code: str, now: datetime) -> bool:
    """Whether `code` is right for this moment, one step of grace each way; it works once (RFC 6238, 5.2)."""
    secret, code = open_secret(keys, staff), "".join(code.split())
    if secret is None or not (code.isascii() and code.isdigit() and len(code) == 6):
        return False
    step = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    good = [s for s in (step - 1, step, step + 1) if secrets.compare_digest(totp.at(s * STEP), code)]
    if not good:
        return False
    newer = or_(Staff.totp_last_step.is_(None), Staff.totp_last_step < good[-1])
    used = update(Staff).where(Staff.id == staff.id, newer).values(totp_last_step=good[-1])
    result = cast("CursorResult[Any]", await session.execute(used.execution_options(synchronize_session=False)))
    return result.rowcount == 1


@dataclass(frozen=True, slots=True)
class Device:
    """A browser on which somebody was signed in: its own mark, and of whom, with which password."""

    mark: str
    staff_id: str
    password: str

    def is_of(self, staff: Staff) -> bool:
        return self.staff_id == staff.id and self.password == _password_mark(staff)


def device_token(keys: MultiFernet, staff: Staff, mark: str, now: datetime) -> str:
    """For a cookie that nobody else can make, and whose content nobody else can read; `mark` is "" of a new device."""
    parts = (mark or secrets.token_hex(8), staff.id, _password_mark(staff), str(int(now.timestamp())))
    return keys.encrypt(" ".join(("device", *parts)).encode()).decode()


def open_device(keys: MultiFernet, token: str, now: datetime) -> Device | None:
    """None when it is not ours, or older than DEVICE_KNOWN."""
    try:
        kind, *parts = keys.decrypt(token.encode()).decode().split(" ")
    except InvalidToken:
        return None
    if kind != "device" or now.timestamp() - int(parts[3]) > DEVICE_KNOWN.total_seconds():
        return None
    return Device(*parts[:3])


def _password_mark(staff: Staff) -> str:
    return token_hash(staff.password_hash or "")[:16]


async def begin_session(session: AsyncSession, staff_id: str, now: datetime) -> str:
    """A new signed-in browser; the token goes into its cookie and nowhere else."""
    await session.execute(delete(StaffSession).where(StaffSession.created_at < now - ABSOLUTE))
    token = secrets.token_urlsafe(32)
    row = StaffSession(token_hash=token_hash(token), staff_id=staff_id, created_at=now, seen_at=now)
    row.proof = trust_of(session).proof(*_session(row))
    session.add(row)
    note(session, Act.SIGN_IN, at=now, staff_id=staff_id)
    return token


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who asks for a page, and by which session."""

    staff: Staff
    session: StaffSession


_WHO = (
    select(StaffSession, Staff)
    .join(Staff, Staff.id == StaffSession.staff_id)
    .where(StaffSession.token_hash == bindparam("hash"))
)


async def who(session: AsyncSession, token: str | None, now: datetime) -> SignedIn | None:
    """Whose live session this token is: begun by us, not revoked, not idle or too old, its owner active and set up."""
    if not token:
        return None
    row = (await session.execute(_WHO, {"hash": token_hash(token)})).one_or_none()
    if row is None:
        return None
    found, staff = row
    if found.revoked_at is not None or now - found.seen_at >= IDLE or now - found.created_at >= ABSOLUTE:
        return None
    if not staff.active or staff.totp_last_step is None:
        return None
    if not trust_of(session).holds(found.proof, *_session(found)) or not holds(session, staff):
        return None
    return SignedIn(staff, found)


async def live_sessions(session: AsyncSession, staff_id: str, now: datetime) -> list[StaffSession]:
    """The browsers that are signed in for this person, newest first."""
    query = select(StaffSession).where(
        StaffSession.staff_id == staff_id,
        StaffSession.revoked_at.is_(None),
        StaffSession.seen_at > now - IDLE,
        StaffSession.created_at > now - ABSOLUTE,
    )
    return list(await session.scalars(query.order_by(StaffSession.created_at.desc())))


async def revoke(session: AsyncSession, staff_id: str, now: datetime, only: str | None = None) -> None:
    """End every session of this person, or the one whose hash is `only`."""
    ended = update(StaffSession).where(StaffSession.staff_id == staff_id, StaffSession.revoked_at.is_(None))
    if only is not None:
        ended = ended.where(StaffSession.token_hash == only)
    await session.execute(ended.values(revoked_at=now))


async def make_link(session: AsyncSession, kind: str, expires_at: datetime, **columns: Any) -> str:
    """A one-time link's token; only its hash is kept. An older link of the same kind and person ends.

    It is for the account as it is now: once the console has vouched for its row anew, it has to `prove_link` again.
    """
    staff_id = columns.get("staff_id")
    same = OneTimeLink.staff_id == staff_id if staff_id else OneTimeLink.staff_id.is_(None)
    await session.execute(delete(OneTimeLink).where(OneTimeLink.kind == kind, same, OneTimeLink.used_at.is_(None)))
    token = secrets.token_urlsafe(32)
    link = OneTimeLink(token_hash=token_hash(token), kind=kind, expires_at=expires_at, **columns)
    await prove_link(session, link)
    session.add(link)
    return token


async def prove_link(session: AsyncSession, link: OneTimeLink) -> None:
    """This link is for the account as it is now."""
    staff = await session.get(Staff, link.staff_id) if link.staff_id else None
    link.proof = trust_of(session).proof(*about_link(link, staff))


async def find_link(session: AsyncSession, token: str, kinds: tuple[str, ...], now: datetime) -> OneTimeLink | None:
    """The link if it may still be used."""
    link = await session.get(OneTimeLink, token_hash(token), with_for_update=True)
    if link is None or link.kind not in kinds or link.used_at is not None or link.expires_at <= now:
        return None
    staff = await session.get(Staff, link.staff_id, options=[SECRETS]) if link.staff_id else None
    if staff is not None and not holds(session, staff):
        return None
    return link if trust_of(session).holds(link.proof, *about_link(link, staff)) else None


def _session(row: StaffSession) -> tuple[Part, ...]:
    return ("session", row.token_hash, row.staff_id, row.created_at)


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_hex(16))


def _verify(kept: str | None, password: str) -> bool:
    try:
        return _HASHER.verify(kept or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
