"""How the answers to tap lie on the page: which is filled, which are quiet, how much of a row each takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MAIN = "review:send"  # the one filled button of a page
_MOVES = ("skip", "back", "stop", "cancel")  # they move through the questions and answer none
_QUIET = ("start:language", "start:about")  # nobody came for these
_BELOW = (*_QUIET, "start:ask", "review:change")  # in one row with them
_SHORT = 12  # letters of a label that fits into a third of the smallest telephone, on two lines at most
_WIDTHS = {1: "whole", 2: "half", 3: "third"}


@dataclass(frozen=True, slots=True)
class Tap:
    """One button: its data and label, and the classes by which the style sheet knows it."""

    data: str
    label: str
    looks: str

    @property
    def quiet(self) -> bool:
        return "move" in self.looks


def taps(choices: Sequence[tuple[str, str]]) -> list[Tap]:
    """The buttons in the order of the choices. What they say is looked at for its length only."""
    main = [data for data, _ in choices if data == _MAIN]
    below = [data for data, _ in choices if is_move(data) or data in _BELOW]
    answers = [(data, label) for data, label in choices if data not in main and data not in below]
    widths = dict.fromkeys(main, "whole")
    widths.update(_rows([data for data, _ in answers], _a_row([label for _, label in answers])))
    widths.update(_rows(below, 3 if len(below) != 4 else 2))
    return [Tap(data, label, " ".join(filter(None, (widths[data], _weight(data))))) for data, label in choices]


def is_move(data: str) -> bool:
    """Whether a choice moves through the questions and answers none."""
    return data.rpartition(":")[2] in _MOVES


def has_main(choices: Iterable[tuple[str, str]]) -> bool:
    """Whether one of them is the filled button, beside which the box's own must not be one."""
    return any(data == _MAIN for data, _ in choices)


def _weight(data: str) -> str:
    if data == _MAIN:
        return "main"
    return "move" if is_move(data) or data in _QUIET else ""


def _a_row(labels: Sequence[str]) -> int:
    """How many of these lie side by side: three short ones, else two; three that are not short make three rows."""
    if len(labels) >= 3 and all(len(label) <= _SHORT for label in labels):
        return 3
    return 1 if len(labels) == 3 or any(len(label) > 3 * _SHORT for label in labels) else 2


def _rows(data: Sequence[str], a_row: int) -> dict[str, str]:
    """The width of each; what is left over for the last row fills it."""
    left = len(data) % a_row
    widths = [_WIDTHS[a_row]] * (len(data) - left) + [_WIDTHS.get(left, "")] * left
    return dict(zip(data, widths, strict=True))
