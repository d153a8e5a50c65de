"""An answer in two messages at most: the numbers, which come first and alone, and all else in one."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import effects
from bot.dialogue.effects import Effect, Say
from bot.dialogue.state import Aside
from bot.dialogue.text import Text

_SAY_MORE = effects.PlayReply | effects.OpenReplies | effects.HowFar | effects.LookUpServices  # something of their own


def gathered(done: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """The same effects in the same order, with the numbers before all that is said, and the rest of it in one message.

    What is asked stands under it and stays last, and only one question is; what was put beside it keeps its buttons.
    The lines over it all say something by themselves (`above`).
    """
    found: list[Effect] = []
    waits: list[Text] = []
    for at, one in enumerate(done):
        if not isinstance(one, Say):
            found.append(one)
        elif one.exit_button:
            first = next((place for place, other in enumerate(found) if isinstance(other, Say)), len(found))
            found.insert(first, one)
        elif (
            one.exit_button is None and _more_is_said(done[at + 1 :]) and (not one.choices or _is_past(one, done[at:]))
        ):
            waits += one.lines[: one.above] if one.choices else one.lines
        else:
            found.append(replace(one, lines=(*waits, *one.lines), above=len(waits) + one.above))
            waits = []
    return tuple(found)


def _more_is_said(rest: tuple[Effect, ...]) -> bool:
    """Whether something to stand under is said next, the numbers apart, before anything that speaks for itself."""
    said = (one for one in rest if isinstance(one, _SAY_MORE) or (isinstance(one, Say) and not one.exit_button))
    return isinstance(next(said, None), Say)


def _is_past(asked: Say, rest: tuple[Effect, ...]) -> bool:
    """Whether another question is put after this one, in its place."""
    later = [one for one in rest[1:] if isinstance(one, Say) and one.choices]
    return asked.question not in set(Aside) and any(one.question not in set(Aside) for one in later)
