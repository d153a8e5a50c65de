"""The training data hold every intent of the contract, varied enough, and contradict themselves nowhere."""

from __future__ import annotations

import functools
import re
import unicodedata
from pathlib import Path

import pytest

from nlu.meaning import INTENTS

FOLDER = Path(__file__).resolve().parents[2] / "nlu" / "data" / "vi"
LEAST = 30


@functools.cache
def examples(intent: str) -> tuple[str, ...]:
    """The examples of one file, which is Rasa's YAML 3.1 with one intent in it."""
    lines = (FOLDER / f"{intent}.yml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    assert kept[0].strip() in ('version: "3.1"', "version: '3.1'")
    assert [line.strip() for line in kept if re.match(r"\s*- intent:", line)] == [f"- intent: {intent}"]
    start = next(index for index, line in enumerate(kept) if re.match(r"\s*examples: \|", line))
    found = [line.strip() for line in kept[start + 1 :]]
    assert all(line.startswith("- ") for line in found), f"{intent}: {[line for line in found if line[:2] != '- ']}"
    return tuple(line[2:].strip() for line in found)


def same(text: str) -> str:
    """What two examples have in common when only their spelling of case, marks and blanks differs."""
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def bears_marks(text: str) -> bool:
    return "đ" in text.lower() or any(unicodedata.combining(letter) for letter in unicodedata.normalize("NFD", text))


def test_there_is_one_file_for_each_intent_and_no_other() -> None:
    assert {path.stem for path in FOLDER.glob("*.yml")} == INTENTS


@pytest.mark.parametrize("intent", sorted(INTENTS))
def test_an_intent_has_enough_different_examples(intent: str) -> None:
    told = [same(example) for example in examples(intent)]
    assert len(set(told)) >= LEAST
    assert not {text for text in told if told.count(text) > 1}


@pytest.mark.parametrize("intent", sorted(INTENTS))
def test_an_intent_is_known_with_and_without_diacritics(intent: str) -> None:
    marked = sum(bears_marks(example) for example in examples(intent))
    assert 5 <= marked <= len(examples(intent)) - 5


def test_no_example_is_under_two_intents() -> None:
    owners: dict[str, set[str]] = {}
    for intent in sorted(INTENTS):
        for example in examples(intent):
            owners.setdefault(same(example), set()).add(intent)
    assert {text: intents for text, intents in owners.items() if len(intents) > 1} == {}
