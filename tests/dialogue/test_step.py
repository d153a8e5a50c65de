"""The conversation's promises, on the core alone."""

from __future__ import annotations

from typing import cast

import pytest

from bot.channels import Shows
from bot.dialogue.effects import (
    Agree,
    DoNotWrite,
    EraseChat,
    EraseMessage,
    Escalate,
    Forget,
    Note,
    OpenReplies,
    Relay,
    RemindLater,
    Say,
    Submit,
)
from bot.dialogue.events import (
    AskedForHelp,
    Began,
    Cancelled,
    Erased,
    Exited,
    Located,
    OpenedReply,
    ReplyWaits,
    Returned,
    Rushed,
    Sent,
    Skipped,
    WentBack,
    WentQuiet,
    Withdrew,
)
from bot.dialogue.heard.choices import LIKELY, RELATIONS
from bot.dialogue.line import Channel
from bot.dialogue.report.draft import counts, triaged
from bot.dialogue.report.questions import MAX_QUESTIONS, QUESTIONS
from bot.dialogue.stages.opening import noticed
from bot.dialogue.state import AFTERWARDS, Draft, Stage, State, Turn
from handlers.case import Remark
from handlers.triage import Level
from nlu.meaning import Language, Meaning
from tests.dialogue.talk import OPERATED, TRIAL, Talk, aged, meant


def _submitted(talk: Talk) -> Submit:
    (submit,) = talk.did(Submit)
    return cast(Submit, submit)


def _reported(talk: Talk | None = None) -> Talk:
    """A talk that has come to its receipt."""
    talk = talk or Talk()
    talk.says("thay giao hay danh hoc sinh lop em", meant("report_physical_violence"))
    for _ in range(MAX_QUESTIONS):
        if talk.state.stage is Stage.REVIEW:
            break
        talk.happens(Skipped())
    return talk.taps("review:send")


def test_the_first_screen_shows_the_numbers_before_any_question():
    talk = Talk().happens(Began())
    first, second = [effect for effect in talk.effects if isinstance(effect, Say)]
    assert not first.choices
    assert [choice.key for choice in second.choices] == ["self", "child", "ask", "language", "about"]
    assert talk.heard.index("111") < talk.heard.index("Tap, or just write:")


def test_without_an_operator_the_first_danger_and_receipt_screens_say_that_nobody_reads():
    talk = Talk(TRIAL).happens(Began())
    assert "Nobody reads" in talk.heard
    talk.says("ba đang đánh em")
    assert talk.heard.count("Nobody reads") == 2  # beside the numbers, and under the code
    assert "staff are being alerted" not in talk.heard
    assert "Nobody reads" in _reported(Talk(TRIAL)).heard


def test_a_receipt_promises_only_what_the_operator_set():
    assert "Somebody reads it trong 1 giờ." in _reported().heard
    silent = _reported(Talk(Line_without_promises())).heard
    assert "Somebody reads it" not in silent and "trong 1 giờ" not in silent


def Line_without_promises():
    from dataclasses import replace

    return replace(OPERATED, promises=())


def test_when_nobody_is_on_duty_the_bot_says_so_and_repeats_111():
    from dataclasses import replace

    talk = Talk(replace(OPERATED, on_duty=False)).happens(Began())
    assert "Nobody is on duty at this moment" in talk.heard
    assert "111" in talk.heard


def test_a_report_told_first_is_not_asked_for_again():
    text = "cô giáo đánh bé 8 tuổi ở xã Ea Kao"
    talk = Talk().says(text, aged(meant("report_physical_violence"), text, "8 tuổi", "8"))
    answers = dict(talk.state.draft.answers)
    assert answers["what"].words == text
    assert answers["age"].value == "7-10"
    assert answers["where"].value.isdigit()
    assert talk.state.stage is Stage.CONFIRMING
    talk.taps("understood:right")
    assert talk.state.buttons == "danger"


def test_who_harms_is_never_filled_when_nobody_was_named():
    talk = Talk().says("ba cháu đánh cháu hôm qua", meant("report_physical_violence"))
    assert "who" not in dict(talk.state.draft.answers)


def test_at_most_six_questions_before_the_receipt_and_what_makes_an_answer_clear():
    talk = Talk().happens(Began()).taps("start:child")
    put = []
    for _ in range(30):
        if talk.state.stage is Stage.REVIEW:
            break
        put.append(talk.state.buttons)
        answer = {"what": "có chuyện", "danger": "unknown", "contact": "call", "contact_how": "sau 8 giờ"}
        talk.says(answer.get(talk.state.buttons, "xã Ea Kao" if talk.state.buttons == "where" else "unknown"))
    assert put == ["what", "danger", "where", "who", "access", "contact", "contact_how"]
    assert sum(counts(key) for key in put) == MAX_QUESTIONS


