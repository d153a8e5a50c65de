"""Words, languages and entities are read from any spelling, each at its place in the original text."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.components.danger import Reader
from nlu.components.entities import entities
from nlu.components.patterns import phrase
from nlu.components.text import Line, fold, words

READER = Reader()
LETTERS = st.text(st.sampled_from(" cháuđánhbịđọưê12.,\n\u0301\u0306\u200b\ufeff👍ƀÊǒẹ'Ⅷ½ﬁ𝕒"), max_size=60)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), LETTERS))
def test_every_word_lies_in_the_text_and_none_overlaps(text: str) -> None:
    read = words(text)
    assert all(0 <= word.start < word.end <= len(text) for word in read)
    assert all(before.end <= after.start for before, after in pairwise(read))
    line = Line(read)
    for found in entities(text, line):
        assert 0 <= found.start < found.end <= len(text)
    for start, end in READER.read(line).evidence:
        assert 0 <= start < end <= len(text)


@settings(deadline=None)  # a busy machine is no fault of a text
@given(LETTERS)
def test_nfc_and_nfd_read_alike(text: str) -> None:
    forms = [[w.marked for w in words(unicodedata.normalize(form, text))] for form in ("NFC", "NFD")]
    assert forms[0] == forms[1]


def test_ede_words_stay_whole() -> None:
    assert [w.marked for w in words("ƀơ̆ng hơ̆k mô̆, HDƯ̆P")] == ["ƀơ̆ng", "hơ̆k", "mô̆", ",", "hdư̆p"]
    assert [w.marked for w in words("m'ak k’iăng ayǒng")] == ["m'ak", "k'iăng", "ayŏng"]


@pytest.mark.parametrize(
    "typed", ["đánh", "đ\u200bánh", "danh", "đanh", "dánh", "ĐÁNH", "đa\u0301nh", "đáaaanh", "uýnh"]
)
def test_a_phrase_is_found_with_some_marks_or_none(typed: str) -> None:
    assert phrase("đánh").search(Line(words(typed)).text)


@pytest.mark.parametrize("typed", ["đành", "dành", "dạnh", "đánhs", "ranh"])
def test_a_wrong_mark_is_another_word(typed: str) -> None:
    assert not phrase("đánh").search(Line(words(typed)).text)


def test_folding_takes_even_the_strokes_away() -> None:
    assert fold("đánh ƀuôn ê̆ng") == "danh buon eng"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("em 12 tuổi", ("age", "12 tuổi", 12, None)),
        ("con be 9 tuoi", ("age", "9 tuoi", 9, None)),
        ("e 14t", ("age", "14t", 14, None)),
        ("cháu mười hai tuổi", ("age", "mười hai tuổi", 12, None)),
        ("bé 8 tháng tuổi", ("age", "8 tháng tuổi", 0, None)),
        ("em bị bố dượng đánh", ("relation", "bố dượng", "stepfather", "harm_doer")),
        ("bo danh em hoai", ("relation", "bo", "father", "harm_doer")),
        ("tôi là cô giáo của cháu", ("relation", "cô giáo", "teacher", "reporter")),
        ("em gái cháu bị đánh", ("relation", "em gái", "sibling", "child")),
        ("hang xom cua toi", ("relation", "hang xom", "neighbour", "other")),
        ("ở xã Ea Tul đó cô", ("place", "xã Ea Tul", "xã Ea Tul", None)),
        ("o buon ako dhong", ("place", "buon ako dhong", "buon ako dhong", None)),
        ("tối hôm qua", ("time", "tối hôm qua", "tối hôm qua", None)),
        ("lúc 7h tối", ("time", "lúc 7h tối", "lúc 7h tối", None)),
        ("sđt 0905 123 456", ("phone", "0905 123 456", "0905123456", None)),
        ("+84905123456", ("phone", "+84905123456", "+84905123456", None)),
    ],
)
def test_an_entity_is_found(text: str, expected: tuple[str, str, str | int, str | None]) -> None:
    found = [(e.kind, text[e.start : e.end], e.value, e.role) for e in entities(text, Line(words(text)))]
    assert expected in found


@pytest.mark.parametrize("text", ["em bỏ học rồi", "bo hoc", "gọi 111", "nhà có ba đứa nhỏ", "năm người"])
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert entities(text, Line(words(text))) == []
