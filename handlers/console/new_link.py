"""A new set-up link for somebody else's account: asked for, agreed to by a second person, shown once.

Whoever holds the link is that person from then on, so no administrator makes one alone, and its owner is told as soon
as it is asked for. What waits stands in the console's memory: nobody can write it into the database.
A sole administrator makes one on the machine: `python -m handlers.console.new_link LOGIN`, which raises an alarm.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import outbox
from handlers.alarms import LINK_ON_MACHINE
from handlers.audit import Act, note
from handlers.console import auth
from handlers.console.access import take_access
from handlers.console.invite import LASTS
from handlers.console.links_asked import Asked, may_agree
from handlers.console.own_keys import own_keys
from handlers.console.page import Console, console_of, go, show
from handlers.console.said import Said
from handlers.console.settings import WrongSetting, read_settings
from handlers.desk import desk
from handlers.outbox import Kind
from handlers.permission import Right, four_eyes, may
from handlers.routes import route_of
from handlers.store.engine import Store
from handlers.store.kept import keep
from handlers.store.keys import KeysMissing
from handlers.store.models import Audit, Staff
from handlers.store.trust import console_trust
from handlers.uncaught import hide_texts
from handlers.vouching import NotVouchedFor, look, set_secrets, to_change, vouch


async def ask(request: Request, staff: Staff) -> Response:
    """POST /staff/{id}/link: where the account was never set up there is nobody to be, and the link is made at once."""
    console, owner = console_of(request), request.path_params["id"]
    now = console.now()
    async with console.store.writing() as session:
        person = await to_change(session, owner)
        if person is None or person.id == staff.id:
            return go("/staff", Said.NOT_YOURSELF)
        if await _was_never_set_up(session, person):
            return await _made(request, session, person, staff.id, now)
        if console.links_asked.of(owner, now) is None:
            console.links_asked.put(owner, Asked(staff.id, now))
            note(session, Act.ASK_LINK, at=now, staff_id=staff.id, detail=owner)
            await _tell_owner(session, owner, now)
    return go("/staff", Said.LINK_ASKED)


async def agree(request: Request, staff: Staff) -> Response:
    """POST /staff/{id}/link/agree"""
    console, owner = console_of(request), request.path_params["id"]
    now = console.now()
    asked = console.links_asked.of(owner, now)
    if asked is None or not may_agree(staff, owner, asked):
        return go("/staff", Said.LINK_GONE)
    async with console.store.writing() as session:
        note(session, Act.AGREE_LINK, at=now, staff_id=staff.id, detail=owner)
    console.links_asked.put(owner, replace(asked, agreed_by=staff.id))
    return go("/staff", Said.LINK_AGREED)


async def refuse(request: Request, staff: Staff) -> Response:
    """POST /staff/{id}/link/refuse: whoever asked takes it back, its owner or a second person refuses."""
    console, owner = console_of(request), request.path_params["id"]
    now = console.now()
    asked = console.links_asked.of(owner, now)
    if asked is None or not (staff.id in (owner, asked.by) or may(staff.role, Right.AGREE_LINK)):
        return go("/", Said.LINK_GONE)
    console.links_asked.drop(owner)
    async with console.store.writing() as session:
        note(session, Act.REFUSE_LINK, at=now, staff_id=staff.id, detail=owner)
    return go("/staff" if may(staff.role, Right.STAFF) else "/", Said.LINK_REFUSED)


async def make(request: Request, staff: Staff) -> Response:
    """POST /staff/{id}/link/make: for whoever asked, once somebody has agreed. The old access ends first."""
    console, owner = console_of(request), request.path_params["id"]
    now = console.now()
    asked = console.links_asked.of(owner, now)
    if asked is None or asked.by != staff.id or not four_eyes(asked.agreed_by, staff.id):
        return go("/staff", Said.LINK_GONE)
    console.links_asked.drop(owner)
    async with console.store.writing() as session:
        person = await to_change(session, owner)
        if person is None:
            return go("/staff", Said.LINK_GONE)
        return await _made(request, session, person, staff.id, now)


async def _made(request: Request, session: AsyncSession, person: Staff, by: str, now: datetime) -> Response:
    token = await renewed(session, person, by, now)
    note(session, Act.NEW_LINK, at=now, staff_id=by, detail=person.id)
    link = f"{console_of(request).address}/invitation/{token}"
    return show(request, "invited.html", problem="", link=link, name=person.name)


async def renewed(session: AsyncSession, person: Staff, by: str, now: datetime) -> str:
    """The token of a new link; whatever let this person in before ends."""
    await take_access(session, person, by, now)
    set_secrets(person, None, None)
    person.totp_last_step = None
    await vouch(session, person)
    return await auth.make_link(session, "invitation", now + LASTS, staff_id=person.id, role=person.role, made_by=by)


async def _was_never_set_up(session: AsyncSession, person: Staff) -> bool:
    if person.active or person.totp_last_step is not None:
        return False
    was = select(Audit.id).where(Audit.staff_id == person.id, Audit.act == Act.SET_UP).limit(1)
    return await session.scalar(was) is None


async def _tell_owner(session: AsyncSession, owner: str, now: datetime) -> None:
    """By every route that reaches them; on the console their bell says it."""
    here = await desk(session)
    for target in here.linked(one for one in here.staff if one.id == owner):
        await outbox.put(session, worker=route_of(target), kind=Kind.LINK_ASKED, lane=f"link:{target}", now=now)


async def told(session: AsyncSession, console: Console, staff: Staff) -> list[tuple[Staff, str, bool]]:
    """For the bell: whose account, who asked, and whether it is one's own."""
    found = console.links_asked.waiting_for(staff, console.now())
    if not found:
        return []
    ids = {*found, *(asked.by for asked in found.values())}
    people = {one.id: one for one in await session.scalars(select(Staff).where(Staff.id.in_(ids)))}
    return [
        (people[owner], people[asked.by].name, owner == staff.id)
        for owner, asked in found.items()
        if owner in people and asked.by in people
    ]


async def on_the_machine(store: Store, login: str, address: str, now: datetime) -> str:
    """The link, where there is no second person; everybody who hears alarms is told of it for a day."""
    async with store.writing() as session:
        await look(session)
        known = await session.scalar(select(Staff.id).where(Staff.login == auth.tidy_login(login)))
        person = await to_change(session, known) if known is not None else None
        if person is None:
            return "There is nobody with this login."
        await _tell_owner(session, person.id, now)
        token = await renewed(session, person, person.id, now)
        note(session, Act.LINK_ON_MACHINE, at=now, detail=person.id)
        await keep(session, LINK_ON_MACHINE, f"{now.isoformat()} {person.name}")
    return (
        f"The old access of {login} has ended. The new link works once, for three days:\n  {address}/invitation/{token}"
    )


async def _main(login: str) -> str:
    settings = read_settings()
    store = Store(settings.database_url, trust=console_trust(own_keys(settings.keys_folder)))
    try:
        return await on_the_machine(store, login, settings.address, datetime.now(UTC))
    finally:
        await store.close()


if __name__ == "__main__":
    hide_texts()
    if len(sys.argv) != 2:
        sys.exit("Say whose: python -m handlers.console.new_link LOGIN")
    try:
        print(asyncio.run(_main(sys.argv[1])))
    except (WrongSetting, KeysMissing) as error:
        sys.exit(str(error))
    except NotVouchedFor:
        sys.exit("This account was changed outside the console: repair it first (docs/deploy.md).")
    except SQLAlchemyError:
        sys.exit("The database can't be reached or is not up to date. Run 'make setup', then try again.")