@pytest.mark.parametrize("danger", ["no", "unknown", "bỏ qua"])
@pytest.mark.parametrize("start", ["start:child", "start:self", None])
def test_who_it_is_how_near_and_how_to_reach_whoever_writes_are_asked_whatever_else_is(danger: str, start: str | None):
    talk = Talk().happens(Began())
    talk = talk.taps(start) if start else talk.says("có người bị đánh", meant("report_unspecified"))
    put = []
    while talk.state.stage is Stage.ASKING:
        put.append(talk.state.buttons)
        answer = {"what": "có chuyện", "whom": "2", "danger": danger, "who": "ba", "access": "1", "contact": "gọi"}
        talk.says(answer.get(talk.state.buttons, "xã Ea Kao"))
        assert len(put) < 12
    assert {"who", "access", "contact", "contact_how"} <= set(put) and put.index("access") == put.index("who") + 1
    assert ("whom" in put) == (start is None)
    assert sum(counts(key) for key in put) <= MAX_QUESTIONS


def test_where_there_is_room_the_age_is_asked_before_the_receipt():
    talk = Talk().happens(Began()).taps("start:child").says("chuyện").says("no").says("xã Ea Kao").taps("who:nobody")
    assert talk.state.buttons == "contact" and talk.taps("contact:write").state.buttons == "age"


def _who(shows: Shows | None = None) -> Talk:
    talk = Talk(shows=shows).happens(Began()).taps("start:child").says("chuyện").says("no").says("xã Ea Kao")
    assert talk.state.buttons == "who"
    return talk


def test_of_the_many_that_it_may_be_the_likely_ones_are_shown_and_the_others_a_tap_away():
    talk = _who()
    assert len(talk.buttons) == LIKELY + 1 + 3 and "who:neighbour" not in talk.buttons
    first, others = set(talk.buttons), talk.taps("who:others").buttons
    assert "who:neighbour" in others and first & set(others) == {"who:skip", "who:back", "who:stop"}
    assert len(first | set(others)) == len(RELATIONS) + 4
    assert "What are they to the child?" in talk.heard
    assert dict(talk.taps("who:neighbour").state.draft.answers)["who"].value == "neighbour"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("hàng xóm", "neighbour"),
        ("ông ngoại", "grandparent"),
        ("mẹ kế", "stepmother"),
        ("ba", "father"),
        ("bà", "grandparent"),
    ],
)
@pytest.mark.parametrize("folded", [True, False])
def test_whoever_is_written_is_understood_whether_shown_or_not(text: str, key: str, folded: bool):
    talk = _who() if folded else _who().taps("who:others")
    given = dict(talk.says(text).state.draft.answers)["who"]
    assert (given.value, given.words) == (key, text) and talk.state.buttons == "access"


@pytest.mark.parametrize("at", [0, 5, 6])
def test_a_number_means_the_button_that_is_shown(at: int):
    talk = _who().says(str(at + 1))
    if at < LIKELY:
        assert dict(talk.state.draft.answers)["who"].value == RELATIONS[at].key
        return
    assert "who" not in dict(talk.state.draft.answers) and talk.state.buttons == "who"
    assert dict(talk.says("2").state.draft.answers)["who"].value == RELATIONS[LIKELY + 1].key


@pytest.mark.parametrize("way", ["7", "somebody else…", "Somebody else"])
def test_without_buttons_the_others_are_numbered_from_one(way: str):
    talk = _who(Shows(buttons=False, max_text=4000))
    assert "7. Somebody else…" in talk.heard and "Neighbour" not in talk.heard
    talk.says(way)
    assert f"1. {RELATIONS[LIKELY].label}" in talk.heard and "Father" not in talk.heard
    assert "who" not in dict(talk.state.draft.answers) and not talk.state.draft.notes


@pytest.mark.parametrize("way", ["tap", "words"])
def test_one_of_the_others_that_takes_the_place_of_an_answer_has_none_of_its_words(way: str):
    talk = _who().says("ba").comes_to("review").taps("review:change").taps("change:who").taps("who:others")
    talk.taps("who:neighbour") if way == "tap" else talk.says("hàng xóm")
    given = dict(talk.state.draft.answers)["who"]
    assert given.value == "neighbour" and "ba" not in given.words and talk.state.stage is Stage.REVIEW


def test_none_of_them_is_skipped_and_what_nobody_knows_is_kept():
    talk = _who().taps("who:others").says("một người lạ mặt ở chợ")
    assert "một người lạ mặt ở chợ" in talk.state.draft.notes and talk.state.buttons == "who"
    assert _who().taps("who:others").taps("who:skip").state.buttons == "contact"
    assert _who().taps("who:others").taps("who:back").state.buttons == "where"


@pytest.mark.parametrize("way", ["tap", "number", "label", "words"])
def test_a_question_is_answered_by_tapping_by_number_by_label_or_in_words(way):
    talk = Talk().happens(Began()).taps("start:child").says("chuyện").says("no").says("xã Ea Kao")
    assert talk.state.buttons == "who"
    {"tap": lambda: talk.taps("who:stepfather"), "number": lambda: talk.says("3")}.get(
        way, lambda: talk.says({"label": "Stepfather", "words": "cha dượng"}[way])
    )()
    assert dict(talk.state.draft.answers)["who"].value == "stepfather"


