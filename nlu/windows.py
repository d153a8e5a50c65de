"""A long text as bounded pieces that overlap, the last first, and what each of them means as one meaning again."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from nlu.meaning import Danger, Entity, Language, Meaning

# Code points. The service refuses a longer text; a phrase of danger with the words that date it fits into the overlap.
LONGEST = 2_000
OVERLAP = 250
REACH = 50  # how far from its place a cut is moved to a blank; a word of Vietnamese or Ê Đê is shorter
# Enough for a whole message of 10,000 code points. What is longer is read at its end and its beginning.
MOST = 6
_JOINER = "\u200d"

Span = tuple[int, int]
Read = tuple[int, int, Meaning]  # the window's start and end in the text, and what it means


def windows(text: str) -> list[Span]:
    """(start, end) of each window: the last first, where danger may stand, then the first, then back to front."""
    end = len(text)
    found: list[Span] = []
    while not found or (found[-1][0] > 0 and len(found) <= MOST):
        start = _cut(text, end - LONGEST) if end > LONGEST else 0
        found.append((start, end))
        end = _cut(text, start + OVERLAP - REACH)
    beginning = (0, _cut(text, LONGEST - REACH)) if len(found) > MOST else found[-1]
    return found[:1] if len(found) == 1 else [found[0], beginning, *found[1:-1][: MOST - 2]]


def _cut(text: str, place: int) -> int:
    """Where to cut in the next letters: after the first blank, else before the first whole letter, else here."""
    places = range(place, min(place + REACH, len(text)))
    after_blank = (cut for cut in places if text[cut - 1].isspace() and not _continues(text, cut))
    whole = (cut for cut in places if not _continues(text, cut))
    return next(after_blank, next(whole, place))


def _continues(text: str, place: int) -> bool:
    """Whether this code point belongs to the letter or the smiley before it."""
    joined = _JOINER in (text[place], text[place - 1])
    return (
        joined or unicodedata.category(text[place]) in ("Mn", "Mc", "Me") or "\U0001f3fb" <= text[place] <= "\U0001f3ff"
    )


def merged(read: Sequence[Read]) -> Meaning:
    """One meaning of what was read, whether or not all windows were; danger in any of them is danger."""
    told = sorted(read, key=lambda window: window[:2])
    if not told:
        return Meaning.unknown
    if len(told) == 1 and told[0][0] == 0:
        return told[0][2]
    meanings = [meaning for _, _, meaning in told]
    reports = [meaning for meaning in meanings if meaning.is_report]
    said = [meaning for meaning in meanings if meaning.intent is not None]
    about = max(reports, key=lambda meaning: meaning.confidence) if reports else (said or meanings)[0]
    now = any(meaning.danger.now for meaning in meanings)
    return Meaning(
        intent=about.intent,
        confidence=about.confidence,
        ranking=about.ranking,
        entities=_entities(told),
        language=_language(told),
        danger=Danger(
            now,
            frozenset[str]().union(*(meaning.danger.signals for meaning in meanings)),
            _apart([(start + a, start + b) for start, _, meaning in told for a, b in meaning.danger.evidence]),
            maybe=not now and any(meaning.danger.maybe for meaning in meanings),
        ),
    )


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, without what an earlier one already shows."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return tuple(kept)


def _entities(told: Sequence[Read]) -> tuple[Entity, ...]:
    """Each once: what an overlap holds was read twice, and a cut may have left half of it in one of the windows."""
    moved = [
        Entity(each.kind, start + each.start, start + each.end, each.value, each.role)
        for start, _, meaning in told
        for each in meaning.entities
    ]
    kept: list[Entity] = []
    last: dict[str, int] = {}  # by kind, where in `kept` its last one is
    for each in sorted(moved, key=lambda entity: (entity.start, -entity.end)):
        before = kept[last[each.kind]] if each.kind in last else None
        if before is None or each.start >= before.end:
            last[each.kind] = len(kept)
            kept.append(each)
        elif each.end - each.start > before.end - before.start:
            kept[last[each.kind]] = each
    return tuple(sorted(kept, key=lambda entity: (entity.start, entity.end)))


def _language(told: Sequence[Read]) -> Language:
    """The language in which most is said; its share of what was read tells how sure that is."""
    weights: dict[str, float] = {}
    for start, end, meaning in told:
        language = meaning.language
        weights[language.code] = weights.get(language.code, 0.0) + language.confidence * (end - start)
    known = {code: weight for code, weight in weights.items() if code != "und" and weight}
    if not known:
        return Language()
    code = max(known, key=lambda code: known[code])
    return Language(code, known[code] / sum(end - start for start, end, _ in told))
