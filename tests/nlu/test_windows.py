"""A long text is read whole in bounded windows, the last first, and comes back as one meaning at its own places."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.meaning import Danger, Entity, Language, Meaning
from nlu.windows import LONGEST, MOST, OVERLAP, REACH, merged, windows

WHOLE_MESSAGE = 10_000  # code points that the bot takes
STORY = "cháu bị bố đánh hoài, cháu sợ lắm cô ơi. " * 400
REPORT = Meaning(intent="report_physical_violence", confidence=0.5)


@pytest.mark.long
@settings(deadline=None)
@given(st.integers(0, WHOLE_MESSAGE), st.sampled_from([STORY, "a", "\u0301", "👨‍👩‍👧", "ệ ", "\n"]), st.booleans())
def test_every_letter_of_a_message_is_in_a_window(length: int, piece: str, decomposed: bool) -> None:
    text = (unicodedata.normalize("NFD", piece) if decomposed else piece) * WHOLE_MESSAGE
    text = text[:length]
    found = windows(text)
    assert len(found) <= MOST
    assert all(end - start <= LONGEST for start, end in found)
    assert found[0][1] == length
    in_order = sorted(found)
    assert in_order[0][0] == 0
    for (_, end), (start, _) in pairwise(in_order):
        assert OVERLAP - REACH <= end - start <= OVERLAP


def test_the_last_is_read_first_and_then_the_beginning() -> None:
    found = windows(STORY[:WHOLE_MESSAGE])
    assert found == [found[0], found[1], *sorted(found[2:], reverse=True)]
    assert (found[0][1], found[1][0]) == (WHOLE_MESSAGE, 0)


def test_what_is_longer_than_any_message_is_read_at_its_end_and_its_beginning() -> None:
    found = windows(STORY + STORY)
    assert len(found) == MOST
    assert found[0][1] == 2 * len(STORY)
    assert found[1][0] == 0


@pytest.mark.parametrize("letter", ["e\u0323\u0302", "👨‍👩‍👧", "👍🏽"])
def test_a_letter_is_never_cut(letter: str) -> None:
    for shift in range(len(letter)):
        text = "x" * shift + letter * 2000
        cuts = {place for window in windows(text) for place in window} - {0, len(text)}
        assert cuts
        assert all((cut - shift) % len(letter) == 0 for cut in cuts)


def test_a_word_is_not_cut_where_there_is_a_blank() -> None:
    text = "nghiêng " * 1000
    assert all(text[place - 1] == " " for window in windows(text) for place in window if place)


def test_danger_in_any_window_is_danger_at_its_own_place() -> None:
    told = Meaning(danger=Danger(True, frozenset({"weapon"}), ((5, 9),)))
    calm = Meaning(danger=Danger(False, frozenset({"confined"})))
    assert merged([(1800, 3000, told), (0, 2000, calm)]).danger == Danger(
        True, frozenset({"weapon", "confined"}), ((1805, 1809),)
    )


def test_danger_that_is_leant_to_in_one_window_stands_unless_another_one_says_danger() -> None:
    leans, calm, now = (Meaning(danger=one) for one in (Danger(maybe=True), Danger(), Danger(True)))
    assert merged([(1800, 3000, calm), (0, 2000, leans)]).danger == Danger(maybe=True)
    assert merged([(1800, 3000, now), (0, 2000, leans)]).danger == Danger(True)


def test_what_stands_in_the_overlap_is_said_once_and_whole() -> None:
    cut_off = Entity("place", 1990, 1994, "xã E")
    age = Entity("age", 1980, 1987, "12")
    first = Meaning(entities=(age, cut_off), danger=Danger(True, frozenset(), ((1985, 1999),)))
    second = Meaning(
        entities=(Entity("age", 180, 187, "12"), Entity("place", 190, 199, "xã Ea Tul")),
        danger=Danger(True, frozenset(), ((187, 220),)),
    )
    both = merged([(1800, 3000, second), (0, 2000, first)])
    assert both.entities == (age, Entity("place", 1990, 1999, "xã Ea Tul"))
    assert both.danger.evidence == ((1985, 1999),)


def test_the_surest_report_says_what_it_is_about_else_the_beginning() -> None:
    surer = Meaning(intent="report_bullying", confidence=0.7, ranking=(("report_bullying", 0.7),))
    hello, thanks = Meaning(intent="greet", confidence=0.9), Meaning(intent="thanks", confidence=0.95)
    assert merged([(3600, 5000, thanks), (0, 2000, REPORT), (1800, 3800, surer)]).intent == "report_bullying"
    assert merged([(3600, 5000, thanks), (0, 2000, REPORT), (1800, 3800, surer)]).ranking == surer.ranking
    assert merged([(1800, 3000, thanks), (0, 2000, hello)]).intent == "greet"
    assert merged([(1800, 3000, thanks), (0, 2000, Meaning())]).intent == "thanks"


def test_the_language_is_that_of_most_of_the_text() -> None:
    read = [(0, 2000, "vi"), (1800, 3800, "rad"), (3600, 4600, "vi"), (4400, 6400, "und")]
    found = merged([(start, end, Meaning(language=Language(code, 1.0))) for start, end, code in read]).language
    assert (found.code, round(found.confidence, 2)) == ("vi", 0.43)
    assert merged([(0, 2000, Meaning()), (1800, 2500, Meaning())]).language == Language()


def test_nothing_read_is_unknown_and_one_window_alone_is_what_it_says() -> None:
    assert merged([]) == Meaning.unknown
    assert merged([(0, 20, REPORT)]) == REPORT