def test_a_bare_number_for_the_age_is_asked_about_when_it_could_be_a_line_of_the_list():
    talk = Talk()
    talk.state = _open_at(talk, "age")
    talk.says("3")
    assert talk.state.buttons == "age" and "('years', '3')" in str(talk.effects)
    talk.says("1")
    assert dict(talk.state.draft.answers)["age"].value == "0-3"
    talk.state = _open_at(Talk(), "age")
    talk.says("9")
    assert dict(talk.state.draft.answers)["age"].value == "7-10"


@pytest.mark.parametrize(
    ("words", "band"),
    [
        *(("mười bốn ạ", "14-15"), ("muoi bon a", "14-15"), ("dạ mười lăm tuổi", "14-15"), ("em mười sáu", "16-17")),
        *(("chín tuổi", "7-10"), ("cháu lên chín", "7-10"), ("ba tuổi", "0-3"), ("be nam tuoi", "4-6")),
        *(("tám tháng", "0-3"), ("mười", "7-10"), ("chung muoi mot thoi", "11-13")),
    ],
)
def test_an_age_in_words_is_one_also_without_the_service(words: str, band: str):
    talk = Talk()
    talk.state = _open_at(talk, "age")
    talk.says(words)
    assert dict(talk.state.draft.answers)["age"].value == band


@pytest.mark.parametrize("words", ["mười năm nay rồi", "ba em", "lớp học", "sau hè", "một mình"])
def test_words_that_only_look_like_a_number_are_no_age(words: str):
    talk = Talk()
    talk.state = _open_at(talk, "age")
    talk.says(words)
    assert "age" not in dict(talk.state.draft.answers)


def test_a_class_in_words_offers_the_ages_that_it_may_be():
    talk = Talk()
    talk.state = _open_at(talk, "age")
    talk.says("lớp tám")
    assert talk.state.turn.question == "age" and "11-13" in str(talk.effects)


def _open_at(talk, key):
    return State(noticed(talk.state).person, Draft(asked=(key,)), Turn(key), Stage.ASKING)


def test_two_failed_tries_move_on_kindly_and_keep_the_words():
    talk = Talk().happens(Began()).taps("start:child").says("chuyện dài")
    talk.says("ờ thì chuyện là thế này nhé").says("nó phức tạp lắm ai ơi")
    assert talk.state.buttons != "danger"
    assert "nó phức tạp lắm ai ơi" in talk.state.draft.notes
    assert "Let us go on" in talk.heard


def test_back_puts_the_question_before():
    talk = Talk().happens(Began()).taps("start:child").says("chuyện").says("no")
    assert talk.state.buttons == "where"
    talk.happens(WentBack())
    assert talk.state.buttons == "danger"
    talk.says("yes")
    assert talk.did(Escalate)


def test_every_answer_can_be_changed_on_the_review_page():
    talk = Talk().says("co giao mang hoc sinh", meant("report_emotional_violence"))
    while talk.state.stage is not Stage.REVIEW:
        talk.happens(Skipped())
    talk.taps("review:change")
    assert {f"change:{question.key}" for question in QUESTIONS if question.key != "contact_how"} >= set()
    talk.taps("change:age").says("12 tuổi")
    assert talk.state.stage is Stage.REVIEW
    assert "11–13" in talk.heard


def test_send_once_a_second_press_does_nothing():
    talk = _reported()
    talk.taps("review:send")
    assert len(talk.did(Submit)) == 1
    assert "already been sent" in talk.heard


def test_after_the_receipt_free_text_asks_what_it_is_for_and_thanks_does_not():
    talk = _reported().says("cảm ơn", meant("thanks"))
    assert talk.did(Relay) == [Relay("cảm ơn", quietly=True)] and talk.state.stage in AFTERWARDS
    talk.says("cháu nhớ ra là hôm đó còn có bạn Na")
    assert talk.state.stage is Stage.ADDING
    talk.taps("add:add")
    (_, relay) = talk.did(Relay)
    assert cast(Relay, relay).text == "cháu nhớ ra là hôm đó còn có bạn Na"


def test_a_second_report_starts_with_its_own_words_and_no_case():
    talk = _reported().says("nhà bên cạnh cũng có một em bị bỏ đói", meant("report_neglect"))
    talk.taps("add:new")
    assert talk.state.case.id is None
    assert dict(talk.state.draft.answers)["what"].words == "nhà bên cạnh cũng có một em bị bỏ đói"
    assert talk.state.draft.intent == "report_neglect"


def test_words_that_wait_for_what_they_are_for_reach_the_case_in_silence():
    talk = _reported().says("cháu nhớ ra thêm một chuyện nữa")
    assert cast(RemindLater, talk.effects[-1]).minutes == 10
    talk.happens(WentQuiet())
    assert cast(Relay, talk.did(Relay)[0]).text == "cháu nhớ ra thêm một chuyện nữa"


