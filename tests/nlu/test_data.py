"""The messages the model learns from: enough of every intent, varied, and apart from those it is judged by."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from nlu.evaluate import EVERYDAY, HARD, own_files
from nlu.examples import DATA, Example, Malformed, lines, near_duplicates, same, training
from nlu.meaning import INTENTS, LANGUAGE_CODES, REPORT_INTENTS, SIGNALS
from nlu.scores import is_ordinary

LEAST, LEAST_REPORTS, LEAST_ALL = 250, 1500, 60_000
LEAST_DANGER = 10_000
VIETNAMESE = [example for example in training() if example.language in ("vi", "en") and example.intent]
EDE = [example for example in training() if example.language in ("rad", "mixed")]


def bears_marks(text: str) -> bool:
    return "đ" in text.lower() or any(unicodedata.combining(letter) for letter in unicodedata.normalize("NFD", text))


def test_there_is_one_vietnamese_file_for_each_intent_and_no_other() -> None:
    assert {path.stem for path in (DATA / "vi").glob("*.yml")} == INTENTS


def test_there_are_enough_different_vietnamese_messages() -> None:
    assert len({same(example.text) for example in VIETNAMESE}) >= LEAST_ALL
    counts = Counter(example.intent for example in VIETNAMESE)
    assert {i: n for i, n in counts.items() if n < (LEAST_REPORTS if i in REPORT_INTENTS else LEAST)} == {}
    assert set(counts) == INTENTS


@pytest.mark.parametrize("intent", sorted(INTENTS))
def test_an_intent_is_known_with_and_without_diacritics(intent: str) -> None:
    told = [example for example in VIETNAMESE if example.intent == intent]
    marked = sum(bears_marks(example.text) for example in told)
    assert 10 <= marked <= len(told) - 10


def test_danger_is_judged_in_every_message_and_has_as_many_look_alikes() -> None:
    assert [example.source for example in VIETNAMESE + EDE if example.danger is None] == []
    now = [example for example in VIETNAMESE if example.danger]
    calm_reports = [e for e in VIETNAMESE if not e.danger and e.intent in REPORT_INTENTS]
    assert len(now) >= LEAST_DANGER
    assert len(calm_reports) >= LEAST_DANGER
    assert {signal for example in now for signal in example.signals} == SIGNALS


@pytest.mark.long
def test_no_message_is_nearly_the_same_as_another() -> None:
    texts = [example.text for example in VIETNAMESE]
    found = near_duplicates(texts)
    assert [(VIETNAMESE[a].source, VIETNAMESE[b].source) for a, b in found] == []


@pytest.mark.long
def test_no_message_that_judges_the_model_is_nearly_one_that_it_learnt_from() -> None:
    judging = [line for path in own_files() for line in lines(path) if line["register"] != "folded"]
    learnt = training()
    found = near_duplicates([line["text"] for line in judging], [example.text for example in learnt])
    assert [(judging[a]["id"], learnt[b].source) for a, b in found] == []


def test_there_are_enough_messages_that_judge_the_model() -> None:
    spoken = Counter(line["language"] for path in own_files() for line in lines(path))
    assert set(spoken) == LANGUAGE_CODES
    assert spoken["vi"] >= 800
    assert spoken["rad"] + spoken["mixed"] >= 150
    everyday = lines(EVERYDAY)
    assert len(everyday) >= 2500
    assert sum(is_ordinary(line["intent"]) for line in everyday) >= len(everyday) / 3
    assert sum(bool(line.get("danger_now")) for path in own_files() if path != HARD for line in lines(path)) >= 600
    assert sum(line["danger_now"] for line in lines(HARD)) >= 600
    ids = [line["id"] for path in own_files() for line in lines(path)]
    assert len(ids) == len(set(ids))


def test_spans_of_the_evaluation_lie_in_their_text() -> None:
    for path in own_files():
        for line in lines(path):
            spans = [*line.get("evidence", ()), *([e["start"], e["end"]] for e in line.get("entities", ()))]
            assert all(0 <= start < end <= len(line["text"]) for start, end in spans), line["id"]
            assert not line.get("danger_now") or line["evidence"], line["id"]
            assert all(end - start <= 60 for start, end in line.get("evidence", ())), line["id"]


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("bố cháu đánh cháu tối qua đau lắm", "bo chau danh chau toi qua dau lam!", True),
        ("bố cháu đánh cháu tối qua đau lắm", "bố cháu đánh cháu sáng nay đau lắm cô ơi", False),
        ("đúng", "dừng", False),
        ("Đúng ạ", "đúng ạ", True),
        ("cô ơi giúp con với con sợ lắm", "con sợ lắm", False),
    ],
)
def test_what_is_nearly_the_same(first: str, second: str, alike: bool) -> None:
    assert bool(near_duplicates([first, second])) is alike
    assert bool(near_duplicates([first], [second])) is alike


@pytest.mark.parametrize("written", ["{", '"text"', '{"text": 3, "id": "a"}', '{"text": "no id"}'])
def test_a_line_that_is_none_is_named_with_its_place(tmp_path: Path, written: str) -> None:
    file = tmp_path / "made-up.jsonl"
    file.write_text('{"id": "a", "text": "chào"}\n\n' + written + "\n", encoding="utf-8")
    with pytest.raises(Malformed, match=r"made-up\.jsonl:3"):
        lines(file)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "made-up.jsonl"
    file.write_bytes('{"id": "a", "text": "chào"}'.encode("cp1258", "replace"))
    with pytest.raises(Malformed, match="UTF-8"):
        lines(file)


def test_approved_corrections_are_learnt_from_too(tmp_path: Path) -> None:
    (tmp_path / "7.jsonl").write_text(
        '{"id": "7-1", "case": "7", "text": "[tên] bị nhốt trong kho", "intent": "report_physical_violence", '
        '"danger_now": true, "signals": [], "language": "vi", "register": "correction"}\n',
        encoding="utf-8",
    )
    added = [example for example in training(tmp_path) if example.source.startswith("7.jsonl")]
    assert added == [Example("[tên] bị nhốt trong kho", "report_physical_violence", True, (), "vi", "7.jsonl:1")]
