"""A card, a forwarding, a quotation, a moving telephone: on the case for what they are, never as a person's words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.inbound import Inbound
from handlers.case import Around, ItemKind
from handlers.snapshot import snapshot_from
from handlers.store.engine import Store
from handlers.store.keys import BotKeys, ConsoleKeys
from handlers.store.models import Case, Conversation, Item
from locales import translator
from tests.bot.test_conversation import Line
from tests.handlers.test_report import read

_ = translator("vi")
CARD = ((Around.CARD, "Tám, 0900 000 000"),)


@pytest.fixture
def line(store: Store, for_bot: BotKeys) -> Line:
    return Line(store, for_bot)


async def reported(line: Line, keys: ConsoleKeys) -> list[tuple[str, str, str]]:
    """The lines of the newest report on the only case: key, question, answer."""
    async with line.store.reading() as session:
        *_older, newest = await read(session, keys, (await line.case()).id, "snapshot")
    return [(one.question, one.asked, one.given) for one in snapshot_from(newest).answers]


async def items(line: Line, kind: ItemKind) -> int:
    async with line.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(Item).where(Item.kind == kind)) or 0


def moves(line: Line, to: str = "12.60000, 108.30000") -> Inbound:
    return line.inbound(around=((Around.MOVED, to),), by_itself=True, edited=True)


async def test_the_number_on_a_card_is_never_asked_about_as_the_reporters(line: Line) -> None:
    await line.says("xin chào")
    told = "\n".join(await line.hears(line.inbound(attachment="contact", around=CARD)))
    assert _("May the staff call this number?") not in told and "0900" not in told
    assert await line.count(Case) == 0


async def test_a_card_before_danger_is_on_the_case_that_danger_opens(line: Line, for_console: ConsoleKeys) -> None:
    await line.hears(line.inbound(attachment="contact", around=CARD))
    await line.says("ba đang đánh em")
    assert ("around", _("Contact card"), "Tám, 0900 000 000") in await reported(line, for_console)


async def test_what_stands_around_danger_is_on_the_case_that_it_opens(line: Line, for_console: ConsoleKeys) -> None:
    await line.says("ba đang đánh em", around=((Around.FORWARDED, "Lâm"),), passed_on=True)
    assert ("around", _("Passed on from"), "Lâm") in await reported(line, for_console)


@pytest.mark.parametrize("kind", list(Around))
async def test_on_an_open_case_each_is_an_item_of_its_own_kind(line: Line, kind: Around) -> None:
    await line.says("ba đang đánh em")
    before = await items(line, ItemKind.MESSAGE)
    if kind is Around.MOVED:
        assert await line.hears(moves(line)) == []
    else:
        await line.hears(line.inbound(attachment="contact", around=((kind, "Tám"),)))
    assert await items(line, ItemKind.AROUND) == 1 and await items(line, ItemKind.MESSAGE) == before


async def test_a_receipt_code_that_is_quoted_is_kept_nowhere(line: Line) -> None:
    await line.says("ba đang đánh em")
    await line.says("vâng ạ", around=((Around.QUOTED, "123 456 789 012 345"),))
    assert await items(line, ItemKind.AROUND) == 0


async def test_the_number_in_a_forwarded_message_is_not_taken_for_the_reporters(line: Line) -> None:
    await line.says("xin chào")
    told = await line.says("gọi 0900 000 000 cho tao", passed_on=True, around=((Around.FORWARDED, "Lâm"),))
    assert not any(_("May the staff call this number?") in text for text in told)


# --- a telephone that moves ------------------------------------------------------------------------------------------
async def test_a_telephone_that_moves_is_noted_every_five_minutes(line: Line) -> None:
    await line.says("ba đang đánh em")
    for _minute in range(11):
        assert await line.hears(moves(line)) == []
        line.now += timedelta(minutes=1)
    assert await items(line, ItemKind.AROUND) == 3


async def test_a_telephone_that_moves_begins_no_chat(line: Line) -> None:
    assert await line.hears(moves(line)) == []
    assert await line.count(Conversation) == 0 and await line.count(Case) == 0


async def test_after_a_quick_exit_nobody_is_followed(line: Line) -> None:
    await line.says("ba đang đánh em")
    await line.hears(line.inbound(command="thoat"))
    async with line.store.reading() as session:
        heard_at = (await session.scalars(select(Conversation.heard_at))).one()
    line.now += timedelta(minutes=6)
    assert await line.hears(moves(line)) == []
    assert await items(line, ItemKind.AROUND) == 0
    async with line.store.reading() as session:
        assert (await session.scalars(select(Conversation.heard_at))).one() == heard_at
        assert (await session.scalars(select(Case.do_not_write))).one()


async def test_a_telephone_that_moves_puts_off_nothing_that_silence_brings(line: Line) -> None:
    await line.says("con bé hàng xóm hay bị bố đánh")

    async def due() -> object:
        async with line.store.reading() as session:
            return (await session.scalars(select(Conversation.quiet_due_at))).one()

    before = await due()
    line.now += timedelta(minutes=6)
    await line.hears(moves(line))
    assert before is not None and await due() == before
