"""The staff: who is here, who is on duty, what role each has, and how access ends or is set up anew."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from handlers.audit import Act, note
from handlers.console.access import leave_desk, take_access
from handlers.console.invite import of_commune
from handlers.console.line import commune_name, communes
from handlers.console.links_asked import may_agree
from handlers.console.page import console_of, fields, go, show
from handlers.console.said import Said
from handlers.order import in_order
from handlers.permission import Right, Role, may
from handlers.store.models import LookedAfter, MailRoute, OneTimeLink, Staff
from handlers.vouching import SECRETS, holds, secrets_hold, to_change, vouch
from nlu import places


async def staff_page(request: Request, staff: Staff) -> Response:
    """GET /staff"""
    console = console_of(request)
    now = console.now()
    async with console.store.reading() as session:
        rows = await session.scalars(select(Staff).options(SECRETS))
        people = sorted(rows, key=lambda one: (not one.active, in_order(one.name)))
        live = select(OneTimeLink.staff_id).where(
            OneTimeLink.kind == "invitation", OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now
        )
        invited = set(await session.scalars(live))
        mailed = set(await session.scalars(select(MailRoute.staff_id).where(MailRoute.proved_at.is_not(None))))
        looked_after: dict[str, list[str]] = {}
        for one in await session.scalars(select(LookedAfter)):
            name = commune_name(one.commune_code, one.commune_scheme)
            looked_after.setdefault(one.staff_id, []).append(name)
        doubtful = {one.id for one in people if not (holds(session, one) and secrets_hold(one))}
    about: dict[str, Any] = {"people": people, "invited": invited, "mailed": mailed, "looked_after": looked_after}
    about["links_asked"] = console.links_asked.all(now)
    about["may_agree"] = may_agree
    about["doubtful"] = doubtful
    return show(request, "staff.html", **about, communes=communes(), name_of=places.name_of)


async def role_form(request: Request, staff: Staff) -> Response:
    """GET /staff/{id}/role"""
    async with console_of(request).store.reading() as session:
        person = await session.get(Staff, request.path_params["id"])
    if person is None or person.id == staff.id:
        return go("/staff", Said.NOT_YOURSELF)
    return show(request, "role.html", person=person, communes=communes())


async def change_role(request: Request, staff: Staff) -> Response:
    """POST /staff/{id}/role: counts at once, in every session; who may claim no more keeps no case and no alert."""
    console = console_of(request)
    now = console.now()
    role, commune = await fields(request, "role", "commune")
    where = of_commune(role, commune)
    if role not in set(Role) or where is None:
        return go("/staff", Said.ROLE_INCOMPLETE)
    async with console.store.writing() as session:
        person = await to_change(session, request.path_params["id"])
        if person is None or person.id == staff.id:
            return go("/staff", Said.NOT_YOURSELF)
        person.role, person.commune_code, person.commune_scheme = role, where["commune_code"], where["commune_scheme"]
        if not may(role, Right.CLAIM):
            await leave_desk(session, person, staff.id, now)
        await vouch(session, person)
        note(session, Act.CHANGE_ROLE, at=now, staff_id=staff.id, detail=f"{role} {person.id}")
    return go("/staff", Said.ROLE_CHANGED)


async def deactivate(request: Request, staff: Staff) -> Response:
    """POST /staff/{id}/deactivate: sessions and links end, cases go back to the queue."""
    console = console_of(request)
    now = console.now()
    async with console.store.writing() as session:
        person = await session.get(Staff, request.path_params["id"])
        if person is None or person.id == staff.id:
            return go("/staff", Said.NOT_YOURSELF)
        held = holds(session, person)
        await take_access(session, person, staff.id, now)
        if held:  # what somebody else has changed ends too, and gets no proof by that
            await vouch(session, person)
        note(session, Act.DEACTIVATE, at=now, staff_id=staff.id, detail=person.id)
    return go("/staff", Said.DEACTIVATED)
