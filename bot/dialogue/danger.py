"""The core's own ear for danger: a small list that works when the NLU service does not, and the numbers to show."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from bot.dialogue.words import fold

Phrase = tuple[tuple[str, str], ...]
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


def heard(text: str) -> frozenset[str]:
    """The signals of present danger that the list hears in a text; empty when none.

    Word by word: a word typed with marks must carry the phrase's marks, a word typed without any may stand for them.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    bare = [word if word.isascii() else "" for word in words]
    for signal, phrase in _phrases():
        if signal == "-":
            for at in _at(phrase, words, bare):
                words[at : at + len(phrase)] = bare[at : at + len(phrase)] = [""] * len(phrase)
    return frozenset(signal for signal, phrase in _phrases() if signal != "-" and _at(phrase, words, bare))


def _at(phrase: Phrase, words: list[str], bare: list[str]) -> list[int]:
    """Where the phrase stands."""
    return [
        at
        for at in range(len(words) - len(phrase) + 1)
        if all(words[at + n] == word or bare[at + n] == folded for n, (word, folded) in enumerate(phrase))
    ]


def numbers_for(signals: frozenset[str]) -> tuple[str, ...]:
    """The kinds of number to show, most needed first; police when nothing is known; the child line always."""
    kinds: list[str] = []
    for causes, numbers in _NUMBERS:
        if causes & signals:
            kinds.extend(kind for kind in numbers if kind not in kinds)
    # A person answers there at any hour, whatever has happened.
    return tuple(dict.fromkeys((*(kinds or ("police",)), "child")))


@cache
def _phrases() -> tuple[tuple[str, Phrase], ...]:
    """Signal and phrase, a phrase being its words as written and folded; exceptions ("-") first."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    rows.sort(key=lambda row: row[0] != "-")
    return tuple(
        (signal, tuple((word, fold(word)) for word in _WORD.findall(unicodedata.normalize("NFC", phrase).casefold())))
        for signal, phrase in rows
    )
