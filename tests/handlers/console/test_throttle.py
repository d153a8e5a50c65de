"""How trying to sign in is slowed, and whose turn it is."""

from __future__ import annotations

import asyncio

import pytest

from handlers.console.throttle import TRIES_OF_NETWORK, WAITING, Full, Throttle, Turns
from tests.handlers.people import NOON, minutes


def test_a_network_that_tries_many_logins_waits_as_long_as_said_and_others_do_not():
    throttle = Throttle()
    for number in range(TRIES_OF_NETWORK):
        assert throttle.wait(f"login {number}", "theirs", "", NOON) == 0
    assert throttle.wait("lan", "theirs", "", minutes(0.5)) == 30
    assert throttle.wait("lan", "ours", "", NOON) == 0
    assert throttle.wait("lan", "theirs", "known", NOON) == 0
    assert throttle.wait("lan", "theirs", "", minutes(1)) == 0


async def test_known_devices_go_first_then_one_of_each_network_and_what_waits_has_a_limit():
    turns, order, go_on = Turns(at_once=1), [], asyncio.Event()

    async def one(network: str, *, known: bool = False) -> None:
        async with turns.turn(network, known=known):
            order.append("known" if known else network)
            await go_on.wait()

    names = ["first", *["theirs"] * 3, "ours", "another"]
    tasks = [asyncio.create_task(one(network)) for network in names]
    await asyncio.sleep(0)
    tasks.append(asyncio.create_task(one("theirs", known=True)))
    gone = asyncio.create_task(one("ours"))
    await asyncio.sleep(0)
    gone.cancel()
    go_on.set()
    await asyncio.gather(*tasks)
    assert order == ["first", "known", "theirs", "ours", "another", "theirs", "theirs"]
    async with turns.turn("first", known=False):
        waiting = [asyncio.create_task(one(f"network {number}")) for number in range(WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(Full):
            await one("one more")
        late = asyncio.create_task(one("at work", known=True))
        await asyncio.sleep(0)
        assert not late.done()
    await asyncio.gather(*waiting, late)
