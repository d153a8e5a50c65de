"""An answer in two messages at most: the numbers, which come first and alone, and all else in one."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Effect, HowFar, LookIn, LookUpServices, OpenReplies, PlayReply, Say
from bot.dialogue.state import Aside
from bot.dialogue.text import Text

_SAY_MORE = PlayReply | OpenReplies | HowFar | LookIn | LookUpServices  # something of their own


def gathered(done: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """The same effects in the same order, with the numbers before all that is said, and the rest of it in one message.

    What is asked stands under it and stays last, and only one question is; what was put beside it keeps its buttons,
    and what the staff say is theirs alone. The lines over a question all say something by themselves (`above`).
    """
    found: list[Effect] = []
    waits: tuple[Text, ...] = ()
    for at, one in enumerate(done):
        if not isinstance(one, Say):
            found.append(one)
            continue
        if one.exit_button:
            first = next((place for place, other in enumerate(found) if isinstance(other, Say)), len(found))
            found.insert(first, one)
            continue
        said = replace(one, lines=one.lines[: one.above], choices=()) if _is_past(one, done[at + 1 :]) else one
        said, waits = with_lines_over(waits, said), ()
        follows = _next_said(done[at + 1 :])
        if follows is not None and goes_over(said, follows):
            waits = said.lines
        elif said.lines:
            found.append(said)
    return tuple(found)


def goes_over(said: Say, next_one: Say) -> bool:
    """Whether these lines may stand over the next ones, in the same message."""
    both_plain = said.exit_button is None and next_one.exit_button is None
    return both_plain and not said.choices and not (said.alone or next_one.alone)


def with_lines_over(lines: tuple[Text, ...], said: Say) -> Say:
    return replace(said, lines=(*lines, *said.lines), above=len(lines) + said.above) if lines else said


def _next_said(rest: tuple[Effect, ...]) -> Say | None:
    """What is said next, the numbers apart; None where something speaks for itself before it."""
    for one in rest:
        if isinstance(one, _SAY_MORE):
            return None
        if isinstance(one, Say) and not one.exit_button:
            return one
    return None


def _is_past(asked: Say, rest: tuple[Effect, ...]) -> bool:
    """Whether another question is put after this one, in its place."""
    later = [one for one in rest if isinstance(one, Say) and one.choices and one.question not in set(Aside)]
    return bool(asked.choices and later) and asked.question not in set(Aside)
