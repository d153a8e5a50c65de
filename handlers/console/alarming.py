"""What is wrong, found once for everybody who has a page open, and anew when something has changed or come due."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import changes
from handlers.alarms import Alarm, first_alarms, next_alarm
from handlers.authorship import Doubtful

MOST = 6  # lines of a banner; the rest is a number


@dataclass(frozen=True, slots=True)
class Found:
    """The first alarms of each kind and the count of all, as they were with this `stamp`, from `since` to `until`."""

    stamp: str
    since: datetime
    until: datetime
    alarms: list[Alarm]
    count: int

    @property
    def mark(self) -> tuple[str, datetime]:
        """Names this very finding."""
        return self.stamp, self.since


@dataclass
class Alarming:
    """What one console has found last."""

    _last: Found | None = None
    covered: tuple[int, str] | None = None  # the line of the audit that was covered last, with its fingerprint
    beside: tuple[Alarm, ...] = ()  # what handlers/console/guard.py found last, which no stamp tells of

    doubted: dict[str, Doubtful] = field(default_factory=dict)  # by case, as far as it was looked through
    looked_to: str = ""  # the last case that was

    async def of(self, session: AsyncSession, now: datetime) -> Found:
        """One statement while nothing has changed and nothing has come due."""
        last, stamp = self._last, await changes.of_desk(session, now)
        stamp = f"{stamp}:{hash(self.beside)}" if self.beside else stamp
        if last is None or last.stamp != stamp or not last.since <= now < last.until:
            # What is written from here on moves the stamp: it is found at the next look.
            alarms, count = await first_alarms(session, now, MOST)
            alarms, count = [*self.beside[:MOST], *alarms], count + len(self.beside)
            last = self._last = Found(stamp, now, await next_alarm(session, now), alarms, count)
        return last
