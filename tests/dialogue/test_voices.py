"""What frightened people say in whole short messages: heard in many wordings, answered truly, and last of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogue.effects import Escalate, HowFar, Relay, Say
from bot.dialogue.events import AskedForHelp, Stands
from bot.dialogue.heard.voices import IN_PATTERNS, Voice, voice
from bot.dialogue.report.draft import answers
from bot.dialogue.said.voice import About, answered
from bot.dialogue.state import Stage
from tests.dialogue.talk import OPERATED, TRIAL, Talk, meant

_LINES = (Path(__file__).parent / "voices.tsv").read_text(encoding="utf-8").splitlines()
TABLE = [tuple(line.split("\t")) for line in _LINES if not line.startswith("#")]
WHOLE = [kind for kind in Voice if kind not in IN_PATTERNS]
# One of each kind, as the table of the core has it.
EXAMPLES = {kind: next(text for other, text in TABLE if other == kind) for kind in WHOLE}
SLASH = "/boqua"


def test_the_list_is_long_and_speaks_of_every_kind() -> None:
    assert len(TABLE) >= 220 and sum(kind == "-" for kind, _ in TABLE) >= 60
    assert set(WHOLE) <= {Voice(kind) for kind, _ in TABLE if kind != "-"}
    assert len({text for _, text in TABLE}) == len(TABLE)


def test_four_of_five_wordings_are_heard_as_what_they_are() -> None:
    wanted = [(kind, text) for kind, text in TABLE if kind != "-"]
    missed = [(kind, text, voice(text)) for kind, text in wanted if voice(text) != kind]
    assert len(missed) <= len(wanted) * 0.2, missed


def test_what_was_heard_is_never_another_kind() -> None:
    assert not [
        (kind, text, found) for kind, text in TABLE if kind != "-" and (found := voice(text)) not in (kind, None)
    ]


def test_reports_answers_and_others_feelings_are_none() -> None:
    assert not [(text, found) for kind, text in TABLE if kind == "-" and (found := voice(text)) is not None]


def _at(key: str) -> Talk:
    talk = Talk().says("chú sờ vào người em", meant("report_sexual_abuse"))
    while talk.state.buttons != key:
        talk.taps("understood:right") if talk.state.buttons == "understood" else talk.says("bỏ qua")
    return talk


def _sent() -> Talk:
    return _at("review").taps("review:send").taps("more:later")


def _in_danger() -> Talk:
    return Talk().says("ba đang đánh em")


def _told(kind: Voice, **known: object) -> str:
    return answered(kind, OPERATED, **known)[0].msgid  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", WHOLE)
@pytest.mark.parametrize("key", ["what", "danger", "where", "who", "contact"])
def test_an_open_question_stays_open_and_unanswered_and_staff_get_the_words(kind: Voice, key: str) -> None:
    talk = Talk().says("xin chào").taps("start:self") if key == "what" else _at(key)
    talk.says(EXAMPLES[kind])
    assert _told(kind, of_self=True) in talk.heard and talk.state.turn.question == key
    assert key not in answers(talk.state) and talk.state.turn.tries == 0
    assert EXAMPLES[kind] in talk.state.draft.notes and SLASH not in talk.heard
    assert talk.buttons and talk.buttons[0].startswith(f"{key}:")
    assert len([one for one in talk.effects if isinstance(one, Say)]) <= 2


@pytest.mark.parametrize(
    "guess", [None, "help", "deny", "stop", "nuisance", "ask_human", "ask_process", "out_of_scope"]
)
@pytest.mark.parametrize("kind", WHOLE)
def test_the_services_guess_changes_nothing(kind: Voice, guess: str | None) -> None:
    talk = _at("where").says(EXAMPLES[kind], meant(guess, 0.95) if guess else meant("deny", 0.0))
    assert _told(kind, of_self=True) in talk.heard and talk.state.turn.question == "where" and SLASH not in talk.heard


@pytest.mark.parametrize("kind", [kind for kind in WHOLE if kind is not Voice.READ])
def test_before_anything_was_said_it_is_answered_behind_the_numbers(kind: Voice) -> None:
    talk = Talk().says(EXAMPLES[kind])
    assert _told(kind) in talk.heard and talk.heard.index("111") < talk.heard.index(_told(kind))
    assert talk.buttons[0] in ("start:self", "danger:yes") and SLASH not in talk.heard


@pytest.mark.parametrize("text", ["em sợ lắm", "em bẩn lắm", "em mệt quá"])
def test_a_first_telling_that_is_a_report_begins_one(text: str) -> None:
    talk = Talk().says(text, meant("report_distress"))
    assert answers(talk.state)["what"].words == text and _told(Voice(voice(text) or "")) in talk.heard


@pytest.mark.parametrize("make", [_sent, _in_danger, lambda: _at("review")])
@pytest.mark.parametrize("text", ["em mệt quá, em muốn chết", "em sợ, bố đang cầm dao đuổi em", "cứu em với, em sợ"])
def test_danger_wins(text: str, make: Callable[[], Talk]) -> None:
    talk = make()
    before = len(talk.did(Escalate))
    talk.says(text)
    assert len(talk.did(Escalate)) == before + 1 and HowFar not in map(type, talk.effects)


def test_danger_that_only_the_service_hears_wins() -> None:
    talk = _sent().says("em sợ lắm", meant("report_physical_violence", now=True, signals=("weapon",)))
    assert talk.did(Escalate) and "113" in talk.heard


def test_wishes_and_reports_win() -> None:
    assert "deleted" in Talk().says("em sợ, xóa hết đi").heard.casefold() or voice("em sợ, xóa hết đi") is None
    talk = Talk().says("chú sờ em, em sợ lắm", meant("report_sexual_abuse"))
    assert answers(talk.state)["what"].words == "chú sờ em, em sợ lắm"


@pytest.mark.parametrize("make", [_sent, _in_danger])
@pytest.mark.parametrize("kind", WHOLE)
def test_with_a_case_the_words_are_relayed_and_the_true_state_is_asked_for(
    kind: Voice, make: Callable[[], Talk]
) -> None:
    talk = make()
    talk.says(EXAMPLES[kind])
    assert [one.text for one in talk.effects if isinstance(one, Relay)] == [EXAMPLES[kind]]
    asked = [one for one in talk.effects if isinstance(one, HowFar)]
    if kind in (Voice.THANKS, Voice.NIGHT):
        assert not asked and talk.heard
        return
    if not asked[0].voice:  # "có ai đọc chưa" is a question that has an answer of its own
        assert kind is Voice.READ
        return
    question = talk.state.turn.question
    talk.happens(Stands("open", voice=asked[0].voice))
    assert "Nobody has opened your report yet." in talk.heard and "told the staff" not in talk.heard
    assert talk.state.turn.question == question and len([one for one in talk.effects if isinstance(one, Say)]) == 1


def test_the_state_of_the_case_is_told_as_it_is() -> None:
    talk = _sent().says("đừng bỏ em")
    taken = talk.now.replace(hour=13, minute=14)
    for stands, wanted in (
        (Stands("claimed", voice="stay", taken_at=taken), "At 20:14 the staff on duty took up your report."),
        (Stands("open", voice="stay", opened=True), "Somebody has looked at your report"),
        (Stands("open", voice="stay", told_again=True), "I have just told the staff on duty again."),
        (Stands("referred", voice="stay"), "It has been passed on"),
        (Stands("", voice="stay"), "I am here."),
    ):
        other = Talk()
        other.state = talk.state
        assert wanted in other.happens(stands).heard
        assert ("told the staff on duty again" in other.heard) == stands.told_again
    talk.line = replace(OPERATED, on_duty=False)
    assert "Nobody is on duty" in talk.happens(Stands("open", voice="stay")).heard


def test_another_day_is_told_with_the_hour() -> None:
    talk = _sent().says("em sợ")
    taken = talk.now.replace(day=21, hour=13, minute=14)
    assert "At 20:14, 21/11/2026" in talk.happens(Stands("claimed", voice="afraid", taken_at=taken)).heard


@pytest.mark.parametrize("make", [_sent, _in_danger, lambda: _at("where"), lambda: _at("review"), Talk])
@pytest.mark.parametrize("texts", [("em sợ",), ("em sợ", "em mệt quá"), ("sao lâu vậy", "cô ơi cô còn đó không")])
def test_the_same_is_never_said_twice_in_a_row(texts: tuple[str, ...], make: Callable[[], Talk]) -> None:
    talk, before = make(), ""
    for turn in range(9):
        talk.says(texts[turn % len(texts)])
        asked = [one.voice for one in talk.effects if isinstance(one, HowFar)]
        if asked:
            talk.happens(Stands("open", voice=asked[0]))
        assert talk.heard and talk.heard != before
        before = talk.heard


@pytest.mark.parametrize("text", ["có phải lỗi của em không", "phá thai ở đâu", "đừng nói với mẹ em"])
@pytest.mark.parametrize("make", [_sent, _in_danger, lambda: _at("where"), lambda: _at("review")])
def test_a_worry_is_not_answered_twice_the_same_either(make: Callable[[], Talk], text: str) -> None:
    talk, before = make(), ""
    for _ in range(4):
        assert talk.says(text).heard != before
        before = talk.heard


def test_whoever_feels_dirty_is_asked_as_who_speaks_of_themself() -> None:
    talk = Talk().says("em bẩn lắm")
    assert talk.state.person.is_child and talk.state.turn.question == "danger" and "You are not dirty" in talk.heard


def test_what_to_do_now_is_one_safe_thing_that_fits() -> None:
    assert "go to where people are, such as a neighbour" in _now(_in_danger())
    blackmailed = Talk().says("nó dọa tung ảnh em nếu không trả tiền", meant("report_sexual_abuse"))
    assert "pay nothing, send nothing more, keep the messages" in _now(blackmailed)
    sent = Talk().says("nó tống tiền em bằng ảnh", meant("report_sexual_abuse"))
    while sent.state.buttons != "review":
        sent.says("bỏ qua")
    assert "pay nothing" in _now(sent.taps("review:send").taps("more:later"))
    dying = Talk().says("em muốn chết")
    assert "do not stay alone" in _now(dying)
    assert "You are doing it already" in _now(_at("where"))


def _now(talk: Talk) -> str:
    talk.says("em phải làm gì bây giờ", meant("help", 0.97))
    if any(isinstance(one, HowFar) for one in talk.effects):
        talk.happens(Stands("open", voice=Voice.WHAT_NOW))
    assert SLASH not in talk.heard
    return talk.heard


@pytest.mark.parametrize("text", ["giúp đỡ", "help", "nghĩa là sao", "em phải làm gì bây giờ", "chỉ em cách làm"])
def test_commands_are_shown_only_to_who_asks_for_instructions(text: str) -> None:
    for talk in (_at("where"), _sent(), Talk().says("xin chào")):
        assert SLASH not in talk.says(text, meant("help", 0.97)).heard
        assert SLASH in talk.says("hướng dẫn").heard and SLASH in talk.happens(AskedForHelp()).heard


@pytest.mark.parametrize("kind", WHOLE)
def test_in_a_trial_no_staff_are_spoken_of(kind: Voice) -> None:
    for talk in (Talk(TRIAL), Talk(TRIAL).says("bé bị bỏ đói", meant("report_neglect"))):
        assert "staff" not in talk.says(EXAMPLES[kind]).heard and "111" in talk.heard


def test_whose_chat_may_be_read_by_others_hears_no_state() -> None:
    talk = _sent()
    talk.state = talk.state.but(replace(talk.state.person, hours="18-22"))
    talk.says("em sợ")
    assert HowFar not in map(type, talk.effects) and _told(Voice.AFRAID) in talk.heard and "report" not in talk.heard


def test_a_mother_a_child_and_whoever_did_not_say_are_answered_each_in_their_voice() -> None:
    told = {of: answered(Voice.GUILT, OPERATED, of_self=of)[0].msgid for of in (True, False, None)}
    assert len(set(told.values())) == 3 and "not your fault" in told[True]


def test_a_good_night_in_a_talk_of_dying_is_no_courtesy() -> None:
    assert "thoughts come back" in answered(Voice.NIGHT, OPERATED, about=About.DYING)[0].msgid
    talk = Talk().says("em muốn chết").says("em đi ngủ đây")
    assert "thoughts come back" in talk.heard and talk.state.stage is Stage.DANGER


def test_a_draft_says_that_it_is_not_sent_and_a_stranger_that_nothing_is() -> None:
    assert "has not been sent yet" in _at("where").says("sao lâu vậy").heard
    assert "write its code" in Talk().says("xin chào").says("sao lâu vậy").heard


def test_where_to_end_a_pregnancy_names_no_place_nor_medicine() -> None:
    assert voice("phá thai ở đâu") is Voice.PREGNANT
    assert "I name no place and no medicine" in _sent().says("phá thai ở đâu").heard
