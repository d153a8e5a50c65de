"""A muted chat as the bot hears it: every message is read by the rules and by the machine, and danger rings at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from handlers import mute
from handlers.store.models import Alert, Case, Item
from handlers.triage import Level
from nlu.meaning import Danger, Meaning
from tests.bot.test_conversation import Line
from tests.bot.test_conversation import line as line
from tests.handlers.people import hire

SPAM = Meaning("nuisance", 0.99)


async def muted(line: Line, *, closed: bool = True) -> None:
    """A chat whose loan advertisement became a case that was closed in one press."""
    async with line.store.writing() as session:
        await hire(session, "Lan")
    line.meaning = SPAM
    await line.says("Vay nhanh lãi thấp, giải ngân liền")
    line.now += timedelta(minutes=31)
    await line.conversations.silent_ones()
    async with line.store.writing() as session:
        case = (await session.scalars(select(Case))).one()
        assert (case.level, case.group, case.harmless) == (Level.P3, "NC02", True)
        mute.mute(case, line.now)
        await session.flush()
        if closed:
            await session.execute(update(Case).values(status="closed", closed_at=line.now))


async def alerts(line: Line) -> int:
    async with line.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(Alert).where(Alert.target != "banner")) or 0


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("ba đang đánh em", Meaning.unknown),  # the core's own list alone
        (
            "ổng lôi em ra khỏi phòng rồi khóa cửa kêu la hoài luôn",
            Meaning("report_physical_violence", 0.9, danger=Danger(True)),
        ),  # the learnt judgement alone
    ],
    ids=["by the rules", "by what was learnt"],
)
async def test_danger_from_a_muted_chat_rings_at_once(line: Line, closed, words, meaning):
    await muted(line, closed=closed)
    before = await alerts(line)
    line.now += timedelta(minutes=5)
    line.meaning = meaning
    await line.says(words)
    case = await line.case()
    assert (case.status, case.level, case.muted_until) == ("open", Level.P0, None)
    assert await alerts(line) > before


async def test_more_of_the_same_is_kept_and_alerts_nobody(line: Line):
    await muted(line)
    before, items = await alerts(line), await line.count(Item)
    line.now += timedelta(minutes=5)
    await line.says("Vay đi bạn ơi, lãi 1%")
    assert await line.count(Item) > items  # kept
    assert await alerts(line) == before and mute.is_muted(await line.case(), line.now)


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("con bé nhà bên hay khóc", SPAM),  # by the rules
        ("nó khóc hoài", Meaning(danger=Danger(maybe=True))),  # by what was learnt
    ],
    ids=["by the rules", "by what was learnt"],
)
async def test_a_child_or_a_doubt_in_later_words_ends_it(line: Line, words, meaning):
    await muted(line)
    line.now += timedelta(minutes=5)
    line.meaning = meaning
    await line.says(words)
    case = await line.case()
    assert (case.status, case.level, case.muted_until, case.harmless) == ("open", Level.P2, None, False)
    assert await alerts(line) > 0
