"""Coming back to a case: the answers of staff behind a neutral notice, and the receipt code that says how far it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.dialogue.effects import Effect, HowFar, OpenReplies, PlayReply, Relay, Say
from bot.dialogue.events import OpenedReply, Returned, Stands
from bot.dialogue.heard.coming_back import asks_how_far, calls
from bot.dialogue.heard.message import A_FEW_WORDS, Heard
from bot.dialogue.line import Line
from bot.dialogue.next import Next, only, then
from bot.dialogue.report import company
from bot.dialogue.report.draft import has_content
from bot.dialogue.said.information import answer
from bot.dialogue.state import AFTERWARDS, Case, Draft, Stage, State
from bot.dialogue.text import Choice, Text
from handlers.deadlines import VIETNAM
from locales import N_

AWAY = timedelta(hours=6)  # so long after their last word somebody comes back
OPEN = Choice("open", N_("Open it now"), ("mo", "mo di", "mo ra", "xem", "doc", "co"))
NOTICE = Say((Text(N_("There is a new message for you. Open it now?")),), Stage.WAITING, (OPEN,))

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


_TAKEN = N_("At {since} the staff on duty took up your report.")


def show_waiting(state: State, line: Line) -> tuple[Say, ...]:
    """A neutral notice, as a telephone may show it to anyone. The text comes after a tap."""
    return (NOTICE,)


def chose(state: State, choice: str, line: Line) -> Next:
    return open_replies(state) if choice == OPEN.key else then(state)


def open_replies(state: State) -> Next:
    """The tap, or the word, on the notice: the texts come back as OpenedReply."""
    return only(state.but(Stage.AFTER) if state.stage is Stage.WAITING else state, OpenReplies())


def reply_waits(state: State, line: Line) -> Next:
    """Staff have written: from here on it is they who write."""
    state = company.ended(state)
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
            says += [Say((Text(N_("The staff speak to you:")),), alone=True), PlayReply(number, case)]
        else:
            says.append(Say((Text(N_("The staff write:")), Text("{words}", (("words", text),))), alone=True))
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


def is_at_home(state: State) -> bool:
    """Whether this chat hears how far its report is without the code.

    Quick exit has taken the case out of the state; where one may write at some hours only, others read this telephone.
    """
    return state.case.id is not None and not state.person.hours


def how_far(state: State, heard: Heard) -> Next | None:
    """Somebody asks what became of their report, or only calls: the answer where the code is not needed, else None."""
    if not is_at_home(state) or heard.choice is not None:
        return None
    talking = state.stage is Stage.TALKING  # there a call is for the staff, unless it comes after hours
    asks = heard.meaning.intent == "ask_case_status" and heard.asks() and len(heard.text.split()) <= A_FEW_WORDS
    greets = calls(heard.text) or (state.turn.back and heard.act == "greet")
    called = greets and state.stage in AFTERWARDS and (state.turn.back or not talking)
    if not (asks or called):
        return None
    # Whoever asks tells nothing new, and opens no closed case; what only the service took for it may be more.
    quietly = not talking and (called or asks_how_far(heard.text))
    return only(state, Relay(heard.text, quietly=quietly), HowFar())


def stands(state: State, event: Stands, line: Line) -> Next:
    """How far it is, never what was reported; behind it what was open, or the way to write more or anew."""
    rests = state.stage in AFTERWARDS
    if not event.status:
        told, _ = answer("ask_case_status", line)
        return only(state, told) if rests else then(state, told)
    lines = [_which(state), *how_far_it_is(state, event, line)]
    if event.renewed_at is not None:
        renewed = N_("A new receipt code was given by telephone on {day}. If that was not you, please write it here.")
        lines.append(Text(renewed, (("day", f"{event.renewed_at.astimezone(VIETNAM):%d/%m/%Y}"),)))
    if event.number_of_unread:
        waits = Say((*lines, Text(N_("There is an answer for you."))), Stage.WAITING, (OPEN,))
        return only(state.but(Stage.WAITING), waits) if rests else then(state, waits)
    if rests and state.stage is not Stage.OFFERED:
        state = state.but(Stage.BACK)
    return Next(state, above=tuple(lines))


def how_far_it_is(state: State, event: Stands, line: Line) -> tuple[Text, ...]:
    """How far it is; where somebody has it, since when."""
    if event.status != "claimed" or event.taken_at is None or line.operator is None:
        return status_lines(event.status, line)
    at, heard_at = event.taken_at.astimezone(VIETNAM), state.person.heard_at
    today = heard_at is not None and heard_at.astimezone(VIETNAM).date() == at.date()
    return (Text(_TAKEN, (("since", f"{at:%H:%M}" if today else f"{at:%H:%M, %d/%m/%Y}"),)),)


def _which(state: State) -> Text:
    """The report of this chat, by its day."""
    if state.case.since is None:
        return Text(N_("Your report:"))
    day = f"{state.case.since.astimezone(VIETNAM):%d/%m/%Y}"
    return Text(N_("What you sent on {day} is still here."), (("day", day),))


def returned(state: State, event: Returned, line: Line) -> Next:
    """A receipt code was typed. It shows how far the report is, never what was reported."""
    if event.wait:
        slow = N_(
            "Too many codes that were not right have been tried. Please wait {seconds} seconds or a little longer, "
            "then try again."
        )
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
        draft = Draft(answered=state.draft.answered)
        fresh = State(person=person, draft=draft, stage=stage, case=Case(event.case, sent=True, code_given=True))
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
    lines = [Text(N_("Your report:")), *status_lines(event.status, line)]
    if event.number_of_unread:
        return Say((*lines, Text(N_("There is an answer for you."))), Stage.WAITING, (OPEN,))
    return Say((*lines, Text(N_("You can add to it: write here."))))


def status_told(status: str) -> Text:
    return Text(_STATUS.get(status, _STATUS["open"]))


def status_lines(status: str, line: Line) -> tuple[Text, ...]:
    """How far it is, in words."""
    told = status_told(status)
    trial = N_("This is a trial; nobody reads it. If a child needs help, call 111.")
    return (told,) if line.operator is not None else (told, Text(trial))
