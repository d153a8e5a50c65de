"""One round of the ladder: every case in a transaction of its own, so that one that fails costs the others nothing."""

from __future__ import annotations

from datetime import datetime

import anyio
import structlog

from handlers import escalation
from handlers.store.engine import Store

AT_ONCE = 200  # cases with something due, then we look anew: what has become more urgent meanwhile goes first
PATIENCE = 20.0  # seconds for one case; what somebody else holds longer is left to the next round

log = structlog.get_logger("ladder")


async def climb(store: Store, now: datetime, patience: float = PATIENCE) -> int:
    """Put out the alerts that are due by now, the most urgent case first; how many. Writes only where one is due.

    Raises what the database raises when it can't even be read.
    """
    async with store.reading() as session:
        waiting = await escalation.waiting(session, now)
    count = climbed = 0
    for case in waiting.cases:
        if climbed == AT_ONCE:
            break
        try:
            if waiting.has_due(case, now):
                with anyio.fail_after(patience):
                    async with store.writing() as session:
                        count += await escalation.climb(session, now, case.id)
                climbed += 1
        except Exception as error:  # also a row that no one can make sense of: the others still have to be heard
            log.error("case_failed", case=case.id, error=type(error).__name__)
    return count
