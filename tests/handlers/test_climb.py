"""The ladder on the clock: who hears what when, across restarts, failures and empty duty lists."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handlers import declining, escalation, inbox, outbox, report
from handlers.case import Status
from handlers.escalation import Outcome
from handlers.heartbeat import Process, beat
from handlers.outbox import Kind
from handlers.permission import NotAllowed, Right, Role, may
from handlers.store.engine import Store
from handlers.store.models import Alert, Case, Kept, Staff
from handlers.triage import Level
from tests.handlers.people import (
    NOON,
    alerted,
    case_of,
    deliver_all,
    group,
    hire,
    jobs,
    judged,
    minutes,
    opened,
    told,
)


async def a_full_house(session):
    """Lan on duty, Minh at home, Sen who leads at home, and the group."""
    await hire(session, "Lan")
    await hire(session, "Minh", on_duty=False)
    await hire(session, "Sen", Role.SUPERVISOR, on_duty=False)
    await group(session)


@pytest.mark.parametrize(
    ("level", "times"),
    [(Level.P0, (0, 2, 4, 5)), (Level.P1, (0, 10, 20, 30)), (Level.P2, (0, 240, 480, 1200))],
)
async def test_each_rung_is_told_at_its_minute_and_once(store, for_bot, level, times):
    async with store.writing() as session:
        await a_full_house(session)
        case = (await opened(session, for_bot, level)).case_id
    told = []
    for minute in sorted({near for at in times for near in (at - 1, at, at + 1)} - {-1, times[-1] + 1}):
        async with store.writing() as session:
            await escalation.climb(session, minutes(minute - 0.01))
            await escalation.climb(session, minutes(minute))
            new = (await alerted(session, case))[len(told) :]
        told += [(minute, *one) for one in new]
    first, second, third, fourth = times
    assert told == [
        (first, 0, "group"),
        (first, 0, "staff:lan"),
        (second, 1, "staff:minh"),
        (third, 2, "staff:sen"),
        (fourth, 3, "group"),
        (fourth, 3, "staff:lan"),
        (fourth, 3, "staff:minh"),
        (fourth, 3, "staff:sen"),
        (fourth, 3, "banner"),
    ]


async def test_the_p0_alarm_goes_on_every_two_minutes_until_somebody_claims(store, for_bot):
    async with store.writing() as session:
        await a_full_house(session)
        case = (await opened(session, for_bot)).case_id
        await escalation.climb(session, minutes(5))
        assert [await escalation.climb(session, minutes(at)) for at in (6, 7, 8, 9, 11)] == [0, 5, 0, 5, 5]
        assert (await escalation.claim(session, case, "lan", minutes(11.5))).ok
        assert await escalation.climb(session, minutes(13)) == 0


async def test_after_a_stop_each_target_is_told_once_and_not_once_for_every_missed_alarm(store, for_bot, database_url):
    async with store.writing() as session:
        await a_full_house(session)
        case = (await opened(session, for_bot)).case_id
        before = len(await alerted(session, case))
    later = Store(database_url)  # another process, twenty minutes on
    async with later.writing() as session:
        assert await escalation.climb(session, minutes(20)) == 5
        targets = [target for _, target in (await alerted(session, case))[before:]]
        assert sorted(targets) == ["banner", "group", "staff:lan", "staff:minh", "staff:sen"]
    async with later.writing() as session:
        assert await escalation.climb(session, minutes(20.5)) == 0
    await later.close()


async def test_an_ordinary_case_waits_quietly_for_the_next_working_morning(store, for_bot):
    async with store.writing() as session:
        await a_full_house(session)
        case = (await opened(session, for_bot, Level.P3)).case_id
        assert await escalation.climb(session, minutes(19 * 60)) == 0
        assert await escalation.climb(session, minutes(20 * 60)) == 2  # Thursday, 08:00
        assert await alerted(session, case) == [(0, "group"), (0, "staff:lan")]


async def test_nobody_on_duty_is_itself_an_alarm(store, for_bot):
    async with store.writing() as session:
        await a_full_house(session)
        await escalation.set_duty(session, "lan", False, NOON)
        case = (await opened(session, for_bot, Level.P2)).case_id
        told = {target for _, target in await alerted(session, case)}
        assert told == {"group", "staff:lan", "staff:minh", "staff:sen", "banner"}
        assert not await escalation.anyone_on_duty(session)
        assert "nobody_on_duty" in {alarm.kind for alarm in await escalation.alarms(session, NOON)}


async def test_when_the_last_one_goes_home_everybody_is_told(store, for_bot):
    async with store.writing() as session:
        await a_full_house(session)
        case = (await opened(session, for_bot, Level.P2)).case_id
        await escalation.set_duty(session, "lan", False, minutes(1))
        assert await escalation.climb(session, minutes(1)) == 3
        assert {"staff:minh", "staff:sen", "banner"} <= {target for _, target in await alerted(session, case)}


async def test_whoever_comes_on_duty_hears_of_the_cases_that_wait(store, for_bot):
    async with store.writing() as session:
        await a_full_house(session)
        case = (await opened(session, for_bot, Level.P2)).case_id
        await escalation.set_duty(session, "minh", True, minutes(1))
        assert await escalation.climb(session, minutes(1)) == 1
        assert (await alerted(session, case))[-1] == (0, "staff:minh")


async def test_those_on_duty_whom_no_message_reaches_have_the_banner(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan", linked=False)
        case = (await opened(session, for_bot)).case_id
        assert await alerted(session, case) == [(0, "banner")]
        assert await jobs(session, "alert") == []


async def test_staff_who_left_are_told_nothing(store, for_bot):
    async with store.writing() as session:
        await a_full_house(session)
        gone = await hire(session, "Tu")
        (await session.get(escalation.Staff, gone)).active = False
        case = (await opened(session, for_bot)).case_id
        await escalation.climb(session, minutes(5))
        assert "staff:tu" not in {target for _, target in await alerted(session, case)}


async def test_an_alert_job_has_no_text_and_a_lane_of_its_target(store, for_bot):
    async with store.writing() as session:
        await a_full_house(session)
        case = (await opened(session, for_bot)).case_id
        put = await jobs(session, "alert")
        assert [(job.worker, job.lane, job.body, job.conversation_id) for job in put] == [
            ("telegram", "first:staff:group", None, None),
            ("telegram", "first:staff:lan", None, None),
        ]
        assert {job.case_id for job in put} == {case}


async def test_a_failed_alert_is_an_alarm_and_the_next_rung_follows_at_once(store, for_bot):
    async with store.writing() as session:
        await a_full_house(session)
        case = (await opened(session, for_bot, Level.P1)).case_id
        broken = await session.scalar(select(Alert.id).where(Alert.target == "staff:lan"))
        await escalation.failed(session, broken, minutes(0.1))
        assert (await alerted(session, case))[2:] == [(0, "banner"), (1, "staff:minh")]
        alarms = await escalation.alarms(session, minutes(1))
        assert ("alert_failed", case) in {(alarm.kind, alarm.case_id) for alarm in alarms}
        # the same failure twice changes nothing, and the rung is not told again when its time comes
        await escalation.failed(session, broken, minutes(0.2))
        assert await escalation.climb(session, minutes(10)) == 0
        await escalation.claim(session, case, "lan", minutes(11))
        assert "alert_failed" not in {alarm.kind for alarm in await escalation.alarms(session, minutes(11))}


async def test_a_failed_alert_skips_rungs_that_nobody_stands_on(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Sen", Role.SUPERVISOR, on_duty=False)
        case = (await opened(session, for_bot, Level.P1)).case_id
        broken = await session.scalar(select(Alert.id))
        await escalation.failed(session, broken, minutes(0.1))
        assert (await alerted(session, case))[1:] == [(0, "banner"), (2, "staff:sen")]


async def test_when_the_only_one_on_duty_cannot_the_next_rung_follows_at_once(store, for_bot):
    async with store.writing() as session:
        await a_full_house(session)
        await hire(session, "Nga")
        case = (await opened(session, for_bot, Level.P1)).case_id
        await declining.decline(session, case, "lan", minutes(1))
        assert (1, "staff:minh") not in await alerted(session, case)
        await declining.decline(session, case, "nga", minutes(2))
        assert (await alerted(session, case))[-1] == (1, "staff:minh")
        assert (await case_of(session, case)).status == Status.OPEN


async def test_a_lowered_case_climbs_the_slower_ladder(store, for_bot):
    async with store.writing() as session:
        await a_full_house(session)
        case = (await opened(session, for_bot)).case_id
        await escalation.lower(session, case, "sen", Level.P2, "Đã gọi, không nguy hiểm", minutes(1))
        assert await escalation.climb(session, minutes(100)) == 0
        assert await escalation.climb(session, minutes(240)) == 1


async def test_overdue_cases_are_an_alarm_though_nothing_ran(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        slow = (await opened(session, for_bot, Level.P1)).case_id
        fast = (await opened(session, for_bot, Level.P0)).case_id
    async with store.reading() as session:

        async def overdue(at: float) -> list[str | None]:
            alarms = await escalation.alarms(session, minutes(at))
            return [alarm.case_id for alarm in alarms if alarm.kind == "overdue"]

        assert [await overdue(at) for at in (5, 6, 31)] == [[], [fast], [fast, slow]]


async def test_a_silent_bot_a_silent_clock_and_a_job_given_up_are_alarms(store):
    async with store.writing() as session:
        await hire(session, "Lan")
        await beat(session, Process.BOT, NOON)
        for process in Process:
            await beat(session, process, minutes(1))
        assert await escalation.alarms(session, minutes(2)) == []
        silent = [(alarm.kind, alarm.since) for alarm in await escalation.alarms(session, minutes(2.1))]
        assert silent == [("bot_silent", minutes(1)), ("clock_silent", minutes(1))]
        await outbox.put(session, worker="telegram", kind="say", lane="x", now=NOON)
        (job,) = await outbox.take(session, "telegram", NOON)
        await outbox.give_up(session, job.id, minutes(1), "blocked")
        found = await escalation.alarms(session, minutes(1.5))
        assert [(alarm.kind, alarm.detail) for alarm in found] == [("job_failed", "blocked")]


async def test_a_message_that_could_not_be_taken_in_is_an_alarm(store):
    async with store.writing() as session:
        await hire(session, "Lan")
        for process in Process:
            await beat(session, process, NOON)
        await inbox.receive(session, "telegram:1", {"7": b"sealed", "8": b"sealed"}, NOON)
        assert await escalation.alarms(session, minutes(1)) == []
        await inbox.set_aside(session, "telegram:1", ["7"], inbox.Kind.FAILED)
        (alarm,) = await escalation.alarms(session, minutes(1))
        assert (alarm.kind, alarm.since) == ("update_failed", NOON)
        assert await inbox.finish(session, "telegram:1", "7", inbox.Kind.HANDLED, minutes(1))
        assert await escalation.alarms(session, minutes(1)) == []


async def test_a_reporter_whose_message_nobody_reads_is_an_alarm(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        for process in Process:
            await beat(session, process, minutes(6))
        case = (await opened(session, for_bot)).case_id
        await escalation.claim(session, case, "lan", NOON)
        await report.add(session, case, report.ItemKind.MESSAGE, "alo", now=NOON)
        assert await escalation.alarms(session, minutes(5)) == []
        assert [alarm.kind for alarm in await escalation.alarms(session, minutes(5.1))] == ["unread"]


async def test_climbing_changes_nothing_for_cases_that_are_claimed_or_closed(store, for_bot):
    async with store.writing() as session:
        await a_full_house(session)
        claimed = (await opened(session, for_bot)).case_id
        closed = (await opened(session, for_bot)).case_id
        await escalation.claim(session, claimed, "lan", NOON)
        await escalation.close(session, closed, "sen", "Trùng", NOON)
        await deliver_all(session, NOON)
        assert await escalation.climb(session, minutes(60)) == 0
        assert len((await session.scalars(select(Case))).all()) == 2


async def test_where_telegram_is_not_served_the_banner_is_raised_at_once(store, for_bot):
    """Staff on duty whose Telegram is linked are not reached by a bot that runs without a token."""
    async with store.writing() as session:
        await hire(session, "Lan")
        session.add(Kept(key="telegram_off", value="yes"))
        case = (await opened(session, for_bot)).case_id
        assert await alerted(session, case) == [(0, "banner")]
        assert await jobs(session, "alert") == []


async def test_crying_out_again_and_again_does_not_keep_the_next_person_from_hearing(store, for_bot):
    async with store.writing() as session:
        await a_full_house(session)
        case = (await opened(session, for_bot)).case_id
        for number in range(1, 5):  # every 90 seconds
            await report.danger_again(session, case, told(), judged(Level.P0), now=minutes(1.5 * number))
            await escalation.climb(session, minutes(1.5 * number))
        reached = {target for _rung, target in await alerted(session, case)}
        assert {"staff:minh", "staff:sen", "group", "banner"} <= reached


async def test_ede_goes_at_once_to_those_who_know_it_on_duty_or_not(store, for_bot):
    async with store.writing() as session:
        await a_full_house(session)
        await hire(session, "Him", on_duty=False, languages="vi,rad")
        case = (await opened(session, for_bot, Level.P1, language="rad")).case_id
        assert await alerted(session, case) == [(0, "group"), (0, "staff:lan"), (0, "staff:him")]
        other = (await opened(session, for_bot, Level.P1)).case_id
        assert "staff:him" not in [target for _, target in await alerted(session, other)]


async def test_one_who_knows_ede_at_home_does_not_take_the_banner_from_those_on_duty(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan", linked=False)
        await hire(session, "Him", on_duty=False, languages="vi,rad")
        case = (await opened(session, for_bot, language="rad")).case_id
        assert await alerted(session, case) == [(0, "banner"), (0, "staff:him")]


async def test_nobody_is_alerted_of_what_they_may_not_claim(store, for_bot):
    others = [role for role in Role if not may(role, Right.CLAIM)]
    assert len(others) == 6
    async with store.writing() as session:
        for role in others:
            await hire(session, role.value, role, languages="vi,rad")
        case = (await opened(session, for_bot, language="rad")).case_id
        for minute in (0, 2, 4, 5, 60):
            await escalation.climb(session, minutes(minute))
        assert {target for _, target in await alerted(session, case)} == {"banner"}
        for role in others:
            assert (await escalation.claim(session, case, role.value, minutes(61))).reason == Outcome.NOT_STAFF
            with pytest.raises(NotAllowed):
                await escalation.set_duty(session, role.value, False, minutes(61))
                await escalation.set_duty(session, role.value, True, minutes(62))


async def test_whoever_lost_the_role_is_no_longer_told_of_their_case(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        case = (await opened(session, for_bot)).case_id
        await escalation.claim(session, case, "lan", minutes(1))
        (await session.get_one(Staff, "lan")).role = Role.LEADER
        await report.add(session, case, "message", "Nó vẫn khóc", now=minutes(2))
        await report.danger_again(session, case, told(), judged(Level.P0), now=minutes(3))
        assert await jobs(session, Kind.UNREAD, Kind.ALERT_AGAIN) == []
