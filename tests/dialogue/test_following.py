"""After the receipt: offered, never demanded, and with staff as soon as it is said."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from bot.dialogue.effects import Escalate, KeepSafeHours, Say, Submit, Supplement
from bot.dialogue.events import Exited, Located, OpenedReply, Returned, WentQuiet
from bot.dialogue.line import Line
from bot.dialogue.state import AFTERWARDS, Stage
from tests.dialogue.talk import OPERATED, Talk, meant


def _sent(line: Line = OPERATED, contact: str = "write") -> Talk:
    talk = Talk(line).says("cô giáo đánh một bé trong lớp", meant("report_physical_violence"))
    while talk.state.stage is Stage.ASKING:
        talk.says(contact if talk.state.buttons == "contact" else "bỏ qua")
    return talk.taps("review:send")


def _supplements(talk: Talk) -> list[dict[str, str]]:
    effects = [cast(Supplement, effect) for effect in talk.did(Supplement)]
    return [{answer.question: answer.given for answer in effect.report.answers} for effect in effects]


def test_the_receipt_stands_before_the_offer():
    talk = _sent()
    assert talk.heard.index("123 456 789 012 345") < talk.heard.index("A few more answers")
    assert talk.buttons == ["more:more", "more:another", "more:later"]
    assert len(talk.did(Submit)) == 1


def test_each_answer_reaches_staff_as_it_is_given_and_completes_nothing_anew():
    talk = _sent().taps("more:more")
    talk.says("chỉ một số giờ").says("từ 7h đến 9h tối").says("ba của bé").says("xã Ea Tul")
    talk.says("8 tuổi").says("giáo viên").says("bé gái")
    assert talk.state.stage in AFTERWARDS
    assert _supplements(talk)[-1]["not_to_know"] == "ba của bé"
    assert "Ea Tul" in _supplements(talk)[-1]["lives"]
    assert {"age", "role", "sex"} <= _supplements(talk)[-1].keys()
    assert len(talk.did(Submit)) == 1
    assert [cast(KeepSafeHours, effect).hours for effect in talk.did(KeepSafeHours)] == ["unknown", "19-21"]
    assert talk.state.draft.answers == ()


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("18h-22h", "18-22"),
        ("7h30 đến 9h", "08-09"),
        ("sau giờ học", "unknown"),
        ("22-6", "unknown"),
        ("4", "18-22"),
        ("12-14 và 19-21", "12-14,19-21"),
    ],
)
def test_hours_are_read_carefully_or_nothing_is_sent(said, hours):
    talk = _sent().taps("more:more").says("chỉ một số giờ").says(said)
    assert cast(KeepSafeHours, talk.did(KeepSafeHours)[-1]).hours == hours


def test_whoever_wants_no_messages_gets_none():
    talk = _sent().taps("more:more").taps("safe_to_write:never")
    assert cast(KeepSafeHours, talk.did(KeepSafeHours)[-1]).hours == "never"
    assert talk.state.buttons == "not_to_know"


def test_who_said_not_to_be_contacted_is_not_asked_when():
    assert _sent(contact="3").taps("more:more").state.buttons == "not_to_know"


def test_what_was_skipped_before_the_receipt_is_not_asked_behind_it():
    talk = Talk().says("cô giáo đánh một bé trong lớp ở xã Ea Tul", meant("report_physical_violence"))
    talk.taps("understood:right").taps("danger:no").taps("who:nobody").comes_to("age").comes_to("review")
    talk.taps("review:send").taps("more:more")
    put = []
    while talk.state.stage is Stage.FOLLOWING:
        put.append(talk.state.buttons)
        talk.says("bỏ qua")
    assert "age" not in put and "not_to_know" in put


def test_an_age_told_after_the_receipt_is_what_triage_looks_at():
    talk = _sent().taps("more:more").comes_to("age")
    told = cast(Supplement, talk.says("2 tuổi").did(Supplement)[-1])
    assert told.report.facts.age == "0-3"


def test_who_reports_is_known_for_the_next_report_when_it_was_told_after_the_receipt():
    talk = _sent().taps("more:more").comes_to("role").taps("role:collaborator").taps("sex:stop")
    talk.says("bé khác bị bỏ đói", meant("report_neglect")).taps("add:new")
    assert dict(talk.state.draft.answers)["role"].value == "collaborator"


def test_everything_can_be_skipped_stopped_and_declined():
    talk = _sent().taps("more:more")
    for _ in range(6):
        assert talk.state.stage is Stage.FOLLOWING
        talk.says("bỏ qua")
    assert talk.state.stage in AFTERWARDS
    assert _sent().taps("more:later").state.stage in AFTERWARDS
    assert _sent().taps("more:more").says("thôi").state.stage in AFTERWARDS


def test_a_second_child_is_a_report_of_its_own_linked_to_the_first():
    talk = _sent().taps("more:another")
    assert talk.state.case.id is None and talk.state.draft.follows == "case-1"
    assert talk.state.buttons == "what"


def test_who_reports_is_not_asked_again_and_is_no_telling_by_itself():
    talk = _sent().taps("more:another")
    assert dict(talk.state.draft.answers) == dict(talk.state.person.answers)
    assert dict(talk.state.draft.answers)["contact"].value == "write"
    submits = len(talk.did(Submit))
    talk.happens(WentQuiet()).happens(Exited())
    assert len(talk.did(Submit)) == submits


def test_a_cry_among_these_questions_escalates_and_submits_no_half_report():
    talk = _sent().taps("more:more").says("ba đang đánh em")
    assert talk.did(Escalate)
    talk.says("bỏ qua").says("bỏ qua")
    assert len(talk.did(Submit)) == 1


def test_a_question_in_between_is_answered_and_the_offer_goes_on():
    talk = _sent().taps("more:more").says("ai sẽ biết chuyện này?", meant("ask_confidentiality"))
    assert talk.state.buttons == "safe_to_write"
    assert "Decree 56/2017" in talk.heard


def test_nothing_is_promised_in_a_trial():
    talk = _sent(replace(OPERATED, operator=None))
    assert "already with us" not in talk.heard


def _at(talk: Talk, key: str) -> Talk:
    talk.comes_to(key)
    return talk


def test_a_place_that_was_settled_by_its_number_keeps_the_words_it_was_told_in():
    talk = _at(_sent().taps("more:more"), "lives").says("Ea Bar").says("1")
    (told,) = [told["lives"] for told in _supplements(talk)[-1:]]
    assert told.endswith(" — Ea Bar")


def test_where_the_child_lives_may_be_a_location_too():
    talk = _at(_sent().taps("more:more"), "lives").happens(Located(12.7, 108.2))
    assert _supplements(talk)[-1]["lives"] == "12.70000, 108.20000"


def test_what_is_offered_after_the_receipt_is_offered_still_when_the_code_is_typed():
    talk = _sent().happens(Returned(case="case-1", status="open"))
    assert "It has been received" in talk.heard and talk.buttons[0] == "more:more"
    assert talk.says("1").state.buttons == "safe_to_write"


@pytest.mark.parametrize("said", ["cảm ơn", "thôi", "xin chào"])
def test_the_offer_can_be_taken_later_until_it_was_answered(said: str):
    talk = _sent().says(said).happens(OpenedReply(("Chào bạn",), "case-1")).taps("more:more")
    assert talk.state.buttons == "safe_to_write"
    talk = _sent().taps("more:later").taps("more:more")
    assert "earlier question" in talk.heard


def test_a_child_who_types_the_code_is_spoken_to_as_a_child_afterwards():
    talk = Talk().taps("start:self").taps("start:self").says("em bị bạn bắt nạt").says("thôi").taps("leave:send")
    talk.happens(Returned(case="case-1", status="open"))
    assert all(say.to_child for say in talk.effects if isinstance(say, Say))
    talk.happens(Returned(case="case-2", status="open"))
    assert all(say.to_child for say in talk.effects if isinstance(say, Say))
    assert talk.says("cảm ơn").state.person.about_self
