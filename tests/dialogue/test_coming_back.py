"""Coming back in the same chat: how far it is without the code, and no word of substance lost on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.dialogue.effects import Escalate, HowFar, Relay, Submit
from bot.dialogue.events import Exited, OpenedReply, Stands
from bot.dialogue.heard.coming_back import asks_how_far, calls
from bot.dialogue.state import Stage
from tests.dialogue.talk import NOW, Talk, meant

STORY = meant("report_physical_violence")
ASKING = [
    "có tin gì chưa",
    "cô ơi có tin gì chưa ạ",
    "tin em gửi hôm trước tới đâu rồi",
    "vụ của em sao rồi ạ",
    "đã ai đọc chưa",
    "da xu ly den dau roi",
    "có kết quả chưa cô",
    "dạ cho em hỏi đã nhận được tin của em chưa",
    "sao rồi cô",
]
CALLING = ["cô ơi", "cô chú ơi em về rồi", "em về rồi ạ", "alo cô ơi", "dạ con quay lại rồi", "em đây", "Mọi người ơi"]
SUBSTANCE = [
    "em về nhà rồi",
    "cô ơi ba em lại đánh em",
    "em đây không chịu nổi nữa",
    "nó bị đánh chưa ai biết",
    "có tin nhắn hắn gửi cho em",
    "bác ơi cháu sợ",
    "chưa",
    "rồi",
    "",
]


def _sent() -> Talk:
    talk = Talk().says("cháu bé nhà bên bị bố đánh", STORY).taps("understood:right")
    while talk.state.stage is Stage.ASKING:
        talk.says("bỏ qua")
    talk.taps("review:send")
    assert talk.state.case.id == "case-1"
    return talk.taps("more:later") if talk.state.stage is Stage.OFFERED else talk


@pytest.mark.parametrize("text", ASKING)
def test_asking_is_heard_without_the_service(text):
    assert asks_how_far(text) and not calls(text)


@pytest.mark.parametrize("text", CALLING)
def test_calling_is_heard(text):
    assert calls(text) and not asks_how_far(text)


@pytest.mark.parametrize("text", SUBSTANCE)
def test_what_tells_something_is_neither(text):
    assert not calls(text) and not asks_how_far(text)


@pytest.mark.parametrize("text", ASKING)
def test_whoever_asks_in_their_own_chat_hears_how_far_it_is_and_never_what(text):
    talk = _sent().says(text)
    assert HowFar() in talk.effects and Relay(text, quietly=True) in talk.effects
    talk.happens(Stands("claimed"))
    assert "A person is looking at it." in talk.heard and "still here" in talk.heard and "15 digits" not in talk.heard
    assert "bố đánh" not in talk.heard and talk.buttons == ["back:new"]


@pytest.mark.parametrize("text", [*CALLING, "alo", "chào cô"])
def test_after_days_a_call_or_a_greeting_is_answered_with_how_far_it_is(text):
    talk = _sent()
    talk.now += timedelta(days=3)
    talk.says(text).happens(Stands("open"))
    assert "What you sent on 23/11/2026 is still here." in talk.heard and "You can add to it: write here." in talk.heard
    talk.says("hôm nay bé lại khóc")
    assert Relay("hôm nay bé lại khóc") in talk.effects  # they were told that it is added: no question


def test_a_new_report_is_one_tap_away_when_one_comes_back():
    talk = _sent()
    talk.now += timedelta(days=3)
    talk.says("cô ơi").happens(Stands("claimed")).says("1")
    assert talk.state.stage is Stage.ASKING and talk.state.draft.follows == "case-1" and talk.state.case.id is None


@pytest.mark.parametrize("choice", ["add", "new", "none"])
def test_words_of_substance_wait_below_the_report_that_they_may_be_about(choice):
    talk = _sent()
    talk.now += timedelta(days=3)
    told = "bé bên kia nhà bị bỏ đói"
    talk.says(told, meant("report_neglect"))
    assert HowFar() in talk.effects and talk.state.draft.pending == told
    talk.happens(Stands("referred"))
    assert "still here" in talk.heard and "Shall I add this to your report" in talk.heard
    assert talk.buttons == ["add:add", "add:new", "add:none"] and talk.state.draft.pending == told
    talk.taps(f"add:{choice}")
    assert (Relay(told) in talk.effects) == (choice == "add")
    assert (dict(talk.state.draft.answers).get("what") is not None) == (choice == "new")


def test_danger_is_heard_before_anything_else():
    talk = _sent()
    talk.now += timedelta(days=3)
    talk.says("cô ơi ba đang đánh em")
    assert talk.did(Escalate) and HowFar() not in talk.effects


def test_an_answer_that_waits_stands_open_and_an_old_talk_with_staff_goes_on():
    talk = _sent()
    talk.now += timedelta(days=3)
    talk.says("em về rồi").happens(Stands("claimed", 1))
    assert talk.state.stage is Stage.WAITING and talk.buttons == ["reply:open"]
    talk.happens(OpenedReply(("Cô đọc rồi",), "case-1"))
    talk.now += timedelta(days=3)
    talk.says("dạ con vẫn sợ lắm")
    assert Relay("dạ con vẫn sợ lắm") in talk.effects and HowFar() not in talk.effects
    talk.says("cô ơi")
    assert Relay("cô ơi") in talk.effects and HowFar() not in talk.effects  # in the middle of a talk


def test_after_quick_exit_nothing_is_told_without_the_code():
    talk = _sent().happens(Exited())
    talk.now += timedelta(days=1)
    for text in (*CALLING, *ASKING):
        talk.says(text)
        assert HowFar() not in talk.effects and "still here" not in talk.heard
    assert talk.state.person.heard_at is not None and talk.state.case.since is None
    assert "15 digits" in talk.says("tin của em tới đâu rồi").heard


@pytest.mark.parametrize("wish", ["chỉ nhắn buổi tối thôi", "đừng nhắn tin lại nữa"])
def test_where_others_read_the_telephone_it_takes_the_code(wish):
    talk = _sent().says(wish)
    assert talk.state.person.hours
    talk.now += timedelta(days=3)
    for text in ("alo", "cô ơi", "có tin gì chưa", "bé lại khóc nữa rồi"):
        talk.says(text)
        assert HowFar() not in talk.effects and "still here" not in talk.heard
    assert "15 digits" in _sent().says(wish).says("có tin gì chưa").heard


def test_a_chat_that_the_case_has_left_is_told_to_use_the_code():
    talk = _sent().says("có tin gì chưa").happens(Stands())
    assert "15 digits" in talk.heard and "still here" not in talk.heard


def test_a_new_code_given_by_telephone_is_told_to_whoever_asks():
    talk = _sent().says("có tin gì chưa").happens(Stands("claimed", renewed_at=NOW))
    assert "A new receipt code was given by telephone on 23/11/2026." in talk.heard


def test_asking_in_the_middle_of_the_questions_leaves_the_open_one_open():
    talk = Talk().says("ba đang đánh em")
    assert talk.did(Escalate) and talk.state.stage is Stage.DANGER
    question = talk.state.turn.question
    talk.says("đã ai đọc chưa").happens(Stands("open"))
    assert "has been received" in talk.heard and talk.state.turn.question == question
    assert talk.buttons[0].startswith(f"{question}:")


def test_the_service_alone_does_not_make_a_long_message_a_question():
    told = "tin em gửi sao rồi ạ, hôm qua nó lại bị bố đánh tím cả người mà không thấy ai tới"
    talk = _sent().says(told, meant("ask_case_status"))
    assert HowFar() not in talk.effects


def test_before_any_case_the_code_is_asked_for():
    talk = Talk().says("có tin gì chưa", meant("ask_case_status"))
    assert "15 digits" in talk.heard and not talk.did(Submit)
