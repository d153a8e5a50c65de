"""When a case is there: adding to it, a new report, the answers of staff, and coming back with a code."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Agree, Effect, Note, OpenReplies, PlayReply, Relay, Say
from bot.dialogue.events import OpenedReply, Returned
from bot.dialogue.heard.message import Heard
from bot.dialogue.line import Line
from bot.dialogue.next import Next, only, then
from bot.dialogue.report import asking
from bot.dialogue.report.draft import has_content, waiting
from bot.dialogue.said.information import answer
from bot.dialogue.stages import following, leaving, urgent
from bot.dialogue.state import AFTERWARDS, Case, Draft, Given, Stage, State
from bot.dialogue.text import Choice, Text
from handlers.case import Remark
from locales import N_

WHAT_FOR = (
    Choice("add", N_("Add it to my report"), ("them", "them vao", "bo sung", "bao tin cu", "them vao bao tin")),
    Choice("new", N_("It is a new report"), ("moi", "bao tin moi", "tre khac", "chuyen khac")),
    Choice("none", N_("Neither, forget it"), ("khong", "thoi", "bo di")),
)
OPEN = Choice("open", N_("Open it now"), ("mo", "mo di", "mo ra", "xem", "doc", "co"))

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
_STATUS = {
    "open": N_("It has been received. A person has not taken it up yet."),
    "claimed": N_("A person is looking at it."),
    "referred": N_("It has been passed on to a place that helps. A person still looks after it."),
    "closed:helped": N_(
        "It has been closed: the child has been helped or is safe. If something is new, write it here."
    ),
    "closed:referred": N_(
        "It has been closed here: another place goes on with it. If something is new, write it here."
    ),
    "closed:unreached": N_(
        "It has been closed: we could not find out more. If you can tell more, write it here and we go on."
    ),
    "closed:nothing_to_do": N_(
        "It has been closed: there was nothing for us to do, or we know of it already. "
        "If that is not right, write it here and we look again."
    ),
    "closed:": N_("It has been closed. If something is new, write it here."),
}


def show(state: State, line: Line) -> tuple[Say, ...]:
    return (Say((Text(_SMALL_TALK["greet"]),)),)


def show_waiting(state: State, line: Line) -> tuple[Say, ...]:
    """A neutral notice, as a telephone may show it to anyone. The text comes after a tap."""
    return (Say((Text(N_("There is a new message for you. Open it now?")),), Stage.WAITING, (OPEN,)),)


def show_adding(state: State, line: Line) -> tuple[Say, ...]:
    return (Say((Text(N_("Shall I add this to your report, or is it a new report?")),), Stage.ADDING, WHAT_FOR),)


def said(state: State, heard: Heard, line: Line) -> Next:
    """Free text when a case is there: a dialogue act gets a short answer, words of substance are never lost."""
    if heard.choice is not None:
        return chose(state, heard.choice.key, line)
    talking = state.stage in (Stage.AT_REST, Stage.TALKING)
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
    if heard.asks():
        told, answered = answer(heard.meaning.intent or "", line, heard.text)
        if answered:
            return only(state, told)
    if talking:  # someone who was told "whatever you write is added" is not asked what it is for
        return only(state, Relay(heard.text), _ADDED)
    # What this message is about belongs to the new report, should it become one.
    intent = heard.meaning.intent if heard.meaning.is_report else None
    signals = tuple(sorted(heard.meaning.danger.signals))
    return then(state.but(Stage.ADDING, replace(state.draft, pending=heard.text, intent=intent, signals=signals)))


def said_more(state: State, heard: Heard, line: Line) -> Next:
    """Still more, where it was asked what the words before it are for."""
    if heard.choice is not None:
        return chose_what_for(state, heard.choice.key, line)
    return then(state.but(replace(state.draft, pending=waiting(state, heard.text))))


def chose(state: State, choice: str, line: Line) -> Next:
    match state.stage, choice:
        case Stage.WAITING, "open":
            return only(state.but(Stage.AFTER), OpenReplies())
        case Stage.OFFERED, _:
            return chose_of_offer(state, choice, line)
        case Stage.AT_REST, "calm":
            return urgent.calm(state, line)
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
    )
    if old.pending:
        draft = replace(draft, answers=(*draft.answers, ("what", Given("words", old.pending))), asked=("what",))
    return then(asking.go_on(State(person=person, draft=draft)))


def reply_waits(state: State, line: Line) -> Next:
    """Staff have written."""
    if state.stage in AFTERWARDS:
        return then(state.but(Stage.WAITING))
    return only(state, *show_waiting(state, line))


def replies_opened(state: State, opened: OpenedReply) -> Next:
    """The staff's words, after the tap; what the person writes next goes to their case."""
    texts, case = opened.texts, opened.case
    if not texts:
        return only(state, Say((Text(N_("There is no new answer.")),)))
    says: list[Effect] = []
    for number, text in enumerate(texts):
        if text is None:
            says += [Say((Text(N_("The staff speak to you:")),)), PlayReply(number, case)]
        else:
            says.append(Say((Text(N_("The staff write:")), Text("{words}", (("words", text),)))))
    begun = state.stage not in (Stage.START, Stage.QUESTION, Stage.PASSING_ON) or has_content(state)
    if state.stage not in AFTERWARDS and begun:
        return only(state, *says)  # another report is under way here: it is finished first
    here = [Text(N_("You can answer here. What you write is added to your report."))]
    if opened.takes_pictures:
        here.append(Text(N_("The staff also take a picture here, if they asked you for one.")))
    # What is written next answers these words, so it goes to the report that they are about.
    if case is not None and case != state.case.id:
        state = state.but(replace(state.draft, answers=()), Case(case, sent=True, code_given=state.case.code_given))
    elif not state.draft.answers:
        state = state.but(replace(state.case, sent=True))
    return only(state.but(Stage.TALKING), *says, Say(tuple(here)))


