"""Proofs: signatures that tell a row written by bot or console from one written by whoever else can write the database.

A proof is "console:…" or "bot:…", an Ed25519 signature (RFC 8032) over what a row means. Whoever reads checks it with
the public half alone, so that the clock needs no secret. A session (`Session.info`) carries what its process holds.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.store.keys import BotKeys, ConsoleKeys, public_files
from handlers.store.seal import public_half

CONSOLE, BOT = "console", "bot"
ITEMS = "items"  # in the register, beside the ids of staff: what they write is signed, too
Part = str | int | bool | bytes | datetime | None

_TRUST = "chungtay_trust"


@dataclass(slots=True)
class Trust:
    """What a process can say and check. Without `known` it checks nothing, and takes rows as they are.

    `strict` once the register has begun: a row without a proof is refused then. `newest` is the highest number of each
    staff row that this process has seen, `register` that of the register: what is older was put back by somebody.
    """

    by: str = ""
    signing: bytes | None = None
    known: Mapping[str, bytes] = field(default_factory=dict)
    strict: bool = False
    newest: dict[str, int] = field(default_factory=dict)
    register: int = 0
    set_back: bool = False
    seals_to: tuple[bytes, bytes] | None = None  # of console and recovery pair, by who may make keys for staff's words

    @property
    def items_begun(self) -> bool:
        """Whether what staff write counts only with a signature, too: since the register says so."""
        return self.strict and ITEMS in self.newest

    def proof(self, *what: Part) -> str | None:
        """A proof of this; None by a process that vouches for nothing."""
        if self.signing is None:
            return None
        signature = Ed25519PrivateKey.from_private_bytes(self.signing).sign(_said(what))
        return f"{self.by}:{urlsafe_b64encode(signature).decode()}"

    def holds(self, proof: str | None, *what: Part, by: tuple[str, ...] = (CONSOLE,)) -> bool:
        """Whether one of these vouches for this. Who has no public half to check anything with can't say no."""
        if not self.known:
            return True
        name, _, signature = (proof or "").partition(":")
        if name in by and name not in self.known:  # a key folder from before, until the register begins
            return not self.strict
        return name in by and _verified(self.known[name], _said(what), signature)


def trust_of(session: AsyncSession) -> Trust:
    """What the process of this session can say and check."""
    found: Trust = session.info.get(_TRUST) or Trust()
    return found


def info_of(trust: Trust) -> dict[str, Trust]:
    """What a session is opened with, to carry it."""
    return {_TRUST: trust}


def console_trust(keys: ConsoleKeys) -> Trust:
    return Trust(CONSOLE, keys.signing, keys.signers, seals_to=(public_half(keys.private), keys.recovery_public))


def bot_trust(keys: BotKeys) -> Trust:
    return Trust(BOT, keys.signing, keys.signers)


def clock_trust(folder: Path) -> Trust:
    """Public halves alone; none where the folder has none, which keeps no ladder from climbing."""
    return Trust(known=public_files(folder))


def _said(what: tuple[Part, ...]) -> bytes:
    """Unambiguous: no two meanings have the same bytes."""
    return json.dumps([_plain(part) for part in what], ensure_ascii=False, separators=(",", ":")).encode()


def _plain(part: Part) -> str | int | bool | None:
    if isinstance(part, datetime):
        return part.astimezone(UTC).isoformat()  # as databases give it back
    return part.hex() if isinstance(part, bytes) else part


@lru_cache(8192)
def _verified(public: bytes, said: bytes, signature: str) -> bool:
    """Kept by content, since the same rows are asked about again and again: a page checks in microseconds."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(urlsafe_b64decode(signature), said)
    except (InvalidSignature, ValueError):
        return False
    return True
