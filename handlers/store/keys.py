"""The key files: made on first start, readable by their owner only, handed to each process as one value."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from handlers.store import seal
from handlers.store.locked import LOCKED


@dataclass(frozen=True, slots=True)
class BotKeys:
    """What the bot process holds: it can add to a case and never read one back."""

    private: bytes
    signing: bytes
    signers: Mapping[str, bytes]
    console_public: bytes
    recovery_public: bytes
    live: MultiFernet
    chats: bytes
    receipts: bytes


@dataclass(frozen=True, slots=True)
class ConsoleKeys:
    """What the console process holds: the only private half that opens cases."""

    private: bytes
    signing: bytes
    signers: Mapping[str, bytes]
    bot_public: bytes
    recovery_public: bytes
    staff: MultiFernet
    receipts: bytes


class KeysMissing(Exception):
    """A key file is absent or unreadable; the message says which and what to do."""


_PRIVATE = ("console.key", "bot.key")
_LOOK_UP = ("chats.key", "receipts.key")
_FERNET = ("live.key", "staff.key")
SIGNERS = {"console": "console_sign.pub", "bot": "bot_sign.pub"}  # handlers/store/trust.py


def make_keys(folder: Path) -> str | None:
    """Make the key files that a first start needs; return the recovery private key as text, once, else None.

    Refuses to fill gaps in a folder that already holds keys: a lost key must be restored, not replaced in silence.
    Only the public halves for signatures, which follow from the private keys, are added where they are missing.
    """
    names = (*_PRIVATE, *_LOOK_UP, *_FERNET, "recovery.pub", "console.pub", "bot.pub")
    present = [name for name in names if (folder / name).exists() or (folder / f"{name}{LOCKED}").exists()]
    if len(present) == len(names):
        add_signers(folder)
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
    add_signers(folder)
    return recovery.hex()


def add_signers(folder: Path) -> None:
    """Write the public half for signatures beside each private key of the folder, where it is missing."""
    for name, file in SIGNERS.items():
        if (folder / f"{name}.key").exists() and not (folder / file).exists():
            _write(folder / file, _signs(_hex(folder / f"{name}.key")).hex())


def public_files(folder: Path) -> dict[str, bytes]:
    """The public halves for signatures that are there, by who signs."""
    return _known({name: folder / file for name, file in SIGNERS.items()})


def bot_keys(folder: Path) -> BotKeys:
    private = _hex(folder / "bot.key")
    return BotKeys(
        private=private,
        signing=_derived(private, "sign"),
        signers=_known({"console": folder / "console_sign.pub"}) | {"bot": _signs(private)},
        console_public=_hex(folder / "console.pub"),
        recovery_public=_hex(folder / "recovery.pub"),
        live=_fernet(folder / "live.key"),
        chats=_hex(folder / "chats.key"),
        receipts=_hex(folder / "receipts.key"),
    )


def console_keys(folder: Path, private: bytes | None = None) -> ConsoleKeys:
    """`private`: the console's own key, where it does not lie in the folder."""
    private = private or _hex(folder / "console.key")
    return ConsoleKeys(
        private=private,
        signing=_derived(private, "sign"),
        signers=_known({"bot": folder / "bot_sign.pub"}) | {"console": _signs(private)},
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


def _derived(private: bytes, label: str) -> bytes:
    """32 bytes that follow from a private key and tell nothing of it (HKDF, RFC 5869)."""
    return HKDF(SHA256(), 32, salt=None, info=f"chungtay {label}".encode()).derive(private)


def _signs(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(_derived(private, "sign")).public_key().public_bytes_raw()


def _known(files: Mapping[str, Path]) -> dict[str, bytes]:
    """Of these the public halves that are there: a key folder from before has none of another process."""
    return {name: _hex(path) for name, path in files.items() if path.exists()}


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
