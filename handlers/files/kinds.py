"""What can come of a file: taken in, or refused for a reason that its sender is told."""

from __future__ import annotations

import struct
from enum import StrEnum

LARGEST_PICTURE = 10_000_000  # bytes, as it comes in
LARGEST_RECORDING = 5_000_000  # bytes: ten minutes and more of a reporter's speech

HEAD = struct.Struct("!cI")  # a letter and the length of what follows it, both ways
ENDED, DIED = b"e", b"d"  # how a child ended
LARGEST = 40_000_000  # bytes that it may say: half an hour of sound, or a large picture
LONGEST = 30.0  # seconds until it is ended, whatever it does


class Job(StrEnum):
    """What a file is looked at for, in one letter."""

    SOUND = "s"
    PICTURE = "p"


class Part(StrEnum):
    """What the process says of a file, in one letter and bytes behind it."""

    MADE = "m"  # the copy that every browser plays, or the picture drawn anew
    REFUSED = "r"


class Refused(StrEnum):
    """Why a file is not taken in: an attachment of the conversation, which has the words for it."""

    NO_SOUND = "no_sound"
    VIDEO = "video"
    LONG_VOICE = "voice"
    NO_PICTURE = "no_picture"
    OTHER_PICTURE = "other_picture"  # of a kind that is not drawn here
    LARGE_PICTURE = "large_picture"
    BROKEN_PICTURE = "broken_picture"
    FAILED_PICTURE = "failed_picture"  # the fault is ours


class NotTaken(Exception):
    """The file is refused."""

    def __init__(self, why: Refused) -> None:
        super().__init__(why)
        self.why = why
