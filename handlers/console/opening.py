"""Opening what is sealed on a case: the only place that does, and each look leaves one audit line of what it opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import authorship, correction, duty, seen, snapshot
from handlers.audit import Act, note
from handlers.case import ItemKind
from handlers.console.opener import opener
from handlers.console.reading import Opened, number_in, whole_report, with_sources
from handlers.draft import Known, about_draft, known_from
from handlers.permission import NotAllowed, Right, rights_on
from handlers.recording import Recording, from_bytes
from handlers.store.keys import ConsoleKeys
from handlers.store.models import Case, CaseKey, Draft, Item, Staff
from handlers.store.seal import about_item
from handlers.store.trust import trust_of

FILES = (
    ItemKind.RECORDING,
    ItemKind.RAW_SOUND,
    ItemKind.PICTURE,
    ItemKind.SPOKEN_REPLY,
)  # opened one by one, on purpose
BEGINNING = 12  # letters of an item's id: enough to tell a page's items apart
# How much of a case each right to read opens: nothing else is even unsealed.
PARTS = {
    Right.READ: frozenset(ItemKind) - frozenset(FILES) - {ItemKind.FIGURES},
    Right.READ_TALK: frozenset({ItemKind.SNAPSHOT, ItemKind.MESSAGE, ItemKind.REPLY, ItemKind.TRANSLATION}),
    Right.READ_REPORT: frozenset({ItemKind.SNAPSHOT}),
}
# The answers by which a child can be helped. All others tell who reports or how to reach them: a commune needs neither,
# and whoever reports is kept secret (Decree 56/2017 Đ24). A question that is new stays unseen until it stands here.
_OF_THE_CHILD = frozenset(
    "kind what note whom danger where child_now danger_where lives who access age sex time not_to_know".split()
)
SHOWN = {Right.READ_TALK: _OF_THE_CHILD | {"role", "safe_to_write"}, Right.READ_REPORT: _OF_THE_CHILD}


class MayNotRead(Exception):
    """This person may not read this case."""


class Forgotten(Exception):
    """The case's keys were deleted: nobody can read it any more."""


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """What its author has begun to write. `known` is what stood on the case then; `text` None if it can't be opened."""

    text: str | None
    saved_at: datetime
    version: int
    known: Known


async def open_case(
    session: AsyncSession, keys: ConsoleKeys, case: Case, staff: Staff, now: datetime, *, live: bool = False
) -> list[Opened]:
    """What this person may read of the case, oldest first; writes its audit line, in the same transaction.

    Raises MayNotRead, Forgotten. What the claimer has opened is unread no longer, unless the page is `live` and says
    itself what was in view; anybody else's look changes nothing.
    """
    part = await part_for(session, case, staff)
    if part is None:
        raise MayNotRead(case.id)
    written = select(Item).where(Item.case_id == case.id, Item.kind.in_(sorted(PARTS[part])))
    items = await session.scalars(written.order_by(Item.created_at, Item.id))
    opened = await _open(session, keys, case, items, now, Act.READ, staff.id)
    if part is not Right.READ:
        return [_only(item, SHOWN[part]) for item in opened]
    if case.claimed_by == staff.id and not live:
        await seen.mark_read(session, case.id, now)
    return opened


async def open_new(
    session: AsyncSession, keys: ConsoleKeys, case: Case, staff: Staff, have: Collection[str], now: datetime
) -> list[Opened]:
    """What has come to a case that lies open already: what is not in `have`, the beginnings of items' ids.

    With a new report or a new finding of staff all of them, since they are read as one. Raises MayNotRead, Forgotten.
    """
    await _allow(session, case, staff, Right.READ)
    there = select(Item.id, Item.kind).where(Item.case_id == case.id, Item.kind.in_(sorted(PARTS[Right.READ])))
    kinds = {row.id: row.kind for row in await session.execute(there)}
    hidden = (ItemKind.TRIAGE, ItemKind.CORRECTION, ItemKind.TASK)  # no entry of the page
    as_one = (ItemKind.SNAPSHOT, ItemKind.FINDING)
    wanted = {id_ for id_, kind in kinds.items() if id_[:BEGINNING] not in have and kind not in hidden}
    if any(kinds[id_] in as_one for id_ in wanted):
        wanted |= {id_ for id_, kind in kinds.items() if kind in (*as_one, ItemKind.TRIAGE)}
    items = await session.scalars(select(Item).where(Item.id.in_(wanted)).order_by(Item.created_at, Item.id))
    return await _open(session, keys, case, items, now, Act.READ, staff.id)


async def open_draft(
    session: AsyncSession, keys: ConsoleKeys, case: Case, staff: Staff, now: datetime
) -> OpenedDraft | None:
    """What this person has begun to write on the case, whoever has it now; None where there is nothing."""
    row = await session.get(Draft, (case.id, staff.id), populate_existing=True)
    wrapped = await session.get(CaseKey, case.id)
    if row is None or wrapped is None:
        return None
    note(session, Act.READ_DRAFT, at=now, staff_id=staff.id, case_id=case.id)
    plain, _ = opener(wrapped, keys.private).opens(row.sealed, about_draft(case.id, staff.id))
    text = plain.decode() if plain is not None else None
    return OpenedDraft(text, row.saved_at, row.version, known_from(row.known) or Known())


async def open_taken_back(session: AsyncSession, keys: ConsoleKeys, case: Case, item: Item, now: datetime) -> str:
    """The words of a written reply that its author has just taken back. Raises Forgotten."""
    return (await _open(session, keys, case, [item], now, Act.READ, item.staff_id))[0].text


