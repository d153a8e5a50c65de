"""A small language for phrases: written once with full diacritics, it also finds them typed with some or none."""

from __future__ import annotations

import re
import unicodedata

from nlu.components.text import TONES, spelled

# A mark that was typed must be the right one, a mark left out is forgiven: "danh" may be "đánh", "dành" may not.
# "=bán" must be typed with its marks ("ban" is far more often "bạn") · # a number ·
# (a|b) alternatives · (a)? may be missing, but not at the end ·
# … up to four words, not across punctuation · …. up to eight words.
_WORD = re.compile(r"=?[^\W\d_]+")
_GAP = r"(?:\w+ ){0,4}?"
_LONG_GAP = r"(?:\w+ ){0,8}?"


def phrase(written: str) -> re.Pattern[str]:
    """The pattern of one phrase, or of several separated by line breaks, on a `Line`'s text."""
    lines = [line.strip() for line in unicodedata.normalize("NFC", written).splitlines() if line.strip()]
    return re.compile("(?<!\\S)(?:" + "|".join(_compiled(line) for line in lines) + ")(?!\\S)")


def _compiled(line: str) -> str:
    pattern = _WORD.sub(lambda found: _word(found.group()), line)
    pattern = pattern.replace("#", r"\d+").replace("(", "(?:")
    pattern = pattern.replace("…. ", _LONG_GAP).replace("… ", _GAP)
    # The blank beside a part that may be missing is part of it.
    return re.sub(r"\)\? ", ") )?", _open_optional(pattern))


def _open_optional(pattern: str) -> str:
    """Puts a group round every optional group, so that its blank goes when it goes."""
    out: list[str] = []
    starts: list[int] = []
    for index, letter in enumerate(pattern):
        if letter == "(":
            starts.append(len(out))
        out.append(letter)
        if letter == ")":
            start = starts.pop()
            if pattern[index + 1 : index + 3] == "? ":
                out.insert(start, "(?:")
    return "".join(out)


def _word(word: str) -> str:
    if word.startswith("="):
        return spelled(word[1:])
    tone = ""
    letters: list[str] = []
    for letter in word:
        decomposed = unicodedata.normalize("NFD", letter)
        tone += "".join(TONES[mark] for mark in decomposed if mark in TONES)
        whole = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in TONES))
        bare = {"đ": "d", "ƀ": "b"}.get(whole, unicodedata.normalize("NFD", whole)[0])
        letters.append(bare if bare == whole else f"[{bare}{whole}]")
    return "".join(letters) + (f"{tone}?" if tone else "")
