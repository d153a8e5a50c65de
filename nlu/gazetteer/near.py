"""Communes whose name is one or two letters away from what was written: to be asked about, never taken as said."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from nlu.gazetteer import Gazetteer, Name, load
from nlu.gazetteer.wording import CLOSING, IN, Word, before, opening, opens_village

_DOUBLED = re.compile(r"([aeod])\1")  # "Lieeng", "ddawk": typed without the input method
_STARTS = {"tr": "ch", "x": "s", "gi": "y"}
_START = re.compile(r"^(?:tr|x|gi(?=[aeou]))")
_NASAL = re.compile(r"n[gh]$")
_END = re.compile(r"(?:ch|c|k)$")
_MOST_WORDS = 5
_NO_DISTRICT = frozenset({"tinh", "quan"})


def near(known: Gazetteer, words: list[Word]) -> list[str]:
    """At most three codes, the likeliest first. Where a "xã" or "phường" stands, only what follows it counts."""
    spots = [spot for spot in _spots(words) if spot.key not in known.districts]
    typed = any(spot.after_type for spot in spots)
    keys, sounding = _listed(typed)
    scored: dict[str, int] = {}
    for spot in dict.fromkeys(spot for spot in spots if spot.after_type == typed):
        written, marks = _DOUBLED.sub(r"\1", spot.key), spot.marks
        if len(written) > (3 if typed else 4):
            for name in sounding.get(spot.sound, ()):
                if typed or any(_alike(marks, n) for n in known.names[name]):
                    scored[name] = max(scored.get(name, 0), len(written))
            for name, away, _ in process.extract(written, keys, scorer=OSA.distance, score_cutoff=2, limit=5):
                close = away < 2 or min(len(written), len(name)) > 7
                if close and (typed or any(_alike(marks, n) for n in known.names[name])):
                    # a longer stretch that fits is worth more than a shorter one that fits as well
                    scored[name] = max(scored.get(name, 0), len(written) - 3 * int(away))
    ranked = sorted(scored, key=lambda name: -scored[name])
    likely = [name for name in ranked if scored[name] > scored[ranked[0]] - 3]
    return list(dict.fromkeys(code for key in likely for name in known.names[key] for code in name.codes))[:3]


def near_district(known: Gazetteer, words: list[Word]) -> str | None:
    """The one former district whose name is nearly what stands behind a "huyện", "thị xã" or "thành phố"."""
    scored: dict[str, int] = {}
    for i, word in enumerate(words):
        head, kind = before(words, i)
        if kind != "level" or words[head].plain in _NO_DISTRICT:
            continue
        part = [w for w in words[i : i + _MOST_WORDS] if w.part == word.part]
        for length in range(1, len(part) + 1):
            key = _DOUBLED.sub(r"\1", "".join(w.plain for w in part[:length]))
            for name in _sounding().get(_sound(w.plain for w in part[:length]), ()):
                scored[name] = max(scored.get(name, 0), len(key))  # "huyện Lắc"
            if len(key) < 4:
                continue
            for name, away, _ in process.extract(
                key, list(known.spelled), scorer=OSA.distance, score_cutoff=2, limit=5
            ):
                if away < 2 or min(len(key), len(name)) > 7:
                    scored[name] = max(scored.get(name, 0), len(key) - 3 * int(away))
    nearest = {d for name, score in scored.items() if score == max(scored.values()) for d in known.districts[name]}
    return nearest.pop() if len(nearest) == 1 else None


@cache
def _sounding() -> dict[str, list[str]]:
    """The former districts by their sound."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, names in load().spelled.items():
        for sound in {_sound(name.words) for name in names}:
            found[sound].append(key)
    return dict(found)


@cache
def _listed(typed: bool) -> tuple[list[str], dict[str, list[str]]]:
    """The names to compare with, and the same by their sound; after a "xã" also short ones."""
    keys = [
        key
        for key, names in load().names.items()
        if (len(key) > 4 or (typed and len(key) == 4 and names[0].native)) and not all(n.partial for n in names)
    ]
    sounding: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        for sound in {_sound(name.words) for name in load().names[key]}:
            sounding[sound].append(key)
    return keys, dict(sounding)


def _alike(marks: str, name: Name) -> bool:
    """Without a "xã" before it, "bệnh viện" is no misspelt Bình Kiến: at most one mark may be another."""
    return sum((Counter(marks) - Counter("".join(name.marks))).values()) < 2


@dataclass(frozen=True, slots=True)
class _Spot:
    key: str
    marks: str
    sound: str
    after_type: bool


def _sound(words: Iterable[str]) -> str:
    """What sounds the same in the south and the highlands: tr and ch, s and x, gi and y, n and ng, c, k and t."""
    return "".join(_END.sub("t", _NASAL.sub("n", _START.sub(lambda m: _STARTS[m.group()], word))) for word in words)


def _spots(words: list[Word]) -> Iterator[_Spot]:
    """Where a name is to be expected: after its type, after "ở", or where it is all that is said between two commas."""
    opened = opening(words)
    for i, word in enumerate(words):
        part = [w for w in words[i : i + 2 * _MOST_WORDS] if w.part == word.part]
        head, kind = before(words, i)
        while part and part[-1].plain in CLOSING:
            part.pop()
        if kind in ("village", "level") or (head == i and opens_village(words, i)) or not part:
            continue
        after_at = i and words[i - 1].raw in IN and words[i - 1].part == word.part
        lengths = range(1, min(_MOST_WORDS, len(part)) + 1) if head < i or after_at else [len(part)]
        if head < i or after_at or opened[i]:
            for length in lengths:
                key = "".join(w.plain for w in part[:length])
                if (
                    head < i
                    or length > 1
                    or (len(key) > 5 and not before(words[max(0, i - 1) : i + 1], min(i, 1) + 1)[1])
                ):
                    marks = "".join(sorted("".join(w.marks for w in part[:length])))
                    yield _Spot(key, marks, _sound(w.plain for w in part[:length]), head < i)
