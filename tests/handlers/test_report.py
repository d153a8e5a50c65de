"""A report as it becomes a case, grows and comes back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from handlers import escalation, outbox, report, seen, snapshot, writable
from handlers.case import ItemKind, Remark, Status
from handlers.permission import Role
from handlers.recording import Recording
from handlers.store.models import Case, CaseKey, Item
from handlers.store.rows import NoSuchCase
from handlers.store.seal import CannotOpen, about_item, case_private_key, unseal
from handlers.triage import THREAT, UNHEARD, Level, Triage
from tests.handlers.people import NOON, WORDS, alerted, case_of, chat, hire, jobs, judged, minutes, opened, told


async def read(session, keys, case_id, kind):
    """Play the console: the plain bytes of all items of one kind, oldest first."""
    wrapped = await session.get(CaseKey, case_id)
    private = case_private_key(case_id, wrapped.for_console, keys.private)
    query = select(Item).where(Item.case_id == case_id, Item.kind == kind).order_by(Item.created_at)
    return [unseal(one.sealed, private, about_item(case_id, one.id)) for one in await session.scalars(query)]


async def test_an_opened_case_is_numbered_for_staff_and_has_a_code_for_its_reporter(store, for_bot):
    async with store.writing() as session:
        first, second = await opened(session, for_bot), await opened(session, for_bot, Level.P2)
    assert (first.number, second.number) == ("26-0001", "26-0002")
    assert re.fullmatch(r"(\d{3} ){4}\d{3}", first.receipt)
    assert first.receipt != second.receipt
    assert (first.level, second.level) == (Level.P0, Level.P2)


async def test_the_numbers_start_anew_with_the_year_in_viet_nam(store, for_bot):
    new_year = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)  # midnight there
    async with store.writing() as session:
        await opened(session, for_bot)
        assert (await opened(session, for_bot, now=new_year)).number == "27-0001"
        assert (await opened(session, for_bot)).number == "26-0002"


async def test_staff_read_the_report_and_its_triage_as_they_were(store, for_bot, for_console):
    async with store.writing() as session:
        case = await opened(session, for_bot)
        snapshots = await read(session, for_console, case.case_id, "snapshot")
        triages = await read(session, for_console, case.case_id, "triage")
        assert [snapshot.snapshot_from(plain) for plain in snapshots] == [told()]
        assert snapshot.whole_triage(triages) == judged(Level.P0)


async def test_the_bot_cannot_read_back_what_it_sealed(store, for_bot):
    async with store.writing() as session:
        case = await opened(session, for_bot)
        wrapped = await session.get(CaseKey, case.case_id)
        item = await session.scalar(select(Item).where(Item.kind == "snapshot"))
    with pytest.raises(CannotOpen):
        case_private_key(case.case_id, wrapped.for_console, for_bot.private)
    with pytest.raises(CannotOpen):
        unseal(item.sealed, for_bot.private, about_item(case.case_id, item.id))


async def test_a_case_keeps_its_first_message_the_notice_and_the_legal_basis(store, for_bot):
    async with store.writing() as session:
        new = await report.open_case(
            session,
            for_bot,
            told(),
            judged(Level.P1),
            conversation=await chat(session, "web"),
            received_at=NOON,
            now=minutes(31),
            unfinished=True,
            do_not_write=True,
        )
    async with store.reading() as session:
        case = await case_of(session, new.case_id)
    assert (case.received_at, case.opened_at, case.channel) == (NOON, minutes(31), "web")
    assert (case.notice_version, case.notice_at) == ("2026-11", NOON)
    assert "Đ51" in case.legal_basis and "Đ24-26" in case.legal_basis
    assert (case.unfinished, case.do_not_write, case.commune_code) == (True, True, "24133")


async def test_completing_raises_the_level_and_never_lowers_it(store, for_bot, for_console):
    async with store.writing() as session:
        await hire(session, "Lan")
        case = (await opened(session, for_bot, Level.P1)).case_id
        await report.complete(session, case, told("thêm"), judged(Level.P3, "CS"), now=minutes(1), unfinished=True)
        before = await case_of(session, case)
        assert (before.level, before.group, before.unfinished) == (Level.P1, "BL01", True)
        assert before.unread_since == minutes(1)
        await report.complete(session, case, told("nữa"), judged(Level.P0, "TD00"), now=minutes(2))
        after = await case_of(session, case)
        assert (after.level, after.group, after.unfinished) == (Level.P0, "TD00", False)
        assert after.alerted_at == minutes(2)
        assert after.unread_since == minutes(1)
        assert len(await read(session, for_console, case, "snapshot")) == 3
        assert await alerted(session, case) == [(0, "staff:lan"), (0, "staff:lan")]


async def test_an_unclassified_case_learns_its_group_without_a_new_alert(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        case = (await opened(session, for_bot, Level.P1, row="KH00")).case_id
        await report.complete(session, case, told(), judged(Level.P2, "BL03"), now=minutes(2))
        assert ((await case_of(session, case)).group, (await case_of(session, case)).level) == ("BL03", Level.P1)
        assert await alerted(session, case) == [(0, "staff:lan")]


async def test_a_message_on_a_claimed_case_is_announced_to_its_claimer_once_until_it_is_read(store, for_bot):
    async with store.writing() as session:
        lan = await hire(session, "Lan")
        await hire(session, "Minh")
        case = (await opened(session, for_bot)).case_id
        await escalation.claim(session, case, lan, NOON)
        await report.add(session, case, ItemKind.MESSAGE, WORDS, now=minutes(1))
        await report.add(session, case, ItemKind.MESSAGE, WORDS, now=minutes(2))
        assert [job.lane for job in await jobs(session, "unread")] == ["staff:lan"]
        assert (await case_of(session, case)).unread_since == minutes(1)
        await seen.mark_read(session, case, minutes(3))
        assert (await case_of(session, case)).unread_since is None
        await report.add(session, case, ItemKind.MESSAGE, WORDS, now=minutes(4))
        assert len(await jobs(session, "unread")) == 2


async def test_a_message_for_a_claimer_who_has_gone_home_is_also_announced_to_those_on_duty(store, for_bot):
    async with store.writing() as session:
        lan = await hire(session, "Lan")
        await hire(session, "Minh")
        case = (await opened(session, for_bot)).case_id
        await escalation.claim(session, case, lan, NOON)
        await escalation.set_duty(session, lan, False, minutes(1))
        await report.add(session, case, ItemKind.MESSAGE, WORDS, now=minutes(2))
        assert {job.lane for job in await jobs(session, "unread")} == {"staff:lan", "staff:minh"}


async def test_a_message_opens_a_closed_case_again_and_a_remark_does_not(store, for_bot):
    async with store.writing() as session:
        lan = await hire(session, "Lan")
        case = (await opened(session, for_bot)).case_id
        await escalation.claim(session, case, lan, NOON)
        await escalation.close(session, case, lan, "Đã chuyển xã", minutes(1))
        await report.add(session, case, ItemKind.REMARK, "left", now=minutes(2))
        assert (await case_of(session, case)).status == Status.CLOSED
        await report.add(session, case, ItemKind.MESSAGE, WORDS, now=minutes(3))
        again = await case_of(session, case)
        assert (again.status, again.claimed_by, again.closed_at) == (Status.OPEN, None, None)
        assert again.alerted_at == minutes(3)
        assert [job.kind for job in await jobs(session, "alert", "alert_again")] == ["alert_again"]
        assert (await escalation.claim(session, case, lan, minutes(4))).ok


async def test_a_threat_against_whoever_reports_opens_a_closed_case_again_and_makes_it_urgent(store, for_bot):
    async with store.writing() as session:
        lan = await hire(session, "Lan")
        case = (await opened(session, for_bot, Level.P3)).case_id
        await escalation.claim(session, case, lan, NOON)
        await escalation.close(session, case, lan, "Đã chuyển xã", minutes(1))
        await report.add(session, case, ItemKind.REMARK, Remark.THREATENED, now=minutes(2))
        after = await case_of(session, case)
        assert (after.status, after.level, after.alerted_at) == (Status.OPEN, Level.P1, minutes(2))


async def test_danger_again_alerts_everybody_on_duty_and_the_claimer_though_the_case_is_claimed(store, for_bot):
    async with store.writing() as session:
        lan = await hire(session, "Lan")
        minh = await hire(session, "Minh")
        case = (await opened(session, for_bot, Level.P2)).case_id
        await escalation.claim(session, case, lan, NOON)
        await seen.mark_read(session, case, NOON)
        await escalation.set_duty(session, lan, False, minutes(1))
        await report.danger_again(session, case, told(), judged(Level.P1), now=minutes(2))
        now_case = await case_of(session, case)
        assert (now_case.level, now_case.status, now_case.claimed_by) == (Level.P0, Status.CLAIMED, lan)
        assert {job.lane for job in await jobs(session, "alert_again")} == {"first:staff:lan", f"first:staff:{minh}"}
        assert await jobs(session, "unread") == []
        # nobody looks: the ladder goes on until somebody has read the case
        assert await escalation.climb(session, minutes(4)) > 0
        await seen.mark_read(session, case, minutes(5))
        assert await escalation.climb(session, minutes(20)) == 0


async def test_danger_again_on_a_climbing_ladder_is_told_once_a_minute_and_does_not_start_it_anew(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        case = (await opened(session, for_bot)).case_id
        for second in (0, 1, 90):
            await report.danger_again(session, case, told(), judged(Level.P0), now=NOON + timedelta(seconds=second))
        assert (await case_of(session, case)).alerted_at == NOON
        assert await alerted(session, case) == [(0, "staff:lan")]
        assert len(await jobs(session, "alert_again")) == 2


async def test_do_not_write_withdraws_the_notice_that_waits_until_the_reporter_writes_again(store, for_bot):
    async with store.writing() as session:
        conversation = await chat(session)
        case = (await opened(session, for_bot, conversation=conversation)).case_id
        await outbox.put(session, worker="telegram", kind="reply_notice", lane="conversation:x", now=NOON, case_id=case)
        await writable.set_do_not_write(session, case, minutes(1))
        assert (await case_of(session, case)).do_not_write
        assert await jobs(session, "reply_notice") == []
        await writable.note_heard(session, conversation.id, minutes(2))
        assert not (await case_of(session, case)).do_not_write


async def test_a_blocked_bot_is_noted_on_every_open_case_of_the_chat(store, for_bot):
    async with store.writing() as session:
        conversation = await chat(session)
        one = (await opened(session, for_bot, conversation=conversation)).case_id
        two = (await opened(session, for_bot, conversation=conversation)).case_id
        await writable.note_unreachable(session, conversation.id, minutes(1))
        assert [(await case_of(session, case)).unreachable for case in (one, two)] == [True, True]
        assert conversation.closed_by_peer


async def test_a_case_that_is_not_there_is_an_error_of_its_own(store):
    async with store.writing() as session:
        with pytest.raises(NoSuchCase):
            await report.add(session, "nowhere", ItemKind.MESSAGE, WORDS, now=NOON)
        assert await session.scalar(select(Case.id)) is None


def _threatening(level: Level) -> Triage:
    return Triage(level, "NC04", (THREAT,))


@pytest.mark.parametrize(("on_duty", "hears"), [(True, {"lead", "lan"}), (False, {"lead", "boss", "lan"})])
async def test_a_threat_comes_to_the_supervisors_on_duty_at_once_and_to_all_where_none_is(
    store, for_bot, on_duty, hears
):
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Lead", Role.SUPERVISOR, on_duty=on_duty)
        await hire(session, "Boss", Role.SUPERVISOR, on_duty=False)
        opened_now = await report.open_case(
            session,
            for_bot,
            told(),
            _threatening(Level.P1),
            conversation=await chat(session),
            received_at=NOON,
            now=NOON,
        )
        assert {to.removeprefix("staff:") for _, to in await alerted(session, opened_now.case_id)} == hears


async def test_a_threat_on_a_case_that_somebody_has_reaches_the_supervisor_once_in_a_round(store, for_bot):
    async with store.writing() as session:
        lan = await hire(session, "Lan")
        await hire(session, "Lead", Role.SUPERVISOR, on_duty=False)
        case = (await opened(session, for_bot, Level.P1)).case_id
        assert (0, "staff:lead") not in await alerted(session, case)
        for minute in (1, 2):
            await report.complete(session, case, told(), _threatening(Level.P1), now=minutes(minute), unfinished=True)
        assert (await alerted(session, case)).count((0, "staff:lead")) == 1
        await escalation.claim(session, case, lan, minutes(3))
        await seen.mark_read(session, case, minutes(3))
        await report.add(session, case, ItemKind.REMARK, Remark.THREATENED, now=minutes(4))
        assert (await case_of(session, case)).alerted_at == minutes(4)
        assert (await alerted(session, case)).count((0, "staff:lead")) == 2


async def test_a_threat_that_is_told_of_raises_the_case_and_calls_no_supervisor(store, for_bot):
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Lead", Role.SUPERVISOR, on_duty=False)
        case = (await opened(session, for_bot, Level.P3)).case_id
        await report.add(session, case, ItemKind.REMARK, Remark.TOLD_OF_A_THREAT, now=minutes(1))
        assert (await case_of(session, case)).level == Level.P1
        assert "staff:lead" not in {to for _, to in await alerted(session, case)}


async def _judgement(session, keys, case_id):
    return snapshot.whole_triage(await read(session, keys, case_id, "triage"))


async def test_reasons_only_grow_whatever_is_judged_later(store, for_bot, for_console):
    async with store.writing() as session:
        lan = await hire(session, "Lan")
        case = (await opened(session, for_bot, Level.P2)).case_id
        usual = judged(Level.P2).reasons[0]

        async def reasons(*expected):
            whole = await _judgement(session, for_console, case)
            assert whole is not None and whole.reasons == expected

        await reasons(usual)
        await report.complete(session, case, told("thêm"), Triage(Level.P1, "BL01", ("a", usual)), now=minutes(1))
        await reasons("a", usual)
        await report.complete(session, case, told("nữa"), Triage(Level.P2, "BL01", ("b", usual)), now=minutes(2))
        await reasons("a", usual, "b")  # never before the one that decided
        await report.supplement(session, case, told("2 tuổi", age="0-3"), now=minutes(3))
        told_small = "A child of three or younger is beaten", "The child is three or younger"
        await reasons(*told_small, "a", usual, "b")
        await report.add_recording(session, case, Recording(b"x", "audio/ogg", b"ID3"), now=minutes(4))
        await report.add(session, case, ItemKind.REMARK, Remark.THREATENED, now=minutes(5))
        await reasons(*told_small, "a", usual, "b", UNHEARD, THREAT)
        await report.danger_again(session, case, told(), Triage(Level.P0, "BL01", ("danger",)), now=minutes(6))
        await escalation.claim(session, case, lan, minutes(7))
        await escalation.lower(session, case, lan, Level.P2, "Đã gặp cháu", minutes(8))
        await reasons(*told_small, "a", usual, "b", UNHEARD, THREAT, "danger")
        assert await read(session, for_console, case, ItemKind.REASON) == ["Đã gặp cháu".encode()]


async def test_what_was_put_right_keeps_its_reason_though_the_level_stays(store, for_bot, for_console):
    async with store.writing() as session:
        case = (await opened(session, for_bot, Level.P0)).case_id
        await report.supplement(session, case, told("nó 2 tuổi", age="0-3"), now=minutes(1))
        whole = await _judgement(session, for_console, case)
        assert whole.level is Level.P0
        assert "A child of three or younger is beaten" in whole.reasons
