"""The two codes of a campaign's variant: one for links, without meaning, and eight digits that can be typed. Pure.

The last digit checks the others by H. Michael Damm's method (Total anti-symmetrische Quasigruppen, Marburg 2004): any
one wrong digit and any two neighbours that changed places are found. A number that reads as a date is never a code.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import date

from nlu.marks import seen

LONGEST = 64  # characters of a Telegram deep link's payload
DIGITS = 8
_LINK_BYTES = 12  # 96 bits in 16 characters: nobody guesses one, and a QR code of it stays small
_LINK = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST}}}")
_LONGEST_TYPED = 40  # characters of a message that may be a code and nothing else
_BETWEEN = r"[ \u00a0.\-\u2010-\u2015]?"
_TYPED = re.compile(rf"\A[\W_]*+(\d{{4}}){_BETWEEN}(\d{{4}})[\W_]*+\Z")
_YEARS = range(1900, 2100)
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def new_link_code() -> str:
    """Sixteen random characters that stand in an address as they are; a letter or digit begins and ends them."""
    while True:
        code = secrets.token_urlsafe(_LINK_BYTES)
        if code[0].isalnum() and code[-1].isalnum():  # so that no program leaves a dash outside of the link
            return code


def new_typed_code() -> str:
    """Eight random digits, the last of which checks the others; the first is no 0, and they are no date."""
    while True:
        first = str(secrets.randbelow(9 * 10 ** (DIGITS - 2)) + 10 ** (DIGITS - 2))
        code = first + check_digit(first)
        if not reads_as_a_date(code):
            return code


def check_digit(digits: str) -> str:
    """The digit that belongs behind these."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return str(interim)


def reads_as_a_date(digits: str) -> bool:
    """Whether eight digits are a day of 1900 to 2099: day, month, year, or year, month, day, or as in America."""
    orders = (
        (digits[4:], digits[2:4], digits[:2]),
        (digits[:4], digits[4:6], digits[6:]),
        (digits[4:], digits[:2], digits[2:4]),
    )
    return any(_is_day(int(year), int(month), int(day)) for year, month, day in orders)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day).year in _YEARS
    except ValueError:
        return False


def typed_code(text: str) -> str | None:
    """The eight digits of a message that is a typed code and nothing else, perhaps with one sign in the middle.

    None for a date, and where the check digit is wrong: those are somebody's words.
    """
    if len(text) > _LONGEST_TYPED or (found := _TYPED.match(seen(text))) is None:
        return None
    digits = "".join(str(unicodedata.decimal(one)) for one in found[1] + found[2])
    right = digits[0] != "0" and check_digit(digits[:-1]) == digits[-1]
    return digits if right and not reads_as_a_date(digits) else None


def link_code(text: str) -> str | None:
    """The code of a link, as it came with the address or behind /start; None where it can't be one."""
    return text if _LINK.fullmatch(text) else None


def in_halves(digits: str) -> str:
    """ "1234 5678": as it is printed and typed."""
    return f"{digits[:4]} {digits[4:]}"
