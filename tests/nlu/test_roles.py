"""The part of each person is learnt from examples that a reader told, over what the rules say."""

from __future__ import annotations

from itertools import pairwise

import pytest

from nlu.components import entities as reader
from nlu.components.entities import TAUGHT, entities, taught
from nlu.components.parts import PARTS, clues, learn
from nlu.components.text import Line, words

LEARNT = taught()
ROWS = [row.split("\t") for row in TAUGHT.read_text(encoding="utf-8").splitlines() if not row.startswith("#")]


def parts(text: str) -> list[str | None]:
    return [one.role for one in entities(text, Line(words(text)), LEARNT) if one.kind == "relation"]


def test_what_was_told_of_each_person_is_one_of_the_parts() -> None:
    assert len(ROWS) > 2000
    assert {part for *_, part in ROWS} == set(PARTS)
    assert all(text[int(start) : int(end)].strip() for text, start, end, _ in ROWS)


def test_nearly_every_person_that_was_told_is_still_found() -> None:
    """One that is not teaches nothing: where many are lost, the table must be told anew."""
    assert len(list(reader._lessons(TAUGHT.read_text(encoding="utf-8")))) > 0.97 * len(ROWS)


def test_an_unknown_part_is_named_with_its_line() -> None:
    with pytest.raises(ValueError, match=r"roles\.tsv:2: victim"):
        list(reader._lessons("# a remark\nbố đánh em\t0\t2\tvictim"))


def test_the_same_rows_give_the_same_weights() -> None:
    rows = [(clues("ba đanh1 em", ("father", 0, 2), "other"), "harm_doer"), ({"": 1.0}, "other")]
    assert learn(rows) == learn(rows)


def test_what_was_learnt_is_right_more_often_than_the_rules() -> None:
    """On rows that it did not learn from, in four parts: what is learnt must be worth its place."""
    told: list[tuple[str, dict[str, float], str]] = []
    for row in ROWS:
        told += [(row[0], found, part) for found, part in reader._lessons("\t".join(row))]
    right = ruled = 0
    cuts = [len(told) * fold // 4 for fold in range(5)]
    for first, last in pairwise(cuts):
        learnt = learn([(found, part) for _, found, part in [*told[:first], *told[last:]]])
        for _, found, part in told[first:last]:
            scores = learnt._scores(found)
            right += PARTS[scores.index(max(scores))] == part
            ruled += f"rule {part}" in found
    assert right > ruled + len(told) // 50


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ba mò vô mùng em", ["harm_doer"]),
        ("bà nội giữ hết tiền trợ cấp của em", ["harm_doer"]),
        ("bạn em gặp chuyện rồi", ["child"]),
        ("em nhớ bà ngoại lắm", ["other"]),
        ("tôi là giáo viên", ["reporter"]),
        ("em làm mẹ mà không biết phải làm sao", ["reporter"]),
        ("má nó nhận tiền cọc rồi, mai xe tới đón con bé", ["harm_doer"]),
        ("Bà ngoại đây, tôi già rồi", ["reporter"]),
        ("cô giáo như em thấy lo", ["reporter"]),
        ("có bà xưng là mẹ cháu dắt bé đi", ["harm_doer", "harm_doer"]),
        ("nó cãi nhau với má rồi bỏ nhà đi", ["other"]),
        ("xin chào", []),
    ],
)
def test_a_part_is_told_without_a_verb_of_blows(text: str, told: list[str]) -> None:
    assert parts(text) == told


def test_who_is_named_twice_plays_one_part() -> None:
    assert parts("Thầy dạy thêm kêu em gửi hình. Thầy nói đừng cho ai biết, thầy sờ em") == ["harm_doer"] * 3
