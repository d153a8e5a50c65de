"""A link for a first administrator, written by whoever can write the database, makes none."""

from __future__ import annotations

import secrets

from bench.adversary.house import Fell, House
from handlers.store.keys import token_hash

NAME = "a first administrator's link written into the database"
BEFORE = "a stranger became administrator"


async def run(house: House) -> str:
    await house.starts("console")
    token = secrets.token_urlsafe(32)
    written = await house.does(
        "INSERT INTO one_time_links (token_hash, kind, role, expires_at) "
        "VALUES (:hash, 'first', 'administrator', '2099-01-01 00:00:00')",
        hash=token_hash(token),
    )
    if written is None:
        return "the database refuses the row"
    async with house.browser() as browser:
        answer = await browser.get(f"/first/{token}")
    if answer.status_code != 410:
        raise Fell("the link opened")
    return "the link is dead"
