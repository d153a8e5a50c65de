"""A case goes to a named colleague at the end of a shift, on a clock that is moved by hand and over restarts."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers import escalation, handing_over, leaving, stewardship
from handlers.case import ItemKind, Status
from handlers.clock import watch
from handlers.deadlines import HAND_OVER
from handlers.handing_over import Answer
from handlers.outbox import Kind
from handlers.permission import NotAllowed, Role
from handlers.store.engine import Store
from handlers.store.models import HandOver, Item, Staff
from handlers.triage import Level
from tests.handlers.people import NOON, alerted, case_of, hire, minutes, opened
from tests.handlers.test_stewardship import acts, claimed, lanes, tick

WAITS = [(level, length / timedelta(minutes=1)) for level, length in HAND_OVER.items()]


async def offered(session, for_bot, level: Level = Level.P0, to: str = "hoa") -> str:
    """Lan has it and hands it over to Hoa."""
    case = await claimed(session, for_bot, level)
    assert await handing_over.offer(session, case, "lan", to, minutes(1))
    return case


async def outcome(store, case: str) -> tuple[str | None, str | None]:
    async with store.reading() as session:
        newest = select(HandOver).where(HandOver.case_id == case).order_by(HandOver.id.desc()).limit(1)
        found = await session.scalar(newest)
        return found.outcome, found.because


def test_the_table_is_the_one_that_was_decided():
    assert [minutes_ for _, minutes_ in WAITS] == [2, 10, 60, 60]


async def test_until_it_is_accepted_nothing_changes_hands_and_then_everything_does(store, for_bot):
    async with store.writing() as session:
        case = await offered(session, for_bot)
        assert not await handing_over.offer(session, case, "lan", "hoa", minutes(1))  # a second press
        first = await case_of(session, case)
        clocks = (first.received_at, first.waits_since, first.alerted_at)
        assert (first.status, first.claimed_by) == (Status.CLAIMED, "lan")
        assert (await escalation.claim(session, case, "hoa", minutes(1))).reason == "taken"
    assert await lanes(store, Kind.HAND_OVER) == ["staff:hoa"]
    async with store.writing() as session:
        assert await handing_over.accept(session, case, "hoa", minutes(2)) is Answer.DONE
        assert await handing_over.accept(session, case, "hoa", minutes(2)) is Answer.YOURS
        now = await case_of(session, case)
        assert (now.claimed_by, now.claimed_at) == ("hoa", minutes(2))
        assert (now.received_at, now.waits_since, now.alerted_at) == clocks
        with pytest.raises(NotAllowed):
            await stewardship.tap(session, case, "lan", minutes(2))
    assert await lanes(store, Kind.HANDED_OVER) == ["staff:lan"]
    assert (await acts(store, case))[-2:] == [("hand_over", "lan"), ("accept", "hoa")]
    await tick(store, minutes(20))
    assert await lanes(store, Kind.NOT_ACCEPTED) == []


@pytest.mark.parametrize("who", ["minh", "sen"])
async def test_nobody_else_may_accept_it(store, for_bot, who):
    async with store.writing() as session:
        case = await offered(session, for_bot)
        with pytest.raises(NotAllowed):
            await handing_over.accept(session, case, who, minutes(2))
        with pytest.raises(NotAllowed):
            await handing_over.refuse(session, case, who, minutes(2), "busy")
        with pytest.raises(NotAllowed):
            await handing_over.undo(session, case, who, minutes(2))
        with pytest.raises(NotAllowed):
            await handing_over.note_for_next(session, case, who, "x", minutes(2))


async def test_off_duty_one_may_be_asked_and_stays_off_duty(store, for_bot):
    async with store.writing() as session:
        case = await offered(session, for_bot, to="minh")
        assert await handing_over.accept(session, case, "minh", minutes(2)) is Answer.DONE
        assert (await session.get_one(Staff, "minh")).on_duty_since is None


@pytest.mark.parametrize(("level", "length"), WAITS)
async def test_without_an_answer_whoever_offered_hears_it_once_over_restarts_and_keeps_it(
    store, for_bot, database_url, level, length
):
    async with store.writing() as session:
        case = await offered(session, for_bot, level)
        before = len(await alerted(session, case))
    await tick(store, minutes(1 + length - 0.01))
    assert await outcome(store, case) == (None, None)
    for second in (0, 5, 10):
        again = Store(database_url)  # a clock that is started anew each time
        await tick(again, minutes(1 + length) + timedelta(seconds=second))
        await again.close()
    assert await outcome(store, case) == ("unanswered", None)
    assert await lanes(store, Kind.NOT_ACCEPTED) == ["staff:lan"]
    assert await lanes(store, Kind.LEFT) == []
    async with store.writing() as session:
        assert (await case_of(session, case)).claimed_by == "lan"
        assert len(await alerted(session, case)) == before
        assert await handing_over.accept(session, case, "hoa", minutes(1 + length + 1)) is Answer.GONE


@pytest.mark.parametrize(("level", "length"), WAITS)
async def test_after_whoever_offered_has_left_it_goes_to_the_ladder_and_the_supervisor_hears(
    store, for_bot, database_url, level, length
):
    async with store.writing() as session:
        case = await offered(session, for_bot, level)
        before = len(await alerted(session, case))
        await escalation.set_duty(session, "lan", False, minutes(1))
        assert await leaving.leave(session, "lan", minutes(1)) == 0  # it waits for its answer
        assert len(await alerted(session, case)) == before
    for second in (0, 5):
        again = Store(database_url)
        await tick(again, minutes(1 + length) + timedelta(seconds=second))
        await again.close()
    async with store.reading() as session:
        told = (await alerted(session, case))[before:]
        assert (await case_of(session, case)).claimed_by == "lan"
    assert told == ([] if level is Level.P3 else [(0, "staff:hoa")])
    assert await lanes(store, Kind.LEFT) == ["staff:sen"]
    assert await lanes(store, Kind.NOT_ACCEPTED) == ["staff:lan"]


async def test_refused_it_is_kept_and_after_one_has_left_it_goes_to_others_at_once(store, for_bot):
    async with store.writing() as session:
        case = await offered(session, for_bot, Level.P1)
        with pytest.raises(ValueError, match="nonsense"):
            await handing_over.refuse(session, case, "hoa", minutes(2), "nonsense")
        assert await handing_over.refuse(session, case, "hoa", minutes(2), "knows_them") is Answer.DONE
        assert await handing_over.refuse(session, case, "hoa", minutes(2), "busy") is Answer.GONE
    assert await outcome(store, case) == ("refused", "knows_them")
    assert await lanes(store, Kind.NOT_ACCEPTED) == ["staff:lan"] and await lanes(store, Kind.LEFT) == []
    async with store.writing() as session:
        assert await handing_over.offer(session, case, "lan", "minh", minutes(3))
        await leaving.leave(session, "lan", minutes(3))
        assert await handing_over.refuse(session, case, "minh", minutes(4), "away") is Answer.DONE
    assert await lanes(store, Kind.LEFT) == ["staff:sen"]
    async with store.writing() as session:
        assert (await escalation.claim(session, case, "hoa", minutes(5))).ok


async def test_who_comes_back_to_the_case_has_not_left_it(store, for_bot):
    async with store.writing() as session:
        case = await offered(session, for_bot, Level.P1)
        await leaving.leave(session, "lan", minutes(2))
        await stewardship.worked(session, await case_of(session, case), "lan", minutes(5))
    await tick(store, minutes(11))
    assert await lanes(store, Kind.NOT_ACCEPTED) == ["staff:lan"] and await lanes(store, Kind.LEFT) == []


@pytest.mark.parametrize("how", ["closed", "given back", "given back and claimed again", "undone", "taken over"])
async def test_whatever_became_of_the_case_meanwhile_the_answer_is_clear_and_no_alarm_follows(store, for_bot, how):
    expected = {"closed": Answer.CLOSED, "taken over": Answer.TAKEN}.get(how, Answer.GONE)
    async with store.writing() as session:
        case = await offered(session, for_bot)
        match how:
            case "closed":
                await escalation.close(session, case, "lan", "Xong", minutes(1.5))
            case "undone":
                assert await handing_over.undo(session, case, "lan", minutes(1.5))
                assert not await handing_over.undo(session, case, "lan", minutes(1.5))
            case "taken over":
                await leaving.to_others(session, await case_of(session, case), "lan", minutes(1.5))
                assert (await escalation.claim(session, case, "minh", minutes(1.6))).ok
            case _:
                await escalation.release(session, case, "lan", minutes(1.5))
                if how.endswith("again"):
                    assert (await escalation.claim(session, case, "lan", minutes(1.6))).ok
        assert await handing_over.accept(session, case, "hoa", minutes(2)) is expected
        assert await handing_over.refuse(session, case, "hoa", minutes(2), "busy") is expected
    await watch.watch(store, minutes(4))
    assert await lanes(store, Kind.NOT_ACCEPTED) == []


async def test_a_colleague_who_lost_their_access_meanwhile_is_not_waited_for(store, for_bot):
    async with store.writing() as session:
        case = await offered(session, for_bot, Level.P2)
        (await session.get_one(Staff, "hoa")).active = False
    await watch.watch(store, minutes(1.1))
    assert (await outcome(store, case))[0] == "gone"
    assert await lanes(store, Kind.NOT_ACCEPTED) == ["staff:lan"]
    async with store.writing() as session:
        with pytest.raises(handing_over.NobodyToAsk):
            await handing_over.offer(session, case, "lan", "hoa", minutes(2))
        with pytest.raises(NotAllowed):
            await handing_over.offer(session, case, "minh", "sen", minutes(2))
        assert [one.id for one in await handing_over.colleagues(session, "lan")] == ["minh", "sen"]


async def test_another_is_asked_instead(store, for_bot):
    async with store.writing() as session:
        case = await offered(session, for_bot)
        assert await handing_over.offer(session, case, "lan", "minh", minutes(2))
        assert await handing_over.accept(session, case, "hoa", minutes(2)) is Answer.GONE
        assert await handing_over.accept(session, case, "minh", minutes(2)) is Answer.DONE


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_accepted_and_taken_over_in_the_same_second_it_has_one_owner_who_is_named_to_the_other(store, for_bot):
    async with store.writing() as session:
        case = await offered(session, for_bot)
        await leaving.to_others(session, await case_of(session, case), "lan", minutes(1.5))

    async def accept() -> bool:
        async with store.writing() as session:
            return await handing_over.accept(session, case, "hoa", minutes(2)) is Answer.DONE

    async def take_over() -> bool:
        async with store.writing() as session:
            return (await escalation.claim(session, case, "minh", minutes(2))).ok

    won = await asyncio.gather(accept(), take_over())
    assert sorted(won) == [False, True]
    async with store.reading() as session:
        assert (await case_of(session, case)).claimed_by == ("hoa" if won[0] else "minh")


async def test_a_case_that_is_kept_on_call_alarms_nobody_until_its_claimer_is_silent(store, for_bot):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
        before = len(await alerted(session, case))
        await leaving.keep_on_call(session, case, "lan", minutes(1))
        await escalation.set_duty(session, "lan", False, minutes(1))
        assert await leaving.leave(session, "lan", minutes(1)) == 0
        with pytest.raises(NotAllowed):
            await leaving.keep_on_call(session, case, "hoa", minutes(1))
    await tick(store, minutes(10))
    assert await lanes(store, Kind.AT_WORK) == ["staff:lan"]
    await tick(store, minutes(12))
    async with store.reading() as session:
        assert (await alerted(session, case))[before:] == [(0, "staff:hoa")]


async def test_what_was_kept_on_call_is_asked_about_anew_at_the_end_of_the_next_shift(store, for_bot):
    async with store.writing() as session:
        case = await claimed(session, for_bot, Level.P2)
        assert [one.id for one in await leaving.unsettled(session, "lan")] == [case]
        await leaving.keep_on_call(session, case, "lan", minutes(1))
        assert await leaving.unsettled(session, "lan") == []
        await escalation.set_duty(session, "lan", False, minutes(1))
        await escalation.set_duty(session, "lan", True, minutes(600))
        await session.flush()
        assert [one.id for one in await leaving.unsettled(session, "lan")] == [case]


async def test_a_note_to_the_next_is_sealed_to_the_case(store, for_bot):
    async with store.writing() as session:
        case = await claimed(session, for_bot)
        await handing_over.note_for_next(session, case, "lan", "Gọi lại bà ngoại lúc bảy giờ", minutes(1))
        await session.flush()
        item = await session.scalar(select(Item).where(Item.kind == ItemKind.FOR_NEXT))
        assert item.staff_id == "lan" and "bà ngoại".encode() not in item.sealed
    assert (await acts(store, case))[-1] == ("note_for_next", "lan")


async def test_being_named_opens_that_case_alone(store, for_bot):
    async with store.writing() as session:
        await hire(session, "An", Role.INTAKE)
        case = await offered(session, for_bot)
        other = (await opened(session, for_bot)).case_id
        await escalation.claim(session, other, "lan", NOON)
        with pytest.raises(NotAllowed):
            await handing_over.accept(session, other, "hoa", minutes(2))
        assert await handing_over.offer(session, case, "lan", "an", minutes(2))
        assert await handing_over.accept(session, case, "an", minutes(2)) is Answer.DONE
