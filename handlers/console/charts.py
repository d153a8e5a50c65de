"""Charts as values: what a macro draws as SVG, and the table that says the same. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, WIDTH = 120, 640  # of a chart of columns, in its own units


@dataclass(frozen=True, slots=True)
class Bar:
    """One number: `share` is its length in per cent of the longest, `part` its per cent of all.

    `number` is None where it is hidden, and `mark` is what a narrow axis says of it, if anything.
    """

    label: str
    number: int | None
    share: float = 0.0
    part: int | None = None
    mark: str = ""
    note: str = ""
    told: str = ""  # what is shown in place of the number, where it is not told as it is


@dataclass(frozen=True, slots=True)
class Chart:
    """`columns` stand side by side along a time, else bars lie under one another."""

    id: str
    title: str
    bars: tuple[Bar, ...]
    columns: bool = False
    of: str = ""  # what the table's first column is called
    counted: str = ""  # what is counted
    note: str = ""

    @property
    def total(self) -> int:
        return sum(bar.number or 0 for bar in self.bars)

    @property
    def top(self) -> int:
        return max((bar.number or 0 for bar in self.bars), default=0)

    @property
    def empty(self) -> bool:
        return all(bar.number == 0 for bar in self.bars)

    @property
    def step(self) -> float:
        return WIDTH / max(len(self.bars), 1)


def chart(
    id: str,
    title: str,
    rows: Sequence[tuple[str, int | None]],
    *,
    of: str,
    counted: str,
    columns: bool = False,
    marks: Sequence[str] = (),
    note: str = "",
    told: Sequence[str] = (),
) -> Chart:
    """From labels and numbers in order; where something else is `told` than these, they have no share in a whole."""
    top = max((number or 0 for _, number in rows), default=0)
    total = sum(number or 0 for _, number in rows)
    whole = not told and all(number is not None for _, number in rows)
    bars = tuple(
        Bar(
            label,
            number,
            share=round(100 * (number or 0) / top, 1) if top else 0.0,
            part=round(100 * number / total) if whole and number is not None and total else None,
            mark=marks[at] if marks else "",
            told=told[at] if told else "",
        )
        for at, (label, number) in enumerate(rows)
    )
    return Chart(id, title, bars, columns, of, counted, note)
