"""Danger that is only leant to is asked about, and only a clear "safe" opens no case; a cry is heard at once."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given

from bot.dialogue.effects import Escalate, Note, Relay, RemindLater, Say, Submit
from bot.dialogue.events import Cancelled, Exited, Said, Spoke, WentQuiet
from bot.dialogue.heard.danger import heard
from bot.dialogue.heard.safety import says_safe
from bot.dialogue.heard.words import act_of, takes_leave
from bot.dialogue.state import Stage
from handlers.case import Remark
from handlers.triage import UNSURE, Level
from nlu.meaning import Danger, Language, Meaning
from tests.dialogue.talk import OPERATED, TRIAL, Talk, meant
from tests.dialogue.test_keeping import on_draft, to_staff
from tests.dialogue.walks import MANY, WALKS, walked

QUESTION = "safe right now"
LEANS = Meaning(language=Language("vi", 0.9), danger=Danger(maybe=True))
STORY = "bé nhà bên cứ khóc suốt mà cửa thì đóng kín"

# What people write in passing. The names are made up.
HARMLESS = """em|em đây|em nè|em này|dạ em đây|em đây ạ|con đây|con nè|cháu đây|mình đây|tui nè|minh day|em day
đang bận|mình đang bận|đang học|em đang học|đang học bài|đang ngủ|đang đợi|đang chờ|con đang ăn
đang ăn cơm|đang coi phim|đang chơi game|đang đi làm|đang ở nhà|đang ở trường|em ở nhà|em ở trường
nhà em|gần chợ|xóm trên|chiều mai|tối mai|sáng mai|trưa mai|ngày mai|tối nay|chiều nay|trưa nay
tối nay em rảnh|mai em rảnh|chieu mai|chút nữa|lát nữa|5 phút nữa|bây giờ|giờ này|hôm nay|hôm qua
thứ bảy|cuối tuần|để em nghĩ|chờ em chút|bé Na|bé Tí nè|Lan nè|Minh đây|cô Hoa|chị Tư nè|em là Bo
con tên Bi|chú hay đó|vui quá|vui ghê|đói bụng|mưa to quá|nóng quá|buồn ngủ|chán ghê|hay quá|xe đạp
con mèo|bánh mì|trà sữa|đá bóng|về quê|nghe đây|sao vậy|nhầm rồi|thử xem|hihi|số ba""".replace("\n", "|").split("|")

CRIES = """cứu|Cứu!|CỨU|cuu|cứuuuu|cứu cứu cứu|cứu em|cứu em với|cứu con với|cứu tôi|cứu tui|cứu mình với
cứu mạng|cứu bé với|cứu mẹ em với|cô ơi cứu|cô chú ơi cứu em|ai đó cứu với|làm ơn cứu em|cuu em voi
cuu con|kíu|kíu em|cíu em với|kứu|xin cứu|sos|SOS|S.O.S|s o s|sos sos|sosss|help me|Help me!!!
help me please|save me|giúp em gấp|giúp con gấp với|giup em gap|khẩn cấp|khan cap|gấp cứu|nguy hiểm
em gặp nguy hiểm|em đang gặp nguy hiểm|em không an toàn|em khong an toan|nó tới rồi|no toi roi
nó đến rồi|nó đang tới|ổng tới rồi|ổng về rồi|ổng đang ở ngoài cửa|nó đang đạp cửa|họ sắp bắt em đi
họ đang bắt em đi|đừng đánh em|đừng đánh con nữa mà|nó có dao|ổng cầm dao|chảy máu|gọi công an giùm
gọi công an giúp em|gọi cấp cứu đi|nó đánh em|nó giết em mất|em bị nhốt|bé chìm rồi|cháy rồi
nhanh lên cô ơi|gấp lắm rồi|tạm biệt mọi người|tạm biệt ba mẹ|tạm biệt thế giới|vĩnh biệt""".replace("\n", "|").split(
    "|"
)

ALIKE = """nghiên cứu|em đang nghiên cứu|cứu hộ|gọi cứu hộ|cấp cứu ở đâu|xe cứu thương|cứu hỏa
giải cứu nông sản|giải cứu em bé|tra cứu|cứu trợ|cứu con mèo|cửu|cựu|cừu|cưu mang|help|sốt|sót
con sốt|học cấp cứu ở đâu|kêu|nó tới trường|không nguy hiểm|hết nguy hiểm rồi|trò chơi nguy hiểm
em an toàn|mưa nhanh lên rồi|có dao động|em đang đánh răng|khi nào thì nguy hiểm|tới rồi|em về rồi
mẹ về rồi|chào cô|em chào cô|đang đánh cầu lông""".replace("\n", "|").split("|")


def asked(talk: Talk) -> bool:
    return talk.state.stage is Stage.DOUBTING and QUESTION in talk.heard


def in_doubt(words: str = STORY, line=OPERATED) -> Talk:
    talk = Talk(line).says(words, LEANS)
    assert asked(talk)
    return talk


@pytest.mark.parametrize("words", HARMLESS)
@pytest.mark.parametrize("kind", ["report_self_harm", "nuisance", None])
def test_a_few_words_that_say_nothing_are_asked_about_and_alarm_nobody(words: str, kind: str | None):
    talk = Talk().says(words, Meaning(kind, 0.9, danger=Danger(True, evidence=((0, 2),))))
    assert not talk.did(Escalate) and not talk.did(Submit)
    assert asked(talk)
    talk.taps("doubt:safe")
    assert words in on_draft(talk.state) and talk.state.stage is not Stage.DOUBTING
    assert not talk.happens(WentQuiet()).did(Submit) and not talk.did(Escalate)


@pytest.mark.parametrize("words", ["chiều mai", "tối nay", "đang bận", "chieu mai", "5 phút nữa", "em đang ở nhà"])
def test_a_signal_guessed_from_words_that_say_nothing_is_a_guess_too(words: str):
    talk = Talk().says(words, meant("report_child_marriage", now=True, signals=("forced_marriage_now", "suicide")))
    assert asked(talk) and not talk.did(Escalate)
    talk.taps("doubt:safe")
    assert not talk.state.draft.signals and talk.state.draft.intent is None


@pytest.mark.parametrize("words", CRIES)
def test_a_cry_is_heard_without_the_service(words: str):
    talk = Talk().says(words)
    (escalated,) = talk.did(Escalate)
    assert cast(Escalate, escalated).triage.level is Level.P0 and words in to_staff([escalated])


@pytest.mark.parametrize("words", ALIKE)
def test_what_sounds_like_a_cry_is_none(words: str):
    assert heard(words) == frozenset()


@pytest.mark.parametrize(
    "words", ["ba đánh em", "bố đập con", "nó giết bạn em", "em ở trong tủ máu quá", "nó bóp cổ em"]
)
def test_a_few_words_of_harm_are_no_guess_where_the_service_says_danger(words: str):
    assert Talk().says(words, Meaning("report_unspecified", 0.4, danger=Danger(True))).did(Escalate)


def test_a_signal_with_words_that_say_something_and_any_longer_message_alarm_as_ever():
    assert Talk().says("em đi đây", meant("report_self_harm", now=True, signals=("suicide",))).did(Escalate)
    assert Talk().says(STORY, meant("report_neglect", now=True)).did(Escalate)


def test_a_few_words_of_ede_are_taken_as_the_service_takes_them():
    told = Meaning("report_unspecified", 0.9, language=Language("rad", 0.9), danger=Danger(True))
    assert Talk().says("kâo …", told).did(Escalate)


@pytest.mark.parametrize("line", [OPERATED, TRIAL])
def test_the_question_shows_the_numbers_in_one_line_and_tells_whoever_looks_on_nothing(line):
    talk = in_doubt(line=line)
    last = [one for one in talk.effects if isinstance(one, Say)][-1]
    assert talk.buttons == ["doubt:safe", "doubt:unsafe", "doubt:unsure"]
    assert (
        "111 · 113 · 115" in talk.heard.rpartition("\n\n")[0].rpartition("\n\n")[2] or "111 · 113 · 115" in talk.heard
    )
    words = " ".join(text.msgid for text in last.lines[last.above :])
    assert not any(word in words for word in ("danger", "harm", "report", "beat", "hurt", "kill"))
    assert not [one for one in talk.effects if isinstance(one, Say) and one.choices][:-1]  # one question is open


@pytest.mark.parametrize("tap", ["doubt:unsafe", "doubt:unsure"])
def test_not_safe_and_not_sure_are_danger_with_the_words_that_were_told_before(tap: str):
    talk = in_doubt().taps(tap)
    (escalated,) = talk.did(Escalate)
    assert cast(Escalate, escalated).triage.level is Level.P0 and UNSURE not in cast(Escalate, escalated).triage.reasons
    given = to_staff([escalated])
    assert STORY in given and any("safe" in words for words in given)
    assert talk.state.stage is Stage.DANGER and "113" in talk.heard


@pytest.mark.parametrize(
    "words",
    """không|không an toàn|ko an toàn|chưa|chắc vậy|dạ|ừ|em sợ|không biết|không chắc|hic|...|😭|an toàn?|không, an toàn
