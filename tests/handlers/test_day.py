"""A day in figures: the day of Viet Nam, promises kept and broken, and what is due tomorrow."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text, update

from handlers import day
from handlers.case import Status
from handlers.day import Came, What, bounds, counted, day_of
from handlers.permission import Role
from handlers.store.models import Case, Staff
from handlers.triage import Level
from tests.handlers.people import NOON, hire, opened

TODAY = date(2026, 11, 25)


def hours(number: float) -> datetime:
    return NOON + timedelta(hours=number)


@pytest.mark.parametrize(
    ("at", "is_day"),
    [
        (datetime(2026, 11, 24, 16, 59, 59, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), TODAY),
        (datetime(2026, 11, 25, 16, 59, 59, tzinfo=UTC), TODAY),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_lines_day_is_that_of_viet_nam(at, is_day):
    assert day_of(at) == is_day
    begin, end = bounds(is_day)
    assert begin <= at < end and end - begin == timedelta(hours=24)


def test_a_promise_is_kept_broken_or_still_running():
    came = [
        Came(Level.P0, "BL01", NOON, contacted_at=NOON + timedelta(minutes=5)),  # in time, to the minute
        Came(Level.P0, "BL01", NOON, contacted_at=NOON + timedelta(minutes=6)),
        Came(Level.P1, "BL01", NOON),  # an hour is over
        Came(Level.P2, "BL01", NOON, referred_at=hours(1)),
        Came(Level.P2, "BL01", NOON, closed_at=hours(13), contacted_at=hours(2)),
        Came(Level.P2, "BL01", NOON, owes_contact=False),  # nobody may write to them: the plan is owed all the same
        Came(Level.P3, "CS01", NOON, contacted_at=hours(1)),
        Came(Level.P3, "NC02", NOON),
    ]
    found = counted(TODAY, came, 3, hours(2))
    assert (found.received, found.closed, found.not_a_case) == (8, 3, 1)
    assert list(found.by_level.values()) == [2, 1, 3, 2]
    assert found.by_hour[12] == 8 and sum(found.by_hour) == 8
    first, twelve = found.first_contact, found.twelve_hours
    assert (first.kept, first.broken, first.running) == (3, 2, 1)
    assert (twelve.kept, twelve.broken, twelve.running) == (1, 1, 4)
    later = counted(TODAY, came, 3, hours(12.1)).twelve_hours
    assert (later.kept, later.broken, later.running) == (1, 5, 0)


def test_an_empty_day_is_all_nothing():
    found = counted(TODAY, [], 0, NOON)
    assert found.received == found.closed == sum(found.by_hour) == sum(found.by_level.values()) == 0


async def test_the_figures_are_of_one_day_and_what_waits_of_now(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        for at in (hours(-13), hours(-12), hours(-1), hours(11.9), hours(12)):
            await opened(session, for_bot, Level.P1, now=at)
        await session.flush()
        ids = list(await session.scalars(select(Case.id).order_by(Case.received_at)))
        closed = update(Case).where(Case.id.in_(ids[:2]))
        await session.execute(closed.values(status=Status.CLOSED, closed_at=NOON))
        found = await day.figures(session, TODAY, NOON)
        assert (found.received, found.closed, await day.waiting(session)) == (3, 2, 3)
        assert (await day.figures(session, TODAY - timedelta(days=1), NOON)).received == 1


async def test_what_is_due_tomorrow_is_listed_by_its_time_and_only_of_cases_that_one_may_see(store, for_bot):
    async with store.writing() as session:
        for name, role in (("Lan", Role.CASE_WORKER), ("Xa", Role.COMMUNE)):
            await hire(session, name, role)
        urgent = await opened(session, for_bot, Level.P1, now=hours(1))  # its twelve hours end tomorrow at 1
        question = await opened(session, for_bot, Level.P3, now=hours(-48))  # 72 hours: tomorrow at noon
        await opened(session, for_bot, Level.P1, now=hours(-2))  # today
        lan, xa = await session.get_one(Staff, "lan"), await session.get_one(Staff, "xa")
        found = await day.due(session, lan, TODAY + timedelta(days=1))
        assert [(one.what, one.case.number) for one in found] == [
            (What.TWELVE_HOURS, urgent.number),
            (What.CLAIM, question.number),
            (What.FIRST_CONTACT, question.number),
        ]
        assert found[0].at == hours(13) and found[1].at == hours(24)
        assert await day.due(session, xa, TODAY + timedelta(days=1)) == []


async def test_a_day_is_read_from_an_index_however_long_the_history_is(store):
    """On SQLite the plan says so; PostgreSQL rightly reads a small table from end to end."""
    if not store.is_sqlite:
        pytest.skip("the plan of a small table says nothing there")
    begin, end = bounds(TODAY)
    came = select(Case.level).where(Case.received_at >= begin, Case.received_at < end)
    closed = select(Case.id).where(Case.status == "closed", Case.closed_at >= begin, Case.closed_at < end)
    async with store.reading() as session:
        for query in (came, closed):
            asked = query.compile(store.engine.sync_engine, compile_kwargs={"literal_binds": True})
            plan = " ".join(row.detail for row in await session.execute(text(f"EXPLAIN QUERY PLAN {asked}")))
            assert "SEARCH cases USING" in plan and "INDEX" in plan, plan
