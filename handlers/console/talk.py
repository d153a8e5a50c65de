"""The talk of a case as its page shows it: its entries, what became of replies, and a mark that changes with them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select, true
from sqlalchemy import case as sql_case
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from handlers import authorship
from handlers.audit import Act
from handlers.case import ItemKind
from handlers.console import opening, reading, words
from handlers.console.summary import additions
from handlers.draft import COUNTED
from handlers.permission import Right
from handlers.seen import NEWS
from handlers.store.models import Audit, Case, Item, Reply, Staff
from handlers.store.trust import trust_of
from locales import N_, Translate

_ACTS = (
    Act.ALLOW_PICTURES,
    Act.REFUSE_PICTURES,
    Act.CLAIM,
    Act.TAKE_OVER,
    Act.ASK_AT_WORK,
    Act.AT_WORK,
    Act.PASS_ON,
    Act.TAKE_UP,
    Act.CANNOT,
    Act.RELEASE,
    Act.ON_CALL,
    Act.HAND_OVER,
    Act.ACCEPT,
    Act.REFUSE,
    Act.UNDO_HAND_OVER,
    Act.NO_ANSWER,
    Act.MAY_WRITE_AGAIN,
    Act.ASK_NEW_CODE,
    Act.APPROVE_NEW_CODE,
    Act.REFUSE_NEW_CODE,
    Act.WITHDRAW_NEW_CODE,
    Act.GIVE_NEW_CODE,
    Act.REFER_BACK,
    Act.ASK_INTERPRETER,
    Act.TAKE_BACK,
    Act.SHOW_NUMBER,
)  # the others have an item that says more


_ADDED = N_("Added to the report")
_IN_SUMMARY = (ItemKind.SNAPSHOT, ItemKind.FINDING)  # one summary: only the first report is an entry of its own


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the talk. `side` is "reporter", "staff", "internal" or "system"; `state` what became of a reply.

    `source` is the item's id where it is a message of the reporter, which staff may correct for the machine.
    """

    at: datetime
    side: str
    title: str
    who: str
    text: str
    state: str = ""
    source: str = ""
    recording: str = ""  # the item's id where it is a recording, which is played and not read
    raw: bool = False  # it does not play here, and is saved to be listened to
    picture: str = ""  # the item's id where it is a picture, which is opened on purpose
    key: str = ""  # by what the page knows it
    unseen: str = ""  # the item's id where the claimer has not had it before their eyes
    counted: bool = False  # somebody who writes should know of it before they send
    folded: bool = False  # read in the summary: here only by its key
    report: int = 0  # which of the case's reports it is, from 1
    back: str = ""  # the item's id where whoever looks can still take it back


@dataclass(frozen=True, slots=True)
class Looker:
    """Through whose eyes the talk is shown, and with which rights on this case."""

    staff: Staff
    had: frozenset[Right]
    names: dict[str, str]
    translate: Translate
    now: datetime


