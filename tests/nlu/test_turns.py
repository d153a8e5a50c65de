"""Few go at once; of those that wait the smallest is next, and who gives up takes nobody's turn."""

from __future__ import annotations

import asyncio

from nlu.turns import Turns


async def test_a_short_text_passes_the_long_ones_that_wait() -> None:
    turns, order, go = Turns(1), [], asyncio.Event()

    async def one(size: int) -> None:
        async with turns.turn(size):
            order.append(size)
            await go.wait()

    tasks = []
    for size in (2000, 1500, 1999, 20, 1500):
        tasks.append(asyncio.create_task(one(size)))
        await asyncio.sleep(0)
    assert order == [2000]
    go.set()
    await asyncio.gather(*tasks)
    assert order == [2000, 20, 1500, 1500, 1999]


async def test_who_gives_up_takes_nobodys_turn() -> None:
    turns, order = Turns(1), []

    async def one(name: str) -> None:
        async with turns.turn(1):
            order.append(name)

    async with turns.turn(1):
        early, called, late = (asyncio.create_task(one(name)) for name in ("early", "called", "late"))
        await asyncio.sleep(0)
        early.cancel()
        await asyncio.sleep(0)
    called.cancel()  # it has been called in this moment
    await asyncio.gather(early, called, late, return_exceptions=True)
    assert order == ["late"]
    async with asyncio.timeout(60), turns.turn(1):
        pass
