"""Somebody takes back what they have told, or says that it is true: it belongs to their report, and lowers nothing."""

from __future__ import annotations

import pytest

from bot.dialogue.effects import Relay, Submit
from bot.dialogue.heard.taking_back import stands_by, takes_back
from bot.dialogue.state import Stage
from tests.dialogue.talk import Talk, meant

TAKEN_BACK = [
    "em nói dối đó, không có gì đâu",
    "em nói xạo thôi ạ",
    "con giỡn á",
    "thật ra em bịa ra hết",
    "chuyện đó không có thật đâu cô",
    "em xin lỗi, hồi nãy em nói quá thôi, không có chuyện gì hết",
    "em noi doi do khong co gi dau",
    "đừng tin em nữa",
    "em muốn rút lại lời em nói",
    "tôi báo nhầm ạ",
]
TRUE = ["em xin lỗi, chuyện đó là thật, dượng bắt em nói là không có", "em nói thật mà", "em không nói dối đâu"]
ELSE = [
    "mẹ nói em bịa chuyện",
    "dượng bắt em nói dối là không có gì",
    "nó nói dối",
    "bạn em đùa thôi",
    "em đùa với bạn thì bị đánh",
    "không có gì ăn mấy hôm nay",
    "không ai tin em",
    "đừng tin lời dượng",
    "hôm nay bé sang nhà tôi ăn cơm",
    "",
]


def _sent() -> Talk:
    talk = Talk().says("dượng hay đánh em", meant("report_physical_violence")).taps("understood:right")
    while talk.state.stage is Stage.ASKING:
        talk.says("bỏ qua")
    return talk.taps("review:send").taps("more:later")


@pytest.mark.parametrize("text", TAKEN_BACK)
def test_taking_back_is_heard(text: str):
    assert takes_back(text) and not stands_by(text)


@pytest.mark.parametrize("text", TRUE)
def test_standing_by_it_is_heard(text: str):
    assert stands_by(text) and not takes_back(text)


@pytest.mark.parametrize("text", ELSE)
def test_somebody_elses_lie_is_neither(text: str):
    assert not takes_back(text) and not stands_by(text)


@pytest.mark.parametrize("guess", [None, "deny", "nuisance", "goodbye", "report_emotional_violence"])
@pytest.mark.parametrize("text", TAKEN_BACK)
def test_it_goes_to_staff_without_asking_what_for_and_is_answered_kindly(text: str, guess: str | None):
    talk = _sent()
    case, opened = talk.state.case, len(talk.did(Submit))
    talk.says(text, meant(guess or "deny", 0.95 if guess else 0.0))
    assert talk.did(Relay) == [Relay(text)]  # not quietly: staff are told that there is something new
    assert "Thank you for saying so. The staff will see it. They will still look at your report." in talk.heard
    assert not talk.buttons and talk.state.case == case and len(talk.did(Submit)) == opened


@pytest.mark.parametrize("text", TRUE)
def test_that_it_is_true_is_added_without_asking(text: str):
    talk = _sent().says(text)
    assert talk.did(Relay) == [Relay(text)] and "I have added it." in talk.heard and not talk.buttons


def test_other_words_are_still_asked_about():
    assert "or is it a new report?" in _sent().says("hôm nay bé sang nhà tôi ăn cơm").heard


def test_whoever_does_not_erase_goes_on_and_is_not_greeted_anew():
    talk = _sent().says("xóa hết đi").taps("erase:no")
    assert "You can write here what is new" in talk.heard and "Hello" not in talk.heard
    assert "Hello" in talk.says("xin chào").heard
