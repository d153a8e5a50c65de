"""The day page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from handlers.console import board_words
from handlers.console.day import bars
from handlers.day import What
from handlers.permission import Role
from handlers.triage import Level
from tests.handlers.people import WORDS, opened


async def new(house, for_bot, level, ago):
    async with house.store.writing() as session:
        return (await opened(session, for_bot, level, now=house.now() - timedelta(hours=ago))).number


async def test_today_stands_beside_yesterday_and_tomorrow_below(house, for_bot):
    for level, ago in ((Level.P0, 1), (Level.P2, 2), (Level.P2, 20), (Level.P2, 21), (Level.P2, 22)):
        await new(house, for_bot, level, ago)
    night = await new(house, for_bot, Level.P1, -1)  # an hour from now, so its twelve hours end tomorrow
    lan = await house.hire_and_sign_in("Lan")
    page = re.sub(r"\s+", " ", (await lan.get("/day")).text)
    assert "Today, 25/11/2026" in page and "Due tomorrow, 26/11/2026" in page
    assert '<th scope="row">Reports that came</th><td>3</td><td>3</td>' in page
    assert '<th scope="row">P2 Within the day</th><td>1</td><td>3</td>' in page
    assert f'<a href="/cases/{night}">{night}</a>' in page and board_words.DUE[What.TWELVE_HOURS] in page
    assert page.count("<svg") >= 2 and 'style="' not in page
    assert WORDS not in page


async def test_an_empty_house_says_so(house):
    lan = await house.hire_and_sign_in("Lan")
    page = (await lan.get("/day")).text
    assert "Nothing came today or yesterday" in page and "Nothing is due tomorrow" in page


@pytest.mark.parametrize("role", [Role.COMMUNE, Role.INTERPRETER, Role.ADMINISTRATOR, Role.LEADER, Role.AUDITOR])
async def test_numbers_as_small_as_these_are_for_those_who_work_at_them(house, role):
    someone = await house.hire_and_sign_in("X", role, on_duty=False)
    assert (await someone.get("/day")).status_code == 403


def test_both_days_are_drawn_in_one_scale():
    assert [(one.share, one.share_before) for one in bars(["a", "b"], [1, 4], [2, 0])] == [(25, 50), (100, 0)]
    assert bars(["a"], [0], [0])[0].share == 0


def test_whatever_is_due_has_its_words():
    assert set(board_words.DUE) == set(What)
