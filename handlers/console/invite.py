"""Inviting: the administrator makes a one-time link with role and languages, behind it a password is chosen."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from handlers.audit import Act, note
from handlers.console import auth, words
from handlers.console.first import LOGIN_TAKEN
from handlers.console.look_alike import NAME_TAKEN, is_taken
from handlers.console.page import console_of, fields, go, show
from handlers.console.set_up import dead_link, linked_staff, wrong_password
from handlers.permission import Role
from handlers.store.models import Staff
from handlers.vouching import set_secrets, vouch
from locales import N_
from nlu import places

LASTS = timedelta(days=3)
INCOMPLETE = N_("Please give a name, a login, a role and at least one language.")
NO_COMMUNE = N_("Please choose the commune of this commune officer.")


async def invite(request: Request, staff: Staff) -> Response:
    """POST /staff/invite: the link is shown once, on this answer, and kept nowhere."""
    console = console_of(request)
    now = console.now()
    name, login, role, commune, *chosen = await fields(request, "name", "login", "role", "commune", *words.LANGUAGES)
    name, login = " ".join(name.split())[:120], auth.tidy_login(login)
    languages = ",".join(code for code, ticked in zip(words.LANGUAGES, chosen, strict=True) if ticked)
    wrong = "" if name and login and role in set(Role) and languages else INCOMPLETE
    where = of_commune(role, commune)
    wrong = wrong or ("" if where is not None else NO_COMMUNE)
    link = ""
    async with console.store.writing() as session:
        if not wrong and await session.scalar(select(Staff.id).where(Staff.login == login)):
            wrong = LOGIN_TAKEN
        if not wrong and await is_taken(session, name):
            wrong = NAME_TAKEN
        if not wrong:
            id_ = uuid4().hex
            # Not active before the account is set up: an unused invitation can do nothing.
            about = {"login": login, "name": name, "role": role, "languages": languages, **(where or {})}
            session.add(Staff(id=id_, active=False, created_at=now, **about))
            await session.flush()
            await vouch(session, await session.get_one(Staff, id_))
            token = await auth.make_link(session, "invitation", now + LASTS, staff_id=id_, role=role, made_by=staff.id)
            note(session, Act.INVITE, at=now, staff_id=staff.id, detail=f"{role} {id_}")
            link = f"{console.address}/invitation/{token}"
    return show(request, "invited.html", status=400 if wrong else 200, problem=wrong, link=link, name=name)


def of_commune(role: str, commune: str) -> dict[str, str | None] | None:
    """The columns that say of which commune somebody in this role is, None where one has to be chosen."""
    if role != Role.COMMUNE:
        return {"commune_code": None, "commune_scheme": None}
    known = places.name_of(commune) is not None
    return {"commune_code": commune, "commune_scheme": places.SCHEME} if known else None


async def form(request: Request) -> Response:
    """GET /invitation/{token}"""
    console = console_of(request)
    token = request.path_params["token"]
    async with console.store.writing() as session:
        found = await linked_staff(session, token, console.now(), ("invitation",))
    if found is None or found[1] is None:
        return dead_link(request)
    return show(request, "invitation.html", problem="", token=token, invited=found[1])


async def begin(request: Request) -> Response:
    """POST /invitation/{token}: until the first code was right, the password may be chosen again."""
    console = console_of(request)
    token = request.path_params["token"]
    password, again = await fields(request, "password", "again")
    async with console.store.writing() as session:
        found = await linked_staff(session, token, console.now(), ("invitation",))
    if found is None or found[1] is None:
        return dead_link(request)
    wrong = wrong_password(password, again, found[1].login, found[1].name)
    hashed = "" if wrong else await auth.hash_password(console.hashing, password)
    async with console.store.writing() as session:
        found = await linked_staff(session, token, console.now(), ("invitation",))
        if found is None or found[1] is None:
            return dead_link(request)
        staff = found[1]
        if not wrong:
            set_secrets(staff, hashed, auth.new_secret(console.keys.staff, staff.id))
            staff.totp_last_step = None
            await vouch(session, staff)
    if wrong:
        return show(request, "invitation.html", status=400, problem=wrong, token=token, invited=staff)
    return go(f"/set-up/{token}")
