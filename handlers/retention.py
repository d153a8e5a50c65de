"""Forgetting: what is erased after its time, and how a case is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import correction_files
from handlers.store.models import (
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
    WrongCode,
)
from handlers.store.rows import locked_case

REPLY_COPY = timedelta(days=30)
DELETABLE = timedelta(hours=48)  # as long as Telegram lets a bot delete messages
# The page's fifteen minutes are kept by the bot's own sweep (bot/channels/web_session.py): only the bot knows that
# somebody is still looking or typing. This one is for a bot that doesn't run, and must never be the quicker of the two.
WEB_LEFT_BEHIND = timedelta(hours=2)
UPDATE_IDS = timedelta(days=30)
DONE_JOBS = timedelta(days=7)
WRONG_CODES = timedelta(days=1)
DRAFT = timedelta(days=30)


async def sweep(session: AsyncSession, now: datetime) -> None:
    """Erase everything whose time is over. Runs as often as one likes."""
    old_copy = Reply.created_at < now - REPLY_COPY
    await session.execute(update(Reply).where(Reply.sealed.is_not(None), old_copy).values(sealed=None))
    await session.execute(delete(SentMessage).where(SentMessage.sent_at < now - DELETABLE))
    idle = select(Conversation.id).where(Conversation.heard_at < now - WEB_LEFT_BEHIND)
    old_line = WebLine.created_at < now - WEB_LEFT_BEHIND
    await session.execute(delete(WebLine).where(WebLine.conversation_id.in_(idle), old_line))
    await session.execute(delete(Received).where(Received.seen_at < now - UPDATE_IDS))
    await session.execute(delete(Job).where(Job.done_at < now - DONE_JOBS))
    await session.execute(
        delete(OneTimeLink).where(or_(OneTimeLink.used_at.is_not(None), OneTimeLink.expires_at < now))
    )
    await session.execute(delete(WrongCode).where(WrongCode.at < now - WRONG_CODES))
    has_case = select(Case.id).where(Case.conversation_id == Conversation.id).exists()
    await session.execute(delete(Conversation).where(Conversation.heard_at < now - DRAFT, ~has_case))


async def forget_case(session: AsyncSession, case_id: str, exported: Path) -> None:
    """Delete the case's wrapped keys and items: nobody can ever read it again. The bare row stays for the counts.

    `exported` is the folder of approved corrections; the case's file there goes too. Under the case's lock: an export
    that is writing ends first, and a later one finds nothing to write. Raises NoSuchCase.
    """
    case = await locked_case(session, case_id)
    await session.execute(delete(CaseKey).where(CaseKey.case_id == case_id))
    # With the items go the bot's copies of replies, and corrections.
    await session.execute(delete(Item).where(Item.case_id == case_id))
    await session.execute(delete(Job).where(Job.case_id == case_id))
    case.conversation_id = None
    await session.flush()
    correction_files.erase(exported, case_id)
