"""What staff wrote stands under a name only where the console proves it; what somebody inserts or changes does not."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select, update

from handlers import authorship, escalation, notes, reply, report, retention, vouching
from handlers.case import ItemKind
from handlers.console import vouch
from handlers.console.line import UNPROVED
from handlers.console.opener import opener
from handlers.permission import Role
from handlers.store.engine import Store
from handlers.store.models import Case, CaseKey, Item, Register, Reply, Staff, StaffKey
from handlers.store.seal import CannotOpen, about_item, about_reply, public_half, seal, unseal
from handlers.store.trust import ITEMS, bot_trust, console_trust
from tests.handlers.console.test_vouching import bell_of, forged, reported
from tests.handlers.people import NOON, case_of, hire, opened

TRUE, FALSE = "Em được an toàn rồi", "Em về nhà đi"


@pytest.fixture
async def desk(house, for_bot):
    """Lan has a case with a note of hers, Boss is a supervisor: the house, Lan's page, Boss's, the case's id."""
    lan = await house.hire_and_sign_in("Lan")
    boss = await house.hire_and_sign_in("Boss", Role.SUPERVISOR)
    case_id = await reported(house, for_bot)
    async with house.store.reading() as session:
        case = await case_of(session, case_id)
    await lan.post(f"/cases/{case.number}/claim")
    await lan.post(f"/cases/{case.number}/note", text=TRUE)
    return house, lan, boss, case


async def items_of(house, case_id: str, kind: ItemKind) -> list[Item]:
    async with house.store.reading() as session:
        of_kind = select(Item).where(Item.case_id == case_id, Item.kind == kind)
        return list(await session.scalars(of_kind.order_by(Item.created_at)))


async def lan_of(house) -> str:
    async with house.store.reading() as session:
        return (await session.scalar(select(Case.claimed_by))) or ""


async def test_a_note_stands_under_its_authors_name_and_nothing_alarms(desk):
    house, lan, boss, case = desk
    page = (await lan.get(f"/cases/{case.number}")).text
    assert TRUE in page and UNPROVED not in page
    bell = await bell_of(house, boss)
    assert "item_unproved" not in bell and "item_missing" not in bell


@pytest.mark.parametrize("change", ["kind", "staff_id", "created_at", "number", "sealed", "proof"])
async def test_a_note_that_is_passed_off_for_another_stands_under_no_name(desk, change):
    house, lan, boss, case = desk
    (note,) = await items_of(house, case.id, ItemKind.NOTE)
    async with house.store.reading() as session:
        boss_id = await session.scalar(select(Staff.id).where(Staff.login == "boss"))
    new = {
        "kind": ItemKind.REASON,
        "staff_id": boss_id,
        "created_at": note.created_at - timedelta(hours=1),
        "number": 7,
        "sealed": seal(FALSE.encode(), case.public_key, about_item(case.id, note.id)),
        "proof": None,
    }
    await forged(house, update(Item).where(Item.id == note.id).values({change: new[change]}))
    page = (await lan.get(f"/cases/{case.number}")).text
    assert UNPROVED in unescape(page) and (FALSE if change == "sealed" else TRUE) in page
    assert "item_unproved" in await bell_of(house, boss)


async def test_a_note_as_the_reporters_words_or_in_another_case_is_noticed(desk, for_bot):
    house, lan, boss, case = desk
    (note,) = await items_of(house, case.id, ItemKind.NOTE)
    words = {"kind": ItemKind.MESSAGE, "staff_id": None, "number": None, "proof": None}
    await forged(house, update(Item).where(Item.id == note.id).values(words))
    assert UNPROVED in unescape((await lan.get(f"/cases/{case.number}")).text)
    assert "item_missing" in await bell_of(house, boss)
    other = await reported(house, for_bot)
    back = {name: getattr(note, name) for name in ("kind", "staff_id", "number", "proof")}
    await forged(house, update(Item).where(Item.id == note.id).values(**back, case_id=other))
    bell = await bell_of(house, boss)
    assert "item_unproved" in bell and "item_missing" in bell


