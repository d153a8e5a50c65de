"""One message, read once: which act it is, which of the choices that stand open, and whether there is danger in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.dialogue import events
from bot.dialogue.heard.danger import heard
from bot.dialogue.heard.reading import only_hours, read_choice
from bot.dialogue.heard.telling import tells
from bot.dialogue.heard.wishes import REFUSALS, Wish, Wished, wished
from bot.dialogue.heard.words import act_of
from bot.dialogue.state import ASKS, Stage, State
from bot.dialogue.text import Choice
from nlu.meaning import QUESTION_INTENTS, Meaning

SURE_ENOUGH = 0.5  # below this the service's own word is not taken for what a report is about
SURE_OF_AN_ACT = 0.6  # nor, below this, for an act or a question
SURE_BESIDE_AN_ANSWER = 0.75  # for a question where any words would be an answer
SURELY_NUISANCE = 0.7
SURELY_A_KIND = 0.8  # enough to say it back
A_FEW_WORDS = 12  # more than that is a story, which belongs to the open question

_NUMBER = re.compile(r"\A\W*+\d{1,2}\W*+")  # of a line in a list, or an age: never an act
_STEERS = frozenset({"stop", "skip", "back", "help", "change_language"})
_MOST_OF_AN_ACT = 7  # words


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message is, where the conversation stands. `said.meaning` is what the service may be believed here."""

    said: events.Said
    act: str | None  # by the core's own words, else as the service heard it
    choice: Choice | None  # of those that stand open
    signals: frozenset[str]  # of danger, by the core's own list and by the service
    danger: bool
    wished: Wished | None = None  # a request to the bot itself, where it is no choice that stands open

    @property
    def text(self) -> str:
        return self.said.text

    @property
    def meaning(self) -> Meaning:
        return self.said.meaning

    @property
    def guess(self) -> str | None:
        """The intent, where the service is sure enough."""
        return self.meaning.intent if self.meaning.confidence >= SURE_ENOUGH else None

    @property
    def is_nuisance(self) -> bool:
        return self.meaning.intent == "nuisance" and self.meaning.confidence >= SURELY_NUISANCE

    def asks(self, confidence: float = SURE_OF_AN_ACT) -> bool:
        """Whether it is a question put to the bot."""
        return self.meaning.intent in QUESTION_INTENTS and self.meaning.confidence >= confidence


def listened(said: events.Said) -> events.Said:
    """The message with what the core's own list hears in it, unless the shell has listened already."""
    return said if said.signals is not None else replace(said, signals=heard(said.text))


def read(state: State, said: events.Said, choices: tuple[Choice, ...]) -> Heard:
    """Read a message beside what stands open: the words of a choice say no more than a tap on it."""
    said = listened(said)
    own = said.signals or frozenset()
    is_age = state.turn.question == "age" and state.turn.offer is None and said.text.strip().isdecimal()
    choice = None if is_age else read_choice(said.text, choices, state.person.language)
    hours = state.turn.question == "safe_hours" and only_hours(said.text)
    asked = wished(said.text) if choice is None and not hours else None
    if asked is not None and asked.wish in REFUSALS and not asked.wholly and tells(said):
        asked = replace(asked, beside=True)
    alone = asked is not None and asked.wholly and asked.wish is not Wish.CORRECT  # the service has no guess about it
    if choice is not None or hours or alone or _NUMBER.fullmatch(said.text):
        said = replace(said, meaning=Meaning.unknown)
    danger = said.meaning.danger
    # Among the questions after the receipt a bare feeling of danger is not enough: "my mother must not know" is one.
    felt = danger.now and (state.stage is not Stage.FOLLOWING or bool(danger.signals))
    act = "stop" if asked is not None and asked.wish is Wish.STOP else _act(state, said)
    return Heard(said, act, choice, danger.signals | own, felt or bool(own), asked)


def _act(state: State, said: events.Said) -> str | None:
    """The dialogue act of a short message. The open question about what happened takes all else as an answer."""
    own = act_of(said.text)
    if own is not None:
        return own
    meaning = said.meaning
    if meaning.intent is None or meaning.confidence < SURE_OF_AN_ACT or len(said.text.split()) > _MOST_OF_AN_ACT:
        return None
    return meaning.intent if state.stage not in ASKS or meaning.intent in _STEERS else None
