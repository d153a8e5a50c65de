"""One message, read once: which act it is, which of the choices that stand open, and whether there is danger in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.dialogue import events
from bot.dialogue.heard.coming_back import asks_how_far
from bot.dialogue.heard.danger import heard, names_harm, says_little
from bot.dialogue.heard.reading import only_hours, read_choice
from bot.dialogue.heard.telling import tells
from bot.dialogue.heard.voices import IN_PATTERNS, Voice, voice
from bot.dialogue.heard.wishes import REFUSALS, Wish, Wished, wished
from bot.dialogue.heard.words import act_of, takes_leave
from bot.dialogue.state import ASKS, Stage, State
from bot.dialogue.text import Choice
from nlu.meaning import QUESTION_INTENTS, REPORT_INTENTS, Danger, Meaning

SURE_ENOUGH = 0.5  # below this the service's own word is not taken for what a report is about
SURE_OF_AN_ACT = 0.6  # nor, below this, for an act or a question
SURE_BESIDE_AN_ANSWER = 0.75  # for a question where any words would be an answer
SURELY_NUISANCE = 0.7
SURELY_A_KIND = 0.8  # enough to say it back
A_FEW_WORDS = 12  # more than that is a story, which belongs to the open question

_NUMBER = re.compile(r"\A\W*+\d{1,2}\W*+")  # of a line in a list, or an age: never an act
_STEERS = frozenset({"stop", "skip", "back", "change_language"})
_TO_NO_QUESTION = frozenset({"stop", "exit", "help", "again", "change_language", "thanks", "greet", "goodbye"})
_MOST_OF_AN_ACT = 7  # words
# What the line's own ear hears too, and the service's name for it.
_ASKED = {Voice.KNOWN: "ask_confidentiality", Voice.PERSON: "ask_human"}


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message is, where the conversation stands. `said.meaning` is what the service may be believed here."""

    said: events.Said
    act: str | None  # by the core's own words, else as the service heard it
    choice: Choice | None  # of those that stand open
    signals: frozenset[str]  # of danger, by the core's own list and by the service
    danger: bool
    maybe: bool = False  # danger is leant to, and no more: never together with `danger`
    leave: bool = False  # a farewell and nothing else
    wished: Wished | None = None  # a request to the bot itself, where it is no choice that stands open
    early: bool = False  # written before what is asked could be seen: it answers none of that
    voice: Voice | None = None  # what it asks or feels that whoever is frightened does

    @property
    def text(self) -> str:
        return self.said.text

    @property
    def meaning(self) -> Meaning:
        return self.said.meaning

    @property
    def is_whole(self) -> bool:
        """Whether the message is nothing but what its voice says."""
        return self.voice is not None and self.voice not in IN_PATTERNS

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


def is_early(state: State, said: events.Said) -> bool:
    """Whether these words were written before what is asked now could be seen."""
    shown_at = state.turn.shown_at
    return said.at is not None and shown_at is not None and said.at < shown_at


def read(state: State, said: events.Said, choices: tuple[Choice, ...], *, dies: bool = False) -> Heard:
    """Read a message beside what stands open: the words of a choice say no more than a tap on it.

    Where the talk is of a wish to die (`dies`), a farewell is a cry.
    """
    said = listened(said)
    own, early = said.signals or frozenset(), is_early(state, said)
    choices = () if early else choices
    is_age = state.turn.question == "age" and state.turn.offer is None and said.text.strip().isdecimal()
    choice = None if is_age else read_choice(said.text, choices, state.person.language)
    hours = state.turn.question == "safe_hours" and not early and only_hours(said.text)
    asked = wished(said.text) if choice is None and not hours else None
    if asked is not None and asked.wish in REFUSALS and not asked.wholly and tells(said):
        asked = replace(asked, beside=True)
    alone = asked is not None and asked.wholly and asked.wish is not Wish.CORRECT  # the service has no guess about it
    if choice is not None or hours or alone or _NUMBER.fullmatch(said.text):
        said = replace(said, meaning=Meaning.unknown)
    elif asks_how_far(said.text):
        said = replace(said, meaning=replace(said.meaning, intent="ask_case_status", confidence=1.0))
    said = replace(said, meaning=_less_sure(said))
    voiced = _voice(state, said, choice)
    if voiced in _ASKED and not said.meaning.is_report:  # where it tells too, the answer stands beside the report
        said = replace(said, meaning=replace(said.meaning, intent=_ASKED[voiced], confidence=1.0))
        voiced = None
    if voiced is not None and said.meaning.intent not in REPORT_INTENTS:  # it is heard, and needs no guess
        said = replace(said, meaning=replace(said.meaning, intent=None, confidence=0.0))
    danger, leave = said.meaning.danger, takes_leave(said.text)
    if leave and dies:
        own = own | {"suicide"}
    # Among the questions after the receipt a bare feeling of danger is not enough: "my mother must not know" is one.
    # Nor is it in a correction: "em nhầm, đứa lớn 9 tuổi".
    bare = state.stage is Stage.FOLLOWING or (asked is not None and asked.wish is Wish.CORRECT)
    felt = (danger.now and (not bare or bool(danger.signals))) or bool(own)
    act = _act_before(said) if early else _act(state, said)
    return Heard(
        said,
        "stop" if asked is not None and asked.wish is Wish.STOP else act,
        choice,
        danger.signals | own,
        felt,
        maybe=danger.maybe and not felt,
        leave=leave,
        wished=asked,
        early=early,
        voice=voiced,
    )


def _voice(state: State, said: events.Said, choice: Choice | None) -> Voice | None:
    """What the message says beside all that; how far a report is has an answer of its own, where it is known."""
    own = voice(said.text)
    if own is None or own in IN_PATTERNS:
        return own
    of_a_report = asks_how_far(said.text) and (state.case.id is not None or state.stage is Stage.START)
    return None if choice is not None or of_a_report or act_of(said.text) is not None else own


def _less_sure(said: events.Said) -> Meaning:
    """What the service may be believed: of a few words that say nothing it only guesses, danger and all the rest."""
    meaning = said.meaning
    in_ede = meaning.language.code in ("rad", "mixed")  # nobody can tell how little a few of its words say
    if not meaning.danger.now or in_ede or said.signals:
        return meaning
    kind = None if meaning.danger.signals or names_harm(said.text) else voice(said.text)
    small = kind is not None and kind not in IN_PATTERNS  # "cô đừng đi đâu nha"
    if not small and not says_little(said.text, meaning.danger.signals):
        return meaning
    return Meaning(entities=meaning.entities, language=meaning.language, danger=Danger(maybe=True))


def _act_before(said: events.Said) -> str | None:
    """The act of words that were written before what is asked: by the core's own list only, for they may be a story."""
    own = act_of(said.text)
    return own if own in _TO_NO_QUESTION else None


def _act(state: State, said: events.Said) -> str | None:
    """The dialogue act of a short message. The open question about what happened takes all else as an answer."""
    act = act_of(said.text) or _guessed(state, said)
    first = not state.person.noticed and state.case.id is None
    return "greet" if first and act in ("goodbye", "thanks") else act  # nobody begins with a farewell


def _guessed(state: State, said: events.Said) -> str | None:
    """The act that the service heard, where it is sure and may be."""
    meaning = said.meaning
    if meaning.intent is None or meaning.confidence < SURE_OF_AN_ACT or len(said.text.split()) > _MOST_OF_AN_ACT:
        return None
    return meaning.intent if state.stage not in ASKS or meaning.intent in _STEERS else None
