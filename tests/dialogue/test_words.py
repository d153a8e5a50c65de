"""Reading short answers and a few plain facts without the NLU service."""

from __future__ import annotations

import re
import sys
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.effects import Escalate
from bot.dialogue.events import Said
from bot.dialogue.heard import danger
from bot.dialogue.heard.choices import RELATIONS
from bot.dialogue.heard.danger import heard, numbers_for
from bot.dialogue.heard.person import Harmed, harmed
from bot.dialogue.heard.reading import read_choice
from bot.dialogue.heard.words import act_of, fold, phone_in
from bot.dialogue.line import Line
from bot.dialogue.report.questions import BY_KEY
from bot.dialogue.state import Aside, Case, Given, Stage, State, Turn
from bot.dialogue.step import step
from nlu import places
from nlu.meaning import Meaning


@pytest.mark.parametrize(
    "text",
    [
        "em bị ba đánh",
        "ba đang cầm dao đuổi em",
        "chau so lam co oi",
        "con bi nhot trong phong",
        "mk bi ban be danh",
        "các bạn hay đánh em ở lớp",
    ],
)
def test_a_child_who_writes_about_themself_is_heard(text: str):
    assert harmed(text) is Harmed.WRITER


@pytest.mark.parametrize(
    "text",
    [
        "thang chau ngoai toi 5 tuoi bi bo no danh bam tim ca lung toi so lam",
        "em học sinh lớp tôi bị cha dượng đánh",
        "con tôi bị cô giáo đánh",
        "con em bị bạn đánh ở trường",
        "bé nhà hàng xóm bị nhốt",
        "ba nó đánh em ấy hoài",
        "có đứa nhỏ bị bỏ đói",
        "cháu gái của tôi bị bắt lấy chồng",
    ],
)
def test_an_adult_who_writes_about_a_child_is_not_taken_for_the_child(text: str):
    assert harmed(text) is not Harmed.WRITER


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("thôi", "stop"),
        ("dừng", "stop"),
        ("dung", "affirm"),
        ("đúng rồi", "affirm"),
        ("Bỏ qua.", "skip"),
        ("cảm ơn ạ", "thanks"),
        ("ko biet", "dont_know"),
        ("X", "exit"),
        ("thôi mẹ đừng đánh con nữa", None),
        ("", None),
    ],
)
def test_short_words_steer_and_stories_do_not(text: str, act: str | None):
    assert act_of(text) == act


@pytest.mark.parametrize(
    ("text", "key"),
    [("bà", "grandparent"), ("ba", "father"), ("bố", "father"), ("cô", "teacher"), ("có", None), ("không", "nobody")],
)
def test_where_the_marks_decide_they_are_read(text: str, key: str | None):
    choice = read_choice(text, RELATIONS, "vi")
    assert (choice.key if choice else None) == key


@pytest.mark.parametrize(
    ("text", "value"), [("năm tuổi", None), ("bé trai", "boy"), ("con gái 5 tuổi", "girl"), ("nam", "boy")]
)
def test_five_is_not_a_boy(text: str, value: str | None):
    found = BY_KEY["sex"].read(Said(text, Meaning.unknown), "vi")
    assert (found.value if isinstance(found, Given) else None) == value


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("8 tuổi", "7-10"),
        ("cháu 12t", "11-13"),
        ("3 tháng tuổi", "0-3"),
        ("mới sinh", "0-3"),
        ("17", "16-17"),
        ("40 tuổi", None),
    ],
)
def test_an_age_in_words_finds_its_band(text: str, band: str | None):
    found = BY_KEY["age"].read(Said(text, Meaning.unknown), "vi")
    assert (found.value if isinstance(found, Given) else None) == band


def test_folding_takes_marks_case_and_đ_away():
    assert fold("  Đắk  LẮK, ƀuôn! ") == "dak lak buon"


@pytest.mark.parametrize(
    "text", ["mệt muốn chết", "met muon chet", "không bị đánh", "đuối nước thì làm gì", "phim bắt cóc hay quá"]
)
def test_figures_of_speech_and_questions_are_not_danger(text: str):
    assert heard(text) == frozenset()


@pytest.mark.parametrize(
    "text", ["em muốn chết", "em muon chet", "ba dang danh me con em", "CỨU EM VỚI", "co\u0301 be\u0301 đang đuối nước"]
)
def test_plain_danger_is_heard_marked_unmarked_and_in_any_form(text: str):
    assert heard(text)


@pytest.mark.parametrize(
    "text",
    ["cuu em voi 😭", "ba dang danh em…", "em bi nhot trong nha ‼", "ba dang danh em cứu vs", "Ba ĐANG đánh, em!"],
)
def test_an_emoji_or_one_marked_letter_does_not_silence_danger(text: str):
    assert heard(text)


def test_numbers_follow_the_signals_and_fall_back_to_police_and_the_child_line():
    assert numbers_for(frozenset({"drowning"})) == ("ambulance", "fire", "disaster", "child")
    assert numbers_for(frozenset()) == ("police", "child")


def test_a_phone_number_is_found_as_written_and_a_receipt_code_is_not_one():
    assert phone_in("gọi 0912 345 678 nhé") == "0912 345 678"
    assert phone_in("123 456 789 012 345") is None


