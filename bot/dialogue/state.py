"""What is remembered of a conversation: one stage, and the parts of a state by how long each of them lives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.dialogue.text import Choice, Text
from handlers.case import Around
from locales import N_


class Stage(StrEnum):
    """Where a conversation stands. The value is the name under which the stage's own buttons stand: keep it."""

    START = "start"  # nothing begun: the ways in
    QUESTION = "question"  # "I have a question": which?
    PASSING_ON = "pass"  # shall a question that the bot cannot answer go to staff?
    CONFIRMING = "understood"  # "you said …, is that right?"
    CORRECTING = "wrong"  # which of it is not right?
    ASKING = "asking"  # a question of the report is open
    AMENDING = "amending"  # one answer is being changed, then it is looked over again
    REVIEW = "review"  # all answers shown, one press from being sent
    CHANGING = "change"  # which answer is to be changed?
    LEAVING = "leave"  # asked to stop: delete, keep, send?
    KEPT = "kept"  # the draft waits, and nothing is asked
    DANGER = "in_danger"  # a P0 case is open: the two questions
    FOLLOWING = "following"  # the report is sent; what is offered after the receipt is asked
    ADDING = "add"  # free text after the receipt: add it, or a new report?
    AFTER = "after"  # a case is open and nothing is asked
    AT_REST = "safe"  # after the two questions in danger: write more, or leave
    OFFERED = "more"  # after the receipt: a few more answers, if the person likes
    WAITING = "reply"  # an answer of the staff waits to be opened
    TALKING = "talk"  # what is written goes to staff
    DOUBTING = "doubt"  # are you safe?
    BACK = "back"  # somebody who has been told how far it is: what they write goes to staff, or it is a new report


ASKS = frozenset({Stage.ASKING, Stage.AMENDING, Stage.DANGER, Stage.FOLLOWING})  # one of the questions is open
AFTERWARDS = frozenset({Stage.AFTER, Stage.AT_REST, Stage.OFFERED, Stage.WAITING, Stage.TALKING, Stage.BACK})  # none is


class Aside(StrEnum):
    """A question put beside the open one, which only the very next message answers."""

    LANGUAGE = "language"
    REPLY = "reply"
    TOPIC = "topic"
    NEAR = "near"
    ERASE = "erase"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer in a draft: key, the person's words, and the message they came in."""

    value: str
    words: str
    ref: str | None = None


WHICH = N_("Which one do you mean?")


@dataclass(frozen=True, slots=True)
class Offer:
    """A typed answer that could mean several things: ask `text` with these to tap."""

    choices: tuple[Choice, ...]
    text: str | Text = WHICH


@dataclass(frozen=True, slots=True)
class Arrival:
    """By which variant of a campaign this talk began. It ends with the talk: then nothing ties it to this chat."""

    variant: str
    topic: str
    place: tuple[str, str] | None = None  # commune code and scheme: offered, never assumed
    at: datetime | None = None
    counted: tuple[str, ...] = ()  # steps that are counted already: each once in a talk
    asked: bool = False  # whether it may stand on the report
    kept: bool = False  # they said yes, and it stands there


@dataclass(frozen=True, slots=True)
class Person:
    """What holds as long as this chat does, whatever is reported in it."""

    language: str = "vi"  # chosen, or the default; detection never changes it
    heard_language: str = ""  # "rad" once Ê Đê was heard: staff who know it should read this
    switch_offered: bool = False  # another language was heard, and the way to choose it was said
    about_self: bool | None = None  # "I need help" or "I know a child", by a tap or by the words
    grown_up: bool = False  # about themself, and clearly no child: "tôi bị chồng đánh"
    answers: tuple[tuple[str, Given], ...] = ()  # about who reports, which hold for the next report too
    noticed: bool = False  # the notice has been shown
    cautioned: bool = False  # the line about names and phones has been said
    arrival: Arrival | None = None
    hours: str = ""  # when one may write here, as the person said (handlers.contact)
    heard_at: datetime | None = None  # when they last wrote or tapped here

    @property
    def is_child(self) -> bool:
        """Whether a child writes about themself, and is spoken to as one."""
        return bool(self.about_self) and not self.grown_up


@dataclass(frozen=True, slots=True)
class Doubt:
    """It was asked whether the writer is safe, and nobody has answered yet: where one stood before."""

    stage: Stage
    turn: Turn


