"""What a person asks for is done at once, at any step, where the message is the request and no story of one."""

from __future__ import annotations

from typing import cast

import pytest

from bot.dialogue.effects import Agree, EraseChat, Escalate, KeepSafeHours, Note, Relay, Say, Submit, Supplement
from bot.dialogue.events import Returned, WentQuiet
from bot.dialogue.heard.wishes import Wish, wished
from bot.dialogue.report.draft import with_answer
from bot.dialogue.state import AFTERWARDS, Given, Stage
from handlers.case import Remark
from tests.dialogue.talk import Talk, meant

BEATEN = meant("report_physical_violence")
REFUSALS = ["đừng liên lạc với em", "Đừng nhắn tin lại", "dung nhan tin cho chau nua a", "em không muốn ai liên lạc ạ"]


def _asked() -> Talk:
    return Talk().says("cô giáo đánh một bé trong lớp", BEATEN)


def _reviewed() -> Talk:
    talk = _asked()
    while talk.state.stage is Stage.ASKING:
        talk.says("bỏ qua")
    return talk


def _sent() -> Talk:
    return _reviewed().taps("review:send")


def _in_danger() -> Talk:
    return Talk().says("ba đang đánh em")


def _at_rest() -> Talk:
    return _in_danger().says("bỏ qua").says("bỏ qua")


def _following() -> Talk:
    return _sent().taps("more:more")


STEPS = [Talk, _asked, _reviewed, _sent, _in_danger, _at_rest, _following, lambda: _sent().taps("more:later")]


def _hours(talk: Talk) -> list[str]:
    return [cast(KeepSafeHours, effect).hours for effect in talk.did(KeepSafeHours)]


@pytest.mark.parametrize("reach", STEPS)
@pytest.mark.parametrize("words", REFUSALS)
def test_a_refusal_of_contact_is_obeyed_at_any_step_and_later_words_and_the_code_do_not_lift_it(reach, words):
    talk = reach().says(words)
    assert _hours(talk) == ["never"] and "not" in talk.heard
    talk.says("nó bị đánh nhiều lần lắm").happens(Returned(case="case-1", status="open"))
    assert talk.state.person.hours == "never" and _hours(talk) == ["never"]


@pytest.mark.parametrize("reach", STEPS)
def test_whoever_says_not_to_be_called_is_not_called_and_may_be_written_to(reach):
    talk = reach().says("đừng gọi cho em")
    assert Agree("call_back", given=False) in talk.all_effects
    assert not talk.did(KeepSafeHours) and talk.state.person.hours == ""
    assert (Note(Remark.WITHDREW_CALL_BACK) in talk.all_effects) == (talk.state.case.id is not None)


def test_a_number_given_before_is_no_consent_any_more():
    talk = _asked()
    talk.comes_to("contact")
    talk.says("gọi cho em").says("0912 345 678")
    talk.says("đừng gọi cho em")
    assert dict(talk.state.draft.answers)["contact"].value == "words"


def test_a_refusal_holds_for_the_next_report_of_the_chat_and_nobody_asks_again():
    talk = _sent().says("đừng liên lạc với em").says("báo tin mới").says("ba đang đánh em")
    assert talk.did(Escalate) and talk.state.person.hours == "never"
    assert talk.says("bỏ qua").state.stage is Stage.AT_REST


def test_a_refusal_with_its_reason_is_obeyed_and_the_reason_reaches_staff():
    talk = _at_rest().says("đừng nhắn tin cho em, vì mẹ em cầm máy")
    assert _hours(talk) == ["never"]
    submits = cast(list[Submit], talk.did(Submit))
    assert any("mẹ em cầm máy" in answer.given for answer in submits[-1].report.answers)


def test_danger_beside_a_refusal_is_heard_first_and_both_are_obeyed():
    talk = _asked().says("đừng gọi cho em, không thì ba đang đánh em nghe")
    assert talk.did(Escalate) and Agree("call_back", given=False) in talk.all_effects


def test_a_refusal_of_a_case_with_staff_is_shown_to_them_and_reopens_nothing():
    talk = _sent().taps("more:later").says("đừng liên lạc với em")
    assert Relay("đừng liên lạc với em", quietly=True) in talk.all_effects


def test_only_the_person_lifts_it():
    talk = _sent().says("đừng liên lạc với em").says("nhắn cho em được rồi ạ")
    assert _hours(talk) == ["never", ""] and talk.state.person.hours == ""


