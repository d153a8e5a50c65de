"""Staff on Telegram: alerts without content, the first claim wins, a link works once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from bot import alert_messages
from bot.alerting import KINDS, Alerting
from bot.channels import Outbound, Undeliverable
from bot.channels.telegram.channel import Telegram
from bot.duty import Duty
from bot.inbound import Inbound
from handlers import claiming, escalation, handing_over, outbox, vouching
from handlers.clock import ladder, watch
from handlers.console.auth import make_link
from handlers.permission import Role
from handlers.store.engine import Store
from handlers.store.kept import keep, kept
from handlers.store.keys import BotKeys, ConsoleKeys, keyed_hash, token_hash
from handlers.store.models import Alert, Audit, Case, Job, OneTimeLink, Received, Staff
from handlers.store.trust import bot_trust, console_trust
from handlers.triage import Level
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram_world import Group, Person, until
from tests.handlers.people import NOON, WORDS, hire, opened

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'", "ignore:.*attribute `retry_after`")


@dataclass
class Room:
    """The staff room: a clock that stands at noon, the bot listening, and a group."""

    fake: TelegramFake
    store: Store
    keys: BotKeys
    duty: Duty
    alerting: Alerting
    telegram: Telegram
    group: Group
    now: datetime = NOON
    toasts_read: dict[int, int] = field(default_factory=dict)

    async def hire(
        self, name: str, *, on_duty: bool = True, linked: bool = True, role: Role = Role.CASE_WORKER
    ) -> Person:
        person = self.fake.person(name)
        person.started = True
        async with self.store.writing() as session:
            staff_id = await hire(session, name, role, on_duty=on_duty, linked=False)
            if linked:
                staff = await session.get_one(Staff, staff_id)
                staff.telegram_hash = keyed_hash(self.keys.chats, "telegram", str(person.id))
                staff.telegram_address = self.keys.live.encrypt(str(person.id).encode())
        return person

    async def open(self, level: Level = Level.P0) -> Case:
        async with self.store.writing() as session:
            case_id = (await opened(session, self.keys, level, now=self.now)).case_id
            return await session.get_one(Case, case_id)

    async def case(self, case: Case) -> Case:
        async with self.store.reading() as session:
            return await session.get_one(Case, case.id)

    async def deliver(self) -> int:
        """Everything that waits in the outbox for Telegram and is due."""
        count = 0
        while True:
            async with self.store.writing() as session:
                jobs = await outbox.take(session, "telegram", self.now, lanes=100)
            if not jobs:
                return count
            for job in jobs:
                assert job.kind in KINDS
                await self.alerting.deliver(job)
                count += 1

    async def jobs(self, *kinds: str) -> list[Job]:
        async with self.store.reading() as session:
            return list(await session.scalars(select(Job).where(Job.kind.in_(kinds)).order_by(Job.id)))

    async def alerts(self) -> list[Alert]:
        async with self.store.reading() as session:
            return list(await session.scalars(select(Alert).order_by(Alert.id)))

    async def told(self, person: Person) -> str:
        """The toast that the person's newest tap brings; one that was there already is not looked at again."""
        read = self.toasts_read.get(person.id, 0)
        await until(lambda: len(person.toasts) > read)
        self.toasts_read[person.id] = read + 1
        return person.toasts[read]

    async def settled(self) -> None:
        await until(lambda: self.fake.waiting() == 0)
        while not await self._is_dealt_with():  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    async def _is_dealt_with(self) -> bool:
        async with self.store.reading() as session:
            waiting = select(func.count()).select_from(Received).where(Received.kind == "waiting")
            return await session.scalar(waiting) == 0


@pytest.fixture
def fake() -> Iterator[TelegramFake]:
    with TelegramFake() as running:
        yield running


@pytest.fixture
async def room(fake: TelegramFake, store: Store, for_bot: BotKeys) -> AsyncIterator[Room]:
    async def nobody(inbound: Inbound) -> None:
        raise AssertionError(f"the conversation is not meant to hear of {inbound}")

    duty = Duty(store, for_bot, lambda: here.now)
    telegram = Telegram(fake.token, fake.url, None, nobody, duty, store, for_bot, pause=0.01, poll=5)
    alerting = Alerting(store, for_bot, telegram, lambda: here.now)
    here = Room(fake, store, for_bot, duty, alerting, telegram, fake.group("Trực ban", "supergroup"))
    async with store.writing() as session:
        await keep(session, "staff_chat", str(here.group.id))
    await telegram.connect()
    task = asyncio.create_task(telegram.receive())
    yield here
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await telegram.close()


