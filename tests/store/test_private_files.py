"""The database and all beside it are for their owner alone, the console's key lies open only where it has to."""

from __future__ import annotations

import asyncio
import contextlib
import os
import stat
from pathlib import Path

import pytest

from handlers.console.lock_key import NAME, lock_key
from handlers.store import locked, migrate, news, sqlite
from handlers.store.engine import Store
from handlers.store.keys import console_keys, make_keys
from handlers.store.locked import WrongPassphrase, is_locked, lock, private_key

PASSPHRASE = "bàn ghế sông mây đèn gỗ"


@pytest.fixture
def nothing_hidden():
    """A process that hides nothing by itself, as many an account is set up."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {one.name: stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()}


async def _write(path: Path, look: Path) -> dict[str, int]:
    store = Store(f"sqlite:///{path}")
    async with store.engine.begin() as connection:
        await connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS words (a)")
        await connection.exec_driver_sql("INSERT INTO words VALUES (1)")
    found = modes(look)  # with what SQLite lays beside it
    await store.close()
    return found


async def test_every_way_to_make_the_database_makes_it_for_its_owner_alone(tmp_path: Path, nothing_hidden):
    for name in ("store", "migrate", "news"):
        (tmp_path / name).mkdir()
    found = await _write(tmp_path / "store" / "a.db", tmp_path / "store")
    assert {"a.db", "a.db-wal", "a.db-shm"} <= set(found)
    migrate.upgrade(f"sqlite:///{tmp_path / 'migrate' / 'a.db'}")
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.05):
            await news._watch_file(str(tmp_path / "news" / "a.db"), lambda: None)
    for name in ("store", "migrate", "news"):
        found |= modes(tmp_path / name)
        assert modes(tmp_path / name)
    assert set(found.values()) == {0o600}


def test_a_database_that_is_there_is_never_opened_beside_sqlite(tmp_path: Path, monkeypatch):
    """Closing it would end this process's locks, and with them the log of another."""
    (tmp_path / "a.db").touch()
    real, opened = os.open, list[int]()
    monkeypatch.setattr(os, "open", lambda *arguments: opened.append(real(*arguments)) or opened[-1])
    sqlite.keep_private(str(tmp_path / "a.db"))
    assert opened == []
    sqlite.keep_private(str(tmp_path / "b.db"))
    assert len(opened) == 1


async def test_a_database_that_everybody_could_read_is_closed_to_them_and_a_group_that_writes_it_keeps_it(
    tmp_path: Path, nothing_hidden
):
    for mode, then in ((0o644, 0o600), (0o640, 0o600), (0o666, 0o660), (0o660, 0o660)):
        folder = tmp_path / f"{mode:o}"
        folder.mkdir()
        for name in ("a.db", "a.db-wal"):
            (folder / name).touch()
            (folder / name).chmod(mode)
        found = await _write(folder / "a.db", folder)
        assert set(found.values()) == {then}, (oct(mode), found)


def test_the_consoles_key_opens_with_its_passphrase_and_with_no_other(tmp_path: Path, monkeypatch, nothing_hidden):
    monkeypatch.setattr(locked, "_KIB", 64)
    folder = tmp_path / "keys"
    make_keys(folder)
    whole = console_keys(folder)
    assert private_key(folder, NAME, None, None) is None and not is_locked(folder, NAME, None)
    assert "too easy" in lock_key(folder, lambda _: "matkhau123456789") and (folder / NAME).exists()
    answers = iter([PASSPHRASE, PASSPHRASE + "x", PASSPHRASE, PASSPHRASE])
    assert "not the same" in lock_key(folder, lambda _: next(answers)) and (folder / NAME).exists()
    assert "is written" in lock_key(folder, lambda _: next(answers))
    assert not (folder / NAME).exists() and is_locked(folder, NAME, None)
    assert set(modes(folder).values()) == {0o600}
    assert not [one for one in folder.iterdir() if whole.private.hex() in one.read_text()]
    assert console_keys(folder, private_key(folder, NAME, None, PASSPHRASE)).private == whole.private
    for wrong in ("", PASSPHRASE[:-1]):
        with pytest.raises(WrongPassphrase):
            private_key(folder, NAME, None, wrong)
    assert make_keys(folder) is None  # none is missing
    assert "nothing to lock" in lock_key(folder, lambda _: PASSPHRASE)


def test_a_credential_of_the_unit_goes_before_what_lies_in_the_folder(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(locked, "_KIB", 64)
    folder, given = tmp_path / "keys", tmp_path / "credentials"
    for one in (folder, given):
        one.mkdir()
    (given / NAME).write_text("00" * 32 + "\n")
    assert private_key(folder, NAME, str(given), None) == bytes(32) and not is_locked(folder, NAME, str(given))
    (given / NAME).unlink()
    (folder / f"{NAME}.locked").write_text(lock(bytes(32), PASSPHRASE))
    assert is_locked(folder, NAME, str(given))
    (given / "passphrase").write_text(PASSPHRASE + "\n")
    assert private_key(folder, NAME, str(given), None) == bytes(32) and not is_locked(folder, NAME, str(given))
