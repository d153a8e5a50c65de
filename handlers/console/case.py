"""A case's page: its clocks for whoever may see it, its words only for who may read them, and as far as they may."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import declining, interpreting, ladder, referral, stewardship
from handlers.attention import is_passed_on
from handlers.audit import Act
from handlers.case import ItemKind, Remark
from handlers.console import new_code, opening, words
from handlers.console.clocks import hour
from handlers.console.line import communes, line, staff_names
from handlers.console.page import console_of, problem, refreshes_itself, show
from handlers.duty import seen_by, standings
from handlers.permission import Right, may, rights_on
from handlers.store.models import Audit, Case, Correction, Item, Reply, Staff
from handlers.taxonomy import taxonomy
from handlers.triage import Level
from locales import N_, Translate
from nlu import places

_SHOWN = ("image/jpeg", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/aac", "audio/wav", "audio/webm")
_TIMELINE_ACTS = (
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
    Act.MAY_WRITE_AGAIN,
    Act.ASK_NEW_CODE,
    Act.APPROVE_NEW_CODE,
    Act.REFUSE_NEW_CODE,
    Act.WITHDRAW_NEW_CODE,
    Act.GIVE_NEW_CODE,
    Act.REFER_BACK,
    Act.ASK_INTERPRETER,
)  # the others have an item that says more


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the timeline. `side` is "reporter", "staff" or "system"; `state` what became of a reply.

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
    picture: str = ""  # the item's id where it is a picture, which is opened on purpose


async def case(request: Request, staff: Staff) -> Response:
    """GET /cases/{number}; who may read it and has not claimed it asks for its words with ?open=yes."""
    console = console_of(request)
    now = console.now()
    number = request.path_params["number"]
    deliberate = request.query_params.get("open") == "yes"
    async with console.store.writing() as session:
        found = await session.scalar(select(Case).where(Case.number == number))
        if found is None:
            return problem(request, 404, console.translate(N_("There is no case with this number.")))
        names = await staff_names(session)
        head = line(found, names, now, console.translate)
        had = rights_on(staff.role, await standings(session, staff, found))
        part = next((right for right in opening.PARTS if right in had), None)
        values = _head(request, head, staff, names, had, part, console.translate)
        values |= await _beside(session, found, staff, had)
        values["new_code"], values["ending"] = None, ""
        if Right.NEW_CODE in had:
            values["new_code"] = await new_code.on_page(session, found, staff, names, now)
        if part is not None and (deliberate or not values["may_open"]):
            try:
                items = await opening.open_case(session, console.keys, found, staff, now)
            except opening.Forgotten:
                values["forgotten"] = True
            else:
                values |= await _words(session, items, found, names, console.translate, had)
                if not refreshes_itself(request):
                    await stewardship.worked(session, found, staff.id, now)
    return show(request, "case.html", **values)


async def file(request: Request, staff: Staff) -> Response:
    """GET /cases/{number}/files/{item}: the reporter's voice or picture, for whoever may read the case."""
    console = console_of(request)
    async with console.store.writing() as session:
        found = await session.scalar(select(Case).where(Case.number == request.path_params["number"]))
        item = await session.get(Item, request.path_params["item"])
        if found is None or item is None or item.case_id != found.id or item.kind not in opening.FILES:
            return problem(request, 404, console.translate(N_("There is no such recording or picture.")))
        try:
            opened = await opening.open_file(session, console.keys, found, item, staff, console.now())
        except (opening.MayNotRead, opening.Forgotten):
            return problem(request, 403, console.translate(N_("You may not open this.")))
    if opened is None:
        return problem(request, 500, console.translate(N_("This can't be opened. Tell your administrator.")))
    media_type, data = opened
    return Response(data, media_type=media_type if media_type in _SHOWN else "application/octet-stream")


async def _beside(session: AsyncSession, found: Case, staff: Staff, had: frozenset[Right]) -> dict[str, Any]:
    """Other cases of the same chat that this person may see too, and who else was brought to this one."""
    near = select(Case.number).where(seen_by(staff)).order_by(Case.opened_at)
    whole = may(staff.role, Right.READ)
    return {
        "earlier": await session.scalar(near.where(Case.id == found.follows)) if whole and found.follows else None,
        "later": list(await session.scalars(near.where(Case.follows == found.id))) if whole else [],
        "referrals": [
            (one, places.name_of(one.commune_code, one.commune_scheme) or one.commune_code)
            for one in (await referral.communes_of(session, found) if whole else [])
        ],
        "communes": communes() if Right.REFER in had else [],
        "interpreters": await interpreting.interpreters(session) if Right.ASK in had else [],
        "asked": await interpreting.asked_about(session, found) if whole else [],
        "rounds": await ladder.rounds_of(session, found) if may(staff.role, Right.CLAIM) else [],
        "reasons_why": declining.REASONS if Right.CLAIM in had else {},
        "passed_on": is_passed_on(found),
    }


