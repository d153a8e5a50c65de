"""Whoever claimed a case is at it, or others hear of it, on a clock that is moved by hand and over restarts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from handlers import declining, escalation, leaving, legal_clocks, report, stewardship
from handlers import ladder as on_ladder
from handlers.case import ItemKind, Status
from handlers.clock import ladder, watch
from handlers.deadlines import ATTENTION
from handlers.declining import Reason
from handlers.outbox import Kind
from handlers.permission import NotAllowed, Role
from handlers.store.engine import Store
from handlers.store.models import Audit, Case, Job, Staff
from handlers.triage import Level
from tests.handlers.people import NOON, alerted, case_of, group, hire, jobs, minutes, opened

ASKED = [
    (level, *(length / timedelta(minutes=1) for length in (rule.quiet, rule.unanswered)))
    for level, rule in ATTENTION.items()
]


async def claimed(session, for_bot, level: Level = Level.P0) -> str:
    """Lan has it, Hoa is on duty, Minh at home, Sen leads at home."""
    await hire(session, "Lan")
    await hire(session, "Hoa")
    await hire(session, "Minh", on_duty=False)
    await hire(session, "Sen", Role.SUPERVISOR, on_duty=False)
    case = (await opened(session, for_bot, level)).case_id
    assert (await escalation.claim(session, case, "lan", NOON)).ok
    return case


async def tick(store, now: datetime) -> None:
    """What the clock does every five seconds."""
    await watch.watch(store, now)
    await ladder.climb(store, now)


async def lanes(store, kind: Kind, case: str | None = None) -> list[str]:
    async with store.reading() as session:
        return [job.lane for job in await jobs(session, kind) if case in (None, job.case_id)]


async def acts(store, case: str) -> list[tuple[str, str | None]]:
    async with store.reading() as session:
        rows = await session.execute(select(Audit.act, Audit.staff_id).where(Audit.case_id == case).order_by(Audit.id))
        return [tuple(row) for row in rows]


def test_the_table_is_the_one_that_was_decided():
    assert [one[1:] for one in ASKED] == [(10, 2), (60, 10), (8 * 60, 60), (48 * 60, 60)]


@pytest.mark.parametrize(("level", "quiet", "unanswered"), ASKED)
async def test_a_silent_claimer_is_asked_and_then_others_are_alerted_each_once_over_restarts(
    store, for_bot, database_url, level, quiet, unanswered
):
    async with store.writing() as session:
        case = await claimed(session, for_bot, level)
        before = len(await alerted(session, case))
    await tick(store, minutes(quiet - 0.01))
    assert await lanes(store, Kind.AT_WORK) == []
    for second in (0, 5, 10):
        again = Store(database_url)  # a clock that is started anew each time
        await tick(again, minutes(quiet) + timedelta(seconds=second))
        await again.close()
    assert await lanes(store, Kind.AT_WORK) == ["staff:lan"]
    await tick(store, minutes(quiet + unanswered - 0.01))
    async with store.reading() as session:
        assert len(await alerted(session, case)) == before
    late = minutes(quiet + unanswered)
    for second in (0, 5, 10):
        again = Store(database_url)
        await tick(again, late + timedelta(seconds=second))
        await again.close()
    async with store.reading() as session:
        told = (await alerted(session, case))[before:]
        held = await case_of(session, case)
    assert (held.status, held.claimed_by) == (Status.CLAIMED, "lan")  # who keeps it
    assert told == ([] if level is Level.P3 else [(0, "staff:hoa")])  # P3: on the next working morning
    assert (await acts(store, case))[-2:] == [("ask_at_work", None), ("pass_on", None)]


async def test_the_ladder_of_a_case_that_was_passed_on_climbs_from_its_first_rung(store, for_bot):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
    for minute in (10, 12):
        await tick(store, minutes(minute))
    async with store.reading() as session:
        before = len(await alerted(session, case))
    for minute in (14, 16, 17):
        await tick(store, minutes(minute))
    async with store.reading() as session:
        told = (await alerted(session, case))[before:]
    assert (1, "staff:minh") in told and (2, "staff:sen") in told and (3, "banner") in told
    assert "staff:lan" not in {target for _, target in told}


@pytest.mark.parametrize("sign", ["a note", "a level", "a tap"])
async def test_a_sign_of_work_is_waited_for_anew(store, for_bot, sign):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
    await tick(store, minutes(10))
    async with store.writing() as session:
        match sign:
            case "a note":
                await report.add(session, case, ItemKind.CALL, "Nó vẫn khóc", now=minutes(11), staff_id="lan")
            case "a level":
                await escalation.lower(session, case, "lan", Level.P0, "x", minutes(11))
                await escalation.lower(session, case, "lan", Level.P1, "Đã an toàn", minutes(11))
                await escalation.lower(session, case, "lan", Level.P0, "Không", minutes(11))
            case "a tap":
                await stewardship.tap(session, case, "lan", minutes(11))
    for minute in (12, 20.9):
        await tick(store, minutes(minute))
    async with store.reading() as session:
        assert not escalation.is_unheeded(await case_of(session, case))
    assert await lanes(store, Kind.AT_WORK) == ["staff:lan"]
    await tick(store, minutes(21.1))
    assert await lanes(store, Kind.AT_WORK) == ["staff:lan"] * 2


async def test_what_somebody_else_does_is_no_sign_of_the_claimers_work(store, for_bot):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
        await report.add(session, case, ItemKind.CALL, "Alo", now=minutes(9), staff_id="hoa")
        await report.add(session, case, ItemKind.MESSAGE, "Alo", now=minutes(9))
        with pytest.raises(NotAllowed):
            await stewardship.tap(session, case, "hoa", minutes(9))
    await tick(store, minutes(10))
    assert await lanes(store, Kind.AT_WORK) == ["staff:lan"]


async def test_one_tap_after_another_and_nothing_else_reaches_a_supervisor(store, for_bot):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
    for minute, told in ((10, 0), (20.1, 1), (30.2, 2)):
        await tick(store, minutes(minute))
        async with store.writing() as session:
            await stewardship.tap(session, case, "lan", minutes(minute))
            await stewardship.tap(session, case, "lan", minutes(minute))  # a second press of one button
        assert await lanes(store, Kind.ONLY_TAPS) == ["staff:sen"] * told
    async with store.writing() as session:
        await report.add(session, case, ItemKind.CALL, "Alo", now=minutes(31), staff_id="lan")
    await tick(store, minutes(41))
    async with store.writing() as session:
        await stewardship.tap(session, case, "lan", minutes(41))
    assert await lanes(store, Kind.ONLY_TAPS) == ["staff:sen"] * 2


async def test_the_claimer_keeps_the_case_until_another_has_accepted_it(store, for_bot):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
        assert (await escalation.claim(session, case, "hoa", minutes(1))).reason == "taken"
    for minute in (10, 12):
        await tick(store, minutes(minute))
    async with store.writing() as session:
        assert [alarm.kind for alarm in await escalation.alarms(session, minutes(12)) if alarm.case_id] == ["passed_on"]
        await report.add(session, case, ItemKind.CALL, "Alo", now=minutes(12), staff_id="hoa")
        assert (await escalation.claim(session, case, "hoa", minutes(13))).ok
        late = await escalation.claim(session, case, "minh", minutes(13))
        assert (late.by_name, late.reason) == ("Hoa", "taken")
        held = await case_of(session, case)
        assert (held.claimed_by, held.claimed_at) == ("hoa", minutes(13))
        line = await session.scalar(select(Audit).where(Audit.act == "take_over"))
        assert (line.staff_id, line.detail) == ("hoa", "lan")
        with pytest.raises(NotAllowed):
            await stewardship.tap(session, case, "lan", minutes(14))
    assert await lanes(store, Kind.TAKEN_OVER) == ["staff:lan"]
    await tick(store, minutes(22.9))
    assert len(await lanes(store, Kind.AT_WORK)) == 1
    await tick(store, minutes(23))
    assert (await lanes(store, Kind.AT_WORK))[1:] == ["staff:hoa"]


async def test_a_claimer_who_takes_it_up_again_ends_the_alarm(store, for_bot):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
    for minute in (10, 12):
        await tick(store, minutes(minute))
    async with store.writing() as session:
        await stewardship.tap(session, case, "lan", minutes(13))
        assert (await escalation.claim(session, case, "hoa", minutes(13))).reason == "taken"
    async with store.reading() as session:
        before = len(await alerted(session, case))
    for minute in (14, 16, 17, 19):
        await tick(store, minutes(minute))
    async with store.reading() as session:
        assert len(await alerted(session, case)) == before
    assert [act for act, _ in await acts(store, case)][-3:] == ["pass_on", "at_work", "take_up"]


async def test_help_elsewhere_gives_the_claimer_more_time(store, for_bot):
    async with store.writing() as session:
        case = await claimed(session, for_bot, Level.P1)
        (await case_of(session, case)).referred_at = minutes(5)
    await tick(store, minutes(8 * 60 - 1))
    assert await lanes(store, Kind.AT_WORK) == []
    await tick(store, minutes(8 * 60))
    assert await lanes(store, Kind.AT_WORK) == ["staff:lan"]


async def test_a_claimer_alone_in_the_house_has_everybody_alerted(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Minh", on_duty=False)
        case = (await opened(session, for_bot)).case_id
        await escalation.claim(session, case, "lan", NOON)
    for minute in (10, 12):
        await tick(store, minutes(minute))
    async with store.reading() as session:
        assert (await alerted(session, case))[-2:] == [(0, "staff:minh"), (0, "banner")]


async def test_the_twelve_hours_are_warned_of_to_claimer_supervisor_and_everybody_each_once(
    store, for_bot, database_url
):
    async with store.writing() as session:
        case = await claimed(session, for_bot, Level.P1)
        await group(session)
    heard = []
    for minute in (359, 360, 361, 539, 540, 541, 719, 720, 721, 5000, 20_000):
        again = Store(database_url)
        for _ in range(2):
            await watch.watch(again, minutes(minute))
        async with again.writing() as session:
            heard.append(
                (minute, sorted(job.lane.removeprefix("staff:") for job in await jobs(session, Kind.TWELVE_HOURS)))
            )
            for job in await session.scalars(select(Job)):
                await session.delete(job)  # as forgetting does
        await again.close()
    everybody = ["group", "hoa", "lan", "minh", "sen"]
    assert [one for one in heard if one[1]] == [(360, ["lan"]), (540, ["lan", "sen"]), (720, everybody)]
    async with store.reading() as session:
        assert "twelve_hours" in {one.kind for one in await escalation.alarms(session, minutes(721))}
        assert (await case_of(session, case)).claimed_by == "lan"


async def test_after_a_stop_only_the_gravest_warning_is_given(store, for_bot):
    async with store.writing() as session:
        await claimed(session, for_bot, Level.P2)
    await watch.watch(store, minutes(600))
    await watch.watch(store, minutes(601))
    assert sorted(await lanes(store, Kind.TWELVE_HOURS)) == ["staff:lan", "staff:sen"]


@pytest.mark.parametrize("how", ["referred", "closed", "a question"])
async def test_twelve_hours_that_are_kept_warn_nobody(store, for_bot, how):
    async with store.writing() as session:
        case = await claimed(session, for_bot, Level.P3 if how == "a question" else Level.P1)
        if how == "closed":
            await escalation.close(session, case, "lan", "Xong", minutes(5))
        if how == "referred":
            (await case_of(session, case)).referred_at = minutes(5)
    await watch.watch(store, minutes(800))
    assert await lanes(store, Kind.TWELVE_HOURS) == []


async def test_of_a_case_that_nobody_has_those_on_duty_are_warned(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Minh", on_duty=False)
        await opened(session, for_bot, Level.P1)
    await watch.watch(store, minutes(360))
    assert await lanes(store, Kind.TWELVE_HOURS) == ["staff:lan"]


async def test_first_contact_is_warned_of_within_72_hours_at_tet_too(store, for_bot):
    tet = datetime(2027, 2, 5, 3, tzinfo=UTC)  # the last day of the old year
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Sen", Role.SUPERVISOR, on_duty=False)
        case = (await opened(session, for_bot, Level.P3, now=tet)).case_id
        answered = (await opened(session, for_bot, Level.P3, now=tet)).case_id
        await report.add(session, answered, ItemKind.CALL, "Alo", now=tet, staff_id="lan")
    for hours, told in ((53.9, 0), (54, 1), (71.9, 1), (72, 2), (73, 2)):
        await watch.watch(store, tet + timedelta(hours=hours))
        assert len(await lanes(store, Kind.FIRST_CONTACT, case)) == told
    assert (await lanes(store, Kind.FIRST_CONTACT, case)) == ["staff:lan", "staff:sen"]
    assert await lanes(store, Kind.FIRST_CONTACT, answered) == []
    async with store.reading() as session:
        over = legal_clocks.over(legal_clocks.LegalClock.FIRST_CONTACT, tet + timedelta(hours=73))
        assert list(await session.scalars(select(Case.id).where(over))) == [case]


@pytest.mark.parametrize("level", [Level.P0, Level.P1])
async def test_who_leaves_has_their_unhandled_cases_go_on(store, for_bot, level):
    async with store.writing() as session:
        case = await claimed(session, for_bot, level)
        before = len(await alerted(session, case))
        await escalation.set_duty(session, "lan", False, minutes(1))
        assert await leaving.leave(session, "lan", minutes(1)) == 1
        assert await leaving.leave(session, "lan", minutes(1)) == 0
        assert (await alerted(session, case))[before:] == [(0, "staff:hoa")]
        assert (await case_of(session, case)).claimed_by == "lan"
        assert (await escalation.claim(session, case, "hoa", minutes(2))).ok
    assert await lanes(store, Kind.LEFT) == ["staff:sen"]
    assert ("pass_on", "lan") in await acts(store, case)


async def test_what_help_elsewhere_has_or_is_not_urgent_stays_with_who_leaves(store, for_bot):
    async with store.writing() as session:
        case = await claimed(session, for_bot, Level.P1)
        calm = (await opened(session, for_bot, Level.P2)).case_id
        await escalation.claim(session, calm, "lan", NOON)
        (await case_of(session, case)).referred_at = NOON
        assert await leaving.unhandled(session, "lan") == []


async def test_whoever_loses_access_loses_the_case_nothing_of_its_history_and_supervisors_hear(store, for_bot):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
        (await session.get_one(Staff, "lan")).active = False
        await session.flush()
        await escalation.free(session, "lan", "sen", minutes(3))
        assert (await case_of(session, case)).status == Status.OPEN
    assert await lanes(store, Kind.LEFT) == ["staff:sen"]
    assert [act for act, _ in await acts(store, case)] == ["open", "claim", "release"]


async def test_who_cannot_says_why_and_the_next_person_is_alerted_at_once(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Hoa")
        await hire(session, "Minh", on_duty=False)
        case = (await opened(session, for_bot, Level.P1)).case_id
        await declining.decline(session, case, "lan", minutes(1), Reason.BUSY)
        assert [job.lane for job in await jobs(session, Kind.ALERT_AGAIN)] == ["again:staff:hoa"]
        assert (1, "staff:minh") not in await alerted(session, case)
        assert await declining.decline(session, case, "hoa", minutes(2))
        assert not await declining.decline(session, case, "hoa", minutes(2))
        assert (await alerted(session, case))[-1] == (1, "staff:minh")
        await declining.say_why(session, case, "hoa", minutes(3), "knows_them")
        with pytest.raises(ValueError, match="nonsense"):
            await declining.say_why(session, case, "hoa", minutes(3), "nonsense")
        (ladder_,) = await on_ladder.rounds_of(session, await case_of(session, case))
        assert [(one.staff_id, one.because) for one in ladder_.declines] == [("lan", "busy"), ("hoa", "knows_them")]
    assert [one for one in await acts(store, case) if one[1]] == [
        ("cannot", "lan"),
        ("cannot", "hoa"),
        ("say_why", "hoa"),
    ]


async def test_no_clock_of_the_report_starts_anew_by_any_of_it(store, for_bot):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
        first = await case_of(session, case)
        kept = (first.received_at, first.waits_since)
    for minute in (10, 12, 14):
        await tick(store, minutes(minute))
    async with store.writing() as session:
        await escalation.claim(session, case, "hoa", minutes(15))
        await leaving.leave(session, "hoa", minutes(16))
        now = await case_of(session, case)
        assert (now.received_at, now.waits_since) == kept
        assert isinstance(now, Case)
