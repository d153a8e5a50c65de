"""Several messages sent one after another: none answers a question that was shown after it was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from bot.dialogue.effects import Escalate, Relay, Say, Submit, Supplement
from bot.dialogue.events import Said, WentQuiet
from bot.dialogue.heard.wishes import wished
from bot.dialogue.report import asking
from bot.dialogue.report.draft import answers
from bot.dialogue.report.questions import BY_KEY
from bot.dialogue.state import Stage
from nlu import places
from nlu.meaning import Danger, Meaning
from tests.dialogue.talk import NOW, Talk, aged, meant
from tests.dialogue.walks import MANY, WALKS, WORDS, walked

EARLIER = NOW - timedelta(minutes=5)
NEXT_DOOR = (
    "nhà bên kia có chuyện không ổn",
    "tôi nghe tiếng khóc suốt",
    "mấy đêm liền như vậy rồi",
    "tôi không biết phải làm sao",
)


def early(talk: Talk, text: str, meaning: Meaning = Meaning.unknown) -> Talk:
    """Words that were written before what is asked now could be seen."""
    return talk.happens(Said(text, meaning, places.find(text), at=EARLIER))


def kept(talk: Talk) -> str:
    """All that is on the draft, and all that staff were given."""
    draft = talk.state.draft
    told = [given.words for _, given in draft.answers] + [*draft.notes, *draft.answered, draft.pending]
    for effect in talk.all_effects:
        if isinstance(effect, Relay):
            told.append(effect.text)
        if isinstance(effect, Submit | Escalate | Supplement):
            told += [answer.given for answer in effect.report.answers]
    return "\n".join(told)


_LEANS = Meaning(danger=Danger(maybe=True))


@pytest.mark.parametrize("meaning", [_LEANS, replace(meant("report_neglect"), danger=Danger(maybe=True))])
@pytest.mark.parametrize("text", ["có", "dạ có ạ", "em an toàn", "không", "tôi nghe tiếng khóc suốt", "1"])
def test_what_was_written_before_it_was_asked_whether_all_is_well_says_neither(meaning: Meaning, text: str):
    talk = early(Talk().says(NEXT_DOOR[0], meaning), text)
    assert talk.state.stage is Stage.DOUBTING and talk.buttons == ["doubt:safe", "doubt:unsafe", "doubt:unsure"]
    assert not talk.did(Escalate) and NEXT_DOOR[0] in kept(talk) and text in kept(talk)
    assert talk.happens(WentQuiet()).did(Submit)  # nobody has answered: staff get it


def test_danger_that_is_leant_to_a_second_time_in_a_burst_is_danger():
    talk = early(Talk().says(NEXT_DOOR[0], _LEANS), NEXT_DOOR[1], _LEANS)
    (escalated,) = talk.did(Escalate)
    assert isinstance(escalated, Escalate) and NEXT_DOOR[0] in kept(talk) and NEXT_DOOR[1] in kept(talk)


@pytest.mark.parametrize("first", [Meaning.unknown, meant("report_neglect"), meant("report_distress")])
def test_four_short_messages_are_one_story(first: Meaning):
    talk = Talk().says(NEXT_DOOR[0], first)
    for text in NEXT_DOOR[1:]:
        early(talk, text)
    draft = talk.state.draft
    told = answers(talk.state).get("what")
    assert "\n".join(NEXT_DOOR) in (draft.pending, told.words if told else "")
    assert set(answers(talk.state)) <= {"what"} and len(draft.asked) <= 2
    assert talk.buttons  # and one question is open


@pytest.mark.parametrize("first", ["ở trường có chuyện này", "co thay kia hay lam vay"])
def test_what_tells_only_later_who_is_harmed_is_heard_with_the_rest(first: str):
    talk = Talk().says(first, meant("report_sexual_abuse"))
    assert talk.state.person.about_self is None
    early(talk, "thay so vao nguoi em", meant("report_sexual_abuse"))
    assert talk.state.person.is_child and talk.state.buttons != "whom"


@pytest.mark.parametrize(
    "text", ["2", "không", "có", "xã Ea Kao", "bỏ qua", "quay lại", "bố dượng", "gửi", "đúng rồi", "8 tuổi"]
)
@pytest.mark.parametrize("key", sorted(BY_KEY.keys() - {"what", "danger"}))  # behind the story it goes on with it
def test_no_question_is_answered_by_what_was_written_before_it(key: str, text: str):
    talk = Talk().taps("start:child").says("cô giáo hay đánh nó", meant("report_physical_violence"))
    stage = Stage.DANGER if key.startswith("danger_") else Stage.ASKING
    talk.state = asking.put(talk.state, stage, BY_KEY[key])
    talk.state = talk.state.but(replace(talk.state.turn, shown_at=NOW))
    before, open_before = answers(talk.state), talk.state.turn.question
    early(talk, text)
    after = {name: given for name, given in answers(talk.state).items() if name != "what"}
    assert after == {name: given for name, given in before.items() if name != "what"}
    assert text in kept(talk)
    assert talk.state.turn.question == open_before and talk.buttons[0].startswith(open_before)


def test_what_goes_on_with_a_story_is_understood_and_said_back_with_it():
    text = "nó mới 8 tuổi"
    talk = Talk().says("hàng xóm hay đánh con gái ở xã Krông Pắc", meant("report_physical_violence"))
    assert talk.state.stage is Stage.CONFIRMING
    early(talk, text, aged(meant("report_physical_violence"), text, "8 tuổi", "8"))
    assert talk.state.stage is Stage.CONFIRMING and "8 tuổi" in talk.heard and "Krông Pắc" in talk.heard
    early(talk, "đúng rồi")  # to nothing that could be seen
    assert talk.state.stage is Stage.CONFIRMING
    assert answers(talk.state)["what"].words.endswith(f"{text}\nđúng rồi")


def test_an_edit_of_the_first_message_takes_nothing_of_the_others_away():
    talk = Talk().says("cô giáo hay đánh nó", meant("report_physical_violence"), ref="1")
    early(talk, "tay nó bầm tím hết")
    talk.says("cô giáo hay đánh bé Na", meant("report_physical_violence"), ref="1", edited=True)
    assert "tay nó bầm tím hết" in kept(talk) and "bé Na" in kept(talk)


def test_a_message_of_a_burst_is_still_obeyed_and_danger_in_it_heard():
    for text, stage in (("thôi", Stage.LEAVING), ("thoát", Stage.START), ("ba đang đánh em", Stage.DANGER)):
        talk = early(Talk().says("cô giáo hay đánh nó", meant("report_physical_violence")), text)
        assert talk.state.stage is stage, text
    assert talk.did(Escalate)


def test_nothing_is_erased_by_a_yes_that_was_written_before_it_was_asked():
    talk = Talk().says("cô giáo hay đánh nó", meant("report_physical_violence")).says("xóa hết đi")
    assert "erase:yes" in talk.buttons
    early(talk, "có")
    assert "cô giáo hay đánh nó" in kept(talk)
    talk.taps("erase:yes")  # seen at last
    assert not answers(talk.state)


def test_after_the_receipt_all_of_a_burst_waits_for_the_one_question():
    talk = Talk().says("ba đang đánh em").taps("danger_where:skip").taps("danger_contact:skip")
    talk.state = talk.state.but(Stage.AFTER, replace(talk.state.case, sent=True))
    talk.says("hôm nay nó lại đến")
    for text in ("2", "không", "thêm"):
        early(talk, text)
    assert talk.state.stage is Stage.ADDING
    assert talk.state.draft.pending == "hôm nay nó lại đến\n2\nkhông\nthêm"
    talk.says("thêm")
    assert [one.text for one in talk.did(Relay) if isinstance(one, Relay)][-1] == "hôm nay nó lại đến\n2\nkhông\nthêm"


def test_a_question_that_was_seen_long_ago_is_answered_at_once_when_it_is_put_again():
    talk = Talk().taps("start:child").says("cô giáo hay đánh nó", meant("report_physical_violence"))
    talk.line = replace(talk.line, holds=timedelta(seconds=2))
    open_now = talk.state.turn.question
    talk.says("help")
    talk.happens(Said("không", Meaning.unknown, at=NOW + timedelta(seconds=1)))
    assert open_now in answers(talk.state)


def test_what_is_held_back_is_not_seen_before_it_is_due():
    talk = Talk(replace(Talk().line, holds=timedelta(seconds=2)))
    talk.says("cô giáo hay đánh nó", meant("report_physical_violence"))
    assert talk.state.turn.shown_at == NOW + timedelta(seconds=2)
    talk.happens(Said("không", Meaning.unknown, at=NOW))
    assert set(answers(talk.state)) == {"what"}
    talk.taps(talk.buttons[0])  # a tap shows that it was seen
    assert talk.state.turn.shown_at == NOW


def test_only_the_question_stands_under_a_notice_and_the_notice_by_itself():
    talk = Talk().says("xin chào")
    last = talk.effects[-1] if isinstance(talk.effects[-1], Say) else talk.effects[-2]
    assert isinstance(last, Say) and last.choices and last.above == len(last.lines) - 1


@MANY
@given(WALKS, WORDS)
def test_over_any_walk_what_was_written_before_a_question_fills_in_nothing_that_is_not_said_back(walk, text):
    talk = walked(walk)
    if talk.state.stage in (Stage.START, Stage.QUESTION, Stage.PASSING_ON):
        return  # it may begin a report
    before = answers(talk.state)
    early(talk, text)
    if any(isinstance(effect, Escalate) for effect in talk.effects):
        return  # what is told in danger goes to staff as it is
    new = {key for key, given in answers(talk.state).items() if before.get(key) != given}
    # A correction that names two places is kept as words, and asked about at once.
    asked_about = {"where", talk.state.turn.question} if talk.state.turn.offer is not None else set()
    of_self = {"role"} if talk.state.person.about_self else set()  # as the story says outright
    # A refusal is obeyed whenever it was written.
    contacts = {"contact", "contact_how", "danger_contact", "safe_to_write", "safe_hours", "call_hours"}
    obeyed = contacts if wished(text) else set()
    put_right = new if "I have changed your answer" in talk.heard else set()  # in words that say so themselves
    assert new <= {"what", *talk.state.draft.understood, *asked_about, *of_self, *obeyed, *put_right}
    assert not any(isinstance(effect, Submit) and not effect.unfinished for effect in talk.effects)  # nor sends it off
