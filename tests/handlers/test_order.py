"""Vietnamese names in the order of their alphabet, and no list of names that is left to code points or a database."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from handlers.console.line import communes
from handlers.order import in_order

_LETTERS = "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y".split()


@pytest.mark.parametrize(
    "names",
    [
        [f"X{letter}" for letter in _LETTERS],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["An", "Ân", "Bình", "Dung", "Đạt", "Ếch", "Giang", "Ôn", "Ơn", "Uyên", "Ước"],
        ["Cư M'gar", "Cư M’ta", "Đắk Liêng", "Ea Bá", "Ea Drăng", "Ea H'Leo"],
        ["Phú Hòa 1", "Phú Hòa 2", "Phú Hòa 10"],
        ["Hạnh", "H'Lan", "Hoa", "Hòa", "Hóa"],
        ["Buôn Ƀhăng", "Buôn Đôn", "Buôn Ê Čăm"],
    ],
)
def test_names_stand_as_in_a_dictionary(names):
    shuffled = list(names)
    Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=in_order) == names


def test_it_is_the_same_however_letters_are_composed_and_nothing_breaks_it():
    assert in_order("Đắk Lắk")[:2] == in_order("\u0110a\u0306\u0301k La\u0306\u0301k")[:2]
    for odd in ("", " ", "\u0301", "\u0301" * 5000, "语", "1²", "\0", "Z" * 10_000):
        in_order(odd)


def test_the_list_of_communes_is_in_order():
    names = [name for _, name in communes()]
    assert names.index("Phường Đông Hòa") < names.index("Phường Hòa Hiệp") and len(names) == 102


def test_no_list_of_names_is_sorted_by_a_database():
    for path in Path("handlers").rglob("*.py"):
        for found in re.findall(r"order_by\(.*", path.read_text(encoding="utf-8")):
            if re.search(r"\.(name|label)\b", found):
                assert (
                    "limit(" in found
                    or "Variant.created_at" in found
                    or "Row.kind" in found
                    or path.name == "services.py"
                ), path
