"""What was heard in passing: what kind of report it is, and what the first telling fills in before it is said back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.dialogue.events import Said
from bot.dialogue.heard.choices import HARM_DOERS, REPORTERS
from bot.dialogue.heard.message import A_FEW_WORDS, SURE_ENOUGH, SURELY_A_KIND
from bot.dialogue.heard.words import own_phone_in
from bot.dialogue.report import sure
from bot.dialogue.report.draft import PLACES, answers, spoken_to, with_answer
from bot.dialogue.report.questions import BY_KEY
from bot.dialogue.state import Given, State
from locales import N_
from nlu import places

# The graver kind wins when a later message names another one (the contract's order of gravity).
_GRAVITY = (
    "report_self_harm",
    "report_sexual_abuse",
    "report_trafficking_missing",
    "report_physical_violence",
    "report_child_marriage",
    "report_neglect",
    "report_exploitation",
    "report_accident",
    "report_emotional_violence",
    "report_bullying",
    "report_distress",
    "report_hazard",
    "report_unspecified",
)

# What kind of thing was told, said back in mild words. Some kinds are never said back: nobody has to read them again.
KINDS = {
    "report_physical_violence": N_("A child is beaten or hurt"),
    "report_neglect": N_("A child is not looked after"),
    "report_child_marriage": N_("A child is to marry too early"),
    "report_exploitation": N_("A child is made to work"),
    "report_accident": N_("An accident"),
    "report_emotional_violence": N_("A child is scolded or frightened"),
    "report_bullying": N_("A child is bullied"),
    "report_hazard": N_("A dangerous place"),
}


def with_meaning(state: State, said: Said) -> State:
    """What was heard in passing: the gravest kind of report, signals, one's own number. Nothing is ever taken back."""
    meaning, draft, person = said.meaning, state.draft, state.person
    intent = draft.intent
    if meaning.intent is not None and meaning.confidence >= SURE_ENOUGH and _is_graver(meaning.intent, intent):
        intent = meaning.intent
    signals = tuple(dict.fromkeys((*draft.signals, *sorted(meaning.danger.signals))))
    # The name of a buôn is Ê Đê in whatever language the rest is.
    named = said.match is not None and bool(said.match.candidates)
    only_a_place = state.turn.question in PLACES and named and len(said.text.split()) <= A_FEW_WORDS
    in_ede = meaning.language.code in ("rad", "mixed") and not only_a_place
    heard = "rad" if in_ede else person.heard_language
    number = "" if said.passed_on else own_phone_in(said.text) or ""
    draft = replace(draft, intent=intent, signals=signals, number=number or draft.number)
    return state.but(draft, replace(person, heard_language=heard))


def _is_graver(new: str, old: str | None) -> bool:
    if old is None:
        return True
    return new in _GRAVITY and (old not in _GRAVITY or _GRAVITY.index(new) < _GRAVITY.index(old))


def with_what_was_told(state: State, said: Said) -> State:
    """Fill from free words what they say for sure: a place, an age, a person, a time. Never danger.

    Whatever is filled stands in `understood` until the person has said that it is right.
    """
    before = answers(state)
    for key, (value, words) in _told(state, said):
        if key not in before:
            state = with_answer(state, key, Given(value, words, said.ref))
    if said.match is not None and said.match.district and "where" not in answers(state):
        state = state.but(replace(state.draft, district=said.match.district))
    new = tuple(key for key, _ in state.draft.answers if key not in before)
    if (
        state.draft.intent == said.meaning.intent
        and state.draft.intent in KINDS
        and said.meaning.confidence >= SURELY_A_KIND
    ):
        new = ("kind", *new)
    return state.but(replace(state.draft, understood=tuple(dict.fromkeys((*state.draft.understood, *new)))))


def _told(state: State, said: Said) -> Iterator[tuple[str, tuple[str, str]]]:
    """The keys of questions that these words answer for sure, each with the answer's value and words."""
    if said.match is not None and said.match.certain:
        yield "where", (said.match.candidates[0].code, said.text)
    if (age := sure.age_of_the_child(said, state.person.about_self)) is not None:
        yield "age", age
    if (harm_doer := sure.person(said, "harm_doer", HARM_DOERS)) is not None:
        yield "who", harm_doer
    if not state.person.about_self and (reporter := sure.person(said, "reporter", REPORTERS)) is not None:
        yield "role", reporter
    if words := sure.times(said):
        yield "time", ("words", words)


def noted(state: State, key: str) -> str:
    """What was understood from a first telling: the kind, the place by its name of today, the age as told."""
    if key == "kind":
        return spoken_to(state)(KINDS.get(state.draft.intent or "", ""))
    given = answers(state)[key]
    if key == "where" and given.value.isdecimal():
        village = places.find(given.words).rest
        return ", ".join(filter(None, (village, places.name_of(given.value)))) or given.words
    if key == "age" and given.words:
        return given.words
    translate = spoken_to(state)
    labels = {choice.key: choice.label for choice in BY_KEY[key].choices if isinstance(choice.label, str)}
    return translate(labels[given.value]) if given.value in labels else given.words
