"""The key files: made once, readable by their owner only, never replaced in silence."""

from __future__ import annotations

import asyncio
import stat

import pytest

from handlers import vouching
from handlers.store import ready
from handlers.store.engine import Store
from handlers.store.keys import KeysMissing, bot_keys, console_keys, keyed_hash, make_keys, public_files
from handlers.store.seal import public_half
from handlers.store.trust import bot_trust, clock_trust, console_trust


def test_a_first_start_makes_the_keys_and_shows_the_recovery_key_once(tmp_path):
    folder = tmp_path / "keys"
    recovery = make_keys(folder)
    assert recovery is not None and make_keys(folder) is None
    assert public_half(bytes.fromhex(recovery)) == bot_keys(folder).recovery_public
    assert not any(recovery in one.read_text() for one in folder.iterdir())


def test_only_the_owner_can_read_them(tmp_path):
    make_keys(tmp_path / "keys")
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / "keys").iterdir()} == {0o600}


def test_bot_and_console_hold_each_others_public_half_only(tmp_path):
    make_keys(tmp_path / "keys")
    bot, console = bot_keys(tmp_path / "keys"), console_keys(tmp_path / "keys")
    assert bot.console_public == public_half(console.private)
    assert console.bot_public == public_half(bot.private)
    assert bot.receipts == console.receipts


def test_public_halves_for_signatures_follow_from_the_keys_and_are_added_where_they_are_missing(tmp_path):
    folder = tmp_path / "keys"
    make_keys(folder)
    before = public_files(folder)
    for name in ("console_sign.pub", "bot_sign.pub"):
        (folder / name).unlink()
    assert set(console_keys(folder).signers) == {"console"}  # a folder from before: its own half it knows
    assert make_keys(folder) is None and public_files(folder) == before
    assert bot_keys(folder).signers == console_keys(folder).signers == before
    console, bot, clock = console_trust(console_keys(folder)), bot_trust(bot_keys(folder)), clock_trust(folder)
    assert clock.holds(console.proof("x", 1), "x", 1) and not clock.holds(console.proof("x", 1), "x", 2)
    assert not clock.holds(bot.proof("x"), "x") and clock.holds(bot.proof("x"), "x", by=("bot",))
    assert clock.proof("x") is None


async def test_a_new_database_is_strict_from_its_first_moment(tmp_path, monkeypatch):
    monkeypatch.setenv("CHUNGTAY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CHUNGTAY_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    for _ in range(2):
        assert await asyncio.to_thread(ready.main) == 0
    store = Store(f"sqlite:///{tmp_path}/new.db", trust=clock_trust(tmp_path / "keys"))
    async with store.reading() as session:
        await vouching.look(session)
    assert store.trust.strict and store.trust.register == 1
    await store.close()


def test_a_lost_key_is_named_and_not_replaced(tmp_path):
    make_keys(tmp_path / "keys")
    (tmp_path / "keys" / "console.key").unlink()
    with pytest.raises(KeysMissing, match=r"console\.key"):
        make_keys(tmp_path / "keys")


def test_a_damaged_key_is_named(tmp_path):
    make_keys(tmp_path / "keys")
    (tmp_path / "keys" / "bot.key").write_text("not a key")
    with pytest.raises(KeysMissing, match=r"bot\.key is damaged"):
        bot_keys(tmp_path / "keys")


def test_a_keyed_hash_says_nothing_without_the_key_and_keeps_its_parts_apart():
    assert keyed_hash(b"a", "x") != keyed_hash(b"b", "x")
    assert keyed_hash(b"a", "x", "yz") != keyed_hash(b"a", "xy", "z")
