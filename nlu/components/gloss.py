"""Says Ê Đê words again in Vietnamese, by the lexicon, so that what is known of Vietnamese helps to read them.

Word for word, in the order of the message: both languages put the subject first and what describes a thing after it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from nlu.components.syllables import is_syllable
from nlu.components.text import Word, fold

LEXICON = Path(__file__).resolve().parent.parent / "data" / "rad" / "lexicon.tsv"
LETTERS = re.compile("[ƀčñŏŭĭĕ]|[êôơư]\u0306")  # that no Vietnamese word has
LONGEST = 4  # words of an entry
SURE = 2  # words that are Ê Đê only, before a message without its letters is taken for Ê Đê

Entries = dict[tuple[str, ...], str]


def has_ede(read: Sequence[Word]) -> bool:
    """Whether words in it can be of no other language; two, if none has its letters."""
    return _has_letters(read) or sum(word.marked in _unmistakable() for word in read) >= SURE


def in_vietnamese(read: Sequence[Word]) -> list[Word]:
    """The message with its Ê Đê words put into Vietnamese, each at the place it stands for; empty if it has none."""
    if not has_ede(read):
        return []
    entries = _entries(plain=not _has_letters(read))
    said: list[Word] = []
    place = 0
    while place < len(read):
        size = min(LONGEST, len(read) - place)
        while size and tuple(word.marked for word in read[place : place + size]) not in entries:
            size -= 1
        if size:
            start, end = read[place].start, read[place + size - 1].end
            vietnamese = entries[tuple(word.marked for word in read[place : place + size])]
            said += [Word(part, start, end) for part in vietnamese.split()]
        else:
            said.append(read[place])
        place += max(1, size)
    return said


def _has_letters(read: Sequence[Word]) -> bool:
    return any(LETTERS.search(word.marked) for word in read)


@cache
def _entries(plain: bool) -> Entries:
    """Vietnamese by the words of an entry, if `plain` also by those words without marks; the first entry wins."""
    found: Entries = {}
    with LEXICON.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            said = re.split(r"[,;(/]", row["vi"])[0].strip().lower()
            words = tuple(row["rad"].lower().split())
            if said and words:
                found.setdefault(words, said)
                if plain:
                    found.setdefault(tuple(map(fold, words)), said)
    return found


@cache
def _unmistakable() -> frozenset[str]:
    """Words of the lexicon that Vietnamese cannot spell, even without marks."""
    return frozenset(word for words in _entries(plain=True) for word in words if not is_syllable(word))
