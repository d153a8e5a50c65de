"""When an alert may ring at one target: at once, and in a burst gathered, half a minute apart. Times and counts alone.

Telegram lets 20 messages a minute into a group, edits among them, and an edit does not ring (docs/scale.md).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.routes import Part

ALONE = 3  # alerts within EVERY that ring each by itself; one more is a burst
EVERY = timedelta(seconds=30)  # from one ring of a burst to the next
COUNT_EVERY = timedelta(seconds=7)  # from one change of the count in the newest message to the next
EVERY_WITHOUT_COUNT = timedelta(seconds=8)  # where no message can be changed, as in e-mail, it has to ring for that
MINUTE = timedelta(minutes=1)

# How many calls of a minute there may have been before one more of this kind: danger always has room.
ROOM = {Part.FIRST: 20, Part.NEXT: 15, Part.AGAIN: 13}
ROOM_TO_COUNT, ROOM_TO_CHANGE = 17, 12


class Act(StrEnum):
    """What is to be done with what waits."""

    ALONE = "alone"  # the one alert rings by itself
    GATHER = "gather"  # all that waits rings as one message
    COUNT = "count"  # the newest message is changed to count what waits, which rings later
    WAIT = "wait"


@dataclass(slots=True)
class Burst:
    """What one part of a target's alerts has rung lately. `shown` are the ids of the cases that `message` tells of."""

    every: timedelta = EVERY
    rang: deque[datetime] = field(default_factory=deque)
    until: datetime | None = None  # a burst: nothing rings before
    held: bool = False  # whether something waits for that
    counted_at: datetime | None = None
    message: str = ""
    shown: tuple[str, ...] = ()

    def act(self, waiting: int, now: datetime) -> Act:
        """What to do with so many alerts that wait."""
        if self.until is not None and now < self.until:
            may_count = self.message and self.counted_at is not None and now >= self.counted_at + COUNT_EVERY
            return Act.COUNT if may_count else Act.WAIT
        while self.rang and self.rang[0] <= now - self.every:
            self.rang.popleft()
        return Act.ALONE if not self.held and len(self.rang) + waiting <= ALONE else Act.GATHER

    def next_at(self, now: datetime, room_at: datetime) -> datetime:
        """When to look again at what waits; `room_at` is when one more call has room."""
        if self.until is None or self.until <= now:
            return room_at
        if not self.message or self.counted_at is None:
            return self.until
        return min(self.until, max(self.counted_at + COUNT_EVERY, room_at))

    def has_rung(self, act: Act, message: str, shown: tuple[str, ...], now: datetime) -> None:
        self.rang.append(now)
        self.until = now + self.every if act is Act.GATHER else None
        self.held, self.counted_at, self.message, self.shown = False, now, message, shown

    def has_counted(self, shown: tuple[str, ...], now: datetime) -> None:
        self.counted_at, self.shown = now, shown


@dataclass(slots=True)
class Ringing:
    """One target: the bursts of its parts, and the calls of the last minute, which they share."""

    every: timedelta = EVERY
    calls: deque[datetime] = field(default_factory=deque)
    parts: dict[Part, Burst] = field(default_factory=dict)

    def of(self, part: Part) -> Burst:
        return self.parts.setdefault(part, Burst(self.every if part is Part.FIRST else EVERY))

    def called(self, now: datetime) -> None:
        self.calls.append(now)

    def room_at(self, room: int, now: datetime) -> datetime:
        """From when on there have been less than so many calls within a minute."""
        while self.calls and self.calls[0] <= now - MINUTE:
            self.calls.popleft()
        return now if len(self.calls) < room else self.calls[-room] + MINUTE
