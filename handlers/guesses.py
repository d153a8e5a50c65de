"""How many receipt codes may be tried: enough for whoever mistypes, never so many that anybody guesses one.

Nothing here leads to a chat or a network: both come as ids and hashes, are held in memory, and forgotten in an hour.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
FREE = 5  # wrong codes within an hour, of one chat or one member of staff, before it waits
FREE_OF_NETWORK = 5  # of one network, before its chats leave what is short to those of other networks
_FIRST_WAIT, _LONGEST_WAIT = 30.0, 300.0  # seconds since the last wrong one, doubled with each further one


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Wrong codes that are looked at, of all together: so many an hour for ever, and so many more at once."""

    an_hour: int
    at_once: int


# With 15 digits and 100,000 codes the two together hit one in a year with a chance of less than a thousandth:
# tests/handlers/test_guesses.py reckons it from these numbers.
REPORTERS = Ceiling(an_hour=1060, at_once=60)
STAFF = Ceiling(an_hour=60, at_once=30)


class Guesses:
    """One for each process. A code that is right takes nothing from anybody.

    What the ceiling leaves is shared by what was done before: of `at_once`, a chat that had a wrong code within the
    hour leaves two thirds, a chat of a network that had several leaves one third, and one that had none leaves none.
    """

    def __init__(self, ceiling: Ceiling) -> None:
        self._ceiling = ceiling
        self._left = float(ceiling.at_once)
        self._at: datetime | None = None
        self._wrong: deque[tuple[datetime, str, str]] = deque()  # not longer than the ceiling allows
        self._mine: dict[str, list[datetime]] = {}
        self._of_network: Counter[str] = Counter()

    def take(self, who: str, network: str, now: datetime) -> float:
        """Seconds that `who` has to wait at least; 0 when their code may be looked at, which counts as a wrong one.

        `network` is "" where a channel knows none.
        """
        self._go_on(now)
        mine = self._mine.get(who, [])
        of_network = self._of_network[network] if network else 0
        leaves = self._ceiling.at_once * (2 if mine else 1 if of_network >= FREE_OF_NETWORK else 0) / 3
        short = (leaves + 1 - self._left) * HOUR.total_seconds() / self._ceiling.an_hour
        wait = max(short, _own_wait(mine, now), 0.0)
        if wait == 0:
            self._left -= 1
            self._wrong.append((now, who, network))
            self._mine.setdefault(who, []).append(now)
            self._of_network[network] += 1
        return wait

    def give_back(self, who: str, network: str, at: datetime) -> None:
        """What was taken at that moment was a right code."""
        if (at, who, network) in self._wrong:
            self._wrong.remove((at, who, network))
            self._forget(at, who, network)
            self._left += 1

    def _go_on(self, now: datetime) -> None:
        if self._at is not None and now > self._at:
            more = (now - self._at) / HOUR * self._ceiling.an_hour
            self._left = min(self._ceiling.at_once, self._left + more)
        self._at = now if self._at is None else max(self._at, now)
        while self._wrong and now - self._wrong[0][0] >= HOUR:
            self._forget(*self._wrong.popleft())

    def _forget(self, at: datetime, who: str, network: str) -> None:
        self._mine[who].remove(at)
        if not self._mine[who]:
            del self._mine[who]
        self._of_network[network] -= 1
        if not self._of_network[network]:
            del self._of_network[network]


def _own_wait(mine: list[datetime], now: datetime) -> float:
    if len(mine) < FREE:
        return 0.0
    wait: float = min(_FIRST_WAIT * 2 ** (len(mine) - FREE), _LONGEST_WAIT)
    return (mine[-1] - now).total_seconds() + wait
