"""Which commune somebody means, by its present or former name, however it is written; all of it on this machine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from nlu.gazetteer import Gazetteer, load, within, wording
from nlu.gazetteer.hits import PROVINCES, VOWELS, Hit, names_in
from nlu.gazetteer.near import near, near_district
from nlu.gazetteer.wording import Word, opens_village
from nlu.marks import nfc

SCHEME = "2025"
_LONGEST = 6_000  # characters looked at for names, and of these so many at the beginning for misspelt ones too
_BEGINNING = 800
_MOST_NAMES = 50  # in one text: more are no address, and the time stays bounded
_AWAY = 6  # words between a name and another province that may say where it is


@dataclass(frozen=True, slots=True)
class Place:
    """A commune of today. A code means something only together with its scheme: 53 of them were given a second time."""

    code: str
    scheme: str
    name: str


@dataclass(frozen=True, slots=True)
class Match:
    """At most three candidates, to be asked with buttons unless certain; `rest` is the thôn or buôn as written.

    Where only a former `district` is named, the candidates are all its communes of today, its namesake first.
    """

    candidates: tuple[Place, ...] = ()
    certain: bool = False
    rest: str = ""
    district: str = ""


def find(text: str) -> Match:
    """The commune named in a text; never raises, and offers nothing rather than something far-fetched."""
    text = nfc(text[:_LONGEST])
    found = _find(text, misspelt=False)
    if found.candidates:
        return found
    beginning = text[:_BEGINNING]
    typed = _find(wording.bare_keys(beginning), misspelt=False)
    return replace(typed, certain=False, rest=found.rest) if typed.candidates else _find(beginning, misspelt=True)


def communes_of(district: str) -> tuple[Place, ...]:
    """The communes of today on the ground of a former district, by its official name; none where there was none."""
    known = load()
    return tuple(Place(code, SCHEME, known.units[code]) for code in known.communes.get(district, ()))


def _find(text: str, *, misspelt: bool) -> Match:
    known, words = load(), wording.read(text)
    hits = list(islice(names_in(known, text, words), _MOST_NAMES))
    named_districts = any(h.districts is not None for h in hits)
    away = {h.head for h in hits if _is_away(known, h, named_districts)} | set(wording.urban_districts(words))
    districts, units = _sort(words, [h for h in hits if h.head not in away])
    districts = [h for h in districts if not wording.denied(words, h.head)]
    where = frozenset(d for h in districts for d in h.districts or ())
    named = {i for h in hits for i in range(h.first, h.last)}
    near_by = range(_AWAY + 1)

    def is_here(hit: Hit) -> bool:
        following = (hit.last + n for n in near_by if hit.last + n in away)
        return not any(_leads_to(words, named, hit, at) for at in following)

    units = [h for h in units if is_here(h)]
    units = [h for h in units if not wording.denied(words, h.head)] or units
    doubts = wording.doubts(words)
    weights = _weights(words, hits)
    best = max((weights[h.first] for h in units), default=0)
    units = [h for h in units if weights[h.first] == best]
    # "Tân Lập, xã Ea Kao": a bare name straight before one with its type is a village
    typed = {h.head for h in units if h.kind}
    units = [h for h in units if h.kind or h.last not in typed]
    rest = wording.villages(text, words, [(h.head, h.last) for h in units + districts])
    if units:
        codes, certain = _agree([_resolve(h, where, newer=not doubts) for h in units])
        return _match(known, codes, certain and best == 2 and not doubts, rest)
    meant = [h for h in districts if weights[h.first] and h.key not in PROVINCES and is_here(h)]
    surely = [h for h in meant if h.kind or weights[h.first] == 2 or not h.names]
    if surely:
        return _offered(known, surely, rest)
    if meant:  # perhaps a person: "Sơn Hòa đánh em"
        return _match(known, _resolve(meant[0], frozenset())[0], False, rest)
    if not misspelt or away:
        return _match(known, [], False, rest)
    if (district := near_district(known, words)) is not None:
        return _of_district(known, district, [], rest)
    asked = not any(h.kind for h in districts)
    return _match(known, near(known, words) if asked else [], False, rest)


def _offered(known: Gazetteer, meant: list[Hit], rest: str) -> Match:
    """The communes of the one former district that is meant; two of them would be a guess."""
    named = {d for h in meant for d in h.districts or ()}
    if len(named) != 1:
        return _match(known, [], False, rest)
    return _of_district(known, named.pop(), [code for h in meant for n in h.names for code in n.codes if n.new], rest)


def _of_district(known: Gazetteer, district: str, first: list[str], rest: str) -> Match:
    """ "Ea Kar" may be the commune that inherited the name, or any other of the district: ask."""
    codes = [code for code in first if code in known.communes[district]]
    places = (Place(code, SCHEME, known.units[code]) for code in dict.fromkeys((*codes, *known.communes[district])))
    return Match(tuple(places), rest=rest, district=district)


def _match(known: Gazetteer, codes: list[str], certain: bool, rest: str) -> Match:
    if len(codes) > 3:  # three of more would hide the right one
        codes = []
    return Match(tuple(Place(code, SCHEME, known.units[code]) for code in codes), certain and len(codes) == 1, rest)


def _is_away(known: Gazetteer, hit: Hit, named_districts: bool) -> bool:
    """Other provinces; Bình Thuận is also a former commune of Buôn Hồ."""
    if hit.key not in known.elsewhere or hit.kind not in ("", "level"):
        return False
    return not hit.names or hit.kind == "level" or not named_districts


def _leads_to(words: list[Word], named: set[int], hit: Hit, away: int) -> bool:
    """Whether what follows a name puts it elsewhere: "Tân Lập, huyện Đan Phượng, Hà Nội", not "…, mẹ ở Hà Nội"."""
    between = [words[i].plain for i in range(hit.last, away) if i not in named]
    return (
        not between
        or words[hit.last].raw in wording.LEVELS
        or between[:2] in (["thanh", "pho"], ["thi", "xa"])
        or (len(between) <= 3 and not set(between) & (wording.AT | wording.OPENING))
    )


def _sort(words: list[Word], hits: list[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Former districts and communes apart; two dozen names are both."""
    districts: list[Hit] = []
    units: list[Hit] = []
    both: list[Hit] = []
    weights = _weights(words, hits)
    for hit in hits:
        if hit.districts is not None and hit.kind in ("", "level"):
            (both if hit.is_both else districts).append(hit)
        elif hit.names and hit.kind != "village" and weights[hit.first]:
            units.append(hit)
    if units and both and wording.doubts(words):
        units, both = units + both, []  # "Ea Kar hoặc Ea Păl"
    if not units and both and any(h.key not in PROVINCES for h in both[1:] + districts):
        units.append(both.pop(0))  # "Ea Kar, huyện Ea Kar"
    return districts + both, units


