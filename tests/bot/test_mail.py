"""Alerts by e-mail, over a real mail server on a socket: what it says, what it refuses, and what waits for nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.alerting import Alerting
from bot.channels import Outbound, Undeliverable
from bot.lookout import Lookout
from bot.mail import Mail, MailServer, server_of
from handlers import escalation, mail_route, outbox, routes
from handlers.alarms import AlarmKind, alarms
from handlers.mail_route import NotAnAddress, TooSoon
from handlers.routes import MAIL_SERVED, Route
from handlers.store.engine import Store
from handlers.store.kept import keep
from handlers.store.keys import BotKeys, ConsoleKeys
from handlers.store.models import Alert, Case, Job, MailRoute, Staff
from handlers.triage import Level
from tests.fakes.mail import PASSWORD, USER, MailFake
from tests.handlers.people import NOON, WORDS, alerted, hire, minutes, opened

LAN = "lan@chungtay.test"
FROM = "Chung Tay <truc@chungtay.test>"
ALERT = Outbound("🔴 P0 – nguy hiểm ngay\nCa 26-0001", links=(("https://truc.test/cases/26-0001", "Mở ca 26-0001"),))


@pytest.fixture
def server() -> Iterator[MailFake]:
    with MailFake() as running:
        yield running


def mail_to(server: MailFake, **different: Any) -> Mail:
    return Mail(MailServer("127.0.0.1", server.port, "none", FROM), **different)


async def refusal(mail: Mail, address: str = LAN) -> tuple[str, bool]:
    with pytest.raises(Undeliverable) as refused:
        await mail.deliver(address, ALERT)
    assert address not in str(refused.value)
    return refused.value.code, refused.value.permanent


# --- one message ---------------------------------------------------------------------------
async def test_a_mail_says_what_the_alert_says_and_where_the_case_is(server):
    await mail_to(server).deliver(LAN, ALERT)
    (mail,) = server.mails
    assert (mail["To"], mail["From"], mail["Subject"]) == (LAN, FROM, "🔴 P0 – nguy hiểm ngay")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().splitlines() == [
        *ALERT.text.splitlines(),
        "Mở ca 26-0001: https://truc.test/cases/26-0001",
    ]


@pytest.mark.parametrize("at_once", [True, False])
async def test_it_goes_over_tls_that_is_verified_and_signs_in(tmp_path, at_once):
    with MailFake(tmp_path, at_once=at_once) as server:
        place = MailServer("127.0.0.1", server.port, "at_once" if at_once else "starttls", FROM, USER, PASSWORD)
        await Mail(place, trusts=server.trusts).deliver(LAN, ALERT)
        assert (len(server.mails), server.tls) == (1, [True])
        assert await refusal(Mail(place)) == ("tls", False)  # nobody we trust vouches for this server
        wrong = MailServer("127.0.0.1", server.port, place.tls, FROM, USER, "sai")
        assert await refusal(Mail(wrong, trusts=server.trusts)) == ("sign_in", False)
        assert len(server.mails) == 1


async def test_a_server_that_offers_no_tls_gets_nothing(server):
    place = MailServer("127.0.0.1", server.port, "starttls", FROM)
    code, permanent = await refusal(Mail(place))
    assert not permanent and code in ("network", "refused", "tls")
    assert server.mails == []


async def test_an_unknown_address_is_final_and_being_put_off_is_not(server):
    server.wrong.add(LAN)
    assert await refusal(mail_to(server)) == ("wrong_address", True)
    server.wrong.clear()
    server.later = 1
    assert await refusal(mail_to(server)) == ("try_later", False)
    await mail_to(server).deliver(LAN, ALERT)
    assert len(server.mails) == 1


async def test_a_server_that_is_slow_or_away_is_given_up_for_now(server):
    server.slow = 30
    assert await refusal(mail_to(server, seconds=0.3)) == ("timed_out", False)
    nobody = Mail(MailServer("127.0.0.1", 1, "none", FROM))
    assert await refusal(nobody) == ("network", False)
    with pytest.raises(Undeliverable):
        await nobody.probe()
    await mail_to(server).probe()


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("smtps://a%40b:p%3Aw@mail.example.org", "mail.example.org", 465, "at_once"),
        ("smtp://a%40b:p%3Aw@mail.example.org", "mail.example.org", 587, "starttls"),
        ("smtp://mail.example.org:2525", "mail.example.org", 2525, "starttls"),
        ("smtp://127.0.0.1", "127.0.0.1", 25, "none"),
        ("smtp://localhost:2525", "localhost", 2525, "none"),
        ("smtps://localhost", "localhost", 465, "at_once"),
    ],
)
def test_mail_leaves_this_machine_over_tls_alone(url, host, port, tls):
    read = server_of(url, FROM)
    assert (read.host, read.port, read.tls) == (host, port, tls)
    assert (read.user, read.password) == (("a@b", "p:w") if "%40" in url else (None, None))


@pytest.mark.parametrize(
    "url", ["", "mail.example.org", "http://mail.example.org", "smtp://", "smtps://a/b", "smtp://a:x"]
)
def test_an_address_of_a_server_that_is_none_is_refused(url):
    with pytest.raises(ValueError):
        server_of(url, FROM)


@pytest.mark.parametrize("sender", ["", "truc", "a@b\nBcc: c@d"])
def test_a_sender_that_is_no_address_is_refused(sender):
    with pytest.raises(ValueError):
        server_of("smtps://mail.example.org", sender)


# --- the route on the ladder ---------------------------------------------------------------------------
class Room:
    def __init__(self, store: Store, keys: BotKeys, server: MailFake) -> None:
        self.store, self.now = store, NOON
        self.mail = mail_to(server, seconds=2)
        self.alerting = Alerting(store, keys, self.mail, lambda: self.now, console="https://truc.test")

    async def deliver(self) -> None:
        """What is due by now."""
        async with self.store.writing() as session:
            jobs = await outbox.take(session, Route.MAIL, self.now, lanes=100)
        for job in jobs:
            await self.alerting.deliver(job)

    async def alerts(self) -> list[Alert]:
        async with self.store.reading() as session:
            return list(await session.scalars(select(Alert).order_by(Alert.id)))


@pytest.fixture
async def room(store: Store, for_bot: BotKeys, server: MailFake) -> Room:
    async with store.writing() as session:
        await keep(session, MAIL_SERVED, "yes")
    return Room(store, for_bot, server)


async def mailed(session, keys: ConsoleKeys, staff_id: str, address: str = LAN, now: datetime = NOON) -> None:
    """This person has proved this address."""
    await mail_route.ask(session, keys, staff_id, address, now)
    row = await session.get_one(MailRoute, staff_id)
    row.proved_at = now
    job = await session.scalar(select(Job).where(Job.kind == "mail_code", Job.lane == f"mail:{staff_id}"))
    await session.delete(job)


async def test_each_route_has_its_own_proof_and_the_mail_holds_no_word_of_the_report(
    room, store, for_bot, for_console, server
):
    async with store.writing() as session:
        await hire(session, "Lan")
        await mailed(session, for_console, "lan")
        case_id = (await opened(session, for_bot)).case_id
        case = await session.get_one(Case, case_id)
        assert await alerted(session, case_id) == [(0, "staff:lan"), (0, "mail:lan")]
        jobs = (await session.scalars(select(Job).where(Job.kind == "alert").order_by(Job.id))).all()
        assert [(job.worker, job.lane) for job in jobs] == [("telegram", "first:staff:lan"), ("mail", "first:mail:lan")]
    await room.deliver()
    (mail,) = server.mails
    said = mail.get_content()
    assert case.number in said and f"https://truc.test/cases/{case.number}" in said
    for word in (WORDS, "Bố", "đánh", "buôn", "nghe thấy", "24133"):
        assert word not in str(mail) and word not in said, word
    by_telegram, by_mail = await room.alerts()
    assert by_telegram.delivered_at is None and by_mail.delivered_at == NOON and by_mail.message_id is None


async def test_a_claim_takes_back_what_is_not_sent_and_changes_no_mail(room, store, for_bot, for_console, server):
    async with store.writing() as session:
        await hire(session, "Lan", linked=False)
        await mailed(session, for_console, "lan")
        first, second = [(await opened(session, for_bot)).case_id for _ in range(2)]
        await escalation.claim(session, first, "lan", NOON)
    await room.deliver()
    assert len(server.mails) == 1
    async with store.writing() as session:
        await escalation.claim(session, second, "lan", NOON)
    await room.deliver()
    assert len(server.mails) == 1


async def test_one_route_that_fails_alarms_nobody_while_the_other_works_and_climbs_when_both_fail(
    room, store, for_bot, for_console, server
):
    server.wrong.add(LAN)
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Minh", on_duty=False)
        await mailed(session, for_console, "lan")
        case = (await opened(session, for_bot, Level.P1)).case_id
    await room.deliver()
    async with store.writing() as session:
        by_telegram, by_mail = await session.scalars(select(Alert).order_by(Alert.id))
        assert by_mail.failed_at == NOON and len(await alerted(session, case)) == 2
        assert (await session.get_one(MailRoute, "lan")).refused_at == NOON
        await escalation.failed(session, by_telegram.id, NOON)
        assert (await alerted(session, case))[2:] == [(0, "banner"), (1, "staff:minh")]


async def test_being_put_off_is_tried_again_and_an_alarm_meanwhile(room, store, for_bot, for_console, server):
    server.later = 3
    async with store.writing() as session:
        await hire(session, "Lan", linked=False)
        await hire(session, "Minh", on_duty=False)
        await mailed(session, for_console, "lan")
        case = (await opened(session, for_bot, Level.P1)).case_id
    for second in range(30):
        room.now = NOON + timedelta(seconds=second)
        await room.deliver()
    assert len(server.mails) == 1 and server.tries == 4
    async with store.reading() as session:
        (alert,) = await session.scalars(select(Alert).where(Alert.target == "mail:lan"))
        assert alert.delivered_at is not None and alert.failed_at is None
        assert (0, "banner") in await alerted(session, case)  # after the third time nobody waited for the fourth


async def test_a_bot_that_dies_while_sending_repeats_the_mail_and_never_loses_it(
    room, store, for_bot, for_console, server
):
    async with store.writing() as session:
        await hire(session, "Lan", linked=False)
        await mailed(session, for_console, "lan")
        await opened(session, for_bot)
        (_job,) = await outbox.take(session, Route.MAIL, NOON)
    await room.mail.deliver(LAN, ALERT)  # accepted; and then the process is gone, before it could write it down
    async with store.writing() as session:
        assert await outbox.take_over(session, Route.MAIL) == 1
    await room.deliver()
    assert len(server.mails) == 2
    await room.deliver()
    assert len(server.mails) == 2


async def test_a_slow_mail_server_holds_up_no_telegram(room, store, for_bot, for_console, server):
    server.slow = 1.5

    class Quick:
        sent: list[str] = []

        async def deliver(self, address: str, message: Outbound) -> str:
            self.sent.append(message.text)
            return "1"

        async def edit(self, address: str, message_id: str, message: Outbound) -> None: ...

    telegram = Alerting(store, for_bot, Quick(), lambda: NOON)
    async with store.writing() as session:
        await hire(session, "Lan")
        (await session.get_one(Staff, "lan")).telegram_address = for_bot.live.encrypt(b"7")
        await mailed(session, for_console, "lan")
        await opened(session, for_bot)
    by_mail = asyncio.create_task(room.deliver())
    await asyncio.sleep(0)
    async with store.writing() as session:
        jobs = await outbox.take(session, "telegram", NOON, lanes=9)
    for job in jobs:
        assert await telegram.deliver(job)
    assert len(Quick.sent) == 1 and not by_mail.done() and server.mails == []
    await by_mail
    assert len(server.mails) == 1


async def test_where_no_mail_is_served_or_the_address_is_not_proved_nobody_is_mailed(store, for_bot, for_console):
    async with store.writing() as session:
        await hire(session, "Lan", linked=False)
        await mailed(session, for_console, "lan")
        case = (await opened(session, for_bot)).case_id
        assert await alerted(session, case) == [(0, "banner")]
        await keep(session, MAIL_SERVED, "yes")
        (await session.get_one(MailRoute, "lan")).proved_at = None
        other = (await opened(session, for_bot)).case_id
        assert await alerted(session, other) == [(0, "banner")]


# --- proving an address ---------------------------------------------------------------------------
async def test_an_address_counts_once_its_owner_has_read_the_code_there(room, store, for_console, server):
    async with store.writing() as session:
        await hire(session, "Lan", linked=False)
        await mail_route.ask(session, for_console, "lan", f" {LAN} ", NOON)
        assert LAN.encode() not in (await session.get_one(MailRoute, "lan")).sealed
    await room.deliver()
    (mail,) = server.mails
    code = mail.get_content().strip().rpartition(" ")[2]
    assert mail["To"] == LAN and len(code) == 6 and code.isdecimal()
    async with store.writing() as session:
        wrong = f"{(int(code) + 1) % 1_000_000:06d}"
        assert not await mail_route.prove(session, for_console, "lan", wrong, NOON)
        assert await mail_route.prove(session, for_console, "lan", f"{code[:3]} {code[3:]}", NOON)
        assert not await mail_route.prove(session, for_console, "lan", code, NOON)  # once


async def test_a_code_is_guessed_five_times_and_no_more_and_lasts_a_quarter_of_an_hour(
    room, store, for_console, server
):
    async with store.writing() as session:
        await hire(session, "Lan", linked=False)
        await mail_route.ask(session, for_console, "lan", LAN, NOON)
        with pytest.raises(TooSoon):
            await mail_route.ask(session, for_console, "lan", "other@chungtay.test", minutes(0.9))
    await room.deliver()
    code = server.mails[0].get_content().strip().rpartition(" ")[2]
    async with store.writing() as session:
        assert not await mail_route.prove(session, for_console, "lan", code, minutes(15.1))
        for _ in range(5):
            assert not await mail_route.prove(session, for_console, "lan", "x", NOON)
        assert not await mail_route.prove(session, for_console, "lan", code, NOON)
        await mail_route.ask(session, for_console, "lan", LAN, minutes(2))  # a new code, a new chance
        assert not await mail_route.prove(session, for_console, "lan", code, minutes(2))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "lan",
        "lan@",
        "@a.vn",
        "lan@vn",
        "lan@a..vn",
        "lan @a.vn",
        "a@b.vn\nBcc: c@d.vn",
        "é@a.vn",
        "a" * 300 + "@b.vn",
    ],
)
async def test_what_is_no_address_is_refused(store, for_console, address):
    async with store.writing() as session:
        await hire(session, "Lan", linked=False)
        with pytest.raises(NotAnAddress):
            await mail_route.ask(session, for_console, "lan", address, NOON)


# --- a route that is down ---------------------------------------------------------------------------
async def test_a_route_that_is_down_is_seen_and_the_alarm_ends_when_it_works(store):
    works: dict[Route, bool] = {Route.MAIL: False, Route.TELEGRAM: True}

    def probe(route: Route) -> Any:
        async def look() -> None:
            if not works[route]:
                raise Undeliverable("network", permanent=False)

        return look

    async def seen() -> list[tuple[str, datetime | None]]:
        async with store.reading() as session:
            found = await alarms(session, NOON)
        return [(alarm.detail, alarm.since) for alarm in found if alarm.kind is AlarmKind.ROUTE_DOWN]

    lookout = Lookout(store, {route: probe(route) for route in works}, lambda: NOON)
    await lookout.look(Route.MAIL)
    await lookout.look(Route.TELEGRAM)
    assert await seen() == []  # one failure may be a hiccup
    await lookout.look(Route.MAIL)
    assert await seen() == [("e-mail", NOON)]
    await Lookout(store, {Route.MAIL: probe(Route.MAIL)}, lambda: minutes(5)).look(Route.MAIL)
    assert await seen() == [("e-mail", NOON)]  # a bot that was restarted keeps since when
    works[Route.MAIL] = True
    await Lookout(store, {Route.MAIL: probe(Route.MAIL)}, lambda: minutes(6)).look(Route.MAIL)
    assert await seen() == []
    async with store.reading() as session:
        assert await routes.down(session) == {}
