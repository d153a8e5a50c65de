"""Numbers told by fives: whatever is added up or taken off, a small one may still be any of nought to four."""

from __future__ import annotations

from itertools import product

import pytest

from handlers.campaigns.fives import FEW, Told, by_fives


def numbered(*parts: int) -> dict[int, int]:
    return dict(enumerate(parts))


@pytest.mark.parametrize(
    ("number", "told"), [(0, "<5"), (4, "<5"), (5, "≥5"), (9, "≥5"), (10, "≥10"), (1234, "≥1.230")]
)
def test_a_number_is_told_by_the_five_below_it(number: int, told: str) -> None:
    total, parts = by_fives(numbered(number))
    assert str(total) == str(parts[0]) == told


def test_an_exact_number_is_told_as_it_is() -> None:
    assert [str(Told(0, exact=True)), str(Told(12345, exact=True))] == ["0", "12.345"]
    assert by_fives({}) == (Told(0), {})


def test_a_total_is_told_as_far_as_its_parts_allow() -> None:
    assert str(by_fives(numbered(4, 4, 4))[0]) == "≥5"  # "≥10" would leave none of them at nought or one
    assert str(by_fives(numbered(*[3] * 20))[0]) == "≥60"


@pytest.mark.parametrize("places", [1, 2, 3])
def test_what_is_told_is_true(places: int) -> None:
    for parts in product((0, 4, 5, 9, 17), repeat=places):
        total, told = by_fives(numbered(*parts))
        assert total.least <= sum(parts)
        for number, one in zip(parts, told.values(), strict=True):
            assert one.least <= number < one.least + FEW


@pytest.mark.parametrize("places", [1, 2, 3, 4, 5])
def test_no_total_gives_a_small_number_away(places: int) -> None:
    """Everything that the parts could be, by what is shown of them."""
    possible: dict[tuple[Told, ...], list[set[int]]] = {}
    for parts in product((0, 1, 2, 3, 4, 5, 7, 9), repeat=places):
        total, told = by_fives(numbered(*parts))
        shown = (total, *told.values())
        for seen, part in zip(possible.setdefault(shown, [set() for _ in parts]), parts, strict=True):
            seen.add(part)
    for (_, *told_parts), numbers in possible.items():
        for one, possibly in zip(told_parts, numbers, strict=True):
            assert one.least or possibly == set(range(FEW)), (told_parts, possibly)
