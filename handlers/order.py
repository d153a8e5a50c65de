"""Names in the order of a Vietnamese dictionary: Đ after D, Ô after O, tones last; Ê Đê letters beside their own.

Python sorts by code points, a database as it was set up: both put Đ behind Z. The alphabet and the order of tones are
those of Vietnamese dictionaries; letters that only Ê Đê has stand behind the one they are made from.
"""

from __future__ import annotations

from nlu.marks import nfc, nfd

_ALPHABET = "aăâbƀcčdđeĕêfghiĭjklmnñoŏôơpqrstuŭưvwxyz"
_PLACE = {letter: at for at, letter in enumerate(_ALPHABET)}
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng; none comes first
_LONG = 9  # digits of a number

Key = tuple[tuple[tuple[int, int], ...], ...]


def in_order(name: str) -> tuple[Key, tuple[int, ...], str]:
    """A key for sorting: by the letters of each word, then by tones, then as it is written. Digits come first."""
    words: list[tuple[tuple[int, int], ...]] = []
    tones: list[int] = []
    for word in nfc(name).casefold().split():
        if word.isdecimal() and len(word) < _LONG:
            words.append(((0, int(word)),))
            continue
        letters: list[tuple[int, int]] = []
        for sign in word:
            found = _letter(sign)
            if found is not None:
                letters.append(found[0])
                tones.append(found[1])
        words.append(tuple(letters))
    return tuple(words), tuple(tones), name


def _letter(sign: str) -> tuple[tuple[int, int], int] | None:
    """Where a letter or digit stands, and its tone."""
    if sign.isdecimal():
        return (0, int(sign)), 0
    taken = nfd(sign)
    tone = next((_TONES.index(mark) + 1 for mark in taken if mark in _TONES), 0)
    letter = nfc("".join(mark for mark in taken if mark not in _TONES))
    for known in (letter, letter[:1], taken[:1]):
        if known in _PLACE:
            return (1, _PLACE[known]), tone
    return ((2, ord(sign)), 0) if sign.isalpha() else None
