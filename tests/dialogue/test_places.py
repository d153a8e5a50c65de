"""A place that is told: a former district offers its communes of today; a place put right is the one on the case."""

from __future__ import annotations

from typing import cast

import pytest

from bot.dialogue.effects import Escalate, Submit, Supplement
from bot.dialogue.state import AFTERWARDS, Given, Stage
from handlers.case import Report
from nlu.places import communes_of
from tests.dialogue.talk import Talk, meant

BEATEN = meant("report_physical_violence")
LAK = [place.code for place in communes_of("Huyện Lắk")]
OFFERED = [f"where:{code}" for code in LAK] + ["where:words"]


def _where(talk: Talk) -> Given | None:
    return dict(talk.state.draft.answers).get("where")


def _at(talk: Talk, question: str) -> Talk:
    talk.comes_to(question)
    return talk


def _told(talk: Talk, kind: type) -> Report:
    """What staff got last."""
    return cast(Submit, talk.did(kind)[-1]).report


def test_a_former_district_as_an_answer_offers_its_communes_of_today():
    talk = _at(Talk().says("cô giáo đánh một bé", BEATEN), "where").says("thôn 3 huyện Lắk")
    assert talk.buttons[: len(OFFERED)] == OFFERED and "Huyện Lắk" in talk.heard
    talk.says("2")
    assert _where(talk) == Given(LAK[1], "thôn 3 huyện Lắk", None) and talk.state.draft.place == (LAK[1], "2025")


@pytest.mark.parametrize("told", ["nhà hàng xóm ở huyện Lắk đánh con", "em thấy một bé bị cô giáo đánh ở Lắk"])
def test_a_district_told_first_is_not_said_back_and_the_question_of_the_place_begins_with_its_communes(told):
    talk = Talk().says(told, BEATEN)
    assert "Huyện Lắk" not in talk.heard and "Where it happened" not in talk.heard
    talk = _at(talk, "where")
    assert talk.buttons[: len(OFFERED)] == OFFERED and "Where did it happen" not in talk.heard
    talk.taps(OFFERED[0])
    assert _where(talk) == Given(LAK[0], "Huyện Lắk")
    assert talk.state.buttons not in ("where", "what")


def test_whoever_knows_none_of_the_communes_goes_on_and_staff_have_the_district():
    for answer in ("không biết", "where:words"):
        talk = _at(Talk().says("cô giáo đánh một bé ở huyện Lắk", BEATEN), "where")
        talk = talk.taps(answer) if ":" in answer else talk.says(answer)
        assert talk.state.buttons != "where"
        where = _where(talk)
        assert where is not None and where.value == "words" and "Huyện Lắk" in where.words
        assert talk.state.draft.place is None


def test_a_district_told_first_is_offered_in_danger_too():
    talk = Talk().says("ba đang đánh em ở huyện Lắk")
    assert talk.did(Escalate)
    assert talk.buttons[: len(LAK)] == [f"danger_where:{code}" for code in LAK]
    talk.says("sau chợ, cạnh cây xăng")
    assert dict(talk.state.draft.answers)["danger_where"].words == "Huyện Lắk / sau chợ, cạnh cây xăng"
    tapped = Talk().says("ba đang đánh em ở huyện Lắk").taps(f"danger_where:{LAK[2]}")
    assert _told(tapped, Submit).commune_code == LAK[2]


def test_a_step_back_from_the_communes_loses_neither_the_question_nor_the_offer():
    talk = _at(Talk().says("cô giáo đánh một bé ở huyện Lắk", BEATEN), "where")
    talk.taps("where:back").says("không")
    assert talk.state.buttons == "where" and talk.buttons[: len(OFFERED)] == OFFERED


def test_a_commune_typed_where_communes_were_offered_is_taken_beside_them():
    talk = _at(Talk().says("cô giáo đánh một bé", BEATEN), "where").says("huyện Sông Hinh").says("Ea Bar")
    where = _where(talk)
    assert where is not None and "huyện Sông Hinh" in where.words and "Ea Bar" in where.words
    talk = _at(Talk().says("cô giáo đánh một bé", BEATEN), "where").says("huyện Buôn Đôn").says("Ea Bar")
    where = _where(talk)
    assert where == Given("24250", "huyện Buôn Đôn / Ea Bar")  # of the three Ea Bar only one lay in Buôn Đôn


def test_a_commune_that_is_named_asks_nothing():
    talk = Talk().says("ở xã Ea Tul, huyện Cư M'gar cô giáo đánh một bé", BEATEN)
    assert talk.state.stage is Stage.CONFIRMING and "Xã Ea Tul" in talk.heard


@pytest.mark.parametrize("words", ["sai rồi, ở huyện Lắk mà", "dạ con nói ở huyện Lắk mà cô"])
def test_what_was_said_back_and_is_another_district_drops_the_commune_that_was_wrong(words):
    talk = Talk().says("ở xã Ea Kao cô giáo đánh một bé", BEATEN).says(words)
    assert talk.state.draft.place is None and "Xã Ea Kao" not in talk.heard
    assert _at(talk, "where").buttons[: len(OFFERED)] == OFFERED


def _sent() -> Talk:
    talk = _at(Talk().says("cô giáo đánh một bé trong lớp", BEATEN), "where").says("xã Ea Kao")
    while talk.state.stage is Stage.ASKING:
        talk.says("bỏ qua")
    return talk.taps("review:send").taps("more:later")


def test_a_place_put_right_after_sending_reaches_the_case_with_its_commune():
    talk = _sent().says("không phải Ea Kao, là Ea Tul")
    assert (_told(talk, Supplement).commune_code, talk.state.stage in AFTERWARDS) == ("24277", True)


@pytest.mark.parametrize("words", ["không phải Ea Kao, là Ea Bar", "em nhầm, ở huyện Buôn Đôn"])
@pytest.mark.parametrize("reach", [_sent, lambda: _at(_sent_not(), "access")])
def test_a_place_put_right_that_could_be_several_is_settled_by_one_tap(words, reach):
    talk = reach().says(words)
    assert "where:24250" in talk.buttons
    assert all(word in str(talk.state) + str(talk.effects) for word in words.split(", "))
    before = talk.state.case.sent
    talk.taps("where:24250")
    if before:
        assert _told(talk, Supplement).commune_code == "24250" and talk.state.stage in AFTERWARDS
    else:
        assert talk.state.draft.place == ("24250", "2025") and talk.state.buttons == "access"


def _sent_not() -> Talk:
    talk = _at(Talk().says("cô giáo đánh một bé trong lớp", BEATEN), "where").says("xã Ea Kao")
    return _at(talk, "who").says("cô giáo")


def test_who_is_put_right_is_not_taken_for_a_place():
    talk = _sent().says("không phải thầy Hùng, là thầy Nam")
    assert talk.state.buttons != "where"


@pytest.mark.parametrize("answers", [(), ("bỏ qua",), ("bỏ qua", "bỏ qua")])
def test_a_place_put_right_in_danger_leads_nobody_into_the_other_questions(answers):
    talk = Talk().says("ba đang đánh em ở xã Ea Kao")
    for answer in answers:
        talk.says(answer)
    talk.says("không phải Ea Kao, là Ea Bar")
    assert "danger_where:24250" in talk.buttons
    talk.taps("danger_where:24250")
    assert _told(talk, Submit).commune_code == "24250"
    assert talk.state.stage is Stage.AT_REST or talk.state.buttons == "danger_contact"
