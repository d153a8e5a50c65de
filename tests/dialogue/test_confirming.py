"""What the first telling filled in is said back, and what is not right is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.effects import Escalate
from bot.dialogue.events import WentQuiet
from bot.dialogue.state import Stage
from nlu.meaning import Entity, Meaning
from tests.dialogue.talk import Talk, aged, meant

TEXT = "ba đánh bé 8 tuổi ở xã Ea Kao tối qua"


def _told(text: str = TEXT, *, now: bool = False) -> Talk:
    meaning = aged(meant("report_physical_violence", now=now), text, "8 tuổi", "8")
    father = Entity("relation", 0, 2, "father", "harm_doer")
    start = text.index("tối qua")
    time = Entity("time", start, start + len("tối qua"), "tối qua")
    return Talk().says(text, replace(meaning, entities=(*meaning.entities, father, time)))


def test_place_age_and_person_are_said_back_before_anything_is_skipped():
    talk = _told()
    assert talk.state.stage is Stage.CONFIRMING
    for words in ("Ea Kao", "8 tuổi", "Father", "Is that right?"):
        assert words in talk.heard
    talk.taps("understood:right")
    assert {"where", "age", "who", "time"} <= dict(talk.state.draft.answers).keys()
    assert talk.state.buttons == "danger"


def test_a_time_is_kept_and_not_said_back_and_goes_with_all_the_rest():
    talk = _told()
    assert "tối qua" not in talk.heard and "When" not in talk.heard
    assert "wrong:time" not in talk.taps("understood:wrong").buttons
    assert dict(_told().taps("understood:right").state.draft.answers)["time"].words == "tối qua"
    assert "time" not in dict(talk.taps("wrong:all").state.draft.answers)


def test_a_time_alone_is_not_asked_about():
    text = "bé bị đánh tối qua"
    time = Entity("time", text.index("tối"), len(text), "tối qua")
    talk = Talk().says(text, replace(meant("report_physical_violence"), entities=(time,)))
    assert talk.state.stage is Stage.ASKING and dict(talk.state.draft.answers)["time"].words == "tối qua"


@pytest.mark.parametrize("yes", ["đúng rồi", "dung", "1", "vâng", "ok"])
def test_a_yes_in_words_counts(yes):
    assert _told().says(yes).state.buttons == "danger"


def test_a_question_in_between_is_answered_and_it_stays_to_be_confirmed():
    talk = _told().says("ở đây có người thật không", meant("ask_human"))
    assert "At 111 (free) somebody talks with you" in talk.heard and "Is that right?" in talk.heard
    assert "ở đây có người thật không" in talk.state.draft.notes and talk.state.stage is Stage.CONFIRMING


def test_only_what_was_wrong_is_asked_again():
    talk = _told().taps("understood:wrong")
    assert "Which one is not right?" in talk.heard
    talk.taps("wrong:who")
    answers = dict(talk.state.draft.answers)
    assert "who" not in answers and answers["age"].value == "7-10"
    asked = []
    while talk.state.stage is Stage.ASKING:
        asked.append(talk.state.buttons)
        talk.says("bỏ qua")
    assert "who" in asked and "age" not in asked and "where" not in asked


def test_all_of_it_wrong_asks_everything_and_keeps_the_words():
    talk = _told().says("chưa đúng").taps("wrong:all")
    assert dict(talk.state.draft.answers).keys() == {"what"}
    assert talk.state.draft.place is None


def test_another_place_in_words_is_taken_and_said_back():
    talk = _told().says("không, ở xã Ea Tul")
    assert talk.state.stage is Stage.CONFIRMING
    assert "Ea Tul" in talk.heard and "8 tuổi" in talk.heard
    assert dict(talk.state.draft.answers)["where"].words == "không, ở xã Ea Tul"  # kept where they belong


def test_more_of_the_story_is_kept_and_the_report_goes_on():
    talk = _told().says("em bé không ai đưa đi khám cả")
    assert talk.state.stage is Stage.ASKING
    assert "em bé không ai đưa đi khám cả" in talk.state.draft.notes


def test_danger_is_not_held_up_by_a_question_about_what_was_understood():
    talk = _told(now=True)
    assert talk.did(Escalate)
    assert talk.state.stage is Stage.DANGER


def test_a_cry_while_it_is_being_confirmed_escalates():
    talk = _told().says("ba đang đánh em")
    assert talk.did(Escalate)


def test_silence_there_is_the_silence_of_any_draft():
    talk = _told().happens(WentQuiet())
    assert talk.state.case.id == "case-1"


def test_nothing_is_confirmed_where_nothing_was_understood():
    talk = Talk().says("có người đánh một đứa trẻ", Meaning("report_physical_violence", 0.9))
    assert talk.state.stage is Stage.ASKING


def test_the_kind_is_said_back_in_mild_words_and_a_wrong_one_is_noted_for_staff():
    talk = Talk().says("bé 8 tuổi bị đánh", aged(meant("report_physical_violence"), "bé 8 tuổi bị đánh", "8 tuổi", "8"))
    assert "What it is about: A child is beaten or hurt" in talk.heard
    talk.taps("understood:wrong").taps("wrong:kind")
    assert talk.state.draft.notes == ("It is not this: A child is beaten or hurt",)
    assert dict(talk.state.draft.answers)["age"].value == "7-10"
    assert talk.state.draft.intent == "report_physical_violence"  # nothing lowers the urgency


@pytest.mark.parametrize("intent", ["report_sexual_abuse", "report_self_harm"])
def test_some_kinds_are_never_said_back(intent: str):
    talk = Talk().says("bé 8 tuổi", aged(meant(intent), "bé 8 tuổi", "8 tuổi", "8"))
    assert "8 tuổi" in talk.heard and "What it is about" not in talk.heard


def test_an_edit_of_the_first_telling_fills_in_what_it_adds_and_the_open_question_is_put_again():
    talk = Talk().says("xin chào").taps("start:child")
    talk.says("bé bị bỏ đói", meant("report_neglect"), ref="m1")
    assert talk.state.buttons == "danger"
    text = "bé 5 tuổi bị bỏ đói"
    talk.says(text, aged(meant("report_neglect"), text, "5 tuổi", "5"), ref="m1", edited=True)
    assert talk.state.buttons == "understood" and "5 tuổi" in talk.heard
    talk.taps("understood:right")
    assert talk.state.buttons == "danger"
    assert dict(talk.state.draft.answers)["what"].words == text


@pytest.mark.parametrize(
    ("words", "told"), [("tối qua", True), ("mai", False), ("tuần sau", False), ("sáng nay", True)]
)
def test_a_day_to_come_is_not_when_it_happened(words: str, told: bool):
    text = f"bé 8 tuổi bị đánh {words}"
    start = text.index(words)
    meaning = aged(meant("report_physical_violence"), text, "8 tuổi", "8")
    meaning = replace(meaning, entities=(*meaning.entities, Entity("time", start, start + len(words), words)))
    assert ("time" in dict(Talk().says(text, meaning).state.draft.answers)) == told
