"""What was heard in passing: what kind of report it is, and what the first telling fills in before it is said back."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.events import Said
from bot.dialogue.heard.choices import RELATIONS
from bot.dialogue.heard.message import A_FEW_WORDS, SURE_ENOUGH, SURELY_A_KIND
from bot.dialogue.heard.reading import band_of
from bot.dialogue.heard.words import fold
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

_TO_COME = re.compile(r"\b(?:mai|mot|sau|toi day|sap toi|nua)\b")  # "tomorrow" is not when it happened
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
    """What was heard in passing: the gravest kind of report, and the signals. Nothing is ever taken back."""
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
    return state.but(replace(draft, intent=intent, signals=signals), replace(person, heard_language=heard))


def _is_graver(new: str, old: str | None) -> bool:
    if old is None:
        return True
    return new in _GRAVITY and (old not in _GRAVITY or _GRAVITY.index(new) < _GRAVITY.index(old))


# What the service calls persons, as the two questions about persons know them.
_HARM_DOERS = {
    **{choice.key: choice.key for choice in RELATIONS},
    "sibling": "relative",
    "partner": "friend",
}
_ROLES = {
    **dict.fromkeys(("father", "mother", "stepfather", "stepmother", "carer"), "parent"),
    **dict.fromkeys(("grandparent", "sibling", "relative"), "relative"),
    **{"neighbour": "neighbour", "teacher": "school", "friend": "friend"},
}


def with_what_was_told(state: State, said: Said) -> State:
    """Fill from free words what they say: a place without doubt, an age, a person, a time. Never danger.

    Whatever is filled stands in `understood` until the person has said that it is right.
    """
    before = answers(state)
    state = _with_place_and_age(state, said)
    state = _with_person(state, said, "who", "harm_doer", _HARM_DOERS)
    if not state.person.about_self:
        state = _with_person(state, said, "role", "reporter", _ROLES)
    named = [entity for entity in said.meaning.entities if entity.kind == "time"]
    times = [entity for entity in named if not _TO_COME.search(fold(said.text[entity.start : entity.end]))]
    if times and "time" not in before:
        words = ", ".join(dict.fromkeys(said.text[entity.start : entity.end] for entity in times[:2]))
        state = with_answer(state, "time", Given("words", words, said.ref))
    new = tuple(key for key, _ in state.draft.answers if key not in before)
    if (
        state.draft.intent == said.meaning.intent
        and state.draft.intent in KINDS
        and said.meaning.confidence >= SURELY_A_KIND
    ):
        new = ("kind", *new)
    return state.but(replace(state.draft, understood=tuple(dict.fromkeys((*state.draft.understood, *new)))))


def _with_person(state: State, said: Said, key: str, role: str, known: dict[str, str]) -> State:
    """One person in this role, as an answer; two different ones say nothing for sure."""
    named = [entity for entity in said.meaning.entities if entity.kind == "relation" and entity.role == role]
    values = {known[entity.value] for entity in named if entity.value in known}
    if key in answers(state) or len(values) != 1:
        return state
    words = next(said.text[entity.start : entity.end] for entity in named if entity.value in known)
    return with_answer(state, key, Given(values.pop(), words, said.ref))


def _with_place_and_age(state: State, said: Said) -> State:
    told = answers(state)
    if "where" not in told and said.match is not None and said.match.certain:
        state = with_answer(state, "where", Given(said.match.candidates[0].code, said.text, said.ref))
    elif "where" not in told and said.match is not None and said.match.district:
        state = state.but(replace(state.draft, district=said.match.district))
    ages = [entity for entity in said.meaning.entities if entity.kind == "age" and entity.value.isdecimal()]
    bands = {band_of(int(entity.value[:4])) for entity in ages} - {None}
    if "age" not in told and len(bands) == 1:
        words = " ".join(said.text[entity.start : entity.end] for entity in ages[:1])
        state = with_answer(state, "age", Given(bands.pop() or "unknown", words, said.ref))
    return state


def noted(state: State, key: str) -> str:
    """What was understood from a first telling: the kind, the commune by its name of today, the age as it was told."""
    if key == "kind":
        return spoken_to(state)(KINDS.get(state.draft.intent or "", ""))
    given = answers(state)[key]
    if key == "where" and given.value.isdecimal():
        return places.name_of(given.value) or given.words
    if key == "age" and given.words:
        return given.words
    translate = spoken_to(state)
    labels = {choice.key: choice.label for choice in BY_KEY[key].choices if isinstance(choice.label, str)}
    return translate(labels[given.value]) if given.value in labels else given.words
