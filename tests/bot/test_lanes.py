"""Lanes: in order within one, the urgent ones first, and none is forgotten."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.lanes import Lanes

Work = Callable[[str], Awaitable[float | None]]


@contextlib.asynccontextmanager
async def running(lanes: Lanes[str]) -> AsyncIterator[None]:
    task = asyncio.create_task(lanes.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def all_done(lanes: Lanes[str]) -> None:
    async with asyncio.timeout(20):
        while len(lanes):  # noqa: ASYNC110
            await asyncio.sleep(0.001)


def noting(done: list[str], fails: dict[str, int] | None = None) -> Work:
    """`fails` says how often a thing has to be tried again at once."""

    async def work(thing: str) -> float | None:
        if fails and fails.get(thing, 0):
            fails[thing] -= 1
            return 0.0
        done.append(thing)
        await asyncio.sleep(0)
        return None

    return work


async def test_a_cry_passes_the_crowd_though_its_own_lane_has_something_before_it() -> None:
    done: list[str] = []
    lanes = Lanes(1, noting(done))
    for number in range(50):
        lanes.put(f"chat {number}", f"story {number}")
    lanes.put("mai", "hello")
    lanes.put("mai", "cry", urgent=True)
    async with running(lanes):
        await all_done(lanes)
    assert done[:2] == ["hello", "cry"]


async def test_a_cry_passes_the_crowd_though_its_lane_is_just_being_worked_on() -> None:
    done: list[str] = []
    gate = asyncio.Event()

    async def work(thing: str) -> None:
        await gate.wait()
        done.append(thing)

    lanes = Lanes(1, work)
    lanes.put("mai", "hello")
    async with running(lanes):
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        for number in range(50):
            lanes.put(f"chat {number}", f"story {number}")
        lanes.put("mai", "cry", urgent=True)
        gate.set()
        await all_done(lanes)
    assert done[:2] == ["hello", "cry"]


async def test_a_cry_that_failed_once_is_still_urgent() -> None:
    done: list[str] = []
    lanes = Lanes(1, noting(done, {"cry": 1}))
    lanes.put("mai", "cry", urgent=True)
    for number in range(50):
        lanes.put(f"chat {number}", f"story {number}")
    async with running(lanes):
        await all_done(lanes)
    assert done.index("cry") < 10


async def test_a_flood_of_cries_leaves_every_fourth_turn_to_others() -> None:
    done: list[str] = []
    lanes = Lanes(1, noting(done))
    for number in range(100):
        lanes.put(f"flood {number}", "cry", urgent=True)
    lanes.put("mai", "story")
    async with running(lanes):
        await all_done(lanes)
    assert done.index("story") == 3


async def test_each_thing_is_done_once_and_in_order_whatever_is_urgent_and_fails() -> None:
    done: list[str] = []
    things = [(f"chat {number % 7}", f"{number % 7}-{number}", number % 5 == 0) for number in range(200)]
    lanes = Lanes(4, noting(done, {thing: number % 3 for number, (_, thing, _) in enumerate(things)}))
    async with running(lanes):
        for lane, thing, urgent in things:
            lanes.put(lane, thing, urgent=urgent)
            await asyncio.sleep(0)
        await all_done(lanes)
    assert sorted(done) == sorted(thing for _, thing, _ in things)
    for lane in {lane for lane, _, _ in things}:
        mine = [thing for of, thing, _ in things if of == lane]
        assert [thing for thing in done if thing in mine] == mine


async def test_something_cancelled_inside_the_work_costs_no_lane_and_no_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.lanes._PAUSE", 0.0)
    done: list[str] = []
    cancelled = {"cry"}

    async def work(thing: str) -> None:
        if thing in cancelled:
            cancelled.remove(thing)
            raise asyncio.CancelledError
        done.append(thing)

    lanes = Lanes(1, work)
    lanes.put("mai", "cry")
    lanes.put("mai", "more")
    lanes.put("hoa", "story")
    async with running(lanes):
        await all_done(lanes)
    assert sorted(done) == ["cry", "more", "story"] and done.index("cry") < done.index("more")
