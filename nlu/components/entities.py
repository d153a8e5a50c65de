"""Finds ages, relations, places, times and telephone numbers in a message, by rules; the part of a person is learnt."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, starmap
from pathlib import Path
from typing import Any

from nlu.components.ages import ages
from nlu.components.parts import PARTS, Clues, Parts, clues_of_all, learn
from nlu.components.patterns import phrase
from nlu.components.phrasebook import Phrasebook, is_marked
from nlu.components.phrases import phrases
from nlu.components.roles import TABLE, Told, roles
from nlu.components.text import Line, fold, spelled, words
from nlu.gazetteer import fold as key_and_marks
from nlu.gazetteer import load, within

TAUGHT = Path(__file__).resolve().parent.parent / "data" / "roles.tsv"
MOST = 100  # of one kind in one message; a story has a few, and the time stays bounded
Span = tuple[int, int]


@dataclass(frozen=True)
class Found:
    kind: str
    start: int
    end: int
    value: str | int
    role: str | None = None

    def as_json(self) -> dict[str, Any]:
        entity = {"entity": self.kind, "start": self.start, "end": self.end, "value": self.value}
        return {**entity, "role": self.role} if self.role else entity


_RELATIONS = Phrasebook(phrases("vi", "nobody", "relations"))
_BARE = Phrasebook(phrases("vi", "nobody", "bare"))
_PLACES = Phrasebook(phrases("vi", "places"))
_TIMES = Phrasebook(phrases("vi", "times"))
_EDE_RELATIONS = Phrasebook(phrases("rad", "relations"))
_EDE_PLACES = Phrasebook(phrases("rad", "places"))
_EDE_TIMES = Phrasebook(phrases("rad", "times"))
_EDE = re.compile(f"[ĕĭŏŭƀčñ\u0306]|{phrase(phrases('rad', 'roles')['ede']).pattern}")
_CALLED, _SCHOOL = TABLE["called"], TABLE["school"]
_NAMES = {kind: frozenset(words.split()) for kind, words in phrases("vi", "names").items()}
_PERSONS = frozenset(map(fold, _NAMES["persons"]))
_PHONE = re.compile(
    r"(?<![\w+])(?:(?:\(?\+84\)?|84|[0o])(?:[ .\-]{0,3}[\do]){9,10}|1[89]00(?:[ .\-]{0,3}\d){4,6})(?!\w)", re.IGNORECASE
)


def entities(text: str, line: Line, parts: Parts | None = None) -> list[Found]:
    """All that was found, in the order of the text; none overlaps another of its own kind.

    Without `parts` the rules alone tell who does harm, suffers it, writes or stands beside.
    """
    old = list(islice(_ages(line), MOST))
    kinds = (_relations(line, parts), _places(text, line), _times(text, line, old), _phones(text))
    found = [*old, *(entity for kind in kinds for entity in islice(kind, MOST))]
    return sorted(found, key=lambda entity: (entity.start, entity.end))


def _ages(line: Line) -> Iterator[Found]:
    taken: list[Span] = []
    for start, end, years in ages(line.text):
        if _free((start, end), taken):
            yield Found("age", *line.span(start, end), years)


def _relations(line: Line, parts: Parts | None) -> Iterator[Found]:
    told = _persons(line.text)
    ruled = roles(line.text, told)
    for (relation, start, end), role in zip(told, parts.say(line.text, told, ruled) if parts else ruled, strict=True):
        yield Found("relation", *line.span(start, end), relation, role)


def _persons(text: str) -> list[Told]:
    named = list(islice(_told(text, _RELATIONS, _EDE_RELATIONS), MOST))
    taken: list[Span] = []
    return [one for one in [*named, *islice(_bare(text, named), MOST)] if _free(one[1:], taken)]


def taught() -> Parts:
    """Learns the parts from messages in which a reader told them; who is not found any more teaches nothing."""
    return learn(_lessons(TAUGHT.read_text(encoding="utf-8")))


def _lessons(written: str) -> Iterator[tuple[Clues, str]]:
    for number, row in enumerate(written.splitlines(), 1):
        if row.startswith("#"):
            continue
        text, start, end, part = row.split("\t")
        if part not in PARTS:
            raise ValueError(f"{TAUGHT.name}:{number}: {part} is none of {', '.join(PARTS)}")
        line = Line(words(text))
        told = _persons(line.text)
        for one, found in zip(told, clues_of_all(line.text, told, roles(line.text, told)), strict=True):
            if line.span(*one[1:]) == (int(start), int(end)):
                yield found, part


def _told(text: str, book: Phrasebook, ede: Phrasebook) -> Iterator[Told]:
    """What both books find, none overlapping; the one of Ê Đê is asked only where the message holds such words."""
    taken: list[Span] = []
    for known in (ede, book) if _EDE.search(text) else (book,):
        for label, start, end in known.find(text):
            if _free((start, end), taken):
                yield label, start, end


def _bare(text: str, named: list[Told]) -> Iterator[Told]:
    """ "chú", "cô" by themselves, if nobody is called so: as named before ("chú thím … chú đánh") or as is usual."""
    as_named = {word: relation for relation, start, end in reversed(named) for word in text[start:end].split()}
    called = {word for match in islice(_CALLED.finditer(text), MOST) for word in match.group().split()}
    at_school = bool(_SCHOOL.search(text))
    for usual, start, end in _BARE.find(text):
        word = text[start:end]
        known = word in as_named or (usual != "named" and (usual != "teacher" or at_school))
        if word not in called and known:
            yield as_named.get(word, usual), start, end


def _places(text: str, line: Line) -> Iterator[Found]:
    return _Places(text, line).all()


class _Places:
    """The words of one message, asked for the places named among them."""

    def __init__(self, text: str, line: Line) -> None:
        self.text = text
        self.line = line
        self.read = line.words
        self.at = {word.start: index for index, word in enumerate(self.read)}
        self.folded = [word.folded for word in self.read]
        # Where all letters are capitals they tell no name.
        self.cased = text.upper() != text
        self.exact = self.cased and is_marked(line.text)

    def all(self) -> Iterator[Found]:
        """The places in order; what stands side by side is one: "cổng" and "trường Lê Lợi"."""
        joined: list[Span] = []
        for first, last in self._all():
            begins = joined.pop()[0] if joined and first == joined[-1][1] and self._together(first) else first
            joined.append((begins, last))
        return starmap(self._found, joined)

    def _all(self) -> list[Span]:
        taken: list[Span] = []
        for kind, start, end in islice(_told(self.line.text, _PLACES, _EDE_PLACES), MOST):
            first = self.at[self.line.span(start, end)[0]]
            after = self.at[self.line.span(end - 1, end)[0]] + 1
            last = after if kind == "alone" else self._name(after, kind)
            if kind in ("kind", "alone") or last > after:
                _free((first, last), taken)
        for span in islice(self._names(), MOST):
            _free(span, taken)
        return taken

    def _found(self, first: int, last: int) -> Found:
        start, end = self.read[first].start, self.read[last - 1].end
        return Found("place", start, end, self.text[start:end])

    def _name(self, first: int, kind: str) -> int:
        """The end of the name that begins at this word; the same word if there is none."""
        last = first
        while last < len(self.read) and last - first < 4 and self._together(last):
            small = kind == "named" and last - first < 2 and self._small_name(first, last)
            number = kind in ("named", "numbered", "person") and self._number(last)
            person = kind in ("kind", "person") and last - first < 3 and self._named_after(first, last)
            if not (small or number or person or self._capital(last) or self._native(last)):
                break
            last += 1
        return last

    def _named_after(self, first: int, last: int) -> bool:
        """Whether it is named after somebody, in small letters: "trường nguyễn du", "duong le loi"."""
        name = self.read[first].marked
        known = name in _NAMES["persons"] or (name == self.folded[first] and not self.exact and name in _PERSONS)
        return known and (last == first or self.folded[last] not in _NAMES["not_a_name"])

    def _number(self, index: int) -> bool:
        """Whether it is one that a place may have: "xóm 3", and not "cùng xóm 15 tuổi"."""
        after = self.folded[index + 1] if index + 1 < len(self.read) else ""
        return self.read[index].marked[0].isdigit() and after not in _NAMES["counts"]

    def _small_name(self, first: int, last: int) -> bool:
        """Whether a name may go on with this word in small letters; where marks are typed it must be a known one."""
        if self.exact:
            return last < self._known(first)
        if last > first and self.read[first].marked[0].isdigit():
            return False
        return self.folded[last] not in _NAMES["not_a_name"]

    def _names(self) -> Iterator[Span]:
        """Names of the province's communes that stand without their kind."""
        index = 0
        while index < len(self.read):
            last = self._known(index)
            if last > index and self._told_as_name(index, last):
                yield index, last
            index = max(last, index + 1)

    def _known(self, first: int) -> int:
        """The end of the longest known name that begins at this word; the same word if there is none."""
        names, beginnings = _names()
        joined, marks, longest = "", "", first
        for index in range(first, len(self.read)):
            joined += "".join(filter(str.isalnum, self.folded[index]))
            if joined not in beginnings or not (index == first or self._together(index)):
                break
            marks += key_and_marks(self.read[index].marked)[1]
            if any(within(marks, whole) for whole in names.get(joined, ())):
                longest = index + 1
        return longest

    def _told_as_name(self, first: int, last: int) -> bool:
        towards = first > 0 and self.folded[first - 1] in _NAMES["towards"]
        capitals = self.cased and all(self._capital(index) for index in range(first, last))
        native = self._native(first) and last - first > 1
        marked = any(not word.marked.isascii() for word in self.read[first:last])
        return native or (capitals and (last - first > 1 or towards)) or (towards and (marked or last - first > 1))

    def _together(self, index: int) -> bool:
        """Whether nothing but a blank parts this word from the one before."""
        word, before = self.read[index], self.read[index - 1] if index else None
        return not word.is_mark and (before is None or not self.text[before.end : word.start].strip(" \t\u200b'-"))

    def _capital(self, index: int) -> bool:
        return self.cased and self.text[self.read[index].start].isupper()

    def _native(self, index: int) -> bool:
        word = self.read[index].marked
        return self.folded[index] in _NAMES["native"] and not spelled(word)[-1].isdigit()  # "Chư", and not "chú"