def test_no_reminder_goes_where_one_may_not_write():
    talk = Talk().says("chuyện dài lắm").says("đừng nhắn tin cho em")
    assert talk.happens(WentQuiet()).heard == ""


@pytest.mark.parametrize("question", ["contact", "danger_contact"])
def test_no_as_an_answer_about_contact_is_a_refusal_too(question):
    talk = _in_danger().says("bỏ qua") if question == "danger_contact" else _asked()
    talk.comes_to(question)
    assert talk.taps(f"{question}:no").state.person.hours == "never"


@pytest.mark.parametrize("reach", STEPS)
@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("chỉ nhắn lúc 8 đến 10 giờ sáng", "08-10"),
        ("chỉ nhắn cho em từ 7h đến 9h tối thôi ạ", "19-21"),
        ("chỉ nhắn buổi tối", "18-22"),
        ("đừng nhắn sau 10 giờ tối", "unknown"),
        ("chỉ nhắn cho em lúc rảnh sau 5 giờ chiều", "unknown"),
    ],
)
def test_hours_are_kept_at_any_step(reach, words, hours):
    talk = reach().says(words)
    assert _hours(talk)[-1] == hours == talk.state.person.hours
    assert talk.state.buttons != "safe_hours"


@pytest.mark.parametrize("reach", STEPS)
def test_erasing_is_one_tap_that_says_what_stays(reach):
    talk = reach().says("xóa hết đi")
    assert talk.buttons == ["erase:yes", "erase:no"] and "delete this chat" in talk.heard
    assert ("stays" in talk.heard) == (talk.state.case.id is not None or bool(talk.state.draft.answers))
    assert not talk.did(EraseChat)
    assert talk.says("có").did(EraseChat)


def test_no_to_erasing_goes_on_where_one_was():
    talk = _asked()
    question = talk.state.buttons
    assert not talk.says("xóa hết").taps("erase:no").did(EraseChat)
    assert talk.buttons[0].startswith(question)


@pytest.mark.parametrize(
    "told",
    [
        "bố bắt em xóa hết đi",
        "nó nói đừng gọi cho em",
        "nó bảo em đừng nhắn tin lại",
        "đừng gọi cho mẹ em",
        "đừng liên lạc với bố mẹ em",
        "đừng gọi công an",
        "đừng báo ba mẹ mình",
        "nó nhắn tin cho em lúc 10 giờ tối",
        "đúng gọi cho em",
        "ông ấy xoa em",
        "xoá tin nhắn của em rồi nó đánh em",
        "chú đừng đánh em",
        "em không muốn gọi",
        "em không được nhắn tin",
        "không cho nhắn tin",
        "mẹ không muốn nhắn tin",
    ],
)
def test_an_order_that_is_told_of_is_part_of_the_report(told):
    assert wished(told) is None
    assert not _at_rest().says(told).did(KeepSafeHours)


@pytest.mark.parametrize(
    ("first", "correction", "key", "value"),
    [
        ("xã Ea Kao", "không phải Ea Kao, là Ea Tul", "where", "Ea Tul"),
        ("xã Ea Kao", "em nhầm, ở xã Ea Tul", "where", "Ea Tul"),
        ("xã Ea Kao", "không phải Ea Kao mà là Ea Tul ạ", "where", "Ea Tul"),
    ],
)
def test_a_correction_changes_the_answer(first, correction, key, value):
    talk = _asked()
    talk.comes_to(key)
    talk.says(first)
    was = dict(talk.state.draft.answers)[key].value
    talk.says(correction)
    now = dict(talk.state.draft.answers)[key]
    assert now.value != was and now.value.isdecimal() and talk.state.draft.place == (now.value, "2025")
    assert "I have changed your answer" in talk.heard


def test_an_age_is_corrected_before_and_after_it_is_sent():
    talk = _asked()
    talk.comes_to("age")
    talk.says("12 tuổi").says("em nhầm, nó 8 tuổi")
    assert dict(talk.state.draft.answers)["age"].value == "7-10"
    sent = _sent().taps("more:later").says("em nhầm, nó 8 tuổi")
    (told,) = cast(list[Supplement], sent.did(Supplement))
    assert [(one.question, one.value) for one in told.report.answers if one.question == "age"] == [("age", "7-10")]
    assert sent.state.stage in AFTERWARDS


def test_a_correction_of_what_was_said_back_is_said_back_again():
    talk = Talk().says("ở xã Ea Kao cô giáo đánh một bé", BEATEN)
    assert talk.state.stage is Stage.CONFIRMING
    talk.says("không phải Ea Kao, là Ea Tul")
    assert talk.state.stage is Stage.CONFIRMING and "Ea Tul" in talk.heard and "Ea Kao" not in talk.heard


