"""A case as values: what it is made of, and what becomes of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from handlers.triage import Facts
from locales import N_


class Status(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    CLOSED = "closed"


class Because(StrEnum):
    """Why a case was closed, as its reporter is told; who did what stays in the staff's own reason."""

    HELPED = "helped"
    REFERRED = "referred"
    UNREACHED = "unreached"  # nobody could be reached and nothing more be found out
    NOTHING_TO_DO = "nothing_to_do"  # not about a child in need, or known under another number


class ItemKind(StrEnum):
    SNAPSHOT = "snapshot"  # JSON of Report
    TRIAGE = "triage"  # JSON of Triage
    MESSAGE = "message"  # the reporter's later words
    RECORDING = "recording"  # the reporter's voice, as handlers.recording writes it
    RAW_SOUND = "raw_sound"  # the same where no copy that plays could be made: staff get it as it came
    PICTURE = "picture"  # asked for by staff, cleaned: its media type, a line break, its bytes
    REMARK = "remark"  # what the reporter did: "not dangerous after all", "left", "danger again"
    REPLY = "reply"  # staff to reporter
    SPOKEN_REPLY = "spoken_reply"  # staff to reporter: its media type, a line break, its bytes
    AROUND = "around"  # what stood around the reporter's words and is not theirs: a card, from whom it was passed on
    PLACE = "place"  # the reporter put it right: the commune in the case's column before, and now
    ARRIVAL = "arrival"  # by which variant of a campaign the reporter came, where they said yes to that
    CALL = "call"  # what the reporter said on the telephone, written down by staff
    CALLER = "caller"  # what somebody said on the telephone who has lost the code, written down by staff
    NOTE = "note"  # staff to staff, never sent
    TASK = "task"  # staff to staff: what is to be done, with a row in `tasks`
    REASON = "reason"  # staff: why lowered, why closed
    TRANSLATION = "translation"  # an interpreter: what was said, in Vietnamese
    FINDING = "finding"  # staff: JSON of handlers.finding.Finding, beside what the reporter said
    FOR_NEXT = "for_next"  # staff: a note to whoever has the case next
    CORRECTION = "correction"  # staff: JSON of handlers.correction.Corrected
    FIGURES = "figures"  # JSON of handlers.figures.keeping.Kept: opened to be counted, and shown to nobody


class Remark(StrEnum):
    """What a reporter did, where that is not in words: the text of a REMARK item that holds no courtesy of theirs."""

    NOT_DANGEROUS_AFTER_ALL = "not_dangerous_after_all"
    DANGER_AGAIN = "danger_again"
    WITHDREW_CALL_BACK = "withdrew_call_back"
    THREATENED = "threatened"
    TOLD_OF_A_THREAT = "told_of_a_threat"
    CORRECTED = "corrected"
    SENT_VOICE = "sent_voice"
    SENT_PICTURE = "sent_picture"
    SENT_BROKEN_PICTURE = "sent_broken_picture"
    SENT_FILE = "sent_file"
    SENT_STICKER = "sent_sticker"
    SENT_POLL = "sent_poll"
    SENT_CONTACT = "sent_contact"
    SENT_OTHER = "sent_other"


class Around(StrEnum):
    """What may stand around a reporter's words and is not theirs."""

    CARD = "card"
    FORWARDED = "forwarded"
    LINK = "link"
    QUOTED = "quoted"
    VENUE = "venue"
    MOVED = "moved"


AROUND = {
    Around.CARD: N_("Contact card"),
    Around.FORWARDED: N_("Passed on from"),
    Around.LINK: N_("Address behind the words"),
    Around.QUOTED: N_("Words that are quoted"),
    Around.VENUE: N_("Name of the place"),
    Around.MOVED: N_("The telephone moved on to"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of a report: the question as it was asked, the answer as it was given, and its key."""

    question: str  # the Question's key, "age"
    asked: str  # the question's words in the language used
    given: str  # the person's words, or the label they chose
    value: str  # a choice's key, or the words again


@dataclass(frozen=True, slots=True)
class Report:
    """What the conversation hands over: readable for ever, whatever becomes of the questionnaire."""

    answers: tuple[Answer, ...]
    facts: Facts
    language: str
    commune_code: str | None = None
    commune_scheme: str | None = None