# --- alerts ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("console", ["", "http://127.0.0.1:8081", "https://truc.example.org"])
async def test_an_alert_leads_to_its_case_by_number_where_the_console_has_https(room: Room, console: str) -> None:
    lan = await room.hire("Lan", on_duty=False)
    room.alerting._console = console
    case = await room.open(Level.P0)
    await room.deliver()
    links = lan.last.links
    assert links == ([f"{console}/cases/{case.number}"] if console.startswith("https://") else [])
    assert WORDS not in lan.last.text and case.id not in str(links)
    lan.taps(f"claim:{case.id}")
    await room.told(lan)
    await room.deliver()
    assert (await room.case(case)).claimed_by == "lan"
    assert lan.last.links == links
    async with room.store.reading() as session:
        assert not await escalation.anyone_on_duty(session)


async def test_an_alert_says_level_number_language_and_deadline_and_nothing_else(room: Room) -> None:
    lan = await room.hire("Lan")
    case = await room.open(Level.P0)
    assert await room.deliver() == 2
    for place in (room.group, lan):
        text = place.last.text
        assert "P0" in text and case.number in text and "12:05" in text
        assert text.count("\n") == 2
        for word in (*WORDS.replace(",", "").split(), "24133", "BL01"):
            assert len(word) < 4 or word not in text
        assert [data for _, data in place.last.buttons] == [f"claim:{case.id}", f"cannot:{case.id}"]
        assert place.last.params["protect_content"] is True
    assert all(alert.delivered_at == NOON and alert.message_id for alert in await room.alerts())
    assert all(job.done_at and job.failure is None for job in await room.jobs(*KINDS))


async def test_a_deadline_on_another_day_carries_the_day(room: Room) -> None:
    await room.hire("Lan")
    await room.open(Level.P2)
    await room.deliver()
    assert "08:00, 26/11" in room.group.last.text


async def test_a_case_that_was_claimed_meanwhile_is_not_alerted(room: Room) -> None:
    lan = await room.hire("Lan")
    case = await room.open()
    async with room.store.writing() as session:
        (job,) = await outbox.take(session, "telegram", room.now)  # on its way when the claim comes
        assert job is not None
        await escalation.claim(session, case.id, "lan", room.now)
    await room.alerting.deliver(job)
    await room.deliver()
    assert room.group.sees == [] and lan.sees == []
    assert all(job.done_at and job.failure is None for job in await room.jobs(*KINDS))


async def test_danger_heard_again_alerts_the_claimer_without_a_claim_button(room: Room) -> None:
    lan = await room.hire("Lan")
    case = await room.open()
    await room.deliver()
    async with room.store.writing() as session:
        await escalation.claim(session, case.id, "lan", room.now)
    await room.deliver()
    room.now += timedelta(minutes=3)
    async with room.store.writing() as session:
        await escalation.begin(session, await session.get_one(Case, case.id), room.now)
    await room.deliver()
    assert case.number in lan.last.text and "Lan" in lan.last.text and lan.last.buttons == []


async def test_an_answer_of_the_reporter_is_told_without_its_words(room: Room) -> None:
    lan = await room.hire("Lan")
    case = await room.open()
    async with room.store.writing() as session:
        await escalation.claim(session, case.id, "lan", room.now)
        await session.execute(update(Case).where(Case.id == case.id).values(unread_since=room.now))
        await outbox.put(
            session, worker="telegram", kind="unread", lane="staff:lan", now=room.now, case_id=case.id, once="u"
        )
    await room.deliver()
    assert case.number in lan.last.text and lan.last.buttons == []
    async with room.store.writing() as session:
        await session.execute(update(Case).where(Case.id == case.id).values(unread_since=None))
        await outbox.put(session, worker="telegram", kind="unread", lane="staff:lan", now=room.now, case_id=case.id)
    await room.deliver()
    assert len(lan.sees) == 1, "it was read before it could be told"


