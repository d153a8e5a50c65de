"""Telling systemd that a process is alive, so that one that hangs is killed and started anew. See sd_notify(3)."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress

_EVERY = 10.0  # seconds; the units wait many times longer


def notify(address: str | None, state: str) -> None:
    """Send "READY=1" or "WATCHDOG=1" to NOTIFY_SOCKET; nothing where systemd asks for nothing, or has gone."""
    if not address:
        return
    place = "\0" + address[1:] if address.startswith("@") else address
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as here:
        here.setblocking(False)
        here.sendto(state.encode(), place)


async def keep_telling(address: str | None) -> None:
    """That the event loop turns, until cancelled; a database that is away is no reason to kill anybody."""
    while address:
        notify(address, "WATCHDOG=1")
        await asyncio.sleep(_EVERY)
