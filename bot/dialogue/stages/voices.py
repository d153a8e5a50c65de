"""What frightened people say in whole short messages is answered, with the true state of their case; nothing closes."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Effect, HowFar, Relay, Say
from bot.dialogue.events import Stands
from bot.dialogue.heard.message import Heard
from bot.dialogue.heard.voices import Voice
from bot.dialogue.line import Line
from bot.dialogue.next import Next, only
from bot.dialogue.report import asking
from bot.dialogue.report.draft import has_content, of_blackmail, of_suicide, waiting, with_note
from bot.dialogue.said.screens import nobody_on_duty
from bot.dialogue.said.voice import HEAVY, About, answered, answered_again
from bot.dialogue.stages import returning
from bot.dialogue.state import AFTERWARDS, Stage, State
from bot.dialogue.text import Text
from locales import N_

_COURTESIES = frozenset({Voice.THANKS, Voice.NIGHT})  # with no word of how far it is
# They ask where one is: kept for staff, and open no closed case.
_QUIET = _COURTESIES | {Voice.READ, Voice.SLOW, Voice.THERE, Voice.REAL}
_ASK_WHERE_IT_IS = frozenset({Voice.READ, Voice.SLOW, Voice.NOBODY_CAME, Voice.THERE})
# Whoever is on duty hears again that somebody waits, where the case is urgent and nobody has it.
_WAITS = _ASK_WHERE_IT_IS | {Voice.HELP, Voice.STAY, Voice.WHAT_NOW}
_ELSEWHERE = frozenset({Stage.START, Stage.QUESTION, Stage.PASSING_ON, Stage.DOUBTING, Stage.LEAVING, Stage.KEPT})
_MOST_REMEMBERED = 2

_NOT_OPENED = N_("Nobody has opened your report yet.")
_NOT_TAKEN = N_("Somebody has looked at your report; nobody has taken it up yet.")
_TOLD_AGAIN = N_("I have just told the staff on duty again.")
_NOT_SENT = N_("What you have written here has not been sent yet. The staff get it when you send it.")
_NOTHING_HERE = N_(
    "Nothing has been sent from here yet. If you have sent a report before, write its code (15 digits); "
    "else write here."
)


def heard_out(state: State, heard: Heard, line: Line) -> Next | None:
    """The answer to such a message where something is open or a case is there; None where it is none, or elsewhere."""
    kind = heard.voice
    if kind is None or not heard.is_whole or heard.choice is not None or heard.early or state.stage in _ELSEWHERE:
        return None
    state, kept = _kept(state, heard.text, quietly=kind in _QUIET)
    at_home = state.case.id is not None and returning.is_at_home(state) and line.operator is not None
    if at_home and kind not in _COURTESIES:
        return only(state, *kept, HowFar(voice=kind, waits=kind in _WAITS or (kind in HEAVY and of_suicide(state))))
    return _goes_on(*lines_for(state, kind, line)).after(*kept)


def comfort(state: State, heard: Heard, line: Line) -> tuple[Effect, ...]:
    """The answer beside what a stage says itself, where it was asked what becomes of a draft."""
    if heard.voice is None or not heard.is_whole or state.stage not in (Stage.LEAVING, Stage.KEPT):
        return ()
    return (Say(first_answer(state, heard.voice, line)),)


def stands(state: State, event: Stands, line: Line) -> Next:
    """The same, once it is known how far the case is: said again where it is asked for, or where it is news."""
    kind, how_far = Voice(event.voice), _how_far(state, event, line)
    known = repr(how_far)
    news = how_far if known != state.turn.told or kind in _ASK_WHERE_IT_IS else ()
    return _goes_on(*lines_for(state.but(replace(state.turn, told=known)), kind, line, news))


def lines_for(state: State, kind: Voice, line: Line, how_far: tuple[Text, ...] = ()) -> tuple[State, tuple[Text, ...]]:
    """What is said to it, never the same twice in a row: its own words, others, then how far it is and no more."""
    if not how_far and kind in _ASK_WHERE_IT_IS and state.case.id is None and line.operator is not None:
        how_far = (Text(_NOT_SENT if has_content(state) else _NOTHING_HERE),)
    last = state.turn.voiced
    form = next(form for form in (kind.value, "again", "still") if form not in last)
    state = state.but(replace(state.turn, voiced=(*last, form)[-_MOST_REMEMBERED:]))
    if form == kind:
        return state, (*first_answer(state, kind, line), *how_far)
    if form == "still" and how_far:
        return state, how_far
    return state, (*answered_again(line, first=form == "again"), *how_far)


def first_answer(state: State, kind: Voice, line: Line) -> tuple[Text, ...]:
    """What is said to it the first time, with the one safe thing to do now that fits what was told."""
    about = About.ELSE
    if of_suicide(state):
        about = About.DYING
    elif state.draft.danger_heard or state.stage in (Stage.DANGER, Stage.AT_REST):
        about = About.DANGER
    elif of_blackmail(state):
        about = About.BLACKMAIL
    return answered(kind, line, of_self=state.person.about_self, about=about)


def _goes_on(state: State, lines: tuple[Text, ...]) -> Next:
    """What was open is shown under it once, and then only spoken of."""
    if state.stage in AFTERWARDS:
        return only(state, Say(lines))
    between = state.turn.between
    state = state.but(replace(state.turn, between=between + 1))
    if not between:
        return Next(state, above=lines)
    return only(state, Say((*lines, asking.READY) if between == 1 else lines))


def _kept(state: State, words: str, *, quietly: bool) -> tuple[State, tuple[Effect, ...]]:
    if state.stage is Stage.ADDING:
        return state.but(replace(state.draft, pending=waiting(state, words))), ()
    if state.case.id is not None:
        return state, (Relay(words, quietly=quietly),)
    return with_note(state, words), ()


def _how_far(state: State, event: Stands, line: Line) -> tuple[Text, ...]:
    """Nothing where this chat may not hear it."""
    if not event.status:
        return ()
    if event.status == "open":
        lines = [Text(_NOT_TAKEN if event.opened else _NOT_OPENED)]
        if event.told_again:
            lines.append(Text(_TOLD_AGAIN))
        if not line.on_duty:
            lines.append(nobody_on_duty(line))
        return tuple(lines)
    return returning.how_far_it_is(state, event, line)
