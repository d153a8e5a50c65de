"""The duty list: what may stand on it, what is missing in it, and how the ladder follows it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from handlers import declining, duty_list, escalation
from handlers.deadlines import VIETNAM
from handlers.duty_list import WEEK, Why, Wrong, gaps, monday, span
from handlers.permission import Role
from handlers.store.engine import Store
from handlers.store.models import Alert, LookedAfter, Shift, Staff
from handlers.triage import Level
from tests.handlers.people import NOON, alerted, hire, minutes, opened

TODAY = date(2026, 11, 25)
MORNING, EVENING = time(7), time(19)
END = datetime(2026, 12, 2, tzinfo=VIETNAM)  # of today and the six days after


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=VIETNAM)


async def listed(session, name: str, on_call: int = 0, *, day: date = TODAY, begins=MORNING, ends=EVENING) -> None:
    await duty_list.add(session, "sen", name, [day], begins, ends, on_call, NOON)


async def a_house(session) -> None:
    """Lan on duty; Minh, Hoa and Nga at home; Sen leads, at home."""
    await hire(session, "Lan")
    for name in ("Minh", "Hoa", "Nga"):
        await hire(session, name, on_duty=False)
    await hire(session, "Sen", Role.SUPERVISOR, on_duty=False)


# --- pure -------------------------------------------------------------------------------------------------------------
def test_a_shift_that_ends_before_it_begins_is_one_over_midnight():
    assert span(TODAY, EVENING, MORNING) == (at(25, 19), at(26, 7))
    assert span(TODAY, MORNING, MORNING) == (at(25, 7), at(26, 7))
    assert span(TODAY, MORNING, EVENING) == (at(25, 7), at(25, 19))


def test_a_gap_is_what_no_shift_covers():
    day = [(at(25, 7), at(25, 19)), (at(25, 12), at(25, 13)), (at(25, 19), at(26, 7))]
    assert gaps(day, at(25, 7), at(26, 7)) == []
    assert gaps(day, at(25, 5), at(26, 9)) == [(at(25, 5), at(25, 7)), (at(26, 7), at(26, 9))]
    assert gaps([], at(25, 5), at(26, 9)) == [(at(25, 5), at(26, 9))]
    assert gaps([(at(25, 3), at(25, 4)), (at(27, 1), at(27, 2))], at(25, 5), at(26, 9)) == [(at(25, 5), at(26, 9))]


def test_a_week_begins_on_monday():
    assert monday(TODAY) == date(2026, 11, 23) == monday(date(2026, 11, 29))


# --- the list ---------------------------------------------------------------------------------------------------------
async def test_nobody_stands_twice_at_one_time_and_nothing_of_a_wrong_change_stays(store):
    async with store.writing() as session:
        await a_house(session)
        await listed(session, "minh", begins=EVENING, ends=MORNING)
    for begins, ends in ((time(22), time(23)), (time(5), time(20)), (EVENING, MORNING)):
        with pytest.raises(Wrong) as wrong:
            async with store.writing() as session:
                days = [TODAY - timedelta(days=3), TODAY]
                await duty_list.add(session, "sen", "minh", days, begins, ends, 1, NOON)
        assert wrong.value.why is Why.OVERLAPS
    async with store.writing() as session:
        assert len((await session.scalars(select(Shift))).all()) == 1
        await listed(session, "minh", day=TODAY + timedelta(days=1))  # from the minute at which the night ends
        await listed(session, "hoa", begins=EVENING, ends=MORNING)  # another person at the same time


@pytest.mark.parametrize(
    ("name", "days", "on_call", "why"),
    [
        ("minh", [], 0, Why.INCOMPLETE),
        ("minh", [TODAY], -1, Why.INCOMPLETE),
        ("minh", [TODAY], 10, Why.INCOMPLETE),
        ("minh", [date(2206, 11, 25)], 0, Why.TOO_FAR),
        ("nobody", [TODAY], 0, Why.NOT_ON_DESK),
        ("gone", [TODAY], 0, Why.NOT_ON_DESK),
        ("kim", [TODAY], 0, Why.NOT_ON_DESK),
    ],
)
async def test_what_can_not_stand_on_the_list_is_refused(store, name, days, on_call, why):
    async with store.writing() as session:
        await a_house(session)
        await hire(session, "Kim", Role.INTERPRETER)
        await session.execute(update(Staff).where(Staff.id == await hire(session, "Gone")).values(active=False))
    with pytest.raises(Wrong) as wrong:
        async with store.writing() as session:
            await duty_list.add(session, "sen", name, days, MORNING, EVENING, on_call, NOON)
    assert wrong.value.why is why


async def test_a_week_is_copied_without_who_has_left_and_without_what_overlaps_and_undone_as_one(store):
    async with store.writing() as session:
        await a_house(session)
        days = [monday(TODAY) + timedelta(days=number) for number in range(7)]
        await duty_list.add(session, "sen", "minh", days, EVENING, MORNING, 0, NOON)
        await duty_list.add(session, "sen", "hoa", days[:2], MORNING, EVENING, 1, NOON)
        await duty_list.add(session, "sen", "nga", days[:1], MORNING, EVENING, 0, NOON)
        await listed(session, "hoa", day=days[0] + WEEK)
        await session.execute(update(Staff).where(Staff.id == "nga").values(active=False))
        assert await duty_list.copy_week(session, "sen", days[0] + WEEK, NOON) == 8
    async with store.writing() as session:
        begin = datetime.combine(days[0] + WEEK, time(), VIETNAM)
        there = [one for one in await duty_list.entries(session, begin, begin + WEEK) if one.shift.begins_at >= begin]
        assert sorted((one.name, one.shift.on_call) for one in there) == [("Hoa", 0), ("Hoa", 1), *[("Minh", 0)] * 7]
        with pytest.raises(Wrong):
            await duty_list.copy_week(session, "sen", days[0] + WEEK, NOON)  # it is all there
        change = await duty_list.newest(session)
        with pytest.raises(Wrong):
            await duty_list.undo(session, "sen", change.id - 1, NOON)
        await duty_list.undo(session, "sen", change.id, NOON)
        there = [one for one in await duty_list.entries(session, begin, begin + WEEK) if one.shift.begins_at >= begin]
        assert [one.name for one in there] == ["Hoa"]


async def test_what_was_taken_off_comes_back_when_that_is_undone(store):
    async with store.writing() as session:
        await a_house(session)
        await listed(session, "minh")
        shift = await session.scalar(select(Shift))
        await duty_list.remove(session, "sen", shift.id, NOON)
        await duty_list.remove(session, "sen", shift.id, NOON)  # by a second window
        assert await duty_list.entries(session, NOON, NOON + WEEK) == []
        await duty_list.undo(session, "sen", (await duty_list.newest(session)).id, NOON)
        session.expire_all()
        assert [one.name for one in await duty_list.entries(session, NOON, NOON + WEEK)] == ["Minh"]


async def test_who_should_be_here_and_is_not_and_who_has_left_leaves_a_gap(store):
    async with store.writing() as session:
        await a_house(session)
        assert await duty_list.uncovered(session, NOON) == []  # no list: nothing is promised
        await listed(session, "lan")
        await listed(session, "minh")
        await listed(session, "hoa", 1)
        assert [one.name for one in await duty_list.missing(session, NOON)] == ["Minh"]
        assert await duty_list.uncovered(session, NOON) == [(at(25, 19), END)]
        await session.execute(update(Staff).where(Staff.id.in_(("lan", "minh"))).values(active=False))
        session.expire_all()
        assert [one.name for one in await duty_list.missing(session, NOON)] == ["Lan", "Minh"]
        assert await duty_list.uncovered(session, NOON) == [(NOON, END)]


# --- the ladder -------------------------------------------------------------------------------------------------------
async def climbed(session, case: str, *times: float) -> list[tuple[float, int, str]]:
    """What each look at these minutes brings."""
    told = []
    for minute in times:
        before = len(await alerted(session, case))
        await escalation.climb(session, minutes(minute))
        told += [(minute, *one) for one in (await alerted(session, case))[before:]]
    return told


async def test_who_is_on_call_is_alerted_in_order_before_the_others_and_nobody_is_later_than_the_supervisors(
    store, for_bot
):
    async with store.writing() as session:
        await a_house(session)
        await listed(session, "hoa", 1)
        await listed(session, "nga", 2)
        await listed(session, "lan")
        case = (await opened(session, for_bot, Level.P1)).case_id
        assert await climbed(session, case, 9.9, 10, 13.3, 13.4, 16.6, 16.7, 19.9, 20) == [
            (10, 1, "staff:hoa"),
            (13.4, 1, "staff:nga"),
            (16.7, 1, "staff:minh"),
            (20, 2, "staff:sen"),
        ]


async def test_a_restart_in_the_middle_repeats_nobody_and_forgets_nobody(store, for_bot, database_url):
    async with store.writing() as session:
        await a_house(session)
        await listed(session, "hoa", 1)
        await listed(session, "nga", 2)
        case = (await opened(session, for_bot, Level.P1)).case_id
        await escalation.climb(session, minutes(10))
    later = Store(database_url)
    async with later.writing() as session:
        assert await climbed(session, case, 10, 17, 17.1) == [(17, 1, "staff:nga"), (17, 1, "staff:minh")]
        assert (await escalation.claim(session, case, "nga", minutes(18))).ok
        assert await climbed(session, case, 20, 40) == []
    await later.close()


async def test_another_shift_and_another_persons_call_do_not_count(store, for_bot):
    async with store.writing() as session:
        await a_house(session)
        await listed(session, "hoa", 1, begins=EVENING, ends=MORNING)  # tonight
        await listed(session, "nga", 1, day=TODAY - timedelta(days=1))  # yesterday
        case = (await opened(session, for_bot, Level.P1)).case_id
        assert {target for _, _, target in await climbed(session, case, 10)} == {"staff:hoa", "staff:minh", "staff:nga"}


async def test_who_is_on_call_and_has_left_or_can_not_be_reached_costs_no_time(store, for_bot):
    async with store.writing() as session:
        await a_house(session)
        await hire(session, "Oanh", on_duty=False, linked=False)
        for place, name in enumerate(("hoa", "oanh", "nga"), 1):
            await listed(session, name, place)
        await session.execute(update(Staff).where(Staff.id == "hoa").values(active=False))
        case = (await opened(session, for_bot, Level.P1)).case_id
        assert await climbed(session, case, 10, 15) == [(10, 1, "staff:nga"), (15, 1, "staff:minh")]


async def test_who_is_on_call_and_can_not_take_it_has_the_next_asked_at_once(store, for_bot):
    async with store.writing() as session:
        await a_house(session)
        await session.execute(update(Staff).where(Staff.id == "lan").values(active=False))
        await hire(session, "Binh")
        await listed(session, "hoa", 1)
        await listed(session, "nga", 2)
        case = (await opened(session, for_bot, Level.P1)).case_id
        await declining.decline(session, case, "binh", minutes(1), "busy")
        assert (await alerted(session, case))[-1] == (1, "staff:hoa")
        await declining.decline(session, case, "hoa", minutes(2), "away")
        assert (await alerted(session, case))[-1] == (1, "staff:nga")
        await declining.decline(session, case, "nga", minutes(3), "away")
        assert (await alerted(session, case))[-1] == (1, "staff:minh")
        await declining.decline(session, case, "minh", minutes(4), "away")
        assert (await alerted(session, case))[-1] == (2, "staff:sen")


async def test_who_looks_after_the_commune_is_asked_before_the_others(store, for_bot):
    async with store.writing() as session:
        await a_house(session)
        await hire(session, "Anh")
        session.add(LookedAfter(staff_id="lan", commune_code="24133", commune_scheme="2025"))
        session.add(LookedAfter(staff_id="nga", commune_code="24133", commune_scheme="2025"))
        session.add(LookedAfter(staff_id="hoa", commune_code="24133", commune_scheme="2024"))  # another one
        case = (await opened(session, for_bot, Level.P1)).case_id
        assert await alerted(session, case) == [(0, "staff:lan"), (0, "staff:anh")]
        assert await climbed(session, case, 10, 15) == [
            (10, 1, "staff:nga"),
            (15, 1, "staff:hoa"),
            (15, 1, "staff:minh"),
        ]


async def test_of_those_on_call_the_one_who_fits_is_first(store, for_bot):
    async with store.writing() as session:
        await a_house(session)
        session.add(LookedAfter(staff_id="nga", commune_code="24133", commune_scheme="2025"))
        await listed(session, "hoa", 1)
        await listed(session, "nga", 2)
        case = (await opened(session, for_bot, Level.P0)).case_id
        assert await climbed(session, case, 2, 2.7, 3.4) == [
            (2, 1, "staff:nga"),
            (2.7, 1, "staff:hoa"),
            (3.4, 1, "staff:minh"),
        ]


async def test_a_list_of_yesterday_changes_nothing_in_alerts_that_are_out(store, for_bot):
    async with store.writing() as session:
        await a_house(session)
        case = (await opened(session, for_bot, Level.P1)).case_id
        await escalation.climb(session, minutes(10))
        before = await alerted(session, case)
        await listed(session, "hoa", 1)  # put on the list while the ladder climbs
        assert await climbed(session, case, 11, 15, 19) == []
        assert len((await session.scalars(select(Alert))).all()) == len(before)
