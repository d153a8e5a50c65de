"""What somebody of the staff can be asked for first: the languages they answer in, the communes they look after."""

from __future__ import annotations

from sqlalchemy import delete, select
from starlette.requests import Request
from starlette.responses import Response

from handlers.audit import Act, note
from handlers.console import words
from handlers.console.line import communes
from handlers.console.page import console_of, go, show
from handlers.console.said import Said
from handlers.store.models import LookedAfter, Staff
from handlers.vouching import to_change, vouch
from nlu import places


async def form(request: Request, staff: Staff) -> Response:
    """GET /staff/{id}/skills"""
    async with console_of(request).store.reading() as session:
        person = await session.get(Staff, request.path_params["id"])
        if person is None:
            return go("/staff")
        theirs = select(LookedAfter.commune_code).where(
            LookedAfter.staff_id == person.id, LookedAfter.commune_scheme == places.SCHEME
        )
        chosen = set(await session.scalars(theirs))
    return show(request, "skills.html", person=person, communes=communes(), chosen=chosen)


async def change(request: Request, staff: Staff) -> Response:
    """POST /staff/{id}/skills"""
    console = console_of(request)
    async with request.form(max_fields=200, max_files=0) as sent:
        languages = [code for code in words.LANGUAGES if sent.get(code)]
        wanted = {code for code in sent.getlist("commune") if isinstance(code, str) and places.name_of(code)}
    if not languages:
        return go("/staff", Said.SKILLS_INCOMPLETE)
    async with console.store.writing() as session:
        person = await to_change(session, request.path_params["id"])
        if person is None:
            return go("/staff")
        person.languages = ",".join(languages)
        await vouch(session, person)
        await session.execute(delete(LookedAfter).where(LookedAfter.staff_id == person.id))
        for code in sorted(wanted):
            session.add(LookedAfter(staff_id=person.id, commune_code=code, commune_scheme=places.SCHEME))
        note(session, Act.LOOK_AFTER, at=console.now(), staff_id=staff.id, detail=person.id)
    return go("/staff", Said.SKILLS_KEPT)
