"""The core's own ear for danger: a small list that works when the NLU service does not, and the numbers to show."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from bot.dialogue.heard.words import fold
from nlu.marks import nfc

_WORD = re.compile(r"\w+")
_LIST = Path(__file__).with_name("danger_words.tsv")
_FEW = 4  # words: a message of no more tells too little to be an alarm on a guess alone
_MOST_OF_A_CRY = 10  # words, with those that only address somebody

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
    """Phrases of the list: of each its signal and its number of words, exceptions ("-") first.

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
    words = _words(text)
    return _cried(words) | _told(words)


def says_little(text: str, signals: frozenset[str]) -> bool:
    """Whether a text is too short for an alarm that only the service gives: a few words, and none of harm.

    Where it names a signal, they must be such as say nothing by themselves: "chiều mai".
    """
    words = _words(text)
    if len(words) > _FEW or names_harm(text):
        return False
    return not signals or all(word.isdecimal() or word in _some("~") for word in words)


def names_harm(text: str) -> bool:
    """Whether a word of fear or harm stands in it, however little else."""
    return any(word in _some("!") for word in _words(text))


def _words(text: str) -> list[str]:
    return _WORD.findall(nfc(text).casefold())


def _cried(words: list[str]) -> frozenset[str]:
    """The signals of a message that is a cry and nothing else, but for whom it calls: "cô ơi cứuuu", not "cứu hộ"."""
    if len(words) > _MOST_OF_A_CRY:
        return frozenset()
    plain = [word for word, _ in groupby(map(_less_drawn_out, words))]
    address, cries = _some("@"), _listed(whole=True)
    signals = set()
    for number, places in _found(plain, cries).items():
        signal, length = cries.phrases[number]
        if any(address.issuperset((*plain[:at], *plain[at + length :])) for at in places):
            signals.add(signal)
    return frozenset(signals)


def _less_drawn_out(word: str) -> str:
    """No letter more than twice in a row."""
    return "".join(letter for letter, run in groupby(word) for _ in zip(run, "12", strict=False))


def _told(words: list[str]) -> frozenset[str]:
    """The signals of the phrases that stand anywhere among the words."""
    words, listed, signals = list(words), _listed(), set()
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
def _rows() -> tuple[tuple[str, str], ...]:
    """What the list has: a marker or a signal, and a phrase."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((marker, phrase) for marker, phrase in rows)


@cache
def _some(marker: str) -> frozenset[str]:
    """The single words under a marker, each as it is written and as it is typed without marks."""
    return frozenset(way for one, words in _rows() if one == marker for word in _words(words) for way in _ways(word))


def _ways(word: str) -> set[str]:
    return {word, bare} if (bare := fold(word)).isascii() else {word}


@cache
def _listed(*, whole: bool = False) -> _Listed:
    """The phrases that count anywhere, or those that must be the whole message."""
    rows = [row for row in _rows() if row[0][0] not in "=@!~"]
    if whole:
        rows = [(marker[1:], phrase) for marker, phrase in _rows() if marker[0] == "="]
    rows.sort(key=lambda row: row[0] != "-")
    phrases, bits, ending, firsts, bit = [], defaultdict[str, int](int), {}, 0, 1
    for number, (signal, phrase) in enumerate(rows):
        words = _words(phrase)
        phrases.append((signal, len(words)))
        firsts |= bit
        for word in words:
            for way in _ways(word):
                bits[way] |= bit
                if whole:
                    bits[way + way[-1]] |= bit  # drawn out: "cứuuu"
            bit <<= 1
        ending[bit >> 1] = number
    return _Listed(tuple(phrases), dict(bits), firsts, sum(ending), ending)
