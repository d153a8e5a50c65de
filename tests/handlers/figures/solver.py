"""What somebody with a solver finds out about hidden numbers: the lowest and the highest that each can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from handlers.figures.ranges import Cell, Sum


def solved(values: Mapping[Cell, int], sums: Sequence[Sum], hidden: Iterable[Cell]) -> dict[Cell, tuple[float, float]]:
    """From what is shown alone: of a hidden cell nothing is given but that it is no less than nothing."""
    cells = sorted(hidden, key=repr)
    at = {cell: index for index, cell in enumerate(cells)}
    rows, right = [], []
    for total, parts in sums:
        row: Any = numpy.zeros(len(cells))
        known = 0
        for cell, by in ((total, -1), *((part, 1) for part in parts)):
            if cell in at:
                row[at[cell]] += by
            else:
                known += by * values[cell]
        if row.any():
            rows.append(row)
            right.append(-known)
    equal = {"A_eq": csr_matrix(rows), "b_eq": right} if rows else {}
    found: dict[Cell, tuple[float, float]] = {}
    for cell in cells:
        ends = []
        for sign in (1, -1):
            objective: Any = numpy.zeros(len(cells))
            objective[at[cell]] = sign
            answer = linprog(objective, bounds=(0, None), method="highs", **equal)
            assert answer.status == 0 or (answer.status == 3 and sign < 0), answer.message
            ends.append(sign * answer.fun if answer.status == 0 else float("inf"))
        found[cell] = (ends[0], ends[1])
    return found
