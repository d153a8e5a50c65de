"""The line under siege: bot, clock and console as fresh processes, honest staff on duty, a database of its own."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx2

from bench.attacks import Fell as Fell
from bench.desk import database
from handlers.console.auth import COOKIE, begin_session
from handlers.store.engine import Store
from handlers.store.keys import console_keys
from handlers.store.models import Staff
from handlers.store.trust import console_trust
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram_world import Group, Person
from tests.journeys import house as journeys

ON_DUTY = 3


class House(journeys.House):
    """`chat` and `desk` are the addresses that reporters and staff open, `officers` those on duty, each linked.

    What is inherited waits without an event loop: call it before an attack, or in a thread.
    """

    chat: str
    desk: str
    store: Store
    group: Group
    officers: dict[str, Person]  # by the staff's id

    def reporter(self) -> httpx2.AsyncClient:
        """A browser at the web chat, with cookies of its own."""
        return httpx2.AsyncClient(base_url=self.chat, follow_redirects=True, timeout=60, verify=False)

    async def officer(self, staff_id: str) -> httpx2.AsyncClient:
        """A browser at the console that is signed in."""
        async with self.store.writing() as session:
            token = await begin_session(session, staff_id, datetime.now(UTC))
            (await session.get_one(Staff, staff_id)).totp_last_step = 0
        cookies = {COOKIE: token}
        return httpx2.AsyncClient(base_url=self.desk, cookies=cookies, timeout=60, verify=False)

    async def sees(self, is_so: Callable[[], object], seconds: float) -> float | None:
        """After how many seconds it is so; None where it is not so in time."""
        began = time.monotonic()
        while not is_so():
            if time.monotonic() > began + seconds:
                return None
            await asyncio.sleep(0.05)
        return time.monotonic() - began


@asynccontextmanager
async def besieged(named: str) -> AsyncIterator[House]:
    """A house on "sqlite" or "postgresql", as it is on any day: three officers on duty, a group, nobody else."""
    with tempfile.TemporaryDirectory() as name, database(named, Path(name)) as url, TelegramFake() as fake:
        house = House(Path(name), fake, database_url=url)
        house.chat, house.desk = f"http://{house.web}", f"http://{house.console}"
        house.group = journeys.staff_group(house, fake)
        house.store = Store(url, trust=console_trust(console_keys(house.folder / "keys")))
        try:
            await asyncio.to_thread(_open, house)
            yield house
        finally:
            await asyncio.to_thread(house.stop)
            await house.store.close()


def _open(house: House) -> None:
    for process in ("bot", "clock", "console"):
        house.start(process)
    people = [house.fake.person(f"officer {number}") for number in range(ON_DUTY)]
    house.officers = {house.hire(one): one for one in people}
