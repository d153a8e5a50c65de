"""What runs by itself, apart from bot and console: claims and the ladder every 5 seconds, forgetting every minute."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import anyio
import structlog

from handlers.clock import forgetting, ladder, watch
from handlers.heartbeat import BEAT_EVERY, Listener, Process, beat
from handlers.store.engine import Store

Now = Callable[[], datetime]

log = structlog.get_logger("clock")


@dataclass(frozen=True, slots=True)
class Round:
    """`step` again and again, `every` so many seconds."""

    name: str
    every: float
    step: Callable[[], Awaitable[object]]


def rounds(store: Store, now: Now, alive: Callable[[], None]) -> tuple[Round, ...]:
    """`alive` is called after each round of the ladder, and only then: whoever watches us watches the ladder."""
    ear = Listener()

    async def climb() -> None:
        await watch.watch(store, now())
        await ladder.climb(store, now())
        async with store.writing() as session:
            await beat(session, Process.CLOCK, now())
        alive()

    async def forget() -> None:
        await forgetting.sweep(store, now())

    async def listen() -> None:
        async with store.reading() as session:
            await ear.listen(session, now())

    return Round("ladder", 5, climb), Round("forgetting", 60, forget), Round("listening", BEAT_EVERY, listen)


async def run(*rounds: Round) -> None:
    """Until cancelled, side by side: none waits for another."""
    async with anyio.create_task_group() as tasks:
        for one in rounds:
            tasks.start_soon(_keep_on, one)


async def _keep_on(one: Round) -> None:
    """An error, most of all a database that is away, costs one round and one line in the log."""
    while True:
        try:
            await one.step()
        except Exception as error:  # a clock that stops is worse than any error it could stop for
            log.error("round_failed", step=one.name, error=type(error).__name__)
        await anyio.sleep(one.every)