def test_stop_said_again_is_not_answered_by_the_same_question():
    talk = _asked().says("thôi")
    assert talk.buttons[0] == "leave:delete"
    for _again in range(2):
        assert not talk.says("thôi").buttons


def test_a_number_said_again_gets_no_question_without_end():
    talk = _in_danger().says("bỏ qua")
    asked = 0
    for _again in range(20):
        talk.says("được gọi số 0900 000 000")
        asked += "May the staff call this number?" in talk.heard
    assert asked == 1


def test_in_danger_one_tap_says_that_writing_here_is_not_safe_and_delays_nothing():
    talk = _at_rest()
    assert talk.buttons == ["safe:more", "safe:calm", "safe:unsafe", "safe:stay"]
    escalated = len(talk.did(Escalate))
    assert _hours(talk.taps("safe:unsafe")) == ["never"] and len(talk.did(Escalate)) == escalated
    assert "safe:unsafe" not in _in_danger().says("đừng nhắn cho em").says("bỏ qua").buttons


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("không cần gọi đâu ạ", Wish.NO_CALLS),
        ("đừng gọi vào số này nữa", Wish.NO_CALLS),
        ("em không muốn bị gọi", Wish.NO_CALLS),
        ("cô chú đừng gọi cho em", Wish.NO_CALLS),
        ("đừng gọi cũng đừng nhắn tin", Wish.NO_CONTACT),
        ("Đừng liên hệ với tôi", Wish.NO_CONTACT),
        ("đừng nhắn gì cho em nữa", Wish.NO_WRITING),
        ("nhắn em lúc 8-10h sáng thôi", Wish.HOURS),
        ("xoá hết dùm em", Wish.ERASE),
        ("cho em xóa hết tin nhắn", Wish.ERASE),
        ("em xin lỗi em nhầm, nó 8 tuổi", Wish.CORRECT),
        ("không phải 12 tuổi mà 8 tuổi", Wish.CORRECT),
    ],
)
def test_a_request_is_known_however_it_is_put(words, wish):
    found = wished(words)
    assert found is not None and found.wish is wish


def test_every_wish_has_its_words():
    said = ["đừng liên lạc", "đừng nhắn", "đừng gọi", "nhắn được rồi", "chỉ nhắn 8-10h", "chỉ gọi sau 17h", "xóa hết"]
    said += ["em nhầm, 8 tuổi", "em không kể nữa"]
    assert [found.wish for one in said if (found := wished(one))] == list(Wish)


def test_a_promise_is_said_only_where_it_is_kept():
    says = [one for one in _sent().says("đừng gọi cho em").effects if isinstance(one, Say)]
    assert says and "called" in says[0].lines[0].msgid


# --- hours for calls, corrections of every kind, stories beside a refusal ------------------------------------------
@pytest.mark.parametrize("reach", STEPS)
def test_when_one_may_call_stands_on_the_case_and_is_no_hour_for_writing(reach):
    talk = reach().says("chỉ gọi sau 17h thôi", meant("report_physical_violence"))
    kept = dict(talk.state.draft.answers).get("call_hours")
    told = [one.report for one in talk.effects if isinstance(one, Submit | Supplement | Escalate)]
    given = [one.given for report in told for one in report.answers if one.question == "call_hours"]
    assert (kept.words if kept else given[0]) == "chỉ gọi sau 17h thôi"
    assert "when to call" in talk.heard and not talk.did(KeepSafeHours) and "time" not in dict(talk.state.draft.answers)
    assert not talk.did(Agree)


def test_one_sentence_may_name_hours_for_both():
    talk = _asked().says("chỉ nhắn hay gọi lúc 8 đến 10 giờ")
    assert _hours(talk) == ["08-10"] and "call_hours" in dict(talk.state.draft.answers)


def test_when_to_call_answers_the_question_for_the_number_and_its_hours():
    talk = _asked()
    talk.comes_to("contact")
    talk.says("gọi cho em").says("gọi sau 17h thôi")
    assert dict(talk.state.draft.answers)["contact_how"].words == "gọi sau 17h thôi"


def _answered(key: str, words: str) -> Talk:
    return _asked().comes_to(key).says(words)


