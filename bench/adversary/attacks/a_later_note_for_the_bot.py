"""A taken-over bot that kept a case's key, or slips in one of its own, reads nothing that staff write."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from bench.adversary.house import Fell, House
from handlers import escalation, notes
from handlers.console.opener import opener
from handlers.store.keys import console_keys
from handlers.store.models import Case, CaseKey, Item
from handlers.store.seal import CannotOpen, about_item, new_private_key, public_half, unseal

NAME = "the key of a case, kept by the bot that made it, and one that it slips in for staff's words"
BEFORE = "it opened every note that staff wrote later"


async def run(house: House) -> str:
    id_, _ = await house.employ("Lan")
    case_id, _ = await house.report()
    kept, now = new_private_key(), datetime.now(UTC)
    async with house.store.reading() as session:
        wrapped = await session.get_one(CaseKey, case_id)
        of_case = opener(wrapped, console_keys(house.folder / "keys").private).case
    async with house.store.writing() as session:
        await escalation.claim(session, case_id, id_, now)
        await notes.add(session, case_id, id_, "Đã gọi xã", now)
    await house.does("UPDATE staff_keys SET public = :mine WHERE case_id = :case", mine=public_half(kept), case=case_id)
    async with house.store.writing() as session:
        await notes.add(session, case_id, id_, "Hẹn 9 giờ", now)
    async with house.store.reading() as session:
        written = list(await session.scalars(select(Item).where(Item.case_id == case_id, Item.kind == "note")))
        number = (await session.get_one(Case, case_id)).number
    for item in written:
        for key in (of_case, kept):
            try:
                unseal(item.sealed, key, about_item(case_id, item.id))
            except CannotOpen:
                continue
            raise Fell(f"it reads a note of case {number}")
    return "it opens what it took in, and no word of staff"
