"""The names of Đắk Lắk's communes, present and former, folded so that they are found in any spelling."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlu.marks import nfd

TYPES = {"Xã": "xa", "Phường": "phuong", "Thị trấn": "thi tran"}
_HERE = Path(__file__).parent
# First words of Ê Đê, Gia Rai and M'nông names, whose marks and word boundaries are written in many ways.
_NATIVE = {"ea", "ia", "ya", "krong", "dlie", "dray", "yang", "dak", "cuor", "pong", "m", "cu", "chu", "buon", "bang"}
_NATIVE |= {"lak", "ma"}  # of former districts
_SIDES = {"bac", "nam", "dong", "tay", "trung"}


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write one unit: `codes` are what it is today, `districts` where it was before July 2025."""

    key: str
    words: tuple[str, ...]
    marks: tuple[str, ...]
    type: str
    codes: tuple[str, ...]
    districts: frozenset[str]
    new: bool
    partial: bool = False  # only the beginning of the name, "Phú Hòa" for "Phú Hòa 1"
    native: bool = False


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`units` are code to official name, `communes` a former district to the codes of today; the others are folded name
    to what it may be."""

    units: dict[str, str]
    communes: dict[str, tuple[str, ...]]
    names: dict[str, list[Name]]
    districts: dict[str, frozenset[str]]  # of a former province all, and of today's none
    spelled: dict[str, list[Name]]  # of the districts alone, how each is written
    elsewhere: frozenset[str]
    beginnings: frozenset[str]  # what any of these names can begin with, up to the whole name


_MOST_KEPT = 0x2000  # all that Vietnamese and Ê Đê are written with; the rest of Unicode would fill the memory


class _Letters(dict[int, str]):
    """What is left of each character: its bare Latin letters, or with `marks` what stands on them."""

    def __init__(self, *, marks: bool) -> None:
        self._marks = marks

    def __missing__(self, code: int) -> str:
        letters, marks = [], []
        for character in nfd(chr(code)):
            if character == "đ":
                letters.append("d")
                marks.append("-")
            elif character == "ƀ":  # Ê Đê writes it for a sound that Vietnamese keyboards give as b
                letters.append("b")
            elif character == "\u030c":  # Ê Đê writes č where the tables have c
                continue
            elif unicodedata.combining(character):
                marks.append(character)
            elif character.isalnum():
                letters.append(character)
        left = "".join(marks if self._marks else letters)
        if code < _MOST_KEPT:
            self[code] = left
        return left


_PLAIN, _MARKS = _Letters(marks=False), _Letters(marks=True)


def fold(text: str) -> tuple[str, str]:
    """The bare Latin letters of a word, and its marks in a fixed order, so that Hoà and Hòa are the same."""
    small = text.casefold()
    if small.isascii() and small.isalnum():
        return small, ""
    return small.translate(_PLAIN), "".join(sorted(small.translate(_MARKS)))


def within(marks: str, whole: str) -> bool:
    """Whether marks were at most left out, none put where the name has another."""
    return not Counter(marks) - Counter(whole)


WORD = re.compile(r"\d+|(?:[^\W\d_][\u0300-\u036f]*)+")


def _names(text: str, also: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    type_ = next((t for t in TYPES if text.startswith(t + " ")), "")
    for name in [text.removeprefix(type_), *filter(None, also.split(";"))]:
        yield TYPES.get(type_, ""), [fold(word) for word in WORD.findall(name)]


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@cache
def load() -> Gazetteer:
    """Reads the tables, once."""
    units, former = _rows("units.tsv"), _rows("former_units.tsv")
    were: dict[str, set[str]] = defaultdict(set)
    for row in former:
        for code in row["now"].split(";"):
            were[code].add(row["district"])
    found: list[tuple[str, str, tuple[str, ...], frozenset[str], bool]] = [
        (row["name"], row["also"], (row["code"],), frozenset(were[row["code"]]), True) for row in units
    ]
    for row in former:
        found.append((row["name"], row["also"], tuple(row["now"].split(";")), frozenset({row["district"]}), False))
    names: dict[str, list[Name]] = defaultdict(list)
    for written, also, now, where, new in found:
        for type_, words in _names(written, also):
            pairs = [(words, False)]
            if len(words) > 2 and (words[-1][0] in _SIDES or words[-1][0].isdigit()):
                pairs.append((words[:-1], True))
            for part, partial in pairs:
                plain, marks = tuple(p for p, _ in part), tuple(m for _, m in part)
                key = "".join(plain)
                name = Name(key, plain, marks, type_, now, where, new, partial, plain[0] in _NATIVE)
                names[key].append(name)
    codes = [row["code"] for row in units]
    communes = {row["name"]: tuple(c for c in codes if row["name"] in were[c]) for row in _rows("districts.tsv")}
    districts: dict[str, set[str]] = defaultdict(set)
    spelled: dict[str, list[Name]] = defaultdict(list)
    for row in _rows("districts.tsv"):
        where = frozenset({row["name"]})
        bare = re.sub("^(Thành phố|Thị xã|Huyện) ", "", row["name"])
        for _, words in _names(bare, row["also"]):
            plain, marks = tuple(p for p, _ in words), tuple(m for _, m in words)
            key = "".join(plain)
            districts[key].add(row["name"])
            spelled[key].append(
                Name(key, plain, marks, "", communes[row["name"]], where, False, native=plain[0] in _NATIVE)
            )
        if row["province"] == "Phú Yên":  # the other old province is today's whole, and tells nothing
            districts["phuyen"].add(row["name"])
    districts["daklak"] = set()
    away = (_HERE / "elsewhere.txt").read_text(encoding="utf-8").splitlines()
    elsewhere = frozenset("".join(fold(word)[0] for word in WORD.findall(line)) for line in away)
    return Gazetteer(
        units={row["code"]: row["name"] for row in units},
        communes=communes,
        names=dict(names),
        districts={key: frozenset(value) for key, value in districts.items()},
        spelled=dict(spelled),
        elsewhere=elsewhere,
        beginnings=frozenset(key[:end] for key in {*names, *districts, *elsewhere} for end in range(len(key) + 1)),
    )
