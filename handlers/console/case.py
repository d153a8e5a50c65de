"""A case's page: its clocks for whoever may see it, its words only for who may read them, and as far as they may."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import declining, draft, interpreting, ladder, nuisance, referral, stewardship
from handlers.attention import is_passed_on
from handlers.audit import Act, note
from handlers.case import ItemKind, Remark
from handlers.console import calling, handed, new_code, notes, opening, reading, said_words, situations, talk, words
from handlers.console.clocks import hour
from handlers.console.line import author_names, communes, line
from handlers.console.page import console_of, problem, refreshes_itself, show
from handlers.console.sections import TITLES
from handlers.console.summary import summary
from handlers.draft import Known
from handlers.duty import seen_by, standings
from handlers.permission import Right, may, rights_on
from handlers.ranged import begins_later, ranged
from handlers.recording import COPY
from handlers.store.models import Case, Correction, Item, Staff
from handlers.taxonomy import taxonomy
from handlers.triage import Level
from locales import N_, Translate
from nlu import places

_SHOWN = ("image/jpeg", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/aac", "audio/wav", "audio/webm")
_NO_NAME = re.compile(r"[^a-z0-9.-]")
LIVE = "ct_live"  # a cookie by which the page's own script says that it tells what was in view


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
        names = await author_names(session, console.translate)
        head = line(found, names, now, console.translate)
        had = rights_on(staff.role, await standings(session, staff, found))
        part = next((right for right in opening.PARTS if right in had), None)
        values = _head(request, head, staff, names, had, part, console.translate)
        values |= await _beside(session, found, staff, had) | await handed.on_page(session, found, staff, had)
        values["commune_lines"] = await calling.of_commune(session, found) if may(staff.role, Right.CLAIM) else []
        values["new_code"], values["ending"] = None, ""
        values["code_read_out"] = console.read_out.is_lately(staff.id, found.id, now)
        shown: list[talk.Entry] = []
        if Right.NEW_CODE in had:
            values["new_code"] = await new_code.on_page(session, found, staff, names, now)
        if part is not None and (deliberate or not values["may_open"]):
            try:
                live = LIVE in request.cookies
                items = await opening.open_case(session, console.keys, found, staff, now, live=live)
            except opening.Forgotten:
                values["forgotten"] = True
            else:
                who = talk.Looker(staff, had, names, console.translate, now)
                shown = await talk.entries(session, found, items, who)
                values |= await told(session, items, found, who)
                values["next_note"] = handed.note_for_next(items, found)
                values |= {"opened": True, "entries": shown, "since": talk.since_our_last(shown)}
                if not refreshes_itself(request):
                    await stewardship.worked(session, found, staff.id, now)
                values |= await notes.on_page(session, found, items, who)
                if Right.REPLY in had:
                    values |= await situations.offered(session, found, values["role"])
                values["mark"] = await talk.mark(session, found, staff, now)
        if not values["opened"] and not values["forgotten"] and not refreshes_itself(request):
            note(session, Act.SEE, at=now, staff_id=staff.id, case_id=found.id)  # its head alone
        values["is_nuisance"] = Right.NUISANCE in had and found.id in await nuisance.offered(session, [found])
        begun = await opening.open_draft(session, console.keys, found, staff, now)
        values |= _written(begun, await draft.known(session, found.id), shown)
    return show(request, "case.html", **values)


async def file(request: Request, staff: Staff) -> Response:
    """GET /cases/{number}/files/{item}: the reporter's voice or picture, for whoever may read the case."""
    console = console_of(request)
    async with console.store.writing() as session:
        found = await session.scalar(select(Case).where(Case.number == request.path_params["number"]))
        item = await session.get(Item, request.path_params["item"])
        if found is None or item is None or item.case_id != found.id or item.kind not in opening.FILES:
            return problem(request, 404, console.translate(N_("There is no such recording or picture.")))
        now = console.now()
        goes_on = console.listening.goes_on(staff.id, item.id, now, later=begins_later(request))
        try:
            opened = await opening.open_file(session, console.keys, found, item, staff, now, goes_on=goes_on)
        except (opening.MayNotRead, opening.Forgotten):
            return problem(request, 403, console.translate(N_("You may not open this.")))
    if opened is None:
        return problem(request, 500, console.translate(N_("This can't be opened. Tell your administrator.")))
    if not goes_on:
        console.listening.begins(staff.id, item.id, now)
    if opened.copy:
        return ranged(request, opened.copy, COPY, item.id)
    if item.kind == ItemKind.RAW_SOUND or opened.media_type not in _SHOWN:
        name = "recording." + opened.media_type.rpartition("/")[2]
        headers = {"Content-Disposition": f'attachment; filename="{_NO_NAME.sub("", name)}"'}
        return Response(opened.data, media_type="application/octet-stream", headers=headers)
    return ranged(request, opened.data, opened.media_type, item.id)


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
    said = said_words.said(request.query_params.get("said", ""))
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
        "since": "",
        "entries": [],
        "forgotten": False,
        # On purpose: who has not claimed it and was not brought to it.
        "may_open": part is Right.READ and not mine,
        "emergency": calling.EMERGENCY,
        "levels_up": [one for one in Level if one < head.level and Right.RAISE in had],
        "levels_down": [one for one in Level if one > head.level and Right.LOWER in had],
        "hours_note": translate(words.hours(found.safe_hours)).format(
            hours=(found.safe_hours or "").replace(",", ", ")
        ),
        "nonce": secrets.token_hex(16),
        "voice_nonce": secrets.token_hex(16),
        "standing": talk.standing(found),
        "live": Right.READ in had,
    }


