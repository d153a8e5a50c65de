"""The row of a chat: found, made when it is new, locked; and the state of its conversation, sealed."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import structlog
from cryptography.fernet import InvalidToken
from sqlalchemy import bindparam, select
from sqlalchemy import insert as insert_of
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogue import stored
from bot.dialogue.said.screens import NOTICE_VERSION
from bot.dialogue.state import Person, State
from bot.inbound import Inbound
from handlers.store.keys import BotKeys, keyed_hash
from handlers.store.models import Conversation, SentMessage, table_of
from handlers.store.rows import insert

log = structlog.get_logger()

# Statements of every step, built once.
_OF_CHAT = (
    select(Conversation)
    .where(Conversation.channel == bindparam("of"), Conversation.chat_hash == bindparam("hash"))
    .with_for_update(key_share=True)
)
_ID_OF_CHAT = select(Conversation.id).where(
    Conversation.channel == bindparam("of"), Conversation.chat_hash == bindparam("hash")
)
_NOTE_MESSAGE = insert_of(table_of(SentMessage))


async def of(session: AsyncSession, keys: BotKeys, inbound: Inbound, now: datetime) -> Conversation:
    """The chat that this came from, locked."""
    chat_hash = keyed_hash(keys.chats, inbound.source, inbound.chat)
    whose = {"of": inbound.channel, "hash": chat_hash}
    if (found := (await session.scalars(_OF_CHAT, whose)).one_or_none()) is not None:
        return found
    values = {
        "id": uuid4().hex,
        "channel": inbound.channel,
        "chat_hash": chat_hash,
        "address": keys.live.encrypt(inbound.chat.encode()),
        "language": "vi",
        "started_at": now,
        "heard_at": now,
        "closed_by_peer": False,
    }
    await session.execute(insert(session, Conversation).values(values).on_conflict_do_nothing())
    return (await session.scalars(_OF_CHAT, whose)).one()


async def id_of(session: AsyncSession, keys: BotKeys, source: str, chat: str) -> str | None:
    whose = {"of": source.partition(":")[0], "hash": keyed_hash(keys.chats, source, chat)}
    found: str | None = (await session.execute(_ID_OF_CHAT, whose)).scalar_one_or_none()
    return found


async def locked(session: AsyncSession, conversation_id: str) -> Conversation | None:
    found = select(Conversation).where(Conversation.id == conversation_id).with_for_update(key_share=True)
    return (await session.scalars(found)).one_or_none()


async def note_message(
    session: AsyncSession, keys: BotKeys, conversation: Conversation, message_id: str, now: datetime
) -> None:
    """So that it can be erased with the chat."""
    sealed = keys.live.encrypt(message_id.encode())
    await session.execute(_NOTE_MESSAGE, {"conversation_id": conversation.id, "sealed": sealed, "sent_at": now})


def state_of(conversation: Conversation, keys: BotKeys) -> State:
    """Where the conversation stands; a beginning where nothing is kept or what is kept cannot be read."""
    if conversation.state is not None:
        try:
            return stored.load(keys.live.decrypt(conversation.state))
        except (ValueError, InvalidToken):
            # Written by another version, or with a key that is gone: the person begins anew and is not shut out.
            log.error("state_unreadable", conversation=conversation.id)
    return State(person=Person(conversation.language))


def keep_state(conversation: Conversation, state: State, keys: BotKeys, now: datetime) -> None:
    if state.person.noticed and conversation.notice_at is None:
        conversation.notice_version, conversation.notice_at = NOTICE_VERSION, now
    conversation.state = keys.live.encrypt(stored.dump(state))
    conversation.language = state.person.language
