"""What staff hold in their hands: every alert as it rang and as it was changed, at the time of a clock that is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.channels import Outbound, Undeliverable

A_MINUTE, MOST = timedelta(minutes=1), 20  # Telegram's limit for a group, edits among them (docs/scale.md)


@dataclass(slots=True)
class Rung:
    """One message at one address: when it rang, and each of its texts with its time."""

    address: str
    at: datetime
    texts: list[tuple[datetime, Outbound]] = field(default_factory=list)


class Phones:
    """A Sender for as many addresses as are written to; more than the platform takes in a minute is refused."""

    def __init__(self, now: Callable[[], datetime], *, changes: bool = True) -> None:
        self._now, self._changes = now, changes
        self.rung: list[Rung] = []
        self.calls: dict[str, list[datetime]] = {}
        self.refused = 0

    async def deliver(self, address: str, message: Outbound) -> str:
        self._called(address)
        self.rung.append(Rung(address, self._now(), [(self._now(), message)]))
        return str(len(self.rung)) if self._changes else ""

    async def edit(self, address: str, message_id: str, message: Outbound) -> None:
        self._called(address)
        self.rung[int(message_id) - 1].texts.append((self._now(), message))

    def at(self, address: str) -> list[Rung]:
        return [one for one in self.rung if one.address == address]

    def last(self, address: str) -> Outbound:
        return self.at(address)[-1].texts[-1][1]

    def _called(self, address: str) -> None:
        now = self._now()
        lately = [at for at in self.calls.setdefault(address, []) if at > now - A_MINUTE]
        if len(lately) >= MOST:
            self.refused += 1
            raise Undeliverable("slow_down", permanent=False, wait=30)
        self.calls[address] = [*lately, now]
