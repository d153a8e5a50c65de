"""What was mended when the transcripts were read as a frightened child, a grandmother and an officer would."""

from __future__ import annotations

import pytest

from bot.dialogue.effects import Escalate, HowFar, Relay
from bot.dialogue.events import Stands
from bot.dialogue.heard.voices import Voice, voice
from bot.dialogue.report.draft import answers
from bot.dialogue.said.voice import answered
from bot.dialogue.state import Stage
from tests.dialogue.talk import OPERATED, Talk, meant


def _sent() -> Talk:
    talk = Talk().says("chú sờ vào người em", meant("report_sexual_abuse")).comes_to("review").taps("review:send")
    return talk.taps("more:later")


def test_a_correction_in_which_the_service_only_feels_danger_is_no_cry():
    talk = _sent().says("em nhầm, đứa lớn 9 tuổi", meant("report_accident", 0.48, now=True))
    assert not talk.did(Escalate) and "113" not in talk.heard
    talk.says("em nhầm, nó đang cầm dao", meant("report_physical_violence", now=True))
    assert talk.did(Escalate) and "113" in talk.heard


def test_who_reads_it_is_said_once():
    talk = Talk().says("tôi báo ở đây có ai biết tên tôi không?")
    assert "Only the staff on duty" in talk.heard
    talk.says("Em học sinh lớp 3 của tôi tên là Hoa bị cha dượng đánh", meant("report_physical_violence"))
    assert "Only the staff on duty" not in talk.heard and "only the staff on duty" not in talk.heard
    told = "con bé hàng xóm bị bố dượng sờ mó, tên tôi là Hoa, tôi báo ở đây có ai biết tên tôi không?"
    assert Talk().says(told, meant("report_sexual_abuse")).heard.casefold().count("only the staff on duty") == 1


@pytest.mark.parametrize("key", ["danger", "where", "contact"])
def test_a_thanks_is_answered_before_what_is_asked(key: str):
    talk = Talk().says("chú sờ vào người em", meant("report_sexual_abuse")).comes_to(key).says("cảm ơn")
    assert talk.heard.startswith("Thank you too") and talk.state.turn.question == key


def test_who_is_not_to_know_is_no_question_to_the_line():
    talk = Talk().says("chú sờ vào người em", meant("report_sexual_abuse")).comes_to("review").taps("review:send")
    talk.taps("more:more")
    while talk.state.turn.question != "not_to_know":
        talk.says("bỏ qua")
    told = "đừng cho ba mẹ em với anh đó biết"
    talk.says(told, meant("ask_confidentiality", 0.93))
    assert answers(talk.state)["not_to_know"].words == told and talk.state.turn.question != "not_to_know"


def test_a_number_that_an_answer_names_does_not_stand_under_it_once_more():
    talk = Talk().says("xin chào").says("ở đây có người thật không", meant("ask_human", 0.95))
    assert talk.heard.count("111") == 1 and "write back" not in talk.heard


@pytest.mark.parametrize("text", ["đừng bỏ mẹ con tôi", "người em dơ lắm rồi", "cô đừng đi đâu nha"])
def test_a_bare_feeling_of_the_service_is_no_alarm_over_small_words(text: str):
    felt = meant("report_emotional_violence", 0.78, now=True)
    kind = voice(text)
    assert kind is not None
    talk = Talk().says(text, felt)
    assert not talk.did(Escalate) and talk.state.stage is Stage.DOUBTING  # asked whether they are safe, and answered
    assert str(answered(kind, OPERATED)[0].msgid) in talk.heard and "safe right now" in talk.heard
    talk = _sent().says(text, felt)
    assert not talk.did(Escalate) and any(isinstance(one, HowFar) for one in talk.effects)
    told = "em sợ lắm", meant("report_physical_violence", now=True, signals=("weapon",))
    assert _sent().says(*told).did(Escalate)


