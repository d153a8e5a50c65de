"""Every figure of the dashboard on the made-up year, against the year's own list counted in plain Python."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.deadlines import VIETNAM
from handlers.figures import demo
from handlers.figures.board import REST, board
from handlers.figures.counters import What, count
from handlers.figures.period import Span, around, free, read
from handlers.figures.reading import contacts, figures, hours
from handlers.taxonomy import taxonomy
from tests.handlers.people import NOON

AFTER = datetime(2027, 12, 20, tzinfo=UTC)
PERIODS = ("2026", "2026-H1", "2026-H2", "2026-06", "2026-W24", "2026-12", "2026-03-04..2026-05-01")


def day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


async def test_every_figure_is_what_the_list_of_the_made_up_year_says(store):
    made, talks = demo.cases(demo.SEED, 2026, 2026, 600), list(demo.contacts(demo.SEED, 2026))
    async with store.writing() as session:
        await demo.fill(session, made, iter(talks), AFTER)
    async with store.reading() as session:
        for code in PERIODS:
            period = read(code)
            cases = [one for one in made if period.first <= day(one.received) <= period.last]
            real = [one for one in cases if not one.kind.startswith("NC") and one.because != "nothing_to_do"]
            came = [one for one in talks if period.first <= day(one.at) <= period.last]
            found = await board(session, period)
            assert (found.contacts, found.cases, found.not_a_case) == (len(came), len(real), len(cases) - len(real))
            assert found.claimed_in_time == (sum(map(in_time, real)), len(real))
            assert found.plans_in_time == plans(real)
            if period.span is Span.FREE:
                assert not found.by_time and not found.group and not found.by_hour
                continue
            assert sum(found.by_time.values()) == len(came)
            if period.span in (Span.WEEK, Span.MONTH):
                assert filled(found.by_time) == Counter(day(one.at) for one in came)
            assert filled(found.began_with) == Counter(one.what for one in came)
            assert filled(found.channel) == Counter(one.channel for one in came)
            assert filled(found.language) == Counter(one.language for one in real)
            assert filled(found.level) == Counter(one.level for one in real)
            assert filled(found.outcome) == Counter(one.because or "open" for one in cases)
            minutes = [(one.claimed - one.received).total_seconds() / 60 for one in real]
            assert found.claimed[0] == sum(one <= 5 for one in minutes)
            assert found.claimed[3] == sum(60 < one <= 240 for one in minutes)
            assert found.claimed[7] == sum(one > 72 * 60 for one in minutes)
            groups = Counter(taxonomy()[one.kind].parent or one.kind for one in real)
            assert sum(found.group.values()) == len(real)
            assert all(groups[name] == number for name, number in found.group.items() if name != REST)
            assert found.group.get(REST, 5) >= min(5, len(real))


async def test_hours_are_those_of_whole_weeks(store):
    talks = list(demo.contacts(demo.SEED, 2026))
    async with store.writing() as session:
        await demo.fill(session, [], iter(talks), AFTER)
        week = read("2026-W24")
        wanted = Counter(one.at.hour for one in talks if week.first <= day(one.at) <= week.last)
        assert await hours(session, week) == wanted


async def test_figures_of_any_values_are_the_lists(store):
    made = demo.cases(demo.SEED, 2025, 2026, 200)
    async with store.writing() as session:
        await demo.fill(session, made, iter(()), AFTER)
        year = [one for one in made if one.received.year == 2026]
        found = await figures(session, read("2026"), ("age", "sex"), channel="web")
        assert found == Counter((one.coarse.age, one.coarse.sex) for one in year if one.channel == "web")
        assert await figures(session, read("2026"), level=(0, 1)) == {(): sum(one.level < 2 for one in year)}
        with pytest.raises(KeyError):
            await figures(session, read("2026"), ("words",))


async def test_a_contact_is_counted_by_day_by_words_and_by_hour_each_apart(store):
    async with store.writing() as session:
        await count(session, "web", What.QUESTION, NOON)
        await count(session, "web", What.OTHER, NOON + timedelta(hours=11, minutes=59))
        await count(session, "web", What.OTHER, NOON + timedelta(hours=12))  # midnight: the next day
        week = around(Span.WEEK, day(NOON))
        today = day(NOON)
        assert await contacts(session, week) == {
            (today, "web", "contact"): 2,
            (today, "", "question"): 1,
            (today, "", "other"): 1,
            (today + timedelta(days=1), "web", "contact"): 1,
            (today + timedelta(days=1), "", "other"): 1,
        }
        assert await hours(session, week) == {12: 1, 23: 1, 0: 1}


@pytest.mark.parametrize(
    "code", ["2026", "2026-H1", "2026-H2", "2026-02", "2026-W53", "2024-2026", "2026-03-02..2026-03-08"]
)
def test_a_period_is_read_as_it_is_written(code):
    period = read(code)
    assert period.code == code
    assert period.before().last < period.last < period.after().last


@pytest.mark.parametrize(
    "code", ["", "2026-13", "2026-W60", "2026-H3", "2025-2026", "2026-05-02..2026-05-01", "..", "²⁰²⁶"]
)
def test_what_is_no_period_is_refused(code):
    with pytest.raises(ValueError):
        read(code)


def test_other_days_are_widened_to_whole_weeks():
    assert free(date(2026, 3, 4), date(2026, 3, 4)).code == "2026-03-02..2026-03-08"


def in_time(one) -> bool:
    limit = {0: 5, 1: 60, 2: 24 * 60, 3: 72 * 60}[one.level]
    return one.claimed is not None and one.claimed - one.received <= timedelta(minutes=limit)


def plans(real) -> tuple[int, int]:
    owed = [one for one in real if one.level < 3]
    ends = [min((at for at in (one.referred, one.closed) if at is not None), default=None) for one in owed]
    kept = sum(
        end is not None and end - one.received <= timedelta(hours=12) for one, end in zip(owed, ends, strict=True)
    )
    return kept, len(owed)


def filled(numbers) -> dict:
    return {name: number for name, number in numbers.items() if number}
