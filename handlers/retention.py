"""Forgetting: what is erased after its time, and how a case is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, Delete, Update, and_, delete, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import claiming, correction_files
from handlers.store.models import (
    Base,
    Case,
    CaseKey,
    Conversation,
    Draft,
    Interpretation,
    Item,
    Job,
    Kept,
    NewCode,
    OneTimeLink,
    Received,
    Referral,
    Reply,
    SentMessage,
    StaffKey,
    Task,
    WebLine,
)
from handlers.store.rows import locked_case
from handlers.store.trust import trust_of
from handlers.taxonomy import UNCLASSIFIED

REPLY_COPY = timedelta(days=30)
DELETABLE = timedelta(hours=48)  # as long as Telegram lets a bot delete messages
# The page's fifteen minutes are kept by the bot's own sweep (bot/channels/web/session.py): only the bot knows that
# somebody is still looking or typing. This one is for a bot that doesn't run, and must never be the quicker of the two.
WEB_LEFT_BEHIND = timedelta(hours=2)
UPDATE_IDS = timedelta(days=30)
DONE_JOBS = timedelta(days=7)
FORMS = timedelta(hours=13)  # longer than any session: an old form can't be sent again
DRAFT = timedelta(days=30)
REPLY_DRAFT = timedelta(days=30)
PIECE = 500  # rows in one transaction: whoever waits for the database does not wait long

Sweep = Delete | Update


def sweeps(now: datetime) -> tuple[Sweep, ...]:
    """What erases everything whose time is over: each touches PIECE rows at most, and is repeated while it did."""
    left_behind = select(Conversation.id).where(Conversation.heard_at < now - WEB_LEFT_BEHIND)
    has_case = select(Case.id).where(Case.conversation_id == Conversation.id).exists()
    old_copy = and_(Reply.sealed.is_not(None), Reply.created_at < now - REPLY_COPY)
    old_form = and_(Kept.key.startswith("reply:"), Kept.value < (now - FORMS).isoformat())
    used_up = or_(OneTimeLink.used_at.is_not(None), OneTimeLink.expires_at < now)
    return (
        update(Reply).where(*_piece(Reply, old_copy)).values(sealed=None),
        _erase(SentMessage, SentMessage.sent_at < now - DELETABLE),
        _erase(WebLine, and_(WebLine.conversation_id.in_(left_behind), WebLine.created_at < now - WEB_LEFT_BEHIND)),
        _erase(Received, Received.seen_at < now - UPDATE_IDS),
        _erase(Job, Job.done_at < now - DONE_JOBS),
        _erase(OneTimeLink, used_up),
        _erase(Kept, old_form),
        _erase(Draft, Draft.saved_at < now - REPLY_DRAFT),
        _erase(Conversation, and_(Conversation.heard_at < now - DRAFT, ~has_case)),
    )


def _erase(table: type[Base], over: ColumnElement[bool]) -> Delete:
    return delete(table).where(*_piece(table, over))


def _piece(table: type[Base], over: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    """The first rows of those whose time is `over`. Said twice: who changed while we waited for its lock may stay."""
    key = tuple(table.__table__.primary_key)
    return over, tuple_(*key).in_(select(*key).where(over).limit(PIECE))


async def forget_case(session: AsyncSession, case_id: str, exported: Path) -> None:
    """Delete the case's wrapped keys and items: nobody can ever read it again. The bare row stays for its number.

    What was counted of it stands apart (handlers.figures) and stays; of the row goes what could be laid beside that.

    `exported` is the folder of approved corrections; the case's file there goes too. Under the case's lock: an export
    that is writing ends first, and a later one finds nothing to write. Raises NoSuchCase.
    """
    case = await locked_case(session, case_id)
    await session.execute(delete(CaseKey).where(CaseKey.case_id == case_id))
    # With the items go the bot's copies of replies, and corrections.
    await session.execute(delete(Item).where(Item.case_id == case_id))
    await session.execute(delete(Job).where(Job.case_id == case_id))
    for about in (NewCode, Referral, Interpretation, Draft, Task, StaffKey):
        await session.execute(delete(about).where(about.case_id == case_id))
    case.conversation_id = case.sealed_reporter = case.sealed_reason = case.told_mark = None
    case.told_group = case.told_commune = None
    held = claiming.is_proved(trust_of(session), case)
    case.commune_code = case.commune_scheme = case.safe_hours = case.claimed_at = case.contacted_at = None
    if held:  # who had it stays
        claiming.prove(session, case)
    case.referred_at = case.closed_because = None
    case.group = UNCLASSIFIED
    await session.flush()
    correction_files.erase(exported, case_id)
