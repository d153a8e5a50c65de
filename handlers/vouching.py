"""Which staff rows hold: the console vouches for each at every change, and the register knows the newest of all.

An older row that is put back has a lower number than the register, or than a process remembers. Until the register has
begun (`python -m handlers.console.vouch begin`) rows without a proof are taken as they are.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer_group

from handlers.order import in_order
from handlers.store.models import OneTimeLink, Register, Staff
from handlers.store.trust import BOT, CONSOLE, ITEMS, Part, Trust, trust_of

SECRETS = undefer_group("secrets")  # a loading option: password and second factor too
_REGISTER = select(Register.number, Register.newest, Register.proof).where(Register.id == 1)


class NotVouchedFor(Exception):
    """Somebody else than the console has changed this row; it is mended on the machine (docs/deploy.md)."""


def holds(session: AsyncSession, staff: Staff) -> bool:
    """Whether the console vouches for this row as it is, and it is no older one."""
    trust = trust_of(session)
    if staff.proof is None:
        return not trust.strict or not trust.known
    if not trust.holds(staff.proof, *_row(staff)) or staff.vouched < trust.newest.get(staff.id, 0):
        return False
    if trust.known:
        trust.newest[staff.id] = staff.vouched
    return True


def set_secrets(staff: Staff, password_hash: str | None, totp_secret: bytes | None) -> None:
    """The person's password and second factor from now on. Then `vouch`."""
    staff.password_hash, staff.totp_secret = password_hash, totp_secret
    staff.secret_mark = _mark(staff)


def secrets_hold(staff: Staff) -> bool:
    """Whether they are those that the console vouches for. Needs them loaded; asked wherever one of them is used."""
    return staff.secret_mark == _mark(staff) or (staff.secret_mark is None and staff.proof is None)


async def to_change(session: AsyncSession, staff_id: str) -> Staff | None:
    """The row, locked, for the console to change and then `vouch` for. Raises NotVouchedFor: nobody launders it."""
    staff = await session.get(Staff, staff_id, with_for_update=True, populate_existing=True)
    if staff is not None and not holds(session, staff):
        raise NotVouchedFor(staff_id)
    return staff


async def vouch(session: AsyncSession, staff: Staff) -> None:
    """The console stands for this row as it is now. Last in a change; the row must have held before it.

    Its open links stay good, those that were: an invitation is for the role that its person has now.
    """
    trust = trust_of(session)
    if trust.signing is None:
        return
    open_links = select(OneTimeLink).where(OneTimeLink.staff_id == staff.id, OneTimeLink.used_at.is_(None))
    good = [one for one in await session.scalars(open_links) if trust.holds(one.proof, *about_link(one, staff))]
    if staff.proof is None and staff.secret_mark is None:  # of before there were proofs, or new
        await session.flush()
        await session.refresh(staff, ["password_hash", "totp_secret"])
        staff.secret_mark = _mark(staff)
    staff.vouched = max(staff.vouched, trust.newest.get(staff.id, 0)) + 1
    staff.proof = trust.proof(*_row(staff))
    for link in good:
        link.role = staff.role if link.role is not None else None
        link.proof = trust.proof(*about_link(link, staff))
    await session.flush()
    register = await session.get(Register, 1, with_for_update=True, populate_existing=True)
    if register is not None and _proved(trust, register.number, register.newest, register.proof):
        write(trust, register, {**register.newest, staff.id: staff.vouched})


def write(trust: Trust, register: Register, newest: dict[str, int]) -> None:
    """The register's next state, proved."""
    register.number, register.newest = max(register.number, trust.register) + 1, newest
    register.proof = trust.proof(*_sheet(register.number, newest)) or ""


async def look(session: AsyncSession) -> None:
    """Learn what the register says now: one statement. What was known before is never unlearned."""
    trust = trust_of(session)
    if CONSOLE not in trust.known:  # a key folder from before: this process goes on as it did
        return
    row = (await session.execute(_REGISTER)).one_or_none()
    good = row is not None and _proved(trust, row.number, row.newest, row.proof)
    trust.set_back = trust.strict and (row is None or not good or row.number < trust.register)
    if row is not None and good:
        trust.strict, trust.register = True, max(trust.register, row.number)
        for staff_id, number in row.newest.items():
            trust.newest[staff_id] = max(number, trust.newest.get(staff_id, 0))


