"""What staff do with a case: claim it, give it back, raise and lower it, close it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handlers import escalation
from handlers.case import ItemKind, Status
from handlers.permission import NotAllowed, Role
from handlers.store.models import Alert, Audit, Item
from handlers.triage import Level
from tests.handlers.people import NOON, WORDS, alerted, case_of, deliver_all, group, hire, jobs, minutes, opened


async def acts(session, case):
    rows = await session.execute(select(Audit.staff_id, Audit.act, Audit.detail).where(Audit.case_id == case))
    return [tuple(row) for row in rows][1:]  # the first one is the opening


async def test_the_first_to_claim_has_the_case_and_the_second_hears_who_was_first(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Minh")
        case = (await opened(session, for_bot)).case_id
        assert await escalation.claim(session, case, "lan", minutes(1)) == escalation.Claim(True, "Lan", minutes(1), "")
        late = await escalation.claim(session, case, "minh", minutes(2))
        assert late == escalation.Claim(False, "Lan", minutes(1), "taken")
        twice = await escalation.claim(session, case, "lan", minutes(3))
        assert twice == escalation.Claim(True, "Lan", minutes(1), "yours")
        assert await acts(session, case) == [("lan", "claim", None)]
        claimed = await case_of(session, case)
        assert (claimed.status, claimed.claimed_by) == (Status.CLAIMED, "lan")


async def test_only_active_staff_whose_role_may_claim_can(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Minh", Role.COMMUNE)
        gone = await session.get(escalation.Staff, await hire(session, "Tu"))
        gone.active = False
        case = (await opened(session, for_bot)).case_id
        why = [(await escalation.claim(session, case, who, NOON)).reason for who in ("minh", "tu", "nobody")]
        assert why == ["not_staff", "not_staff", "not_staff"]
        assert (await escalation.claim(session, "nowhere", "lan", NOON)).reason == "no_case"
        assert (await case_of(session, case)).status == Status.OPEN


async def test_a_claim_off_duty_binds_to_that_case_alone(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Minh", on_duty=False)
        await hire(session, "Lan", on_duty=False)
        case, other = [(await opened(session, for_bot)).case_id for _ in range(2)]
        assert (await escalation.claim(session, case, "minh", minutes(1))).ok
        assert (await acts(session, case)) == [("minh", "claim", "off_duty")]
        minh = await session.get_one(escalation.Staff, "minh", populate_existing=True)
        assert minh.on_duty_since is None
        assert not await escalation.anyone_on_duty(session)  # what reporters are told is asked here
        assert (await case_of(session, other)).status == Status.OPEN
        # The other case's ladder is still everybody's: nobody is on duty.
        await escalation.climb(session, minutes(2))
        assert {to for _, to in await alerted(session, other)} == {"staff:minh", "staff:lan", "banner"}
        assert [kind async for kind in _nobody(session)] == ["nobody_on_duty"]


async def _nobody(session):
    for alarm in await escalation.alarms(session, minutes(2)):
        if alarm.kind == "nobody_on_duty":
            yield alarm.kind


async def test_a_closed_case_cannot_be_claimed(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Sen", Role.SUPERVISOR)
        case = (await opened(session, for_bot)).case_id
        await escalation.close(session, case, "sen", "Trùng", minutes(1))
        assert (await escalation.claim(session, case, "lan", minutes(2))).reason == "closed"


async def test_a_claim_changes_every_message_that_was_shown_and_withdraws_the_others(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Minh", on_duty=False)
        await group(session)
        case = (await opened(session, for_bot)).case_id
        shown = await deliver_all(session, NOON)
        await escalation.climb(session, minutes(2))  # Minh's alert waits
        assert (await escalation.claim(session, case, "lan", minutes(2))).ok
        taken = await jobs(session, "alert", "alert_taken")
        assert {(job.kind, job.alert_id) for job in taken} == {("alert_taken", one) for one in shown}
        assert len({job.lane for job in taken}) == 2  # no old message holds a new alert up


async def test_an_alert_that_arrives_after_the_claim_is_changed_at_once(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        case = (await opened(session, for_bot)).case_id
        alert = await session.scalar(select(Alert.id))
        await escalation.claim(session, case, "lan", minutes(1))
        await escalation.delivered(session, [alert], "77", minutes(1.1))
        assert [job.alert_id for job in await jobs(session, "alert_taken")] == [alert]
        await escalation.taken_shown(session, [alert])
        row = await session.get(Alert, alert, populate_existing=True)
        assert (row.message_id, row.delivered_at, row.taken_shown) == ("77", minutes(1.1), True)


async def test_a_case_given_back_is_alerted_anew_and_its_next_claimer_is_shown(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Minh")
        case = (await opened(session, for_bot)).case_id
        await deliver_all(session, NOON)
        await escalation.claim(session, case, "lan", minutes(1))
        await deliver_all(session, minutes(1))
        with pytest.raises(NotAllowed):
            await escalation.release(session, case, "minh", minutes(2))
        await escalation.release(session, case, "lan", minutes(2))
        assert (await case_of(session, case)).status == Status.OPEN
        assert {job.lane for job in await jobs(session, "alert_again")} == {"first:staff:lan", "first:staff:minh"}
        assert (await escalation.claim(session, case, "minh", minutes(3))).ok
        assert len(await jobs(session, "alert_taken")) == 2


async def test_lowering_needs_the_claimer_or_a_supervisor_and_a_reason(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Minh")
        await hire(session, "Sen", Role.SUPERVISOR, on_duty=False)
        case = (await opened(session, for_bot)).case_id
        await escalation.claim(session, case, "lan", NOON)
        with pytest.raises(NotAllowed):
            await escalation.lower(session, case, "minh", Level.P1, "Không rõ", minutes(1))
        with pytest.raises(ValueError, match="reason"):
            await escalation.lower(session, case, "lan", Level.P1, "  ", minutes(1))
        await escalation.lower(session, case, "lan", Level.P1, WORDS, minutes(1))
        await escalation.lower(session, case, "sen", Level.P2, WORDS, minutes(2))
        assert (await case_of(session, case)).level == Level.P2
        assert (await acts(session, case))[1:] == [("lan", "lower", "P0>P1"), ("sen", "lower", "P1>P2")]
        reasons = (await session.scalars(select(Item).where(Item.kind == ItemKind.REASON))).all()
        assert [one.staff_id for one in reasons] == ["lan", "sen"]
        assert not any(WORDS.encode() in one.sealed for one in reasons)


async def test_anybody_on_the_staff_may_raise_a_case_and_it_is_alerted_anew(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Minh", on_duty=False)
        case = (await opened(session, for_bot, Level.P2)).case_id
        with pytest.raises(NotAllowed):
            await escalation.lower(session, case, "nobody", Level.P0, "x", minutes(2))
        await escalation.lower(session, case, "minh", Level.P0, "Nghe tiếng khóc", minutes(1))
        assert (await case_of(session, case)).alerted_at == minutes(1)
        assert (await acts(session, case)) == [("minh", "raise", "P2>P0")]
        assert await alerted(session, case) == [(0, "staff:lan")] * 2


async def test_a_claimer_who_raises_the_case_is_not_alerted_by_it(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        case = (await opened(session, for_bot, Level.P2)).case_id
        await escalation.claim(session, case, "lan", NOON)
        await escalation.lower(session, case, "lan", Level.P0, "Đang bị đánh", minutes(1))
        assert await jobs(session, "alert", "alert_again") == []


async def test_closing_needs_the_claimer_or_a_supervisor_and_a_reason(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Minh")
        case = (await opened(session, for_bot)).case_id
        with pytest.raises(NotAllowed):
            await escalation.close(session, case, "lan", "Xong", NOON)  # not hers yet
        await escalation.claim(session, case, "lan", NOON)
        with pytest.raises(NotAllowed):
            await escalation.close(session, case, "minh", "Xong", NOON)
        with pytest.raises(ValueError, match="reason"):
            await escalation.close(session, case, "lan", "", NOON)
        await escalation.close(session, case, "lan", "Xã đã nhận", minutes(1))
        closed = await case_of(session, case)
        assert (closed.status, closed.closed_at, closed.claimed_by) == (Status.CLOSED, minutes(1), "lan")


async def test_duty_is_switched_and_written_down_once(store):
    async with store.writing() as session:
        await hire(session, "Lan", on_duty=False)
        assert not await escalation.anyone_on_duty(session)
        for at in (1, 2):
            await escalation.set_duty(session, "lan", True, minutes(at))
        assert (await session.get(escalation.Staff, "lan")).on_duty_since == minutes(1)
        assert await escalation.anyone_on_duty(session)
        await escalation.set_duty(session, "lan", False, minutes(3))
        assert not await escalation.anyone_on_duty(session)
        assert (await session.scalars(select(Audit.act).order_by(Audit.id))).all() == ["duty_on", "duty_off"]
        with pytest.raises(NotAllowed):
            await escalation.set_duty(session, "nobody", True, minutes(4))
