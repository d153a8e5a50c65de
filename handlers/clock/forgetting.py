"""One round of forgetting: in small transactions, so that nobody has to wait for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

import anyio
import structlog
from sqlalchemy import CursorResult

from handlers import retention
from handlers.store.engine import Store

_BREATH = 0.05  # seconds between two pieces: on SQLite whoever waits for the lock gets it

log = structlog.get_logger("forgetting")


async def sweep(store: Store, now: datetime) -> None:
    """Erase everything whose time is over. One kind that fails leaves the others to be erased."""
    for statement in retention.sweeps(now):
        erased = retention.PIECE
        while erased >= retention.PIECE:
            try:
                async with store.writing() as session:
                    erased = cast(CursorResult[Any], await session.execute(statement)).rowcount
            except Exception as error:
                log.error("sweep_failed", error=type(error).__name__)
                break
            await anyio.sleep(_BREATH)