def test_a_child_in_danger_is_escalated_before_the_report_is_finished():
    talk = Talk().says("cứu em với ba đang cầm dao")
    kinds = [type(effect) for effect in talk.effects]
    assert kinds.index(Say) < kinds.index(Escalate)
    escalate = cast(Escalate, talk.did(Escalate)[0])
    assert escalate.triage.level is Level.P0
    assert "113" in talk.heard and "123 456 789 012 345" in talk.heard
    assert talk.state.stage is Stage.DANGER and talk.state.buttons == "danger_where"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("ba đang đánh em", ["113", "111"]),
        ("em muốn tự tử", ["115", "111"]),
        ("có đứa nhỏ đang đuối nước", ["115", "114", "112"]),
        ("cháy nhà rồi có em bé", ["114", "115"]),
        ("nó bị nhốt trong kho", ["113", "111"]),
    ],
)
def test_the_numbers_follow_the_signal(text, numbers):
    heard = Talk().says(text).heard
    first = heard.split("\n\n")[0] if "☎" in heard.split("\n\n")[0] else heard
    positions = [first.index(f"☎ {number}") for number in numbers]
    assert positions == sorted(positions)


def test_in_danger_only_two_questions_are_asked_and_both_can_be_skipped():
    talk = Talk().says("ba đang đánh em").happens(Skipped())
    assert talk.state.buttons == "danger_contact"
    assert "I am a machine" not in talk.heard
    talk.happens(Skipped())
    assert talk.state.stage in AFTERWARDS
    assert "Write more whenever you like" in talk.heard
    assert "I am a machine" in talk.heard  # the notice comes when there is time to read it


def test_danger_is_heard_at_every_step_and_alerts_the_same_case_again():
    talk = Talk().says("ba đang đánh em").says("xã Ea Kao").taps("danger_contact:no")
    talk.says("nó đang đập cửa")
    assert len(talk.did(Escalate)) == 2
    assert talk.state.case.id == "case-1"


def test_crying_out_again_and_again_is_not_asked_the_same_question_for_ever():
    talk = Talk().says("cứu em với")
    for _ in range(6):
        talk.says("cứu em với")
    assert talk.state.stage in AFTERWARDS
    assert len(talk.did(Escalate)) == 7


def test_not_dangerous_after_all_is_shown_to_staff_and_lowers_nothing():
    talk = Talk().says("ba đang đánh em").taps("safe:calm")
    assert cast(Note, talk.did(Note)[0]).remark is Remark.NOT_DANGEROUS_AFTER_ALL
    assert len(talk.did(Submit)) == 0


def test_after_danger_the_rest_of_the_report_completes_the_same_case():
    talk = Talk().says("ba đang đánh em").happens(Skipped()).happens(Skipped()).taps("safe:more")
    assert talk.state.stage is Stage.ASKING and talk.state.buttons == "where"
    while talk.state.stage is not Stage.REVIEW:
        talk.happens(Skipped())
    talk.taps("review:send")
    assert "added to your report" in talk.heard and "Your code" not in talk.heard


def test_an_answer_to_staff_is_never_taken_for_small_talk():
    talk = _reported().happens(ReplyWaits())
    assert "new message" in talk.heard
    talk.taps("reply:open")
    assert talk.did(OpenReplies)
    talk.happens(OpenedReply(("Cháu có đang an toàn không?",))).says("không")
    assert cast(Relay, talk.did(Relay)[0]).text == "không"


def test_a_receipt_code_shows_the_status_erases_its_message_and_never_the_report():
    talk = Talk().happens(Returned(case="case-9", status="claimed"))
    assert talk.did(EraseMessage)
    assert "A person is looking at it" in talk.heard
    talk.says("em kể thêm là tối qua lại có chuyện")
    assert cast(Relay, talk.did(Relay)[0]).text == "em kể thêm là tối qua lại có chuyện"


def test_a_wrong_code_and_too_many_wrong_codes_are_answered_kindly():
    assert "do not know this code" in Talk().happens(Returned()).heard
    assert "30 seconds" in Talk().happens(Returned(wait=30)).heard


# --- what happens to a draft -------------------------------------------------------------------------------------
def test_stopping_with_nothing_told_keeps_nothing():
    talk = Talk().happens(Began()).taps("start:self").happens(Cancelled())
    assert "Nothing was kept" in talk.heard
    assert talk.state.stage is Stage.START


def test_stopping_a_draft_with_risk_offers_to_delete_send_or_keep():
    talk = Talk().says("bố dượng hay vào phòng em", meant("report_sexual_abuse")).happens(Cancelled())
    assert talk.buttons == ["leave:delete", "leave:send", "leave:keep", "leave:on"]
    talk.taps("leave:send")
    assert _submitted(talk).triage.level <= Level.P1
    assert "Your code:" in talk.heard


def test_stopping_a_draft_without_risk_offers_to_delete_or_keep():
    talk = Talk().says("cho hỏi trợ cấp", meant("complain")).happens(Cancelled())
    assert talk.buttons == ["leave:delete", "leave:keep", "leave:on"]
    talk.taps("leave:delete")
    assert talk.did(Forget) and not talk.did(Submit)


