"""Whether, and at which hours, staff may write to the chat of a case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import outbox
from handlers.audit import Act, note
from handlers.case import Status
from handlers.contact import next_safe
from handlers.outbox import Kind
from handlers.receipt import Receipt as Receipt
from handlers.receipt import Slowed as Slowed
from handlers.receipt import find_by_receipt as find_by_receipt
from handlers.receipt import receipt_digits as receipt_digits
from handlers.store.models import Case, Conversation
from handlers.store.rows import locked_case


async def keep_hours_of_chat(session: AsyncSession, conversation_id: str, hours: str, now: datetime) -> None:
    """The reporter said it of this chat: it holds for all its cases, the closed ones too, for they may open again."""
    for case_id in list(
        await session.scalars(select(Case.id).where(Case.conversation_id == conversation_id).order_by(Case.id))
    ):
        await keep_safe_hours(session, case_id, hours, now)


async def keep_safe_hours(session: AsyncSession, case_id: str, hours: str, now: datetime) -> None:
    """The reporter said when it is safe to write (handlers.contact); notices that wait are set for the next such hour.

    Raises NoSuchCase.
    """
    case = await locked_case(session, case_id)
    case.safe_hours = hours or None
    safe = next_safe(case.safe_hours, now)
    if safe is None:
        await outbox.withdraw(session, now, kinds=(Kind.REPLY_NOTICE,), case_id=case_id)
    else:
        await outbox.postpone(session, safe, kinds=(Kind.REPLY_NOTICE,), case_id=case_id)


async def set_do_not_write(session: AsyncSession, case_id: str, now: datetime) -> None:
    """Staff must not write to the reporter's chat; notices that wait in the outbox are withdrawn."""
    case = await locked_case(session, case_id)
    case.do_not_write = True
    await outbox.withdraw(session, now, kinds=(Kind.REPLY_NOTICE,), case_id=case_id)


async def note_unreachable(session: AsyncSession, conversation_id: str, now: datetime) -> None:
    """The chat is dead or the bot was blocked: its cases say so, and notices that wait are withdrawn."""
    await _mark_conversation(session, conversation_id, closed_by_peer=True)
    for case in await _cases_of(session, conversation_id):
        case.unreachable = True
        await outbox.withdraw(session, now, kinds=(Kind.REPLY_NOTICE,), case_id=case.id)


async def hush(session: AsyncSession, conversation_id: str, now: datetime) -> None:
    """The person left in a hurry: nobody may write to this chat, whichever of its cases it is about."""
    for case in await _cases_of(session, conversation_id):
        await set_do_not_write(session, case.id, now)


async def note_heard(session: AsyncSession, conversation_id: str, now: datetime, *, case_id: str | None = None) -> None:
    """The reporter wrote in this very chat again: staff may write there again (about `case_id` only, if given)."""
    await _mark_conversation(session, conversation_id, closed_by_peer=False)
    for case in await _cases_of(session, conversation_id):
        if case_id is not None and case.id != case_id:
            continue
        if case.unreachable or case.do_not_write:
            note(session, Act.MAY_WRITE_AGAIN, at=now, case_id=case.id)
        case.unreachable = case.do_not_write = False


async def _mark_conversation(session: AsyncSession, conversation_id: str, *, closed_by_peer: bool) -> None:
    conversation = await session.get(Conversation, conversation_id)
    if conversation is not None:
        conversation.closed_by_peer = closed_by_peer


async def _cases_of(session: AsyncSession, conversation_id: str) -> list[Case]:
    query = select(Case).where(Case.conversation_id == conversation_id, Case.status != Status.CLOSED).order_by(Case.id)
    return list(await session.scalars(query.with_for_update(key_share=True)))
