"""The page behind the first link: whoever holds it becomes the first administrator."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from handlers.console import auth
from handlers.console.look_alike import NAME_TAKEN, is_taken
from handlers.console.page import console_of, fields, go, show
from handlers.console.set_up import dead_link, linked_staff, wrong_password
from handlers.permission import Role
from handlers.store.models import Staff
from handlers.vouching import set_secrets, vouch
from locales import N_

NO_NAME = N_("Please give your name and a login.")
LOGIN_TAKEN = N_("Somebody has this login already.")


async def form(request: Request) -> Response:
    """GET /first/{token}"""
    console = console_of(request)
    token = request.path_params["token"]
    async with console.store.writing() as session:
        found = await linked_staff(session, token, console.now(), ("first",))
    if found is None:
        return dead_link(request)
    if found[1] is not None:
        return go(f"/set-up/{token}")
    return show(request, "first.html", problem="", token=token, login="", name="")


async def begin(request: Request) -> Response:
    """POST /first/{token}: the account is made, but lives only once its first code was right."""
    console = console_of(request)
    token = request.path_params["token"]
    login, name, password, again = await fields(request, "login", "name", "password", "again")
    login, name = auth.tidy_login(login), " ".join(name.split())[:120]
    wrong = wrong_password(password, again, login, name) if login and name else NO_NAME
    hashed = "" if wrong else await auth.hash_password(console.hashing, password)
    async with console.store.writing() as session:
        now = console.now()
        found = await linked_staff(session, token, now, ("first",))
        if found is None:
            return dead_link(request)
        link, staff = found
        if staff is not None:
            return go(f"/set-up/{token}")
        if not wrong and await session.scalar(select(Staff.id).where(Staff.login == login)):
            wrong = LOGIN_TAKEN
        if not wrong and await is_taken(session, name):
            wrong = NAME_TAKEN
        if not wrong:
            id_ = uuid4().hex
            session.add(
                Staff(
                    id=id_,
                    login=login,
                    name=name,
                    role=Role.ADMINISTRATOR,
                    active=False,
                    created_at=now,
                )
            )
            await session.flush()
            staff = await session.get_one(Staff, id_)
            set_secrets(staff, hashed, auth.new_secret(console.keys.staff, id_))
            await vouch(session, staff)
            link.staff_id = id_
            await auth.prove_link(session, link)
    if wrong:
        return show(request, "first.html", status=400, problem=wrong, token=token, login=login, name=name)
    return go(f"/set-up/{token}")