def _head(
    request: Request,
    head: Any,
    staff: Staff,
    names: dict[str, str],
    had: frozenset[Right],
    part: Right | None,
    translate: Translate,
) -> dict[str, Any]:
    found, row = head.case, taxonomy().get(head.case.group)
    mine = found.claimed_by == staff.id
    said = words.said(request.query_params.get("said", ""))
    return {
        "line": head,
        "names": names,
        "had": had,
        "said": translate(said).format(name=head.claimer, time=hour(found.claimed_at) if found.claimed_at else "")
        if said
        else "",
        "kind": f"{row.vi} ({row.code})" if row else found.group,
        "mine": mine,
        "opened": False,
        "forgotten": False,
        # On purpose: who has not claimed it and was not brought to it.
        "may_open": part is Right.READ and not mine,
        "levels_up": [one for one in Level if one < head.level and Right.RAISE in had],
        "levels_down": [one for one in Level if one > head.level and Right.LOWER in had],
        "hours_note": translate(words.hours(found.safe_hours)).format(
            hours=(found.safe_hours or "").replace(",", ", ")
        ),
        "nonce": secrets.token_hex(16),
        "voice_nonce": secrets.token_hex(16),
    }


async def _words(
    session: AsyncSession,
    items: list[opening.Opened],
    found: Case,
    names: dict[str, str],
    translate: Translate,
    had: frozenset[Right],
) -> dict[str, Any]:
    report, triage = opening.whole_report(items), opening.whole_triage(items)
    replies = {one.item_id: one for one in await session.scalars(select(Reply).where(Reply.case_id == found.id))}
    quiet = found.do_not_write or found.unreachable or found.conversation_id is None
    hidden = (ItemKind.TRIAGE, ItemKind.CORRECTION, *(() if Right.READ in had else (ItemKind.SNAPSHOT,)))
    shown = [item for item in items if item.kind not in hidden]
    entries = [_entry(item, replies, names, translate, quiet) for item in shown]
    may_correct = Right.CORRECT in had
    if not may_correct:
        entries = [replace(entry, source="") for entry in entries]
    corrections = await session.scalars(select(Correction).where(Correction.case_id == found.id))
    files = [kind for kind in opening.FILES if (Right.LOOK if kind is ItemKind.PICTURE else Right.HEAR) in had]
    for item in await session.scalars(select(Item).where(Item.case_id == found.id, Item.kind.in_(files))):
        entries.append(_file_entry(item, replies, names, translate, quiet))
    acts = select(Audit).where(Audit.case_id == found.id, Audit.act.in_(_TIMELINE_ACTS))
    for act in await session.scalars(acts) if Right.READ in had else ():
        title = translate(words.ACTS[Act(act.act)])
        entries.append(Entry(act.at, "system", title, names.get(act.staff_id or "", ""), ""))
    answers = opening.with_sources(report.answers if report else ())
    return {
        "opened": True,
        "ending": opening.number_in(report),
        "answers": answers if may_correct else [(answer, "") for answer, _ in answers],
        "corrections": {one.source: one for one in corrections},
        "reasons": triage.reasons if triage else (),
        "unknown": opening.unknown,
        "fresh": _since_our_last(entries),
        "timeline": sorted(entries, key=lambda entry: entry.at, reverse=True),
        "calmed": any(item.kind is ItemKind.REMARK and item.text == Remark.NOT_DANGEROUS_AFTER_ALL for item in items),
        "broken": sum(item.plain is None for item in items),
    }


def _entry(
    item: opening.Opened, replies: dict[str, Reply], names: dict[str, str], translate: Translate, quiet: bool
) -> Entry:
    who = names.get(item.staff_id or "", "")
    text, state = item.text, ""
    title = translate(words.KINDS[item.kind])
    if item.kind is ItemKind.SNAPSHOT:
        text = ""  # stands in full beside the timeline
    elif item.kind is ItemKind.REMARK and text in words.REMARKS:
        title, text = translate(words.REMARKS[text]), ""
    elif item.kind is ItemKind.REPLY:
        state = _state(replies.get(item.id), quiet)
    source = item.id if item.kind is ItemKind.MESSAGE and text.strip() else ""
    theirs = item.staff_id is None or item.kind in (ItemKind.CALL, ItemKind.CALLER)
    return Entry(item.at, "reporter" if theirs else "staff", title, who, text, state, source)


def _file_entry(
    item: Item, replies: dict[str, Reply], names: dict[str, str], translate: Translate, quiet: bool
) -> Entry:
    """What is opened on purpose: a recording is played, a picture has a link."""
    side = "staff" if item.staff_id else "reporter"
    title = translate(words.KINDS[item.kind])
    state = _state(replies.get(item.id), quiet) if item.kind == ItemKind.SPOKEN_REPLY else ""
    entry = Entry(item.created_at, side, title, names.get(item.staff_id or "", ""), "", state)
    return replace(entry, picture=item.id) if item.kind == ItemKind.PICTURE else replace(entry, recording=item.id)


def _state(reply: Reply | None, quiet: bool) -> str:
    """What has become of a reply."""
    if reply is None:
        return ""
    return "opened" if reply.opened_at else "noticed" if reply.noticed_at else "kept" if quiet else "waiting"


def _since_our_last(entries: list[Entry]) -> list[Entry]:
    """What the reporter wrote after the last thing staff sent or noted: it must not be searched for."""
    ours = max((entry.at for entry in entries if entry.side == "staff"), default=None)
    theirs = [
        entry for entry in entries if entry.side == "reporter" and (entry.text or entry.recording or entry.picture)
    ]
    return sorted((one for one in theirs if ours is None or one.at > ours), key=lambda one: one.at)
