"""The door of our web servers: whoever sends nothing is let go, and always fewer come in than the process has files."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections import Counter
from itertools import count
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS = 10.0  # seconds for the line and the headers of a request, from the connection or the answer before
UNREAD = 120  # seconds that what was sent may stay unacknowledged or unread before its connection is given up
RESERVE = 512  # files for the database, polling, delivery, downloads and logs: no visitor takes one of them


_numbers = count()


class Door(H11Protocol):
    """uvicorn's protocol with a time for headers and a ceiling; of bodies see handlers.bodies.

    uvicorn itself waits for the headers of a new connection for ever, and its own limit_concurrency refuses whoever
    comes last: those who dawdle would keep out those who write.
    """

    ceiling: ClassVar[int]
    _until: asyncio.TimerHandle | None = None
    _number = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        self._number = next(_numbers)
        self._wait_for_headers()
        if len(self.connections) > self.ceiling:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_between_requests():
            self._wait_for_headers()
        else:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _is_between_requests(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _is_unfinished(self) -> bool:
        """Whether it has no whole request with us: nobody who waits for an answer, or reads one, is in it."""
        return self._is_between_requests() or self.cycle.more_body

    def _wait_for_headers(self) -> None:
        if self._until is None:
            self._until = self.loop.call_later(HEADERS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._until is not None:
            self._until.cancel()
            self._until = None

    def _make_room(self) -> None:
        """Of the network with most unfinished requests, the one that waits longest goes; else the newcomer does."""
        unfinished = [one for one in self.connections if isinstance(one, Door) and one._is_unfinished()]
        networks = Counter(one._network() for one in unfinished)
        out = min(unfinished, key=lambda one: (-networks[one._network()], one._number), default=self)
        out.transport.abort()
        self.connections.discard(out)

    def _network(self) -> str:
        return self.client[0] if self.client else ""


def door(ceiling: int) -> type[Door]:
    """What uvicorn.Config takes as `http`, for at most `ceiling` connections at once."""
    return type("Door", (Door,), {"ceiling": ceiling})


def most_connections(most: int) -> int:
    """How many visitors a server of this process may have at once: `most`, or what its files allow, less a reserve."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most + RESERVE
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return most if soft == resource.RLIM_INFINITY else max(64, min(most, soft - RESERVE))


def give_up_unread(listener: socket.socket) -> None:
    """Connections of this listener end when their other side neither acknowledges nor reads what it was sent."""
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD * 1000)
