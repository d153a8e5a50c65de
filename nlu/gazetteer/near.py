"""Communes whose name is one or two letters away from what was written: to be asked about, never taken as said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from nlu.gazetteer import Gazetteer, Name
from nlu.gazetteer.wording import CLOSING, IN, OPENING, Word, before, opens_village

_DOUBLED = re.compile(r"([aeod])\1")  # "Lieeng", "ddawk": typed without the input method
_MOST_WORDS = 5


def near(known: Gazetteer, words: list[Word]) -> list[str]:
    """At most three codes, the likeliest first. Where a "xã" or "phường" stands, only what follows it counts."""
    spots = list(_spots(words))
    typed = any(after_type for _, _, after_type in spots)
    keys = [
        key
        for key, names in known.names.items()
        if (len(key) > 4 or (typed and len(key) == 4 and names[0].native)) and not all(n.partial for n in names)
    ]
    scored: dict[str, int] = {}
    for written, marks in {
        (_DOUBLED.sub(r"\1", key), marks) for key, marks, after_type in spots if after_type == typed
    }:
        if len(written) > (3 if typed else 4):
            for name, away, _ in process.extract(written, keys, scorer=OSA.distance, score_cutoff=2, limit=5):
                close = away < 2 or min(len(written), len(name)) > 7
                if close and (typed or any(_alike(marks, n) for n in known.names[name])):
                    # a longer stretch that fits is worth more than a shorter one that fits as well
                    scored[name] = max(scored.get(name, 0), len(written) - 3 * int(away))
    ranked = sorted(scored, key=lambda name: -scored[name])
    likely = [name for name in ranked if scored[name] > scored[ranked[0]] - 3]
    return list(dict.fromkeys(code for key in likely for name in known.names[key] for code in name.codes))[:3]


def _alike(marks: str, name: Name) -> bool:
    """Without a "xã" before it, "bệnh viện" is no misspelt Bình Kiến: at most one mark may be another."""
    return sum((Counter(marks) - Counter("".join(name.marks))).values()) < 2


def _spots(words: list[Word]) -> Iterator[tuple[str, str, bool]]:
    """Where a name is to be expected: after its type, after "ở", or where it is all that is said between two commas."""
    for i, word in enumerate(words):
        part = [w for w in words[i : i + 2 * _MOST_WORDS] if w.part == word.part]
        head, kind = before(words, i)
        while part and part[-1].plain in CLOSING:
            part.pop()
        if kind == "village" or opens_village(words, i) or not part:
            continue
        after_at = i and words[i - 1].raw in IN and words[i - 1].part == word.part
        lengths = range(1, min(_MOST_WORDS, len(part)) + 1) if head < i or after_at else [len(part)]
        if head < i or after_at or all(w.plain in OPENING for w in words[:i] if w.part == word.part):
            for length in lengths:
                key = "".join(w.plain for w in part[:length])
                if head < i or length > 1 or (len(key) > 5 and not before(words[: i + 1], i + 1)[1]):
                    yield key, "".join(sorted("".join(w.marks for w in part[:length]))), head < i
