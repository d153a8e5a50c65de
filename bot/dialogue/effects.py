"""What a conversation wants done: each thing that the shell carries out, in order."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.text import Choice, Text
from handlers.case import Remark, Report
from handlers.triage import Triage

RECEIPT = "{receipt}"  # a line of its own, which the shell fills


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
    apart: bool = False  # set by the shell: no code shown before belongs to what is talked about from here on
    above: int = 0  # so many of the lines say something by themselves, whatever becomes of the question under them
    alone: bool = False  # somebody else's words: no line of the bot's in the same message


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
    """Add the reporter's words to their case; `quietly` where they are a courtesy that reopens and alerts nothing."""

    text: str
    quietly: bool = False


@dataclass(frozen=True, slots=True)
class Enclose:
    """Add to the case what stood around the reporter's words, as staff read it."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Add to the case what the reporter did, where that is not in words."""

    remark: Remark


@dataclass(frozen=True, slots=True)
class Agree:
    """Consent by a button: "identity", "call_back" or "campaign"; `given` False withdraws it."""

    kind: str
    given: bool = True


@dataclass(frozen=True, slots=True)
class KeepArrival:
    """Put on the case by which variant of a campaign the person came: they said yes. `given` False takes it off."""

    variant: str
    given: bool = True


@dataclass(frozen=True, slots=True)
class Count:
    """Add one to the numbers of a variant: somebody, nobody knows who, came so far (handlers.campaigns.counting)."""

    variant: str
    step: str
    language: str


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
    """Let the person hear the spoken reply that is the `number`th of those just opened on this case."""

    number: int
    case: str | None = None


@dataclass(frozen=True, slots=True)
class LookUpServices:
    """Show the places that help near these communes: the shell reads them and answers with FoundServices."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenReplies:
    """Show the replies that wait: the shell reads them and answers with OpenedReply."""


@dataclass(frozen=True, slots=True)
class HowFar:
    """Say how far the case of this chat is: the shell reads it and answers with Stands.

    `voice` is what was said that this answers (bot/dialogue/heard/voices.py); where somebody `waits`, those on duty are
    told again of an urgent case that nobody has.
    """

    voice: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class LookIn:
    """See how the case stands of whoever waits in danger, `opened` after their tap: the shell answers with LookedIn."""

    opened: bool = False


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
    | Enclose
    | Note
    | Agree
    | KeepArrival
    | Count
    | DoNotWrite
    | OpenReplies
    | HowFar
    | LookIn
    | LookUpServices
    | KeepRecording
    | KeepPicture
    | PlayReply
    | EraseMessage
    | EraseChat
    | Forget
    | RemindLater
)
