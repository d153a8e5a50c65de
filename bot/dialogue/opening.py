"""Before a report: the first screen, the three ways in, questions that the bot answers itself, and "where were we?"."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import after, asking, confirming, following, language, leaving, sending
from bot.dialogue.information import answer
from bot.dialogue.reading import read_choice
from bot.dialogue.screens import TRIAL, WAYS_IN, danger_first, first_screen, ways_in_again
from bot.dialogue.understanding import SURE_ENOUGH, with_what_was_told
from bot.dialogue.vocabulary import Choice, Effect, Given, Line, Said, Say, Stage, State, Text
from bot.dialogue.words import speaks_of_self
from locales import N_
from nlu.meaning import QUESTION_INTENTS, Meaning

Step = tuple[State, tuple[Effect, ...]]

_SURELY_NUISANCE = 0.7

PASS_ON = (
    Choice("pass", N_("Pass my question to the staff"), ("gui", "gui di", "chuyen cau hoi", "co", "gui cau hoi")),
    Choice("report", N_("Report about a child"), ("bao tin", "bao cao")),
    Choice("done", N_("No, thank you"), ("khong", "thoi", "xong", "khong can")),
)


def begin(state: State, campaign: str | None, line: Line) -> Step:
    """The first screen, or for someone in the middle of something: where they were."""
    if campaign is not None and state.campaign is None:
        state = replace(state, campaign=campaign)
    if state.stage is Stage.AFTER:
        return state, (danger_first(line), after.hello())
    if state.stage not in (Stage.START, Stage.QUESTION):
        state, effects = repeat(state, line)
        return state, (Say((Text(N_("We were in the middle of something. Let us go on.")),)), *effects)
    state = replace(state, stage=Stage.START, question="start", noticed=True)
    return state, first_screen(line)


def repeat(state: State, line: Line) -> Step:
    """Say again what is open; its buttons are the ones that count from here on."""
    match state.stage:
        case Stage.START:
            return (replace(state, question="start"), (ways_in_again(),)) if state.noticed else begin(state, None, line)
        case Stage.QUESTION:
            return state, (Say((Text(N_("What would you like to know?")),)),)
        case Stage.ASKING | Stage.DANGER | Stage.FOLLOWING:
            return state, (asking.ask_again(state),)
        case Stage.CONFIRMING:
            return state, (confirming.ask(state),)
        case Stage.REVIEW:
            return asking.to_review(state)
        case Stage.LEAVING:
            return replace(state, question="leave"), (leaving.ask(state),)
        case Stage.ADDING:
            return state, (after.ask_what_for(),)
        case Stage.AFTER if state.question == "more":
            return state, (following.offer(state, line),)
        case Stage.AFTER:
            return state, (after.hello(),)


def said(state: State, said: Said, act: str | None, line: Line) -> Step:
    """Free text before anything was chosen."""
    first: tuple[Effect, ...] = ()
    if not state.noticed:
        state, _ = begin(state, None, line)
        first = first_screen(line, ask=False)
    intent = said.meaning.intent
    guessed = intent if said.meaning.confidence >= SURE_ENOUGH else None
    if state.pending and act in ("affirm", "deny"):
        act = None
    if act in ("greet", "thanks", "goodbye", "restart", "affirm", "deny", "dont_know", "back", "skip"):
        kind = {"thanks": N_("You are welcome."), "goodbye": N_("Take care. You can write again at any time.")}
        if act in kind:
            return replace(state, stage=Stage.START, question="start"), (*first, Say((Text(kind[act]),)))
        state = replace(state, stage=Stage.START, question="start")
        return state, first_screen(line) if first else (ways_in_again(),)
    if guessed == "nuisance" and said.meaning.confidence >= _SURELY_NUISANCE and not state.pending:
        return _nuisance(state, said, first)
    way = read_choice(said.text, WAYS_IN, state.language) if state.stage is Stage.START else None
    if way is not None:
        state, effects = chose(state, way.key, line)
        return state, (*first, *effects)
    if state.stage is Stage.QUESTION and state.question == "pass":
        choice = read_choice(said.text, PASS_ON, state.language)
        if choice is not None:
            state, effects = chose_about_question(state, choice.key, line)
            return state, (*first, *effects)
    told, answered = answer(intent or "", line, said.text)
    if answered and said.meaning.confidence >= SURE_ENOUGH:
        again = ways_in_again() if state.stage is Stage.START else None
        return replace(state, intent=None), (*first, told, *((again,) if again and not told.question else ()))
    if said.meaning.is_report or (guessed is None and speaks_of_self(said.text)):
        return _start_report(state, said, first, line)
    if intent in QUESTION_INTENTS or state.stage is Stage.QUESTION or state.heard_language:
        return _offer_to_pass_on(state, said, first, line)
    # Not understood: the words are kept, and a tap says what they are for.
    state = replace(state, stage=Stage.START, question="start", pending=_joined(state.pending, said.text))
    kept = Say(
        (Text(N_("Thank you, I keep what you wrote. So that it goes to the right place: what is it about?")),),
        "start",
        WAYS_IN,
    )
    return state, (*first, kept)


def chose(state: State, way: str, line: Line) -> Step:
    """One of the three ways in. Words that were written before become the answer to the first question."""
    match way:
        case "self" | "child":
            state = replace(state, stage=Stage.ASKING, about_self=way == "self", noticed=True)
            state = _role(state)
            if state.pending:
                told = Said(state.pending, Meaning.unknown)
                state = replace(state, pending="", answers=(*state.answers, ("what", Given("words", told.text))))
            return asking.go_on(state, line)
        case "language":
            return state, (language.ask(),)
        case "ask":
            if state.pending:
                text = state.pending
                return _offer_to_pass_on(replace(state, pending=""), Said(text, Meaning.unknown), (), line)
            state = replace(state, stage=Stage.QUESTION, question="ask")
            return state, (Say((Text(N_("What would you like to know?")),)),)
        case _:
            return repeat(state, line)


def chose_about_question(state: State, choice: str, line: Line) -> Step:
    """What becomes of a question that the bot could not answer."""
    match choice:
        case "pass" if state.pending:
            return sending.send(state, line)
        case "report":
            state = replace(state, stage=Stage.ASKING, pending="", notes=_noted(state))
            return asking.go_on(state, line)
        case "done":
            return leaving.finished(state)
        case _:
            return repeat(state, line)


def _nuisance(state: State, said: Said, first: tuple[Effect, ...]) -> Step:
    """A joke or an insult is answered once and kept: behind some of them there is a child who tries the line out."""
    state = replace(state, stage=Stage.START, question="start", nuisance=state.nuisance + 1)
    state = replace(state, notes=(*state.notes, said.text))
    if state.nuisance > 1:
        return state, first
    kind = Text(N_("I am here for children who need help. If you or somebody you know does, write to me any time."))
    return state, (*first, Say((kind,), "start", WAYS_IN))


def _start_report(state: State, said: Said, first: tuple[Effect, ...], line: Line) -> Step:
    what = _joined(state.pending, said.text)
    if state.about_self is None and speaks_of_self(said.text):
        state = _role(replace(state, about_self=True))
    state = replace(
        state,
        stage=Stage.ASKING,
        pending="",
        asked=("what",),
        answers=(*state.answers, ("what", Given("words", what, said.ref))),
    )
    state = with_what_was_told(state, said)
    return confirming.confirm(state, line, *first, asking.heard_you(state))


def _offer_to_pass_on(state: State, said: Said, first: tuple[Effect, ...], line: Line) -> Step:
    lines = answer(said.meaning.intent or "", line, said.text)[0].lines
    if line.operator is None:
        lines = (*lines, TRIAL)
    pending = _joined(state.pending, said.text)
    state = replace(state, stage=Stage.QUESTION, question="pass", pending=pending)
    return state, (*first, Say((*lines, Text(N_("Shall I pass your question to the staff?"))), "pass", PASS_ON))


def _joined(old: str, new: str) -> str:
    return f"{old}\n{new}" if old else new


def _noted(state: State) -> tuple[str, ...]:
    return (*state.notes, state.pending) if state.pending else state.notes


def _role(state: State) -> State:
    if not state.about_self:
        return state
    kept = tuple((key, given) for key, given in state.answers if key != "role")
    return replace(state, answers=(*kept, ("role", Given("child", ""))))