def test_a_kept_draft_goes_on_where_it_was():
    talk = Talk().says("cô giáo bêu xấu em", meant("report_emotional_violence"))
    question = talk.state.buttons
    talk.happens(Cancelled()).taps("leave:keep").says("em quay lại đây")
    assert talk.state.stage is Stage.ASKING and talk.state.buttons == question
    assert "em quay lại đây" in talk.state.draft.notes


def test_stopping_when_a_case_is_open_asks_nothing_more_and_the_case_stays():
    talk = Talk().says("ba đang đánh em").happens(Cancelled())
    assert talk.state.case.id == "case-1" and talk.state.stage in AFTERWARDS
    assert "ask nothing more" in talk.heard


def test_quick_exit_with_risk_reaches_staff_as_unfinished_do_not_write_and_leaves_no_trace_here():
    talk = Talk().says("chú hay sờ em", meant("report_sexual_abuse")).happens(Exited())
    submit = _submitted(talk)
    assert submit.unfinished and submit.do_not_write
    assert talk.did(EraseChat)
    assert talk.state.case.id is None and not talk.state.draft.answers
    assert len([effect for effect in talk.effects if isinstance(effect, Say)]) == 1


def test_quick_exit_without_risk_deletes_the_draft():
    talk = Talk().says("cho hỏi trợ cấp", meant("complain")).happens(Exited())
    assert not talk.did(Submit) and talk.did(Forget)


def test_quick_exit_with_an_open_case_says_do_not_write():
    assert Talk().says("ba đang đánh em").happens(Exited()).did(DoNotWrite)


@pytest.mark.parametrize("word", ["thoát", "thoat", "x", "X"])
def test_the_words_for_quick_exit_work_at_any_time(word):
    assert Talk().says("chú hay sờ em", meant("report_sexual_abuse")).says(word).did(EraseChat)


def test_erasing_forgets_the_chat_and_its_address():
    talk = Talk().says("chú hay sờ em", meant("report_sexual_abuse")).happens(Erased())
    assert cast(Forget, talk.did(Forget)[-1]).everything
    assert talk.did(Submit)


def test_silence_on_a_draft_with_risk_opens_an_unfinished_case_and_going_on_completes_it_with_a_code():
    talk = Talk().says("bố dượng hay vào phòng em", meant("report_sexual_abuse"))
    assert cast(RemindLater, talk.effects[-1]).minutes == 30
    talk.happens(WentQuiet())
    assert _submitted(talk).unfinished
    assert talk.heard == ""  # nothing unprompted on a phone that others may see
    while talk.state.stage is not Stage.REVIEW:
        talk.happens(Skipped())
    talk.taps("review:send")
    assert "Your code:" in talk.heard


def test_silence_on_a_draft_without_risk_reminds_once_and_is_then_forgotten():
    talk = Talk().says("cho hỏi trợ cấp", meant("complain"))
    assert cast(RemindLater, talk.effects[-1]).minutes == 10
    talk.happens(WentQuiet())
    assert "go on writing" in talk.heard
    assert cast(RemindLater, talk.effects[-1]).minutes == 30 * 24 * 60
    talk.happens(WentQuiet())
    assert talk.did(Forget)


# --- bad input is a feature --------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["voice", "picture", "file", "sticker", "poll", "contact", "other"])
def test_what_is_not_words_gets_a_kind_answer_and_the_open_question_again(kind):
    talk = Talk().happens(Began()).taps("start:child").says("chuyện")
    question = talk.state.buttons
    talk.happens(Sent(kind))
    assert talk.state.buttons == question
    assert any(say.question == question for say in talk.effects if isinstance(say, Say))


def test_an_empty_message_is_answered():
    assert "empty message" in Talk().happens(Began()).says("   ").heard


@pytest.mark.parametrize("letter", ["\u200b", "\u2800", "\u3164", "\ufeff \u2060", "\u034f", "\ufe0f"])
def test_a_message_of_letters_that_nobody_sees_is_empty(letter):
    assert "empty message" in Talk().happens(Began()).says(letter * 5).heard


def test_ten_thousand_characters_are_kept_whole():
    long = "em kể chuyện này " * 600
    talk = Talk().says(long, meant("report_neglect"))
    assert dict(talk.state.draft.answers)["what"].words == long


def test_braces_and_html_are_only_words():
    talk = Talk().says("<b>{receipt}</b> {0} cô giáo đánh em", meant("report_physical_violence"))
    while talk.state.stage is not Stage.REVIEW:
        talk.happens(Skipped())
    assert "<b>{receipt}</b> {0}" in talk.heard


def test_a_stale_button_is_answered_politely_and_changes_nothing():
    talk = Talk().happens(Began()).taps("start:child").says("chuyện").says("no")
    before = talk.state
    talk.taps("danger:yes")
    assert talk.state == before
    assert "earlier question" in talk.heard


