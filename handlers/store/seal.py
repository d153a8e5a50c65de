"""Sealing with HPKE (RFC 9180): whoever holds the public half can add, only the private half can read."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

# Base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. One suite, here and nowhere else.
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class CannotOpen(Exception):
    """The sealed bytes are not for this key, or not for this place."""


@dataclass(frozen=True, slots=True)
class WrappedKeys:
    """A new case's public half, and its private half sealed to the console and to the recovery pair (bytes each)."""

    public: bytes
    for_console: bytes
    for_recovery: bytes


def new_private_key() -> bytes:
    """32 raw bytes of a fresh X25519 private key."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_half(private: bytes) -> bytes:
    """The 32 raw bytes of the public half."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(plain: bytes, public: bytes, about: str) -> bytes:
    """Seal `plain` to `public`; `about` names the place it belongs to and must be given again to open it."""
    return _SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public), info=about.encode())


def unseal(sealed: bytes, private: bytes, about: str) -> bytes:
    """The plain bytes; raises CannotOpen for another key, another place or a changed byte."""
    try:
        return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info=about.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(about.split(":", 1)[0]) from error


def new_case_keys(case_id: str, console_public: bytes, recovery_public: bytes) -> WrappedKeys:
    """Make a case's pair; the private half leaves this function only inside the two wraps."""
    private = new_private_key()
    about = f"case-key:{case_id}"
    return WrappedKeys(
        public=public_half(private),
        for_console=seal(private, console_public, about),
        for_recovery=seal(private, recovery_public, about),
    )


def case_private_key(case_id: str, wrapped: bytes, private: bytes) -> bytes:
    """Unwrap a case's private half with the console's (or the recovery pair's) private half."""
    return unseal(wrapped, private, f"case-key:{case_id}")


def new_staff_keys(case_id: str, console_public: bytes, recovery_public: bytes) -> WrappedKeys:
    """Make a pair for what staff write on a case; the private half leaves this function only inside the two wraps."""
    private, about = new_private_key(), f"staff-key:{case_id}"
    return WrappedKeys(
        public_half(private), seal(private, console_public, about), seal(private, recovery_public, about)
    )


def staff_private_key(case_id: str, wrapped: bytes, private: bytes) -> bytes:
    """Unwrap the private half for what staff write, with the console's (or the recovery pair's) private half."""
    return unseal(wrapped, private, f"staff-key:{case_id}")


def about_item(case_id: str, item_id: str) -> str:
    """What a sealed item is bound to: its case and itself."""
    return f"item:{case_id}:{item_id}"


def about_reply(case_id: str, item_id: str) -> str:
    """What the bot's own copy of a staff reply is bound to."""
    return f"reply:{case_id}:{item_id}"
