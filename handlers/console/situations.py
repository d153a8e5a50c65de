"""Situation texts: their pages for supervisors, and one put into a draft. None is ever sent by itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import situations
from handlers.console import desk_words, drafts, said_words
from handlers.console.acts import act_on
from handlers.console.line import staff_names
from handlers.console.notes import unkept
from handlers.console.page import console_of, fields, go, problem, show
from handlers.console.said import Said
from handlers.permission import NotAllowed
from handlers.situations import PLACEHOLDERS, NoSuchSituation, NotKept, Voice
from handlers.store.models import Case, Staff
from locales import N_
from nlu.tokens import fold

_NO_SUCH = N_("There is no such text.")


async def offered(session: AsyncSession, case: Case, reporter: str) -> dict[str, Any]:
    """What a case's page offers, filled in; first those that speak to the `reporter`: "child", another role, ""."""
    found = await situations.current(session)
    order = [Voice.CHILD, Voice.ADULT] if reporter == "child" else [Voice.ADULT, Voice.CHILD]
    groups = {voice: [(one, situations.fill(one.text, case)) for one in found if one.voice is voice] for voice in order}
    return {"situations": groups, "situations_in": situations.LANGUAGE, "voices": desk_words.VOICES}


async def put(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/situation: at the end of what is in the reply box, which is kept as a draft."""
    wanted, text, knew, version = await fields(request, "situation", "text", "known", "version")
    text = text.replace("\r\n", "\n")

    async def act(session: AsyncSession, case: Case) -> Said:
        console = console_of(request)
        chosen = next((one for one in await situations.current(session) if one.id == wanted), None)
        parts = [text.rstrip(), situations.fill(chosen.text, case) if chosen else ""]
        whole = "\n\n".join(one for one in parts if one)
        said = await drafts.keep(session, console.keys, case, staff, whole, knew, version, console.now())
        if said not in (Said.DRAFT_KEPT, Said.DRAFT_GONE):
            return said
        return Said.SITUATION_PUT if chosen else Said.SITUATION_GONE

    return await act_on(request, act)


async def listed(request: Request, staff: Staff) -> Response:
    """GET /situations?q=…: all of them, or those in which every word of `q` is found, with marks or without."""
    query = request.query_params.get("q", "")[:100]
    async with console_of(request).store.reading() as session:
        found = await situations.current(session, withdrawn=True)
        names = await staff_names(session)
    wanted = fold(query.casefold()).split()
    found = [one for one in found if all(word in fold(f"{one.title} {one.text}".casefold()) for word in wanted)]
    by_voice = {voice: [one for one in found if one.voice is voice] for voice in Voice}
    return show(request, "situations.html", by_voice=by_voice, names=names, query=query, **_page())


async def form(request: Request, staff: Staff) -> Response:
    """GET /situations/{id}"""
    async with console_of(request).store.reading() as session:
        try:
            found = await situations.versions(session, request.path_params["id"])
        except NoSuchSituation:
            return problem(request, 404, console_of(request).translate(_NO_SUCH))
        names = await staff_names(session)
    return show(request, "situation.html", newest=found[0], versions=found, names=names, **_page())


async def keep(request: Request, staff: Staff) -> Response:
    """POST /situations, POST /situations/{id}: a new version; `do` is "withdraw", or "restore" with `of`."""
    console, id_ = console_of(request), request.path_params.get("id", "")
    title, text, voice, known, do, of = await fields(request, "title", "text", "voice", "known", "do", "of")
    now, knew = console.now(), _number(known)
    said = Said.SITUATION_KEPT
    try:
        async with console.store.writing() as session:
            if id_ and do == "withdraw":
                await situations.withdraw(session, staff.id, now, id_, knew)
                said = Said.SITUATION_WITHDRAWN
            elif id_ and do == "restore":
                await situations.restore(session, staff.id, now, id_, _number(of), knew)
            else:
                id_ = await situations.keep(
                    session, staff.id, now, title=title, text=text, voice=voice, id_=id_, known=knew if id_ else 0
                )
    except NotKept as error:
        back = f"/situations/{id_}" if id_ else "/situations"
        known_ones = ", ".join(PLACEHOLDERS)
        return unkept(request, desk_words.WRONG[error.wrong], text, back=back, known=known_ones)
    except NoSuchSituation:
        return problem(request, 404, console.translate(_NO_SUCH))
    except NotAllowed:
        return problem(request, 403, console.translate(said_words.SAID[Said.NOT_ALLOWED]))
    return go(f"/situations/{id_}", said)


def _page() -> dict[str, Any]:
    return {"voices": desk_words.VOICES, "placeholders": PLACEHOLDERS}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
