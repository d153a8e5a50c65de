"""What is counted of a talk that began by a campaign's code, and when the talk is over and the tie to it dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogue.effects import Count, Effect, Escalate, RemindLater, Submit
from bot.dialogue.report import draft
from bot.dialogue.state import Arrival, Stage, State
from handlers.campaigns.topics import Step
from handlers.triage import Level

SILENCE = 24 * 60  # minutes after which a talk is over: the ladder of a P2 is climbed by then
LONGEST = timedelta(days=3)  # a talk that never falls silent


def may_begin(state: State) -> bool:
    """Whether eight digits may be a code here: nothing was told yet, and there is no case that they could be for."""
    return state.stage is Stage.START and state.case.id is None and not draft.has_content(state)


def counted(before: State, state: State, done: tuple[Effect, ...], now: datetime) -> tuple[State, tuple[Effect, ...]]:
    """The step's effects, with what is to be counted because of them behind all others. Each counts once in a talk."""
    arrival = state.person.arrival or before.person.arrival
    if arrival is None:
        return state, done
    steps = tuple(step for step in _reached(done) if step not in arrival.counted)
    arrival = replace(arrival, at=arrival.at or now, counted=(*arrival.counted, *steps))
    done = (*done, *(_count(arrival, step, state) for step in steps))
    left = state.person.arrival is None
    if left or (arrival.at is not None and now - arrival.at > LONGEST):
        return _untied(state), (*done, *_at_the_end(arrival, state))
    return state.but(replace(state.person, arrival=arrival)), done


def _reached(done: tuple[Effect, ...]) -> list[Step]:
    """How far this step brought them; STARTED is counted once for whoever gets here at all."""
    reached = [Step.STARTED]
    for one in done:
        if isinstance(one, Escalate) or (isinstance(one, Submit) and one.triage.level <= Level.P1):
            reached.append(Step.URGENT)
        if isinstance(one, Submit) and not one.unfinished:
            reached.append(Step.FINISHED)
    return list(dict.fromkeys(reached))


def minutes_of_quiet(state: State) -> int:
    """After how many minutes of silence something is due, for the draft or because the talk is over; 0 for never."""
    minutes = draft.minutes_of_quiet(state)
    if state.person.arrival is None:
        return minutes
    return min(minutes, SILENCE) if minutes else SILENCE


def is_over(state: State) -> bool:
    """Of a silence that was told of: whether it is the end of the talk, and not yet what the draft waits for."""
    return state.person.arrival is not None and not 0 < draft.minutes_of_quiet(state) <= SILENCE


def ended(state: State) -> tuple[State, tuple[Effect, ...]]:
    """The talk is over: nothing but the numbers goes on."""
    arrival = state.person.arrival
    rest = draft.minutes_of_quiet(state) - SILENCE
    counts = _at_the_end(arrival, state) if arrival is not None else ()
    return _untied(state), (*counts, RemindLater(rest)) if rest > 0 else counts


def _untied(state: State) -> State:
    return state.but(replace(state.person, arrival=None))


def _at_the_end(arrival: Arrival, state: State) -> tuple[Effect, ...]:
    """The shell knows whether somebody had claimed what was told, if anything was."""
    told = {Step.FINISHED, Step.URGENT}.intersection(arrival.counted)
    return (_count(arrival, Step.CLAIMED, state),) if told else ()


def _count(arrival: Arrival, step: Step, state: State) -> Count:
    return Count(arrival.variant, step, state.person.heard_language or state.person.language)
