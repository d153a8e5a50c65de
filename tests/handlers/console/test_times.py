"""Clocks and codes as they are shown."""

from __future__ import annotations

from datetime import timedelta

from handlers.console import clocks, said_words
from handlers.console.acts import LONGEST_REPLY
from handlers.store.models import Case
from handlers.triage import Level
from tests.handlers.people import NOON


def test_the_twelve_hours_are_counted_from_the_first_message_and_change_at_half_three_quarters_and_all():
    case = Case(level=Level.P1, received_at=NOON, waits_since=NOON + timedelta(hours=3))
    states = [clocks.twelve_hours(case, NOON + timedelta(hours=h), str).state for h in (0, 5.9, 6, 8.9, 9, 11.9, 12)]
    assert states == ["calm", "calm", "half", "half", "late", "late", "over"]
    assert clocks.twelve_hours(case, NOON + timedelta(hours=11, minutes=30), str).text == "30 min left"
    assert clocks.twelve_hours(case, NOON + timedelta(hours=13, minutes=5), str).text == "1 h 5 min overdue"
    assert clocks.twelve_hours(Case(level=Level.P3, received_at=NOON), NOON, str) is None


def test_times_are_shown_in_viet_nam():
    assert clocks.day_and_time(NOON) == "12:00, 25/11/2026"
    assert said_words.said("<script>") == "" and LONGEST_REPLY < 4096
