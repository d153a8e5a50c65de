"""What stands around the words of a Telegram message: a card, whom it is from, an address, a quotation, a venue."""

from __future__ import annotations

from collections.abc import Iterator

from telegram import (
    Location,
    Message,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)
from telegram.constants import MessageEntityType

from handlers.case import Around

_LONGEST = 1000  # letters of one fact
Facts = tuple[tuple[Around, str], ...]


def around(message: Message) -> Facts:
    """All that stands around a new message."""
    found = (*_around(message), *links(message))
    return tuple((kind, text[:_LONGEST]) for kind, text in found if text.strip())


def links(message: Message) -> Facts:
    """The addresses behind linked words."""
    kinds: list[str | None] = [MessageEntityType.TEXT_LINK]
    linked = {**message.parse_entities(kinds), **message.parse_caption_entities(kinds)}
    return tuple((Around.LINK, f"{words} → {entity.url}"[:_LONGEST]) for entity, words in linked.items() if entity.url)


def moved(location: Location) -> Facts:
    """A later point of a live location."""
    return ((Around.MOVED, f"{location.latitude:.5f}, {location.longitude:.5f}"),)


def is_own(message: Message) -> bool:
    """Whether a contact card is the sender's own: only then its number is theirs."""
    card, sender = message.contact, message.from_user
    return card is not None and sender is not None and card.user_id == sender.id and message.forward_origin is None


def _around(message: Message) -> Iterator[tuple[Around, str]]:
    if message.forward_origin is not None:
        yield Around.FORWARDED, _name(message.forward_origin)
    if message.contact is not None and not is_own(message):
        card = message.contact
        name = " ".join(filter(None, (card.first_name, card.last_name)))
        yield Around.CARD, ", ".join(filter(None, (name, card.phone_number)))
    if message.venue is not None:
        yield Around.VENUE, ", ".join(filter(None, (message.venue.title, message.venue.address)))
    answered = message.reply_to_message
    if message.quote is not None:
        yield Around.QUOTED, message.quote.text
    elif answered is not None and answered.from_user is not None and not answered.from_user.is_bot:
        yield Around.QUOTED, answered.text or answered.caption or ""


def _name(origin: MessageOrigin) -> str:
    match origin:
        case MessageOriginUser(sender_user=user):
            return f"{user.full_name} (@{user.username})" if user.username else user.full_name
        case MessageOriginHiddenUser(sender_user_name=name):
            return name
        case MessageOriginChat(sender_chat=chat) | MessageOriginChannel(chat=chat):
            return chat.effective_name or "?"
        case _:
            return "?"
