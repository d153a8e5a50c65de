"""The table of docs/triage.md, row by row: made-up openings with the facts that the conversation would have."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.report.draft import facts, is_risky
from handlers.circumstances import Told
from handlers.triage import Facts, Level, triage
from tests.handlers.triage_table import ROWS, openings, shift, tables, written

OPENINGS = openings()


@pytest.mark.parametrize("opening", OPENINGS, ids=lambda one: f"{one.row}: {one.words[:40]}")
def test_an_opening_comes_out_at_the_level_of_its_row(opening):
    assert opening.played == opening.after


def test_every_row_is_played_and_the_page_shows_what_was_played():
    assert len(OPENINGS) >= 60
    assert {one.row for one in OPENINGS} == set(ROWS)
    assert written()[1] == tables()


def test_a_shift_is_no_longer_one_heap_of_p1():
    before, now = Counter(one.before for one in shift()), Counter(one.played for one in shift())
    assert now["P1"] < before["P1"] / 2
    assert now["P0"] >= 3


@pytest.mark.parametrize("age", [None, "unknown", "0-3", "11-13", "16-17"])
@pytest.mark.parametrize("words", ["hồi nhỏ, giờ ở nước ngoài rồi", "cách đây mười năm, chấm dứt rồi"])
def test_sexual_abuse_is_never_below_p1_however_old(age, words):
    opening = replace(next(one for one in OPENINGS if one.row == "old_sexual"), words=words)
    assert triage(replace(facts(opening.state), age=age)).level <= Level.P1


@pytest.mark.parametrize("age", ["4-6", "7-10", "16-17", None, "unknown"])
def test_an_age_that_nobody_knows_is_no_small_child(age):
    assert triage(Facts("report_neglect", age=age)).level is Level.P2
    assert triage(Facts("report_neglect", age="0-3")).level is Level.P1


def test_the_answer_about_the_age_counts_for_more_than_the_words():
    said = frozenset({Told.ALONE, Told.SMALL, Told.LITTLE})
    assert triage(Facts("report_neglect", told=said)).level is Level.P0
    assert triage(Facts("report_neglect", told=said, age="14-15")).level is Level.P2


@pytest.mark.parametrize("danger", ["yes", "unknown", "words"])
def test_what_is_over_is_not_over_once_somebody_is_not_sure_of_it(danger):
    old = Facts("report_physical_violence", told=frozenset({Told.OVER, Told.FAR}))
    healed = Facts("report_accident", told=frozenset({Told.PAST, Told.CARED_FOR}))
    for told in (old, healed):
        assert triage(told).level is Level.P2
        assert triage(replace(told, danger=danger)).level <= Level.P1
        assert triage(replace(told, danger_now=True)).level is Level.P0


@pytest.mark.parametrize("access", ["near", "living_together", "unknown", "words"])
def test_somebody_who_may_come_near_is_not_far_away_whatever_the_words_say(access):
    old = Facts("report_physical_violence", told=frozenset({Told.OVER, Told.FAR}), access=access)
    assert triage(old).level is Level.P1


def test_a_mother_who_is_away_is_not_the_harm_doer_who_is():
    words = "Hồi nhỏ dượng đánh em, mẹ đi làm xa rồi"
    assert (
        triage(facts(replace(next(one for one in OPENINGS if one.row == "old"), words=words).state)).level is Level.P1
    )


def test_what_lowers_is_read_in_short_messages_only_and_what_raises_in_long_ones_too():
    words = "Hồi nhỏ em bị bác đánh, giờ bác ở nước ngoài rồi, hôm đó chảy máu nhiều"
    opening = next(one for one in OPENINGS if one.row == "old")
    short, long = (facts(replace(opening, words=text).state) for text in (words, words + " và em kể thêm nữa" * 30))
    assert {Told.OVER, Told.FAR, Told.BLEEDING} <= short.told
    assert Told.BLEEDING in long.told and not {Told.OVER, Told.FAR} & long.told


@pytest.mark.parametrize(
    ("words", "unsaid"),
    [
        ("em học từ từ thôi", Told.DYING),
        ("con rạch cho đỡ bực chứ không muốn chết", Told.WEARY),
        ("em mười hai tuổi", Told.SMALL),
        ("tự lúc nó 2 tuổi tới nay", Told.SMALL),
        ("từ hồi nhỏ đến giờ ba vẫn đánh", Told.OVER),
        ("dượng đi làm xa rồi mà sắp về", Told.FAR),
        ("hôm nay em vừa mới té", Told.PAST),
        ("lúc con ở nhà một mình chú sờ con", Told.PRESENT),
        ("vay tiền nhanh cho mẹ và bé", Told.CHILD),
        ("cầu treo gãy hai miếng ván", Told.INJURED),
    ],
)
def test_words_that_sound_alike_say_nothing(words, unsaid):
    assert unsaid not in facts(replace(OPENINGS[0], words=words).state).told


def test_a_question_that_names_no_child_is_forgotten_and_one_that_does_becomes_a_case():
    for one in OPENINGS:
        if one.row in ("question", "status"):
            assert not is_risky(one.state)
        if one.row == "question_need":
            assert is_risky(one.state)


@given(st.sampled_from(OPENINGS), st.sampled_from([one for one in Told if one not in (Told.OVER, Told.FAR)]))
def test_what_more_the_words_say_never_lowers_but_by_the_rules_of_what_is_over(opening, more):
    told = facts(opening.state)
    against = {Told.PAST, Told.CARED_FOR, Told.OFTEN}
    if more not in against:
        assert triage(replace(told, told=told.told | {more})).level <= triage(told).level