@cache
def _names() -> tuple[dict[str, list[str]], frozenset[str]]:
    """Folded names, as one word, with the marks each is written with; and all beginnings of them."""
    names = {
        key: ["".join(name.marks) for name in found]
        for key, found in load().names.items()
        if len(key) > 2 and not key.isdigit()
    }
    return names, frozenset(key[:length] for key in names for length in range(1, len(key) + 1))


def _times(text: str, line: Line, old: list[Found]) -> Iterator[Found]:
    taken = sorted((age.start, age.end) for age in old)
    for _, first, last in _told(line.text, _TIMES, _EDE_TIMES):
        start, end = line.span(first, last)
        if _free((start, end), taken):
            yield Found("time", start, end, text[start:end])


def _phones(text: str) -> Iterator[Found]:
    for match in _PHONE.finditer(text):
        yield Found("phone", *match.span(), re.sub(r"[^\d+]", "", match.group().lower().replace("o", "0")))


def _free(span: Span, taken: list[Span]) -> bool:
    """Whether nothing longer has this place yet; takes it. `taken` is in order, and none of it overlaps."""
    place = bisect(taken, span)
    if (place and span[0] < taken[place - 1][1]) or (place < len(taken) and taken[place][0] < span[1]):
        return False
    taken.insert(place, span)
    return True