@pytest.mark.parametrize(
    "number",
    [
        "(0900) 000000",
        "+84 (0)900 000 000",
        "(+84) 900 000 000",
        "０９００ ０００ ０００",
        "＋８４９０００００００",
        "09\u200b00 000 000",
    ],
)
def test_a_telephone_number_is_one_however_it_is_set(number):
    assert phone_in(f"gọi {number} nhé")


@pytest.mark.parametrize("text", ["❌", "❌❌", "❌\ufe0f", "X X", "x x x", "XX.", "✖️", "×"])
def test_a_cross_leaves(text):
    assert act_of(text) == "exit"


@pytest.mark.parametrize(
    "text",
    [
        "làm sao để không bị đuối nước?",
        "làm sao để trẻ không bị đuối nước",
        "bị bắt đi rửa chén thuê",
        "lam sao de khong bi duoi nuoc",
    ],
)
def test_a_question_about_prevention_and_child_labour_are_no_cry(text: str):
    assert heard(text) == frozenset()


def test_the_child_line_stands_among_the_numbers_whatever_was_heard():
    for signal in ("drowning", "fire_poison", "weapon", "suicide"):
        assert "child" in numbers_for(frozenset({signal}))


_ROWS = [
    line.split("\t")
    for line in Path(danger.__file__).with_name("danger_words.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
LISTED = [(marker, phrase) for marker, phrase in _ROWS if marker[0] not in "=@!~"]
WHOLE = [(marker[1:], phrase) for marker, phrase in _ROWS if marker[0] == "="]
ADDRESS = {way for marker, words in _ROWS if marker == "@" for word in words.split() for way in (word, fold(word))}
PIECES = sorted({piece for _, phrase in _ROWS for piece in (phrase, *phrase.split(), phrase.rpartition(" ")[0])})
PIECES += [fold(piece) for piece in PIECES] + ["em", "😭", ".", "ầ", "_"]


def plainly_heard(text: str) -> frozenset[str]:
    """The rule as it is said, slowly: each phrase of the list is laid to each word, exceptions first."""
    words = danger._WORD.findall(unicodedata.normalize("NFC", text).casefold())
    cried = _plainly_cried(words) if len(words) <= 10 else set()

    def found(phrase: str) -> list[int]:
        wanted = danger._WORD.findall(phrase.casefold())
        return [
            at
            for at in range(len(words) - len(wanted) + 1)
            if all(
                said == word or (said.isascii() and said == fold(word))
                for said, word in zip(words[at:], wanted, strict=False)
            )
        ]

    for signal, phrase in LISTED:
        for at in found(phrase) if signal == "-" else ():
            words[at : at + len(phrase.split())] = [""] * len(phrase.split())
    return frozenset(cried | {signal for signal, phrase in LISTED if signal != "-" and found(phrase)})


def _plainly_cried(words: list[str]) -> set[str]:
    """What is a cry as a whole, but for words that address: no letter counts more than twice, no word twice running."""
    short = [re.sub(r"(.)\1+", r"\1\1", word) for word in words]
    short = [word for at, word in enumerate(short) if word != short[at - 1] or at == 0]
    cried = set()
    for signal, phrase in WHOLE:
        wanted = [_ways(word) for word in danger._WORD.findall(phrase.casefold())]
        for at in range(len(short) - len(wanted) + 1):
            end = at + len(wanted)
            outside = {*short[:at], *short[end:]}
            if outside <= ADDRESS and all(one in ways for one, ways in zip(short[at:end], wanted, strict=True)):
                cried.add(signal)
    return cried


def _ways(word: str) -> set[str]:
    ways = {word, fold(word)} if fold(word).isascii() else {word}
    return ways | {way + way[-1] for way in ways}


@given(st.lists(st.sampled_from(PIECES), max_size=9), st.sampled_from(["NFC", "NFD"]))
def test_one_pass_hears_what_laying_each_phrase_to_each_word_hears(said: list[str], form: str):
    text = unicodedata.normalize(form, " ".join(said))  # type: ignore[arg-type]
    assert heard(text) == plainly_heard(text)


@given(st.text(max_size=40))
def test_one_pass_hears_no_more_in_any_other_text(text: str):
    assert heard(text) == plainly_heard(text)


def times_listened(said: Said, state: State) -> int:
    """How often the list is gone through in one step."""
    count = 0

    def listen(frame, event, argument):
        nonlocal count
        count += event == "call" and frame.f_code is heard.__code__

    sys.setprofile(listen)
    try:
        step(state, said, Line(), datetime(2026, 11, 29, tzinfo=UTC))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "state",
    [
        State(),
        State(stage=Stage.AT_REST, case=Case("x"), turn=Turn(aside=Aside.NEAR)),
        State(stage=Stage.ASKING, turn=Turn("what")),
    ],
)
@pytest.mark.parametrize("text", ["ba đang cầm dao đuổi em", "em buồn", "xã Ea Kao"])
def test_a_message_is_listened_to_once_and_not_again_where_the_shell_has_done_so(state: State, text: str):
    said = Said(text, Meaning.unknown, places.find(text))
    assert times_listened(said, state) == 1
    assert times_listened(Said(text, Meaning.unknown, signals=frozenset()), state) == 0


def test_what_the_shell_has_heard_counts():
    said = Said("(a word that is on no list)", Meaning.unknown, signals=frozenset({"weapon"}))
    _, effects = step(State(), said, Line(), datetime(2026, 11, 29, tzinfo=UTC))
    assert any(isinstance(effect, Escalate) for effect in effects)
