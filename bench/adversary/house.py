"""The line that is attacked: a database as it is deployed, fresh processes, staff who sign in as people do.

The adversary holds what a taken-over bot holds of the database: on PostgreSQL the bot's role, on SQLite the whole file.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import psycopg
import pyotp
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from bench.attacks import Fell as Fell
from bench.desk import database
from handlers import vouching
from handlers.console import auth
from handlers.permission import Role
from handlers.store.engine import Store
from handlers.store.keys import bot_keys, console_keys
from handlers.store.models import Staff
from handlers.store.trust import bot_trust, console_trust
from handlers.triage import Level
from tests.fakes.services import ROOT
from tests.fakes.telegram import TelegramFake
from tests.handlers.people import opened
from tests.journeys import house as journeys

PASSWORD = "năm con voi đi qua buôn"
PROCESSES = ("bot", "clock", "console")
RIGHTS = ROOT / "deploy"


class House(journeys.House):
    """`store` is the house's own, with every right; `stolen` is what the adversary has of the database.

    What is inherited waits without an event loop: call it in a thread (`asyncio.to_thread`). `start` starts one of
    PROCESSES with the rights that it has when deployed.
    """

    store: Store
    stolen: Store
    as_bot: Store  # what a bot that was left alone has
    by_process: dict[str, str]  # the database's address, as each process has it

    def start(self, name: str, **settings: str) -> None:
        super().start(name, **{"CHUNGTAY_DATABASE_URL": self.by_process[name], **settings})

    async def starts(self, *names: str) -> None:
        """Start these processes, each when the one before answers."""
        for name in names:
            await asyncio.to_thread(self.start, name)

    # --- the adversary --------------------------------------------------------------------------------------------
    async def does(self, statement: str, **values: Any) -> int | None:
        """One statement of the adversary's; how many rows it changed, None where the database refused it."""
        try:
            async with self.stolen.writing() as session:
                return (await session.execute(text(statement), values)).rowcount  # type: ignore[attr-defined, no-any-return]
        except ProgrammingError as error:
            if "permission denied" not in str(error.orig):
                raise
            return None

    # --- honest people --------------------------------------------------------------------------------------------
    async def employ(self, name: str, role: Role = Role.CASE_WORKER) -> tuple[str, str]:
        """Somebody whose account is set up: their id, and the secret of their one-time codes."""
        keys, id_, now = console_keys(self.folder / "keys"), uuid4().hex, datetime.now(UTC)
        sealed = auth.new_secret(keys.staff, id_)
        staff = Staff(id=id_, login=auth.tidy_login(name), name=name, role=role, created_at=now, on_duty_since=now)
        vouching.set_secrets(staff, auth._HASHER.hash(PASSWORD), sealed)
        staff.totp_last_step = 0
        async with self.store.writing() as session:
            session.add(staff)
            await vouching.vouch(session, staff)
        return id_, auth.open_secret(keys.staff, staff) or ""

    def browser(self) -> httpx2.AsyncClient:
        """A browser at the console, that sends forms as the console's own pages do."""
        address = f"http://{self.console}"
        headers = {"origin": address, "sec-fetch-site": "same-origin"}
        return httpx2.AsyncClient(base_url=address, headers=headers, timeout=30)

    @asynccontextmanager
    async def signed_in(self, name: str, secret: str) -> AsyncIterator[httpx2.AsyncClient]:
        """A browser in which this person has signed in; raises AssertionError where they cannot. A code works once."""
        async with self.browser() as browser:
            code = pyotp.TOTP(secret).at(datetime.now(UTC))
            answer = await browser.post("/sign-in", data={"login": name, "password": PASSWORD, "code": code})
            assert answer.status_code == 303, answer.status_code
            yield browser

    async def report(self, level: Level = Level.P1) -> tuple[str, str]:
        """A case that somebody has reported: its id and its number."""
        async with self.store.writing() as session:
            made = await opened(session, bot_keys(self.folder / "keys"), level, now=datetime.now(UTC))
        return made.case_id, made.number

    async def sees(self, look: Any, seconds: float = 15) -> bool:
        """Whether `await look()` becomes true within so many seconds."""
        end = datetime.now(UTC) + timedelta(seconds=seconds)
        while not await look():
            if datetime.now(UTC) > end:
                return False
            await asyncio.sleep(0.2)
        return True


@asynccontextmanager
async def open_house(named: str) -> AsyncIterator[House]:
    """A house on "sqlite", or on "postgresql" with the roles of deploy/; no process runs yet, nobody is employed."""
    with tempfile.TemporaryDirectory() as name, database(named, Path(name)) as url, TelegramFake() as fake:
        house = House(Path(name), fake, database_url=url)
        house.by_process = dict.fromkeys(PROCESSES, url)
        if named == "postgresql":
            house.by_process = as_deployed(url)
        house.stolen = Store(house.by_process["bot"])
        house.as_bot = Store(house.by_process["bot"], trust=bot_trust(bot_keys(house.folder / "keys")))
        house.store = Store(url, trust=console_trust(console_keys(house.folder / "keys")))
        async with house.store.writing() as session:
            await vouching.begin_if_new(session)
        try:
            yield house
        finally:
            await asyncio.to_thread(house.stop)
            await house.store.close()
            await house.stolen.close()
            await house.as_bot.close()


def as_deployed(owner: str) -> dict[str, str]:
    """Make the roles of deploy/ with their rights; the address by which each process comes."""
    with psycopg.connect(owner, autocommit=True) as session:
        for name in PROCESSES:
            role = f"chungtay-{name}"
            if session.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
                session.execute(f'CREATE ROLE "{role}"')  # type: ignore[call-overload]  # our own names only
            rights = RIGHTS / f"postgresql-{name}.sql"
            granted = rights.read_text(encoding="utf-8") if rights.exists() else _ALL.format(role=role)
            session.execute(granted)  # type: ignore[call-overload]
    roles = {name: {"options": f"-c role=chungtay-{name}"} for name in PROCESSES}
    url = make_url(owner)
    return {name: url.update_query_dict(role).render_as_string(hide_password=False) for name, role in roles.items()}


_ALL = """GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{role}";"""
