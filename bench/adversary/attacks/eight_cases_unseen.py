"""An officer who claims, reads and gives back eight cases in a few seconds."""

from __future__ import annotations

from bench.adversary.house import Fell, House
from handlers.permission import Role
from handlers.triage import Level

NAME = "eight cases claimed, read and given back"
BEFORE = "nobody was told"


async def run(house: House) -> str:
    _, secret = await house.employ("Lan")
    _, leads = await house.employ("Boss", Role.SUPERVISOR)
    numbers = [(await house.report(Level.P2))[1] for _ in range(8)]
    await house.starts("console")
    async with house.signed_in("Lan", secret) as lan, house.signed_in("Boss", leads) as boss:
        for number in numbers:
            await lan.post(f"/cases/{number}/claim")
            await lan.get(f"/cases/{number}")
            await lan.post(f"/cases/{number}/release", data={"reason": "bận"})
        if "Lan" not in (await boss.get("/day")).text:
            raise Fell("the supervisors' day page says nothing")
        if "/day#h-unusual" not in (await boss.get("/bell")).text:
            raise Fell("the supervisors' bell says nothing")
    return "supervisors are told on the day's page and in their bell"
