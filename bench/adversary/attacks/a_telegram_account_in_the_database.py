"""A Telegram account that somebody put beside another person's name acts as nobody."""

from __future__ import annotations

import asyncio

from bench.adversary.house import Fell, House
from handlers.permission import Role
from handlers.store.keys import bot_keys, keyed_hash
from handlers.store.models import Case

NAME = "one's own Telegram account put beside a colleague's name"
BEFORE = "cases were claimed under that name"


async def run(house: House) -> str:
    id_, _ = await house.employ("Lan", Role.CASE_WORKER)
    await house.starts("bot")
    thief = house.fake.person("Trộm")
    own = await asyncio.to_thread(house.hire, thief)
    case_id, _ = await house.report()
    await house.sees(lambda: asyncio.to_thread(lambda: any(one.buttons for one in thief.sees)))
    mine = keyed_hash(bot_keys(house.folder / "keys").chats, "telegram", str(thief.id))  # it stands in their own row
    await house.does("UPDATE staff SET telegram_hash = NULL WHERE id = :id", id=own)
    await house.does("UPDATE staff SET telegram_hash = :mine WHERE id = :id", mine=mine, id=id_)
    thief.taps(f"claim:{case_id}")

    async def claimed() -> bool:
        async with house.store.reading() as session:
            return (await session.get_one(Case, case_id)).claimed_by is not None

    if await house.sees(claimed, 3):
        raise Fell("the case was claimed")
    return "the bot stands for no such binding: nothing happens"
