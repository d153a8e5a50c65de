"""The core's own ear for danger: a small list that works when the NLU service does not, and the numbers to show."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.dialogue.heard.words import fold
from nlu.marks import nfc

_WORD = re.compile(r"\w+")
_LIST = Path(__file__).with_name("danger_words.tsv")

# Which numbers stand first for a signal; violence and liberty: police; body: ambulance; water and fire: rescue.
_NUMBERS: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
    (frozenset({"drowning"}), ("ambulance", "fire", "disaster")),
    (frozenset({"fire_poison"}), ("fire", "ambulance")),
    (frozenset({"serious_injury", "suicide", "abandoned_infant"}), ("ambulance", "child")),
    (
        frozenset(
            {
                "violence_now",
                "weapon",
                "confined",
                "missing",
                "trafficking",
                "sexual_assault_now",
                "forced_marriage_now",
            }
        ),
        ("police", "child"),
    ),
)


@dataclass(frozen=True, slots=True)
class _Listed:
    """The list: of each phrase its signal and its number of words, exceptions ("-") first.

    Each word of each phrase has a bit, one phrase behind the other: `bits` are those that a word of a text may be.
    """

    phrases: tuple[tuple[str, int], ...]
    bits: dict[str, int]
    firsts: int
    lasts: int
    ending: dict[int, int]  # the bit of a last word: the phrase's number


def heard(text: str) -> frozenset[str]:
    """The signals of present danger that the list hears in a text; empty when none.

    Word by word: a word typed with marks must carry the phrase's marks, a word typed without any may stand for them.
    """
    words, listed, signals = _WORD.findall(nfc(text).casefold()), _listed(), set()
    found = _found(words, listed)
    for number in sorted(found):
        signal, length = listed.phrases[number]
        left = [at for at in found[number] if all(words[at : at + length])]
        if signal == "-":
            for at in left:
                words[at : at + length] = [""] * length
        elif left:
            signals.add(signal)
    return frozenset(signals)


def _found(words: list[str], listed: _Listed) -> dict[int, list[int]]:
    """Where each phrase begins, by its number. One pass, however long the list (shift-and, Baeza-Yates and Gonnet)."""
    found: dict[int, list[int]] = {}
    fitting = 0  # the bits of all words of phrases at which a phrase, up to this word of the text, fits
    for at, word in enumerate(words):
        fitting = (fitting << 1 | listed.firsts) & listed.bits.get(word, 0)
        ended = fitting & listed.lasts
        while ended:
            last = ended & -ended
            number = listed.ending[last]
            found.setdefault(number, []).append(at + 1 - listed.phrases[number][1])
            ended ^= last
    return found


def numbers_for(signals: frozenset[str]) -> tuple[str, ...]:
    """The kinds of number to show, most needed first; police when nothing is known; the child line always."""
    kinds: list[str] = []
    for causes, numbers in _NUMBERS:
        if causes & signals:
            kinds.extend(kind for kind in numbers if kind not in kinds)
    # A person answers there at any hour, whatever has happened.
    return tuple(dict.fromkeys((*(kinds or ("police",)), "child")))


@cache
def _listed() -> _Listed:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    rows.sort(key=lambda row: row[0] != "-")
    phrases, bits, ending, firsts, bit = [], defaultdict[str, int](int), {}, 0, 1
    for number, (signal, phrase) in enumerate(rows):
        words = _WORD.findall(nfc(phrase).casefold())
        phrases.append((signal, len(words)))
        firsts |= bit
        for word in words:
            for way in {word, bare} if (bare := fold(word)).isascii() else {word}:
                bits[way] |= bit
            bit <<= 1
        ending[bit >> 1] = number
    return _Listed(tuple(phrases), dict(bits), firsts, sum(ending), ending)
