"""What a person does on the machine: confirm what was there, repair an account, break the glass; in its own process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from handlers import claiming, vouching
from handlers.audit import Act, note
from handlers.console import guard, vouch
from handlers.permission import Role
from handlers.store.engine import Store
from handlers.store.keys import bot_keys, console_keys, make_keys
from handlers.store.models import Audit, OneTimeLink, Register, Staff
from handlers.store.trust import bot_trust, console_trust
from tests.fakes.services import ROOT
from tests.handlers.people import case_of, hire, opened

pytestmark = [pytest.mark.long, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


class Machine:
    """A data folder and a database, as the console's user has them."""

    def __init__(self, url: str, folder: Path) -> None:
        self.recovery = make_keys(folder / "keys") or ""
        self.url, self.folder = url, folder
        self.keys = console_keys(folder / "keys")
        self.store = Store(url, trust=console_trust(self.keys))

    def run(self, module: str, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "CHUNGTAY_DATABASE_URL": self.url, "CHUNGTAY_DATA_DIR": str(self.folder)}
        command = [sys.executable, "-m", f"handlers.console.{module}", *arguments]
        return subprocess.run(command, cwd=ROOT, env=env, input=typed, capture_output=True, text=True, timeout=60)

    async def refuses(self, why: str, doing: Callable[..., Awaitable[object]], *about: str, typed: str = "yes") -> None:
        with pytest.raises(vouch.Refused, match=why):
            await doing(self.store, *about, lambda _: typed, datetime.now(UTC))


@pytest.fixture
async def machine(database_url, tmp_path):
    here = Machine(database_url, tmp_path / "data")
    yield here
    await here.store.close()


async def line_of_before(machine: Machine) -> str:
    """A line as it was before there were proofs: two people, a claim; the id of the case."""
    now, before = datetime.now(UTC), Store(machine.url)
    async with before.writing() as session:
        await hire(session, "Lan", linked=False)
        await hire(session, "Boss", Role.SUPERVISOR, linked=False)
        case_id = (await opened(session, bot_keys(machine.folder / "keys"), now=now)).case_id
        case = await case_of(session, case_id)
        case.status, case.claimed_by, case.claimed_at = "claimed", "lan", now
        note(session, Act.CLAIM, at=now, staff_id="lan", case_id=case_id)
        session.add(OneTimeLink(token_hash="x", kind="first", role="administrator", expires_at=now))
    await before.close()
    return case_id


async def test_what_was_there_is_shown_confirmed_and_proved_once(machine):
    case_id = await line_of_before(machine)
    await machine.refuses("Nothing was changed", vouch.begin, typed="no")
    begun = machine.run("vouch", "begin", typed="yes\n")
    assert begun.returncode == 0 and "2 accounts and 1 claims are proved" in begun.stdout, begun.stderr
    async with machine.store.reading() as session:
        await vouching.look(session)
        assert machine.store.trust.strict and await vouching.doubtful(session) == []
        assert claiming.is_proved(machine.store.trust, await case_of(session, case_id))
        assert (await session.scalars(select(OneTimeLink))).all() == []
        assert "vouch" in (await session.scalars(select(Audit.act))).all()
    assert re.search(r"boss +Boss +supervisor", begun.stdout) and "Claimed cases (1)" in begun.stdout
    await machine.refuses("begun already", vouch.begin)


async def test_one_account_is_repaired_and_nothing_of_what_somebody_put_there_stays(machine):
    await line_of_before(machine)
    await vouch.begin(machine.store, lambda _: "yes", datetime.now(UTC))
    theirs = {"role": "supervisor", "password_hash": "theirs", "telegram_hash": "theirs", "telegram_address": b"x"}
    async with machine.store.writing() as session:
        await session.execute(update(Staff).where(Staff.id == "lan").values(theirs))
    await machine.refuses("nothing to repair", vouch.repair, "boss")
    await machine.refuses("Nothing was changed", vouch.repair, "lan")
    repaired = machine.run("vouch", "repair", "lan", typed="lan\n")
    assert "/invitation/" in repaired.stdout, repaired.stderr
    async with machine.store.reading() as session:
        await vouching.look(session)
        row = await session.get_one(Staff, "lan", options=[vouching.SECRETS])
        assert vouching.holds(session, row) and not row.active
        assert (row.password_hash, row.telegram_hash, row.telegram_address) == (None, None, None)


async def test_the_glass_is_broken_with_the_recovery_key_alone(machine):
    """The database was set back to before the register, or the console has a new key."""
    await line_of_before(machine)
    await vouch.begin(machine.store, lambda _: "yes", datetime.now(UTC))
    async with machine.store.writing() as session:
        await session.execute(delete(Register))
        await session.execute(update(Staff).values(proof="console:x"))
    for typed in ("", "0" * 64):
        with pytest.raises(vouch.Refused, match="not the recovery key"):
            vouch.check_recovery(machine.keys, typed)
    broken = machine.run("vouch", "anew", typed=f"{machine.recovery}\nyes\n")
    assert broken.returncode == 0, broken.stderr
    async with machine.store.reading() as session:
        await vouching.look(session)
        assert machine.store.trust.strict and await vouching.doubtful(session) == []


async def test_telegram_accounts_of_before_are_stood_for_by_the_bot_first(machine):
    await line_of_before(machine)
    async with machine.store.writing() as session:
        await session.execute(update(Staff).where(Staff.id == "lan").values(telegram_hash="h", telegram_address=b"x"))
    await machine.refuses("Start the bot once before", vouch.begin)
    bot = Store(machine.url, trust=bot_trust(bot_keys(machine.folder / "keys")))
    async with bot.writing() as session:
        await vouching.bind_all(session)
    await bot.close()
    assert "2 accounts" in await vouch.begin(machine.store, lambda _: "yes", datetime.now(UTC))


async def test_the_audit_is_checked_in_one_sentence(machine):
    await line_of_before(machine)
    await vouch.begin(machine.store, lambda _: "yes", datetime.now(UTC))
    async with machine.store.reading() as session:
        await vouching.look(session)
    await guard.cover(machine.store, datetime.now(UTC), machine.folder / "record" / "audit.jsonl")
    whole = machine.run("check_audit")
    assert whole.returncode == 0 and whole.stdout.startswith("The audit is whole: "), whole.stderr
    async with machine.store.writing() as session:
        await session.execute(delete(Audit).where(Audit.act == Act.CLAIM))
    changed = machine.run("check_audit")
    assert changed.returncode == 1 and "1 missing (" in changed.stdout
