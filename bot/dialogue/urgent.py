"""The danger path: numbers first, a case at once, two questions that may be skipped, then room to write or leave."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import asking
from bot.dialogue.draft import answers, report_of, triaged
from bot.dialogue.questions import DANGER_QUESTIONS, Question
from bot.dialogue.screens import danger_numbers, notice, receipt
from bot.dialogue.understanding import with_what_was_told
from bot.dialogue.vocabulary import (
    Choice,
    Effect,
    Escalate,
    Given,
    Line,
    Relay,
    Said,
    Say,
    Stage,
    State,
    Submit,
    Supplement,
    Text,
)
from bot.dialogue.words import phone_in, speaks_of_self
from locales import N_

Step = tuple[State, tuple[Effect, ...]]

SAFE = (
    Choice("more", N_("Tell more")),
    Choice("calm", N_("It is not dangerous after all")),
)


def danger(state: State, said: Said, signals: frozenset[str], line: Line) -> Step:
    """Danger was heard in the person's words, at whatever step."""
    already, had_code = state.case is not None, state.code_given
    in_answer = state.stage is Stage.DANGER and state.question in ("danger_where", "danger_contact")
    if "what" not in answers(state) and not already:
        state = replace(state, answers=(*state.answers, ("what", Given("words", _joined(state, said), said.ref))))
        state = replace(state, pending="")
    else:
        state = replace(state, notes=(*state.notes, said.text))
    state = with_what_was_told(state, said)
    if state.about_self is None and not already and speaks_of_self(said.text):
        state = replace(state, about_self=True)
    state = replace(
        state,
        danger_heard=True,
        code_given=True,
        signals=tuple(dict.fromkeys((*state.signals, *sorted(signals)))),
        returning_to="",
    )
    effects: list[Effect] = [danger_numbers(line, signals, again=already)]
    if already:
        effects.append(Relay(said.text))
    return _escalated(state, effects, line, new=not had_code, in_answer=in_answer)


def answered_yes(state: State, line: Line) -> Step:
    """ "Is the child in danger now?" – yes."""
    already, had_code = state.case is not None, state.code_given
    state = replace(state, danger_heard=True, code_given=True, returning_to="")
    numbers = danger_numbers(line, frozenset(state.signals), again=already)
    return _escalated(state, [numbers], line, new=not had_code, in_answer=False)


def _escalated(state: State, effects: list[Effect], line: Line, *, new: bool, in_answer: bool) -> Step:
    triage = triaged(state)
    effects.append(Escalate(report_of(state), triage))
    if new:
        effects.append(receipt(line, triage.level, in_danger=True))
    if in_answer:
        # A cry while one of the two questions is open counts as a try: it must not be asked without end.
        if state.tries >= 1:
            return _next(replace(state, tries=0), effects, line, after_key=state.question)
        return replace(state, tries=state.tries + 1), (*effects, asking.ask_again(state))
    return _next(state, effects, line)


def _next(state: State, effects: list[Effect], line: Line, after_key: str = "") -> Step:
    keys = [question.key for question in DANGER_QUESTIONS]
    first = keys.index(after_key) + 1 if after_key else 0
    done = {*answers(state), *state.asked}  # each is put once: a cry for help must not start an interrogation
    open_ones: list[Question] = [question for question in DANGER_QUESTIONS[first:] if question.key not in done]
    if not open_ones:
        if not state.noticed:  # nobody in danger is made to read it first
            effects.append(notice(line, ask=False))
        state = replace(state, stage=Stage.AFTER, question="safe", offered=(), noticed=True)
        return state, (*effects, at_rest(state))
    state, say = asking.put(replace(state, stage=Stage.DANGER), open_ones[0])
    return state, (*effects, say)


def at_rest(state: State) -> Say:
    lines = [Text(N_("You can write more here, or leave. Whatever you write is added to your report."))]
    contact = answers(state).get("danger_contact")
    if contact is not None and contact.value == "call" and phone_in(contact.words) is None:
        lines.insert(0, Text(N_("Please write the number that may be called.")))
    return Say(tuple(lines), "safe", SAFE)


def moved_on(state: State, line: Line, *first: Effect) -> Step:
    """One of the two was answered, skipped or twice not understood: what was told reaches the case at once."""
    submit = Submit(report_of(state), triaged(state), unfinished=True)
    told: Effect = Supplement(report_of(state)) if state.sent else submit
    return _next(state, [*first, told], line, after_key=state.question)


def calm(state: State, line: Line) -> Step:
    """ "Not dangerous after all": staff see it, and it lowers nothing."""
    remark = Relay("not_dangerous_after_all", remark=True)
    thanks = N_("Thank you for saying so. The staff will see it. They will still look at your report.")
    if line.operator is None:
        thanks = N_("Thank you for saying so.")
    return state, (remark, Say((Text(thanks),)))


def _joined(state: State, said: Said) -> str:
    return f"{state.pending}\n{said.text}" if state.pending else said.text
