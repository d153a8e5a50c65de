"""Hiding small numbers, and as many others as it takes that no small one can be worked out from what is shown. Pure.

All tables together are cells and the sums that hold between them, over margins and over periods alike. What was
published before stays as it was published: only cells that are new can be hidden besides.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from handlers.figures.ranges import Cell, Ranges, Sum, components

FEW = 5  # numbers below it are not shown, but for nothing at all
PROTECTION = 3  # whoever works out a hidden number is left with a range at least so wide; of a small one with 1 to 4


def hide(
    values: Mapping[Cell, int],
    sums: Sequence[Sum],
    published: Mapping[Cell, bool],
    cost: Callable[[Cell], float],
    harmless: Collection[Cell] = (),
) -> frozenset[Cell]:
    """All cells that are hidden; `published` says of earlier ones whether they are, `cost` what hiding one loses.

    What is `harmless` may be small and shown; hidden, it keeps others from being found.
    """
    names = list(values)  # numbered: the search looks its cells up very often
    at = {cell: index for index, cell in enumerate(names)}
    numbers = dict(enumerate(values.values()))
    numbered: list[Sum] = [(at[total], tuple(at[part] for part in parts)) for total, parts in sums]
    before = {at[cell]: is_hidden for cell, is_hidden in published.items()}
    price = {index: (cost(cell), repr(cell)) for index, cell in enumerate(names)}
    quiet = frozenset(at[cell] for cell in harmless)
    hidden: set[Cell] = {
        cell for cell, number in numbers.items() if before.get(cell, 0 < number < FEW and cell not in quiet)
    }
    speaking: dict[Cell, list[Sum]] = {}
    for one in numbered:
        for cell in (one[0], *one[1]):
            speaking.setdefault(cell, []).append(one)
    fixed = {*before, *_follows(numbered, {cell for cell, is_hidden in before.items() if not is_hidden})}
    known: dict[frozenset[Cell], list[Cell]] = {}

    def beside(cells: Iterable[Cell]) -> set[Cell]:
        near = {cell for of in cells for one in speaking.get(of, ()) for cell in (one[0], *one[1])}
        return {cell for cell in near - hidden - fixed if numbers[cell] > 0}

    while True:
        weak = exposed(numbers, numbered, frozenset(hidden), quiet, known)
        if not weak:
            return frozenset(names[cell] for cell in hidden)
        chosen: set[Cell] = set()
        for cell in weak:  # beside the cell itself, else further off, at last anything that is new
            fresh = beside([cell]) or beside(hidden) or numbers.keys() - hidden - fixed
            if fresh and not chosen & fresh:
                chosen.add(min(fresh, key=lambda one: price[one]))
        if not chosen:
            raise ValueError("what was published before already shows too much")
        hidden |= chosen


def exposed(
    values: Mapping[Cell, int],
    sums: Sequence[Sum],
    hidden: frozenset[Cell],
    harmless: Collection[Cell] = (),
    known: dict[frozenset[Cell], list[Cell]] | None = None,
) -> list[Cell]:
    """The hidden cells of which too much can be worked out, in a fixed order; `known` keeps what was found."""
    weak: list[Cell] = []
    known = {} if known is None else known
    for cells, speaking in components(sums, hidden):
        if not speaking:
            continue  # no sum speaks of it: it may be anything
        group = frozenset(cells)
        if group not in known:
            known[group] = _exposed(values, cells, speaking, harmless)
        weak += known[group]
    return weak


def _exposed(
    values: Mapping[Cell, int], cells: Sequence[Cell], speaking: Sequence[Sum], harmless: Collection[Cell]
) -> list[Cell]:
    ranges = Ranges(cells, speaking, values)
    low = [float(values[cell]) for cell in cells]
    high = list(low)

    def look() -> None:
        """What one search found for one cell is a possible table, and so tells something of all others."""
        for at, amount in enumerate(ranges.point()):
            if amount < low[at]:
                low[at] = amount
            elif amount > high[at]:
                high[at] = amount

    weak: list[Cell] = []
    for at, cell in enumerate(cells):
        small = 0 < values[cell] < FEW and cell not in harmless
        if not _wide(low[at], high[at], small=small):
            low[at] = min(low[at], ranges.least(cell, 1.0 if small else high[at] - PROTECTION))
            look()
        if not _wide(low[at], high[at], small=small):
            high[at] = max(high[at], ranges.most(cell, FEW - 1.0 if small else low[at] + PROTECTION))
            look()
        if not _wide(low[at], high[at], small=small):
            weak.append(cell)
    return weak


def _follows(sums: Sequence[Sum], shown: set[Cell]) -> set[Cell]:
    """What follows from numbers that were shown before, whatever is hidden now: hiding it would hide nothing."""
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
