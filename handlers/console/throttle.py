"""How often somebody may try to sign in: five times a minute for one login, and slower for all when many fail."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)
TRIES = 5
FREE = 20  # failed tries a minute, all logins together, before everybody is slowed
LONGEST = 8.0


class Throttle:
    """Counts in memory: there is one console process, and a restart forgives at most one minute."""

    def __init__(self) -> None:
        self._tries: dict[str, deque[datetime]] = defaultdict(deque)
        self._failed: deque[datetime] = deque()

    def admit(self, name: str, now: datetime) -> bool:
        """Count one try for `name`; False when there were five within the last minute."""
        self._forget(now)
        tries = self._tries[name]
        if len(tries) >= TRIES:
            return False
        tries.append(now)
        self._failed.append(now)
        return True

    def succeeded(self, name: str) -> None:
        """The try was good: it counts against nobody."""
        if self._tries.pop(name, None) and self._failed:
            self._failed.pop()

    def wait_seconds(self, now: datetime) -> float:
        """How long every try has to wait at this moment."""
        self._forget(now)
        return min(LONGEST, 0.2 * max(0, len(self._failed) - FREE))

    def _forget(self, now: datetime) -> None:
        while self._failed and now - self._failed[0] >= WINDOW:
            self._failed.popleft()
        for name in [name for name, tries in self._tries.items() if not tries or now - tries[-1] >= WINDOW]:
            del self._tries[name]
        for tries in self._tries.values():
            while tries and now - tries[0] >= WINDOW:
                tries.popleft()
