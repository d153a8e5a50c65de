"""When a case is there and nothing is asked: adding to it, small talk, taking up what was offered, a new report."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Agree, Effect, HowFar, Note, Relay, Say
from bot.dialogue.heard.message import Heard
from bot.dialogue.heard.taking_back import stands_by, takes_back
from bot.dialogue.heard.telling import tells
from bot.dialogue.line import Line
from bot.dialogue.next import Next, only, then
from bot.dialogue.report import asking, company
from bot.dialogue.report.draft import waiting
from bot.dialogue.said.information import answer, just_told
from bot.dialogue.stages import accompanying, following, leaving, returning, urgent
from bot.dialogue.state import Draft, Given, Stage, State
from bot.dialogue.text import Choice, Text
from handlers.case import Remark
from locales import N_

WHAT_FOR = (
    Choice("add", N_("Add it to my report"), ("them", "them vao", "bo sung", "bao tin cu", "them vao bao tin")),
    Choice("new", N_("It is a new report"), ("moi", "bao tin moi", "tre khac", "chuyen khac")),
    Choice("none", N_("Neither, forget it"), ("khong", "thoi", "bo di")),
)
_ADDED = Say((Text(N_("I have added it.")),))
_COURTESIES = ("thanks", "goodbye", "greet")  # shown to staff, and they reopen nothing
_SMALL_TALK = {
    "thanks": N_("You are welcome. You can write here at any time."),
    "goodbye": N_("Take care. You can write here at any time."),
    "greet": N_("Hello. You can write here what is new, or type your receipt code to see how far your report is."),
    "affirm": N_("All right. You can write here at any time."),
    "deny": N_("All right. You can write here at any time."),
    "dont_know": N_("That is all right. You can write here at any time."),
    "skip": N_("All right. You can write here at any time."),
    "back": N_("Your report has been sent. Write here what should be changed, and it is added."),
}


def show(state: State, line: Line) -> tuple[Say, ...]:
    here = N_("You can write here what is new, or type your receipt code to see how far your report is.")
    return (Say((Text(here),)),)


def show_adding(state: State, line: Line) -> tuple[Say, ...]:
    return (Say((Text(N_("Shall I add this to your report, or is it a new report?")),), Stage.ADDING, WHAT_FOR),)


def show_back(state: State, line: Line) -> tuple[Say, ...]:
    return (Say((Text(N_("You can add to it: write here.")),), Stage.BACK, WHAT_FOR[1:2]),)


def said(state: State, heard: Heard, line: Line) -> Next:
    """Free text when a case is there: a dialogue act gets a short answer, words of substance are never lost."""
    if takes_back(heard.text):  # somebody may have made them write it: it is kept like any word, and lowers nothing
        return only(company.ended(state), Relay(heard.text), urgent.thanked(line))
    if heard.voice is not None:  # it has been answered, and is no new report
        return only(state, Relay(heard.text))
    talking = state.stage in (Stage.AT_REST, Stage.TALKING, Stage.BACK) or heard.maybe  # then nothing is asked first
    if talking and heard.act in _SMALL_TALK:  # in the middle of a talk with staff a "no" is an answer
        return only(state, Relay(heard.text, quietly=heard.act in _COURTESIES), _ADDED)
    if heard.is_nuisance:
        # Kept where staff see it, and it opens no closed case; answered once.
        state = state.but(replace(state.draft, nuisance=state.draft.nuisance + 1))
        kept = (_ADDED,) if state.draft.nuisance == 1 else ()
        return only(state, Relay(heard.text, quietly=True), *kept)
    if heard.act in _SMALL_TALK:
        return only(state, Say((Text(_SMALL_TALK[heard.act]),)))
    if heard.act == "restart":
        return new_report(state)
    first: tuple[Effect, ...] = ()
    if heard.asks():
        told, answered = answer(heard.meaning.intent or "", line, heard.text)
        if answered and not tells(heard.said):
            return only(state, told)
        if answered:
            first = (just_told(told),)
    if talking or stands_by(heard.text):  # who was told "whatever you write is added" is not asked what it is for
        return only(state, Relay(heard.text), *first, _ADDED)
    # What this message is about belongs to the new report, should it become one.
    intent = heard.meaning.intent if heard.meaning.is_report else None
    signals = tuple(sorted(heard.meaning.danger.signals))
    waits = state.but(Stage.ADDING, replace(state.draft, pending=heard.text, intent=intent, signals=signals))
    if state.turn.back and returning.is_at_home(state):
        return only(waits, *first, HowFar())  # which report is meant, and how far it is, stand over the question
    return then(waits, *first)


def said_more(state: State, heard: Heard, line: Line) -> Next:
    """Still more, where it was asked what the words before it are for. Danger that is leant to waits for no answer."""
    if heard.maybe:
        added = state.but(Stage.AFTER, replace(state.draft, pending=""))
        return only(added, Relay(waiting(state, heard.text)), _ADDED)
    return then(state.but(replace(state.draft, pending=waiting(state, heard.text))))


def chose(state: State, choice: str, line: Line) -> Next:
    match state.stage, choice:
        case Stage.OFFERED, _:
            return chose_of_offer(state, choice, line)
        case Stage.BACK, "new":
            return new_report(state)
        case Stage.AT_REST, "calm":
            return urgent.calm(state, line)
        case Stage.AT_REST, "unsafe":
            return urgent.not_safe_to_write(state)
        case Stage.AT_REST, "stay":
            return accompanying.stay(state, line)
        case Stage.AT_REST, "more":
            return tell_more(state)
        case _:
            return only(state)


def is_unsent(state: State) -> bool:
    """Whether a case was opened by danger or silence, and its report is not sent yet."""
    return bool(state.draft.answers) and not state.case.sent


def tell_more(state: State) -> Next:
    """ "Tell more" after the danger path: the rest is asked now, where the report was not sent yet."""
    if is_unsent(state):
        return then(asking.go_on(state))
    return only(state, Say((Text(N_("Please write it here. It is added to your report.")),)))


def chose_of_offer(state: State, choice: str, line: Line) -> Next:
    match choice:
        case "more":
            return following.begin(state, line)
        case "another":
            return new_report(state)
        case _:
            return following.finish(state, line)


def chose_what_for(state: State, choice: str, line: Line) -> Next:
    match choice:
        case "add":
            added = state.but(Stage.AFTER, replace(state.draft, pending=""))
            return only(added, Relay(state.draft.pending), _ADDED)
        case "new":
            return new_report(state)
        case "none":
            return leaving.not_added(state)
        case _:
            return then(state)


def new_report(state: State) -> Next:
    """A second report, with its own clock; words that wait become its first answer."""
    old, person = state.draft, replace(state.person, noticed=True)
    draft = Draft(
        answers=person.answers,
        intent=old.intent,
        signals=old.signals,
        follows=state.case.id,
        first_message_at=old.first_message_at,
        answered=old.answered,
    )
    if old.pending:
        draft = replace(draft, answers=(*draft.answers, ("what", Given("words", old.pending))), asked=("what",))
    return then(asking.go_on(State(person=person, draft=draft)))


def withdrew(state: State) -> Next:
    """The consent to be called is taken back; staff see that."""
    told = Say((Text(N_("You will not be called. You can still write here.")),))
    remark = (Note(Remark.WITHDREW_CALL_BACK),) if state.case.id is not None else ()
    return only(state, Agree("call_back", given=False), *remark, told)
