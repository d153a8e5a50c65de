"""Who wrote what staff write: signed by the console, numbered in its case, sealed to a key that only the console made.

The signature stands over case, item, kind, author, time, number and sealed bytes, so that nothing can be passed off for
another. What an officer is said to have written without one is shown under no name. Until the register has begun
(`python -m handlers.console.vouch begin`) what has no signature is taken as it is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.case import ItemKind
from handlers.store.models import Case, CaseKey, Item, Reply, StaffKey
from handlers.store.rows import locked_case
from handlers.store.seal import new_staff_keys
from handlers.store.trust import Part, Trust, trust_of

NOBODY = "?"  # in an author's place: nothing proves who wrote it
KINDS = frozenset(
    {
        ItemKind.REPLY,
        ItemKind.SPOKEN_REPLY,
        ItemKind.CALL,
        ItemKind.CALLER,
        ItemKind.NOTE,
        ItemKind.TASK,
        ItemKind.REASON,
        ItemKind.TRANSLATION,
        ItemKind.FINDING,
        ItemKind.FOR_NEXT,
        ItemKind.CORRECTION,
    }
)
PIECE = 50  # cases that are looked through at once
# What has an author, or should have one; what is counted has its own words for that (handlers.figures.keeping).
_WRITTEN = (or_(Item.kind.in_(sorted(KINDS)), Item.staff_id.is_not(None)), Item.kind != ItemKind.FIGURES)
_LOOKED_AT = (
    select(Case.id, Case.number, StaffKey, Item)
    .outerjoin(StaffKey, StaffKey.case_id == Case.id)
    .outerjoin(Item, and_(Item.case_id == Case.id, *_WRITTEN))
    .order_by(Case.id)
)


async def key_to_write(session: AsyncSession, case: Case) -> StaffKey | None:
    """The key for what staff write on this case, made where there is none; the caller holds the case's lock.

    None for a process that may make none, and for a case that is forgotten: then the case's own has to do.
    """
    trust = trust_of(session)
    if trust.seals_to is None or await session.get(CaseKey, case.id) is None:
        return None
    there = select(StaffKey).where(StaffKey.case_id == case.id).execution_options(populate_existing=True)
    rows = list(await session.scalars(there))
    if (good := _newest(trust, rows)) is not None:
        return good
    # One that does not hold is left where it is: what was sealed to it can still be read.
    wrapped = new_staff_keys(case.id, *trust.seals_to)
    last = await session.scalar(select(func.max(Item.number)).where(Item.case_id == case.id)) or 0
    key = StaffKey(
        case_id=case.id,
        public=wrapped.public,
        for_console=wrapped.for_console,
        for_recovery=wrapped.for_recovery,
        last=max([last, *(row.last for row in rows)]),
        dropped="",
    )
    _vouch(trust, key)
    session.add(key)
    return key


def sign(session: AsyncSession, item: Item, key: StaffKey | None) -> None:
    """The console stands for this item as it is, as the next of its case."""
    trust = trust_of(session)
    if key is not None and item.number is None:
        item.number = key.last = key.last + 1
        _vouch(trust, key)
    item.proof = trust.proof(*_about(item, item.sealed))


def sign_reply(session: AsyncSession, reply: Reply, item: Item) -> None:
    """And for the bot's copy of it."""
    reply.proof = trust_of(session).proof(*_about_copy(reply, item.kind))


async def strike(session: AsyncSession, item: Item) -> None:
    """Its author or a second person takes this item away: its number is missed by nobody."""
    trust = trust_of(session)
    rows = await session.scalars(select(StaffKey).where(StaffKey.case_id == item.case_id))
    key = _newest(trust, list(rows))
    if key is not None and item.number is not None:
        key.dropped = f"{key.dropped},{item.number}".strip(",")
        _vouch(trust, key)


def holds(trust: Trust, item: Item, sealed: bytes | None = None) -> bool:
    """Whether this was written by whom it says; also where nobody is said to have written it, and nobody should.

    `sealed` where it is not loaded with the item.
    """
    if item.kind not in KINDS and item.staff_id is None:
        return item.number is None and item.proof is None
    if item.kind == ItemKind.FIGURES:
        return True
    if item.proof is None and not trust.items_begun:
        return True
    return trust.holds(item.proof, *_about(item, item.sealed if sealed is None else sealed))


def author(trust: Trust, item: Item, sealed: bytes | None = None) -> str | None:
    """Who wrote it, as far as that is proved; NOBODY where it is not, None for what is not of staff."""
    return item.staff_id if holds(trust, item, sealed) else NOBODY