def _weights(words: list[Word], hits: list[Hit]) -> dict[int, int]:
    """How surely each name is meant as the place, by where it begins."""
    opening = wording.opening(words)
    heads = [*(hit.head for hit in hits[1:]), len(words)]
    return {hit.first: _weight(words, hit, head, opening[hit.first]) for hit, head in zip(hits, heads, strict=False)}


def _weight(words: list[Word], hit: Hit, following: int, opened: bool) -> int:
    """2 yes, 1 perhaps (a school, a river), 0 no (ordinary words, people); `following`: where the next name begins."""
    if hit.kind == "level":
        return 1
    if hit.kind:
        return 2
    part = words[hit.first].part
    earlier = words[hit.first - 1] if hit.first and words[hit.first - 1].part == part else None
    raw, plain = (earlier.raw, earlier.plain) if earlier else ("", "")
    native = _is_native(hit) and (len(hit.key) > 5 or words[hit.first].plain not in ("cu", "m"))
    if plain in wording.LANDMARK:
        return 1
    if native or raw in wording.IN or not set(hit.key) & VOWELS:
        return 2
    if plain in wording.PERSON:
        return 0
    ends = all(w.plain in wording.CLOSING for w in words[hit.last : following] if w.part == part)
    nearest = range(max(0, hit.first - 5), hit.first)
    village = any(words[i].part == part and opens_village(words, i) for i in nearest)
    if ends and ((village and raw.isdigit()) or opened):
        return 2
    # neither "đến thành công" nor "buôn em rất đoàn kết" need be a place, nor Thiện An
    return 1 if village or plain in wording.AT or all(w.capital for w in words[hit.first : hit.last]) else 0


def _is_native(hit: Hit) -> bool:
    spelled = load().spelled.get(hit.key, []) if hit.districts else []
    return all(n.native for n in (*hit.names, *spelled))


def _resolve(hit: Hit, where: frozenset[str], *, newer: bool = True) -> tuple[list[str], bool]:
    """Today's codes of one name, narrowed by the former districts given, its type, its marks; new before former."""
    found = [n for n in hit.names if n.districts & where]
    apart = bool(where) and not found  # a district that never had this name
    found = found or list(hit.names)
    whole = [n for n in found if not n.partial]
    same = [n for n in whole if n.type == hit.kind]
    newer = newer and not where and not apart
    if hit.kind == "xa" and not any(n.new for n in same):
        # people say xã for any commune: beside a phường of the same name it decides nothing
        newer, found = newer and not same, whole if same else found
    elif same or (whole and hit.key not in load().districts):
        found = same or whole  # "Phú Hòa" alone may be its former town, or either commune that carries the name
    found = [n for n in found if within("".join(n.marks), hit.marks)] or found
    if newer and len({"".join(sorted("".join(n.marks))) for n in found}) == 1:
        found = [n for n in found if n.new and not n.partial] or found
    codes = list(dict.fromkeys(code for n in found for code in n.codes))
    return codes, len(codes) == 1 and not apart and not found[0].partial


def _agree(answers: list[tuple[list[str], bool]]) -> tuple[list[str], bool]:
    """One answer of several names in a text: what all of them allow ("xã Ea Tu, nay là phường Tân An"), or all."""
    codes = list(dict.fromkeys(code for found, _ in answers for code in found))
    common = [code for code in codes if all(code in found for found, _ in answers)]
    return (common, len(common) == 1 and any(sure for _, sure in answers)) if common else (codes, False)


def name_of(code: str, scheme: str = SCHEME) -> str | None:
    """The official name of a unit of today, or None for a code that is not one."""
    return load().units.get(code) if scheme == SCHEME else None
