"""Bringing a text into one form of Unicode without paying for the square of the marks that were piled on a letter.

Sorting the marks of one letter takes the square of their number: 10,000 of them are 100 ms, 60,000 are four seconds.
Every text of a person goes through here before it is normalised. Standard library only, for Python 3.10 too.
"""

from __future__ import annotations

import re
import unicodedata

MOST_MARKS = 30  # on one letter, as in Unicode's stream-safe text (UAX 15); no language writes a third of it
JOINER = "\u034f"  # COMBINING GRAPHEME JOINER: a mark that is never sorted, and none is sorted across it
# Letters that take no ink: zero-width and directional signs, fillers, variation selectors, tags.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)
_PERHAPS_MARKS = re.compile(rf"[^\w\s!-~]{{{MOST_MARKS + 1},}}")  # no mark is a letter, a digit or white space


def fewer_marks(text: str) -> str:
    """The text with a JOINER for each mark too many. It is as long as it was, so every span stays true."""
    return _PERHAPS_MARKS.sub(_thinned, text)


def seen(text: str) -> str:
    """The text as the eye has it: without the letters that take no ink."""
    return _UNSEEN.sub("", text)


def nfc(text: str) -> str:
    """The text composed (NFC), in time that grows with its length alone."""
    return unicodedata.normalize("NFC", fewer_marks(text))


def nfd(text: str) -> str:
    """The text taken apart (NFD), in time that grows with its length alone."""
    return unicodedata.normalize("NFD", fewer_marks(text))


def _thinned(found: re.Match[str]) -> str:
    kept, marks = [], 0
    for sign in found[0]:
        marks = marks + 1 if unicodedata.category(sign).startswith("M") else 0
        kept.append(sign if marks <= MOST_MARKS else JOINER)
    return "".join(kept)