def test_an_edited_message_changes_the_answer_before_sending_and_is_added_afterwards():
    talk = Talk().says("cô giao danh em", meant("report_physical_violence"), ref="7")
    talk.says("cô giáo đánh em hai lần", ref="7", edited=True)
    assert dict(talk.state.draft.answers)["what"].words == "cô giáo đánh em hai lần"
    while talk.state.stage is not Stage.REVIEW:
        talk.happens(Skipped())
    talk.taps("review:send").says("cô giáo đánh em ba lần", ref="7", edited=True)
    assert cast(Relay, talk.did(Relay)[0]).text == "cô giáo đánh em ba lần"


def test_a_shared_location_answers_where_and_is_kept_elsewhere():
    talk = Talk().says("ba đang đánh em").happens(Located(12.67, 108.05))
    assert dict(talk.state.draft.answers)["danger_where"].words == "12.67000, 108.05000"
    talk = Talk().happens(Began()).taps("start:child").happens(Located(12.67, 108.05))
    assert "12.67000, 108.05000" in talk.state.draft.notes


def test_words_not_understood_at_first_wait_for_a_tap_and_become_the_first_answer():
    talk = Talk().says("hôm qua bên nhà hàng xóm có chuyện")
    assert talk.state.draft.pending
    talk.taps("start:child")
    assert dict(talk.state.draft.answers)["what"].words == "hôm qua bên nhà hàng xóm có chuyện"


def test_a_question_in_the_middle_is_answered_and_the_report_goes_on():
    talk = Talk().happens(Began()).taps("start:child").says("chuyện")
    question = talk.state.buttons
    talk.says("ai sẽ biết chuyện này vậy ạ", meant("ask_confidentiality"))
    assert "Only the staff" in talk.heard
    assert talk.state.buttons == question


def test_whoever_offers_a_phone_number_hears_once_that_it_is_their_choice():
    talk = Talk().happens(Began()).taps("start:self").says("em tên là Na học lớp 5 bị bạn trêu")
    assert "It is your choice" in talk.heard
    talk.says("0912 345 678 ạ")
    assert "It is your choice" not in talk.heard


def test_consent_to_be_called_needs_a_tap_and_can_be_withdrawn():
    talk = Talk()
    talk.state = _open_at(talk, "contact")
    talk.says("0912 345 678 sau tám giờ")
    assert not talk.did(Agree)
    talk.taps("contact:call")
    assert talk.did(Agree) == [Agree("call_back")]
    assert dict(talk.state.draft.answers)["contact"].words == "0912 345 678 sau tám giờ"
    talk.happens(Withdrew())
    assert talk.did(Agree)[-1] == Agree("call_back", given=False)


def test_help_is_given_at_any_time_and_the_question_stands_again():
    talk = Talk().happens(Began()).taps("start:child").says("chuyện").happens(AskedForHelp())
    assert "in your own words" in talk.heard
    assert talk.buttons[0] == "danger:yes"


def test_an_arrival_by_a_campaign_keeps_its_code_and_shows_the_same_first_screen():
    talk = Talk().happens(Began("truong-hoc-1"))
    assert talk.state.person.arrival is None
    assert "111" in talk.heard


# --- found by an adversary -----------------------------------------------------------------------------------------
def _last_report(talk: Talk) -> list[str]:
    reports = [effect.report for effect in talk.all_effects if isinstance(effect, Submit | Escalate)]
    return [answer.given for answer in reports[-1].answers]


@pytest.mark.parametrize("text", ["²", "①", "٣", "１２", "³ tuổi"])
def test_odd_digits_are_only_words(text):
    for key in ("what", "who", "age", "danger"):
        talk = Talk()
        talk.state = _open_at(talk, key)
        talk.says(text)
        assert talk.effects


def test_a_place_that_could_be_two_is_with_staff_before_it_is_settled():
    talk = Talk().says("ba em đang cầm dao").says("thôn 5, xã Tân Tiến cũ hay Ea Bar gì đó")
    assert any("thôn 5" in given for given in _last_report(talk))


def test_a_number_typed_in_danger_is_with_staff_before_consent_is_settled():
    talk = Talk().says("ba em đang cầm dao").happens(Skipped()).says("0912345678")
    assert any("0912345678" in given for given in _last_report(talk))


def test_a_story_told_at_the_wrong_question_of_an_open_case_reaches_staff_also_when_the_person_stops():
    talk = Talk().says("ba em đang cầm dao").happens(Skipped()).happens(Skipped()).taps("safe:more")
    talk.says("hôm qua ổng còn đuổi cả hai mẹ con ra khỏi nhà giữa đêm").says("xã Ea Kao").says("chuyện dài lắm ạ")
    talk.happens(Cancelled())
    assert any("giữa đêm" in given for given in _last_report(talk))


def test_a_no_that_is_edited_to_a_yes_where_it_was_asked_about_danger_is_danger():
    talk = Talk().says("cô giáo đánh một bé", meant("report_physical_violence"))
    assert talk.state.turn.question == "danger"
    talk.says("không", ref="7").says("có", ref="7", edited=True)
    (escalated,) = talk.did(Escalate)
    assert isinstance(escalated, Escalate) and escalated.triage.level is Level.P0
    assert "113" in talk.heard and talk.state.stage is Stage.DANGER


