"""What one step costs: transactions, statements and calls of the platform, counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.delivery import Delivery
from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from tests.bot.test_conversation import Line
from tests.bot.test_telegram import serving, settled
from tests.bot.test_web_cost import counted
from tests.fakes.telegram import TelegramFake

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'", "ignore:.*attribute `retry_after`")

STORY = "hàng xóm hay đánh con gái 8 tuổi ở xã Krông Pắc"


@pytest.fixture
def fake() -> Iterator[TelegramFake]:
    with TelegramFake() as running:
        yield running


async def test_a_tap_costs_three_transactions_and_eleven_statements(store: Store, for_bot: BotKeys) -> None:
    """Hearing: the update, the conversation, who is there, the answer put out, the state; then taking, then done."""
    line = Line(store, for_bot)
    await line.says(STORY)
    await line.taps("start:child")
    with counted(store) as cost:
        (asked,) = await line.taps("danger:no")
    assert asked
    assert (cost.transactions, cost.statements) == (3, 11)


async def test_sending_is_written_down_together_with_taking_what_comes_next(store: Store, for_bot: BotKeys) -> None:
    """Under load that makes one transaction for all the chats that are under way: eight cost what one costs."""
    line = Line(store, for_bot)
    for chat in "abcdefgh":
        await line.conversations.hear(line.inbound(chat, text=STORY))
    with counted(store) as cost:
        await line.delivery.pump("web")
    assert all(line.channel.said[chat] for chat in "abcdefgh")
    assert cost.transactions == 2


async def test_a_report_takes_two_calls_a_step(
    fake: TelegramFake, store: Store, for_bot: BotKeys, tmp_path: Path
) -> None:
    line = Line(store, for_bot)
    steps = 0
    async with serving(fake, store, for_bot, line.conversations.hear) as telegram:
        line.delivery = Delivery(store, for_bot, {"telegram": telegram}, line.conversations, None, lambda: line.now)
        mai = fake.person("Mai")
        taps = ["start:child", STORY, "understood:right", *["skip"] * 5]
        mai.starts()
        for tap in ["", *taps]:
            if tap == STORY:
                mai.says(STORY)
            elif tap:
                labels = {data.partition(":")[2]: data for _, data in mai.last.buttons}
                mai.taps(labels.get(tap, tap))
            steps += 1
            await settled(fake, store)
            await line.delivery.pump("telegram")
    calls = sum(fake.count(method) for method in ("sendMessage", "answerCallbackQuery", "editMessageText"))
    assert mai.find_button("review:send")
    assert calls <= 2 * steps
