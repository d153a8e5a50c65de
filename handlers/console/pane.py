"""A case that lies open: what has come since the page was served, what was in view, what is being written."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import draft, reply, seen, stewardship
from handlers.case import ItemKind, Status
from handlers.console import case as page
from handlers.console import drafts, opening, talk
from handlers.console.acts import act_on
from handlers.console.line import line
from handlers.console.page import console_of, fields, problem, show
from handlers.console.said import Said
from handlers.duty import may_on, standings
from handlers.item import drop_item
from handlers.permission import Right, rights_on
from handlers.store.models import Case, Staff
from handlers.store.trust import trust_of
from locales import N_

MOST = 2000  # entries that a page may say it has


async def news(request: Request, staff: Staff) -> Response:
    """GET /cases/{number}/talk: what the page has not got; nothing at all, and nothing opened, while nothing changed.

    `have` are the keys of the entries that the page shows.
    """
    console = console_of(request)
    now = console.now()
    have = frozenset(request.query_params.get("have", "").split(",")[:MOST])
    async with console.store.reading() as session:
        found = await _case(session, request)
        mark = await talk.mark(session, found, staff, now)
    if request.headers.get("if-none-match") == mark and may_on(console.store.trust, staff, found, Right.READ):
        return Response(status_code=304, headers={"ETag": mark})
    async with console.store.writing() as session:
        found = await _case(session, request)
        try:
            items = await opening.open_new(session, console.keys, found, staff, have, now)
        except (opening.MayNotRead, opening.Forgotten):
            return problem(request, 403, console.translate(N_("This case is not yours")))
        had = rights_on(staff.role, await standings(session, staff, found))
        who = await page.looker(session, staff, had, console.translate, now)
        values = {
            **await page.told(session, items, found, who),
            "entries": await talk.entries(session, found, items, who, have),
            "states": await talk.states(session, found, who),
            "gone": sorted(
                one
                for one in have - await talk.keys(session, found)
                if len(one) == opening.BEGINNING  # an act's is shorter
            ),
            "known": await draft.known(session, found.id),
            "standing": talk.standing(found),
            "line": line(found, who.names, now, console.translate),
            "case": found,
            "had": had,
            "mark": await talk.mark(session, found, staff, now),
        }
    answer = show(request, "_news.html", **values)
    answer.headers["ETag"] = values["mark"]
    return answer


async def in_view(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/seen: `items` stood on the part of a visible page that a person could see."""
    (items,) = await fields(request, "items")
    console = console_of(request)
    async with console.store.writing() as session:
        found = await _case(session, request)
        if not may_on(trust_of(session), staff, found, Right.READ):
            return problem(request, 403, console.translate(N_("This case is not yours")))
        await seen.mark_seen(session, found.id, staff.id, items.split(",")[:MOST], console.now())
    return Response(status_code=204)


async def save(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/draft: by the page itself while somebody writes, or by its button.

    Of two pages that write the same draft the second is shown the other's words and loses none of its own.
    """
    text, knew, version, who = await fields(request, "text", "known", "version", "who")
    text = text.replace("\r\n", "\n")
    if who and who != staff.id:  # a page of somebody who sat here before
        return problem(request, 403, console_of(request).translate(N_("This draft is somebody else's")))
    if request.headers.get("hx-request") != "true":

        async def act(session: AsyncSession, case: Case) -> Said:
            return await drafts.keep(session, console_of(request).keys, case, staff, text, knew, version, now)

        now = console_of(request).now()
        return await act_on(request, act)
    console = console_of(request)
    now, other = console.now(), None
    async with console.store.writing() as session:
        found = await _case(session, request, lock=True)
        await stewardship.worked(session, found, staff.id, now)  # whoever writes is at it
        kept = draft.known_from(knew) or await draft.known(session, found.id)
        try:
            number = await draft.keep(
                session, found, staff.id, text, knew=kept, version=drafts.version_from(version), now=now
            )
        except draft.Elsewhere:
            other = await opening.open_draft(session, console.keys, found, staff, now)
            number = other.version if other is not None else 0
            if other is not None and other.text == text:
                other = None
        may_send = may_on(trust_of(session), staff, found, Right.REPLY)
        closed = found.status == Status.CLOSED
    status = 409 if other is not None else 200
    values = {"number": number, "other": other, "empty": not text.strip(), "may_send": may_send, "closed": closed}
    return show(request, "_draft.html", status=status, **values)


async def take_back(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/take-back: an answer goes back into the draft, as long as it is held."""
    (item_id,) = await fields(request, "item")

    async def act(session: AsyncSession, case: Case) -> Said:
        console = console_of(request)
        now = console.now()
        try:
            item = await reply.take_back(session, case.id, item_id[:32], staff.id, now)
        except reply.Delivered:
            return Said.DELIVERED
        spoken = item.kind != ItemKind.REPLY
        text = "" if spoken else await opening.open_taken_back(session, console.keys, case, item, now)
        await drop_item(session, case, item)
        if not text:
            return Said.VOICE_TAKEN_BACK
        begun = await opening.open_draft(session, console.keys, case, staff, now)
        whole = f"{text}\n\n{begun.text}" if begun is not None and begun.text else text
        known = await draft.known(session, case.id)
        await draft.keep(session, case, staff.id, whole, knew=known, version=None, now=now)
        return Said.TAKEN_BACK

    return await act_on(request, act)


async def _case(session: AsyncSession, request: Request, *, lock: bool = False) -> Case:
    """The case of the address, which `guarded` has found."""
    query = select(Case).where(Case.number == request.path_params["number"])
    if lock:
        query = query.with_for_update(key_share=True)
    return (await session.scalars(query)).one()
