"""Delivering: who has left is told no more, what is broken holds nobody up, and no lane is forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from bot.channels import Outbound
from handlers import outbox
from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from handlers.store.models import Conversation, Job
from tests.bot.test_conversation import Chat, Line

STORY = "hàng xóm hay đánh con gái 8 tuổi ở xã Krông Pắc"


class SlowChat(Chat):
    """Each message takes until it is let through."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Semaphore(0)
        self.through = asyncio.Semaphore(0)

    async def deliver(self, address: str, message: Outbound) -> str:
        self.begun.release()
        await self.through.acquire()
        return await super().deliver(address, message)


@pytest.fixture
async def line(store: Store, for_bot: BotKeys) -> AsyncIterator[Line]:
    yield Line(store, for_bot)


async def waiting(line: Line) -> int:
    async with line.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(Job).where(Job.done_at.is_(None))) or 0


def slow(line: Line) -> SlowChat:
    line.channel = channel = SlowChat()
    line.delivery._channels = {"web": channel}
    return channel


async def batch_under_way(line: Line, channel: SlowChat) -> asyncio.Task[Any]:
    """More than one answer is taken at once, and the first is being sent."""
    await line.conversations.hear(line.inbound(text=STORY, message_id="1"))
    await line.conversations.hear(line.inbound(text="xin chào", message_id="2"))
    assert await waiting(line) >= 2
    pumping = asyncio.create_task(line.delivery.pump("web"))
    await channel.begun.acquire()
    return pumping


async def test_who_leaves_is_told_nothing_more_of_what_was_taken_already(line: Line) -> None:
    channel = slow(line)
    pumping = await batch_under_way(line, channel)
    await line.conversations.hear(line.inbound(command="thoat", message_id="3"))
    for _ in range(20):
        channel.through.release()
    await pumping
    bye = await channel_texts(line)
    assert len(bye) == 2 and "hẹn khi khác" in bye[1], bye
    assert {"1", "2", "3"} <= set(channel.erased), "with what had been sent before"
    assert await waiting(line) == 0 and line.conversations.withdrawn == set()


async def channel_texts(line: Line) -> list[str]:
    return [message.text for message in line.channel.said["a"]]


async def test_a_chat_is_erased_at_once_though_a_lane_of_it_was_under_way(line: Line) -> None:
    """None of the new jobs is taken and then left until a lease runs out."""
    channel = slow(line)
    pumping = await batch_under_way(line, channel)
    await line.conversations.hear(line.inbound(command="thoat", message_id="3"))
    assert await line.delivery._round("web") == []
    async with line.store.reading() as session:
        fresh = select(Job).where(Job.done_at.is_(None))
        assert {job.attempts for job in await session.scalars(fresh)} == {0}
    for _ in range(20):
        channel.through.release()
    await pumping
    assert await waiting(line) == 0


async def test_what_is_put_while_a_lane_outlives_its_lease_is_sent_when_it_ends(line: Line) -> None:
    channel = slow(line)
    pumping = await batch_under_way(line, channel)
    line.now += outbox.LEASE + timedelta(seconds=1)
    await line.conversations.hear(line.inbound(text="cứu em với, bố đang cầm dao", message_id="3"))
    assert await line.delivery._round("web") == []
    for _ in range(20):
        channel.through.release()
    await pumping
    assert await waiting(line) == 0
    async with line.store.reading() as session:
        says = await session.scalar(select(func.count()).select_from(Job).where(Job.kind == "say"))
        assert set(await session.scalars(select(Job.attempts))) == {1}
    assert len(await channel_texts(line)) == says


async def test_an_answer_that_cannot_be_written_out_holds_its_chat_up_for_a_while_and_not_for_ever(line: Line) -> None:
    await line.conversations.hear(line.inbound(text=STORY))
    async with line.store.writing() as session:
        other_version = line.keys.live.encrypt(b'{"a later version": "of a Say"}')
        await session.execute(update(Job).values(body=other_version))
        broken = len((await session.scalars(select(Job))).all())
    await line.conversations.hear(line.inbound(text="cứu em với, bố đang cầm dao"))
    with capture_logs() as logs:
        for _ in range(8 * broken):
            await line.delivery.pump("web")
            line.now += timedelta(minutes=6)
    assert any("113" in text for text in await channel_texts(line))
    assert await waiting(line) == 0
    given_up = [entry for entry in logs if entry["event"] == "delivery_given_up"]
    assert len(given_up) == broken and "dao" not in str(logs)


async def test_a_job_put_back_twice_was_never_begun_less_than_not_at_all(line: Line) -> None:
    """As when nobody knows whether the first time was committed."""
    await line.conversations.hear(line.inbound(text=STORY))
    async with line.store.writing() as session:
        jobs = await outbox.take(session, "web", line.now)
    for _ in range(2):
        async with line.store.writing() as session:
            await outbox.put_back(session, [job.id for job in jobs])
    async with line.store.reading() as session:
        assert set(await session.scalars(select(Job.attempts))) == {0}


async def test_a_worker_waits_for_its_database_and_then_delivers(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    await line.conversations.hear(line.inbound(text=STORY))
    take_over, refused = outbox.take_over, [1, 1]

    async def not_yet(*arguments: Any) -> int:
        if refused:
            refused.pop()
            raise RuntimeError("the disk is full")
        return await take_over(*arguments)

    monkeypatch.setattr(outbox, "take_over", not_yet)
    running = asyncio.create_task(line.delivery.run("web"))
    async with asyncio.timeout(20):
        while await waiting(line):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait([running])
    assert await line.count(Conversation) == 1 and line.channel.said["a"]


async def waits_to_be_woken(line: Line) -> None:
    while not line.delivery._workers["web"].wake._waiters:  # type: ignore[attr-defined]  # noqa: ASYNC110
        await asyncio.sleep(0)


async def test_a_worker_that_is_told_to_stop_in_the_moment_it_is_woken_stops(line: Line):
    running = asyncio.create_task(line.delivery.run("web"))
    await waits_to_be_woken(line)
    line.delivery.nudge("web")
    running.cancel()
    ended, _ = await asyncio.wait({running}, timeout=10)
    while not running.done():  # else the test itself would not end
        running.cancel()
        await asyncio.sleep(0.01)
    assert ended
