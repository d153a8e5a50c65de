"""What is erased after its time, and that a forgotten case can be read by nobody."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from bot.channels.web.session import IDLE
from handlers import escalation, reply, retention
from handlers.store.models import (
    Base,
    Case,
    CaseKey,
    Conversation,
    Item,
    Job,
    OneTimeLink,
    Received,
    Reply,
    SentMessage,
    WebLine,
)
from tests.handlers.people import NOON, chat, hire, minutes, opened


async def sweep(session, now) -> None:
    """All of it in the test's own transaction."""
    for statement in retention.sweeps(now):
        await session.execute(statement)


async def number_of(session, table: type[Base]) -> int:
    return await session.scalar(select(func.count()).select_from(table))


async def test_each_thing_is_kept_for_its_time_and_no_longer(store, for_bot, for_console):
    async with store.writing() as session:
        await hire(session, "Lan")
        conversation = await chat(session)
        case = (await opened(session, for_bot, conversation=conversation)).case_id
        await escalation.claim(session, case, "lan", NOON)
        await reply.send(session, for_console, case, "lan", "Chào em", now=NOON + timedelta(days=1))
        session.add(SentMessage(conversation_id=conversation.id, sealed=b"x", sent_at=NOON))
        session.add(WebLine(conversation_id=conversation.id, sealed=b"x", created_at=NOON))
        session.add(Received(channel="web", update_id="1", seen_at=NOON, kind="handled"))
        session.add(OneTimeLink(token_hash="x", kind="invitation", expires_at=NOON + timedelta(days=3)))
        # the alert that the claim withdrew is a done job

    async def left(after: timedelta) -> dict[str, int]:
        async with store.writing() as session:
            await sweep(session, NOON + after)
            tables: tuple[type[Base], ...] = (WebLine, SentMessage, OneTimeLink, Received)
            found = {table.__tablename__: await number_of(session, table) for table in tables}
            found["done jobs"] = len((await session.scalars(select(Job.id).where(Job.done_at.is_not(None)))).all())
            found["reply copies"] = await reply.waiting(session, case, NOON + timedelta(days=99))
            return found

    moments = {
        "web_lines": timedelta(hours=2),
        "sent_messages": timedelta(hours=48),
        "one_time_links": timedelta(days=3),
        "done jobs": timedelta(days=7),
        "inbox": timedelta(days=30),
        "reply copies": timedelta(days=31),
    }
    for name, moment in sorted(moments.items(), key=lambda one: one[1]):
        assert (await left(moment - timedelta(seconds=1)))[name] > 0, name
        assert (await left(moment + timedelta(seconds=1)))[name] == 0, name
    async with store.reading() as session:
        assert await number_of(session, Reply) == 1  # that there was a reply is known for as long as the case
        assert await number_of(session, Conversation) == 1


async def test_a_used_link_goes_at_once_and_a_live_web_page_keeps_its_lines(store):
    async with store.writing() as session:
        conversation = await chat(session, "web")
        conversation.heard_at = minutes(150)
        session.add(WebLine(conversation_id=conversation.id, sealed=b"x", created_at=NOON))
        session.add(OneTimeLink(token_hash="x", kind="first", expires_at=minutes(99), used_at=NOON))
        await session.flush()
        await sweep(session, minutes(160))
        assert (await number_of(session, WebLine), await number_of(session, OneTimeLink)) == (1, 0)


async def test_the_lines_of_somebody_who_has_typed_for_twenty_minutes_are_left_to_the_bot(store):
    async with store.writing() as session:
        conversation = await chat(session, "web")  # heard at noon; that the person still types, only the bot knows
        session.add(WebLine(conversation_id=conversation.id, sealed=b"x", created_at=NOON))
        await session.flush()
        await sweep(session, minutes(20))
        assert await number_of(session, WebLine) == 1
        assert retention.WEB_LEFT_BEHIND > IDLE


async def test_a_chat_without_a_case_is_forgotten_after_thirty_days_and_one_with_a_case_is_not(store, for_bot):
    async with store.writing() as session:
        with_case, without = await chat(session), await chat(session)
        await opened(session, for_bot, conversation=with_case)
        await sweep(session, NOON + timedelta(days=30))
        assert await number_of(session, Conversation) == 2
        await sweep(session, NOON + timedelta(days=31))
        assert (await session.scalars(select(Conversation.id))).all() == [with_case.id]
        assert without.id != with_case.id


async def test_a_forgotten_case_keeps_its_bare_row_and_nothing_to_read(store, for_bot, for_console, tmp_path):
    async with store.writing() as session:
        await hire(session, "Lan")
        forgotten, other = (await opened(session, for_bot)).case_id, (await opened(session, for_bot)).case_id
        await escalation.claim(session, forgotten, "lan", NOON)
        await reply.send(session, for_console, forgotten, "lan", "Chào em", now=NOON)
    async with store.writing() as session:
        await retention.forget_case(session, forgotten, tmp_path)
    async with store.reading() as session:
        assert await number_of(session, Case) == 2
        assert (await session.scalars(select(CaseKey.case_id))).all() == [other]
        assert set(await session.scalars(select(Item.case_id))) == {other}
        assert await number_of(session, Reply) == 0