async def test_an_alert_that_cannot_be_delivered_is_an_alarm_and_the_next_rung_follows(room: Room) -> None:
    lan, boss = await room.hire("Lan"), await room.hire("Thu", role=Role.SUPERVISOR, on_duty=False)
    case = await room.open()
    lan.blocked = True
    room.group.bot_status = "kicked"
    await room.deliver()
    failed = [alert.target for alert in await room.alerts() if alert.failed_at is not None]
    assert sorted(failed) == ["group", "staff:lan"]
    assert [job.failure for job in await room.jobs("alert") if job.failure] == ["blocked", "blocked"]
    assert case.number in boss.last.text


async def test_an_alert_that_waits_too_long_counts_as_failed_and_is_still_sent(room: Room) -> None:
    lan, boss = await room.hire("Lan"), await room.hire("Thu", role=Role.SUPERVISOR, on_duty=False)
    async with room.store.writing() as session:
        await keep(session, "staff_chat", "424242")  # no such chat: only Lan is left
    await room.open()
    room.fake.fail_next("sendMessage", 500, times=4)  # the group's, which has no chat, and three for Lan
    for _ in range(4):
        await room.deliver()
        room.now += timedelta(seconds=10)
    alerts = {alert.target: alert for alert in await room.alerts()}
    assert boss.sees, "the next rung did not wait"
    assert alerts["staff:lan"].delivered_at and len(lan.sees) == 1


async def test_a_case_is_told_to_nobody_who_left(room: Room) -> None:
    lan = await room.hire("Lan")
    await room.open()
    async with room.store.writing() as session:
        await session.execute(update(Staff).where(Staff.id == "lan").values(active=False))
    await room.deliver()
    assert lan.sees == []


async def test_a_repeat_after_a_lost_answer_is_counted(room: Room) -> None:
    await room.hire("Lan", linked=False)
    case = await room.open()
    room.fake.drop_after("sendMessage")
    await room.deliver()
    room.now += timedelta(seconds=5)
    await room.deliver()
    assert [title for title, _ in room.fake.repeats()] == ["Trực ban"]
    assert len([alert for alert in await room.alerts() if alert.case_id == case.id and alert.delivered_at]) == 1


# --- claiming ----------------------------------------------------------------------------------------------------
async def test_the_first_claim_wins_and_the_message_changes_for_everybody(room: Room) -> None:
    lan, huy = await room.hire("Lan"), await room.hire("Huy")
    case = await room.open()
    await room.deliver()
    room.now += timedelta(minutes=1)
    lan.taps(f"claim:{case.id}", chat=room.group)
    assert case.number in await room.told(lan)
    huy.taps(f"claim:{case.id}")
    assert "Lan" in await room.told(huy)
    await room.settled()
    await room.deliver()
    for place in (room.group, lan, huy):
        assert [message.text for message in place.sees] == [place.last.text]
        assert place.last.text.startswith(f"{case.number} · ")
        assert "Lan" in place.last.text and "12:01" in place.last.text
        assert place.last.buttons == []
    assert (await room.case(case)).claimed_by == "lan"
    assert all(alert.taken_shown for alert in await room.alerts() if alert.message_id)


async def test_of_two_taps_at_the_same_moment_one_wins(room: Room) -> None:
    people = [await room.hire(name) for name in ("Lan", "Huy", "Thu", "Bình")]
    case = await room.open()
    await room.deliver()
    with room.fake.hold_updates():
        for person in people:
            person.taps(f"claim:{case.id}")
    await room.settled()
    async with room.store.reading() as session:
        claims = list(await session.scalars(select(Audit.staff_id).where(Audit.act == "claim")))
    assert claims == [(await room.case(case)).claimed_by]


async def test_the_same_tap_delivered_twice_is_one_claim(room: Room) -> None:
    lan = await room.hire("Lan")
    case = await room.open()
    await room.deliver()
    with room.fake.hold_updates():
        lan.taps(f"claim:{case.id}")
        room.fake.deliver_twice()
    await room.settled()
    async with room.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Audit).where(Audit.act == "claim")) == 1
        assert await session.scalar(select(func.count()).select_from(Received)) == 1


async def test_claiming_again_says_that_it_is_yours(room: Room) -> None:
    lan = await room.hire("Lan")
    case = await room.open()
    first = await room.duty.pressed(str(lan.id), f"claim:{case.id}")
    again = await room.duty.pressed(str(lan.id), f"claim:{case.id}")
    assert first != again and "12:00" in again


