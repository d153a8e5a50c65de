"""What a conversation hears: each thing that a person does, or that staff and time do, as one value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handlers.campaigns.topics import Came
from handlers.case import Around
from nlu.meaning import Meaning
from nlu.places import Match


@dataclass(frozen=True, slots=True)
class Began:
    """The person opened the chat or typed /start, perhaps through a campaign's link."""

    campaign: str | None = None  # the code, as it came
    came: Came | None = None  # what the shell found it to be; nothing for one that is unknown or over


@dataclass(frozen=True, slots=True)
class Said:
    """Words, with what they mean and the places they name. `ref` is the channel's id of the message.

    `signals` is what the core's own list hears in these very words; None where nobody has listened yet.
    `at` is the latest moment at which they may have been written; None where that is not known.
    """

    text: str
    meaning: Meaning
    match: Match | None = None
    ref: str | None = None
    edited: bool = False
    passed_on: bool = False  # somebody else wrote them
    attached: str | None = None  # the words stood under a picture or file, of this kind
    signals: frozenset[str] | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What stands around the next words and is not theirs, each with its kind."""

    around: tuple[tuple[Around, str], ...]


@dataclass(frozen=True, slots=True)
class Chose:
    """A button: `question` it stood under and `choice` key; stale when that question is no longer open."""

    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that is not words: "voice", "picture", "file", "sticker", "poll", "contact", "other"."""

    kind: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Located:
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Skipped: ...


@dataclass(frozen=True, slots=True)
class WentBack: ...


@dataclass(frozen=True, slots=True)
class Cancelled: ...


@dataclass(frozen=True, slots=True)
class Exited:
    """Quick exit: stop at once; the chat may be seen by the wrong person."""


@dataclass(frozen=True, slots=True)
class Erased:
    """/xoa: the person wants the chat forgotten."""


@dataclass(frozen=True, slots=True)
class AskedForHelp: ...


@dataclass(frozen=True, slots=True)
class Withdrew:
    """The consent to be called back is taken back."""


@dataclass(frozen=True, slots=True)
class AskedForLanguage: ...


@dataclass(frozen=True, slots=True)
class Rushed:
    """Words in a flood: kept, and answered only when `tell`. Never those in which danger is heard."""

    text: str
    tell: bool


@dataclass(frozen=True, slots=True)
class WentQuiet: ...


@dataclass(frozen=True, slots=True)
class Returned:
    """A receipt code was typed. `case` is set when it opened one; `wait` seconds when codes are slowed down."""

    case: str | None = None
    number_of_unread: int = 0
    status: str = ""
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Stands:
    """How far the case of this chat is. `status` is empty where this chat may not hear it without the code."""

    status: str = ""
    number_of_unread: int = 0
    renewed_at: datetime | None = None  # when staff gave a new code by telephone
    voice: str = ""  # what was said that this answers, where that was more than how far it is
    taken_at: datetime | None = None  # when somebody of the staff took it up
    opened: bool = False  # staff have looked at it
    told_again: bool = False  # those on duty have just been told of it once more


@dataclass(frozen=True, slots=True)
class LookedIn:
    """How the case stands of whoever waits in danger; `opened` after their tap.

    `status` is empty where this chat may not hear it, or may not be written to.
    """

    status: str = ""
    number_of_unread: int = 0
    read: bool = False  # staff have opened it
    claimed_at: datetime | None = None
    alerted_at: datetime | None = None  # the latest alert after the first
    opened: bool = False


@dataclass(frozen=True, slots=True)
class ReplyWaits:
    """Staff have answered on the case of this chat."""


@dataclass(frozen=True, slots=True)
class OpenedReply:
    """The person tapped the neutral notice; the shell has put the replies' texts in, None for a spoken one."""

    texts: tuple[str | None, ...]
    case: str | None = None  # whose replies these are
    takes_pictures: bool = False  # staff allowed pictures on that case


@dataclass(frozen=True, slots=True)
class Spoke:
    """A recording of the person's voice has arrived, and the shell holds it."""


@dataclass(frozen=True, slots=True)
class Showed:
    """A picture has arrived that staff allowed, and the shell holds it."""


@dataclass(frozen=True, slots=True)
class NamedCommune:
    """A commune was named to the question near which place help is looked for; several where it is not clear."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundServices:
    """What the shell found near a commune, as whole lines with the day on which each was checked, nearest first."""

    commune: str
    services: tuple[tuple[str, str], ...]


Event = (
    Began
    | Said
    | Enclosed
    | Chose
    | Sent
    | Located
    | Skipped
    | WentBack
    | Cancelled
    | Exited
    | Erased
    | AskedForHelp
    | Withdrew
    | AskedForLanguage
    | Rushed
    | WentQuiet
    | Returned
    | Stands
    | LookedIn
    | ReplyWaits
    | OpenedReply
    | Spoke
    | Showed
    | NamedCommune
    | FoundServices
)
