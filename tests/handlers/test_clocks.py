"""The ladder and the deadlines as plain arithmetic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.deadlines import (
    FIRST_CONTACT,
    LADDER,
    VIETNAM,
    claim_deadline,
    emergency_due,
    next_working_morning,
    rungs_due,
)
from handlers.triage import Level
from tests.handlers.people import NOON, minutes


def here(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in Viet Nam in November 2026; the 27th is a Friday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("level", "ladder"),
    [
        (Level.P0, [(0, "on_duty"), (2, "next"), (4, "supervisor"), (5, "everybody")]),
        (Level.P1, [(0, "on_duty"), (10, "next"), (20, "supervisor"), (30, "everybody")]),
        (Level.P2, [(0, "on_duty"), (240, "next"), (480, "supervisor"), (1200, "everybody")]),
        (Level.P3, [(None, "on_duty")]),
    ],
)
def test_the_ladder_is_the_one_that_was_decided(level, ladder):
    assert [(rung.minutes, rung.who.value) for rung in LADDER[level]] == ladder


@pytest.mark.parametrize(
    ("after", "rungs"),
    [
        (0, [0]),
        (1.9, [0]),
        (2, [0, 1]),
        (4, [0, 1, 2]),
        (5, [0, 1, 2, 3]),
        (6.9, [0, 1, 2, 3]),
        (7, [0, 1, 2, 3, 4]),
        (9, [0, 1, 2, 3, 5]),
        (60, [0, 1, 2, 3, 30]),
    ],
)
def test_a_p0_alarm_repeats_every_two_minutes_and_only_its_newest_is_due(after, rungs):
    assert [index for index, _ in rungs_due(Level.P0, NOON, minutes(after))] == rungs


@pytest.mark.parametrize("level", [Level.P1, Level.P2])
def test_the_other_ladders_end(level):
    assert len(rungs_due(level, NOON, minutes(100_000))) == 4


@pytest.mark.parametrize(
    ("reported", "alerted"),
    [
        (here(25, 12), here(26, 8)),  # Wednesday noon
        (here(27, 7, 59), here(27, 8)),
        (here(27, 8), here(30, 8)),  # Friday morning: Monday
        (here(28, 20), here(30, 8)),  # Saturday
        (here(29, 23), here(30, 8)),  # Sunday
    ],
)
def test_an_ordinary_case_is_alerted_on_the_next_working_morning_in_viet_nam(reported, alerted):
    assert next_working_morning(reported) == alerted
    assert rungs_due(Level.P3, reported, alerted - timedelta(seconds=1)) == []
    assert rungs_due(Level.P3, reported, alerted) == [(0, "on_duty")]


@given(st.integers(0, 365 * 24 * 3600))
def test_no_working_morning_is_further_away_than_first_contact_allows(second):
    reported = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    assert reported < next_working_morning(reported) <= reported + FIRST_CONTACT[Level.P3]


@given(st.sampled_from(Level), st.integers(0, 10**7), st.integers(0, 10**7))
def test_what_was_due_stays_due(level, one, other):
    early, late = sorted((one, other))
    before = {index for index, _ in rungs_due(level, NOON, NOON + timedelta(seconds=early)) if index < 4}
    assert before <= {index for index, _ in rungs_due(level, NOON, NOON + timedelta(seconds=late))}


def test_the_claim_deadline_is_when_everybody_is_called():
    assert claim_deadline(Level.P0, NOON) == minutes(5)
    assert claim_deadline(Level.P1, NOON) == minutes(30)
    assert claim_deadline(Level.P2, NOON) == minutes(1200)
    assert claim_deadline(Level.P3, NOON) == minutes(72 * 60)


def test_the_twelve_hours_count_from_the_first_message():
    assert emergency_due(NOON) == minutes(720)