async def looker(
    session: AsyncSession, staff: Staff, had: frozenset[Right], translate: Translate, now: datetime
) -> talk.Looker:
    """Whoever is at the page."""
    return talk.Looker(staff, had, await author_names(session, translate), translate, now)


async def told(session: AsyncSession, items: list[reading.Opened], found: Case, who: talk.Looker) -> dict[str, Any]:
    """What was reported, read as one, and why the case is as urgent as it is."""
    report, triage = reading.whole_report(items), reading.whole_triage(items)
    shown = next((opening.SHOWN.get(right) for right in opening.PARTS if right in who.had), None)
    corrections = await session.scalars(select(Correction).where(Correction.case_id == found.id))
    snapshots = [item.id for item in items if item.kind is ItemKind.SNAPSHOT]
    unseen: list[str] = []
    if found.claimed_by == who.staff.id and snapshots:
        query = select(Item.id).where(Item.id.in_(snapshots), Item.seen_at.is_(None))
        unseen = list(await session.scalars(query))
    return {
        "reported": bool(snapshots),
        "summary": summary(items, who.names, who.translate, shown),
        "titles": TITLES,
        "may_correct": Right.CORRECT in who.had,
        "role": next((one.value for one in (report.answers if report else ()) if one.question == "role"), ""),
        "unseen_reports": unseen,
        "ending": reading.number_in(report),
        "corrections": {one.source: one for one in corrections},
        "reasons": triage.reasons if triage else (),
        "calmed": any(item.kind is ItemKind.REMARK and item.text == Remark.NOT_DANGEROUS_AFTER_ALL for item in items),
        "broken": sum(item.plain is None for item in items),
    }


def _written(begun: opening.OpenedDraft | None, known: Known, shown: list[talk.Entry]) -> dict[str, Any]:
    """What one has begun to write, and what came since: those who send should have read it."""
    came = begun.known.newer(known) if begun is not None and begun.text else Known()
    counted = [entry for entry in shown if entry.counted]
    added = [one for one in shown if came.reports and one.report > known.reports - came.reports and one.text]
    words_of = [*(counted[len(counted) - came.words :] if came.words else []), *added]
    return {
        "draft": begun,
        "known": known,
        "came": came,
        "came_words": sorted(words_of, key=lambda entry: entry.at),
        "news": came.words + max(len(added), came.reports > 0),  # taps are one thing, however many
        "tapped": came.reports > len(added),
    }
