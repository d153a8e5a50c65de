"""Words put under an officer's name by whoever can write the database reach nobody as theirs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import uuid4

from bench.adversary.house import Fell, House
from handlers import escalation, notes, reply
from handlers.console.line import UNPROVED
from handlers.store.keys import bot_keys, console_keys
from handlers.store.models import Case
from handlers.store.seal import about_item, about_reply, public_half, seal
from locales import translator

NAME = "a reply and a reason put into the database under an officer's name, a note retagged, other words in a reply"
BEFORE = "shown under the officer's name, and given to the reporter as the staff's word"
_FALSE, _TRUE = "Về nhà đi em", "Em được an toàn rồi"


async def run(house: House) -> str:
    id_, secret = await house.employ("Lan")
    case_id, number = await house.report()
    bot, now = bot_keys(house.folder / "keys"), datetime.now(UTC) - timedelta(minutes=1)
    async with house.store.writing() as session:
        await escalation.claim(session, case_id, id_, now)
        note = await notes.add(session, case_id, id_, _TRUE, now)
        sent = await reply.send(session, console_keys(house.folder / "keys"), case_id, id_, _TRUE, now=now)
        public = (await session.get_one(Case, case_id)).public_key
    at = now if not house.stolen.is_sqlite else now.strftime("%Y-%m-%d %H:%M:%S.%f")
    for kind in ("reply", "reason"):
        item = uuid4().hex
        await house.does(
            "INSERT INTO items (id, case_id, kind, created_at, sealed, staff_id)"
            " VALUES (:id, :case, :kind, :at, :words, :by)",
            id=item,
            case=case_id,
            kind=kind,
            at=at,
            words=seal(_FALSE.encode(), public, about_item(case_id, item)),
            by=id_,
        )
        copy = seal(_FALSE.encode(), public_half(bot.private), about_reply(case_id, item))
        await house.does(
            "INSERT INTO replies (item_id, case_id, sealed, created_at) VALUES (:id, :case, :words, :at)",
            id=item,
            case=case_id,
            words=copy,
            at=at,
        )
    await house.does("UPDATE items SET kind = 'reason' WHERE id = :id", id=note)
    copy = seal(_FALSE.encode(), public_half(bot.private), about_reply(case_id, sent))
    await house.does("UPDATE replies SET sealed = :words WHERE item_id = :id", words=copy, id=sent)
    async with house.as_bot.writing() as session:
        told = await reply.open_waiting(session, bot, case_id, datetime.now(UTC))
    if told:
        raise Fell("the reporter was told the words of somebody unknown")
    await house.starts("console")
    async with house.signed_in("Lan", secret) as lan:
        page = unescape((await lan.get(f"/cases/{number}")).text)
        if page.count(translator("vi")(UNPROVED)) < 2 or _FALSE not in page:
            raise Fell("shown under a name, or hidden")

        async def alarmed() -> bool:
            return "item_unproved" in (await lan.get("/bell")).text

        if not await house.sees(alarmed):
            raise Fell("nobody is told")
    return "shown under no name, an alarm, and not given to the reporter"
