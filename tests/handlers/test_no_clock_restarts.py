"""No act of the staff restarts a clock: what began with the report's first message runs on, whoever has the case."""

from __future__ import annotations

import pytest

from handlers import declining, escalation, referral, report, seen
from handlers.alarms import AlarmKind
from handlers.case import ItemKind
from handlers.console import clocks
from handlers.deadlines import claim_deadline, emergency_due
from handlers.permission import Role
from handlers.triage import Level
from tests.handlers.people import NOON, alerted, case_of, deliver_all, hire, judged, minutes, opened, told


async def _claimed(session, keys, level):
    for name in ("Lan", "Minh"):
        await hire(session, name)
    await hire(session, "Sen", Role.SUPERVISOR, on_duty=False)
    await hire(session, "Ha", on_duty=False)
    case = (await opened(session, keys, level)).case_id
    await deliver_all(session, NOON)
    await escalation.claim(session, case, "lan", minutes(5))
    return case


@pytest.mark.parametrize("level", list(Level))
async def test_giving_back_leaves_the_time_to_claim_as_it_was(store, for_bot, level):
    async with store.writing() as session:
        case = await _claimed(session, for_bot, level)
        await escalation.release(session, case, "lan", minutes(8))
        after = await case_of(session, case)
        due = claim_deadline(level, NOON)
        assert claim_deadline(level, after.waits_since) == due
        assert clocks.to_claim(after, minutes(8), str).due == due


async def test_a_case_given_back_late_is_overdue_at_once_and_alerts_every_rung_that_is_due(store, for_bot):
    async with store.writing() as session:
        case = await _claimed(session, for_bot, Level.P1)
        before = await alerted(session, case)
        await escalation.release(session, case, "lan", minutes(25))
        new = (await alerted(session, case))[len(before) :]
        # 0, 10 and 20 minutes are over: each hears the highest that is due for them, once
        assert sorted(new) == [(0, "staff:lan"), (0, "staff:minh"), (1, "staff:ha"), (2, "staff:sen")]
        assert await escalation.climb(session, minutes(26)) == 0
        assert await escalation.climb(session, minutes(30)) > 0  # everybody, when they would have been called anyway
        overdue = [
            one.case_id for one in await escalation.alarms(session, minutes(31)) if one.kind is AlarmKind.OVERDUE
        ]
        assert overdue == [case]


async def test_giving_back_at_once_alerts_those_on_duty_and_nobody_else_yet(store, for_bot):
    async with store.writing() as session:
        case = await _claimed(session, for_bot, Level.P1)
        before = await alerted(session, case)
        await escalation.release(session, case, "lan", minutes(6))
        assert (await alerted(session, case))[len(before) :] == [(0, "staff:lan"), (0, "staff:minh")]


async def test_giving_back_again_and_again_gains_no_minute(store, for_bot):
    async with store.writing() as session:
        case = await _claimed(session, for_bot, Level.P0)
        for minute in (6, 7, 8):
            await escalation.release(session, case, "lan", minutes(minute))
            await escalation.claim(session, case, "lan", minutes(minute + 0.5))
        assert (await case_of(session, case)).waits_since == NOON


async def test_an_ordinary_case_given_back_in_the_afternoon_waits_for_no_other_morning(store, for_bot):
    async with store.writing() as session:
        case = await _claimed(session, for_bot, Level.P3)
        tomorrow_noon = minutes(24 * 60)
        before = await alerted(session, case)
        await escalation.release(session, case, "lan", tomorrow_noon)
        assert (await alerted(session, case))[len(before) :] == [(0, "staff:lan"), (0, "staff:minh")]


async def test_graver_news_starts_the_shorter_ladder_from_that_moment(store, for_bot):
    async with store.writing() as session:
        case = await _claimed(session, for_bot, Level.P2)
        await report.danger_again(session, case, told(), judged(Level.P0), now=minutes(60))
        assert (await case_of(session, case)).waits_since == minutes(60)


async def test_the_twelve_hours_run_from_the_first_message_whatever_is_done(store, for_bot):
    """Every act of staff and reporter on one case; only the level says whether the hours are shown."""
    async with store.writing() as session:
        case = await _claimed(session, for_bot, Level.P1)
        due = emergency_due(NOON)

        async def holds() -> None:
            after = await case_of(session, case)
            assert after.received_at == NOON
            shown = clocks.twelve_hours(after, minutes(600), str)
            assert after.level == Level.P3 or (shown is not None and shown.due == due)

        await declining.decline(session, case, "minh", minutes(6))
        await holds()
        await seen.mark_read(session, case, minutes(7))
        await holds()
        await escalation.release(session, case, "lan", minutes(8))
        await holds()
        await escalation.claim(session, case, "minh", minutes(9))
        await holds()
        for level in (Level.P2, Level.P0, Level.P3, Level.P1):
            await escalation.lower(session, case, "minh" if level else "sen", level, "Đã gọi", minutes(10 + level))
            await holds()
        await report.add(session, case, ItemKind.MESSAGE, "thêm", now=minutes(20))
        await report.complete(session, case, told(), judged(Level.P0), now=minutes(21))
        await report.danger_again(session, case, told(), judged(Level.P0), now=minutes(22))
        await holds()
        await referral.refer(session, case, "minh", "xã", minutes(23))
        await escalation.close(session, case, "minh", "xong", minutes(24))
        await report.add(session, case, ItemKind.MESSAGE, "lại nữa", now=minutes(25))
        await holds()
