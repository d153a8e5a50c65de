"""Numbers of children's ages and classes in words, put into figures; words are folded, as typed without marks."""

from __future__ import annotations

import re

_ONES = dict(zip("mot hai ba bon nam sau bay tam chin muoi".split(), range(1, 11), strict=True))
_AFTER_TEN = {**_ONES, "tu": 4, "lam": 5, "nham": 5}
_ONE = "|".join(_ONES)
# "mười năm" is ten years.
_TEEN = re.compile(r"\bmuoi (mot|hai|ba|bon|tu|lam|nham|sau|bay|tam|chin)\b")
# A word for one of the first ten is many other words too: only where it can hardly be any of them.
_COUNTS = re.compile(rf"\b({_ONE})(?= (?:tuoi|thang)\b)|(?<=\blop )({_ONE})\b|(?<=\blen )({_ONE})\b")
_ALONE = re.compile(
    r"^(?:(?:da|vang|em|con|chau|be|no|moi|chung|khoang) )*+(bon|sau|bay|tam|chin|muoi)(?: (?:a|nha|nhe|co|thoi))*+$"
)


def in_figures(folded: str) -> str:
    """ "muoi bon a" is "14 a", "lop tam" "lop 8", "ba tuoi" "3 tuoi"; what may be another word stays."""
    figures = _TEEN.sub(lambda found: str(10 + _AFTER_TEN[found[1]]), folded)
    figures = _COUNTS.sub(lambda found: str(_ONES[found[found.lastindex or 0]]), figures)
    alone = _ALONE.match(figures)
    if alone is None:
        return figures
    return f"{figures[: alone.start(1)]}{_ONES[alone[1]]}{figures[alone.end(1) :]}"
