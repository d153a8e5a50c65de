"""The danger path: numbers first, a case at once, two questions that may be skipped, then room to write or leave."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Effect, Escalate, KeepSafeHours, Note, Relay, Say, Submit, Supplement
from bot.dialogue.heard.message import Heard
from bot.dialogue.heard.voices import Voice
from bot.dialogue.heard.words import phone_in
from bot.dialogue.line import Line
from bot.dialogue.next import Next, only, then
from bot.dialogue.report import asking, company
from bot.dialogue.report.draft import answers, knows_the_village, report_of, triaged, waiting, with_note
from bot.dialogue.report.questions import DANGER_QUESTIONS
from bot.dialogue.report.understanding import with_what_was_told
from bot.dialogue.report.whom import with_whom
from bot.dialogue.said.screens import danger_numbers, notice, receipt
from bot.dialogue.state import Given, Stage, State
from bot.dialogue.text import Choice, Text
from handlers.case import Remark
from handlers.contact import NEVER
from locales import N_

SAFE = (
    Choice("more", N_("Tell more")),
    Choice("calm", N_("I am safe now"), ("an toan roi", "em an toan roi", "toi an toan roi", "chau an toan roi")),
    Choice("unsafe", N_("It is not safe to write to me here")),
)
STAY = Choice("stay", N_("Write to me while I wait"), ("nhan luc cho", "nhan cho em", "nhan cho toi", "nhan cho chau"))


def danger(state: State, heard: Heard, line: Line) -> Next:
    """Danger was heard in the person's words, at whatever step."""
    already, told = state.case.id is not None, state.person.about_self and "what" in answers(state)
    said = Voice.FAULT.value in state.turn.voiced  # just now, that it is not their fault
    if "what" not in answers(state) and not already:
        what = Given("words", waiting(state, heard.text), heard.said.ref)
        state = state.but(replace(state.draft, answers=(*state.draft.answers, ("what", what)), pending=""))
    else:
        state = with_note(state, heard.text)
    if not already:
        state = with_whom(state, heard.text)
    state = with_what_was_told(state, heard.said)
    signals = tuple(dict.fromkeys((*state.draft.signals, *sorted(heard.signals))))
    state = state.but(replace(state.draft, signals=signals))
    first = (danger_numbers(line, heard.signals, again=already), *((Relay(heard.text),) if already else ()))
    if state.stage is not Stage.DANGER:
        kind = (asking.NO_FAULT,) if state.person.about_self and not (already or told or said) else ()
        return replace(_ask(*_alarmed(state, line, *first), line), above=kind)
    # A cry while one of the two questions is open counts as a try: it must not be asked without end.
    if state.turn.tries >= 1:
        return _ask(*_alarmed(state, line, *first), line, past=state.turn.question)
    alarmed, effects = _alarmed(state, line, *first)
    return then(alarmed.but(replace(state.turn, tries=state.turn.tries + 1)), *effects)


def answered_yes(state: State, line: Line) -> Next:
    """ "Is the child in danger now?" – yes."""
    again = state.case.id is not None
    numbers = danger_numbers(line, frozenset(state.draft.signals), again=again)
    return _ask(*_alarmed(state, line, numbers), line)


def _alarmed(state: State, line: Line, *first: Effect) -> tuple[State, tuple[Effect, ...]]:
    """Staff are alerted, and whoever has no code yet gets one."""
    had_code = state.case.code_given
    state = state.but(replace(state.draft, danger_heard=True), replace(state.case, code_given=True))
    triage = triaged(state)
    code = () if had_code else (receipt(line, triage.level, in_danger=True),)
    return state, (*first, Escalate(report_of(state), triage), *code)


def _ask(state: State, effects: tuple[Effect, ...], line: Line, past: str = "") -> Next:
    """The first of the two questions, behind `past`, that is open. Each is put once: a cry starts no interrogation."""
    keys = [question.key for question in DANGER_QUESTIONS]
    done = {*answers(state), *state.draft.asked}
    if state.person.hours == NEVER:  # they have said it already
        done.add("danger_contact")
    if knows_the_village(state):
        done.add("danger_where")
    for question in DANGER_QUESTIONS[keys.index(past) + 1 if past else 0 :]:
        if question.key not in done:
            return then(asking.put(state, Stage.DANGER, question), *effects)
    if not state.person.noticed:  # nobody in danger is made to read it first
        effects = (*effects, notice(line, ask=False))
    return then(company.at_rest(state).but(Stage.AT_REST, replace(state.person, noticed=True)), *effects)


def show_at_rest(state: State, line: Line) -> tuple[Say, ...]:
    lines = [
        Text(N_("I am still here. Write more whenever you like, the staff read it all. If somebody comes, just leave."))
    ]
    contact = answers(state).get("danger_contact")
    if contact is not None and contact.value == "call" and phone_in(contact.words) is None:
        lines.insert(0, Text(N_("Please write the number that may be called.")))
    if company.may_be_offered(state, line):
        lines.append(Text(N_("May I write to you here while you wait?")))
    return (Say(tuple(lines), Stage.AT_REST, at_rest(state, line)),)


def at_rest(state: State, line: Line) -> tuple[Choice, ...]:
    """What may be tapped while somebody waits. The others keep their numbers: no old "1" lets the bot write."""
    stay = (STAY,) if company.may_be_offered(state, line) else ()
    return (*(SAFE[:-1] if state.person.hours == NEVER else SAFE), *stay)  # that was said already


def moved_on(state: State, line: Line, *first: Effect) -> Next:
    """One of the two was answered, skipped or twice not understood: what was told reaches the case at once."""
    submit = Submit(report_of(state), triaged(state), unfinished=True)
    told: Effect = Supplement(report_of(state)) if state.case.sent else submit
    return _ask(state, (*first, told), line, past=state.turn.question)


def not_safe_to_write(state: State) -> Next:
    """One tap, where writing here is not safe: nothing more is sent."""
    told = Say((Text(N_("We will not write to you. You can write at any time.")),))
    return only(state, KeepSafeHours(NEVER), told)


def calm(state: State, line: Line) -> Next:
    """ "Not dangerous after all": staff see it, and it lowers nothing."""
    return only(company.ended(state), Note(Remark.NOT_DANGEROUS_AFTER_ALL), thanked(line))


def thanked(line: Line) -> Say:
    """For words that would make a report less urgent, or untrue."""
    thanks = N_("Thank you for saying so. The staff will see it. They will still look at your report.")
    if line.operator is None:
        thanks = N_("Thank you for saying so.")
    return Say((Text(thanks),))
