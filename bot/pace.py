"""How often somebody did something lately; counted in memory, by hashes whose key lives for one day."""

from __future__ import annotations

import hmac
import secrets
from collections import deque
from collections.abc import Callable
from datetime import date, datetime

from handlers.networks import network_of as network_of


class Pace:
    """Nothing in it leads back to a chat or a network address."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self._day: date | None = None
        self._key = b""
        self._times: dict[bytes, deque[float]] = {}

    def allows(self, what: str, who: str, times: int, seconds: float) -> bool:
        """Count one more `what` of `who`, unless that would be more than `times` in `seconds`."""
        return self.wait(what, who, times, seconds) == 0

    def wait(self, what: str, who: str, times: int, seconds: float) -> float:
        """As `allows`: 0 when it counts, else the seconds until one more would."""
        now = self.now().timestamp()
        mark = self.mark(f"{what} {network_of(who)}")
        past = self._times.setdefault(mark, deque())
        while past and past[0] <= now - seconds:
            past.popleft()
        if len(past) >= times:
            return past[0] + seconds - now
        past.append(now)
        return 0

    def mark(self, who: str) -> bytes:
        """By what somebody is known until the day ends."""
        today = self.now().date()
        if self._day != today:
            self._day, self._key, self._times = today, secrets.token_bytes(32), {}
        return hmac.digest(self._key, who.encode(), "sha256")