@dataclass(frozen=True, slots=True)
class Draft:
    """What was told for one report and is not with staff yet, or belongs to the case that danger or silence opened."""

    answers: tuple[tuple[str, Given], ...] = ()  # in the order given
    asked: tuple[str, ...] = ()  # questions put to the person in this report
    notes: tuple[str, ...] = ()  # words that answered nothing: kept for staff
    answered: tuple[str, ...] = ()  # words that the bot answered: they go along with a report, and make none
    around: tuple[tuple[Around, str], ...] = ()  # what stood around the words and is not theirs
    pending: str = ""  # words waiting for "what would you like to do with this?"
    understood: tuple[str, ...] = ()  # what the first telling filled, until the person says that it is right
    place: tuple[str, str] | None = None  # commune code and scheme
    district: str = ""  # a former one, told before the place was asked for: which of its communes is asked then
    number: str = ""  # the writer's own, as it was given; whether it may be called is another thing
    intent: str | None = None
    signals: tuple[str, ...] = ()
    danger_heard: bool = False
    doubt: Doubt | None = None
    doubted: tuple[str, ...] = ()  # kinds of report about which that was asked; "" where there was no kind
    nuisance: int = 0  # how often nothing but a joke or an insult was heard
    reminded: bool = False
    follows: str | None = None  # an earlier case of this chat, which this report is linked to
    first_message_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What holds while one question is open."""

    question: str = ""  # its key, where the stage asks one of the questions of a report
    offer: Offer | None = None  # what a typed answer could have meant
    tries: int = 0
    between: int = 0  # questions that the bot answered, one after another, while this one was open
    aside: Aside | None = None  # until the next message
    shown_at: datetime | None = None  # when what is asked can be seen at the earliest
    voiced: tuple[str, ...] = ()  # how what frightened people say was answered last: never the same twice in a row
    told: str = ""  # how far it is, as it was said with that last
    back: bool = False  # they were away for hours before this message


@dataclass(frozen=True, slots=True)
class Company:
    """Whether the bot writes of itself while somebody waits in danger: after their own tap, a few times in all."""

    refused: bool = False  # they were asked whether they may be contacted, and said no
    wanted: bool = False  # they have tapped for it, and nothing has ended it
    told: int = 0  # how often it wrote, or put the neutral notice out
    opened: int = 0  # how often its words were shown
    waits: bool = False  # a notice is out: its words come with the tap


@dataclass(frozen=True, slots=True)
class Case:
    """The case that is open for this chat, if there is one."""

    id: str | None = None  # set by the shell
    sent: bool = False  # its report was sent: what is told now is a supplement
    code_given: bool = False  # its receipt code has been shown in this chat
    to_follow: tuple[str, ...] = ()  # questions that may be offered after the receipt
    of_suicide: bool = False  # it told of a wish to die: a farewell raises it again
    of_blackmail: bool = False  # it told of pictures that are held against somebody
    since: datetime | None = None  # when it was opened from this chat
    company: Company = Company()


@dataclass(frozen=True, slots=True)
class State:
    """`State(person=…)` is a fresh beginning for somebody who is known."""

    person: Person = Person()
    draft: Draft = Draft()
    turn: Turn = Turn()
    stage: Stage = Stage.START
    case: Case = Case()

    def but(self, *parts: Person | Draft | Turn | Stage | Case) -> State:
        """This state with these parts in the place of its own. Whatever was open in a stage ends with it."""
        state = self
        for part in parts:
            match part:
                case Person():
                    state = replace(state, person=part)
                case Draft():
                    state = replace(state, draft=part)
                case Case():
                    state = replace(state, case=part)
                case Turn():
                    state = replace(state, turn=part)
                case Stage():
                    state = replace(state, stage=part, turn=Turn())
        return state

    @property
    def reports(self) -> bool:
        """Whether something is being told for a report, or a case is open."""
        draft = self.draft
        return self.case.id is not None or bool(draft.answers or draft.asked or draft.notes or draft.pending)

    @property
    def buttons(self) -> str:
        """The name under which the buttons stand that count now; empty where nothing was shown yet."""
        if self.stage is Stage.START and not self.person.noticed:
            return ""
        return self.turn.question or self.stage.value


def stranger(person: Person) -> Person:
    """What is left of a person after all that they told was deleted: how to speak to them."""
    return Person(person.language, noticed=person.noticed, hours=person.hours)
