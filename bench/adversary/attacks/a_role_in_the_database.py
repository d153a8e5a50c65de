"""A role that somebody gave themselves in the database is none: the account does nothing, and it is an alarm."""

from __future__ import annotations

from bench.adversary.house import Fell, House
from handlers.permission import Role

NAME = "an intake worker's row turned into a supervisor's"
BEFORE = "any case was read under that account"


async def run(house: House) -> str:
    id_, secret = await house.employ("Lan", Role.INTAKE)
    _, bosses = await house.employ("Boss", Role.SUPERVISOR)
    await house.starts("console")
    async with house.signed_in("Lan", secret) as lan, house.signed_in("Boss", bosses) as boss:
        if await house.does("UPDATE staff SET role = 'supervisor' WHERE id = :id", id=id_) is None:
            return "the database refuses the change"
        if (await lan.get("/day")).status_code == 200:
            raise Fell("a supervisor's page opened")

        async def alarmed() -> bool:
            return "Lan" in (await boss.get("/bell")).text

        if not await house.sees(alarmed):
            raise Fell("the account does nothing, and nobody is told")
    return "the account does nothing any more, and supervisors are alarmed"