@pytest.mark.parametrize("text", ["em mệt lắm rồi", "không ai thương em", "em vô dụng lắm", "em cô đơn quá"])
def test_whoever_wants_to_die_is_not_asked_again_whether_they_do_and_staff_hear_of_it(text: str):
    talk = Talk().says("em không muốn sống nữa", meant("report_self_harm", now=True, signals=("suicide",)))
    talk.says("bỏ qua").says("bỏ qua")
    assert talk.state.stage is Stage.AT_REST
    talk.says(text)
    asked = [one for one in talk.effects if isinstance(one, HowFar)]
    assert asked and asked[0].waits and [one.text for one in talk.effects if isinstance(one, Relay)] == [text]
    talk.happens(Stands("open", voice=asked[0].voice, told_again=True))
    assert "If there are thoughts of dying" not in talk.heard and "Do not stay alone with it" in talk.heard


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Voice.FAULT, "có fải lỗi của e hok"),
        (Voice.STAY, "cô đừng bỏ con hỉ"),
        (Voice.STAY, "dung bo ba chau toi"),
        (Voice.STAY, "đừng tắt máy nha cô"),
        (Voice.WHAT_NOW, "h e fải lm j"),
        (Voice.WHAT_NOW, "gio ba phai lam sao ha chau"),
        (Voice.DIRTY, "tắm hoài vẫn thấy bẩn"),
        (Voice.DIRTY, "em ghê tởm cơ thể mình"),
        (Voice.BOTHER, "ba lam phien cac chau qua"),
        (Voice.BOTHER, "xin lỗi vì nhắn giờ này"),
        (Voice.READ, "mấy cô đọc tin của con chưa"),
        (Voice.PREGNANT, "bỏ thai ở mô rứa"),
        (None, "ghét người này"),
        (None, "mẹ bỏ em"),
        (None, "ba đừng bỏ em"),
        (None, "đừng đi học"),
        (None, "co phai tai ba khong"),
    ],
)
def test_other_wordings_are_heard_and_what_only_sounds_alike_is_not(kind: Voice | None, text: str):
    assert voice(text) is kind


def test_how_far_it_is_is_not_said_behind_every_word():
    talk = _sent()
    texts = ["em bẩn lắm", "em xin lỗi vì làm phiền", "đừng bỏ em", "có ai thấy tin em chưa"]
    said = []
    for text in texts:
        talk.says(text)
        asked = [one.voice for one in talk.effects if isinstance(one, HowFar)]
        talk.happens(Stands("open", voice=asked[0]))
        said.append("Nobody has opened your report yet." in talk.heard)
    assert said == [True, False, False, True]
    talk.says("em sợ lắm").happens(Stands("open", voice="afraid", opened=True))
    assert "nobody has taken it up yet" in talk.heard  # that is news


def test_whoever_has_said_that_they_are_safe_is_not_asked_the_same_in_other_words():
    talk = Talk().says("chú sờ vào người em", meant("report_sexual_abuse")).comes_to("danger")
    talk.says("đừng bỏ em", meant("report_emotional_violence", 0.78, now=True))
    assert talk.state.stage is Stage.DOUBTING and "answer the question above" not in talk.heard
    talk.taps("doubt:safe")
    assert talk.state.stage is Stage.ASKING and talk.state.turn.question == "where"
    talk = Talk().says("đừng bỏ em", meant("report_emotional_violence", 0.78, now=True)).taps("doubt:safe")
    talk.taps("start:self")
    while talk.state.stage is not Stage.REVIEW:
        assert talk.state.turn.question != "danger"
        talk.says("bỏ qua")


def test_that_it_is_not_their_fault_is_said_once_in_a_breath():
    for meaning in (meant("report_distress"), meant("report_sexual_abuse", now=True, signals=("sexual_assault_now",))):
        talk = Talk().says("chú sờ em, có phải lỗi của em không", meaning)
        assert talk.heard.casefold().count("not your fault") == 1


def test_a_grown_up_who_feels_dirty_is_no_child():
    talk = Talk().says("xin chào").says("tôi thấy mình nhơ nhớp quá")
    assert talk.state.person.about_self is None and "You are not dirty" in talk.heard and "start:self" in talk.buttons
    assert Talk().says("xin chào").says("em bẩn lắm").state.person.is_child
