"""What can be worked out of numbers that are hidden, from the sums that are shown: the range of each. Pure.

A linear programme in plain Python (the simplex with a sparse tableau, by Bland's rule): some hundred hidden numbers at
most, and it stops as soon as a number can be as low or as high as is asked. The tests hold it to a solver of others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Cell = Any  # whatever can be a key
Sum = tuple[Cell, tuple[Cell, ...]]  # a total, and the parts that add up to it
_NIL = 1e-9


def components(sums: Iterable[Sum], hidden: frozenset[Cell]) -> list[tuple[list[Cell], list[Sum]]]:
    """The hidden cells in groups that no sum joins, each with the sums that speak of it."""
    group: dict[Cell, Cell] = {cell: cell for cell in hidden}

    def head(cell: Cell) -> Cell:
        while group[cell] != cell:
            group[cell] = group[group[cell]]
            cell = group[cell]
        return cell

    spoken = [(one, [cell for cell in (one[0], *one[1]) if cell in hidden]) for one in sums]
    spoken = [(one, cells) for one, cells in spoken if cells]
    for _, cells in spoken:
        for cell in cells[1:]:
            group[head(cell)] = head(cells[0])
    found: dict[Cell, tuple[list[Cell], list[Sum]]] = {}
    for cell in sorted(hidden, key=repr):
        found.setdefault(head(cell), ([], []))[0].append(cell)
    for one, cells in spoken:
        found[head(cells[0])][1].append(one)
    return list(found.values())


class Ranges:
    """The tables that are possible for one group of hidden cells: whole, not negative, with the sums that are shown."""

    def __init__(self, cells: Sequence[Cell], sums: Sequence[Sum], values: Mapping[Cell, int]) -> None:
        self._index = {cell: at for at, cell in enumerate(cells)}
        self._rows: list[dict[int, float]] = []
        self._right: list[float] = []
        self._basis: list[int] = []
        for total, parts in sums:
            row = {self._index[cell]: 1.0 for cell in parts if cell in self._index}
            if total in self._index:
                row[self._index[total]] = -1.0
            self._add(row, sum(by * values[cells[at]] for at, by in row.items()))

    def _add(self, row: dict[int, float], right: float) -> None:
        """Put one more equation in, and find a corner of what is possible with it."""
        row = dict(row)
        for basic, known, amount in zip(self._basis, self._rows, self._right, strict=True):
            if (by := row.get(basic, 0.0)) != 0.0:
                _subtract(row, known, by)
                right -= by * amount
        if not row:
            return
        if right < 0:
            row, right = {at: -by for at, by in row.items()}, -right
        artificial = len(self._index)  # a name of its own as long as it is in the basis; driven to nothing at once
        self._rows.append({**row, artificial: 1.0})
        self._right.append(right)
        self._basis.append(artificial)
        self._go(artificial, -1.0, 0.0)
        if artificial in self._basis:
            at = self._basis.index(artificial)
            entering = next((var for var in sorted(self._rows[at]) if var != artificial), None)
            if entering is None:
                del self._rows[at], self._right[at], self._basis[at]
            else:
                self._pivot(at, entering)
        for known in self._rows:
            known.pop(artificial, None)

    def least(self, cell: Cell, enough: float) -> float:
        """How low the cell can be; not looked for further once it is `enough`."""
        return self._go(self._index[cell], -1.0, enough)

    def most(self, cell: Cell, enough: float) -> float:
        """How high the cell can be; the same."""
        return self._go(self._index[cell], 1.0, enough)

    def point(self) -> list[float]:
        """The possible table at which the last search ended, in the order of the cells."""
        found = [0.0] * len(self._index)
        for basic, amount in zip(self._basis, self._right, strict=True):
            found[basic] = amount
        return found

    def _value(self, variable: int) -> float:
        return self._right[self._basis.index(variable)] if variable in self._basis else 0.0

    def _go(self, variable: int, sign: float, enough: float) -> float:
        while True:
            value = self._value(variable)
            if sign * value >= sign * enough - _NIL:
                return value
            if variable in self._basis:
                row = self._rows[self._basis.index(variable)]
                better = [at for at, by in row.items() if at != variable and -sign * by > _NIL]
            else:
                better = [variable] if sign > 0 else []
            if not better:
                return value
            entering = min(better)
            leaving, step = -1, float("inf")
            for at, row in enumerate(self._rows):
                by = row.get(entering, 0.0)
                if by > _NIL:
                    reach = self._right[at] / by
                    if reach < step - _NIL or (reach < step + _NIL and self._basis[at] < self._basis[leaving]):
                        leaving, step = at, reach
            if leaving < 0:
                return float("inf")
            self._pivot(leaving, entering)

    def _pivot(self, leaving: int, entering: int) -> None:
        row = self._rows[leaving]
        by = row[entering]
        row = {at: amount / by for at, amount in row.items()}
        self._rows[leaving], self._right[leaving] = row, self._right[leaving] / by
        for at, other in enumerate(self._rows):
            if at != leaving and (times := other.get(entering, 0.0)) != 0.0:
                _subtract(other, row, times)
                self._right[at] = max(self._right[at] - times * self._right[leaving], 0.0)
        self._basis[leaving] = entering


def _subtract(row: dict[int, float], other: Mapping[int, float], times: float) -> None:
    for at, by in other.items():
        left = row.get(at, 0.0) - times * by
        if abs(left) < _NIL:
            row.pop(at, None)
        else:
            row[at] = left
