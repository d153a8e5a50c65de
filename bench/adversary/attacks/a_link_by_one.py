"""An administrator who makes a link to a supervisor's account, to act under that name."""

from __future__ import annotations

from bench.adversary.house import Fell, House
from handlers.permission import Role

NAME = "an administrator takes a supervisor's account"
BEFORE = "a link was made at once, and any case read under that name"


async def run(house: House) -> str:
    owner, _ = await house.employ("Hoa", Role.SUPERVISOR)
    _, secret = await house.employ("Boss", Role.ADMINISTRATOR)
    await house.starts("console")
    async with house.signed_in("Boss", secret) as boss:
        for act in ("link", "link/make", "link/agree", "link/make", "link"):
            answer = await boss.post(f"/staff/{owner}/{act}")
            if "/invitation/" in answer.text:
                raise Fell("a link was made by one person")
    return "asked for, and it waits for a second person; the owner is told"
