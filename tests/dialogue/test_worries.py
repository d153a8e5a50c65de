"""What somebody worries about who tells is answered at once, by the line's own ear, and reaches staff."""

from __future__ import annotations

import pytest

from bot.dialogue.effects import Relay
from bot.dialogue.heard.worries import Worry, worry
from bot.dialogue.report.draft import answers
from bot.dialogue.state import Stage
from tests.dialogue.talk import TRIAL, Talk, meant

SAID = {
    "có phải lỗi của em không": Worry.FAULT,
    "co phai tai em khong chay di khong": Worry.FAULT,
    "có phải do em mặc váy không ạ": Worry.FAULT,
    "nói ra công an có tới nhà em không": Worry.POLICE,
    "có báo công an không cô": Worry.POLICE,
    "cô ơi đừng báo công an": Worry.POLICE,
    "đừng nói với mẹ em": Worry.SECRET,
    "dung noi voi me em nha co": Worry.SECRET,
    "em xin cô, đừng cho ba mẹ em biết": Worry.SECRET,
    "em không muốn nói với ai hết": Worry.SECRET,
    "phá thai ở đâu vậy ạ": Worry.PREGNANT,
    "em muon pha thai": Worry.PREGNANT,
    "mua thuốc phá thai ở đâu": Worry.PREGNANT,
}
# Questions about the line itself, which the service may miss.
ASKED = {
    "người ta có biết là em không": Worry.KNOWN,
    "co bi lo ten khong a": Worry.KNOWN,
    "tôi báo thì có ai biết tên tôi không?": Worry.KNOWN,
    "giấu tên em được không cô": Worry.KNOWN,
    "có ai không": Worry.PERSON,
    "alo alo co ai co ko": Worry.PERSON,
    "cô ơi có người thật đọc không vậy": Worry.PERSON,
}
ELSE = [
    "không phải lỗi của em",
    "chú bảo đừng nói với mẹ em",
    "không được nói với ai",
    "nó bảo em mà báo công an là nó tung ảnh liền",
    "em gọi công an có được không",
    "ba em là công an",
    "họ bắt con bé bỏ thai",
    "đừng bỏ em",
    "không ai thương em",
    "ai đánh em thì em không biết",
    "có ai biết chỗ nào dạy bơi không",
    "nhà không có ai",
    "có người đánh em",
    "",
]
_IN_WORDS = {
    Worry.FAULT: "No, it is not your fault.",
    Worry.POLICE: "First the staff read your report.",
    Worry.SECRET: "The staff will see whom you do not want told.",
    Worry.PREGNANT: "I name no place and no medicine for that",
    Worry.KNOWN: "Only the staff on duty and those in charge of the line can read it",
    Worry.PERSON: "At 111 (free) somebody talks with you",
}
# What the service takes such words for.
_GUESSES = [None, "ask_identity", "ask_process", "ask_service", "deny", "nuisance", "out_of_scope"]


def _asked(key: str) -> Talk:
    talk = Talk().says("chú sờ vào người em", meant("report_sexual_abuse"))
    talk.comes_to(key)
    return talk


def _sent() -> Talk:
    return _asked("review").taps("review:send").taps("more:later")


@pytest.mark.parametrize("text", SAID | ASKED)
def test_a_worry_is_heard(text: str):
    assert worry(text) is (SAID | ASKED)[text]


@pytest.mark.parametrize("guess", [*_GUESSES, "report_unspecified", "ask_confidentiality", "ask_human"])
@pytest.mark.parametrize("key", ["danger", "where", "contact"])
@pytest.mark.parametrize("text", ASKED)
def test_a_question_about_the_line_is_answered_once_whatever_it_is_taken_for(text: str, key: str, guess: str | None):
    talk = _asked(key).says(text, meant(guess, 0.95) if guess else meant("deny", 0.0))
    assert talk.heard.count(_IN_WORDS[ASKED[text]]) == 1
    assert key not in answers(talk.state) and talk.state.turn.question == key
    assert text in (*talk.state.draft.notes, *talk.state.draft.answered)


@pytest.mark.parametrize("text", ELSE)
def test_what_is_told_of_others_is_none(text: str):
    assert worry(text) is None


@pytest.mark.parametrize("guess", _GUESSES)
@pytest.mark.parametrize("key", ["danger", "where", "child_now", "contact", "age"])
@pytest.mark.parametrize("text", SAID)
def test_it_is_answered_once_and_the_open_question_stays_unanswered(text: str, key: str, guess: str | None):
    talk = _asked(key).says(text, meant(guess, 0.95) if guess else meant("deny", 0.0))
    assert talk.heard.count(_IN_WORDS[SAID[text]]) == 1
    assert "I am a machine" not in talk.heard and "tap one of these" not in talk.heard
    assert key not in answers(talk.state) and talk.state.turn.question == key and talk.state.turn.tries == 0
    assert text in talk.state.draft.notes


def test_a_first_telling_that_asks_who_learns_of_it_starts_the_report_and_is_answered():
    told = "con bé nhà bên mười tuổi cứ bị dượng nó sờ mó khi mẹ đi chợ, tôi báo ở đây thì có ai biết tên tôi không?"
    talk = Talk().says(told, meant("report_sexual_abuse"))
    assert _IN_WORDS[Worry.KNOWN] in talk.heard and answers(talk.state)["what"].words == told


@pytest.mark.parametrize("guess", _GUESSES)
@pytest.mark.parametrize("text", SAID)
def test_after_the_receipt_it_is_answered_and_relayed_without_asking_what_for(text: str, guess: str | None):
    talk = _sent()
    talk.says(text, meant(guess, 0.95) if guess else meant("deny", 0.0))
    assert _IN_WORDS[SAID[text]] in talk.heard and not talk.buttons
    assert [one.text for one in talk.did(Relay)] == [text] and talk.state.stage is Stage.AFTER


def test_whoever_asks_where_to_end_a_pregnancy_is_named_no_place_and_led_to_people():
    talk = Talk().says("phá thai ở đâu vậy ạ", meant("ask_service", 0.8))
    assert talk.heard.index("111") < talk.heard.index("I name no place") and "commune" not in talk.heard
    assert talk.heard.count("I name no place") == 1
    assert talk.buttons[0] == "start:self"  # and may tell it
    talk.says("em 13 tuổi, em trễ kinh rồi", meant("report_sexual_abuse"))
    assert answers(talk.state)["what"].words.startswith("phá thai ở đâu")


def test_in_a_trial_no_staff_are_spoken_of():
    for text in SAID:
        talk = Talk(TRIAL).says("bé bị bỏ đói", meant("report_neglect")).says(text)
        assert "staff" not in talk.heard


@pytest.mark.parametrize(
    "text",
    ["nhà em tính tuần sau làm đám cưới, em không muốn lấy chồng", "nhà em bắt em lấy chồng", "tháng sau cưới vợ rồi"],
)
def test_a_wedding_is_no_place(text: str):
    talk = _asked("where").says(text)
    assert "where" not in answers(talk.state) and text in talk.state.draft.notes
    assert "where" in answers(_asked("where").says("nhà em ở sau chợ").state)
