"""What a channel hands to the conversation: one incoming thing, in words that no channel owns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handlers.case import Around
from handlers.recording import Recording

LONGEST = 10_000
"""Code points of one message: whatever is longer is answered by its channel before anything reads it."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """Exactly one of `text`, `button`, `attachment`, `location`, `command`, `blocked` or `by_itself` says what it is.

    `source` and `update_id` together are unique for ever: they make an update count once.
    """

    channel: str  # "telegram", "web"
    source: str  # channel and account: "telegram:123456", "web"
    update_id: str
    chat: str  # the address that `deliver` takes
    at: datetime  # the latest moment at which the person may have written it
    message_id: str | None = None
    text: str | None = None
    edited: bool = False
    button: str | None = None  # "question:choice"
    attachment: str | None = None  # "voice", "picture", "file", "sticker", "poll", …, or why it was refused
    location: tuple[float, float] | None = None
    command: str | None = None  # without "/" and bot name: "start"
    argument: str = ""
    around: tuple[tuple[Around, str], ...] = ()  # what stands around the words and is not the person's own
    passed_on: bool = False  # the words are somebody else's
    by_itself: bool = False  # the telephone sent it and nobody wrote: only `around` says something then
    blocked: bool = False  # the person blocked the bot
    recording: Recording | None = None
    left: str = ""  # "thoat" or "xoa", with which the person left before this could be fetched: nothing is said to it
    network: str = ""  # of the sender, where the channel knows one: a hash under the key of the day (bot.pace)
    picture: bytes | None = None  # a JPEG that handlers.files has drawn anew; only where staff allowed it on the case
