"""The whole line as it runs: bot, clock and console as their own processes, one database, a Bot API on a socket."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.case import ItemKind
from handlers.console.auth import prove_link
from handlers.console.opener import opener
from handlers.store.engine import Store
from handlers.store.keys import console_keys, make_keys, token_hash
from handlers.store.migrate import upgrade
from handlers.store.models import Case, CaseKey, Item, OneTimeLink, Staff
from handlers.store.seal import about_item
from handlers.store.trust import console_trust
from handlers.vouching import vouch
from tests.fakes.services import ROOT, free_port
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram_world import Group, Person

T = TypeVar("T")

OPERATOR = json.dumps(
    {
        "name": "Đường dây thử nghiệm",
        "answered_by": "cán bộ trực",
        "hours": "7 giờ đến 22 giờ hằng ngày",
        "promises": {"P0": "trong 5 phút", "P1": "trong 1 giờ"},
    }
)


class House:
    """`nlu_url` may lead nowhere: then the conversation goes by buttons and the core's own list."""

    def __init__(
        self, folder: Path, fake: TelegramFake, nlu_url: str = "http://127.0.0.1:9", *, database_url: str | None = None
    ) -> None:
        self.folder, self.fake = folder, fake
        self.database_url = database_url or f"sqlite:///{folder / 'chungtay.db'}"
        self.web = f"127.0.0.1:{free_port()}"
        self.console = f"127.0.0.1:{free_port()}"
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CHUNGTAY_")},
            "CHUNGTAY_DATABASE_URL": self.database_url,
            "CHUNGTAY_DATA_DIR": str(folder),
            "CHUNGTAY_TELEGRAM_TOKEN": fake.token,
            "CHUNGTAY_TELEGRAM_API_URL": fake.url,
            "CHUNGTAY_NLU_URL": nlu_url,
            "CHUNGTAY_WEB_BIND": self.web,
            "CHUNGTAY_WEB_URL": f"http://{self.web}",
            "CHUNGTAY_CONSOLE_BIND": self.console,
            "CHUNGTAY_OPERATOR": OPERATOR,
            "CHUNGTAY_HOLD_SECONDS": "0",  # a process that waits on purpose makes every journey longer
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        make_keys(folder / "keys")
        upgrade(self.database_url)

    # --- processes ----------------------------------------------------------------------------------------------
    def start(self, name: str, **settings: str) -> None:
        """Start "bot", "clock" or "console", with settings of its own, and wait until it answers."""
        module = {"bot": "bot", "clock": "handlers.clock", "console": "handlers.console"}[name]
        with self.log(name).open("ab") as out:
            logged = out.tell()
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", module],
                cwd=ROOT,
                env=self.env | settings,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        until = time.monotonic() + 30
        while not self._answers(name, logged):
            if self.processes[name].poll() is not None:
                raise AssertionError(f"{name} stopped: {self.log(name).read_text()}")
            if time.monotonic() > until:
                raise AssertionError(f"{name} did not answer: {self.log(name).read_text()}")
            time.sleep(0.05)

    def _answers(self, name: str, logged: int) -> bool:
        if name == "clock":  # it listens to nobody
            return b"serving" in self.log(name).read_bytes()[logged:]
        address = {"bot": self.web, "console": self.console}[name]
        try:
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"http://{address}/", timeout=2).close()
        except urllib.error.HTTPError:
            pass  # also an answer
        except OSError:
            return False
        return True

    def kill(self, name: str) -> None:
        """kill -9."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def freeze(self, name: str) -> None:
        """It hangs from now on. While nobody else may write: a frozen process would keep SQLite's one lock for ever."""

        async def stop(session: AsyncSession) -> None:
            self.processes[name].send_signal(signal.SIGSTOP)

        self.write(stop)

    def stop(self) -> None:
        for process in self.processes.values():
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    # --- staff --------------------------------------------------------------------------------------------------
    def hire(self, person: Person, role: str = "case_worker", *, on_duty: bool = True, name: str | None = None) -> str:
        """A staff account, linked to its Telegram by a one-time link as the console makes them."""
        staff_id, token = uuid4().hex, uuid4().hex

        async def add(session: AsyncSession) -> None:
            now = datetime.now(UTC)
            session.add(
                Staff(
                    id=staff_id,
                    login=person.title,
                    name=name or person.title,
                    role=role,
                    active=True,
                    on_duty_since=now if on_duty else None,
                    created_at=now,
                )
            )
            await session.flush()
            await vouch(session, await session.get_one(Staff, staff_id))
            link = OneTimeLink(token_hash=token_hash(token), kind="telegram", staff_id=staff_id)
            link.expires_at = now + timedelta(hours=1)
            await prove_link(session, link)
            session.add(link)

        self.write(add)
        person.starts(f"link_{token}")
        self.until(lambda: self.linked(staff_id), "the staff account is linked")
        return staff_id

    def linked(self, staff_id: str) -> bool:
        async def look(session: AsyncSession) -> bool:
            staff = await session.get(Staff, staff_id)
            return staff is not None and staff.telegram_address is not None

        return self.read(look)

    # --- looking into the database as the console does ----------------------------------------------------------
    def cases(self) -> list[Case]:
        async def look(session: AsyncSession) -> list[Case]:
            return list((await session.scalars(select(Case).order_by(Case.opened_at))).all())

        return self.read(look)

    def items(self, case_id: str, *kinds: ItemKind) -> list[str]:
        """The opened items of a case, oldest first."""
        return [plain.decode() for plain in self.raw_items(case_id, *kinds)]

    def raw_items(self, case_id: str, *kinds: ItemKind) -> list[bytes]:
        """Their bytes: with the console's key, as nobody else can."""
        keys = console_keys(self.folder / "keys")

        async def look(session: AsyncSession) -> list[bytes]:
            wrapped = await session.get(CaseKey, case_id)
            assert wrapped is not None
            ours = opener(wrapped, keys.private)
            rows = await session.scalars(select(Item).where(Item.case_id == case_id).order_by(Item.created_at, Item.id))
            return [
                ours.opens(row.sealed, about_item(case_id, row.id))[0] or b""
                for row in rows
                if not kinds or row.kind in kinds
            ]

        return self.read(look)

    def read(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async def run(store: Store) -> T:
            async with store.reading() as session:
                return await work(session)

        return self._run(run)

    def write(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async def run(store: Store) -> T:
            async with store.writing() as session:
                return await work(session)

        return self._run(run)

    def _run(self, work: Callable[[Store], Awaitable[T]]) -> T:
        """In a thread of its own: a test that drives a browser has an event loop in its thread already."""

        async def run() -> T:
            store = Store(self.database_url, trust=console_trust(console_keys(self.folder / "keys")))
            try:
                return await work(store)
            finally:
                await store.close()

        with ThreadPoolExecutor(1) as pool:
            return pool.submit(lambda: asyncio.run(run())).result()

    def until(self, is_so: Callable[[], object], what: str, timeout: float = 10) -> None:
        end = time.monotonic() + timeout
        while not is_so():
            if time.monotonic() > end:
                raise AssertionError(f"not so after {timeout} s: {what}")
            time.sleep(0.05)

    # --- what must nowhere stand --------------------------------------------------------------------------------
    def places_with(self, words: str) -> list[str]:
        """Logs and database files in which the words stand readable, in any of the encodings a file may hold."""
        needles = [words.encode(), words.encode("utf-16-le"), json.dumps(words)[1:-1].encode()]
        found = []
        for path in self.folder.rglob("*"):
            if path.is_file() and path.parent.name != "keys":
                content = path.read_bytes()
                found += [path.name for needle in needles if needle in content]
        return found


def nothing_readable(house: House, fake: TelegramFake) -> None:
    """After any journey: no word that a person wrote, no code and no token stands in a log or a database file."""
    secrets = {fake.token.partition(":")[2]}
    for person in fake.world.people():
        secrets |= {message.text for message in person.messages if not message.by_bot and len(message.text) >= 8}
        secrets |= {
            line
            for message in person.messages
            for line in message.text.splitlines()
            if message.by_bot and len(line) == 19 and line.replace(" ", "").isdigit()
        }
    for secret in secrets:
        if not secret.startswith("/"):
            assert house.places_with(secret) == [], secret


@contextlib.contextmanager
def open_house(
    folder: Path,
    nlu_url: str = "http://127.0.0.1:9",
    *,
    console: bool = False,
    database_url: str | None = None,
    **of_the_bot: str,
) -> Iterator[tuple[House, TelegramFake]]:
    """`of_the_bot` are settings that the bot has alone."""
    with TelegramFake() as fake:
        house = House(folder, fake, nlu_url, database_url=database_url)
        try:
            house.start("bot", **of_the_bot)
            if console:
                house.start("clock")
                house.start("console")
            yield house, fake
        finally:
            house.stop()
        nothing_readable(house, fake)


def staff_group(house: House, fake: TelegramFake) -> Group:
    """A staff group that the bot knows by its setting; call before the bot starts, or restart it after."""
    group = fake.group("Trực")
    house.env["CHUNGTAY_STAFF_CHAT_ID"] = str(group.id)
    return group