async def test_a_note_that_is_gone_is_noticed_and_one_taken_back_is_not(desk):
    house, lan, boss, case = desk
    async with house.store.writing() as session:
        sent = await reply.send(
            session, house.keys, case.id, await lan_of(house), TRUE, now=house.now(), hold=timedelta(seconds=10)
        )
    assert (await lan.post(f"/cases/{case.number}/take-back", item=sent)).status_code == 303
    assert await items_of(house, case.id, ItemKind.REPLY) == []
    assert "item_missing" not in await bell_of(house, boss)
    await lan.post(f"/cases/{case.number}/note", text=FALSE)
    await forged(house, delete(Item).where(Item.kind == ItemKind.NOTE, Item.number == 1))
    assert "item_missing" in await bell_of(house, boss)


def reply_rows(for_bot, case: Case, staff_id: str, now):
    """A reply that nobody of staff wrote, as whoever can write the database makes it."""
    id_ = uuid4().hex
    sealed = seal(FALSE.encode(), case.public_key, about_item(case.id, id_))
    copy = seal(FALSE.encode(), public_half(for_bot.private), about_reply(case.id, id_))
    item = {"id": id_, "case_id": case.id, "kind": "reply", "created_at": now, "sealed": sealed, "staff_id": staff_id}
    return (
        insert(Item).values(**item, proof="console:AAAA", number=2),
        insert(Reply).values(item_id=id_, case_id=case.id, sealed=copy, created_at=now, proof="console:AAAA"),
    )


async def test_a_reply_that_nobody_wrote_is_not_told_to_the_reporter(desk, for_bot, database_url):
    house, lan, boss, case = desk
    me = await lan_of(house)
    async with house.store.writing() as session:
        await reply.send(session, house.keys, case.id, me, TRUE, now=house.now())
    await forged(house, *reply_rows(for_bot, case, me, house.now()))
    bot = Store(database_url, trust=bot_trust(for_bot))
    now = house.now() + timedelta(minutes=1)
    async with bot.writing() as session:
        assert await reply.waiting(session, case.id, now) == 1
        assert len(await reply.unnoticed(session, case.conversation_id, now)) == 1
        assert await reply.open_waiting(session, for_bot, case.id, now) == (TRUE,)
        assert await reply.waiting(session, case.id, now) == 0
    assert "item_unproved" in await bell_of(house, boss)
    page = unescape((await lan.get(f"/cases/{case.number}")).text)
    assert UNPROVED in page and FALSE in page
    # Other words under an item that is proved.
    async with house.store.writing() as session:
        sent = await reply.send(session, house.keys, case.id, me, TRUE, now=now)
    other = seal(FALSE.encode(), public_half(for_bot.private), about_reply(case.id, sent))
    await forged(house, update(Reply).where(Reply.item_id == sent).values(sealed=other))
    async with bot.writing() as session:
        assert await reply.open_waiting(session, for_bot, case.id, now + timedelta(minutes=1)) == ()
    await bot.close()


async def test_the_key_of_the_case_opens_what_the_reporter_says_and_nothing_of_staff(desk, for_bot, database_url):
    """The bot makes the case's key and may have kept it; it goes on adding, and a key that it slips in gets nothing."""
    house, lan, _, case = desk
    async with house.store.reading() as session:
        wrapped = await session.get_one(CaseKey, case.id)
        ours = opener(wrapped, house.keys.private)
    (note,) = await items_of(house, case.id, ItemKind.NOTE)
    with pytest.raises(CannotOpen):
        unseal(note.sealed, ours.case, about_item(case.id, note.id))
    assert ours.opens(note.sealed, about_item(case.id, note.id)) == (TRUE.encode(), True)
    bot = Store(database_url, trust=bot_trust(for_bot))
    async with bot.writing() as session:
        added = await report.add(session, case.id, ItemKind.MESSAGE, "Con ở đây", now=house.now())
    await bot.close()
    assert "Con ở đây" in (await lan.get(f"/cases/{case.number}")).text and added
    await forged(house, update(StaffKey).values(public=case.public_key))
    await lan.post(f"/cases/{case.number}/note", text="Đã gọi xã")
    await lan.post(f"/cases/{case.number}/draft", text="Chào em", known="9.9", version="0")
    later = (await items_of(house, case.id, ItemKind.NOTE))[-1]
    with pytest.raises(CannotOpen):
        unseal(later.sealed, ours.case, about_item(case.id, later.id))
    page = (await lan.get(f"/cases/{case.number}")).text
    assert "Đã gọi xã" in page and TRUE in page and UNPROVED not in unescape(page)


