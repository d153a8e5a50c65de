"""A session row for a supervisor, written by whoever can write the database, opens no case."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from bench.adversary.house import Fell, House
from handlers.console.auth import COOKIE
from handlers.permission import Role
from handlers.store.keys import token_hash

NAME = "a supervisor's session written into the database"
BEFORE = "a case was read through the console, without any key"


async def run(house: House) -> str:
    staff_id, _ = await house.employ("Boss", Role.SUPERVISOR)
    _, number = await house.report()
    await house.starts("console")
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    written = await house.does(
        "INSERT INTO staff_sessions (token_hash, staff_id, created_at, seen_at) VALUES (:hash, :staff, :now, :now)",
        hash=token_hash(token),
        staff=staff_id,
        now=now if not house.stolen.is_sqlite else now.strftime("%Y-%m-%d %H:%M:%S.%f"),
    )
    if written is None:
        return "the database refuses the row"
    async with house.browser() as browser:
        browser.cookies.set(COOKIE, token)
        answer = await browser.get(f"/cases/{number}")
    if answer.status_code == 200:
        raise Fell("the case opened")
    return "the row opens nothing: the browser is sent to sign in"
