"""Waiting in danger is accompanied: after a tap for it, a few times, how far it is and one safe thing to do.

Where a screen may show to anyone what comes in, only the neutral notice of a staff reply goes out by itself; the words
are made at the tap, so that they are true when they are read.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import HowFar, LookIn, OpenReplies, Say
from bot.dialogue.events import LookedIn
from bot.dialogue.heard.needs import needs
from bot.dialogue.line import Line
from bot.dialogue.next import Next, only
from bot.dialogue.report import company
from bot.dialogue.report.draft import voiced
from bot.dialogue.said.meanwhile import thing
from bot.dialogue.said.screens import nobody_on_duty
from bot.dialogue.stages import returning, urgent
from bot.dialogue.state import Stage, State
from bot.dialogue.text import Text
from handlers.deadlines import VIETNAM
from locales import N_

_NO_MORE = N_("I do not write by myself any more now. You can write here at any time.")


def stay(state: State, line: Line) -> Next:
    """ "Write to me while I wait". An old button brings nothing back that is over or was refused."""
    if not (company.may_be_offered(state, line) or company.is_due(state)):
        return only(state, Say((Text(_NO_MORE),)))
    state = company.having(state, replace(state.case.company, wanted=True))
    lines = [Text(N_("All right. While you wait I write here, three times at most."))]
    if line.channel.previews:
        lines.append(Text(N_("Only “There is a new message for you” shows by itself; tap it to read.")))
    lines.append(Text(N_("If it is not safe any more, tap below and I stop.")))
    return only(state, _beside(state, line, tuple(lines)))


def went_quiet(state: State) -> Next:
    """A silence that was to be told of: how far it is stands in the rows."""
    return only(state, LookIn()) if company.is_due(state) else only(state)


def open_words(state: State) -> Next:
    """The tap on the notice."""
    return only(company.having(state, replace(state.case.company, waits=False)), LookIn(opened=True))


def looked_in(state: State, event: LookedIn, line: Line) -> Next:
    """The notice, where a screen may show what comes; the words, where it is in front of them or they have tapped.

    It ends where the chat may not be written to, where staff have written, and where the case is closed.
    """
    over = not event.status or event.status.startswith("closed") or event.number_of_unread > 0
    if event.opened:
        if over or not state.case.company.wanted:
            told = HowFar() if event.status.startswith("closed") else OpenReplies()
            return only(company.ended(state), told)
        return _tell(state, event, line)
    if over or not company.is_due(state):
        return only(company.ended(state)) if over else only(state)
    told_once_more = replace(state.case.company, told=state.case.company.told + 1, waits=line.channel.previews)
    state = company.having(state, told_once_more)
    return only(state, returning.NOTICE) if line.channel.previews else _tell(state, event, line)


def _tell(state: State, event: LookedIn, line: Line) -> Next:
    before = state.case.company
    words = " ".join((*(given.words for _, given in state.draft.answers), *state.draft.notes))
    found = thing(frozenset(state.draft.signals) | needs(words), before=before.opened)
    lines = [*_how_far(event, line), voiced(state, found.text, found.own)]
    state = company.having(state, replace(before, opened=before.opened + 1))
    if not company.is_due(state):
        lines.append(Text(_NO_MORE))
    said = _beside(state, line, tuple(lines))
    return only(state, replace(said, to_child=state.person.is_child))


def _how_far(event: LookedIn, line: Line) -> list[Text]:
    """What is true of it at this moment, and no word of what was reported."""
    if event.status == "referred":
        lines = [returning.status_told(event.status)]
    elif event.claimed_at is not None and event.status == "claimed":
        at = f"{event.claimed_at.astimezone(VIETNAM):%H:%M}"
        lines = [Text(N_("At {at} the staff took up your report."), (("at", at),))]
    elif event.read:
        lines = [Text(N_("Your report has been opened. Nobody has taken it up yet."))]
    else:
        lines = [Text(N_("Nobody has opened your report yet."))]
    unheeded = event.claimed_at is None or (event.alerted_at is not None and event.alerted_at > event.claimed_at)
    if event.alerted_at is not None and unheeded:
        at = f"{event.alerted_at.astimezone(VIETNAM):%H:%M}"
        lines.append(Text(N_("The staff were alerted again at {at}."), (("at", at),)))
    if event.claimed_at is None and not line.on_duty:
        lines.append(nobody_on_duty(line))
    return lines


def _beside(state: State, line: Line, lines: tuple[Text, ...]) -> Say:
    """With what ends it under them, where no other question is open."""
    if state.stage is not Stage.AT_REST:
        return Say(lines)
    return Say(lines, Stage.AT_REST, urgent.at_rest(state, line))
