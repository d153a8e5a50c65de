"""What a Telegram update is, in words that no channel owns. Pure: nothing is sent, kept or asked here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Document, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.channels.telegram import around
from bot.dialogue.heard.words import act_of
from bot.inbound import Inbound

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")

_A_SECOND = timedelta(seconds=1)  # its dates leave out what comes behind the whole second
# "/start abc", "/start@chungtay_bot abc"; "/ 5 người" and "/5" are words.
_LEAVES = {"thoat": "thoat", "exit": "thoat", "xoa": "xoa"}
_COMMAND = re.compile(r"/([^\W\d_]\w{0,31})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)

# The first one present names the kind; Telegram sends an animation as a document too.
_ATTACHMENTS = (
    ("voice", "voice"),
    ("audio", "voice"),
    ("photo", "picture"),
    ("video", "picture"),
    ("video_note", "picture"),
    ("animation", "picture"),
    ("live_photo", "picture"),
    ("document", "file"),
    ("sticker", "sticker"),
    ("poll", "poll"),
    ("dice", "poll"),
    ("contact", "contact"),
    ("paid_media", "other"),
    ("story", "other"),
    ("game", "other"),
    ("invoice", "other"),
    ("checklist", "other"),
)

_SOUNDS = (".amr", ".awb", ".3gp", ".3ga", ".m4a", ".mp3", ".ogg", ".oga", ".opus", ".wav", ".aac")


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button; `private` when it stands in a chat with one person."""

    query_id: str
    user_id: str
    chat: str
    data: str
    private: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class InGroup:
    """Anything else in a group or channel; `arrived` and `gone` say what became of the bot there."""

    chat: str
    arrived: bool = False
    gone: bool = False


def from_group(update: Update) -> InGroup | Moved | None:
    """What an update in a group or channel says; None in a private chat, and where there is no chat at all."""
    chat = update.effective_chat
    if chat is None or chat.type == ChatType.PRIVATE:
        return None
    message, member = update.message, update.my_chat_member
    if message is not None and message.migrate_to_chat_id is not None:
        return Moved(str(chat.id), str(message.migrate_to_chat_id))
    if message is not None and message.migrate_from_chat_id is not None:
        return Moved(str(message.migrate_from_chat_id), str(chat.id))
    if member is None:
        return InGroup(str(chat.id))
    before, after = _is_in(member.old_chat_member.status), _is_in(member.new_chat_member.status)
    return InGroup(str(chat.id), arrived=after and not before, gone=not after)


def pressed(update: Update) -> Pressed | None:
    """The button that was pressed, if one was."""
    query = update.callback_query
    if query is None or query.data is None or query.message is None:
        return None
    chat = query.message.chat
    return Pressed(query.id, str(query.from_user.id), str(chat.id), query.data, chat.type == ChatType.PRIVATE)


def words_in(update: Update) -> str:
    """What a person wrote in an update, under a picture too; "" where there are no words."""
    message = update.message or update.edited_message
    return (message.text or message.caption or "") if message is not None else ""


def is_to_bot(message: Message, bot_id: str) -> bool:
    """Whether words in a group are meant for the bot: an answer to it, its name in them, words behind a command."""
    answered = message.reply_to_message.from_user if message.reply_to_message is not None else None
    words = message.text or message.caption or ""
    command = _COMMAND.fullmatch(words)
    named = any(
        entity.type == "mention" and entity_words.casefold().endswith("bot")
        for entity, entity_words in message.parse_entities(["mention"]).items()
    )
    return (answered is not None and str(answered.id) == bot_id) or named or bool(command is not None and command[2])


def leaves(words: str) -> str:
    """How a person leaves with these words: "thoat", "xoa", or "" when they do not."""
    command = _COMMAND.fullmatch(words)
    if command is not None:
        return _LEAVES.get(command[1].casefold(), "")
    return "thoat" if act_of(words) == "exit" else ""