@pytest.mark.parametrize("key", ["danger", "access"])
def test_an_answer_that_is_edited_to_words_of_another_kind_lowers_no_urgency(key: str):
    # Of a report whose kind nobody knows, for there alone an answer that is no answer raises by itself.
    talk = Talk().says("bạn học và một bé", meant("report_unspecified"))
    while talk.state.turn.question != key:
        talk.taps(
            {"danger": "danger:no", "who": "who:friend"}.get(
                talk.state.turn.question, f"{talk.state.turn.question}:skip"
            )
        )
    talk.says("không", ref="7")
    answered = triaged(talk.state).level
    talk.says("lúc này lúc kia", ref="7", edited=True)
    assert triaged(talk.state).level <= answered
    assert triaged(talk.state).level is (Level.P1 if key == "danger" else Level.P2)


def test_danger_in_an_edited_message_is_heard():
    talk = Talk().says("ba em say rượu", meant("report_emotional_violence"), ref="1")
    talk.says("ba em đang cầm dao đuổi em, cứu em với", ref="1", edited=True)
    assert talk.did(Escalate) and "113" in talk.heard


def test_the_page_before_sending_works_again_after_change_was_pressed_and_left():
    talk = Talk().says("cô giáo mắng em", meant("report_emotional_violence"))
    while talk.state.stage is not Stage.REVIEW:
        talk.happens(Skipped())
    talk.taps("review:change").taps("review:send")
    assert "earlier question" in talk.heard
    talk.taps("review:send")
    assert talk.did(Submit) and "Your code:" in talk.heard


def test_a_kept_draft_can_be_decided_about_again():
    talk = Talk().says("bố dượng hay vào phòng em", meant("report_sexual_abuse")).happens(Cancelled())
    talk.taps("leave:keep").happens(Began())
    talk.taps("leave:send")
    assert talk.did(Submit)


def test_a_kept_draft_is_not_sent_by_silence():
    talk = Talk().says("bố dượng hay vào phòng em", meant("report_sexual_abuse")).happens(Cancelled())
    talk.taps("leave:keep").happens(WentQuiet())
    assert not talk.did(Submit) and talk.did(Forget)


def test_skipping_and_going_back_after_the_receipt_get_an_answer():
    assert _reported().happens(Skipped()).heard
    assert _reported().happens(WentBack()).heard


def test_a_picture_with_words_takes_the_words_and_says_that_the_picture_is_not_taken():
    from bot.dialogue.events import Said as Words
    from nlu.meaning import Meaning

    talk = (
        Talk().happens(Began()).taps("start:child").happens(Words("bé bị bỏ đói", Meaning.unknown, attached="picture"))
    )
    assert "do not take in pictures" in talk.heard
    assert dict(talk.state.draft.answers)["what"].words == "bé bị bỏ đói"


def test_quick_exit_protects_an_earlier_report_of_the_same_chat_too():
    talk = _reported().says("báo tin mới").happens(Exited())
    assert talk.did(DoNotWrite)


def test_an_answer_about_another_report_is_shown_in_the_middle_of_a_new_one():
    talk = _reported().says("báo tin mới")
    question = talk.state.buttons
    talk.happens(OpenedReply(("Em đang ở đâu?",), "case-1"))
    assert "Em đang ở đâu?" in talk.heard and talk.state.buttons == question


def test_other_words_instead_of_a_tap_on_what_was_offered_are_kept_beside_the_first():
    talk = Talk().happens(Began()).taps("start:child").says("chuyện").says("no").says("Ea Bar")
    assert talk.state.turn.offer
    talk.says("gần cái cây to đầu thôn")
    assert dict(talk.state.draft.answers)["where"].words == "Ea Bar / gần cái cây to đầu thôn"


def test_ede_that_is_not_understood_is_offered_to_a_person_and_left_alone_goes_there_by_itself():
    talk = Talk().says("amâo thâo", Meaning(language=Language("rad", 0.9)))
    assert talk.state.buttons == "pass"
    talk.happens(WentQuiet())
    submitted = _submitted(talk)
    assert submitted.report.language == "rad"
    assert submitted.triage.level <= Level.P2


def test_a_typed_choice_says_no_more_than_a_tap_whatever_the_service_guesses():
    talk = Talk().taps("start:child").says("thay giao hay danh hoc sinh lop em", meant("report_physical_violence"))
    talk.taps("danger:no")
    talk.comes_to("sex")
    talk.says("bé trai", meant("report_trafficking_missing", now=True, signals=("missing",)))
    assert not talk.did(Escalate)
    assert talk.state.draft.intent == "report_physical_violence"


