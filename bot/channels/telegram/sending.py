"""Sending through Telegram: keyboards, long texts in parts, and every refusal as one Undeliverable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.channels import Outbound, Undeliverable
from bot.channels.render import pieces
from handlers.recording import Recording
from locales import N_, translator

MAX_TEXT = 4096  # UTF-16 units: never more than Telegram's own count
_MAX_DATA = 64  # bytes
_ERASED_AT_ONCE = 100
_COLUMNS = ((9, 3), (18, 2))  # labels up to so many letters stand in so many columns

EXIT_LABEL = N_("✕ Leave at once")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

# Telegram has no codes for these, only words.
_NO_CHAT = ("chat not found", "peer_id_invalid", "user not found", "user is deactivated", "chat was deactivated")
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")


async def send(bot: Bot, address: str, message: Outbound) -> str:
    """Send as many messages as the text needs, the buttons under the last; their ids, joined by commas."""
    with refusals():
        *before, last = pieces(message.text, MAX_TEXT)
        sent = []
        for part, under in [*((part, None) for part in before), (last, keyboard(message))]:
            one = await bot.send_message(
                int(address), part, reply_markup=under, protect_content=True, link_preview_options=_NO_PREVIEW
            )
            sent.append(str(one.message_id))
        return ",".join(sent)


async def play(bot: Bot, address: str, recording: Recording) -> str:
    """A voice message, or as near to one as Telegram plays this kind of sound; its id."""
    name = f"voice.{recording.media_type.partition('/')[2]}"
    with refusals():
        if recording.media_type == "audio/ogg":
            sent = await bot.send_voice(int(address), recording.data, protect_content=True, filename=name)
        elif recording.media_type in ("audio/mpeg", "audio/mp4"):
            sent = await bot.send_audio(int(address), recording.data, protect_content=True, filename=name)
        else:
            sent = await bot.send_document(int(address), recording.data, protect_content=True, filename=name)
    return str(sent.message_id)


async def edit(bot: Bot, address: str, message_id: str, message: Outbound) -> None:
    """Change a message that was sent; a text that is there already is no error. Gone for good: code "gone"."""
    with refusals():
        try:
            await bot.edit_message_text(
                pieces(message.text, MAX_TEXT)[0],
                int(address),
                int(message_id.rpartition(",")[2]),
                reply_markup=_inline(message),
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as error:
            if "message is not modified" not in error.message.lower():
                raise


async def erase(bot: Bot, address: str, message_ids: tuple[str, ...]) -> None:
    """Delete what Telegram still lets us delete (48 hours); what it refuses is passed over."""
    ids = [int(part) for joined in message_ids for part in joined.split(",") if part.isdecimal()]
    for start in range(0, len(ids), _ERASED_AT_ONCE):
        with refusals():
            try:
                await bot.delete_messages(int(address), ids[start : start + _ERASED_AT_ONCE])
            except (BadRequest, Forbidden):
                continue


def keyboard(message: Outbound) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    """The choices as buttons under the message; where there are none, the exit button put up or taken away."""
    if message.choices or message.links or message.exit_button is None:
        return _inline(message)
    if not message.exit_button:
        return ReplyKeyboardRemove()
    # It stands below the box to write in until it is taken away, and types its own label.
    leave = KeyboardButton(translator("vi")(EXIT_LABEL))
    return ReplyKeyboardMarkup([[leave]], resize_keyboard=True, is_persistent=True)


def _inline(message: Outbound) -> InlineKeyboardMarkup | None:
    """Short labels stand side by side."""
    buttons = []
    for data, label in message.choices:
        if len(data.encode()) > _MAX_DATA:
            raise Undeliverable("button_too_long", permanent=True)
        buttons.append(InlineKeyboardButton(label, callback_data=data))
    longest = max((len(label) for _, label in message.choices), default=0)
    columns = next((number for letters, number in _COLUMNS if longest <= letters), 1)
    rows = [buttons[start : start + columns] for start in range(0, len(buttons), columns)]
    rows = [*([InlineKeyboardButton(label, url=address)] for address, label in message.links), *rows]
    return InlineKeyboardMarkup(rows) if rows else None


@contextmanager
def refusals() -> Iterator[None]:
    """Telegram's errors as Undeliverable, without the words it sent: they may hold an address."""
    try:
        yield
    except ChatMigrated:
        raise
    except TelegramError as error:
        raise _undeliverable(error) from None
    except ValueError:
        raise Undeliverable("no_chat", permanent=True) from None  # an address that is no number


def _undeliverable(error: TelegramError) -> Undeliverable:
    match error:
        case Forbidden():
            return Undeliverable("blocked", permanent=True)
        case RetryAfter():
            return Undeliverable("slow_down", permanent=False, wait=seconds(error))
        case TimedOut():  # it may have arrived: sent again, it is there twice rather than not at all
            return Undeliverable("timed_out", permanent=False)
        case BadRequest():
            said = error.message.lower()
            if any(words in said for words in _NO_CHAT):
                return Undeliverable("no_chat", permanent=True)
            return Undeliverable("gone" if any(words in said for words in _GONE) else "refused", permanent=True)
        case InvalidToken():
            return Undeliverable("token", permanent=False, wait=60)
        case _:
            return Undeliverable("network", permanent=False)


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks us to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
