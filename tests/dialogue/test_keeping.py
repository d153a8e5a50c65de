"""Nothing that is written is ever lost: answered or not, it is on a draft or with staff."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.effects import Effect, Escalate, Forget, Note, Relay, Say, Submit, Supplement
from bot.dialogue.events import Cancelled, Event, OpenedReply, Returned, Rushed, Said, WentQuiet
from bot.dialogue.heard.telling import tells
from bot.dialogue.heard.threats import threatens
from bot.dialogue.report.keeping import MOST_OF_A_DRAFT
from bot.dialogue.state import Stage, State
from handlers.case import Remark
from handlers.triage import Level
from nlu.meaning import DIALOGUE_ACTS, QUESTION_INTENTS, Meaning
from tests.dialogue.talk import OPERATED, TRIAL, Talk, meant
from tests.dialogue.walks import EVENTS, MANY

_DISCLOSED = "con bé hàng xóm 10 tuổi bị bố dượng sờ mó, tôi báo ở đây có ai biết tên tôi không?"


def on_draft(state: State) -> list[str]:
    draft = state.draft
    return [*(given.words for _, given in draft.answers), *draft.notes, *draft.answered, draft.pending]


def to_staff(effects: tuple[Effect, ...] | list[Effect]) -> list[str]:
    given = [effect.text for effect in effects if isinstance(effect, Relay)]
    for effect in effects:
        if isinstance(effect, Submit | Escalate | Supplement):
            given += [answer.given for answer in effect.report.answers]
    return given


def _in_danger() -> Talk:
    return Talk().says("em muốn tự tử", meant("report_self_harm", now=True, signals=("suicide",)))


def _marked(walk: list[tuple[Event, bool]]) -> list[tuple[Event, str]]:
    """Some messages with a word in them that stands nowhere else."""
    marked: list[tuple[Event, str]] = []
    for at, (event, more) in enumerate(walk):
        word = f"kể{at}kể"
        if more and isinstance(event, Said | Rushed):
            marked.append((replace(event, text=f"{event.text} {word}"), word))
        else:
            marked.append((event, ""))
    return marked


def _took_back(before: State, talk: Talk) -> bool:
    """The person, or the silence that was announced, has ended the draft: nothing of it is kept, as they were told."""
    ended = talk.state.stage in (Stage.START, Stage.AFTER) and not any(on_draft(talk.state))
    forgotten = any(isinstance(effect, Forget) for effect in talk.effects)
    said = [text.msgid for effect in talk.effects if isinstance(effect, Say) for text in effect.lines]
    not_added = before.stage is Stage.ADDING and any("have not added it" in one for one in said)
    return forgotten or not_added or (ended and any("Nothing was kept" in one for one in said))


# What the bot answers or obeys by itself, as sure as the service ever is: the walks alone seldom are.
_ANSWERED = st.builds(
    lambda text, intent: Said(text, meant(intent)),
    st.sampled_from(["ở đây ai đọc vậy", "chuyện nhà bên", "xã Ea Kao"]),
    st.sampled_from(sorted(QUESTION_INTENTS | DIALOGUE_ACTS | {"nuisance", "out_of_scope"})),
)


@MANY
@given(st.lists(st.tuples(st.one_of(EVENTS, _ANSWERED), st.booleans()), max_size=25))
def test_over_any_walk_every_word_that_was_written_is_on_a_draft_or_with_staff(walk):
    talk, written, given_over = Talk(), {}, ""
    for event, word in _marked(walk):
        before = talk.state
        talk.happens(event)
        if any(isinstance(effect, Submit | Escalate) for effect in talk.effects) or before.case.id is not None:
            given_over += "\n".join(to_staff(talk.effects))
        if word:
            written[word] = event
        held = "\n".join(on_draft(talk.state))
        if _took_back(before, talk):
            written = {one: said for one, said in written.items() if one in given_over or one in held}
        answered = dict(before.draft.answers)
        now = dict(talk.state.draft.answers)
        for one in list(written):
            if one not in held and one not in given_over:
                # An answer that was given anew stands in the place of the old one.
                again = any(one in old.words and key in now and now[key] != old for key, old in answered.items())
                assert again, (one, written[one], before.stage, event)
                del written[one]


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("có ai không", "ask_human"),
        ("tin nhắn này ai đọc vậy", "ask_confidentiality"),
        ("111 gọi mất tiền không", "ask_hotline"),
        ("không phải vậy đâu cô", "deny"),
        ("thôi em sợ lắm", "stop"),
        ("giúp em với", "help"),
        ("làm lại giúp em", "restart"),
        ("hehe đồ ngốc", "nuisance"),
    ],
)
@pytest.mark.parametrize("rest", [False, True])
def test_in_an_open_case_of_danger_staff_get_also_what_the_bot_answers(words: str, intent: str, rest: bool):
    talk = _in_danger()
    if rest:
        talk.taps("danger_where:skip").taps("danger_contact:skip")
        assert talk.state.stage is Stage.AT_REST
    talk.says(words, meant(intent))
    anew = talk.state.case.id is None  # another report was begun with these words
    assert words in (on_draft(talk.state) if anew else to_staff(talk.effects))


@pytest.mark.parametrize("words", ["cảm ơn", "chào", "tạm biệt"])
def test_a_courtesy_is_kept_quietly(words: str):
    at_rest = Talk().says("nó cầm dao").taps("danger_where:skip").taps("danger_contact:skip")
    for talk in (at_rest, Talk().says("con tôi bị đánh", meant("report_physical_violence"))):
        talk.says(words)
        given = [effect for effect in talk.effects if isinstance(effect, Relay)]
        assert all(effect.quietly for effect in given)
        assert len(given) == (talk.state.case.id is not None)
        assert not talk.state.draft.answered


def test_a_question_before_any_report_goes_along_with_it_and_makes_none_by_itself():
    talk = Talk().says("gọi 111 có mất tiền không", meant("ask_hotline"))
    asked = talk.state
    assert "gọi 111 có mất tiền không" in asked.draft.answered
    talk.happens(WentQuiet())
    assert not talk.did(Submit)
    assert (
        "Nothing was kept" in Talk().says("gọi 111 có mất tiền không", meant("ask_hotline")).happens(Cancelled()).heard
    )
    talk.says("cháu bị bố đánh", meant("report_physical_violence")).happens(WentQuiet())
    assert "gọi 111 có mất tiền không" in to_staff(talk.effects)


@pytest.mark.parametrize("line", [OPERATED, TRIAL])
@pytest.mark.parametrize("start", ["", "start:child"])
def test_a_question_that_tells_of_a_child_is_answered_and_starts_the_report(line, start: str):
    answer = Talk(line).says(_DISCLOSED.rpartition(", ")[2], meant("ask_confidentiality")).effects
    talk = Talk(line)
    if start:
        talk.taps(start)
    talk.says(_DISCLOSED, meant("ask_confidentiality"))
    assert dict(talk.state.draft.answers)["what"].words == _DISCLOSED
    assert talk.state.stage in (Stage.ASKING, Stage.CONFIRMING)
    told = [effect.lines for effect in answer if isinstance(effect, Say)][-2 if not start else -1 :]
    said = [line for effect in talk.effects if isinstance(effect, Say) for line in effect.lines]
    assert start or any(lines[0] in said for lines in told)
    talk.happens(WentQuiet())
    (submit,) = talk.did(Submit)
    assert isinstance(submit, Submit) and submit.triage.level <= Level.P1


def test_a_question_that_tells_of_another_child_after_the_receipt_is_answered_and_asked_what_it_is_for():
    talk = _in_danger().happens(OpenedReply(("Chào em",)))
    talk.says(_DISCLOSED, meant("ask_confidentiality"))
    assert _DISCLOSED in to_staff(talk.effects)


@pytest.mark.parametrize(
    "text",
    [
        _DISCLOSED,
        "em bị bạn chụp hình rồi dọa tung lên mạng thì gọi ai ạ",
        "bạn em bị ba nó đánh hoài, báo ở đâu vậy cô",
        "cháu gái nhà hàng xóm bị ép cưới thì có phạm luật không",
        "em 13 tuổi có thai thì làm giấy tờ gì",
    ],
)
def test_a_question_about_somebody_to_whom_something_is_done_tells(text: str):
    assert tells(Said(text, Meaning.unknown))


@pytest.mark.parametrize(
    "text",
    [
        "con tôi chơi facebook nhiều, sợ bị dụ dỗ",
        "trẻ dưới 16 tuổi bị xâm hại thì báo ai",
        "làm sao để con không bị đuối nước?",
        "ở đây có ai biết tên tôi không?",
        "đánh con có phạm luật không",
        "gọi 111 có mất tiền không",
        "làm giấy khai sinh cho con tôi ở đâu",
    ],
)
def test_a_question_about_children_at_large_does_not(text: str):
    assert not tells(Said(text, Meaning.unknown))


_THREAT = "tao mà biết đứa nào báo tao giết nó"


@pytest.mark.parametrize("text", [_THREAT, "tao ma biet dua nao bao tao giet no", "đứa nào đi tố cáo thì tao đập chết"])
def test_whoever_threatens_those_who_report_is_heard(text: str):
    assert threatens(text)


@pytest.mark.parametrize(
    "text",
    ["ba em nói tao mà biết đứa nào báo tao giết nó", "tao mệt muốn chết", "ai báo cũng được hả", "báo ở đâu vậy"],
)
def test_a_threat_that_is_told_of_and_idle_talk_are_no_threat(text: str):
    assert not threatens(text)


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("line", [OPERATED, TRIAL])
def test_a_threat_is_urgent_and_its_answer_tells_nothing_of_any_report(line, begun: bool):
    talk = Talk(line)
    if begun:
        talk.says("con tôi bị đánh", meant("report_physical_violence"))
    talk.says(_THREAT, meant("out_of_scope"))
    (submit,) = talk.did(Submit)
    assert isinstance(submit, Submit) and submit.triage.level <= Level.P1 and _THREAT in to_staff([submit])
    (said,) = [effect for effect in talk.effects if isinstance(effect, Say)]
    assert "report" not in talk.heard and "{receipt}" not in str(said) and not said.choices


def test_a_threat_in_which_there_is_danger_alerts_at_once_and_tells_as_little():
    talk = Talk().says(_THREAT, meant("report_physical_violence", now=True, signals=("violence_now",)))
    (escalated,) = talk.did(Escalate)
    assert isinstance(escalated, Escalate) and escalated.triage.level is Level.P0
    assert "{receipt}" not in str(talk.effects) and not talk.buttons and "113" in talk.heard


def test_a_threat_in_the_chat_of_a_report_that_was_sent_raises_its_urgency():
    talk = Talk().happens(Returned(case="case-2", status="open")).says(_THREAT)
    assert Note(Remark.THREATENED) in talk.effects and _THREAT in to_staff(talk.effects)
    assert "report" not in talk.heard


def test_a_draft_does_not_grow_without_end_and_loses_nothing():
    for begun in (False, True):
        talk = Talk()
        if begun:
            talk.taps("start:child").taps("what:skip")
        for at in range(30):
            talk.says(f"{at}kể " + "dài dòng " * 1000)
            held = on_draft(talk.state)
            assert sum(map(len, held)) < MOST_OF_A_DRAFT + 20_000
        (first, *_) = talk.did(Submit)
        assert isinstance(first, Submit) and first.unfinished
        known = "\n".join((*to_staff(talk.all_effects), *on_draft(talk.state)))
        assert all(f"{at}kể " in known for at in range(30))


@pytest.mark.parametrize(
    "text",
    [
        "có phải lỗi của em không",
        "do em phải không ạ, lỗi của em đúng không",
        "em có lỗi không cô",
        "co phai tai em ko",
    ],
)
@pytest.mark.parametrize("about_self", [False, True])
def test_whoever_asks_whether_it_is_their_fault_hears_that_it_is_not(text: str, about_self: bool):
    talk = (
        Talk().taps("start:self") if about_self else Talk().says("con tôi bị đánh", meant("report_physical_violence"))
    )
    talk.says(text)
    assert "it is not your fault" in talk.heard


@pytest.mark.parametrize("text", ["không phải lỗi của em", "lỗi của bố nó", "em bị lỗi điện thoại"])
def test_other_words_of_fault_are_no_such_question(text: str):
    assert "not your fault" not in Talk().says("con tôi bị đánh", meant("report_physical_violence")).says(text).heard
