"""The staff: who is here, who is on duty, and how somebody's access ends or is set up anew."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import escalation
from handlers.audit import Act, note
from handlers.case import Status
from handlers.console import auth
from handlers.console.invite import LASTS
from handlers.console.page import console_of, go, show
from handlers.console.said import Said
from handlers.store.models import Case, OneTimeLink, Staff


async def staff_page(request: Request, staff: Staff) -> Response:
    """GET /staff"""
    console = console_of(request)
    now = console.now()
    async with console.store.reading() as session:
        people = list(await session.scalars(select(Staff).order_by(Staff.active.desc(), Staff.name)))
        live = select(OneTimeLink.staff_id).where(
            OneTimeLink.kind == "invitation", OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now
        )
        invited = set(await session.scalars(live))
    return show(request, "staff.html", people=people, invited=invited)


async def deactivate(request: Request, staff: Staff) -> Response:
    """POST /staff/{id}/deactivate: sessions and links end, cases go back to the queue."""
    console = console_of(request)
    now = console.now()
    async with console.store.writing() as session:
        person = await session.get(Staff, request.path_params["id"])
        if person is None or person.id == staff.id:
            return go("/staff", Said.NOT_YOURSELF)
        await _take_access(session, person, staff, now)
        note(session, Act.DEACTIVATE, at=now, staff_id=staff.id, detail=person.id)
    return go("/staff", Said.DEACTIVATED)


async def new_link(request: Request, staff: Staff) -> Response:
    """POST /staff/{id}/link: a lost phone, a forgotten password, somebody who comes back. The old access ends first."""
    console = console_of(request)
    now = console.now()
    async with console.store.writing() as session:
        person = await session.get(Staff, request.path_params["id"])
        if person is None or person.id == staff.id:
            return go("/staff", Said.NOT_YOURSELF)
        await _take_access(session, person, staff, now)
        person.password_hash = person.totp_secret = person.totp_last_step = None
        token = await auth.make_link(
            session, "invitation", now + LASTS, staff_id=person.id, role=person.role, made_by=staff.id
        )
        note(session, Act.NEW_LINK, at=now, staff_id=staff.id, detail=person.id)
        name = person.name
    return show(request, "invited.html", problem="", link=f"{console.address}/invitation/{token}", name=name)


async def _take_access(session: AsyncSession, person: Staff, by: Staff, now: datetime) -> None:
    """Everything that the person could use ends; no case stays with somebody who can't open it."""
    if person.active:
        await escalation.set_duty(session, person.id, False, now)
    person.active = False
    person.telegram_hash = person.telegram_address = None  # a lost phone gets no more alerts and can't claim
    await session.flush()
    held = select(Case.id).where(Case.claimed_by == person.id, Case.status == Status.CLAIMED)
    for case_id in list(await session.scalars(held)):
        await escalation.release(session, case_id, by.id, now)
    await auth.revoke(session, person.id, now)
    await session.execute(delete(OneTimeLink).where(OneTimeLink.staff_id == person.id, OneTimeLink.used_at.is_(None)))