async def part_for(session: AsyncSession, case: Case, staff: Staff) -> Right | None:
    """By which right, a key of PARTS, this person reads the case as they are now; None when by none."""
    try:
        staff = await duty.active_staff(session, staff.id)
    except NotAllowed:
        return None
    had = rights_on(staff.role, await duty.standings(session, staff, case))
    return next((right for right in PARTS if right in had), None)


def _only(item: Opened, questions: frozenset[str]) -> Opened:
    if item.kind is not ItemKind.SNAPSHOT or item.plain is None:
        return item
    whole = snapshot.snapshot_from(item.plain)
    answers = tuple(one for one in whole.answers if one.question in questions)
    return replace(item, plain=snapshot.snapshot_to(replace(whole, answers=answers)))


async def _allow(session: AsyncSession, case: Case, staff: Staff, right: Right) -> None:
    try:
        await duty.allow(session, case, staff.id, right)
    except NotAllowed:
        raise MayNotRead(case.id) from None


async def open_file(
    session: AsyncSession,
    keys: ConsoleKeys,
    case: Case,
    item: Item,
    staff: Staff,
    now: datetime,
    *,
    goes_on: bool = False,
) -> Recording | None:
    """A recording or picture, with its audit line unless it `goes_on` with a look that has one.

    None when it can't be opened. Raises MayNotRead, Forgotten.
    """
    looks = item.kind == ItemKind.PICTURE
    await _allow(session, case, staff, Right.LOOK if looks else Right.HEAR)
    act = None if goes_on else Act.LOOK if looks else Act.LISTEN
    plain = (await _open(session, keys, case, [item], now, act, staff.id))[0].plain
    return None if plain is None else from_bytes(plain)


async def open_told(
    session: AsyncSession, keys: ConsoleKeys, case: Case, source: str, staff: Staff, now: datetime
) -> str | None:
    """What the reporter told freely, with its audit lines: a message, or by its name an answer of the report.

    None where there is no such thing. Raises MayNotRead, Forgotten.
    """
    await _allow(session, case, staff, Right.CORRECT)
    items = await session.scalars(correction.told(case.id, source).order_by(Item.created_at, Item.id))
    opened = await _open(session, keys, case, items, now, Act.READ, staff.id)
    if all(item.kind is ItemKind.MESSAGE for item in opened):
        return opened[0].text if opened else None
    found = whole_report(opened)
    return next((one.given for one, name in with_sources(found.answers if found else ()) if name == source), None)


async def open_correction(
    session: AsyncSession, keys: ConsoleKeys, case: Case, item: Item, staff: Staff, now: datetime
) -> Opened:
    """One proposed correction, with its audit line; what is unread stays so. Raises MayNotRead, Forgotten."""
    await _allow(session, case, staff, Right.CORRECT)
    return (await _open(session, keys, case, [item], now, Act.READ_CORRECTION, staff.id))[0]


async def open_to_export(
    session: AsyncSession, keys: ConsoleKeys, case: Case, items: Iterable[Item], now: datetime
) -> list[Opened]:
    """Approved corrections, for the command that writes them out: audit lines without a person. Raises Forgotten."""
    return await _open(session, keys, case, items, now, Act.EXPORT)


async def open_summary(
    session: AsyncSession, keys: ConsoleKeys, case: Case, staff: Staff, now: datetime, right: Right
) -> list[Opened]:
    """What the reports said and staff recorded, for whoever may record, or be shown the number, which is an act.

    Raises MayNotRead, Forgotten.
    """
    await _allow(session, case, staff, right)
    wanted = select(Item).where(Item.case_id == case.id, Item.kind.in_([ItemKind.SNAPSHOT, ItemKind.FINDING]))
    items = await session.scalars(wanted.order_by(Item.created_at, Item.id))
    act = Act.SHOW_NUMBER if right is Right.CALL_BACK else Act.READ
    return await _open(session, keys, case, items, now, act, staff.id)


async def number_to_call(session: AsyncSession, keys: ConsoleKeys, case: Case, staff: Staff, now: datetime) -> str:
    """The last digits of the number that the reporter gave for being called, with audit lines; "" without one.

    Raises MayNotRead, Forgotten.
    """
    await _allow(session, case, staff, Right.NEW_CODE)
    reports = select(Item).where(Item.case_id == case.id, Item.kind == ItemKind.SNAPSHOT)
    items = await session.scalars(reports.order_by(Item.created_at, Item.id))
    return number_in(whole_report(await _open(session, keys, case, items, now, Act.READ, staff.id)))


async def _open(
    session: AsyncSession,
    keys: ConsoleKeys,
    case: Case,
    items: Iterable[Item],
    now: datetime,
    act: Act | None,
    staff_id: str | None = None,
) -> list[Opened]:
    wrapped = await session.get(CaseKey, case.id)
    if wrapped is None:
        raise Forgotten(case.id)
    ours, trust = opener(wrapped, keys.private), trust_of(session)
    opened = []
    for item in items:
        plain, of_staff = ours.opens(item.sealed, about_item(item.case_id, item.id))
        by = authorship.author(trust, item) or (authorship.NOBODY if of_staff else None)
        opened.append(Opened(item.id, ItemKind(item.kind), item.created_at, by, plain))
    if opened and act is not None:
        one = opened[0].id if len(opened) == 1 else None
        kinds = Counter(item.kind.value for item in opened)
        detail = " ".join(f"{kind}:{count}" for kind, count in sorted(kinds.items()))
        note(session, act, at=now, staff_id=staff_id, case_id=case.id, item_id=one, detail=detail)
    return opened
