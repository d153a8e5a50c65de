"""The core's own ear for danger: a small list that works when the NLU service does not, and the numbers to show."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from bot.dialogue.words import fold

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
    """The signals of present danger that the list hears in a text; empty when none."""
    written = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    folded = fold(text)
    unmarked = written.isascii()
    for phrase, bare in _exceptions():
        written = written.replace(phrase, " ")
        if unmarked:
            folded = folded.replace(bare, " ")
    padded = f" {folded} "
    return frozenset(
        signal for signal, phrase, bare in _phrases() if phrase in written or (unmarked and f" {bare} " in padded)
    )


def numbers_for(signals: frozenset[str]) -> tuple[str, ...]:
    """The kinds of number to show, most needed first; police and the child line when nothing is known."""
    kinds: list[str] = []
    for causes, numbers in _NUMBERS:
        if causes & signals:
            kinds.extend(kind for kind in numbers if kind not in kinds)
    return tuple(kinds) or ("police", "child")


@cache
def _rows() -> tuple[tuple[str, str], ...]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((signal, phrase.strip()) for signal, phrase in rows)


@cache
def _phrases() -> tuple[tuple[str, str, str], ...]:
    return tuple((signal, phrase, fold(phrase)) for signal, phrase in _rows() if signal != "-")


@cache
def _exceptions() -> tuple[tuple[str, str], ...]:
    return tuple((phrase, fold(phrase)) for signal, phrase in _rows() if signal == "-")
