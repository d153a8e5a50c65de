"""Where there are no buttons: the number, or the label, of a line does what a tap on it does, wherever one stands."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.effects import Effect, Escalate, Say, Submit
from bot.dialogue.events import Chose, Said
from bot.dialogue.state import State
from bot.dialogue.step import step
from locales import to_child, translator
from nlu.meaning import Meaning
from tests.dialogue.talk import NOW, OPERATED, meant

WORDS = [
    "bé 8 tuổi bị bố đánh ở xã Ea Kar",
    "em bị bạn bắt nạt",
    "hỏi gì bây giờ",
    "ba đang đánh em",
    "xã Ea Kao",
    "chào",
]


def _last(effects: tuple[Effect, ...]) -> Say | None:
    says = [effect for effect in effects if isinstance(effect, Say)]
    return says[-1] if says and says[-1].choices else None


def _after(state: State, event: Chose | Said) -> tuple[State, tuple[Effect, ...]]:
    after, effects = step(state, event, OPERATED, NOW)
    opened = any(isinstance(effect, Submit | Escalate) for effect in effects)
    return (after.but(replace(after.case, id="case-1")) if opened and after.case.id is None else after), effects


def _place(state: State) -> tuple[object, ...]:
    """Where the conversation stands, and what it knows, but for the words that led there."""
    known = tuple((key, given.value) for key, given in state.draft.answers)
    return state.stage, state.buttons, known, state.case.sent, state.person.about_self, state.draft.understood


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=18), st.sampled_from(WORDS))
def test_a_number_and_a_label_do_what_a_tap_does(picks: list[int], first: str):
    meaning = meant("report_physical_violence") if "đánh" in first else Meaning.unknown
    state, effects = _after(State(), Said(first, meaning))
    for pick in picks:
        say = _last(effects)
        if say is None:
            state, effects = _after(state, Said(WORDS[pick % len(WORDS)], Meaning.unknown))
            continue
        number = pick % len(say.choices)
        choice = say.choices[number]
        tapped, shown = _after(state, Chose(say.question, choice.key))
        if say.question != "age" or state.turn.offer:  # a bare number is an age there
            typed, _ = _after(state, Said(str(number + 1), meant("greet")))
            assert _place(typed) == _place(tapped), (say.question, choice.key, "number")
        label = choice.label if isinstance(choice.label, str) else ""
        if label:
            words = translator(to_child(state.person.language) if say.to_child else state.person.language)(label)
            typed, _ = _after(state, Said(words, Meaning.unknown))
            assert _place(typed) == _place(tapped), (say.question, choice.key, words)
        state, effects = tapped, shown
