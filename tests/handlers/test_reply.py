"""Replies: who may send them, how they are announced, and that they are read once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handlers import escalation, receipt, reply, report, writable
from handlers.case import ItemKind
from handlers.contact import next_safe
from handlers.guesses import REPORTERS, Guesses
from handlers.permission import NotAllowed, Role
from handlers.store.models import Item, Reply
from handlers.triage import Level
from tests.handlers.people import NOON, case_of, chat, hire, jobs, judged, minutes, opened, told

TEXT = "Chào em, chị là Lan. Em có an toàn không?"


async def test_a_reply_is_announced_without_its_text_and_opened_after_a_tap(store, for_bot, for_console):
    async with store.writing() as session:
        await hire(session, "Lan")
        conversation = await chat(session, "web")
        case = (await opened(session, for_bot, conversation=conversation)).case_id
        await escalation.claim(session, case, "lan", NOON)
        await reply.send(session, for_console, case, "lan", TEXT, now=minutes(1))
        item = await reply.send(session, for_console, case, "lan", "Chị gọi được không?", now=minutes(2))
        notices = await jobs(session, "reply_notice")
        assert [(job.worker, job.lane, job.body) for job in notices] == [("web", f"notice:{conversation.id}", None)] * 2
        assert notices[1].once == f"notice:{item}"
        assert await reply.waiting(session, case, minutes(9)) == 2
        await reply.noticed(session, case, minutes(3))
    async with store.writing() as session:
        assert await reply.open_waiting(session, for_bot, case, minutes(4)) == (TEXT, "Chị gọi được không?")
    async with store.writing() as session:
        assert await reply.open_waiting(session, for_bot, case, minutes(5)) == ()
        assert await reply.waiting(session, case, minutes(9)) == 0
        copies = (await session.scalars(select(Reply))).all()
        assert [(one.sealed, one.noticed_at, one.opened_at) for one in copies] == [(None, minutes(3), minutes(4))] * 2
        kept = (await session.scalars(select(Item).where(Item.kind == ItemKind.REPLY))).all()
        assert [one.staff_id for one in kept] == ["lan", "lan"]
        assert not any(TEXT.encode() in one.sealed for one in kept)


async def test_only_the_claimer_and_those_who_lead_may_reply(store, for_bot, for_console):
    async with store.writing() as session:
        for name in ("Lan", "Minh"):
            await hire(session, name)
        await hire(session, "Sen", Role.SUPERVISOR, on_duty=False)
        case = (await opened(session, for_bot)).case_id
        with pytest.raises(NotAllowed):
            await reply.send(session, for_console, case, "lan", TEXT, now=NOON)  # nobody has claimed it
        await escalation.claim(session, case, "lan", NOON)
        with pytest.raises(NotAllowed):
            await reply.send(session, for_console, case, "minh", TEXT, now=NOON)
        with pytest.raises(ValueError, match="empty"):
            await reply.send(session, for_console, case, "lan", " \n", now=NOON)
        await reply.send(session, for_console, case, "sen", TEXT, now=NOON)
        assert await reply.waiting(session, case, minutes(9)) == 1


@pytest.mark.parametrize("flag", ["do_not_write", "unreachable", "conversation_id"])
async def test_where_the_chat_may_not_be_written_to_the_reply_waits_for_the_code(store, for_bot, for_console, flag):
    async with store.writing() as session:
        await hire(session, "Lan")
        new = await opened(session, for_bot)
        await escalation.claim(session, new.case_id, "lan", NOON)
        setattr(await case_of(session, new.case_id), flag, None if flag == "conversation_id" else True)
        await reply.send(session, for_console, new.case_id, "lan", TEXT, now=NOON)
        assert await jobs(session, "reply_notice") == []
        found = await receipt.find_by_receipt(
            session, for_bot.receipts, new.receipt, now=minutes(1), guesses=Guesses(REPORTERS), who="one"
        )
        assert found == receipt.Receipt(new.case_id, escalation.Status.CLAIMED, 1)
        assert await reply.open_waiting(session, for_bot, new.case_id, minutes(1)) == (TEXT,)


@pytest.mark.parametrize(
    ("hours", "in_minutes"),
    [
        (None, 0),
        ("", 0),
        ("06-11,12-14", 0),
        ("18-22", 6 * 60),
        ("06-11", 18 * 60),
        ("22-24,13-14", 60),
        ("never", None),
        ("unknown", None),
        ("12-12", None),
        ("rubbish", None),
    ],
)
def test_the_next_safe_moment(hours, in_minutes):
    assert next_safe(hours, NOON) == (None if in_minutes is None else minutes(in_minutes))


async def test_a_notice_waits_for_the_safe_hours_and_holds_up_nothing_else(store, for_bot, for_console):
    async with store.writing() as session:
        await hire(session, "Lan")
        case = (await opened(session, for_bot)).case_id
        await escalation.claim(session, case, "lan", NOON)
        await writable.keep_safe_hours(session, case, "18-22", NOON)
        await reply.send(session, for_console, case, "lan", TEXT, now=NOON)
        assert [job.due_at for job in await jobs(session, "reply_notice")] == [minutes(6 * 60)]
        # They say other hours while it waits.
        await writable.keep_safe_hours(session, case, "13-14", NOON)
        assert [job.due_at for job in await jobs(session, "reply_notice")] == [minutes(60)]
        await writable.keep_safe_hours(session, case, "never", NOON)
        assert await jobs(session, "reply_notice") == []
        assert await reply.waiting(session, case, minutes(9)) == 1
        assert await reply.notice_due(session, case, NOON) is None


async def test_a_later_report_of_the_same_chat_keeps_the_hours_and_is_linked(store, for_bot):
    async with store.writing() as session:
        conversation = await chat(session)
        first = (await opened(session, for_bot, conversation=conversation)).case_id
        await writable.keep_safe_hours(session, first, "18-22", NOON)
        made = await report.open_case(
            session, for_bot, told(), judged(Level.P2), conversation=conversation, received_at=NOON, now=NOON,
            follows=first,
        )  # fmt: skip
        second = await case_of(session, made.case_id)
        assert (second.follows, second.safe_hours) == (first, "18-22")


async def test_what_is_told_after_the_receipt_changes_no_urgency(store, for_bot, for_console):
    async with store.writing() as session:
        case = (await opened(session, for_bot, Level.P3)).case_id
        await report.supplement(session, case, told("ba của bé không được biết"), now=minutes(1))
        found = await case_of(session, case)
        assert found.level == Level.P3 and found.unread_since is not None and not found.unfinished


async def test_a_refusal_holds_for_every_case_of_the_chat_and_the_code_does_not_lift_it(store, for_bot):
    async with store.writing() as session:
        conversation, other = await chat(session), await chat(session)
        mine = [(await opened(session, for_bot, conversation=conversation)).case_id for _ in range(2)]
        theirs = (await opened(session, for_bot, conversation=other)).case_id
        (await case_of(session, mine[0])).status = "closed"  # it may open again
        await writable.keep_hours_of_chat(session, conversation.id, "never", NOON)
        await writable.note_heard(session, conversation.id, minutes(1))
        await receipt.bring_back(session, mine[1], other)
        assert [(await case_of(session, case)).safe_hours for case in (*mine, theirs)] == ["never", "never", None]
