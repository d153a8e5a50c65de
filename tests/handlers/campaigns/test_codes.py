"""The codes of campaigns: random, checked, never a date; and what a person types that is none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.campaigns.codes import (
    check_digit,
    in_halves,
    link_code,
    new_link_code,
    new_typed_code,
    reads_as_a_date,
    typed_code,
)

SEVEN = st.text("0123456789", min_size=7, max_size=7)


def test_new_codes_are_well_formed_and_differ() -> None:
    links, typed = {new_link_code() for _ in range(500)}, {new_typed_code() for _ in range(500)}
    assert len(links) == 500 and len(typed) > 495
    assert all(link_code(code) == code and len(code) <= 64 for code in links)
    for code in typed:
        assert typed_code(code) == code and not reads_as_a_date(code)
        assert all(typed_code(f"{code[:4]}{mark}{code[4:]}") == code for mark in (" ", ".", "-", "–", ""))


@given(SEVEN, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_found(first: str, at: int, more: int) -> None:
    code = first + check_digit(first)
    wrong = code[:at] + str((int(code[at]) + more) % 10) + code[at + 1 :]
    assert check_digit(wrong[:-1]) != wrong[-1]


@given(SEVEN, st.integers(0, 6))
def test_two_neighbours_that_changed_places_are_found(first: str, at: int) -> None:
    code = first + check_digit(first)
    wrong = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert wrong == code or check_digit(wrong[:-1]) != wrong[-1]


def test_no_birthday_is_a_code_however_it_is_written() -> None:
    day, last = date(1930, 1, 1), date(2027, 12, 31)
    while day <= last:
        for shape in ("%d%m%Y", "%Y%m%d", "%m%d%Y", "%d%m %Y", "%d%m.%Y", "%Y-%m%d"):
            assert typed_code(f"{day:{shape}}") is None
        day += timedelta(days=1)


def _code() -> str:
    return "5724901" + check_digit("5724901")


@pytest.mark.parametrize("around", ["{}", "  {}\n", "{}.", "({})", "« {} »", "#{}", "{} !"])
def test_signs_round_a_code_do_not_matter(around: str) -> None:
    assert typed_code(around.format(in_halves(_code()))) == _code()


def test_digits_of_other_scripts_are_digits() -> None:
    wide = "".join(chr(0xFF10 + int(digit)) for digit in _code())
    assert typed_code(wide) == _code()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "em 5724 9010",
        "mã {code}",
        "{code} cứu em",
        "số nhà {code}",
        "12.05.2010",
        "12/05/2010",
        "12 05 2010",
        "1205 2010",
        "2010-05-12",
        "sinh ngày 12052010",
        "0905123456",
        "0262 3811111",
        "482 113 905 227 641",
        "57249010 57249010",
        "5724  9010",
        "572 49010",
        "5724901",
        "111",
        "113",
        "5 7 2 4 9 0 1 0",
        "x" * 10_000,
        "1" * 10_000,
        "....." * 2_000,
    ],
)
def test_what_is_not_a_code_alone_stays_words(text: str) -> None:
    assert typed_code(text.format(code=_code()) if "{" in text else text) is None


def test_a_mistyped_code_stays_words() -> None:
    code = _code()
    assert all(typed_code(code[:-1] + str((int(code[-1]) + n) % 10)) is None for n in range(1, 10))


@pytest.mark.parametrize("text", ["", "a b", "mã lạ", "<b>", "../x", "a" * 65, "a\n", "%00", "ê"])
def test_odd_characters_are_no_link_code(text: str) -> None:
    assert link_code(text) is None
