"""The staff: who is here, who is on duty, what role each has, and how access ends or is set up anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import escalation, mail_route
from handlers.audit import Act, note
from handlers.console import auth
from handlers.console.invite import LASTS, of_commune
from handlers.console.line import commune_name, communes
from handlers.console.page import console_of, fields, go, show
from handlers.console.said import Said
from handlers.order import in_order
from handlers.permission import Right, Role, may
from handlers.store.models import LookedAfter, MailRoute, OneTimeLink, Staff
from handlers.vouching import SECRETS, holds, secrets_hold, set_secrets, to_change, unbind, vouch
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
            await _leave_desk(session, person, staff, now)
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
        await _take_access(session, person, staff, now)
        if held:  # what somebody else has changed ends too, and gets no proof by that
            await vouch(session, person)
        note(session, Act.DEACTIVATE, at=now, staff_id=staff.id, detail=person.id)
    return go("/staff", Said.DEACTIVATED)


async def new_link(request: Request, staff: Staff) -> Response:
    """POST /staff/{id}/link: a lost phone, a forgotten password, somebody who comes back. The old access ends first."""
    console = console_of(request)
    now = console.now()
    async with console.store.writing() as session:
        person = await to_change(session, request.path_params["id"])
        if person is None or person.id == staff.id:
            return go("/staff", Said.NOT_YOURSELF)
        await _take_access(session, person, staff, now)
        set_secrets(person, None, None)
        person.totp_last_step = None
        await vouch(session, person)
        token = await auth.make_link(
            session, "invitation", now + LASTS, staff_id=person.id, role=person.role, made_by=staff.id
        )
        note(session, Act.NEW_LINK, at=now, staff_id=staff.id, detail=person.id)
        name = person.name
    return show(request, "invited.html", problem="", link=f"{console.address}/invitation/{token}", name=name)


async def _take_access(session: AsyncSession, person: Staff, by: Staff, now: datetime) -> None:
    """Everything that the person could use ends; no case stays with somebody who can't open it."""
    person.active = False
    await _leave_desk(session, person, by, now)
    await auth.revoke(session, person.id, now)
    await session.execute(delete(OneTimeLink).where(OneTimeLink.staff_id == person.id, OneTimeLink.used_at.is_(None)))


async def _leave_desk(session: AsyncSession, person: Staff, by: Staff, now: datetime) -> None:
    """Off duty, without alerts, without cases; a lost phone can't claim."""
    if person.on_duty_since is not None:
        person.on_duty_since = None
        note(session, Act.DUTY_OFF, at=now, staff_id=person.id)
    unbind(person)
    await mail_route.remove(session, person.id, now)
    await session.flush()
    await escalation.free(session, person.id, by.id, now)
