"""What the dialogue hears (events), what it wants done (effects), and what it remembers in between (State). Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from handlers.case import Report, Triage
from nlu.meaning import Meaning
from nlu.places import Match


# --- what is heard -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Began:
    """The person opened the chat or typed /start, perhaps through a campaign's link."""

    campaign: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """Words, with what they mean and the places they name. `ref` is the channel's id of the message.

    `signals` is what the core's own list hears in these very words; None where nobody has listened yet.
    """

    text: str
    meaning: Meaning
    match: Match | None = None
    ref: str | None = None
    edited: bool = False
    attached: str | None = None  # the words stood under a picture or file, of this kind
    signals: frozenset[str] | None = None


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
    Spoke
    | Showed
    | NamedCommune
    | FoundServices
    | Began
    | Said
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
    | ReplyWaits
    | OpenedReply
)


# --- what is said ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Text:
    """An English msgid with parameters; a parameter that is itself a Text is translated before it is put in."""

    msgid: str
    params: tuple[tuple[str, str | Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to tap. `words` are folded ways to say it that are not its label."""

    key: str
    label: str | Text
    words: tuple[str, ...] = ()


# --- what is to be done ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Say:
    """Say paragraphs in one message, with choices under the name of the question that they answer.

    `{receipt}`, `{number}`, `{time}` and `{promise}` in a msgid are filled by the shell.
    """

    lines: tuple[Text, ...]
    question: str = ""
    choices: tuple[Choice, ...] = ()
    exit_button: bool | None = None  # put up or take away the small exit button that stays, where there is one
    to_child: bool = False  # a child who writes about themself reads it


@dataclass(frozen=True, slots=True)
class Escalate:
    """Open a P0 case now, or alert again for the one that is open. Evidence stays inside the report."""

    report: Report
    triage: Triage


@dataclass(frozen=True, slots=True)
class Submit:
    """The report as far as it goes: opens a case, or completes the one that is open."""

    report: Report
    triage: Triage
    unfinished: bool = False
    do_not_write: bool = False


@dataclass(frozen=True, slots=True)
class Supplement:
    """What was told after the receipt, for the case that is open: only what is new."""

    report: Report


@dataclass(frozen=True, slots=True)
class KeepSafeHours:
    """When staff may write: "" at any time, "never", "unknown", or hours such as "06-11,18-22"."""

    hours: str


@dataclass(frozen=True, slots=True)
class Relay:
    """Add the reporter's words to their case. `remark` when it is not their words but what they did."""

    text: str
    remark: bool = False


@dataclass(frozen=True, slots=True)
class Agree:
    """Consent by a button: "identity", "call_back" or "campaign"; `given` False withdraws it."""

    kind: str
    given: bool = True


@dataclass(frozen=True, slots=True)
class DoNotWrite:
    """Staff must not write to this chat until the reporter does."""


@dataclass(frozen=True, slots=True)
class KeepRecording:
    """Seal the recording that has just arrived to the case."""


@dataclass(frozen=True, slots=True)
class KeepPicture:
    """Seal the picture that has just arrived to the case that allows it."""


@dataclass(frozen=True, slots=True)
class PlayReply:
    """Let the person hear the spoken reply that is the `number`th of those just opened."""

    number: int


@dataclass(frozen=True, slots=True)
class LookUpServices:
    """Show the places that help near these communes: the shell reads them and answers with FoundServices."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenReplies:
    """Show the replies that wait: the shell reads them and answers with OpenedReply."""


@dataclass(frozen=True, slots=True)
class EraseMessage:
    """Delete the message just received, where the platform allows (it held a receipt code)."""


@dataclass(frozen=True, slots=True)
class EraseChat:
    """Delete both sides of the chat as far as the platform allows (48 hours on Telegram)."""


@dataclass(frozen=True, slots=True)
class Forget:
    """The draft is gone; with `everything` the conversation and its address too."""

    everything: bool = False


@dataclass(frozen=True, slots=True)
class RemindLater:
    """Tell the core WentQuiet after so many minutes of silence."""

    minutes: int


Effect = (
    Say
    | Escalate
    | Submit
    | Supplement
    | KeepSafeHours
    | Relay
    | Agree
    | DoNotWrite
    | OpenReplies
    | LookUpServices
    | KeepRecording
    | KeepPicture
    | PlayReply
    | EraseMessage
    | EraseChat
    | Forget
    | RemindLater
)


# --- what is remembered ------------------------------------------------------------------------------------------
class Stage(StrEnum):
    START = "start"  # nothing begun: the three ways in
    CONFIRMING = "confirming"  # "you said …, is that right?"
    ASKING = "asking"  # a question of the report is open
    REVIEW = "review"  # all answers shown, one press from being sent
    LEAVING = "leaving"  # asked to stop: delete, keep, send?
    QUESTION = "question"  # "I have a question"
    DANGER = "danger"  # a P0 case is open: the two questions
    FOLLOWING = "following"  # the report is sent; what is offered after the receipt is asked
    AFTER = "after"  # a case is open and nothing is asked
    ADDING = "adding"  # free text after the receipt: add it, or a new report?


@dataclass(frozen=True, slots=True)
class Given:
    """An answer in a draft: key, the person's words, and the message they came in."""

    value: str
    words: str
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    stage: Stage = Stage.START
    language: str = "vi"  # chosen, or the default; detection never changes it
    heard_language: str = ""  # "rad" once Ê Đê was heard: staff who know it should read this
    question: str = ""  # the open question's key, or the name under which choices are open: "start", "review", …
    offered: tuple[Choice, ...] = ()  # what a typed answer could have meant
    answers: tuple[tuple[str, Given], ...] = ()  # in the order given
    asked: tuple[str, ...] = ()  # questions put to the person in this report
    tries: int = 0
    about_self: bool | None = None  # "I need help" or "I know a child"
    intent: str | None = None
    signals: tuple[str, ...] = ()
    danger_heard: bool = False
    notes: tuple[str, ...] = ()  # words that answered nothing: kept for staff
    pending: str = ""  # words waiting for "what would you like to do with this?"
    case: str | None = None  # set by the shell once a case is open
    follows: str | None = None  # an earlier case of this chat, which this report is linked to
    sent: bool = False  # the report of `case` was sent: what is told now is a supplement
    to_follow: tuple[str, ...] = ()  # questions that may be offered after the receipt
    of_reporter: tuple[tuple[str, Given], ...] = ()  # answers about who reports, which hold for the next report too
    understood: tuple[str, ...] = ()  # what the first telling filled, until the person says that it is right
    switch_offered: bool = False  # another language was heard, and the way to choose it was said
    aside: str = ""  # a question put beside the open one: "language", "reply", "topic", "near"
    nuisance: int = 0  # how often nothing but a joke or an insult was heard
    code_given: bool = False  # the receipt code of `case` has been shown in this chat
    returning_to: str = ""  # where LEAVING came from, and where REVIEW's change goes back to
    reminded: bool = False
    noticed: bool = False  # the notice has been shown
    cautioned: bool = False  # the line about names and phones has been said
    campaign: str | None = None
    first_message_at: datetime | None = None
    place: tuple[str, str] | None = None  # commune code and scheme


# --- what the line promises --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Line:
    """Who answers and what may be promised at this moment; read from settings and the duty list by the shell."""

    operator: str | None = None  # None: a trial that nobody reads
    answered_by: str = ""
    hours: str = ""
    promises: tuple[tuple[int, str], ...] = ()  # level 0..3 → "within 15 minutes", only what the operator set
    on_duty: bool = False
    provincial: str | None = None  # only when set and verified within six months
    numbers: tuple[tuple[str, str], ...] = field(
        default=(("child", "111"), ("disaster", "112"), ("police", "113"), ("fire", "114"), ("ambulance", "115"))
    )
    channel_is_foreign: bool = False  # a foreign company carries the messages
    takes_voice: bool = False  # this channel can hand in recordings
    speaks: frozenset[str] = frozenset()  # languages that somebody of the staff knows
