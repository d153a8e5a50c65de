"""A night of floods by a clock of its own: staff on duty with their telephones, cases that open, alerts that ring."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete

from bot.alerting import Alerting
from handlers import mail_route, outbox, report
from handlers.outbox import Kind
from handlers.routes import MAIL_SERVED, Route
from handlers.store.engine import Store
from handlers.store.kept import keep
from handlers.store.keys import BotKeys, ConsoleKeys, keyed_hash
from handlers.store.models import Case, Job, MailRoute, Staff
from handlers.triage import Level
from tests.fakes.phones import Phones, Rung
from tests.handlers.people import NOON, chat, hire, judged, told

FALSE, MINUTE, RUNS, PROMISED = 200, 60.0, 20, timedelta(seconds=10)
GROUP = "-100"


@dataclass
class Night:
    """A night at the line: its clock goes on by itself to whatever comes next."""

    store: Store
    keys: BotKeys
    now: datetime = NOON
    phones: Phones = field(init=False)
    mail: Phones = field(init=False)
    routes: dict[Route, Alerting] = field(init=False)
    opened: dict[str, datetime] = field(default_factory=dict)  # by number
    cases: list[str] = field(default_factory=list)  # by id

    def __post_init__(self) -> None:
        self.phones, self.mail = Phones(lambda: self.now), Phones(lambda: self.now, changes=False)
        self.routes = {
            route: Alerting(self.store, self.keys, phones, lambda: self.now, console="https://truc.test")
            for route, phones in ((Route.TELEGRAM, self.phones), (Route.MAIL, self.mail))
        }

    async def on_duty(self, *names: str, mailed_too: ConsoleKeys | None = None) -> None:
        async with self.store.writing() as session:
            await keep(session, "staff_chat", GROUP)
            for name in names:
                await hire(session, name)
                staff = await session.get_one(Staff, name.lower())
                staff.telegram_address = self.keys.live.encrypt(name.encode())
                staff.telegram_hash = keyed_hash(self.keys.chats, "telegram", name)
            if mailed_too is not None:
                await keep(session, MAIL_SERVED, "yes")
                await mail_route.ask(session, mailed_too, names[0].lower(), "lan@chungtay.test", self.now)
                (await session.get_one(MailRoute, names[0].lower())).proved_at = self.now
                await session.execute(delete(Job).where(Job.kind == Kind.MAIL_CODE))

    async def opens(self, level: Level = Level.P0) -> str:
        async with self.store.writing() as session:
            whose, triage = await chat(session), judged(level)
            made = await report.open_case(
                session, self.keys, told(), triage, conversation=whose, received_at=self.now, now=self.now
            )
        self.opened[made.number] = self.now
        self.cases.append(made.case_id)
        return made.case_id

    async def deliver(self) -> None:
        for route, alerting in self.routes.items():
            while True:
                async with self.store.writing() as session:
                    jobs = await outbox.take(session, route, self.now, lanes=100)
                if not jobs:
                    break
                for job in jobs:
                    await alerting.deliver(job)

    async def goes_on(self, seconds: float) -> None:
        """Deliver all that is due until then, each at its time."""
        until = self.now + timedelta(seconds=seconds)
        while True:
            await self.deliver()
            waits = [one.seconds_to_next(self.now) for one in self.routes.values()]
            after = min((one for one in waits if one is not None), default=None)
            if after is None or self.now + timedelta(seconds=after) > until:
                break
            self.now += timedelta(seconds=after)
        self.now = until

    async def case(self, case_id: str) -> Case:
        async with self.store.reading() as session:
            return await session.get_one(Case, case_id)


def heard_at(rung: list[Rung], number: str) -> datetime:
    """When an alert that had rung there first named this case or counted it."""
    for at, message in sorted((text for one in rung for text in one.texts), key=lambda text: text[0]):
        found = re.search(r"P0: (\d+) ca mới, mới nhất 26-(\d+)", message.text)
        if number in message.text or (found and 0 <= int(found[2]) - int(number[3:]) < int(found[1])):
            return at
    raise AssertionError(f"nothing rang of {number}")


def moments(seed: int, number: int, seconds: float = MINUTE) -> list[float]:
    """Somebody cries at each of them; the true cry is any."""
    chance = random.Random(seed)
    return sorted(chance.uniform(0, seconds) for _ in range(number))


async def flood(night: Night, seed: int, number: int) -> None:
    """So many cries, at the pace of FALSE a minute, and a quiet minute after them."""
    before = 0.0
    for at in moments(seed, number, MINUTE * number / FALSE):
        await night.goes_on(at - before)
        await night.opens()
        before = at
    await night.goes_on(60)


def longest(night: Night) -> timedelta:
    """From the opening of a case to the first alert that had rung at one place and names or counts it, at most."""
    places = [night.phones.at(address) for address in night.phones.calls] + [night.mail.rung][: len(night.mail.rung)]
    return max(heard_at(rung, number) - at for rung in places for number, at in night.opened.items())
