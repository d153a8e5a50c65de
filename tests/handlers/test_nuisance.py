"""Closing a nuisance in one press: its chat's alerts are muted, its words are not."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers import escalation, legal_clocks, nuisance, report
from handlers.alarms import AlarmKind, alarms
from handlers.audit import Act, note
from handlers.case import Because, ItemKind, Remark
from handlers.circumstances import Told
from handlers.mute import MUTED_FOR, are_harmless, is_harmless, is_muted
from handlers.nuisance import MayBeAChild
from handlers.permission import NotAllowed, Role
from handlers.recording import Recording
from handlers.store.models import Audit
from handlers.triage import Facts, Level, triage
from nlu.meaning import Danger, Meaning
from tests.handlers.people import NOON, alerted, case_of, chat, group, hire, jobs, minutes, told

SPAM = Facts("nuisance")


async def spam(session, keys, facts=SPAM, *, conversation=None, read=True, now=NOON):
    conversation = conversation or await chat(session)
    new = await report.open_case(
        session,
        keys,
        told("Vay nhanh lãi thấp", **{name: getattr(facts, name) for name in facts.__slots__}),
        triage(facts),
        conversation=conversation,
        received_at=now,
        now=now,
    )
    if read:
        note(session, Act.READ, at=now, staff_id="lan", case_id=new.case_id)
    await session.flush()
    return new.case_id


async def closed(session, keys, **how):
    await hire(session, "Lan", Role.INTAKE)
    await hire(session, "Minh")
    await group(session)
    case_id = await spam(session, keys, **how)
    await nuisance.close(session, case_id, "lan", minutes(1))
    return case_id


# --- what may be closed so ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "facts",
    [
        Facts("nuisance", told=frozenset({Told.CHILD})),
        Facts("nuisance", told=frozenset({Told.RISK})),
        Facts("nuisance", told=frozenset({Told.DYING})),
        Facts("nuisance", told=frozenset({Told.ALONE})),
        Facts("nuisance", signals=frozenset({"weapon"})),
        Facts("nuisance", danger_now=True),
        Facts("nuisance", danger="unknown"),
        Facts("nuisance", harm_doer="father"),
        Facts("nuisance", age="7-10"),
        Facts("nuisance", language="rad"),
        Facts("out_of_scope", told=frozenset({Told.RISK})),
        Facts("report_neglect"),
        Facts("report_unspecified"),
        Facts("ask_benefits"),
        Facts(None),
    ],
)
async def test_never_where_a_child_was_named_or_a_risk_heard_or_it_is_no_nuisance(store, for_bot, facts):
    assert not is_harmless(facts, triage(facts))
    async with store.writing() as session:
        await hire(session, "Lan", Role.INTAKE)
        case_id = await spam(session, for_bot, facts)
        assert await nuisance.offered(session, [await case_of(session, case_id)]) == set()
        with pytest.raises(MayBeAChild):
            await nuisance.close(session, case_id, "lan", minutes(1))
        assert (await case_of(session, case_id)).status == "open"


async def test_nor_where_staff_have_lowered_it_nor_beside_a_graver_case_of_the_same_chat_nor_unread(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan", Role.SUPERVISOR)
        lowered = await spam(session, for_bot, Facts("nuisance", told=frozenset({Told.CHILD})))
        await escalation.lower(session, lowered, "lan", Level.P3, "đùa", minutes(1))
        raised = await spam(session, for_bot)
        await escalation.lower(session, raised, "lan", Level.P2, "chưa chắc", minutes(1))
        shared = await chat(session)
        await spam(session, for_bot, Facts("report_bullying"), conversation=shared)
        beside = await spam(session, for_bot, conversation=shared)
        unread = await spam(session, for_bot, read=False)
        fine = await spam(session, for_bot)
        ids = [lowered, raised, beside, unread, fine]
        assert await nuisance.offered(session, [await case_of(session, one) for one in ids]) == {fine}


async def test_one_press_closes_mutes_and_says_who_did(store, for_bot):
    async with store.writing() as session:
        case_id = await closed(session, for_bot)
        case = await case_of(session, case_id)
        assert (case.status, case.closed_because, case.claimed_by) == ("closed", Because.NOTHING_TO_DO, "lan")
        assert case.muted_until == minutes(1) + MUTED_FOR
        assert Act.CLOSE_AS_NUISANCE in set(await session.scalars(select(Audit.act)))
        with pytest.raises((MayBeAChild, NotAllowed)):  # the second press finds it done
            await nuisance.close(session, case_id, "lan", minutes(2))
        assert (await case_of(session, case_id)).muted_until == minutes(1) + MUTED_FOR


async def test_whoever_claims_in_the_same_second_keeps_the_case(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan", Role.INTAKE)
        await hire(session, "Minh")
        case_id = await spam(session, for_bot)

    async def press() -> str:
        try:
            async with store.writing() as session:
                await nuisance.close(session, case_id, "lan", minutes(1))
        except (NotAllowed, MayBeAChild):
            return "not closed"
        return "closed"

    async def claim() -> str:
        async with store.writing() as session:
            return "claimed" if (await escalation.claim(session, case_id, "minh", minutes(1))).ok else "not claimed"

    outcome = set(await asyncio.gather(press(), claim()))
    assert outcome in ({"closed", "not claimed"}, {"not closed", "claimed"})
    async with store.reading() as session:
        case = await case_of(session, case_id)
        assert (case.claimed_by, case.muted_until is None) == (
            ("minh", True) if "claimed" in outcome else ("lan", False)
        )


# --- what is muted, and what is not ------------------------------------------------------------------------------
async def test_harmless_words_are_kept_and_open_the_case_again_without_any_alert_for_a_day(store, for_bot):
    async with store.writing() as session:
        case_id = await closed(session, for_bot)
        await report.add(session, case_id, ItemKind.MESSAGE, "Vay đi", now=minutes(5), harmless=True)
        case = await case_of(session, case_id)
        assert case.status == "open" and case.unread_since == minutes(5) and is_muted(case, minutes(6))
        days = NOON + timedelta(hours=23)  # past the next working morning
        assert await escalation.climb(session, days) == 0
        assert await alerted(session, case_id) == [] and await jobs(session, "alert", "alert_again", "unread") == []
        # And it ends by itself.
        after = minutes(1) + MUTED_FOR
        assert not is_muted(case, after)
        assert await escalation.climb(session, after) > 0


async def test_no_clock_speaks_of_a_muted_case_and_all_do_afterwards(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan", Role.INTAKE)
        case_id = await spam(session, for_bot)
        now = NOON + timedelta(hours=60)
        await nuisance.close(session, case_id, "lan", now)
        await report.add(session, case_id, ItemKind.MESSAGE, "Vay đi", now=now, harmless=True)
        later = NOON + timedelta(hours=80)
        assert await legal_clocks.to_warn_of(session, later) == []
        kinds = {one.kind for one in await alarms(session, later) if one.case_id}
        assert kinds == set()
        over = now + MUTED_FOR
        assert await legal_clocks.to_warn_of(session, over) == [case_id]
        assert AlarmKind.FIRST_CONTACT in {one.kind for one in await alarms(session, over)}


@pytest.mark.parametrize("state", ["closed", "open again"])
async def test_danger_from_a_muted_chat_rings_at_once(store, for_bot, state):
    async with store.writing() as session:
        case_id = await closed(session, for_bot)
        if state == "open again":
            await report.add(session, case_id, ItemKind.MESSAGE, "Vay đi", now=minutes(2), harmless=True)
        facts = Facts("report_self_harm", danger_now=True)
        await report.danger_again(session, case_id, told(), triage(facts), now=minutes(3))
        case = await case_of(session, case_id)
        assert (case.status, case.level, case.muted_until, case.harmless) == ("open", Level.P0, None, False)
        assert {"group", "staff:lan", "staff:minh"} <= {target for _, target in await alerted(session, case_id)}
        assert await nuisance.offered(session, [case]) == set()


@pytest.mark.parametrize(
    ("kind", "text", "level"),
    [
        (ItemKind.MESSAGE, "thằng bé nhà bên", Level.P2),
        (ItemKind.REMARK, "con tôi", Level.P2),  # a courtesy, with a child in it
        (ItemKind.REMARK, Remark.THREATENED, Level.P1),
        (ItemKind.REMARK, Remark.TOLD_OF_A_THREAT, Level.P1),
    ],
)
async def test_words_that_name_a_child_or_a_risk_end_it_and_alert_those_on_duty(store, for_bot, kind, text, level):
    async with store.writing() as session:
        case_id = await closed(session, for_bot)
        await report.add(session, case_id, kind, text, now=minutes(5))
        case = await case_of(session, case_id)
        assert (case.status, case.level, case.muted_until, case.harmless) == ("open", level, None, False)
        assert ("staff:lan" in {target for _, target in await alerted(session, case_id)}) is True


async def test_a_voice_ends_it_and_a_sticker_does_not(store, for_bot):
    async with store.writing() as session:
        case_id = await closed(session, for_bot)
        await report.add(session, case_id, ItemKind.REMARK, Remark.SENT_STICKER, now=minutes(2))
        assert (await case_of(session, case_id)).status == "closed"
        assert is_muted(await case_of(session, case_id), minutes(3))
        await report.add_recording(session, case_id, Recording(b"OggS", "audio/ogg", b"ID3"), now=minutes(3))
        case = await case_of(session, case_id)
        assert (case.status, case.level, case.muted_until) == ("open", Level.P1, None)
        assert await alerted(session, case_id) != []


async def test_the_chats_next_nuisance_is_muted_too_and_its_next_report_is_not(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan", Role.INTAKE)
        same = await chat(session)
        first = await spam(session, for_bot, conversation=same)
        await nuisance.close(session, first, "lan", minutes(1))
        again = await spam(session, for_bot, conversation=same, now=minutes(9))
        assert (await case_of(session, again)).muted_until == minutes(1) + MUTED_FOR
        elsewhere = await spam(session, for_bot, now=minutes(9))
        assert (await case_of(session, elsewhere)).muted_until is None
        real = await spam(session, for_bot, Facts("report_sexual_abuse"), conversation=same, now=minutes(10))
        assert (await case_of(session, real)).muted_until is None and await alerted(session, real) != []
        third = await spam(session, for_bot, conversation=same, now=minutes(11))
        assert (await case_of(session, third)).muted_until is None


async def test_it_is_taken_back_in_one_press_and_its_time_has_run_on(store, for_bot):
    async with store.writing() as session:
        case_id = await closed(session, for_bot)
        before = (await case_of(session, case_id)).waits_since
        assert await nuisance.reopen(session, case_id, "lan", minutes(9))
        case = await case_of(session, case_id)
        assert (case.status, case.claimed_by, case.muted_until, case.closed_at) == ("open", None, None, None)
        assert case.waits_since == before
        assert not await nuisance.reopen(session, case_id, "lan", minutes(10))  # the second press


async def test_a_claim_and_a_raise_end_it(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan", Role.SUPERVISOR)
        for act in ("claim", "raise"):
            case_id = await spam(session, for_bot)
            await nuisance.close(session, case_id, "lan", minutes(1))
            await report.add(session, case_id, ItemKind.MESSAGE, "Vay đi", now=minutes(5), harmless=True)
            if act == "claim":
                await escalation.claim(session, case_id, "lan", minutes(6))
            else:
                await escalation.lower(session, case_id, "lan", Level.P1, "không phải", minutes(6))
            assert (await case_of(session, case_id)).muted_until is None


@pytest.mark.parametrize("role", [Role.COMMUNE, Role.INTERPRETER, Role.ADMINISTRATOR, Role.AUDITOR])
async def test_only_who_claims_may(store, for_bot, role):
    async with store.writing() as session:
        await hire(session, "Lan", role)
        case_id = await spam(session, for_bot)
        for act in (nuisance.close, nuisance.reopen):
            with pytest.raises(NotAllowed):
                await act(session, case_id, "lan", minutes(1))


def test_later_words_are_judged_by_the_rules_and_by_what_the_machine_has_learnt():
    assert are_harmless(frozenset({Told.NOW}), Meaning("nuisance", 0.9))
    assert are_harmless(frozenset())
    assert not are_harmless(frozenset({Told.CHILD}), Meaning("nuisance", 0.9))
    assert not are_harmless(frozenset(), Meaning("report_neglect", 0.4))
    assert not are_harmless(frozenset(), Meaning("nuisance", 0.9, danger=Danger(maybe=True)))
    assert not are_harmless(frozenset(), Meaning(None, 0.0, danger=Danger(now=True)))