def words_of(raw: dict[str, Any]) -> str:
    """The same as `words_in`, of an update that was not read."""
    message = raw.get("message")
    words = message.get("text") if isinstance(message, dict) else None
    return words if isinstance(words, str) else ""


def inbound(update: Update, source: str, now: datetime) -> Inbound | None:
    """A private chat's update for the conversation; None when it tells nothing (a pin)."""
    chat = update.effective_chat
    if chat is None or chat.type != ChatType.PRIVATE:
        return None
    empty = Inbound("telegram", source, str(update.update_id), str(chat.id), now)
    if update.callback_query is not None:
        return _from_button(empty, update.callback_query)
    if update.my_chat_member is not None:
        return _from_membership(empty, update.my_chat_member)
    if update.message is not None:
        return _from_message(replace(empty, at=update.message.date + _A_SECOND), update.message)
    if update.edited_message is not None:
        edited = update.edited_message
        at = edited.edit_date + _A_SECOND if edited.edit_date else now
        return _from_edit(replace(empty, at=at, edited=True), edited)
    return None


def _from_button(empty: Inbound, query: CallbackQuery) -> Inbound | None:
    if query.data is None or query.message is None:
        return None
    return replace(empty, button=query.data, message_id=str(query.message.message_id))


def _from_membership(empty: Inbound, member: ChatMemberUpdated) -> Inbound | None:
    if member.new_chat_member.status != ChatMemberStatus.BANNED:
        return None
    return replace(empty, at=member.date, blocked=True)


def _from_message(empty: Inbound, message: Message) -> Inbound | None:
    empty = replace(
        empty,
        message_id=str(message.message_id),
        around=around.around(message),
        passed_on=message.forward_origin is not None,
    )
    command = _COMMAND.fullmatch(message.text or "")
    if command is not None:
        return replace(empty, command=command[1].lower(), argument=(command[2] or "").strip())
    if message.text is not None:
        return replace(empty, text=message.text)
    if message.contact is not None and around.is_own(message):  # their own number, as if it were typed
        return replace(empty, text=message.contact.phone_number)
    if message.location is not None:  # a venue carries one too
        return replace(empty, location=(message.location.latitude, message.location.longitude))
    kind = _attachment(message)
    return replace(empty, attachment=kind, text=message.caption) if kind else None


def _from_edit(empty: Inbound, message: Message) -> Inbound | None:
    """The new words; what begins with "/" is words here too, since nothing is commanded by an edit."""
    if message.location is not None:
        return replace(empty, around=around.moved(message.location), by_itself=True)
    empty = replace(empty, message_id=str(message.message_id), around=around.links(message))
    if message.text is not None:
        return replace(empty, text=message.text)
    kind = _attachment(message)
    return replace(empty, attachment=kind, text=message.caption) if kind and message.caption else None


def _attachment(message: Message) -> str | None:
    if message.document is not None and not message.animation and _says_sound(message.document):
        return "voice"
    for name, kind in _ATTACHMENTS:
        if getattr(message, name, None):
            return kind
    # A kind of content that this version of the library does not know: better "other" than silence.
    return "other" if message.api_kwargs or message.caption else None


def _says_sound(document: Document) -> bool:
    """Whether it may be a recording of a telephone, which calls a sound in 3GP a video; its tracks will tell."""
    label, name = document.mime_type or "", (document.file_name or "").casefold()
    return label.startswith("audio/") or label in ("application/ogg", "video/3gpp") or name.endswith(_SOUNDS)


def _is_in(status: str) -> bool:
    return status not in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


def private_chat(raw: dict[str, Any]) -> str | None:
    """The private chat of an update that was not read, as far as it can be told."""
    for kind in WANTED:
        inside = raw.get(kind)
        if kind == "callback_query" and isinstance(inside, dict):
            inside = inside.get("message")
        chat = inside.get("chat") if isinstance(inside, dict) else None
        if isinstance(chat, dict) and chat.get("type") == "private" and isinstance(chat.get("id"), int):
            return str(chat["id"])
    return None