async def test_nobody_who_is_not_linked_learns_anything(room: Room) -> None:
    await room.hire("Lan")
    guest = room.fake.person("Khách")
    case = await room.open()
    await room.deliver()
    texts = {await room.duty.pressed(str(guest.id), f"{act}:{case.id}") for act in ("claim", "cannot", "claim:x", "?")}
    assert texts == {await room.duty.pressed(str(guest.id), "claim:" + "0" * 32)}
    guest.taps(f"claim:{case.id}", chat=room.group)
    said = await room.told(guest)
    assert case.number not in said and "P0" not in said
    assert (await room.case(case)).claimed_by is None


async def test_a_claim_off_duty_binds_to_that_case_and_changes_no_duty(room: Room) -> None:
    lan = await room.hire("Lan", on_duty=False)
    case = await room.open()
    await room.duty.pressed(str(lan.id), f"claim:{case.id}")
    assert (await room.case(case)).claimed_by is not None
    async with room.store.reading() as session:
        assert (await session.scalars(select(Staff.on_duty_since))).all() == [None]


async def test_cannot_is_noted_once_and_calls_the_next(room: Room) -> None:
    lan, boss = await room.hire("Lan"), await room.hire("Thu", on_duty=False)
    case = await room.open()
    await room.deliver()
    assert boss.sees == []
    lan.taps(f"cannot:{case.id}")
    await room.told(lan)
    await room.duty.pressed(str(lan.id), f"cannot:{case.id}")
    await room.settled()
    await room.deliver()
    assert case.number in boss.last.text
    async with room.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Audit).where(Audit.act == "cannot")) == 1


async def test_a_button_of_a_case_that_is_gone_has_an_answer(room: Room) -> None:
    lan = await room.hire("Lan")
    for act in ("claim", "cannot"):
        assert await room.duty.pressed(str(lan.id), f"{act}:{'0' * 32}")


async def test_claiming_in_a_foreign_group_claims_nothing(room: Room) -> None:
    lan = await room.hire("Lan")
    case = await room.open()
    other = room.fake.group("Khác", "supergroup")
    await room.telegram.deliver(str(other.id), Outbound("?", ((f"claim:{case.id}", "Nhận"),)))
    lan.taps("Nhận", chat=other)
    await room.settled()
    assert (await room.case(case)).claimed_by is None and other.bot_status == "left"


async def test_after_the_group_moved_the_old_message_is_said_anew_in_the_new_one(room: Room) -> None:
    lan = await room.hire("Lan", linked=True)
    case = await room.open()
    await room.deliver()
    moved = room.group.migrates()
    await room.settled()
    lan.taps(f"claim:{case.id}")
    await room.told(lan)
    await room.deliver()
    assert [message.text for message in moved.sees] == [lan.last.text]
    async with room.store.reading() as session:
        assert await kept(session, "staff_chat") == str(moved.id)


# --- linking -----------------------------------------------------------------------------------------------------
async def link(room: Room, staff_id: str, token: str, *, kind: str = "telegram", minutes: int = 10) -> None:
    async with room.store.writing() as session:
        session.add(
            OneTimeLink(
                token_hash=token_hash(token),
                kind=kind,
                staff_id=staff_id,
                expires_at=room.now + timedelta(minutes=minutes),
            )
        )


async def staff(room: Room, staff_id: str) -> Staff:
    async with room.store.reading() as session:
        return await session.get_one(Staff, staff_id)


async def test_a_link_makes_a_telegram_account_a_member_of_staff(room: Room) -> None:
    lan = await room.hire("Lan", linked=False)
    await link(room, "lan", "abc")
    lan.starts("link_abc")
    await lan.waits_for("Lan")
    linked = await staff(room, "lan")
    assert linked.telegram_hash == keyed_hash(room.keys.chats, "telegram", str(lan.id))
    assert linked.telegram_address and room.keys.live.decrypt(linked.telegram_address).decode() == str(lan.id)
    async with room.store.reading() as session:
        assert (await session.scalars(select(Audit.act))).all() == ["telegram_linked"]
    case = await room.open()
    await room.deliver()
    assert case.number in lan.last.text


async def test_a_link_works_once_but_the_same_account_may_ask_again(room: Room) -> None:
    lan, thief = await room.hire("Lan", linked=False), room.fake.person("Trộm")
    await link(room, "lan", "abc")
    worked = await room.duty.linked("abc", str(lan.id), str(lan.id))
    assert await room.duty.linked("abc", str(lan.id), str(lan.id)) == worked
    assert "Lan" not in await room.duty.linked("abc", str(thief.id), str(thief.id))
    assert (await staff(room, "lan")).telegram_hash == keyed_hash(room.keys.chats, "telegram", str(lan.id))
    async with room.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Audit)) == 1


