"""Stopping: what becomes of a draft when the person cancels, leaves at once, asks to be forgotten, or falls silent."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import DoNotWrite, Effect, EraseChat, Forget, Relay, Say, Submit
from bot.dialogue.heard.message import Heard
from bot.dialogue.line import Line
from bot.dialogue.next import Next, only, then
from bot.dialogue.report import asking, company, sending
from bot.dialogue.report.draft import has_content, is_risky, report_of, still_answered, triaged, with_note
from bot.dialogue.stages import accompanying, doubting, following
from bot.dialogue.state import Person, Stage, State, stranger
from bot.dialogue.text import Choice, Text
from locales import N_

_DELETE = Choice("delete", N_("Delete it"), ("xoa", "xoa di", "xoa het"))
_KEEP = Choice("keep", N_("Keep it for later"), ("giu", "giu lai", "de sau"))
_SEND = Choice("send", N_("Send it as it is"), ("gui", "gui di", "gui luon"))
_GO_ON = Choice("on", N_("Go on"), ("tiep tuc", "tiep", "viet tiep"))


def cancel(state: State, line: Line) -> Next:
    """Stop: nothing to keep, or a case that stays, or a draft that the person decides about."""
    if state.stage is Stage.FOLLOWING:
        return following.finish(state, line, ask=False)
    if state.stage is Stage.ADDING:
        return not_added(state)
    if state.case.id is not None or not has_content(state):
        return finished(state, line)
    if state.stage in (Stage.LEAVING, Stage.KEPT):  # "stop" to the question itself: it is not put again
        return only(state, Say((Text(N_("I ask nothing more. You can write here at any time.")),)))
    return then(state.but(Stage.LEAVING))


def not_added(state: State) -> Next:
    """The words that waited are not for the report."""
    state = state.but(Stage.AFTER, replace(state.draft, pending=""))
    return only(state, Say((Text(N_("All right, I have not added it.")),)))


def show(state: State, line: Line) -> tuple[Say, ...]:
    """The draft is the person's: delete, keep, and where it tells of a risk also: send as it is."""
    choices = (_DELETE, _SEND, _KEEP, _GO_ON) if is_risky(state) else (_DELETE, _KEEP, _GO_ON)
    return (Say((Text(N_("What shall I do with what you have written so far?")),), Stage.LEAVING, choices),)


def show_kept(state: State, line: Line) -> tuple[Say, ...]:
    return (Say((Text(N_("It is kept. Write here when you want to go on.")),), Stage.KEPT, (_GO_ON,)),)


def said(state: State, heard: Heard, line: Line) -> Next:
    """More words are more of the report: they are kept with the draft."""
    state = with_note(state, heard.text)
    return _go_on(state) if state.stage is Stage.KEPT else then(state)


def chose(state: State, choice: str, line: Line) -> Next:
    match choice:
        case "delete" if state.case.id is None:
            return finished(state, line).after(Forget())
        case "delete":  # silence has handed it over meanwhile
            return finished(state, line)
        case "keep":
            return then(state.but(Stage.KEPT))
        case "send" if is_risky(state):
            return sending.send(state, line)
        case "on":
            return _go_on(state)
        case _:
            return then(state)


def _go_on(state: State) -> Next:
    if state.draft.doubt is not None:
        return then(state.but(Stage.DOUBTING))
    if not state.draft.asked:  # no report was begun
        return then(state.but(Stage.START))
    return then(asking.go_on(state.but(replace(state.draft, asked=still_answered(state)))))


def finished(state: State, line: Line) -> Next:
    """Nothing is asked any more. What is with staff stays there; else nothing is kept."""
    if state.case.id is not None:
        stays = N_("I ask nothing more. Your report stays with the staff; you can write here at any time.")
        trial = N_("I ask nothing more. You can write here at any time.")
        told = Say((Text(stays if line.operator is not None else trial),))
        return only(company.ended(state.but(Stage.AFTER)), told)
    bye = N_("All right. Nothing was kept. If a child needs help: 111, free, day and night.")
    return only(_gone(state), Say((Text(bye),)))


def _gone(state: State) -> State:
    return State(person=stranger(state.person))


def exit_now(state: State) -> Next:
    """Quick exit: nothing but one neutral line; a draft with risk reaches staff as "unfinished, do not write"."""
    see_you = Say((Text(N_("Fine, see you another time.")),), exit_button=False)
    # The next person at this screen must not be told that there is a report: the code leads back to it.
    return only(_unknown(state), *_left(state), Forget(), see_you)


def erase(state: State) -> Next:
    """/xoa: as quick exit, then the chat itself is forgotten."""
    done = Say((Text(N_("Done. This chat has been deleted as far as the platform allows.")),), exit_button=False)
    return only(_unknown(state), *_left(state), done, Forget(everything=True))


def _unknown(state: State) -> State:
    return State(person=Person(state.person.language))


def _left(state: State) -> tuple[Effect, ...]:
    """What every way out at once does, the same whatever is open."""
    kept: tuple[Effect, ...] = ()
    if state.case.id is not None and state.draft.pending:
        kept = (Relay(state.draft.pending),)
    elif state.case.id is None and is_risky(state):
        kept = (Submit(report_of(state), triaged(state), unfinished=True, do_not_write=True),)
    return (DoNotWrite(), *kept, EraseChat())  # do not write about any report that was made from this chat


def went_quiet(state: State) -> Next:
    """The silence that the table "what happens to a draft" speaks of."""
    if state.stage is Stage.ADDING:
        return only(state.but(Stage.AFTER, replace(state.draft, pending="")), Relay(state.draft.pending))
    if state.case.id is not None:
        return accompanying.went_quiet(state)
    if not has_content(state):
        return only(state)
    if state.stage is Stage.KEPT:
        return only(_gone(state), Forget())
    if is_risky(state) or state.draft.nuisance:  # a person looks at jokes too, when there is time
        return only(doubting.left(state), Submit(report_of(state), triaged(state), unfinished=True))
    if state.draft.reminded:
        return only(_gone(state), Forget())
    if state.person.hours:  # only staff know when that may be
        return only(state.but(replace(state.draft, reminded=True)))
    remind = Say((Text(N_("You can go on writing here whenever it suits you.")),))
    return only(state.but(replace(state.draft, reminded=True)), remind)
