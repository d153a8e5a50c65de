"""One round of looking after claimed cases and their clocks: each in a transaction of its own, as on the ladder."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import anyio
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import handing_over, legal_clocks, stewardship, tasks, vouching
from handlers.clock.ladder import AT_ONCE, PATIENCE
from handlers.store.engine import Store

log = structlog.get_logger("watch")


async def watch(store: Store, now: datetime) -> None:
    """Ask silent claimers, pass on what they leave unanswered, end old offers, and warn of clocks.

    Raises what reading raises.
    """
    async with store.reading() as session:
        await vouching.look(session)
        silent = await stewardship.silent_cases(session, now)
        offered = await handing_over.unanswered(session, now)
        late = await legal_clocks.to_warn_of(session, now)
        due = await tasks.to_warn_of(session, now)
    await _each(store, silent, now, stewardship.look_after)
    await _each(store, offered, now, handing_over.look_after)
    await _each(store, late, now, legal_clocks.warn)
    await _each(store, due, now, tasks.warn)


async def _each(
    store: Store, cases: list[str], now: datetime, act: Callable[[AsyncSession, str, datetime], Awaitable[object]]
) -> None:
    for case_id in cases[:AT_ONCE]:
        try:
            with anyio.fail_after(PATIENCE):
                async with store.writing() as session:
                    await act(session, case_id, now)
        except Exception as error:
            log.error("case_failed", case=case_id, error=type(error).__name__)
