"""What is counted as an answer that changes when the same is sent in another way."""

from __future__ import annotations

import random
from typing import Any

import pytest

from nlu.components.text import fold, words
from nlu.mutations import flips, frames, mutations

TEXT = "Ba em đánh em suốt đêm"


def line(intent: str, text: str = TEXT) -> dict[str, Any]:
    return {"text": text, "intent": intent, "danger_now": True, "language": "vi", "register": "full"}


def answer(name: str, now: bool = True) -> dict[str, Any]:
    return {"intent": {"name": name}, "danger": {"now": now}}


@pytest.mark.parametrize("name", mutations())
def test_a_mutation_changes_how_it_is_written_and_not_what_is_told(name: str) -> None:
    changed = mutations()[name](TEXT, random.Random(1))
    assert changed != TEXT
    if name not in ("one typo", "a dropped blank"):
        told = [fold(word.marked) for word in words(changed)]
        assert set(fold(TEXT.lower()).split()) <= set(told)


def test_each_answer_that_changes_is_counted() -> None:
    def fooled_by_thanks(text: str) -> dict[str, Any]:
        closing = any(text.endswith(one) for one in frames()["closing"])
        return answer("thanks" if closing else "report_physical_violence", not closing)

    figures = flips(fooled_by_thanks, [(line("report_physical_violence"), answer("report_physical_violence"))] * 4)
    assert (figures["flipped by thanks"], figures["flipped by a greeting"]) == (1.0, 0.0)
    assert (figures["report recall, polite"], figures["danger recall, polite"]) == (0.0, 0.0)


def test_ordinary_talk_and_other_registers_are_not_asked_of_it() -> None:
    pairs = [(line("out_of_scope"), answer("out_of_scope")), (line("greet"), answer("greet"))]
    assert flips(lambda _: answer("greet"), pairs) == {}