async def entries(
    session: AsyncSession, case: Case, items: Iterable[reading.Opened], who: Looker, have: Collection[str] = ()
) -> list[Entry]:
    """The opened items with what is opened on purpose and what was done, oldest first, without what is in `have`."""
    there = select(Item, _VOICE).where(Item.case_id == case.id).options(defer(Item.sealed))  # a recording is large
    both = (await session.execute(there)).all()
    rows, trust = {row.id: row for row, _ in both}, trust_of(session)
    by = {row.id: authorship.author(trust, row, voice or b"") for row, voice in both if row.kind in opening.FILES}
    by |= {item.id: item.staff_id for item in items}
    replies = {one.item_id: one for one in await session.scalars(select(Reply).where(Reply.case_id == case.id))}
    whole = Right.READ in who.had
    hidden = (ItemKind.TRIAGE, ItemKind.CORRECTION, ItemKind.TASK, *(() if whole else (ItemKind.SNAPSHOT,)))
    found = [(rows[item.id], _words(item, who)) for item in items if item.kind not in hidden and item.id in rows]
    files = [kind for kind in opening.FILES if (Right.LOOK if kind is ItemKind.PICTURE else Right.HEAR) in who.had]
    found += [(row, _file(row, by[row.id], who)) for row in rows.values() if row.kind in files]
    shown = [_at_its_place(entry, row, by[row.id], replies.get(row.id), case, who) for row, entry in found]
    acts = select(Audit).where(Audit.case_id == case.id, Audit.act.in_(_ACTS))
    for act in await session.scalars(acts) if whole else ():
        title = who.translate(words.ACTS[Act(act.act)])
        shown.append(Entry(act.at, "system", title, who.names.get(act.staff_id or "", ""), "", key=f"a{act.id}"))
    added = _added(items, who)
    reports = sorted((row for row in rows.values() if row.kind == ItemKind.SNAPSHOT), key=_when)
    ordinal = {row.id[: opening.BEGINNING]: number for number, row in enumerate(reports, 1)}
    later = {row.id[: opening.BEGINNING] for row in rows.values() if row.kind in _IN_SUMMARY} - {
        row.id[: opening.BEGINNING] for row in reports[:1]
    }
    shown = [_in_summary(one, one.key in later, ordinal, added, who) for one in shown if one.key not in have]
    return sorted(shown, key=lambda entry: entry.at)


def _added(items: Iterable[reading.Opened], who: Looker) -> dict[str, str]:
    """What a reporter added to the report in words of their own, by the entry's key: it must not go unseen."""
    found = {}
    for one in additions([item for item in items if item.plain is not None], who.translate):
        if said := [f"{each.label}: {each.now}" for each in one.changes if each.typed]:
            found[one.source[: opening.BEGINNING]] = "\n".join(said)
    return found


def _in_summary(entry: Entry, later: bool, ordinal: dict[str, int], added: dict[str, str], who: Looker) -> Entry:
    """Of the later reports only what was said in words stands in the talk; taps are read in the summary."""
    if text := added.get(entry.key):
        return replace(entry, title=who.translate(_ADDED), text=text, report=ordinal[entry.key])
    return replace(entry, folded=later, report=ordinal.get(entry.key, 0))


def _when(row: Item) -> tuple[datetime, str]:
    return row.created_at, row.id


async def states(session: AsyncSession, case: Case, who: Looker) -> list[tuple[str, str, bool]]:
    """Of every reply: its key, what became of it, and whether this person can still take it back."""
    rows = select(Reply, Item.staff_id).join(Item, Item.id == Reply.item_id).where(Reply.case_id == case.id)
    return [
        (reply.item_id[: opening.BEGINNING], state(reply, case, who.now), _held(reply, who.now) and by == who.staff.id)
        for reply, by in await session.execute(rows)
    ]


async def keys(session: AsyncSession, case: Case) -> set[str]:
    """Of every item that is still there."""
    return {id_[: opening.BEGINNING] for id_ in await session.scalars(select(Item.id).where(Item.case_id == case.id))}


async def mark(session: AsyncSession, case: Case, staff: Staff, now: datetime) -> str:
    """A mark of the talk as it stands, which opens nothing: as long as it is the same, a page need not be told.

    One statement, however long the talk: how many there are of each thing, and the newest.
    """
    row = (await session.execute(_MARK, {"case_id": case.id, "now": now})).one()
    told = f"{standing(case)}|{staff.id}|{staff.role}|{'|'.join(map(str, row))}"
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


