"""How people write an address: its words, the xã, p. or huyện before a name, the thôn and buôn below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from nlu.gazetteer import WORD, fold

WORD_WITH_KEYS = re.compile(r"[^\W_]+")
_SPLIT = re.compile(r"[,;:!?()\n/]|\.(?=\s|$)|\s[-–—]\s")
_JOINED = re.compile(r"[^\S\n]*(?:['’‘ʼ`´][^\S\n]*)?|-")
_TYPES = {"xã": "xa", "xa": "xa", "x": "xa", "phường": "phuong", "phuong": "phuong", "p": "phuong", "f": "phuong"}
_TYPES |= {"tt": "thi tran"}
_PAIRS = {"thi tran": "thi tran", "thi xa": "level", "thanh pho": "level", "t p": "level", "t x": "level"}
LEVELS = frozenset("huyện huyen huyên h tp tx tỉnh tinh quận".split())
_ABBREVIATED = _TYPES.keys() | LEVELS
IN = frozenset("ở o tại tai thuộc thuoc".split())
AT = frozenset("o tai ve gan giap ben tu duoi tren trong thuoc den toi qua".split())
OPENING = AT | frozenset("da thua chau con em toi minh tui song la cua va no me bo thon".split())
CLOSING = frozenset("a nhe nha da roi day do cu moi nay nua thoi tinh h huyen va nay la co chi chu oi".split())
PERSON = frozenset("ban em co thay anh chi be ong ba chu bac ten cau di thang sinh".split())
LANDMARK = frozenset("ho song suoi thac deo cau cho truong thpt thcs duong nui hoc".split())
_VILLAGE = frozenset("thôn thon buôn buon ƀuôn xóm xom ấp hẻm tdp kp".split())
_NUMBERED = frozenset("tổ to đội doi khối khoi khu số so".split())  # village words only before a number or "dân phố"
_NAMED = frozenset("làng lang bản đường phố".split())  # only before a number or a capital: "trên đường về"
_ENDING = frozenset("bi thi co va thuoc o a nhe gan cua la roi em chau con da dang hay bo me".split())
_TRADE = frozenset("ban nguoi lau lam qua chuyen lang".split())  # buôn bán, buôn người, "em buon qua"


@dataclass(frozen=True, slots=True)
class Word:
    """One word or number of a text; `part` counts the commas and full stops before it."""

    start: int
    end: int
    raw: str
    plain: str
    marks: str
    part: int
    capital: bool


def read(text: str) -> list[Word]:
    """The words of a text in NFC."""
    words: list[Word] = []
    cuts = [cut.start() for cut in _SPLIT.finditer(text)]
    passed = no_cuts = 0
    shouted = text.isupper()
    for found in WORD.finditer(text):
        first = passed
        while passed < len(cuts) and cuts[passed] < found.start():
            passed += 1
        part = passed - no_cuts
        # "p. Tân Lợi", "TT. Ea Pốk": the dot of an abbreviation ends nothing
        if words and words[-1].raw in _ABBREVIATED and text[words[-1].end : found.start()].strip() == ".":
            no_cuts += words[-1].end in cuts[first:passed]
            part = words[-1].part
        for start, end in _humps(text, *found.span()):
            raw = text[start:end]
            words.append(Word(start, end, raw.casefold(), *fold(raw), part, raw[0].isupper() and not shouted))
    return words


def _humps(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """ "xãEaNa" is three words."""
    for at in range(start + 1, end):
        if text[at - 1].islower() and text[at].isupper():
            yield start, at
            start = at
    yield start, end


def bare_keys(text: str) -> str:
    """The letters of what was typed without the input method: "Ddawks Lieeng" and "D9a8k1 Lie6ng" are Dak Lieng."""
    return WORD_WITH_KEYS.sub(lambda word: _without_keys(word.group()), text)


def _without_keys(word: str) -> str:
    if not word.isascii() or word.isdigit():
        return word
    word = re.sub(r"(?<=[a-zA-Z])\d", "", word)
    word = re.sub(r"(?i)([aeod])\1", r"\1", re.sub(r"(?i)(?<=[aouphvtnlsk])w", "", word))
    return re.sub(r"(?i)(?<=[aeiouycghkmnpt])[sfrxj]$", "", word) if len(word) > 2 else word


def opening(words: list[Word]) -> list[bool]:
    """Of each word, whether all that stands before it in its part only opens a place: "em ở", "nhà của"."""
    found: list[bool] = []
    for at, word in enumerate(words):
        found.append(not at or words[at - 1].part != word.part or (found[-1] and words[at - 1].plain in OPENING))
    return found


def doubts(words: list[Word]) -> bool:
    """Whether somebody is not sure of the place they name, or names two to choose from."""
    plain = [word.plain for word in words]
    return "hoac" in plain or any(
        first == "khong" and second in ("chac", "nho", "ro") for first, second in pairwise(plain)
    )


def denied(words: list[Word], at: int) -> bool:
    """Whether "không phải" stands straight before."""
    return [word.plain for word in words[max(0, at - 2) : at]] == ["khong", "phai"]


def joined(text: str, words: list[Word]) -> bool:
    """Whether nothing but spaces, a hyphen or an apostrophe stands between the words, or the dots of "B.M.T"."""
    letters = all(len(word.raw) == 1 for word in words)
    between = (text[a.end : b.start] for a, b in pairwise(words))
    return all(_JOINED.fullmatch(gap) or (letters and gap == ".") for gap in between)


def before(words: list[Word], at: int) -> tuple[int, str]:
    """Where the word for its kind begins that stands before a name, and the kind ("": no such word)."""
    near = [w for w in words[max(0, at - 2) : at] if w.part == words[min(at, len(words) - 1)].part]
    if len(near) == 2 and (kind := _PAIRS.get(f"{near[0].plain} {near[1].plain}")):
        return at - 2, kind
    if near and (kind := _TYPES.get(near[-1].raw)):
        return at - 1, kind
    if near and near[-1].raw in LEVELS:
        return at - 1, "level"
    return (at, "village") if near and opens_village(words, at - 1) else (at, "")


def opens_village(words: list[Word], at: int) -> bool:
    """Whether a word is the "thôn" or "buôn" of a name, not of "buôn bán" or "hàng xóm"."""
    if at + 1 >= len(words) or words[at + 1].part != words[at].part:
        return False
    raw, following = words[at].raw, words[at + 1]
    if raw in _VILLAGE:
        plain = not following.capital and (following.plain in _TRADE or following.plain in _ENDING - {"a"})
        return not plain and (not at or words[at - 1].plain not in ("hang", "nong"))
    number = following.raw.isdigit()
    if raw in _NUMBERED:
        return number or following.plain in ("dan", "pho")
    return raw in _NAMED and (number or following.capital)


def urban_districts(words: list[Word]) -> list[int]:
    """Where a "quận" stands: the province never had one. Without accents it is one only before its number."""
    return [
        i
        for i, (word, following) in enumerate(pairwise(words))
        if word.raw == "quận" or (word.raw == "quan" and following.raw.isdigit())
    ]


def villages(text: str, words: list[Word], named: list[tuple[int, int]]) -> str:
    """At most three of the thôn, buôn, tổ or streets as written, outside the words that name communes and districts."""
    taken = {i for first, last in named for i in range(first, last)}
    found: list[str] = []
    at = 0
    while at < len(words):
        end = at + 1
        if at not in taken and opens_village(words, at) and (named or words[at].raw != "buon"):
            while end < len(words) and end not in taken and words[end].part == words[at].part and end - at < 5:
                over = words[end].plain in _ENDING and not words[end].capital
                if end > at + 1 and (over or before(words, end + 1)[0] <= end):
                    break
                end += 1
                if words[end - 1].raw.isdigit():
                    if end < len(words) and words[end].start == words[end - 1].end:
                        end += 1  # "2b"
                    break
            found.append(text[words[at].start : words[end - 1].end])
        at = end
    return ", ".join(found[:3])