@pytest.mark.parametrize(
    ("kind", "minutes", "token"), [("telegram", -1, "abc"), ("first", 5, "abc"), ("telegram", 5, "x")]
)
async def test_a_link_that_is_old_of_another_kind_or_made_up_links_nobody(
    room: Room, kind: str, minutes: int, token: str
) -> None:
    lan = await room.hire("Lan", linked=False)
    await link(room, "lan", "abc", kind=kind, minutes=minutes)
    assert "Lan" not in await room.duty.linked(token, str(lan.id), str(lan.id))
    assert (await staff(room, "lan")).telegram_hash is None


async def test_one_account_is_one_person(room: Room) -> None:
    lan = await room.hire("Lan")
    await room.hire("Huy", linked=False)
    await link(room, "huy", "abc")
    await room.duty.linked("abc", str(lan.id), str(lan.id))
    assert (await staff(room, "huy")).telegram_hash is None
    async with room.store.reading() as session:
        assert (await session.get_one(OneTimeLink, token_hash("abc"))).used_at is None


async def test_a_link_is_not_taken_in_a_group(room: Room) -> None:
    lan = await room.hire("Lan", linked=False)
    await link(room, "lan", "abc")
    lan.says("/start link_abc", chat=room.group)
    await room.settled()
    assert (await staff(room, "lan")).telegram_hash is None


async def test_what_telegram_refuses_for_good_is_given_up_when_a_message_cannot_be_changed(room: Room) -> None:
    lan = await room.hire("Lan")
    case = await room.open()
    await room.deliver()
    lan.blocked = True
    await room.duty.pressed(str(lan.id), f"claim:{case.id}")
    await room.deliver()
    assert room.group.last.text.startswith(case.number)
    assert sorted(job.failure or "" for job in await room.jobs("alert_taken")) == ["", "blocked"]
    with pytest.raises(Undeliverable):
        await room.telegram.deliver(str(lan.id), Outbound("?"))


