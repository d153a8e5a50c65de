"""Where a text names a commune or a former district: each name as it stands, with the word that says its kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nlu.gazetteer import Gazetteer, Name, within, wording
from nlu.gazetteer.wording import Word, before

VOWELS = frozenset("aeiouy")
PROVINCES = ("daklak", "phuyen")
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """Words first to last (exclusive) are a name; its "xã", "p." or "huyện" begins at head and says what kind."""

    head: int
    first: int
    last: int
    key: str
    kind: str  # "xa", "phuong", "thi tran", "level" (huyện and the like), "village" or ""
    marks: str
    names: tuple[Name, ...]
    districts: frozenset[str] | None  # the former ones that the name may be; None: it is none, nor a province

    @property
    def is_both(self) -> bool:
        """Whether nothing says if a commune or the former district of its name is meant."""
        return bool(self.names) and not self.kind and self.districts is not None


def names_in(known: Gazetteer, text: str, words: list[Word]) -> Iterator[Hit]:
    at = 0
    while at < len(words):
        hit = _hit(known, text, words, at)
        if hit:
            yield hit
        at = hit.last if hit else at + 1


def _hit(known: Gazetteer, text: str, words: list[Word], at: int) -> Hit | None:
    for last, key in reversed(_listed(known, words, at)):
        inside = words[at:last]
        marks = "".join(w.marks for w in inside)
        if len(inside) > 1 and not wording.joined(text, inside):
            continue
        head, kind = before(words, at)
        names = tuple(n for n in known.names.get(key, ()) if _fits(n, inside, marks, kind))
        if key == "phuyen" and kind in ("", "level"):
            names = ()  # the former province; the ward of its name is never meant without its type
        districts = _districts(known, key, inside, marks, kind)
        if names or districts is not None or key in known.elsewhere:
            return Hit(head, at, last, key, kind, marks, names, districts)
    return None


def _listed(known: Gazetteer, words: list[Word], at: int) -> list[tuple[int, str]]:
    """Where names end that begin here, by their letters alone, with these."""
    found: list[tuple[int, str]] = []
    key = ""
    for last in range(at, min(at + _MOST_WORDS, len(words))):
        key += words[last].plain
        if key not in known.beginnings:
            break
        if key in known.names or key in known.districts or key in known.elsewhere:
            found.append((last + 1, key))
    return found


def _districts(known: Gazetteer, key: str, words: list[Word], marks: str, kind: str) -> frozenset[str] | None:
    """The former districts that these words may be: "tuy ăn" and "bạn mẹ" are none."""
    if key in PROVINCES or key not in known.districts:
        return known.districts.get(key)
    spelled = known.spelled[key]
    fits = kind == "level" or any(not set(n.key) & VOWELS or _fits(n, words, marks, kind) for n in spelled)
    return known.districts[key] if fits else None


def _fits(name: Name, words: list[Word], marks: str, kind: str) -> bool:
    if not set(name.key) & VOWELS:  # a number or an abbreviation
        return kind == "phuong"
    if len(words) > len(name.words) and all(len(w.plain) == 1 for w in words):
        return False  # "e a o"
    # "tuần" is not Tự An; but Ê Đê names are divided in many ways, and "tanlap" has no other reading
    if not name.native and tuple(w.plain for w in words) != name.words and (len(words) > 1 or len(name.key) < 6):
        return False
    if within(marks, "".join(name.marks)) or kind in ("xa", "phuong", "thi tran"):
        return True
    # other marks make another word of a Vietnamese name (văn hóa), and only another spelling of an Ê Đê one
    looks_vietnamese = name.words[0] in ("buon", "chu", "cu")  # buồn, chú, cụ
    return name.native and (not looks_vietnamese or within(words[0].marks, name.marks[0]))
