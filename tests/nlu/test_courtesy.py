"""What is only polite is passed over; what is told beside it is not."""

from __future__ import annotations

import random

import pytest

from nlu.components.augment import courteous
from nlu.components.courtesy import content
from nlu.components.text import words


def told(text: str) -> str:
    return " ".join(word.marked for word in content(words(text)) if not word.is_mark)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Dạ em chào anh chị ạ, ba em bị đánh", "ba em bị đánh"),
        ("da chao co con bi ba danh hoai", "con bi ba danh hoai"),
        ("thưa cô ba con đang cầm dao", "ba con đang cầm dao"),
        ("cho con hỏi xíu ạ mẹ con đi đâu mất rồi", "mẹ con đi đâu mất rồi"),
        ("Kính gửi anh chị, tôi là hàng xóm của bé", "tôi là hàng xóm của bé"),
        ("bạn em bị chặn đường. Em cảm ơn anh chị nhiều ạ", "bạn em bị chặn đường"),
        ("nha ben danh con nho em xin cam on", "nha ben danh con nho"),
        ("Dạ em chào anh chị ạ, cho em hỏi chút ạ, em bị đuổi khỏi nhà", "em bị đuổi khỏi nhà"),
    ],
)
def test_courtesies_are_no_part_of_what_is_told(text: str, left: str) -> None:
    assert told(text) == left


@pytest.mark.parametrize(
    "text",
    ["Em cảm ơn anh chị ạ", "con chào cô chú", "tạm biệt mọi người, cảm ơn vì tất cả", "cô ơi cứu con", "dạ", "", "🙏"],
)
def test_a_courtesy_alone_is_the_message(text: str) -> None:
    assert told(text) == " ".join(word.marked for word in words(text) if not word.is_mark)


def test_who_is_named_behind_a_greeting_stays() -> None:
    assert told("chào cô, em gái em bị bỏ đói") == "em gái em bị bỏ đói"
    assert told("xin chào ông ngoại đánh em").endswith("ông ngoại đánh em")


def test_a_polite_copy_holds_the_whole_message() -> None:
    chance = random.Random(3)
    copies = {courteous("ba đánh em", chance) for _ in range(50)}
    assert len(copies) > 40 and all("ba đánh em" in copy.lower() for copy in copies)
    assert not any("{" in copy for copy in copies)
