"""Saying back what the first telling filled in, before questions are skipped because of it."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Effect, Say
from bot.dialogue.heard.message import Heard
from bot.dialogue.heard.telling import tells
from bot.dialogue.line import Line
from bot.dialogue.next import Next, then
from bot.dialogue.report import asking
from bot.dialogue.report.draft import NAMES, answers, spoken_to, with_note, without_answers
from bot.dialogue.report.understanding import noted, with_what_was_told
from bot.dialogue.said.information import answer, just_told
from bot.dialogue.state import Stage, State
from bot.dialogue.text import Choice, Text
from locales import N_

RIGHT = Choice("right", N_("That is right"), ("dung", "dung roi", "dung vay", "chinh xac", "phai"))
WRONG = Choice("wrong", N_("Not quite"), ("chua dung", "sai", "sai roi", "khong dung", "khong phai", "nham roi"))
ALL = Choice("all", N_("All of it"), ("tat ca", "het", "sai het"))
_NOTABLE = ("where", "age", "who", "role", "time")


def confirm(state: State, *first: Effect) -> Next:
    """Ask whether it was understood; straight on where there is nothing to ask about."""
    keys = tuple(key for key in state.draft.understood if key in answers(state) or key == "kind")
    # The kind and the time spare no question: alone they are not asked about.
    if not set(keys) - {"kind", "time"} or state.draft.danger_heard:
        return then(_settled(state), *first)
    return then(state.but(Stage.CONFIRMING, replace(state.draft, understood=keys)), *first)


def _settled(state: State) -> State:
    return asking.go_on(state.but(replace(state.draft, understood=())))


def _said_back(state: State) -> tuple[str, ...]:
    """A time is taken as it was told and looked over at the end: "at: night" would say nothing here."""
    return tuple(key for key in state.draft.understood if key != "time")


def show(state: State, line: Line) -> tuple[Say, ...]:
    """What was understood, line by line: is it right?"""
    lines = [Text(N_("This is what I understood:"))]
    for key in _said_back(state):
        lines.append(Text(N_("• {name}: {words}"), (("name", Text(NAMES[key])), ("words", noted(state, key)))))
    return (Say((*lines, Text(N_("Is that right?"))), Stage.CONFIRMING, (RIGHT, WRONG)),)


def show_correcting(state: State, line: Line) -> tuple[Say, ...]:
    choices = (*(Choice(key, NAMES[key]) for key in _said_back(state)), ALL)
    return (Say((Text(N_("Which one is not right? I will ask you about it.")),), Stage.CORRECTING, choices),)


def said(state: State, heard: Heard, line: Line) -> Next:
    """Yes, no, or what it should be instead: these words are kept in any case."""
    if state.stage is Stage.CONFIRMING and heard.act in ("affirm", "deny", "skip"):
        return chose(state, "wrong" if heard.act == "deny" else "right", line)
    before = answers(state)
    state = with_note(state, heard.text)
    if heard.asks() and not tells(heard.said):
        return then(state, just_told(answer(heard.meaning.intent or "", line, heard.text)[0]))
    told = with_what_was_told(without_answers(state, state.draft.understood), heard.said)
    if told.draft.district and told.draft.district == (heard.said.match and heard.said.match.district):
        state = without_answers(state, ("where",))  # another place, of which only the former district was said
    # What these words do not speak of stays as it was understood.
    kept = tuple((key, given) for key, given in state.draft.answers if key not in answers(told))
    place = told.draft.place or state.draft.place
    told = told.but(replace(told.draft, answers=(*told.draft.answers, *kept), place=place))
    if answers(told) == before or state.stage is Stage.CORRECTING:
        return then(_settled(told))
    now = tuple(key for key, given in told.draft.answers if key in _NOTABLE and given.words)
    return confirm(told.but(replace(told.draft, understood=now)))


def chose(state: State, choice: str, line: Line) -> Next:
    understood = state.draft.understood
    match choice:
        case "wrong" if len(_said_back(state)) > 1:
            return then(state.but(Stage.CORRECTING))
        case "wrong" | "all":
            state = _wrong(state, understood)
        case key if key in understood:
            state = _wrong(state, (key,))
        case "right":
            pass
        case _:
            return then(state)
    return then(_settled(state))


def _wrong(state: State, keys: tuple[str, ...]) -> State:
    if "kind" in keys:
        # Staff read that it was not this; what was heard in the words stays, as nothing may lower the urgency.
        state = with_note(state, spoken_to(state)(N_("It is not this: {kind}")).format(kind=noted(state, "kind")))
    return without_answers(state, keys)
