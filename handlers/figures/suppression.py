"""Hiding small numbers, and as many others as it takes that no small one can be worked out from what is shown. Pure.

All tables together are cells and the sums that hold between them, over margins and over periods alike. What was
published before stays as it was published: only cells that are new can be hidden besides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from handlers.figures.ranges import Cell, Ranges, Sum, components

FEW = 5  # numbers below it are not shown, but for nothing at all
PROTECTION = 3  # whoever works out a hidden number is left with a range at least so wide; of a small one with 1 to 4


def hide(
    values: Mapping[Cell, int],
    sums: Sequence[Sum],
    published: Mapping[Cell, bool],
    cost: Callable[[Cell], float],
) -> frozenset[Cell]:
    """All cells that are hidden; `published` says of earlier ones whether they are, `cost` what hiding one loses."""
    hidden = {cell for cell, number in values.items() if published.get(cell, 0 < number < FEW)}
    speaking: dict[Cell, list[Sum]] = {}
    for one in sums:
        for cell in (one[0], *one[1]):
            speaking.setdefault(cell, []).append(one)
    fixed = {*published, *_follows(sums, {cell for cell, is_hidden in published.items() if not is_hidden})}

    def beside(cells: Sequence[Cell]) -> list[Cell]:
        near = {cell for of in cells for one in speaking.get(of, ()) for cell in (one[0], *one[1])}
        return [cell for cell in near if cell not in hidden and cell not in fixed and values[cell] > 0]

    while True:
        weak = exposed(values, sums, frozenset(hidden))
        if not weak:
            return frozenset(hidden)
        chosen: set[Cell] = set()
        for cell in weak:
            # Beside the cell itself, else further off, at last anything that is new.
            for near in (beside([cell]), beside([*hidden]), [one for one in values if one not in fixed]):
                fresh = [one for one in near if one not in hidden]
                if fresh:
                    if not chosen.intersection(fresh):
                        chosen.add(min(fresh, key=lambda one: (cost(one), repr(one))))
                    break
        if not chosen:
            raise ValueError("what was published before already shows too much")
        hidden |= chosen


def exposed(values: Mapping[Cell, int], sums: Sequence[Sum], hidden: frozenset[Cell]) -> list[Cell]:
    """The hidden cells of which too much can be worked out, in a fixed order."""
    weak: list[Cell] = []
    for cells, speaking in components(sums, hidden):
        if not speaking:
            continue  # no sum speaks of it: it may be anything
        ranges = Ranges(cells, speaking, values)
        low = {cell: float(values[cell]) for cell in cells}
        high = dict(low)

        def look(low: dict[Cell, float] = low, high: dict[Cell, float] = high, ranges: Ranges = ranges) -> None:
            """What one search found for one cell is a possible table, and so tells something of all others."""
            for cell, amount in ranges.point().items():
                low[cell], high[cell] = min(low[cell], amount), max(high[cell], amount)

        for cell in cells:
            small = 0 < values[cell] < FEW
            if not _wide(low[cell], high[cell], small=small):
                low[cell] = min(low[cell], ranges.least(cell, 1.0 if small else high[cell] - PROTECTION))
                look()
            if not _wide(low[cell], high[cell], small=small):
                high[cell] = max(high[cell], ranges.most(cell, FEW - 1.0 if small else low[cell] + PROTECTION))
                look()
            if not _wide(low[cell], high[cell], small=small):
                weak.append(cell)
    return weak


def _follows(sums: Sequence[Sum], shown: set[Cell]) -> set[Cell]:
    """What can be worked out of numbers that were shown before, whatever is hidden now: hiding it would hide nothing."""
    known, more = set(shown), True
    while more:
        more = False
        for total, parts in sums:
            left = [cell for cell in (total, *parts) if cell not in known]
            if len(left) == 1:
                known.add(left[0])
                more = True
    return known


def lumped(numbers: Mapping[str, int], rest: str) -> dict[str, int]:
    """A row of numbers in which those under five stand together, as `rest`: always two of them, and never under five.

    Where that cannot be, nothing but their sum is left. Nothing stands as nothing.
    """
    small = sorted((number, name) for name, number in numbers.items() if 0 < number < FEW)
    if not small:
        return dict(numbers)
    large = sorted((number, name) for name, number in numbers.items() if number >= FEW)
    while large and (len(small) < 2 or sum(number for number, _ in small) < FEW):
        small.append(large.pop(0))
    kept = {name for _, name in large}
    shown = {name: number for name, number in numbers.items() if name in kept or number == 0}
    return {**shown, rest: sum(number for number, _ in small)}


def _wide(low: float, high: float, *, small: bool) -> bool:
    if small and not (low <= 1 + 1e-6 and high >= FEW - 1 - 1e-6):
        return False
    return high - low >= PROTECTION - 1e-6
