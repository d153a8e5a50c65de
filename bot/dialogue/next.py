"""What a stage answers: the state one comes to, and what is done and said on the way there."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.effects import Effect
from bot.dialogue.state import State
from bot.dialogue.text import Text


@dataclass(frozen=True, slots=True)
class Next:
    """A stage never draws another one's screen: `shows` has what is open in `state` shown after the effects."""

    state: State
    effects: tuple[Effect, ...] = ()
    shows: bool = True
    above: tuple[Text, ...] = ()  # lines that stand over what is shown, in the same message

    def after(self, *effects: Effect) -> Next:
        """The same, with these effects before its own."""
        return Next(self.state, (*effects, *self.effects), self.shows, self.above)


def then(state: State, *effects: Effect) -> Next:
    """Go on to `state`, and show what is open there."""
    return Next(state, effects)


def only(state: State, *effects: Effect) -> Next:
    """Nothing more is said than this."""
    return Next(state, effects, shows=False)