def reply_holds(trust: Trust, reply: Reply, kind: str) -> bool:
    """Whether the bot may give this to a reporter as the staff's word."""
    if reply.proof is None and not trust.items_begun:
        return True
    return kind in (ItemKind.REPLY, ItemKind.SPOKEN_REPLY) and trust.holds(reply.proof, *_about_copy(reply, kind))


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A case on which something is not as the console left it."""

    id: str
    number: str
    unproved: bool  # somebody else wrote or changed an item or a reply
    missing: bool  # one that staff wrote is gone


async def look(session: AsyncSession, after: str) -> tuple[list[Doubtful], list[str]]:
    """What does not hold on the next cases by id, and which those are; none when all were looked through."""
    trust = trust_of(session)
    some = select(CaseKey.case_id).where(CaseKey.case_id > after).order_by(CaseKey.case_id).limit(PIECE)
    ids: list[str] = list(await session.scalars(some))
    numbers, unproved = dict[str, str](), set[str]()
    keys, items = dict[str, dict[bytes, StaffKey]](), dict[str, dict[str, Item]]()
    # In one statement: what is written or taken back meanwhile is seen with its number or not at all.
    for case_id, number, key, item in await session.execute(_LOOKED_AT.where(Case.id.in_(ids))):
        numbers[case_id] = number
        if key is not None:
            keys.setdefault(case_id, {})[key.public] = key
        if item is not None:
            items.setdefault(case_id, {})[item.id] = item
    waits = select(Reply, Item.kind).join(Item, Item.id == Reply.item_id)
    for reply, kind in await session.execute(waits.where(Reply.case_id.in_(ids), Reply.sealed.is_not(None))):
        if not reply_holds(trust, reply, kind):
            unproved.add(reply.case_id)
    found = []
    for case_id, number in numbers.items():
        written, rows = items.get(case_id, {}).values(), list(keys.get(case_id, {}).values())
        good = _newest(trust, rows)
        doubted = case_id in unproved or (rows and good is None) or not all(holds(trust, item) for item in written)
        missing = good is not None and not _expected(good) <= {item.number for item in written}
        if doubted or missing:
            found.append(Doubtful(case_id, number, bool(doubted), missing))
    return found, ids


async def sign_all(session: AsyncSession, *, anew: bool) -> int:
    """The console stands for what was written before there were signatures; `anew` for everything. How many items."""
    count = 0
    for case_id in await session.scalars(select(Item.case_id).where(*_WRITTEN).distinct().order_by(Item.case_id)):
        case = await locked_case(session, case_id)
        key = await key_to_write(session, case)
        mine = select(Item).where(Item.case_id == case_id, *_WRITTEN).order_by(Item.created_at, Item.id)
        items = list(await session.scalars(mine))
        for item in items:
            if anew or item.proof is None:
                sign(session, item, key)
                count += 1
        if anew and key is not None:
            there = {item.number for item in items}
            key.dropped = ",".join(str(one) for one in range(1, key.last + 1) if one not in there)
            _vouch(trust_of(session), key)
        copies = select(Reply, Item).join(Item, Item.id == Reply.item_id).where(Reply.case_id == case_id)
        for reply, item in (await session.execute(copies.where(Reply.sealed.is_not(None)))).all():
            if anew or reply.proof is None:
                sign_reply(session, reply, item)
        await session.flush()
        session.expunge_all()
    return count


async def count_unsigned(session: AsyncSession) -> int:
    """How many items of staff have no signature, for the person who confirms them."""
    return await session.scalar(select(func.count()).select_from(Item).where(*_WRITTEN, Item.proof.is_(None))) or 0


def _newest(trust: Trust, rows: list[StaffKey]) -> StaffKey | None:
    return max((row for row in rows if _key_holds(trust, row)), key=lambda row: row.last, default=None)


def _expected(key: StaffKey) -> set[int]:
    return set(range(1, key.last + 1)) - {int(one) for one in key.dropped.split(",") if one}


def _vouch(trust: Trust, key: StaffKey) -> None:
    key.proof = trust.proof(*_about_key(key)) or ""


def _key_holds(trust: Trust, key: StaffKey) -> bool:
    return trust.holds(key.proof, *_about_key(key))


def _about_key(key: StaffKey) -> tuple[Part, ...]:
    return ("staff key", key.case_id, key.public, key.for_console, key.for_recovery, key.last, key.dropped)


def _about(item: Item, sealed: bytes) -> tuple[Part, ...]:
    when: datetime = item.created_at
    return ("item", item.case_id, item.id, item.kind, item.staff_id, when, item.number, _digest(sealed))


def _about_copy(reply: Reply, kind: str) -> tuple[Part, ...]:
    return ("reply", reply.case_id, reply.item_id, kind, reply.created_at, _digest(reply.sealed or b""))


def _digest(sealed: bytes) -> bytes:
    return hashlib.sha256(sealed).digest()
