"""What a channel hands to the conversation: one incoming thing, in words that no channel owns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Recording:
    """A person's voice, as it came."""

    data: bytes
    media_type: str  # "audio/ogg"


LARGEST_RECORDING = 5_000_000  # bytes: ten minutes and more of speech

# How the kinds of recording begin that telephones and browsers make, and that browsers play.
_BEGINNINGS = (
    (0, b"OggS", "audio/ogg"),
    (0, b"\x1aE\xdf\xa3", "audio/webm"),
    (4, b"ftyp", "audio/mp4"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"#!AMR", "audio/amr"),
    (8, b"WAVE", "audio/wav"),
)


def recording_from(data: bytes) -> Recording | None:
    """What a browser handed in as a recording, by how it begins, not by what it is called; None when it is none."""
    for at, beginning, media_type in _BEGINNINGS:
        if len(data) <= LARGEST_RECORDING and data[at : at + len(beginning)] == beginning:
            return Recording(data, media_type)
    return None


@dataclass(frozen=True, slots=True)
class Inbound:
    """Exactly one of `text`, `button`, `attachment`, `location`, `command` or `blocked` says what it is.

    `source` and `update_id` together are unique for ever: they make an update count once.
    """

    channel: str  # "telegram", "web"
    source: str  # channel and account: "telegram:123456", "web"
    update_id: str
    chat: str  # the address that `deliver` takes
    at: datetime
    message_id: str | None = None
    text: str | None = None
    edited: bool = False
    button: str | None = None  # "question:choice"
    attachment: str | None = None  # "voice", "picture", "broken_picture", "file", "sticker", "poll", …
    location: tuple[float, float] | None = None
    command: str | None = None  # without "/" and bot name: "start"
    argument: str = ""
    blocked: bool = False  # the person blocked the bot
    recording: Recording | None = None
    picture: bytes | None = None  # a JPEG that bot.pictures has cleaned; only where staff allowed it on the case