@pytest.mark.parametrize(
    ("key", "first", "correction", "value"),
    [
        ("age", "12 tuổi", "không phải, nó 8 tuổi", "7-10"),
        ("age", "12 tuổi", "í lộn 8 tuổi", "7-10"),
        ("sex", "bé gái", "à nhầm, bé trai ạ", "boy"),
        ("sex", "nam", "không phải, con gái ạ", "girl"),
        ("who", "bố", "sai rồi, không phải bố mà là chú", "relative"),
        ("who", "bố", "em nhầm, là bố dượng", "stepfather"),
        ("who", "bố", "k phải bố, là hàng xóm ạ", "neighbour"),
    ],
)
def test_a_correction_puts_right_what_it_is_about_and_what_was_said_first_stays(key, first, correction, value):
    talk = _answered(key, first).says(correction)
    now = dict(talk.state.draft.answers)[key]
    assert now.value == value and first in now.words and correction in now.words
    assert "I have changed your answer" in talk.heard


@pytest.mark.parametrize("asked", ["danger", "access", "contact", "age", "role", "review"])
@pytest.mark.parametrize(
    "text",
    [
        "không, mẹ đang ở nhà với em",
        "dạ không, có mẹ ở đây",
        "không, bố đi làm rồi",
        "không, đừng nói mẹ",
        "ko, ba em hiền lắm",
        "không, con gái tôi ở nhà rồi",
    ],
)
def test_a_no_with_somebody_named_behind_it_accuses_nobody(asked: str, text: str):
    talk = _asked() if asked == "danger" else _answered("who", "chú")
    if asked == "danger":  # told with the story
        talk.state = with_answer(talk.state, "who", Given("relative", "chú"))
    talk.comes_to(asked)
    before = dict(talk.state.draft.answers)
    talk.says(text)
    now = dict(talk.state.draft.answers)
    assert now["who"] == before["who"] and "sex" not in now and "I have changed" not in talk.heard


def test_to_a_question_that_takes_a_no_a_place_behind_it_puts_nothing_right():
    talk = _answered("where", "xã Ea Kao")
    while talk.state.buttons != "access":
        talk.says("bỏ qua") if talk.state.buttons != "who" else talk.says("bố")
    talk.says("không, nó đang ở xã Ea Tul")
    assert dict(talk.state.draft.answers)["where"].words == "xã Ea Kao"


def test_a_time_and_a_thôn_are_put_right_too():
    talk = _asked().says("em nói nhầm, chuyện hôm qua chứ không phải hôm nay")
    assert "hôm qua" in dict(talk.state.draft.answers)["time"].words
    talk = _answered("where", "thôn 4 xã Ea Kao")
    before = dict(talk.state.draft.answers)["where"]
    talk.says("ý em là thôn 5")
    now = dict(talk.state.draft.answers)["where"]
    assert now.value == before.value and before.words in now.words and "thôn 5" in now.words


@pytest.mark.parametrize(
    "correction", ["ý em là bạn em bị", "ý em là buồn lắm cô", "em nhầm, bạn học của em", "à nhầm, buồn ngủ quá"]
)
def test_a_friend_and_sadness_are_no_thôn(correction: str):
    talk = _answered("where", "thôn 4 xã Ea Kao")
    before = dict(talk.state.draft.answers)["where"]
    talk.says(correction)
    assert dict(talk.state.draft.answers)["where"] == before


@pytest.mark.parametrize("correction", ["em nhầm, nó 8 tuổi", "sai rồi, không phải bố mà là chú", "à nhầm, bé trai ạ"])
def test_what_is_put_right_after_sending_reaches_staff_under_its_name(correction):
    talk = _sent().taps("more:later").says(correction)
    assert Note(Remark.CORRECTED) in talk.effects and Relay(correction) in talk.effects
    assert talk.did(Supplement) and talk.state.stage in AFTERWARDS


def test_a_refusal_beside_a_story_is_obeyed_and_the_story_is_heard():
    story = "chú hàng xóm hay sờ vào người em lúc ba mẹ đi làm, đừng gọi điện cho em nhé"
    talk = Talk().says(story, meant("report_sexual_abuse"))
    assert Agree("call_back", given=False) in talk.all_effects and "not be called" in talk.heard
    assert dict(talk.state.draft.answers)["what"].words == story


@pytest.mark.parametrize("reach", STEPS[1:])
def test_to_stop_in_whole_words_stops(reach):
    talk = reach().says("con sợ lắm con không nói nữa đâu")
    assert talk.buttons[:1] == ["leave:delete"] or talk.state.stage in AFTERWARDS