async def doubtful(session: AsyncSession) -> list[Staff]:
    """The staff whose rows do not hold, by name. A row that the register knows and nobody finds is not among them."""
    rows = await session.scalars(select(Staff).options(SECRETS))
    found = [one for one in rows if not (holds(session, one) and secrets_hold(one))]
    return sorted(found, key=lambda one: (in_order(one.name), one.id))


async def begin(session: AsyncSession) -> Register:
    """The register, begun if it has not: from then on nothing counts without a proof."""
    trust = trust_of(session)
    register = await session.get(Register, 1, with_for_update=True, populate_existing=True)
    if register is None:
        register = Register(id=1, number=0, newest={}, proof="")
        session.add(register)
    write(trust, register, {ITEMS: 1})
    await session.flush()
    await look(session)
    return register


async def begin_items(session: AsyncSession) -> None:
    """The register, which has begun, says from now on that what staff write is signed, too."""
    register = await session.get_one(Register, 1, with_for_update=True, populate_existing=True)
    write(trust_of(session), register, {**register.newest, ITEMS: 1})
    await session.flush()
    await look(session)


async def begin_if_new(session: AsyncSession) -> None:
    """In a database in which nobody has an account yet there is nothing to confirm."""
    if await session.scalar(select(Staff.id).limit(1)) is None and await session.get(Register, 1) is None:
        await begin(session)


async def bind_all(session: AsyncSession) -> None:
    """The bot stands for what it has bound before there were proofs, until the register begins."""
    await look(session)
    if trust_of(session).strict or trust_of(session).signing is None:
        return
    unproved = select(Staff).where(Staff.telegram_hash.is_not(None), Staff.telegram_proof.is_(None))
    for staff in await session.scalars(unproved):
        bind(session, staff)


def bind(session: AsyncSession, staff: Staff) -> None:
    """The bot stands for the Telegram account that it has just bound to this person."""
    staff.telegram_proof = trust_of(session).proof(*_account(staff))


def is_bound(session: AsyncSession, staff: Staff) -> bool:
    """Whether the bot itself has bound this Telegram account to this person, and the console has not ended it."""
    if staff.telegram_proof is None:
        return not trust_of(session).strict
    return trust_of(session).holds(staff.telegram_proof, *_account(staff), by=(BOT,))


def unbind(staff: Staff) -> None:
    """The console ends the binding; whoever puts it back has the number of an older one. Then `vouch`."""
    if staff.telegram_hash is not None or staff.telegram_address is not None:
        staff.bound += 1
    staff.telegram_hash = staff.telegram_address = staff.telegram_proof = None


def about_link(link: OneTimeLink, staff: Staff | None) -> tuple[Part, ...]:
    """What a one-time link means: for whose account, as it stood then, in which role, until when."""
    about = (link.token_hash, link.kind, link.staff_id, link.role, link.made_by, link.expires_at)
    return ("link", *about, staff.vouched if staff is not None else None)


def _mark(staff: Staff) -> str | None:
    if staff.password_hash is None and staff.totp_secret is None:
        return None
    return hashlib.sha256(f"{staff.password_hash}\x1f{(staff.totp_secret or b'').hex()}".encode()).hexdigest()


def _row(staff: Staff) -> tuple[Part, ...]:
    who = (staff.id, staff.login, staff.name, staff.role, staff.commune_code, staff.commune_scheme, staff.languages)
    return ("staff", *who, staff.active, staff.secret_mark, staff.bound, staff.vouched)


def _account(staff: Staff) -> tuple[Part, ...]:
    return ("telegram", staff.id, staff.telegram_hash, staff.telegram_address, staff.bound)


def _sheet(number: int, newest: dict[str, int]) -> tuple[Part, ...]:
    return ("register", number, *(part for pair in sorted(newest.items()) for part in pair))


def _proved(trust: Trust, number: int, newest: dict[str, int], proof: str) -> bool:
    return CONSOLE in trust.known and trust.holds(proof, *_sheet(number, newest))
