"""Small numbers that are hidden stay hidden, whatever is added and subtracted: a solver of others says so."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.figures.ranges import Ranges, components
from handlers.figures.suppression import FEW, PROTECTION, exposed, hide, lumped
from tests.handlers.figures.solver import solved


def grid(rows, columns, random, most=9):
    """A table with both margins, as values and sums."""
    values = {(r, c): random.choice((0, 0, 1, 2, 3, random.randint(0, most))) for r, c in product(rows, columns)}
    sums = []
    for r in rows:
        values[r, "all"] = sum(values[r, c] for c in columns)
        sums.append(((r, "all"), tuple((r, c) for c in columns)))
    for c in (*columns, "all"):
        values["all", c] = sum(values[r, c] for r in rows)
        sums.append((("all", c), tuple((r, c) for r in rows)))
    sums.append((("all", "all"), tuple(("all", c) for c in columns)))
    return values, sums


def holds(values, sums, hidden):
    for cell, (low, high) in solved(values, sums, hidden).items():
        assert high - low >= PROTECTION - 1e-6, (cell, values[cell], low, high)
        if 0 < values[cell] < FEW:
            assert low <= 1 + 1e-6 and high >= FEW - 1 - 1e-6, (cell, values[cell], low, high)


def test_one_small_number_never_stands_hidden_alone():
    values = {"a": 3, "b": 12, "c": 7, "all": 22}
    assert hide(values, [("all", ("a", "b", "c"))], {}, lambda cell: values[cell]) == {"a", "c"}


def test_two_small_numbers_that_add_up_to_too_little_take_a_third():
    values = {"a": 1, "b": 1, "c": 9, "d": 20, "all": 31}
    assert hide(values, [("all", ("a", "b", "c", "d"))], {}, lambda cell: values[cell]) == {"a", "b", "c"}


def test_half_and_half_make_the_year_and_the_year_must_not_give_a_half_away():
    values = {"h1": 2, "h2": 9, "year": 11}
    hidden = hide(values, [("year", ("h1", "h2"))], {"h1": True, "h2": False}, lambda cell: values[cell])
    assert hidden == {"h1", "year"}


def test_what_shows_too_much_already_is_said_and_not_hidden_away():
    values = {"h1": 2, "h2": 9, "year": 11}
    with pytest.raises(ValueError, match="already"):
        hide(values, [("year", ("h1", "h2"))], {"h1": True, "h2": False, "year": False}, lambda cell: 1)


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_no_solver_finds_a_hidden_number_of_a_table_with_its_margins(seed):
    random = Random(seed)
    values, sums = grid("abcdef"[: random.randint(2, 6)], (1, 2, 3)[: random.randint(2, 3)], random)
    hidden = hide(values, sums, {}, lambda cell: values[cell] * (5 if "all" in cell else 1))
    holds(values, sums, hidden)


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_our_ranges_are_those_of_the_solver(seed):
    random = Random(seed)
    values, sums = grid("abcd", (1, 2, 3), random)
    hidden = frozenset(cell for cell in values if random.random() < 0.5)
    theirs = solved(values, sums, hidden)
    for cells, speaking in components(sums, hidden):
        ranges = Ranges(cells, speaking, values)
        for cell in cells:
            low, high = theirs[cell]
            assert ranges.least(cell, 0.0) == pytest.approx(low, abs=1e-6), cell
            assert ranges.most(cell, float("inf")) == pytest.approx(high, abs=1e-6), cell


def test_a_cell_of_which_no_sum_speaks_may_be_anything():
    assert exposed({"a": 3}, [], frozenset({"a"})) == []


def test_small_numbers_stand_together_and_never_alone():
    assert lumped({"a": 9, "b": 3, "c": 4, "d": 0}, "rest") == {"a": 9, "d": 0, "rest": 7}
    assert lumped({"a": 9, "b": 3, "d": 20}, "rest") == {"d": 20, "rest": 12}
    assert lumped({"a": 2, "b": 0}, "rest") == {"b": 0, "rest": 2}
    assert lumped({"a": 6, "b": 5}, "rest") == {"a": 6, "b": 5}