def test_a_joke_is_answered_once_kept_and_reaches_a_person_without_urgency():
    talk = Talk().says("bot ngu quá haha", meant("nuisance"))
    assert "children who need help" in talk.heard
    talk.says("lêu lêu", meant("nuisance"))
    assert talk.heard == ""
    assert talk.state.draft.nuisance == 2
    talk.happens(WentQuiet())
    submit = _submitted(talk)
    assert submit.unfinished and submit.triage.level is Level.P3
    assert {answer.given for answer in submit.report.answers} == {"bot ngu quá haha", "lêu lêu"}


def test_danger_after_jokes_is_danger():
    talk = Talk().says("haha", meant("nuisance")).says("ba đang đánh em")
    assert talk.did(Escalate)


def test_a_report_after_jokes_is_a_report():
    talk = Talk().says("haha", meant("nuisance")).says("cô giáo đánh một bé", meant("report_physical_violence"))
    assert talk.state.stage is Stage.ASKING and talk.state.draft.intent == "report_physical_violence"


def test_a_flood_is_kept_and_goes_to_a_person_before_it_grows_without_end():
    talk = Talk().happens(Began())
    for number in range(45):
        talk.happens(Rushed(f"tin số {number}", tell=number == 0))
    submit = _submitted(talk)
    relayed = [cast(Relay, effect).text for effect in talk.did(Relay)]
    told = [*(answer.given for answer in submit.report.answers), *relayed]
    assert told == [f"tin số {number}" for number in range(45)]


@pytest.mark.parametrize("intent", ["greet", "thanks", "stop", "help", "change_language", "goodbye"])
@pytest.mark.parametrize("number", ["2", "2.", " 2 "])
def test_the_number_of_a_line_is_that_line_whatever_the_service_makes_of_it(intent: str, number: str):
    text = "bé 8 tuổi bị đánh"
    talk = Talk().says(text, aged(meant("report_physical_violence"), text, "8 tuổi", "8"))
    talk.says(number, meant(intent))
    assert talk.state.buttons == "wrong" or "age" not in dict(talk.state.draft.answers)
    talk = Talk().says("xin chào").says(number, meant(intent))
    assert talk.state.buttons == "what" and talk.state.person.about_self is False


def test_the_only_line_after_keeping_a_draft_goes_on_and_deletes_nothing():
    text = "bé bị bỏ đói"
    talk = Talk().says(text, meant("report_neglect")).says("thôi").taps("leave:keep")
    talk.says("1")
    assert dict(talk.state.draft.answers)["what"].words == text and talk.state.stage is Stage.ASKING


def test_a_kept_draft_stays_kept_whatever_is_asked_about_meanwhile():
    talk = Talk().says("bố dượng hay vào phòng em", meant("report_sexual_abuse")).happens(Cancelled())
    talk.taps("leave:keep").says("hướng dẫn").happens(Sent("sticker")).happens(WentQuiet())
    assert not talk.did(Submit) and talk.did(Forget)


def test_what_silence_has_handed_over_is_not_said_to_be_deleted():
    talk = Talk().says("bố dượng hay vào phòng em", meant("report_sexual_abuse")).happens(Cancelled())
    talk.happens(WentQuiet()).taps("leave:delete")
    assert "stays with the staff" in talk.heard and "Nothing was kept" not in talk.heard
    assert talk.state.case.id == "case-1" and not talk.did(Forget)


def test_typing_ones_own_code_in_danger_loses_nothing_of_what_was_told():
    talk = Talk().says("ba em đang cầm dao").happens(Skipped()).happens(Skipped())
    talk.happens(Returned(case="case-1", status="claimed")).taps("safe:more")
    assert dict(talk.state.draft.answers)["what"].words == "ba em đang cầm dao"
    assert talk.state.stage is Stage.ASKING


@pytest.mark.parametrize("kind", ["voice", "picture", "broken_picture", "file"])
def test_staff_read_in_words_what_was_sent_and_could_not_be_taken(kind: str):
    talk = Talk().says("ba em đang cầm dao").happens(Sent(kind))
    assert [cast(Note, effect).remark for effect in talk.did(Note)] == [Remark(f"sent_{kind}")]


def test_a_channel_brings_its_own_lines_of_the_notice_and_one_without_any_is_promised_nothing():
    from dataclasses import replace

    plain = Talk(replace(OPERATED, channel=Channel())).happens(Began()).heard
    assert "Telegram" not in plain and "empties itself" not in plain and "48 hours" not in plain
    assert "Write x to leave at once." in plain
    more = Talk(replace(OPERATED, channel=Channel())).happens(Began()).taps("start:about").heard
    assert "Write x to leave at once, /xoa to delete this chat." in more
    told = Channel("A company carries it.", "Write x to leave.", takes_voice=True)
    heard = Talk(replace(OPERATED, channel=told)).happens(Began()).heard
    assert heard.index("A company carries it.") < heard.index("Write x to leave.")


def test_an_offer_is_shown_again_as_it_was_put_and_its_numbers_count():
    talk = Talk().taps("start:child").taps("start:child").says("chuyện").says("no").says("Ea Bar").says("cảm ơn")
    assert "Which one do you mean?" in talk.heard
    assert talk.says("1").state.buttons != "where"
