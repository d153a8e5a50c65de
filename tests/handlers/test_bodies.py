"""What is posted is read within bounds: who dawdles is let go, who fills the room makes room."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from handlers import bodies
from handlers.bodies import Bodies


class Sender:
    """What a browser sends, part by part, as it is told to."""

    def __init__(self, parts: Iterable[bytes] = ()) -> None:
        self.parts: asyncio.Queue[dict[str, object]] = asyncio.Queue()
        for part in parts:
            self.send(part)

    def send(self, part: bytes, *, last: bool = False) -> None:
        self.parts.put_nowait({"type": "http.request", "body": part, "more_body": not last})

    async def __call__(self):
        return await self.parts.get()


async def read(of: Bodies, sender: Sender, network: str = "", most: int = 1000) -> bytes | None:
    async with of.read(sender, most, network) as body:
        return body


async def turns(number: int = 10) -> None:
    for _turn in range(number):
        await asyncio.sleep(0)


async def test_who_sends_nothing_is_let_go_and_who_sends_keeps_the_time_that_it_earns(monkeypatch):
    monkeypatch.setattr(bodies, "GRACE", 0.2)
    monkeypatch.setattr(bodies, "SLOWEST", 1)
    idle, going = Sender(), Sender([b"a" * 100])
    task = asyncio.create_task(read(Bodies(10_000), going))
    with pytest.raises(TimeoutError):
        await read(Bodies(10_000), idle)
    going.send(b"b", last=True)
    assert await task == b"a" * 100 + b"b"


async def test_nobody_waits_for_a_place_however_many_are_half_sent():
    room = Bodies(10_000)
    half = [asyncio.create_task(read(room, Sender([b"a"]), f"192.0.2.{number}")) for number in range(200)]
    await turns()
    whole = Sender()
    whole.send(b"kept", last=True)
    assert await read(room, whole, "203.0.113.7") == b"kept"
    for task in half:
        task.cancel()
    await asyncio.wait(half)


async def test_whoever_fills_the_room_makes_room():
    room = Bodies(1000)
    theirs = [Sender([b"a" * 300]) for _number in range(3)]
    flood = [asyncio.create_task(read(room, one, "192.0.2.1")) for one in theirs]
    await turns()
    mine = Sender([b"b" * 200])
    honest = asyncio.create_task(read(room, mine, "203.0.113.7"))
    await turns()
    assert sum(task.done() for task in flood) == 1
    mine.send(b"c", last=True)
    assert await honest == b"b" * 200 + b"c"
    for task in flood:
        task.cancel()
    ended = await asyncio.gather(*flood, return_exceptions=True)
    assert sum(isinstance(end, TimeoutError) for end in ended) == 1


async def test_what_is_worked_on_counts_and_is_not_taken_away():
    room = Bodies(500)
    whole = Sender()
    whole.send(b"a" * 400, last=True)
    async with room.read(whole, 1000, "192.0.2.1") as body:
        with pytest.raises(TimeoutError):
            await read(room, Sender([b"b" * 200]), "203.0.113.7")
        assert body == b"a" * 400
    after = Sender()
    after.send(b"b" * 200, last=True)
    assert await read(room, after) == b"b" * 200
