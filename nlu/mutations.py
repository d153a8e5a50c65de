"""Messages as the same person might as well have sent them: a model that understands answers the same."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from nlu.components.augment import misspelt
from nlu.components.text import fold
from nlu.examples import EVALUATION
from nlu.scores import is_ordinary, is_report

SEED = 7
LEAST_WORDS = 3

Line = dict[str, Any]
Parse = Callable[[str], Line]


def frames() -> dict[str, list[str]]:
    """Courtesies that were written apart from those that the model learns from: "opening" and "closing"."""
    found: dict[str, list[str]] = {}
    for row in (EVALUATION / "frames.tsv").read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            kind, text = row.split("\t")
            found.setdefault(kind, []).append(text)
    return found


def mutations() -> dict[str, Callable[[str, random.Random], str]]:
    told = frames()
    return {
        "a greeting": lambda text, chance: f"{chance.choice(told['opening'])} {text}",
        "thanks": lambda text, chance: f"{text} {chance.choice(told['closing'])}",
        "missing marks": lambda text, _: fold(text),
        "one typo": _one_typo,
        "a dropped blank": _dropped_blank,
        "marks apart": lambda text, _: unicodedata.normalize("NFD", text),
        "an emoji": lambda text, chance: f"{text} {chance.choice('😢😭🙏😔❤')}",
        "quotes": lambda text, _: f"“{text}”",
    }


def flips(parse: Parse, read: Sequence[tuple[Line, Line]]) -> dict[str, float]:
    """Of pairs of (line, answer) the share whose intent each mutation changes, and how well courtesy is borne."""
    chance = random.Random(SEED)
    told = [pair for pair in read if _is_for_the_line(pair[0])]
    if not told:
        return {}
    figures = {}
    for name, mutate in mutations().items():
        changed = [
            parse(mutate(line["text"], chance))["intent"]["name"] != answer["intent"]["name"] for line, answer in told
        ]
        figures[f"flipped by {name}"] = sum(changed) / len(changed)
    return figures | _polite(parse, [line for line, _ in read], chance)


def _polite(parse: Parse, told: Sequence[Line], chance: random.Random) -> dict[str, float]:
    """Reports with an opening and a closing: how many are still reports, and still danger."""
    around = frames()
    reports = [line for line in told if is_report(line["intent"]) and line.get("language") == "vi"]
    answers = [
        parse(f"{chance.choice(around['opening'])} {line['text']} {chance.choice(around['closing'])}")
        for line in reports
    ]
    still = [is_report(answer["intent"]["name"]) for answer in answers]
    danger = [answer["danger"] for line, answer in zip(reports, answers, strict=True) if line["danger_now"]]
    now = [found["now"] for found in danger]
    leant = [found["now"] or found.get("maybe", False) for found in danger]
    return {
        "report recall, polite": sum(still) / max(1, len(still)),
        "danger recall, polite": sum(now) / max(1, len(now)),
        "danger recall, polite, now or maybe": sum(leant) / max(1, len(leant)),
    }


def _is_for_the_line(line: Line) -> bool:
    spoken = line.get("language") == "vi" and line.get("register") == "full"
    return spoken and not is_ordinary(line.get("intent")) and len(line["text"].split()) >= LEAST_WORDS


def _one_typo(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 2]
    if long:
        place = chance.choice(long)
        words[place] = misspelt(words[place], chance)
    return " ".join(words)


def _dropped_blank(text: str, chance: random.Random) -> str:
    blanks = [place for place, letter in enumerate(text) if letter == " "]
    place = chance.choice(blanks)
    return text[:place] + text[place + 1 :]
