"""Whether a chosen password is one that others choose too: by zxcvbn's lists, and by habits of this country."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from nlu import gazetteer
from nlu.marks import nfd

FEWEST_GUESSES = 10**10  # zxcvbn's best mark: with argon2id, years for whoever has stolen the hashes
_LETTERS = 5  # different ones
_READ = 72  # letters; what comes behind makes nothing easier to guess


def is_common(password: str, about: Iterable[str]) -> bool:
    """Whether it is guessed too soon by whoever knows the habits here and `about`, words that are the person's own.

    Marks, spaces and capitals are looked through: "Mật khẩu 123" is guessed as soon as "matkhau123".
    """
    from zxcvbn import zxcvbn  # its lists take a tenth of a second to read

    bare = _bare(password)
    known = [*_habits(), *(part for one in about for part in _parts(one))]
    forms = {password[:_READ], bare[:_READ], "".join(letter for letter in bare if letter.isalnum())[:_READ]} - {""}
    return len(set(bare)) < _LETTERS or min(zxcvbn(form, known)["guesses"] for form in forms) < FEWEST_GUESSES


@cache
def _habits() -> tuple[str, ...]:
    text = files("handlers.console").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return (*lines, *(_joined(name.partition(" ")[2]) for name in gazetteer.load().units.values()))


def _parts(text: str) -> Iterable[str]:
    return {_joined(text), *_bare(text).split()} - {""}


def _joined(text: str) -> str:
    return "".join(_bare(text).split())


def _bare(text: str) -> str:
    """Small letters without marks."""
    small = nfd(text.casefold()).replace("đ", "d").replace("ƀ", "b")
    return "".join(letter for letter in small if not 0x300 <= ord(letter) <= 0x36F)
