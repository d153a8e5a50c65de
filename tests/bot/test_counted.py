"""What the bot counts of contacts: one a chat and day, by its first words, and nothing that leads to the chat."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from handlers.store.models import ContactCount
from nlu.meaning import Danger, Meaning
from tests.bot.test_conversation import Line


async def test_a_chat_is_counted_once_a_day_by_its_first_words(store: Store, for_bot: BotKeys) -> None:
    line = Line(store, for_bot)
    line.meaning = Meaning(intent="ask_benefits", confidence=0.9, danger=Danger())
    await line.says("trợ cấp cho trẻ mồ côi xin ở đâu?")
    line.meaning = Meaning(intent="thanks", confidence=0.9, danger=Danger())
    await line.says("cảm ơn")
    await line.says("cảm ơn", chat="b")
    line.now += timedelta(days=1)
    await line.says("cảm ơn nhiều")
    found: Counter[tuple[str, str]] = Counter()
    async with store.reading() as session:
        for row in await session.scalars(select(ContactCount)):
            found["hour" if row.hour >= 0 else row.channel, row.what] += row.number
    assert found == {("web", "contact"): 3, ("", "question"): 1, ("", "thanks"): 2, ("hour", "contact"): 3}
