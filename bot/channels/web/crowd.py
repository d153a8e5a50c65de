"""Newcomers at the web's door: a school behind one address is served, and a flood of it waits for turns."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.channels.web.talk import Given

ROOM = 240  # newcomers of one network who have sent one thing and no second, before the next of it waits
EVERY = 2.5  # seconds until one more of it comes in
MOST_WAITING = 120  # of one network: five minutes
MOST_KEPT = 32 * 1024 * 1024  # bytes of what all who wait have written or spoken
ASKS = 15  # seconds after which a page that waits asks again
_GONE = timedelta(seconds=3 * ASKS)  # whoever does not ask again for so long keeps nobody waiting
_FORGOTTEN = timedelta(seconds=ROOM * EVERY)  # by then the place of whoever did not go on is free again


@dataclass(slots=True)
class Waiting:
    """Somebody who waits, and what they have handed in so far: it is told when their turn comes, in its order."""

    network: bytes
    nonce: str
    campaign: str
    asked: datetime
    given: list[Given] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(one.size for one in self.given)


@dataclass(slots=True)
class _Network:
    left: float
    at: datetime
    waiting: list[str] = field(default_factory=list)  # tickets, in the order of their turns


class Crowd:
    """In memory; networks are hashes under the key of the day (bot.pace).

    A newcomer takes a place of their network, and gives it back with the second thing that they send: only those who
    begin talks and leave them empty use it up.
    """

    def __init__(self) -> None:
        self._networks: dict[bytes, _Network] = {}
        self._waiting: dict[str, Waiting] = {}
        self._quiet: dict[str, tuple[bytes, datetime]] = {}  # sessions that have not gone on

    def enter(self, network: bytes, now: datetime) -> bool:
        """Whether a newcomer comes in at once; it takes a place."""
        of = self._of(network, now)
        if of.waiting or of.left < 1:
            return False
        of.left -= 1
        return True

    def began(self, address: str, network: bytes, now: datetime) -> None:
        """This session is a newcomer's."""
        self._quiet[address] = (network, now)
        while now - self._quiet[oldest := next(iter(self._quiet))][1] >= _FORGOTTEN:
            del self._quiet[oldest]

    def goes_on(self, address: str, now: datetime) -> None:
        """It has sent a second thing."""
        network, _ = self._quiet.pop(address, (b"", now))
        if network in self._networks:
            of = self._of(network, now)
            of.left = min(ROOM, of.left + 1)

    def wait(self, ticket: str | None, network: bytes, nonce: str, campaign: str, given: Given, now: datetime) -> str:
        """Keep what was handed in until its turn; the ticket to ask with, "" where too many wait already.

        More of somebody who waits is kept with the first.
        """
        of = self._of(network, now)
        one = self._waiting.get(ticket or "")
        if sum(other.size for other in self._waiting.values()) + given.size > MOST_KEPT:
            return ""
        if one is None or not ticket:
            if len(of.waiting) >= MOST_WAITING:
                return ""
            ticket = secrets.token_urlsafe(24)
            one = self._waiting[ticket] = Waiting(network, nonce, campaign, now)
            of.waiting.append(ticket)
        if given.parts not in [kept.parts for kept in one.given]:
            one.given.append(given)
        one.asked = now
        return ticket

    def of(self, ticket: str | None) -> Waiting | None:
        return self._waiting.get(ticket or "")

    def seconds(self, ticket: str, now: datetime) -> float:
        """The longest time until its turn; 0 when that has come. To ask keeps the place among those who wait."""
        one = self._waiting[ticket]
        one.asked = now
        of = self._of(one.network, now)
        return max(0.0, (of.waiting.index(ticket) + 1 - of.left) * EVERY)

    def come_in(self, ticket: str, now: datetime) -> Waiting:
        """Its turn has come."""
        of = self._of(self._waiting[ticket].network, now)
        of.waiting.remove(ticket)
        of.left -= 1
        return self._waiting.pop(ticket)

    def forget(self, ticket: str | None) -> None:
        """They have left."""
        one = self._waiting.pop(ticket or "", None)
        if one is not None and ticket in self._networks[one.network].waiting:
            self._networks[one.network].waiting.remove(ticket)

    def _of(self, network: bytes, now: datetime) -> _Network:
        of = self._networks.get(network)
        if of is None:
            self._sweep(now)
            of = self._networks[network] = _Network(float(ROOM), now)
        of.left = min(float(ROOM), of.left + max(0.0, (now - of.at).total_seconds()) / EVERY)
        of.at = max(of.at, now)
        for ticket in [one for one in of.waiting if now - self._waiting[one].asked > _GONE]:
            of.waiting.remove(ticket)
            del self._waiting[ticket]
        return of

    def _sweep(self, now: datetime) -> None:
        """Networks of which nobody came for so long that all their places are free."""
        for network in [one for one, of in self._networks.items() if now - of.at >= _FORGOTTEN]:
            for ticket in self._networks.pop(network).waiting:
                del self._waiting[ticket]
