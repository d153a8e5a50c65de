"""Questions the bot answers itself: dated, sourced, with a next step and 111 beside them."""

from __future__ import annotations

import re

import pytest

from bot.dialogue.effects import Escalate, LookUpServices, Say
from bot.dialogue.events import Chose, FoundServices, Said
from bot.dialogue.said.information import ANSWERS, PREVENTION, TOPICS, answer, tell
from bot.dialogue.state import Stage
from locales import translator
from nlu.meaning import QUESTION_INTENTS, Meaning
from tests.dialogue.talk import OPERATED, TRIAL, Talk, meant

_ = translator("vi")


def words_of(say: Say) -> str:
    def filled(text) -> str:
        values = {name: value if isinstance(value, str) else filled(value) for name, value in text.params}
        return _(text.msgid).format_map(values)

    return "\n".join(filled(text) for text in say.lines)


EVERY = {intent: answer(intent, OPERATED, sourced=True)[0] for intent in ANSWERS} | {
    key: tell(key, OPERATED) for key in PREVENTION
}


@pytest.mark.parametrize("key", EVERY)
def test_every_answer_names_its_source_the_day_it_was_checked_and_111(key: str):
    said = words_of(EVERY[key])
    assert "111" in said and "Nguồn: " in said
    assert re.search(r"Kiểm tra lần cuối ngày \d\d/\d\d/20\d\d", said)
    assert len(said) < 1000


@pytest.mark.parametrize("key", EVERY)
def test_no_answer_quotes_an_amount_of_money(key: str):
    assert not re.search(r"\d\s*(đồng|đ\b|nghìn|triệu|VND)", words_of(EVERY[key]))


def test_every_question_that_is_understood_has_an_answer():
    assert QUESTION_INTENTS - ANSWERS.keys() == {"ask_prevention"}
    assert {topic.key for topic in TOPICS} == PREVENTION.keys()


def test_a_complaint_is_answered_kindly_and_goes_to_a_person():
    talk = Talk().says("xã nhận tin rồi mà không ai làm gì", meant("complain"))
    assert talk.state.stage is Stage.PASSING_ON


def test_in_a_trial_no_answer_promises_a_reader():
    for intent in ("ask_identity", "ask_human", "ask_confidentiality"):
        said = words_of(answer(intent, TRIAL)[0])
        assert "cán bộ" not in said.replace("không có cán bộ", ""), said


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("làm sao để con không bị đuối nước?", "drowning"),
        ("con tôi chơi facebook nhiều, sợ bị dụ dỗ", "online"),
        ("phong tao hon the nao", "child_marriage"),
        ("dạy con bảo vệ cơ thể thế nào", "body"),
        ("nói chuyện với con thế nào khi con buồn", "talking"),
    ],
)
def test_a_question_about_prevention_gets_the_piece_it_is_about(words: str, topic: str):
    assert answer("ask_prevention", OPERATED, words, sourced=True)[0] == tell(topic, OPERATED)


def test_where_it_is_from_is_told_to_who_came_to_ask_and_not_in_the_middle_of_a_report():
    asked = "ai sẽ biết chuyện này?", meant("ask_confidentiality")
    assert "Source:" in Talk().says(*asked).heard
    assert "Source:" not in Talk().happens(Chose("start", "child")).says("cháu bị bố đánh").says(*asked).heard
    told = "con bé nhà bên bị dượng sờ mó, tôi báo thì có ai biết tên tôi không?"
    assert "Source:" not in Talk().says(told, meant("ask_confidentiality")).heard


def test_a_question_about_prevention_that_names_nothing_shows_the_topics_and_a_tap_or_a_number_tells_one():
    talk = Talk().says("làm sao phòng ngừa cho trẻ", meant("ask_prevention"))
    assert talk.state.turn.aside == "topic"
    for event, key in ((Said("1", Meaning.unknown), "drowning"), (Chose("topic", "body"), "body")):
        (say,) = [one for one in talk.happens(event).effects if isinstance(one, Say)]
        assert say.lines[: say.above] == tell(key, OPERATED).lines


def test_topics_shown_in_the_middle_leave_the_open_question_open():
    talk = Talk().happens(Chose("start", "child")).says("cháu bị bố đánh")
    asked = talk.state.buttons
    talk.says("phòng tránh thế nào ạ", meant("ask_prevention"))
    assert talk.state.buttons == asked
    talk.happens(Chose("topic", "talking"))
    assert talk.state.buttons == asked and f"{asked}:skip" in talk.buttons


def test_a_question_for_a_place_that_helps_asks_for_the_commune_and_then_looks_it_up():
    talk = Talk().says("ở đâu có tư vấn tâm lý cho trẻ", meant("ask_service"))
    assert talk.state.turn.aside == "near" and LookUpServices not in [type(effect) for effect in talk.effects]
    talk.says("xã Ea Kar")
    assert talk.effects[0] == LookUpServices(("24373",))
    talk.happens(FoundServices("Xã Ea Kar", (("Trạm y tế Ví Dụ. ☎ 0262 000 000", "20/11/2026"),)))
    assert "Trạm y tế Ví Dụ" in talk.heard and "20/11/2026" in talk.heard


def test_a_commune_named_with_the_question_is_not_asked_for_again():
    talk = Talk().says("gần xã Ea Kar có chỗ nào tư vấn không", meant("ask_service"))
    assert LookUpServices(("24373",)) in talk.effects


def test_a_cry_for_help_with_a_commune_is_no_answer_to_where_help_is_looked_for():
    talk = Talk().says("ở đâu có tư vấn", meant("ask_service")).says("ở xã Ea Kar ba đang đánh em")
    assert any(isinstance(effect, Escalate) for effect in talk.effects)


def test_where_nothing_is_known_near_it_111_is_named():
    talk = Talk().happens(FoundServices("Xã Ea Kar", ()))
    assert "111" in talk.heard
