"""A key file that opens with a passphrase: Argon2id makes a key of it (RFC 9106), and Fernet seals with that."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

LOCKED = ".locked"  # behind the name of the key file in whose place it stands
_PASSES, _LANES, _KIB = 3, 4, 256 * 1024  # a second and a quarter of a gigabyte for each guess


class WrongPassphrase(Exception):
    """It does not open the file; also where the file was changed."""


def lock(private: bytes, passphrase: str) -> str:
    """What stands in the file: salt and sealed key."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}\n{_sealer(passphrase, salt).encrypt(private).decode()}\n"


def unlock(text: str, passphrase: str) -> bytes:
    """The key. Raises WrongPassphrase."""
    salt, _, sealed = text.strip().partition("\n")
    try:
        return _sealer(passphrase, bytes.fromhex(salt)).decrypt(sealed.strip())
    except (InvalidToken, ValueError):
        raise WrongPassphrase from None


def private_key(folder: Path, name: str, credentials: str | None, ask: str | None) -> bytes | None:
    """A private key that does not lie open in its folder: as systemd hands it over, or behind a passphrase.

    `credentials` is the folder of the unit's credentials, where it has one; `ask` the passphrase that was typed. None
    where the key file itself is there. Raises WrongPassphrase, OSError.
    """
    given = Path(credentials) if credentials else None
    if given is not None and (given / name).exists():
        return bytes.fromhex((given / name).read_text().strip())
    locked = folder / f"{name}{LOCKED}"
    if (folder / name).exists() or not locked.exists():
        return None
    if given is not None and (given / "passphrase").exists():
        ask = (given / "passphrase").read_text().rstrip("\n")
    return unlock(locked.read_text(), ask or "")


def is_locked(folder: Path, name: str, credentials: str | None) -> bool:
    """Whether somebody has to type the passphrase."""
    given = Path(credentials) if credentials else None
    known = given is not None and ((given / name).exists() or (given / "passphrase").exists())
    return not known and not (folder / name).exists() and (folder / f"{name}{LOCKED}").exists()


def write(path: Path, text: str) -> None:
    """For its owner alone."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sealer(passphrase: str, salt: bytes) -> Fernet:
    kdf = Argon2id(salt=salt, length=32, iterations=_PASSES, lanes=_LANES, memory_cost=_KIB)
    return Fernet(base64.urlsafe_b64encode(kdf.derive(passphrase.encode())))
