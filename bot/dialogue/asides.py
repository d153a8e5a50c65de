"""Questions put beside the open one, which stays open: which language or topic, near where, open it, erase all?"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import effects, events
from bot.dialogue.effects import Effect, Say
from bot.dialogue.heard.message import A_FEW_WORDS, is_early
from bot.dialogue.heard.reading import read_choice
from bot.dialogue.said.arrival import MAY_STAND
from bot.dialogue.said.information import TOPICS
from bot.dialogue.said.language import LANGUAGES
from bot.dialogue.stages.returning import OPEN
from bot.dialogue.stages.wishes import REALLY_ERASE
from bot.dialogue.state import Aside, State

_CHOICES = {
    Aside.LANGUAGE: LANGUAGES,
    Aside.REPLY: (OPEN,),
    Aside.TOPIC: TOPICS,
    Aside.ERASE: REALLY_ERASE,
    Aside.CAMPAIGN: MAY_STAND,
}


def answered(state: State, said: events.Said) -> events.Said | events.Chose | events.NamedCommune:
    """What was typed may answer the question that was put last, beside the open one: then it is as a tap on it."""
    aside = state.turn.aside
    if aside is None or is_early(state, said):
        return said
    if aside is Aside.NEAR:
        named = said.match is not None and bool(said.match.candidates)
        a_place = named and len(said.text.split()) <= A_FEW_WORDS and not said.meaning.is_report and not said.signals
        return events.NamedCommune(_communes(state, said)) if a_place else said
    choice = read_choice(said.text, _CHOICES[aside], state.person.language)
    return events.Chose(aside, choice.key) if choice is not None else said


def put(state: State, done: tuple[Effect, ...], event: events.Event) -> tuple[State, tuple[Effect, ...]]:
    """What was said last may be such a question. Where the commune is known, help near it is looked up at once."""
    last = done[-1].question if done and isinstance(done[-1], Say) else ""
    if last not in set(Aside):
        return state, done
    state = state.but(replace(state.turn, aside=Aside(last)))
    codes = _communes(state, event) if last == Aside.NEAR else ()
    return state, (*done, effects.LookUpServices(codes)) if codes else done


def _communes(state: State, event: events.Event) -> tuple[str, ...]:
    """The communes that a message names, or else the one already told of in this report."""
    match = event.match if isinstance(event, events.Said) else None
    codes = tuple(place.code for place in match.candidates) if match is not None else ()
    return codes or ((state.draft.place[0],) if state.draft.place else ())