async def test_what_was_there_before_is_taken_as_it_is_until_it_is_signed(store, database_url, for_console, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan", linked=False)
        case_id = (await opened(session, for_bot)).case_id
        await escalation.claim(session, case_id, "lan", NOON)
        await notes.add(session, case_id, "lan", TRUE, NOON)
        await reply.send(session, for_console, case_id, "lan", TRUE, now=NOON)
    house = Store(database_url, trust=console_trust(for_console))
    async with house.reading() as session:
        assert await authorship.count_unsigned(session) == 2
        assert (await authorship.look(session, ""))[0] == []
    assert "proved" in await vouch.begin(house, lambda _: "yes", NOON)
    async with house.reading() as session:
        assert await authorship.count_unsigned(session) == 0
        assert (await authorship.look(session, ""))[0] == []
        written = list(await session.scalars(select(Item).where(Item.staff_id.is_not(None)).order_by(Item.number)))
        assert [item.number for item in written] == [1, 2]
        assert all(authorship.author(house.trust, item) == "lan" for item in written)
    bot = Store(database_url, trust=bot_trust(for_bot))
    async with bot.writing() as session:
        assert await reply.open_waiting(session, for_bot, case_id, NOON) == (TRUE,)
    async with house.writing() as session:
        await session.execute(delete(Item).where(Item.kind == ItemKind.NOTE))
    async with house.reading() as session:
        assert [one.missing for one in (await authorship.look(session, ""))[0]] == [True]
    await vouch.begin(house, lambda _: "yes", NOON, anew=True)
    async with house.reading() as session:
        assert (await authorship.look(session, ""))[0] == []
    await house.close()
    await bot.close()


async def test_a_line_whose_accounts_were_proved_before_signs_what_staff_wrote_by_the_same_command(desk):
    house, lan, boss, case = desk
    async with house.store.writing() as session:
        register = await session.get_one(Register, 1)
        vouching.write(house.store.trust, register, {id_: n for id_, n in register.newest.items() if id_ != ITEMS})
    del house.store.trust.newest[ITEMS]
    await forged(house, update(Item).values(proof=None, number=None), delete(StaffKey))
    assert UNPROVED not in unescape((await lan.get(f"/cases/{case.number}")).text)
    assert "1 items" in await vouch.begin(house.store, lambda _: "yes", house.now())
    with pytest.raises(vouch.Refused):
        await vouch.begin(house.store, lambda _: "yes", house.now())
    assert "item_" not in await bell_of(house, boss)
    (note,) = await items_of(house, case.id, ItemKind.NOTE)
    assert note.number == 1 and note.proof
    await forged(house, update(Item).where(Item.id == note.id).values(proof=None))
    assert UNPROVED in unescape((await lan.get(f"/cases/{case.number}")).text)


async def test_a_case_is_forgotten_with_the_key_of_what_staff_wrote(desk, tmp_path):
    house, lan, boss, case = desk
    async with house.store.writing() as session:
        await retention.forget_case(session, case.id, tmp_path)
    async with house.store.reading() as session:
        assert (await session.scalars(select(StaffKey))).all() == []
    assert "item_" not in await bell_of(house, boss)
    assert (await lan.get(f"/cases/{case.number}")).status_code == 200