def returned(state: State, event: Returned, line: Line) -> Next:
    """A receipt code was typed. It shows how far the report is, never what was reported."""
    if event.wait:
        slow = N_("Too many codes that were not right have been tried. Please try again in {seconds} seconds.")
        return only(state, Say((Text(slow, (("seconds", str(event.wait)),)),)))
    if event.case is None:
        wrong = N_(
            "I do not know this code. Please check the 15 digits. If you have lost it, write a new report or call 111."
        )
        return only(state, Say((Text(wrong),)))
    status = _status(event, line)
    stage = Stage.WAITING if event.number_of_unread else Stage.TALKING
    if state.case.id != event.case:
        if state.stage is Stage.DANGER or (state.case.id is None and has_content(state)):
            # A draft about something else is under way: it goes first, the shell keeps it for staff.
            first = N_("You still have an unfinished report here. Finish it or stop it first.")
            return only(state, status, Say((Text(first),)))
        person = replace(state.person, noticed=True)
        fresh = State(person=person, stage=stage, case=Case(event.case, sent=True, code_given=True))
        return only(fresh, *_what_waited(state), status)
    if state.stage not in AFTERWARDS and state.stage is not Stage.ADDING:
        return only(state, status)  # a question about this very report is open
    if state.stage is Stage.OFFERED and not event.number_of_unread:
        return then(state, status)  # what was offered is offered still
    case = replace(state.case, sent=state.case.sent or not state.draft.answers, code_given=True)
    return only(state.but(stage, replace(state.draft, pending=""), case), *_what_waited(state), status)


def _what_waited(state: State) -> tuple[Effect, ...]:
    return (Relay(state.draft.pending),) if state.stage is Stage.ADDING else ()


def _status(event: Returned, line: Line) -> Say:
    lines = [Text(N_("Your report:")), Text(_STATUS.get(event.status, _STATUS["open"]))]
    if line.operator is None:
        lines.append(Text(N_("This is a trial; nobody reads it. If a child needs help, call 111.")))
    if event.number_of_unread:
        return Say((*lines, Text(N_("There is an answer for you."))), Stage.WAITING, (OPEN,))
    return Say((*lines, Text(N_("You can add to it: write here."))))


def withdrew(state: State) -> Next:
    """The consent to be called is taken back; staff see that."""
    told = Say((Text(N_("You will not be called. You can still write here.")),))
    remark = (Note(Remark.WITHDREW_CALL_BACK),) if state.case.id is not None else ()
    return only(state, Agree("call_back", given=False), *remark, told)
