"""A flood of danger with a true cry among it: what rings, where, how often, and what a button of it claims."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.alerting import Alerting
from handlers import outbox
from handlers.routes import MAIL_SERVED, Route
from handlers.store.engine import Store
from handlers.store.kept import keep
from handlers.store.keys import BotKeys
from handlers.store.models import Staff
from handlers.triage import Level
from tests.fakes.phones import Phones
from tests.handlers.people import NOON, chat, hire, judged, told

FALSE, MINUTE, PROMISED = 200, 60.0, timedelta(seconds=10)
GROUP = "-100"


@dataclass
class Watch:
    """A night at the line: its clock goes on by itself to whatever comes next."""

    store: Store
    keys: BotKeys
    now: datetime = NOON
    phones: Phones = field(init=False)
    mail: Phones = field(init=False)
    routes: dict[Route, Alerting] = field(init=False)
    opened: dict[str, datetime] = field(default_factory=dict)  # by number

    def __post_init__(self) -> None:
        self.phones, self.mail = Phones(lambda: self.now), Phones(lambda: self.now, changes=False)
        self.routes = {
            route: Alerting(self.store, self.keys, phones, lambda: self.now, console="https://truc.test")
            for route, phones in ((Route.TELEGRAM, self.phones), (Route.MAIL, self.mail))
        }

    async def on_duty(self, *names: str, mailed: str = "") -> None:
        async with self.store.writing() as session:
            await keep(session, "staff_chat", GROUP)
            await keep(session, MAIL_SERVED, "yes")
            for name in names:
                await hire(session, name)
                staff = await session.get_one(Staff, name.lower())
                staff.telegram_address = self.keys.live.encrypt(name.encode())

    async def opens(self, level: Level = Level.P0) -> str:
        from handlers import report

        async with self.store.writing() as session:
            made = await report.open_case(
                session, self.keys, told(), judged(level), conversation=await chat(session), received_at=self.now,
                now=self.now,
            )  # fmt: skip
        self.opened[made.number] = self.now
        return made.case_id

    async def deliver(self) -> None:
        for route, alerting in self.routes.items():
            while True:
                async with self.store.writing() as session:
                    jobs = await outbox.take(session, route, self.now, lanes=100)
                if not jobs:
                    break
                for job in sorted(jobs, key=lambda one: (one.urgency, one.id)):
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


def heard_at(phones: Phones, address: str, number: str) -> datetime | None:
    """When an alert that had rung there first named this case or counted it."""
    for rung in sorted(phones.at(address), key=lambda one: one.at):
        for at, message in rung.texts:
            if number in message.text:
                return at
            found = re.search(r"P0: (\d+) .* (\d\d-\d+)", message.text)
            if found and int(found[2][3:]) - int(found[1]) < int(number[3:]) <= int(found[2][3:]):
                return at
    return None


async def a_flood(watch: Watch, seed: int, false: int = FALSE) -> None:
    chance = random.Random(seed)
    times = sorted(chance.uniform(0, MINUTE) for _ in range(false + 1))
    for before, after in zip([0.0, *times], times, strict=False):
        await watch.goes_on(after - before)
        await watch.opens()
    await watch.goes_on(60)


@pytest.mark.parametrize("seed", range(1))
async def test_try(store: Store, for_bot: BotKeys, seed: int) -> None:
    watch = Watch(store, for_bot)
    await watch.on_duty("Lan", "Hoa")
    await a_flood(watch, seed)
    for address in (GROUP, "Lan", "Hoa"):
        for number, at in watch.opened.items():
            heard = heard_at(watch.phones, address, number)
            assert heard is not None and heard - at <= PROMISED, (address, number, heard and heard - at)
        print(address, len(watch.phones.at(address)), len(watch.phones.calls[address]), watch.phones.last(address))
    assert watch.phones.refused == 0
