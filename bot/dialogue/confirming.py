"""Saying back what the first telling filled in, before questions are skipped because of it."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import asking
from bot.dialogue.draft import NAMES, answers, spoken_to
from bot.dialogue.reading import read_choice
from bot.dialogue.understanding import noted, with_what_was_told, without_answers
from bot.dialogue.vocabulary import Choice, Effect, Line, Said, Say, Stage, State, Text
from locales import N_

Step = tuple[State, tuple[Effect, ...]]

RIGHT = Choice("right", N_("That is right"), ("dung", "dung roi", "dung vay", "chinh xac", "phai"))
WRONG = Choice("wrong", N_("Not quite"), ("chua dung", "sai", "sai roi", "khong dung", "khong phai", "nham roi"))
ALL = Choice("all", N_("All of it"), ("tat ca", "het", "sai het"))


def confirm(state: State, line: Line, *first: Effect) -> Step:
    """Ask whether it was understood; straight on where there is nothing to ask about."""
    keys = tuple(key for key in state.understood if key in answers(state) or key == "kind")
    if not set(keys) - {"kind"} or state.danger_heard:  # the kind spares no question: alone it is not asked about
        return asking.go_on(replace(state, understood=()), line, *first)
    state = replace(state, stage=Stage.CONFIRMING, question="understood", understood=keys, offered=())
    return state, (*first, ask(state))


def ask(state: State) -> Say:
    """The question that is open: is it right, or what is not."""
    if state.question == "wrong":
        choices = (*(Choice(key, NAMES[key]) for key in state.understood), ALL)
        return Say((Text(N_("Which one is not right? I will ask you about it.")),), "wrong", choices)
    lines = [Text(N_("This is what I understood:"))]
    for key in state.understood:
        lines.append(Text(N_("• {name}: {words}"), (("name", Text(NAMES[key])), ("words", noted(state, key)))))
    return Say((*lines, Text(N_("Is that right?"))), "understood", (RIGHT, WRONG))


def said(state: State, said: Said, act: str | None, line: Line) -> Step:
    """Yes, no, or what it should be instead: the words are kept in any case."""
    choices = ask(state).choices
    choice = read_choice(said.text, choices, state.language)
    if choice is None and state.question == "understood" and act in ("affirm", "deny", "skip"):
        choice = WRONG if act == "deny" else RIGHT
    if choice is not None:
        return chose(state, choice.key, line)
    before = answers(state)
    state = replace(state, notes=(*state.notes, said.text))
    told = with_what_was_told(without_answers(state, state.understood), said)
    # What these words do not speak of stays as it was understood.
    kept = tuple((key, given) for key, given in state.answers if key not in answers(told))
    state = replace(told, answers=(*told.answers, *kept), place=told.place or state.place)
    if answers(state) == before or state.question == "wrong":
        return asking.go_on(replace(state, stage=Stage.ASKING, understood=()), line)
    told_now = tuple(key for key, given in state.answers if key in NOTABLE and given.words)
    return confirm(replace(state, understood=told_now), line)


def chose(state: State, choice: str, line: Line) -> Step:
    match choice:
        case "wrong" if len(state.understood) > 1:
            state = replace(state, question="wrong")
            return state, (ask(state),)
        case "wrong" | "all":
            state = _wrong(state, state.understood)
        case key if key in state.understood:
            state = _wrong(state, (key,))
        case "right":
            pass
        case _:
            return state, (ask(state),)
    return asking.go_on(replace(state, stage=Stage.ASKING, understood=()), line)


def _wrong(state: State, keys: tuple[str, ...]) -> State:
    if "kind" in keys:
        # Staff read that it was not this; what was heard in the words stays, as nothing may lower the urgency.
        note = spoken_to(state)(N_("It is not this: {kind}")).format(kind=noted(state, "kind"))
        state = replace(state, notes=(*state.notes, note))
    return without_answers(state, keys)


NOTABLE = ("where", "age", "who", "role", "time")
