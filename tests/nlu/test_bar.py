"""The model in place holds the floors that people rely on, over the real service."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx2
import pytest

from nlu.components.text import fold
from nlu.evaluate import CEILINGS, FLOORS, failures, scored, table
from nlu.examples import EVALUATION
from nlu.model import current_model
from nlu.scores import Scores, surely_a_report
from tests.fakes.services import ROOT, Nlu

# Judged over the service too; all else was judged by the training, which takes a minute.
OLDER = [EVALUATION / "vi.jsonl", EVALUATION / "rad.jsonl"]
# The figures for which these files alone count.
OF_THE_OLDER = (
    "language macro-F1",
    "entities F1",
    "role right",
    "intent accuracy, rad",
    "report recall, rad",
    "danger recall, rad",
)


AGES = (
    *map(str, range(18)),
    *("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"),
    *("mười một", "mười hai", "mười ba", "mười bốn", "mười lăm", "mười sáu", "mười bảy"),
)


def parsed(nlu: Nlu, text: str) -> dict[str, Any]:
    answer: dict[str, Any] = httpx2.post(
        f"{nlu.url}/model/parse", json={"text": text}, timeout=10, trust_env=False
    ).json()
    return answer


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    """What the training of the model in place has written."""
    told: dict[str, Any] = json.loads((ROOT / "nlu" / "models" / "report.json").read_text(encoding="utf-8"))
    assert told["in place"] is True
    return told


@pytest.fixture(scope="module")
def scores(nlu: Nlu) -> Scores:
    with httpx2.Client(base_url=nlu.url, timeout=10, trust_env=False) as client:

        def parse(text: str) -> dict[str, Any]:
            response = client.post("/model/parse", json={"text": text})
            assert response.status_code == 200
            meaning: dict[str, Any] = response.json()
            return meaning

        return scored(parse, OLDER)


def test_the_model_in_place_holds_every_floor(report: dict[str, Any]) -> None:
    assert failures(report["figures"]) == []
    assert {*FLOORS, *CEILINGS} <= set(report["figures"])
    assert report["model"] == current_model().name.split(".")[0]


def test_over_the_service_it_holds_them_too_and_says_what_the_training_measured(
    report: dict[str, Any], scores: Scores
) -> None:
    assert failures(scores.figures) == [], table(scores)
    assert {name: pytest.approx(scores.figures[name], abs=1e-3) for name in OF_THE_OLDER} == {
        name: report["figures"][name] for name in OF_THE_OLDER
    }


# What the rows of the model card's table begin with, and the figures they show.
CARD = {
    "a report or not": ("report recall", "report precision"),
    "intent, all languages": ("intent macro-F1", "intent in first three"),
    "danger now: recall": ("danger recall", "danger precision"),
    "a report between a greeting": ("report recall, polite",),
    "danger between a greeting": ("danger recall, polite", "danger recall, polite, now or maybe"),
    "hard danger set": tuple(f"danger {name}, hard set" for name in ("recall", "precision", "recall, now or maybe")),
    "language: macro-F1": ("language macro-F1",),
    "Ê Đê, synthetic": ("intent accuracy, rad", "danger recall, rad", "report recall, rad"),
    "expected calibration": ("calibration error",),
    "in the middle of a talk": (
        *(f"taken for {what}, answer, unseen" for what in ("a report", "danger")),
        *(f"intent accuracy, {kind}, unseen" for kind in ("guilt", "secrecy", "in-talk")),
    ),
    "ages and school classes": tuple(f"taken for {what}, age, unseen" for what in ("a report", "danger")),
}


@pytest.mark.parametrize("row", CARD)
def test_the_model_card_shows_the_figures(report: dict[str, Any], row: str) -> None:
    """Within what another machine may compute otherwise."""
    card = (ROOT / "docs" / "model-card.md").read_text(encoding="utf-8")
    (line,) = [line for line in card.splitlines() if line.startswith(f"| {row}")]
    shown = [float(number) for number in re.findall(r"\d\.\d{3}", line.split("|")[3])]
    assert shown == pytest.approx([report["figures"][name] for name in CARD[row]], abs=0.01)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Cháu chào cô, cháu bị bạn đánh", "vi"),
        ("chau bi bo danh, giup chau voi", "vi"),
        ("ko bik lm j het, e sợ lắm", "vi"),
        ("Nhà em ở buôn Êa Tul, xã Cư M'gar", "vi"),
        ("cha no lay xang dot tay no vi no an", "vi"),
        ("Amâo thâo hlei pô", "rad"),
        ("Kâo čiăng blŭ hŏng ih", "rad"),
        ("amao thao hlei po, kao ciang djie", "rad"),
        ("Kâo hđeh nao sang hră, bị thầy đánh đau lắm", "mixed"),
        ("please help me, my father hurts me", "en"),
        ("Gơñu ƀu thâo tơlơi anŭn ôh", "und"),  # Jarai
        ("", "und"),
        ("😭😭", "und"),
        ("0905123456", "und"),
        ("asdfgh qwrtz", "und"),
        ("привет, помогите", "und"),
    ],
)
def test_the_language_is_told(nlu: Nlu, text: str, code: str) -> None:
    answer = parsed(nlu, text)
    assert answer["language"]["code"] == code


@pytest.mark.parametrize(
    "text",
    [
        "c ứ u e m v ớ i, ba đang đánh em",
        "Ba đаng cầm dао rượt em",  # Cyrillic letters among the Latin ones
        "bố đang đ.ánh em ngay bây giờ",
        "ba dang cam dao ruot em, cuu em voi",
        "BA ĐANG CẦM DAO RƯỢT EM CỨU EM VỚI",
        "ba ddang caamf dao ruwowtj em, cuwus em voiws",
        "ba d9ang ca62m dao ru7o75t em, cu71u em vo71i",
        "\u200bba\u200b đang cầm dao\ufeff rượt em",
        "/start ba đang cầm dao rượt em",
        '{"text": "ba đang cầm dao rượt em"}',
        "\u202eba đang cầm dao rượt em\u202c",
        "😭😭ba đang cầm dao rượt em🆘",
        "cứuuuuuuu emmmmm baaaa đang cầm daooo rượtttt",
        "x " * 900 + "ba đang cầm dao rượt em, cứu em với",
    ],
)
def test_danger_is_heard_in_odd_writing(nlu: Nlu, text: str) -> None:
    answer = parsed(nlu, text)
    assert answer["danger"]["now"], answer["danger"]
    assert answer["danger"]["evidence"]


@pytest.mark.parametrize(
    "text",
    [
        *("12 tuổi", "dua lon 10 tuoi", "Anh", "hai đứa", "tối nay", "hom qua", "chú ruột", "mấy lần rồi"),
        *("ở buôn Kô Tam", "em mười bốn ạ", "em mười ba tuổi", "muoi bon a", "14", "15", "bé lên ba", "lớp tám"),
        *("she is twelve", "con xin lỗi cô", "xin loi em go cham", "dạ con đây"),
    ],
)
def test_a_bare_answer_is_neither_a_report_nor_danger(nlu: Nlu, text: str) -> None:
    answer = parsed(nlu, text)
    assert answer["intent"]["name"] == "out_of_scope"
    assert not answer["danger"]["now"]


@pytest.mark.parametrize(
    "frame", ["{}", "{} tuổi", "em {} ạ", "dạ con {} tuổi", "be {} tuoi", "con bé mới {} tuổi", "{} rưỡi"]
)
def test_no_age_is_danger_or_surely_a_report(nlu: Nlu, frame: str) -> None:
    said = {text: parsed(nlu, text) for age in AGES for text in {frame.format(age), fold(frame.format(age))}}
    assert [text for text, answer in said.items() if answer["danger"]["now"] or surely_a_report(answer)] == []


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("đừng cho mẹ em biết", "ask_confidentiality"),
        ("dung noi voi ba con nha", "ask_confidentiality"),
        ("nói ra công an có tới nhà em không", "ask_process"),
        ("có phải lỗi của em không", "report_unspecified"),
        ("em thấy em dơ lắm", "report_sexual_abuse"),
        ("em nói dối đó, không có gì đâu", "deny"),
        ("có ai không", "ask_human"),
        ("ở lại nói chuyện với em đi", "ask_human"),
    ],
)
def test_what_is_said_in_the_middle_of_a_talk_is_heard_for_what_it_is(nlu: Nlu, text: str, intent: str) -> None:
    answer = parsed(nlu, text)
    assert answer["intent"]["name"] == intent
    assert not answer["danger"]["now"]
    assert answer["danger"]["signals"] == []