# The voice of staff stands under a name before it is played: whose it is, its bytes prove.
_VOICE = sql_case((Item.kind == ItemKind.SPOKEN_REPLY, Item.sealed))
_CASE_ID, _NOW = bindparam("case_id", type_=Case.id.type), bindparam("now", type_=Case.received_at.type)
_ITEMS = select(func.count(), func.max(Item.created_at), func.max(Item.id), func.min(Item.id))
_HELD = and_(Reply.held_until > _NOW, Reply.sealed.is_not(None))
_REPLIES = select(
    func.count(), func.count(Reply.noticed_at), func.count(Reply.opened_at), func.sum(sql_case((_HELD, 1), else_=0))
)
_DONE = select(func.count(), func.max(Audit.id)).where(Audit.act.in_(_ACTS))
_OF_CASE = (
    _ITEMS.where(Item.case_id == _CASE_ID).subquery("items_there"),
    _REPLIES.where(Reply.case_id == _CASE_ID).subquery("replies_there"),
    _DONE.where(Audit.case_id == _CASE_ID).subquery("acts_there"),
)
_MARK = select(*(column for part in _OF_CASE for column in part.c)).select_from(
    _OF_CASE[0].join(_OF_CASE[1], true()).join(_OF_CASE[2], true())
)


def standing(case: Case) -> str:
    """What else of the case a page shows around the talk: when it changes the page is to be loaded anew."""
    shown = (case.status, case.claimed_by, case.level, case.do_not_write, case.unreachable, case.safe_hours)
    return hashlib.sha256("|".join(map(str, shown)).encode()).hexdigest()[:16]


def since_our_last(shown: list[Entry]) -> str:
    """The key of the first thing that the reporter said after the last that staff sent or noted: it is not to be
    searched for. Nothing where they said nothing, or staff nothing."""
    ours = max((entry.at for entry in shown if entry.side == "staff"), default=None)
    theirs = (one for one in shown if one.side == "reporter" and (one.text or one.recording or one.picture))
    return next((one.key for one in theirs if ours is None or one.at > ours), "")


def state(reply: Reply | None, case: Case, now: datetime) -> str:
    """What has become of a reply."""
    if reply is None:
        return ""
    if reply.opened_at:
        return "opened"
    if reply.noticed_at:
        return "noticed"
    if _held(reply, now):
        return "held"
    return "kept" if case.do_not_write or case.unreachable or case.conversation_id is None else "waiting"


def _held(reply: Reply | None, now: datetime) -> bool:
    return reply is not None and reply.held_until is not None and reply.held_until > now and reply.sealed is not None


def _words(item: reading.Opened, who: Looker) -> Entry:
    text, title = item.text, who.translate(words.KINDS[item.kind])
    if item.kind in _IN_SUMMARY:
        text = ""  # stands in full beside the talk
    elif item.kind is ItemKind.REMARK and text in words.REMARKS:
        title, text = who.translate(words.REMARKS[text]), ""
    theirs = item.staff_id is None or item.kind in (ItemKind.CALL, ItemKind.CALLER)
    side = "internal" if item.kind is ItemKind.NOTE else "reporter" if theirs else "staff"
    entry = Entry(item.at, side, title, "", text)
    may_correct = Right.CORRECT in who.had and item.kind is ItemKind.MESSAGE and text.strip()
    return replace(entry, source=item.id) if may_correct else entry


def _file(item: Item, by: str | None, who: Looker) -> Entry:
    """What is opened on purpose: a recording is played, a picture has a link."""
    side = "staff" if by else "reporter"
    entry = Entry(item.created_at, side, who.translate(words.KINDS[item.kind]), "", "")
    if item.kind == ItemKind.PICTURE:
        return replace(entry, picture=item.id)
    return replace(entry, recording=item.id, raw=item.kind == ItemKind.RAW_SOUND)


def _at_its_place(entry: Entry, item: Item, by: str | None, reply: Reply | None, case: Case, who: Looker) -> Entry:
    """What its row says of an entry, which is `by` somebody."""
    mine = case.claimed_by == who.staff.id and by != who.staff.id
    return replace(
        entry,
        who=who.names.get(by or "", ""),
        key=item.id[: opening.BEGINNING],
        state=state(reply, case, who.now),
        unseen=item.id if mine and item.seen_at is None and item.kind in NEWS else "",
        counted=item.kind in COUNTED,
        back=item.id if _held(reply, who.now) and by == who.staff.id and Right.REPLY in who.had else "",
    )