async def test_an_alert_that_cannot_be_written_is_an_alarm_and_those_behind_it_follow(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan = await room.hire("Lan")
    broken, case = await room.open(), await room.open()
    text = alert_messages.alert_text

    def not_this(kind: str, about: Case, *more: object) -> str:
        if about.id == broken.id:
            raise KeyError("a word that has no translation")
        return text(kind, about, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(alert_messages, "alert_text", not_this)
    for _ in range(10):
        await room.deliver()
        room.now += timedelta(minutes=2)
    assert case.number in lan.last.text
    assert [alert.failed_at is not None for alert in await room.alerts() if alert.case_id == broken.id].count(True)
    assert {job.failure for job in await room.jobs("alert") if job.case_id == broken.id} == {"broken"}


async def test_whoever_cannot_is_asked_why_in_their_own_chat_and_one_tap_is_enough(room: Room) -> None:
    lan = await room.hire("Lan")
    case = await room.open()
    await room.deliver()
    lan.taps(f"cannot:{case.id}", chat=room.group)
    await room.told(lan)
    await room.settled()
    await room.deliver()
    assert case.number in lan.last.text and WORDS not in lan.last.text
    assert [data for _, data in lan.last.buttons][:2] == [f"why:busy:{case.id}", f"why:away:{case.id}"]
    assert max(len(data) for _, data in lan.last.buttons) <= 64
    lan.taps(f"why:busy:{case.id}")
    assert await room.told(lan) == "Đã ghi, cảm ơn anh/chị."
    async with room.store.reading() as session:
        assert await session.scalar(select(Audit.detail).where(Audit.act == "say_why")) == "busy"
    assert await room.duty.pressed(str(lan.id), f"why:nonsense:{case.id}")


async def test_a_silent_claimer_gets_one_button_and_others_may_take_over(room: Room) -> None:
    lan, hoa = await room.hire("Lan"), await room.hire("Hoa")
    case = await room.open()
    await room.deliver()
    await room.duty.pressed(str(lan.id), f"claim:{case.id}")
    room.now += timedelta(minutes=10)
    await watch.watch(room.store, room.now)
    await room.deliver()
    assert list(lan.last.buttons) == [("Tôi đang lo", f"at_work:{case.id}")]
    assert case.number in lan.last.text and WORDS not in lan.last.text
    room.now += timedelta(minutes=2)
    await watch.watch(room.store, room.now)
    await ladder.climb(room.store, room.now)
    await room.deliver()
    assert f"claim:{case.id}" in [data for _, data in hoa.last.buttons] and "nhận tiếp" in hoa.last.text
    await room.duty.pressed(str(hoa.id), f"claim:{case.id}")
    await room.deliver()
    assert "người khác đã nhận tiếp" in lan.last.text and lan.last.buttons == []
    assert (await room.case(case)).claimed_by == "hoa"


async def test_a_colleague_is_asked_without_content_and_accepts_with_one_tap(room: Room) -> None:
    lan, hoa = await room.hire("Lan"), await room.hire("Hoa")
    minh, case = await room.hire("Minh"), await room.open(Level.P1)
    await room.duty.pressed(str(lan.id), f"claim:{case.id}")
    async with room.store.writing() as session:
        await handing_over.offer(session, case.id, "lan", "hoa", room.now)
    await room.deliver()
    assert list(hoa.last.buttons) == [("Nhận", f"accept:{case.id}")]
    assert case.number in hoa.last.text and WORDS not in hoa.last.text
    assert await room.duty.pressed(str(minh.id), f"accept:{case.id}") == "Anh/chị không có quyền ở đây."
    assert "Hồ sơ là của anh/chị" in await room.duty.pressed(str(hoa.id), f"accept:{case.id}")
    assert "đã nhận hồ sơ này rồi" in await room.duty.pressed(str(hoa.id), f"accept:{case.id}")
    await room.deliver()
    assert "đã nhận bàn giao" in lan.last.text and lan.last.buttons == []
    assert (await room.case(case)).claimed_by == "hoa"


async def test_an_offer_that_was_taken_back_meanwhile_is_not_told(room: Room) -> None:
    lan, hoa = await room.hire("Lan"), await room.hire("Hoa")
    case = await room.open(Level.P1)
    await room.duty.pressed(str(lan.id), f"claim:{case.id}")
    await room.deliver()
    seen = len(hoa.sees)
    async with room.store.writing() as session:
        await handing_over.offer(session, case.id, "lan", "hoa", room.now)
        await handing_over.undo(session, case.id, "lan", room.now)
    await room.deliver()
    assert len(hoa.sees) == seen
    assert "không còn nữa" in await room.duty.pressed(str(hoa.id), f"accept:{case.id}")


# --- what nobody vouches for -------------------------------------------------------------------------------------
async def test_what_somebody_wrote_beside_a_name_acts_as_nobody(room: Room, for_console: ConsoleKeys) -> None:
    """A link, a role, another person's account, an account that the console has ended: each put there by SQL."""
    room.store.trust = console_trust(for_console)
    lan, thief = await room.hire("Lan", linked=False), room.fake.person("Trộm")
    case = await room.open()
    async with room.store.writing() as session:
        await vouching.begin(session)
        await vouching.vouch(session, await session.get_one(Staff, "lan"))
        good = await make_link(session, "telegram", room.now + timedelta(hours=1), staff_id="lan")
    room.store.trust = bot_trust(room.keys)
    await link(room, "lan", "forged")
    assert "Lan" not in await room.duty.linked("forged", str(thief.id), str(thief.id))
    assert "Lan" in await room.duty.linked(good, str(lan.id), str(lan.id))
    as_it_was = await staff(room, "lan")
    claim = f"claim:{case.id}"
    refused = await room.duty.pressed(str(thief.id), claim)
    account = keyed_hash(room.keys.chats, "telegram", str(thief.id))
    for presser, changed in (
        (lan, {"role": "supervisor"}),
        (lan, {"proof": None}),
        (lan, {"telegram_proof": None}),
        (lan, {"bound": 1}),
        (thief, {"telegram_hash": account}),
    ):
        async with room.store.writing() as session:
            await session.execute(update(Staff).where(Staff.id == "lan").values(**changed))
        assert await room.duty.pressed(str(presser.id), claim) == refused, changed
        before = {name: getattr(as_it_was, name) for name in changed}
        async with room.store.writing() as session:
            await session.execute(update(Staff).where(Staff.id == "lan").values(**before))
    assert await room.duty.pressed(str(lan.id), claim) != refused
    async with room.store.reading() as session:
        assert claiming.is_proved(room.store.trust, await session.get_one(Case, case.id))