không có gì an toàn hết|mẹ nói an toàn|em không ổn|ổn gì mà ổn|hết an toàn rồi|an toàn nhưng bạn em thì không|ai hỏi vậy
nó đang ở đây|tới đón em đi|sao cô hỏi vậy|bình thường thôi mà em sợ|3|giúp đỡ|help|em muốn hỏi chuyện khác""".replace(
        "\n", "|"
    ).split("|"),
)
def test_whatever_is_no_clear_safe_is_danger_and_both_messages_are_in_the_case(words: str):
    talk = in_doubt().says(words)
    (escalated,) = talk.did(Escalate)
    given = "\n".join(to_staff(talk.effects))
    assert cast(Escalate, escalated).triage.level is Level.P0
    assert STORY in given and (words in given or "chose" in given)
    assert talk.state.draft.doubt is None


@pytest.mark.parametrize(
    "words",
    """cảm ơn|cảm ơn cô|dạ em cảm ơn cô chú ạ|cam on co|ớn lắm cô ơi|em ớn quá|ồn lắm|em ổn mà đau quá|em ổn mà má ở nhà
hôi thối lắm|không sao, đầu em thôi|dạ cám ơn""".replace("\n", "|").split("|"),
)
def test_thanks_and_words_that_are_others_by_their_marks_say_not_that_all_is_well(words: str):
    assert not says_safe(words)
    assert in_doubt().says(words).did(Escalate)


@pytest.mark.parametrize(
    "words",
    """an toàn|an toan|em an toàn|dạ em an toàn ạ|có|có ạ|dạ có|vâng ạ|dạ vâng|em ổn|ổn mà|em vẫn ổn cô ơi|ok|em ok
