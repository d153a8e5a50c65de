"""Finds the phrases of a table in a line: at each word the longest that begins there, in one walk over the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nlu.components.patterns import phrase
from nlu.components.text import fold

_WORD = re.compile(r"\S+")
_UNSURE = re.compile(r"(?<![=\w])(?=[^\W\d_])")
_EM = re.compile(r"(?<![=\w])em(?!\w)")  # as often typed with one letter
_ENOUGH = 1000  # code points
_MARKED = 0.68  # of a text with all its marks about three words in four have one
_LONGEST = 30  # code points of a word that may begin a phrase
_BEFORE = 40  # code points; as far back as a context is looked for


@dataclass(frozen=True)
class _Phrase:
    label: str
    said: re.Pattern[str]  # with what must follow; its first group is what is told
    before: re.Pattern[str] | None


class Phrasebook:
    """Labels and their phrases, a line each, kept by the word that they begin with: most words begin none.

    "bị < chú" and "chú > đánh" find "chú", but only after or before the other word. A phrase with the label "" is never
    told: it only keeps shorter ones from its place. Of phrases of one length the first counts.
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        self._by_first: dict[str, list[tuple[_Phrase, _Phrase]]] = {}
        for label, lines in table.items():
            for line in filter(None, map(str.strip, lines.splitlines())):
                line = _EM.sub("(em|e)", line)
                before, _, rest = line.rpartition(" < ")
                loose, exact = _phrase(label, before, rest), _phrase(label, before, _exactly(rest))
                for first in _firsts(rest):
                    self._by_first.setdefault(first, []).append((loose, exact))

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """(label, start, end) in a `Line`'s text, in its order."""
        taken = 0
        exact = is_marked(text)
        for word in _WORD.finditer(text):
            start = word.start()
            if start < taken:
                continue
            best, reach = None, (0, 0)
            for forms in self._by_first.get(_key(word.group()), ()):
                told = forms[exact]
                match = told.said.match(text, start)
                context = told.before.search(text[max(0, start - _BEFORE) : start]) if match and told.before else None
                if match and (told.before is None or context):
                    longer = (match.end(), len(context.group()) if context else 0)
                    if longer > reach:
                        best, reach = (told.label, match.end(1)), longer
            if best:
                label, taken = best
                if label:
                    yield label, start, taken


def is_marked(text: str) -> bool:
    """Whether marks are typed throughout: then a word without any is meant so, and "ban" is no "bạn"."""
    said = [word for word in text[:_ENOUGH].split() if word[0].isalpha()]
    return sum(1 for word in said if word[-1].isdigit() or not word.isascii()) > _MARKED * len(said)


def _exactly(rest: str) -> str:
    said, follows, after = rest.partition(" > ")
    return _UNSURE.sub("=", said) + follows + after


def _phrase(label: str, before: str, rest: str) -> _Phrase:
    said, _, after = rest.partition(" > ")
    pattern = f"({phrase(said).pattern})" + (" " + phrase(after).pattern if after else "")
    return _Phrase(label, re.compile(pattern), re.compile(phrase(before).pattern + " $") if before else None)


def _key(word: str) -> str:
    if word[0].isdigit():
        return "#"
    return bare(word) if len(word) <= _LONGEST else word  # no phrase begins so, and no memory is filled with it


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
    return fold(word).rstrip("0123456789")


def _firsts(line: str) -> set[str]:
    """The words that a phrase may begin with, in any of its alternatives."""
    if not line.startswith("("):
        return {_key(line.split()[0].lstrip("=").replace("#", "0", 1).rstrip("|)"))}
    depth, cuts = 0, [0]
    for place, letter in enumerate(line):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if (letter == "|" and depth == 1) or depth == 0:
            cuts.append(place)
        if depth == 0:
            break
    firsts = {first for a, b in pairwise(cuts) for first in _firsts(line[a + 1 : b])}
    rest = line[cuts[-1] + 1 :]
    return firsts | (_firsts(rest[1:].strip()) if rest.startswith("?") else set())
