"""Several messages sent one after another: which answers can wait for the next, and from when on a question is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogue import events
from bot.dialogue.effects import Effect, EraseChat, Escalate, Say
from bot.dialogue.events import Event
from bot.dialogue.line import Line
from bot.dialogue.state import State

_SENT = events.Said | events.Sent | events.Spoke | events.Showed | events.Located | events.Rushed | events.Enclosed
_BROUGHT_ABOUT = events.ReplyWaits | events.NamedCommune | events.FoundServices | events.OpenedReply


def waits(event: Event, done: tuple[Effect, ...]) -> bool:
    """Whether this answer is calm: no tap, command or code, no danger, and nobody leaves."""
    if isinstance(event, events.Said) and (event.signals or event.meaning.danger.now):
        return False
    urgent = any(isinstance(effect, Escalate | EraseChat) for effect in done)
    return isinstance(event, _SENT | _BROUGHT_ABOUT) and not urgent


def dated(event: Event, now: datetime) -> Event:
    """A clock that is ahead of ours dates nothing in the future."""
    if isinstance(event, events.Said) and event.at is not None and event.at > now:
        return replace(event, at=now)
    return event


def shown(before: State, state: State, event: Event, done: tuple[Effect, ...], line: Line, now: datetime) -> State:
    """The state, with the moment from which on what has just been asked can be seen."""
    if not any(isinstance(effect, Say) and effect.choices for effect in done):
        return state
    turn = state.turn
    long_seen = turn.shown_at is not None and turn.shown_at <= now
    if long_seen and turn.aside is None and turn.offer == before.turn.offer:
        return state  # the same, once more
    wait = line.holds if waits(event, done) else timedelta(0)
    return state.but(replace(turn, shown_at=now + wait))
