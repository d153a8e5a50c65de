"""Who is harmed, by the words of a first message: openings of children, friends and grown-ups, all made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.effects import Escalate, Say, Submit
from bot.dialogue.events import Spoke
from bot.dialogue.heard.person import Harmed, harmed, is_grown_up
from bot.dialogue.state import Stage
from nlu.gazetteer import load
from tests.dialogue.talk import Talk, meant

_LINES = Path(__file__).with_name("first_person.tsv").read_text(encoding="utf-8").splitlines()[1:]
OPENINGS = [tuple(line.split("\t")) for line in _LINES]


@pytest.mark.parametrize(("text", "who"), OPENINGS)
def test_it_is_heard_who_is_harmed(text: str, who: str):
    found = harmed(text)
    assert (found.value if found else "ask") == who


_KNOWN = load()
_COMMUNES = {*_KNOWN.units.values(), "Phường Krông Nô", "Ban Mê Thuột"}


@pytest.mark.parametrize(
    "text", ["em ở {} bị ba đánh", "bé ở {} bị bỏ đói", "có đứa nhỏ ở {} bị mẹ đánh", "nhà hàng xóm ở {} hay la"]
)
def test_no_name_of_a_place_is_read_as_a_person(text: str):
    """ "Ea Kao" is no "kâo" (I), and "Krông Nô" no "nó"."""
    names = {way for name in _COMMUNES for way in (name, name.partition(" ")[2], name.lower())}
    wrong = {name for name in names if harmed(text.format(name)) != harmed(text.format("đó"))}
    assert not wrong


@pytest.mark.parametrize("place", ["Ea Kao", "ea kao", "xã Ea Kao"])
def test_whoever_tells_of_a_child_in_ea_kao_is_not_spoken_to_as_that_child(place: str):
    talk = _self_told(f"bé ở {place} bị bỏ đói", "report_neglect")
    assert talk.state.person.about_self is False


@pytest.mark.parametrize("name", ["H'Kao", "H'Mi", "H’Con", "Y Em", "Y Minh", "Y Bin"])
def test_an_ede_name_is_somebodys_and_no_writer(name: str):
    assert harmed(f"{name} bị chồng đánh") is Harmed.ANOTHER
    assert harmed(f"em là {name}, em bị mẹ đánh") is Harmed.WRITER
    assert harmed(f"{name} hay đánh em") is Harmed.WRITER


def _self_told(text: str, intent: str = "report_physical_violence", *, now: bool = False) -> Talk:
    return Talk().says(text, meant(intent, now=now))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ba đánh con hoài", "report_physical_violence"),
        ("thầy nhắn tin rủ em đi chơi riêng", "report_sexual_abuse"),
        ("tui bị ổng sờ", "report_sexual_abuse"),
    ],
)
def test_a_child_who_tells_about_themself_hears_that_it_is_not_their_fault(text: str, intent: str):
    talk = _self_told(text, intent)
    assert "it is not your fault" in talk.heard
    assert talk.state.person.is_child and dict(talk.state.draft.answers)["role"].value == "child"
    assert "whom" not in talk.state.buttons


def test_so_does_a_child_in_danger_behind_the_numbers_and_the_code():
    talk = _self_told("dượng đang sờ em", "report_sexual_abuse", now=True)
    shown = talk.heard
    assert talk.did(Escalate)
    assert shown.index("111") < shown.index("Your code:") < shown.index("not your fault")
    assert shown.index("not your fault") < shown.index("Where are you now?")
    talk.says("dượng đang phá cửa", meant("report_sexual_abuse", now=True))
    assert "not your fault" not in talk.heard  # said once


def test_a_friends_story_is_not_filed_as_the_writers_own():
    talk = _self_told("bạn cùng lớp với em nói là bị chú sờ", "report_sexual_abuse")
    assert talk.state.person.about_self is False and "role" not in dict(talk.state.draft.answers)
    assert "not your fault" not in talk.heard and talk.state.buttons == "danger"


@pytest.mark.parametrize(("choice", "of_self"), [("self", True), ("child", False)])
def test_where_the_words_do_not_say_it_one_question_does(choice: str, of_self: bool):
    talk = _self_told("có người bị đánh")
    assert talk.buttons[:2] == ["whom:self", "whom:child"]
    talk.taps(f"whom:{choice}")
    assert talk.state.person.about_self is of_self and talk.state.buttons == "danger"
    assert ("it is not your fault" in talk.heard) is of_self
    assert ("Are you in danger" in talk.heard) is of_self


@pytest.mark.parametrize(("words", "of_self"), [("bạn em", False), ("dạ em bị ạ", True), ("2", False), ("em", True)])
def test_it_may_be_answered_in_words(words: str, of_self: bool):
    assert _self_told("có người bị đánh").says(words).state.person.about_self is of_self


def test_it_is_asked_once_and_may_be_skipped():
    talk = _self_told("có người bị đánh").says("bỏ qua")
    seen = []
    while talk.state.stage is Stage.ASKING:
        seen.append(talk.state.buttons)
        talk.says("bỏ qua")
    assert "whom" not in seen and talk.state.person.about_self is None


def test_a_case_is_opened_before_it_is_asked():
    talk = _self_told("có người bị chém", now=True)
    assert talk.did(Escalate) and talk.state.buttons == "danger_where"
    talk.says("bỏ qua").says("bỏ qua")
    assert talk.state.stage is Stage.AT_REST
    assert talk.taps("safe:more").state.buttons == "whom"


def test_a_recording_says_nothing_about_it():
    talk = Talk().happens(Spoke())
    assert talk.did(Submit) and talk.state.buttons == "whom"


@pytest.mark.parametrize(
    ("first", "then", "of_self"),
    [
        ("em bị ba đánh", "không phải em, bạn em bị", False),
        ("em bị ba đánh", "dạ không phải em mà là bạn em", False),
        ("bạn em bị ba đánh", "không phải bạn em, em bị đánh", True),
    ],
)
def test_it_can_be_put_right_at_any_step(first: str, then: str, of_self: bool):
    talk = _self_told(first).says("bỏ qua").says(then)
    assert talk.state.person.about_self is of_self
    assert (dict(talk.state.draft.answers).get("role") is not None) is of_self
    assert then in talk.state.draft.notes


@pytest.mark.parametrize("text", ["không phải lỗi của em", "không phải em muốn đâu, ba ép em", "không phải ba đánh em"])
def test_a_no_about_something_else_puts_nothing_right(text: str):
    assert _self_told("em bị ba đánh").says(text).state.person.about_self is True


def test_words_that_say_it_outright_win_over_the_way_in():
    for way, text, of_self in (("self", "bạn em bị bố đánh", False), ("child", "em bị bố đánh", True)):
        talk = Talk().says("xin chào").taps(f"start:{way}").says(text, meant("report_physical_violence"))
        assert talk.state.person.about_self is of_self
    talk = Talk().says("xin chào").taps("start:child").says("em sợ quá", meant("report_distress"))
    assert talk.state.person.about_self is False


def test_a_grown_up_is_not_spoken_to_as_a_child():
    talk = _self_told("tôi bị chồng đánh")
    assert talk.state.person.about_self and not talk.state.person.is_child
    assert "role" not in dict(talk.state.draft.answers)
    assert not any(say.to_child for say in talk.did(Say))
    assert not is_grown_up("em 15 tuổi bị chồng đánh") and not is_grown_up("tôi 14 tuổi, bị chồng đánh")
