"""The setting reaches what is sent: drafts are delivered to who reads Ê Đê, and to nobody when it is off."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.delivery import Delivery
from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from handlers.store.models import Conversation
from locales import DRAFT_MARK, translator
from tests.bot.test_conversation import Line


@pytest.mark.parametrize(
    ("language", "drafts", "shown"), [("rad", True, True), ("rad", False, False), ("vi", True, False)]
)
async def test_drafts_are_delivered_only_when_asked_for(
    store: Store, for_bot: BotKeys, language: str, drafts: bool, shown: bool
):
    line = Line(store, for_bot)
    line.delivery = Delivery(
        store, for_bot, {"web": line.channel}, line.conversations, None, lambda: line.now, drafts=drafts
    )
    await line.conversations.hear(line.inbound(text="xin chào"))
    async with store.writing() as session:
        await session.execute(update(Conversation).values(language=language))
    await line.delivery.pump("web")
    labels = [label for message in line.channel.said["a"] for _, label in message.choices]
    assert any(translator("vi")(DRAFT_MARK) in label for label in labels) is shown
    assert any(translator("vi")("I need help") in label for label in labels)
