"""What was given early is not asked for again: a village with its commune, a number of one's own."""

from __future__ import annotations

import pytest

from bot.dialogue.effects import Agree
from bot.dialogue.events import Said
from bot.dialogue.report.draft import answers
from bot.dialogue.state import Stage
from nlu import places
from tests.dialogue.real import read
from tests.dialogue.talk import Talk, meant

OWN = "0900 000 123"
_ASKED = "May the staff call the number ending in 123?"


def _at(talk: Talk, key: str) -> Talk:
    """On to this question, saying that all that was understood is right."""
    talk.comes_to(key)
    return talk


def _told(text: str, *, passed_on: bool = False) -> Talk:
    return Talk().happens(Said(text, read(text, "report_unspecified"), places.find(text), passed_on=passed_on))


@pytest.mark.parametrize(
    "text",
    [
        f"bé bị bỏ đói. Số của tôi {OWN}",
        f"con bé bị bỏ đói, sđt em {OWN}, gọi sau 17h nha",
        f"{OWN}. bé hàng xóm bị đánh",
        f"bé bị đánh, cô gọi lại cho em số {OWN}",
    ],
)
def test_a_number_of_ones_own_is_offered_and_not_asked_for(text: str) -> None:
    talk = _at(_told(text), "contact")
    assert _ASKED in talk.heard and "0900" not in talk.heard.split(_ASKED)[1]
    assert talk.buttons[:3] == ["contact:call", "contact:write", "contact:no"]
    assert not talk.did(Agree)
    talk.taps("contact:call")
    assert talk.did(Agree) == [Agree("call_back")]
    assert answers(talk.state)["contact"].words == OWN
    assert talk.state.buttons != "contact_how"


@pytest.mark.parametrize(
    "text",
    [
        f"nó nhắn từ số {OWN}",
        f"số của bố dượng {OWN}, ông ấy đánh bé",
        f"bé bị bỏ đói, gọi mẹ nó {OWN}",
        f"thằng Tám {OWN} rủ bé đi",
        f"{OWN} là số của nó, nó dụ bé",
        f"có người lạ gọi bé bằng số {OWN}",
    ],
)
def test_somebody_elses_number_is_never_offered(text: str) -> None:
    talk = _at(_told(text), "contact")
    assert "May the staff call" not in talk.heard and "May the staff contact you?" in talk.heard


def test_a_forwarded_number_is_not_offered() -> None:
    assert "ending in" not in _at(_told(f"bé bị bỏ đói, {OWN}", passed_on=True), "contact").heard


@pytest.mark.parametrize(("reply", "value"), [("được", "call"), ("có", "call"), ("1", "call"), ("không", "write")])
def test_a_clear_yes_is_consent_and_a_no_is_none(reply: str, value: str) -> None:
    talk = _at(_told(f"bé bị bỏ đói. Số tôi {OWN}"), "contact").says(reply)
    assert answers(talk.state)["contact"].value == value
    assert bool(talk.did(Agree)) == (value == "call")


def test_words_that_are_no_clear_yes_are_no_consent_and_lose_nothing() -> None:
    talk = _at(_told(f"bé bị bỏ đói. Số tôi {OWN}"), "contact").says("để em coi lại đã")
    assert not talk.did(Agree) and "để em coi lại đã" in talk.state.draft.notes


def test_another_number_takes_the_place_of_the_first() -> None:
    talk = _at(_told(f"bé bị bỏ đói. Số tôi {OWN}"), "contact").says("0900 000 456")
    assert "May the staff call this number?" in talk.heard
    talk.taps("contact:call")
    assert "0900 000 456" in answers(talk.state)["contact"].words


def test_in_danger_it_is_the_same() -> None:
    talk = _told(f"ba đang đánh em ở buôn Tơng Jú xã Ea Kao, số em {OWN}")
    assert talk.state.buttons == "danger_contact", "the village was given: it is not asked for"
    assert _ASKED in talk.heard
    talk.taps("danger_contact:call")
    assert talk.did(Agree) and talk.state.stage is Stage.AT_REST
    assert "Please write the number" not in talk.heard


def test_in_danger_a_commune_alone_is_no_address() -> None:
    assert _told("ba đang đánh em ở xã Ea Kao").state.buttons == "danger_where"


def test_a_village_with_its_commune_is_said_back_and_not_asked_for() -> None:
    talk = _told("cháu ở buôn Tơng Jú xã Ea Kao, cháu bị bỏ đói")
    assert "buôn Tơng Jú, Phường Ea Kao" in talk.heard
    talk.taps("understood:right")
    asked = []
    while talk.state.stage is Stage.ASKING:
        asked.append(talk.state.buttons)
        talk.says("bỏ qua")
    assert "where" not in asked and "buôn Tơng Jú" in answers(talk.state)["where"].words


def test_a_number_does_not_stay_once_staff_have_it() -> None:
    talk = _told(f"bé bị bỏ đói. Số tôi {OWN}")
    while talk.state.stage is not Stage.REVIEW:
        talk.taps("understood:right") if talk.state.buttons == "understood" else talk.says("bỏ qua")
    talk.taps("review:send")
    assert not talk.state.draft.number


def test_a_question_is_put_again_in_full_once_and_not_behind_every_answer() -> None:
    asks, open_one = meant("ask_confidentiality", 0.95), "Is the child in danger right now?"
    talk = _at(_told("bé bị bỏ đói"), "danger").says("có ai biết tôi không", asks)
    assert "Only the staff" in talk.heard and open_one in talk.heard
    for words in ("ai đọc tin này", "có lộ tên tôi không"):
        talk.says(words, asks)
        assert "Only the staff" in talk.heard and "answer the question above" in talk.heard
        assert open_one not in talk.heard and not talk.buttons
    talk.taps("danger:no")  # the question above is still the open one
    assert answers(talk.state)["danger"].value == "no"
    assert open_one not in talk.says("có ai biết tôi không", asks).heard and talk.buttons  # the next one, in full


@pytest.mark.parametrize(
    "words", ["nó bảo em mà báo công an là nó tung ảnh liền", "chú sờ em", "em sợ chú", "tối nào chú cũng vào phòng em"]
)
@pytest.mark.parametrize("key", ["danger", "access", "age", "sex"])
def test_a_disclosure_where_it_is_no_answer_is_kept_and_never_not_understood(key: str, words: str) -> None:
    talk = _at(_told("em bị chú vào phòng, có người đến gần"), key).says(words)
    if talk.state.buttons == key:
        assert "I keep your words. My question is still open" in talk.heard
    assert "did not understand" not in talk.heard and words in talk.state.draft.notes


@pytest.mark.parametrize("words", ["hjkl", "ủa", "abc xyz"])
def test_who_may_have_tried_to_answer_hears_how(words: str) -> None:
    assert "please tap one of these" in _at(_told("bé bị bỏ đói"), "danger").says(words).heard
