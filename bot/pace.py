"""How often somebody did something lately; counted in memory, by hashes whose key lives for one day."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections import deque
from collections.abc import Callable
from datetime import date, datetime


class Pace:
    """Nothing in it leads back to a chat or a network address."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._day: date | None = None
        self._key = b""
        self._times: dict[bytes, deque[float]] = {}

    def allows(self, what: str, who: str, times: int, seconds: float) -> bool:
        """Count one more `what` of `who`, unless that would be more than `times` in `seconds`."""
        now = self._now()
        if self._day != now.date():
            self._day, self._key, self._times = now.date(), secrets.token_bytes(32), {}
        slot = hmac.digest(self._key, f"{what} {network_of(who)}".encode(), "sha256")
        past = self._times.setdefault(slot, deque())
        while past and past[0] <= now.timestamp() - seconds:
            past.popleft()
        if len(past) >= times:
            return False
        past.append(now.timestamp())
        return True


def network_of(who: str) -> str:
    """A household's IPv6 network for one of its many addresses; anything else as it is."""
    try:
        address = ipaddress.ip_address(who)
    except ValueError:
        return who
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else who
