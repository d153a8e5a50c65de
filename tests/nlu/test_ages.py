"""What is an age and nothing else is told from what has one word of harm more."""

from __future__ import annotations

import pytest

from nlu.components.ages import only_an_age
from nlu.components.text import Line, words
from nlu.examples import training


def told(text: str) -> bool:
    return only_an_age(Line(words(text)))


@pytest.mark.parametrize(
    "text",
    [
        *("14", "14 ạ", "dạ em 14", "muoi bon a", "em mười bốn ạ", "con bé mới lên ba", "be hai tuoi", "e 15t", "4-6"),
        *("Dạ, cháu mười một tuổi rưỡi ạ.", "chắc cỡ bảy tám tuổi gì đó", "em gái 6 tuổi, anh trai 9 tuổi"),
        *(
            "học lớp 5",
            "lop tam",
            "đang học lớp mười",
            "sinh năm 2012",
            "2k11 nha",
            "8 tháng tuổi",
            "hai đứa",
            "nam tuoi a",
        ),
        *("she is twelve", "I'm 15", "my son is 9 years old"),
    ],
)
def test_an_age_a_class_a_count_is_nothing_else(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "em", "dạ", "😭", "cứu", "?", "tuổi", "14 🆘", "14 😭😭", "111", "113 ạ", "0905123456", "em 14 có bầu"),
        *("em mười bốn đang bị đánh", "mười bốn tuổi sắp cưới", "15 tuoi da cuoi", "bé 3 tuổi một mình", "ba ban con"),
        *("be 2 tuoi o nha mot minh", "nho ba noi", "em 13 so", "con 9 dau", "nhà có mình em với em 1 tuổi thôi"),
        *("she is 12 and alone", "im 13 help", "bố 40 tuổi đánh em", "em 14 chết", "bé 5 té"),
        *(
            "chu nam voi em 14 tuoi",
            "nam voi chu",
            "chu tam em",
            "ba la con",
            "em 14 tuoi sinh con",
            "em 15 có con rồi",
        ),
        *("em 14 anh ấy 28", "em 15 tuổi, anh ấy hai mươi lăm tuổi", "em 13 anh 19", "e 14t a 30t", "em 2012 anh 1990"),
        *("em mười bốn anh mười chín", "con 13 chú năm mươi", "em 2k11 anh 2k1", "em 2k11 anh 2001"),
        *("em 14 tuổi sinh 2 đứa", "em 15 tuổi, con em 8 tháng tuổi", "em 16, con em 1 tuổi"),
        *("em 14, được 3 tháng rồi", "con ba", "ba em", "nam em", "bay em"),
    ],
)
def test_one_word_more_is_something_else(text: str) -> None:
    assert not told(text)


def test_hardly_any_message_that_was_taught_as_a_report_is_only_an_age() -> None:
    assert [example.text for example in training() if example.intent.startswith("report_") and told(example.text)] == []
