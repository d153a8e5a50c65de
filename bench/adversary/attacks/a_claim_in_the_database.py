"""A claim that nobody made, written by whoever can write the database, silences no alert."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bench.adversary.house import Fell, House
from handlers.store.models import Alert
from handlers.triage import Level

NAME = "a case of danger claimed in the database under the name of whoever is on duty"
BEFORE = "the ladder fell silent and nobody was told"


async def run(house: House) -> str:
    id_, secret = await house.employ("Lan")
    case_id, _ = await house.report(Level.P0)
    at = datetime.now(UTC) + timedelta(seconds=1)
    await house.does(
        "UPDATE cases SET status = 'claimed', claimed_by = :staff, claimed_at = :at, worked_at = :at WHERE id = :id",
        staff=id_,
        at=at if not house.stolen.is_sqlite else at.strftime("%Y-%m-%d %H:%M:%S.%f"),
        id=case_id,
    )
    await house.starts("clock", "console")

    async def climbs() -> bool:
        async with house.store.reading() as session:
            told = select(func.count(func.distinct(Alert.round))).where(Alert.case_id == case_id)
            return (await session.scalar(told) or 0) > 1

    if not await house.sees(climbs):
        raise Fell("nobody was alerted")
    async with house.signed_in("Lan", secret) as lan:

        async def alarmed() -> bool:
            return "claim_unproved" in (await lan.get("/bell")).text

        if not await house.sees(alarmed):
            raise Fell("the ladder climbs, and nobody is told why")
    return "it counts as unclaimed: the ladder climbs anew within seconds, and it is an alarm"
