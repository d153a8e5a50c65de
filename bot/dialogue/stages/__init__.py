"""The stages of a conversation in one table: what each makes of words and of a tap, and what it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.dialogue.effects import Say
from bot.dialogue.heard.message import Heard
from bot.dialogue.line import Line
from bot.dialogue.next import Next, then
from bot.dialogue.report import asking
from bot.dialogue.said.screens import WAYS_IN
from bot.dialogue.stages import (
    after,
    confirming,
    doubting,
    following,
    leaving,
    opening,
    reporting,
    returning,
    reviewing,
    urgent,
)
from bot.dialogue.state import Stage, State
from bot.dialogue.text import Choice


@dataclass(frozen=True, slots=True)
class Does:
    """`shows` may say several messages; the choices under the last are those that stand open."""

    said: Callable[[State, Heard, Line], Next]  # words that are none of the choices
    chose: Callable[[State, str, Line], Next]
    shows: Callable[[State, Line], tuple[Say, ...]]


def _nothing_to_tap(state: State, choice: str, line: Line) -> Next:
    return then(state)


STAGES: dict[Stage, Does] = {
    Stage.START: Does(opening.said, opening.chose, opening.show),
    Stage.QUESTION: Does(opening.said, _nothing_to_tap, opening.show_question),
    Stage.PASSING_ON: Does(opening.said, opening.chose_about_question, opening.show_passing_on),
    Stage.CONFIRMING: Does(confirming.said, confirming.chose, confirming.show),
    Stage.CORRECTING: Does(confirming.said, confirming.chose, confirming.show_correcting),
    Stage.ASKING: Does(reporting.said, reporting.chose, asking.show),
    Stage.AMENDING: Does(reporting.said, reporting.chose, asking.show),
    Stage.REVIEW: Does(reviewing.said, reviewing.chose, asking.show_review),
    Stage.CHANGING: Does(reviewing.said, reviewing.chose_what_to_change, reviewing.show_changing),
    Stage.LEAVING: Does(leaving.said, leaving.chose, leaving.show),
    Stage.KEPT: Does(leaving.said, leaving.chose, leaving.show_kept),
    Stage.DOUBTING: Does(doubting.said, doubting.chose, doubting.show),
    Stage.DANGER: Does(reporting.said, reporting.chose, asking.show),
    Stage.FOLLOWING: Does(reporting.said, reporting.chose, asking.show),
    Stage.ADDING: Does(after.said_more, after.chose_what_for, after.show_adding),
    Stage.AFTER: Does(after.said, after.chose, after.show),
    Stage.AT_REST: Does(after.said, after.chose, urgent.show_at_rest),
    Stage.OFFERED: Does(after.said, after.chose, following.show_offer),
    Stage.WAITING: Does(after.said, returning.chose, returning.show_waiting),
    Stage.TALKING: Does(after.said, after.chose, after.show),
    Stage.BACK: Does(after.said, after.chose, after.show_back),
}


def open_choices(state: State, line: Line) -> tuple[Choice, ...]:
    """What a message may choose from: what stands under the last that a stage shows, or under the first screen."""
    return WAYS_IN if state.stage is Stage.START else STAGES[state.stage].shows(state, line)[-1].choices
