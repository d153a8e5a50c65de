"""The key files: made on first start, readable by their owner only, handed to each process as one value."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet

from handlers.store import seal
from handlers.store.locked import LOCKED


@dataclass(frozen=True, slots=True)
class BotKeys:
    """What the bot process holds: it can add to a case and never read one back."""

    private: bytes
    console_public: bytes
    recovery_public: bytes
    live: MultiFernet
    chats: bytes
    receipts: bytes


@dataclass(frozen=True, slots=True)
class ConsoleKeys:
    """What the console process holds: the only private half that opens cases."""

    private: bytes
    bot_public: bytes
    recovery_public: bytes
    staff: MultiFernet
    receipts: bytes


class KeysMissing(Exception):
    """A key file is absent or unreadable; the message says which and what to do."""


_PRIVATE = ("console.key", "bot.key")
_LOOK_UP = ("chats.key", "receipts.key")
_FERNET = ("live.key", "staff.key")


def make_keys(folder: Path) -> str | None:
    """Make the key files that a first start needs; return the recovery private key as text, once, else None.

    Refuses to fill gaps in a folder that already holds keys: a lost key must be restored, not replaced in silence.
    """
    names = (*_PRIVATE, *_LOOK_UP, *_FERNET, "recovery.pub", "console.pub", "bot.pub")
    present = [name for name in names if (folder / name).exists() or (folder / f"{name}{LOCKED}").exists()]
    if len(present) == len(names):
        return None
    if present:
        gone = ", ".join(name for name in names if name not in present)
        raise KeysMissing(f"Key files are missing from {folder}: {gone}. Restore them from your backup.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    for name in _PRIVATE:
        private = seal.new_private_key()
        _write(folder / name, private.hex())
        _write(folder / name.replace(".key", ".pub"), seal.public_half(private).hex())
    for name in _LOOK_UP:
        _write(folder / name, secrets.token_hex(32))
    for name in _FERNET:
        _write(folder / name, Fernet.generate_key().decode())
    recovery = seal.new_private_key()
    # Last: its presence is what says that the set is whole.
    _write(folder / "recovery.pub", seal.public_half(recovery).hex())
    return recovery.hex()


def bot_keys(folder: Path) -> BotKeys:
    return BotKeys(
        private=_hex(folder / "bot.key"),
        console_public=_hex(folder / "console.pub"),
        recovery_public=_hex(folder / "recovery.pub"),
        live=_fernet(folder / "live.key"),
        chats=_hex(folder / "chats.key"),
        receipts=_hex(folder / "receipts.key"),
    )


def console_keys(folder: Path, private: bytes | None = None) -> ConsoleKeys:
    """`private`: the console's own key, where it does not lie in the folder."""
    return ConsoleKeys(
        private=private or _hex(folder / "console.key"),
        bot_public=_hex(folder / "bot.pub"),
        recovery_public=_hex(folder / "recovery.pub"),
        staff=_fernet(folder / "staff.key"),
        receipts=_hex(folder / "receipts.key"),
    )


def keyed_hash(key: bytes, *parts: str) -> str:
    """HMAC-SHA256 over the parts, as 64 hexadecimal digits: a look-up value that says nothing without the key."""
    return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def token_hash(token: str) -> str:
    """SHA-256 of a random token of ≥ 128 bits, for look-up without keeping the token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _write(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text + "\n")


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError as error:
        raise KeysMissing(
            f"Cannot read the key file {path}: {error.strerror}. Run 'make setup' or restore it."
        ) from None


def _hex(path: Path) -> bytes:
    try:
        return bytes.fromhex(_read(path))
    except ValueError:
        raise KeysMissing(f"The key file {path} is damaged. Restore it from your backup.") from None


def _fernet(path: Path) -> MultiFernet:
    """Every line is a key: the first one writes, all of them read, so a key is rotated by adding a line on top."""
    try:
        return MultiFernet([Fernet(line) for line in _read(path).splitlines()])
    except ValueError:
        raise KeysMissing(f"The key file {path} is damaged. Restore it from your backup.") from None
