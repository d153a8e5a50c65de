"""The figures by which a model is judged are the right ones: worked out by hand on a few made-up answers."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.evaluate import failures, table
from nlu.measures import calibration_error, macro_f1
from nlu.scores import (
    OF_A_KIND,
    OF_AN_INTENT,
    languages_of,
    of_each_kind,
    of_vietnamese,
    score,
)


def answer(intent: str | None, confidence: float = 1.0, **others: Any) -> dict[str, Any]:
    ranking = [{"name": name, "confidence": 0.1} for name in others.pop("ranking", [intent])]
    return {
        "intent": {"name": intent, "confidence": confidence},
        "intent_ranking": ranking,
        "entities": others.get("entities", []),
        "language": {"code": others.get("language", "vi"), "confidence": 1.0},
        "danger": {
            "now": others.get("now", False),
            "signals": others.get("signals", []),
            "evidence": others.get("evidence", []),
        },
    }


def test_macro_f1_is_the_mean_of_the_labels_f1() -> None:
    # a: precision 1/2, recall 1 → 2/3; b: precision 1, recall 1/2 → 2/3
    assert macro_f1([("a", "a"), ("b", "a"), ("b", "b")]) == pytest.approx(2 / 3)
    assert macro_f1([("a", None)]) == 0


def test_an_intent_of_few_messages_does_not_count_for_vietnamese() -> None:
    often = [({"intent": "greet", "language": "vi"}, answer("greet"))] * (OF_AN_INTENT + 1)
    seldom = [({"intent": "stop", "language": "vi"}, answer(None))] * OF_AN_INTENT
    english = [({"intent": "greet", "language": "en"}, answer("stop"))] * OF_AN_INTENT
    figures = of_vietnamese([*often, *seldom, *english])
    assert figures["macro-F1 in Vietnamese"] == 1
    assert figures["accuracy in Vietnamese"] == pytest.approx(10 / 19)
    assert of_vietnamese(english) == {}


def test_reports_are_told_from_the_rest() -> None:
    pairs = [
        ({"intent": "report_neglect"}, answer("report_bullying")),
        ({"intent": "report_neglect"}, answer("greet")),
        ({"intent": "greet"}, answer("report_hazard", ranking=["report_hazard", "stop", "greet"])),
        ({"intent": "greet"}, answer("greet")),
    ]
    figures = score(pairs).figures
    assert figures["report recall"] == 0.5
    assert figures["report precision"] == 0.5
    assert figures["intent accuracy"] == 0.25
    assert figures["intent in first three"] == 0.5


def test_each_language_with_enough_lines_has_its_recall_and_f1() -> None:
    told = [("en", "en")] * 4 + [("en", "vi")] + [("vi", "en")] + [("vi", "vi")] * 5 + [("rad", "rad")]
    figures = languages_of([({"language": gold}, answer(None, language=said)) for gold, said in told])
    assert figures["language recall, en"] == pytest.approx(0.8)
    assert figures["language F1, en"] == pytest.approx(0.8)
    assert figures["language recall, vi"] == pytest.approx(5 / 6)
    assert "language recall, rad" not in figures  # one line says nothing


def test_danger_counts_a_miss_and_a_false_alarm() -> None:
    gold = {"danger_now": True, "signals": ["weapon"], "evidence": [[0, 4]], "language": "vi"}
    calm = {"danger_now": False, "signals": [], "evidence": [], "language": "vi"}
    pairs = [
        (gold, answer("greet", now=True, signals=["weapon", "confined"], evidence=[[3, 9]])),
        (gold, answer("greet", now=True, signals=[], evidence=[[4, 9]])),
        (gold, answer("greet")),
        (calm, answer("greet", now=True)),
        (calm, answer("greet")),
    ]
    scores = score(pairs)
    assert scores.figures["danger recall"] == pytest.approx(2 / 3)
    assert scores.figures["danger precision"] == pytest.approx(2 / 3)
    assert scores.figures["danger evidence right"] == 0.5
    assert scores.figures["signals F1"] == pytest.approx(2 * 1 / (3 + 2))
    assert [line["danger_now"] for line, _ in scores.danger_wrong] == [True, False]


def test_an_entity_is_right_when_it_overlaps_one_of_its_kind() -> None:
    gold = [{"entity": "age", "start": 0, "end": 6}] * 5 + [{"entity": "place", "start": 10, "end": 14}] * 5
    said = [{"entity": "age", "start": 4, "end": 8}, {"entity": "place", "start": 0, "end": 6}]
    figures = score([({"entities": gold}, answer("greet", entities=said))]).figures
    assert figures["entity F1, age"] == 1
    assert figures["entity F1, place"] == 0


def test_of_places_what_is_told_and_what_is_found_stand_apart() -> None:
    gold = [{"entity": "place", "start": at, "end": at + 6} for at in (0, 10, 20, 30, 40)]
    said = [{"entity": "place", "start": at, "end": at + 2} for at in (4, 14, 60, 70)]
    figures = score([({"entities": gold}, answer("greet", entities=said))]).figures
    assert figures["place precision"] == 0.5
    assert figures["place recall"] == pytest.approx(2 / 5)
    assert "relation precision" not in figures


def test_registers_are_compared_with_fully_marked_text() -> None:
    right = ({"intent": "greet", "register": "full"}, answer("greet"))
    wrong = ({"intent": "greet", "register": "none"}, answer("stop"))
    figures = score([right] * 10 + [wrong] * 4 + [(wrong[0], answer("greet"))] * 6).figures
    assert figures["accuracy drop when retyped"] == pytest.approx(0.4)


def test_calibration_error_is_the_gap_between_confidence_and_truth() -> None:
    assert calibration_error([(0.95, True)] * 19 + [(0.95, False)]) == pytest.approx(0)
    assert calibration_error([(0.9, False)] * 10) == pytest.approx(0.9)
    assert calibration_error([]) == 0


def test_what_is_below_a_floor_is_named() -> None:
    assert failures({"danger recall": 0.99, "calibration error": 0.01}) == []
    assert [line.split(" is ")[0] for line in failures({"danger recall": 0.9, "calibration error": 0.2})] == [
        "danger recall",
        "calibration error",
    ]


def test_the_table_says_that_the_data_are_synthetic_and_unreviewed() -> None:
    assert "synthetic, unreviewed" in table(score([({"intent": "greet"}, answer("greet"))]))


def test_each_kind_is_scored_by_itself_and_few_lines_of_one_say_nothing() -> None:
    cry = {"kind": "cry", "intent": "report_unspecified", "danger_now": True}
    calm = {"kind": "words", "intent": "out_of_scope", "danger_now": False}
    heard, asked, missed = answer("report_unspecified", now=True), answer("help"), answer("help")
    asked["danger"]["maybe"] = True
    cries = [(cry, heard)] * OF_A_KIND + [(cry, asked)] * 3 + [(cry, missed)] * 2
    few = [(calm, answer("out_of_scope", now=True))] * (OF_A_KIND - 1)
    figures = of_each_kind([*cries, *few])
    assert figures["intent accuracy, cry"] == OF_A_KIND / (OF_A_KIND + 5)
    assert figures["danger recall, cry"] == OF_A_KIND / (OF_A_KIND + 5)
    assert figures["danger recall, now or maybe, cry"] == (OF_A_KIND + 3) / (OF_A_KIND + 5)
    assert "taken for danger, words" not in figures and figures["intent accuracy, words"] == 1
    assert (
        of_each_kind([*few, (calm, answer("out_of_scope"))])["taken for danger, words"] == (OF_A_KIND - 1) / OF_A_KIND
    )


def test_of_bare_answers_it_is_only_asked_what_they_are_taken_for() -> None:
    age = {"kind": "answer", "intent": "", "danger_now": False}
    said = [answer("report_exploitation"), answer("report_exploitation", 0.4), answer("report_hazard", now=True)]
    figures = of_each_kind([(age, each) for each in said] + [(age, answer("out_of_scope"))] * (OF_A_KIND - 3))
    assert "intent accuracy, answer" not in figures
    assert figures["taken for a report, answer"] == 2 / OF_A_KIND
    assert figures["taken for danger, answer"] == 1 / OF_A_KIND