không sao|ko sao đâu|dạ không sao ạ|không có gì đâu cô|em không sao, cảm ơn cô|bình thường|mình chỉ hỏi thôi
em chỉ hỏi thôi mà|chỉ muốn hỏi|hỏi chơi thôi|bé an toàn rồi|mọi người đều ổn|yes|1|Có, an toàn|Yes, safe""".replace(
        "\n", "|"
    ).split("|"),
)
@pytest.mark.parametrize("guess", [Meaning.unknown, LEANS, meant("ask_identity"), meant("stop"), meant("deny")])
def test_a_clear_safe_goes_on_where_the_first_message_would_have_led(words: str, guess: Meaning):
    talk = Talk(language="vi").says(STORY, LEANS)
    assert talk.state.stage is Stage.DOUBTING
    talk.says(words, guess)
    plain = Talk(language="vi").says(STORY)
    assert not talk.did(Escalate) and not talk.did(Submit)
    assert (talk.state.stage, talk.state.turn) == (plain.state.stage, plain.state.turn)
    assert STORY in on_draft(talk.state) and talk.state.draft.doubt is None


def test_a_report_goes_on_after_safe_with_all_that_was_understood():
    words = "bé 8 tuổi ở xã Ea Kar bị bố bỏ đói mấy ngày nay"
    meaning = meant("report_neglect")
    leans = replace(meaning, danger=Danger(maybe=True))
    talk, plain = Talk().says(words, leans).taps("doubt:safe"), Talk().says(words, meaning)
    asked = (*plain.state.draft.asked, "danger")  # in other words
    assert talk.state.draft == replace(plain.state.draft, doubted=("report_neglect",), asked=asked)
    assert (talk.state.stage, talk.buttons) == (plain.state.stage, plain.buttons)


def test_three_minutes_of_silence_open_a_case_within_twelve_hours_and_nothing_is_said():
    talk = in_doubt()
    assert cast(RemindLater, talk.effects[-1]).minutes == 3
    talk.happens(WentQuiet())
    assert not any(isinstance(one, Say) for one in talk.effects)
    (submit,) = talk.did(Submit)
    assert isinstance(submit, Submit) and submit.unfinished and submit.triage.level is Level.P1
    assert submit.triage.reasons[0] == UNSURE and STORY in to_staff([submit])
    talk.says("con chó nhà em", meant("out_of_scope"))  # no answer to what was asked long ago
    assert not talk.did(Escalate)


def test_not_safe_counts_also_after_silence_has_handed_it_over_and_safe_is_noted():
    late = in_doubt().happens(WentQuiet()).taps("doubt:unsafe")
    assert late.did(Escalate) and "113" in late.heard
    calm = in_doubt().happens(WentQuiet()).taps("doubt:safe")
    assert not calm.did(Escalate) and Note(Remark.NOT_DANGEROUS_AFTER_ALL) in calm.effects


def test_whoever_leaves_at_once_instead_of_answering_is_not_lost():
    for leave in (Exited(), Said("thoát", Meaning.unknown), Said("x", Meaning.unknown)):
        talk = in_doubt("em đây").happens(leave)
        (submit,) = talk.did(Submit)
        assert isinstance(submit, Submit) and submit.do_not_write and submit.triage.level is Level.P1
        assert "em đây" in to_staff([submit]) and talk.state.stage is Stage.START


@pytest.mark.parametrize("stop", [Cancelled(), Said("thôi", Meaning.unknown)])
def test_stopping_asks_what_becomes_of_it_and_silence_still_counts(stop):
    talk = in_doubt().happens(stop)
    assert talk.state.stage is Stage.LEAVING and "leave:send" in talk.buttons
    assert cast(RemindLater, talk.effects[-1]).minutes == 3
    on = replace(talk.state)
    talk.happens(WentQuiet())
    assert cast(Submit, talk.did(Submit)[0]).triage.level is Level.P1
    back = Talk()
    back.state = on
    assert asked(back.taps("leave:on"))
    back.state = on
    assert back.taps("leave:delete").state.stage is Stage.START and not back.did(Submit)


def test_it_is_asked_once_unless_something_new_in_kind_comes():
    talk = in_doubt("em đây").taps("doubt:safe")
    for words in ("em đây", "mình đang bận", STORY):
        talk.says(words, LEANS)
        assert talk.state.stage is not Stage.DOUBTING and not talk.did(Escalate)
    talk.says("nó đòi cho em xem hình kỳ cục", replace(meant("report_sexual_abuse"), danger=Danger(maybe=True)))
    assert asked(talk)
    talk.taps("doubt:safe").says("nó nhắn em hoài", replace(meant("report_sexual_abuse"), danger=Danger(maybe=True)))
    assert talk.state.stage is not Stage.DOUBTING


def test_nobody_is_asked_where_a_case_is_open_and_the_words_reach_it():
    danger = Talk().says("nó cầm dao")
    danger.says("em đau quá", LEANS)
    assert danger.state.stage is Stage.DANGER and "em đau quá" in "\n".join(to_staff(danger.effects))
    sent = Talk().taps("start:child").says("bé bị bố đánh hoài", meant("report_physical_violence"))
    while sent.state.stage is Stage.ASKING:
        sent.taps(f"{sent.state.turn.question}:skip")
    sent.taps("review:send")
    for words, meaning in ((STORY, LEANS), ("chiều mai", Meaning(danger=Danger(True)))):
        sent.says(words, meaning)
        assert Relay(words) in sent.effects and not sent.did(Escalate)


def test_an_answer_to_a_question_is_taken_before_it_is_asked():
    talk = Talk().taps("start:self").says("em bị bạn đánh", meant("report_bullying"))
    talk.taps("danger:no")
    key = talk.state.turn.question
    assert key == "where"
    talk.says("gần cây đa đầu làng", Meaning(danger=Danger(maybe=True)))  # in words of no kind: they may say more
    assert asked(talk) and key in dict(talk.state.draft.answers)
    assert talk.taps("doubt:safe").state.turn.question not in ("", key)


def test_a_recording_in_place_of_an_answer_goes_to_staff_and_the_question_stays():
    talk = in_doubt().happens(Spoke())
    assert cast(Submit, talk.did(Submit)[0]).triage.level is Level.P1 and talk.state.stage is Stage.DOUBTING


@MANY
@given(WALKS)
def test_who_was_asked_and_did_not_say_safe_never_vanishes(events):
    talk = walked(events)
    if talk.state.draft.doubt is None or talk.state.case.id is not None or talk.state.stage is Stage.KEPT:
        return
    assert cast(RemindLater, talk.effects[-1]).minutes == 3
    before = len(talk.did(Submit))
    quiet = Talk()
    quiet.state = talk.state
    assert cast(Submit, quiet.happens(WentQuiet()).effects[0]).triage.level <= Level.P1
    assert not any(isinstance(one, Say) for one in quiet.effects)
    assert len(talk.happens(Exited()).did(Submit)) == before + 1


@pytest.mark.parametrize(
    "words",
    ["em chào cô", "con chào cô chú", "cháu chào các cô chú ạ", "dạ em chào ạ", "chào", "em chao co", "chào mọi người"],
)
@pytest.mark.parametrize("guess", [None, "goodbye", "thanks", "greet"])
def test_a_first_message_is_never_a_goodbye(words: str, guess: str | None):
    talk = Talk().says(words, meant(guess) if guess else Meaning.unknown)
    assert "Take care" not in talk.heard and "welcome" not in talk.heard
    assert "111" in talk.heard and "start:self" in talk.buttons


@pytest.mark.parametrize("words", ["tạm biệt", "bye", "cảm ơn", "chào tạm biệt"])
def test_not_even_one_that_says_so(words: str):
    assert "start:self" in Talk().says(words, meant("goodbye")).buttons


@pytest.mark.parametrize(
    "words", ["em chào cô", "con chào cô chú", "dạ em chào ạ", "chào các cô chú", "mình chào ad nhé"]
)
def test_who_names_themself_and_whom_they_greet_greets(words: str):
    assert act_of(words) == "greet"


@pytest.mark.parametrize("words", ["con cháo cô nấu ngon lắm", "em chào cô rồi cô đánh em", "chào tạm biệt"])
def test_more_than_that_is_no_greeting(words: str):
    assert act_of(words) != "greet"


FAREWELLS = (
    "tạm biệt|em đi đây|chào mọi người|vĩnh biệt|tạm biệt cô|bye|con đi đây|vĩnh biệt mọi người|em chào tạm biệt"
)


@pytest.mark.parametrize("words", FAREWELLS.split("|"))
@pytest.mark.parametrize("taps", [(), ("danger_where:skip",), ("danger_where:skip", "danger_contact:skip")])
def test_a_farewell_in_a_talk_about_dying_is_a_cry(words: str, taps: tuple[str, ...]):
    assert takes_leave(words)
    talk = Talk().says("em muốn tự tử", meant("report_self_harm", now=True, signals=("suicide",)))
    for tap in taps:
        talk.taps(tap)
    talk.says(words, meant("goodbye"))
    assert any(isinstance(one, Escalate) for one in talk.effects) and Relay(words) in talk.effects
    assert "Take care" not in talk.heard


def test_a_farewell_is_one_also_after_the_report_was_sent_and_before_any_danger_was_heard():
    sent = Talk().says("em buồn không muốn gì nữa", meant("report_self_harm"))
    while sent.state.stage is Stage.ASKING:
        sent.taps(f"{sent.state.turn.question}:skip")
    assert Talk().says("em buồn không muốn gì nữa", meant("report_self_harm")).says("tạm biệt cô").did(Escalate)
    sent.taps("review:send").says("tạm biệt cô")
    assert sent.did(Escalate)


@pytest.mark.parametrize("words", FAREWELLS.replace("vĩnh biệt|", "").split("|")[:5])
def test_a_farewell_beside_the_questions_in_danger_answers_none_of_them_and_reaches_staff(words: str):
    talk = Talk().says("nó cầm dao").says(words, meant("goodbye"))
    assert talk.state.turn.question == "danger_where" and "danger_where" not in dict(talk.state.draft.answers)
    assert Relay(words) in talk.effects


@pytest.mark.parametrize("words", ["em đi đây là để kể cô nghe", "nó nói tạm biệt rồi bỏ đi", "em đi học đây"])
def test_a_story_is_no_farewell(words: str):
    assert not takes_leave(words)


@pytest.mark.parametrize("words", ["an toàn" * 50, "an toàn " * 40])
def test_what_is_long_is_no_clear_answer(words: str):
    assert not says_safe(words)


def test_after_sending_danger_that_is_leant_to_waits_for_no_answer_to_what_the_words_are_for():
    talk = _sent()
    talk.says("hôm nay có chuyện khác", meant("report_unspecified"))
    assert talk.state.stage is Stage.ADDING and not talk.did(Relay)
    talk.says("em đau quá", LEANS)
    (relayed,) = [one.text for one in talk.did(Relay) if isinstance(one, Relay)]
    assert relayed == "hôm nay có chuyện khác\nem đau quá" and talk.state.stage is Stage.AFTER


def _sent() -> Talk:
    talk = Talk().says("cô giáo hay đánh một bạn trong lớp", meant("report_physical_violence"))
    while talk.state.stage is not Stage.REVIEW:
        talk.says("bỏ qua")
    return talk.taps("review:send").taps("more:later")


@pytest.mark.parametrize(("words", "start"), [("cô ơi", ""), ("à nhầm, nó 8 tuổi", "12 tuổi"), ("9 tuổi", "")])
def test_a_greeting_a_correction_and_an_answer_are_no_reason_to_ask(words: str, start: str):
    talk = Talk()
    if words != "cô ơi":
        talk.says("cô giáo hay đánh một bạn trong lớp", meant("report_physical_violence"))
        talk.comes_to("age")
    if start:
        talk.says(start)
    guess = meant("greet") if words == "cô ơi" else Meaning()
    talk.says(words, replace(guess, danger=Danger(maybe=True)))
    assert talk.state.stage is not Stage.DOUBTING
