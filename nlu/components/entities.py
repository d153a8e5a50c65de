"""Finds ages, relations, places, times and telephone numbers in a message, by rules."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from nlu.components.ages import ages
from nlu.components.patterns import phrase
from nlu.components.phrasebook import Phrasebook, is_marked
from nlu.components.phrases import phrases
from nlu.components.text import Line
from nlu.gazetteer import fold as key_and_marks
from nlu.gazetteer import load, within

MOST = 100  # of one kind in one message; a story has a few, and the time stays bounded
Span = tuple[int, int]
Told = tuple[str, int, int]  # label, start, end in a line


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
_OF_ELDERS = Phrasebook(phrases("vi", "elders"))
_BARE = Phrasebook(phrases("vi", "nobody", "bare"))
_PLACES = Phrasebook(phrases("vi", "places"))
_TIMES = Phrasebook(phrases("vi", "times"))
_EDE_RELATIONS = Phrasebook(phrases("rad", "relations"))
_EDE_PLACES = Phrasebook(phrases("rad", "places"))
_EDE_TIMES = Phrasebook(phrases("rad", "times"))
_EDE = re.compile(f"[ĕĭŏŭƀčñ\u0306]|{phrase(phrases('rad', 'roles')['ede']).pattern}")
_ROLES = {label: phrase(lines) for label, lines in phrases("vi", "roles").items()}
_ELDER, _CALLED, _SCHOOL = _ROLES["elder"], _ROLES["called"], _ROLES["school"]
_NAMES = {kind: frozenset(words.split()) for kind, words in phrases("vi", "names").items()}
_PHONE = re.compile(
    r"(?<![\w+])(?:(?:\(?\+84\)?|84|[0o])(?:[ .\-]{0,3}[\do]){9,10}|1[89]00(?:[ .\-]{0,3}\d){4,6})(?!\w)", re.IGNORECASE
)


def entities(text: str, line: Line) -> list[Found]:
    """All that was found, in the order of the text; none overlaps another of its own kind."""
    old = list(islice(_ages(line), MOST))
    kinds = (_relations(line), _places(text, line), _times(text, line, old), _phones(text))
    found = [*old, *(entity for kind in kinds for entity in islice(kind, MOST))]
    return sorted(found, key=lambda entity: (entity.start, entity.end))


def _ages(line: Line) -> Iterator[Found]:
    taken: list[Span] = []
    for start, end, years in ages(line.text):
        if _free((start, end), taken):
            yield Found("age", *line.span(start, end), years)


def _relations(line: Line) -> Iterator[Found]:
    text = line.text
    named = list(islice(_told(text, _RELATIONS, _EDE_RELATIONS), MOST))
    taken: list[Span] = []
    told = [one for one in [*named, *islice(_bare(text, named), MOST)] if _free(one[1:], taken)]
    for (relation, start, end), role in zip(told, _roles(text, told), strict=True):
        yield Found("relation", *line.span(start, end), relation, role)
    for relation, start, end in _OF_ELDERS.find(text) if _ELDER.search(text) else ():
        if _free((start, end), taken):
            yield Found("relation", *line.span(start, end), relation, "child")


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


_BY = re.compile(_ROLES["by"].pattern + r" (?:\w+ )?$")
_SELF = re.compile(_ROLES["self"].pattern + " $")
_TOLD_ME = re.compile(_ROLES["told_me"].pattern + " $")
_IS_ME = re.compile(" " + _ROLES["is_me"].pattern)
# Up to ten words between, as in "ba em hễ hay say rượu là lại lôi ra đánh".
_GAP = rf" (?:(?!bi5? |{_ROLES['not_theirs'].pattern} )\w+ ){{0,10}}?(?!{_ROLES['no_harm'].pattern})"
_HARMS = re.compile(_GAP + _ROLES["harms"].pattern)
_NEGLECTS = re.compile(_GAP + _ROLES["neglects"].pattern)
_PEERS_HARM = re.compile(
    rf" (?:(?!bi5? |nha2? |{_ROLES['not_theirs'].pattern} )\w+ ){{0,4}}?" + _ROLES["harms"].pattern
)
_HARMS_AT_ONCE = re.compile(rf" (?:{_ROLES['at_once'].pattern} )?" + _ROLES["harms"].pattern)
_NOT_THEM = re.compile(_ROLES["not_them"].pattern + " $")
_OF = re.compile(_ROLES["of"].pattern + " $")
_HURT = re.compile(_ROLES["hurt"].pattern + " $")
_SMALL = re.compile(_ROLES["small"].pattern + " $")
_SUFFERS = re.compile(r" (?:\w+ ){0,6}?" + _ROLES["suffers"].pattern)
_CHILD, _GROWN = _ROLES["child"], _ROLES["grown"]
_MAY_SUFFER = frozenset({"sibling", "friend", "relative", "other"})
_PEERS = frozenset({"sibling", "other"})
_SELDOM_NAMED_FOR_GOOD = frozenset({"stepfather", "stepmother", "online", "stranger", "employer"})


def _roles(text: str, told: list[Told]) -> list[str]:
    """The part of each. Who once does harm does it wherever the message names that person again."""
    ends = {end for _, _, end in told}  # "bố mẹ" do it together
    grown = sorted(start for relation, start, _ in told if relation not in _MAY_SUFFER and start - 1 not in ends)
    others = [*grown, len(text)]
    roles = [_role(text[: others[bisect(others, start)]], start, end, relation) for relation, start, end in told]
    names = [(relation, text[start:end].split()[0]) for relation, start, end in told]
    harmful = {name for name, role in zip(names, roles, strict=True) if role == "harm_doer"}
    return [
        "harm_doer" if name in harmful and role == "other" else role for name, role in zip(names, roles, strict=True)
    ]


def _role(text: str, start: int, end: int, relation: str) -> str:
    """The part of one, told by the words around; the text ends where the next grown person is named."""
    before, said, after = text[max(0, start - 30) : start], text[start:end], text[end : end + 80]
    if (_SELF.search(before) and not _TOLD_ME.search(before)) or _IS_ME.match(after):
        return "reporter"
    if _NOT_THEM.search(before):
        return "other"
    if _BY.search(before):
        return "harm_doer"
    if relation == "neighbour" and _SMALL.search(before):
        return "harm_doer" if _HARMS_AT_ONCE.match(after) else "child"
    if relation == "friend":
        return _role_of_friend(before, said, after)
    if relation in _MAY_SUFFER and not _GROWN.match(said):
        if _CHILD.match(said) or _HURT.search(before) or _SUFFERS.match(after):
            return "child"
    if relation in _SELDOM_NAMED_FOR_GOOD:
        return "harm_doer"
    if _OF.search(before):
        return "other"
    neglects = relation not in _PEERS and _NEGLECTS.match(after)
    return "harm_doer" if neglects or _HARMS.match(after) else "other"


def _role_of_friend(before: str, said: str, after: str) -> str:
    if _OF.search(before):
        return "other"
    if _PEERS_HARM.match(after):
        return "harm_doer"
    return "child" if _CHILD.match(said) or _HURT.search(before) or _SUFFERS.match(after) else "other"


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
        one: Span | None = None
        for first, last in self._all():
            if one and first == one[1] and self._together(first):  # "cổng" and "trường Lê Lợi" are one place
                one = one[0], last
                continue
            if one:
                yield self._found(*one)
            one = first, last
        if one:
            yield self._found(*one)

    def _all(self) -> list[Span]:
        taken: list[Span] = []
        for kind, start, end in islice(_told(self.line.text, _PLACES, _EDE_PLACES), MOST):
            first = self.at[self.line.span(start, end)[0]]
            after = self.at[self.line.span(end - 1, end)[0]] + 1
            last = self._name(after, kind)
            if kind == "kind" or last > after:
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
            number = self.read[last].marked[0].isdigit() and kind in ("named", "numbered")
            if not (small or number or self._capital(last) or self._native(last)):
                break
            last += 1
        return last

    def _small_name(self, first: int, last: int) -> bool:
        """Whether a name may go on with this word in small letters; where marks are typed it must be a known one."""
        if self.exact:
            return last < self._known(first)
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
        return self.folded[index] in _NAMES["native"]


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
