"""A flood of danger from the web chat, and one true cry among it: when does it ring at everybody on duty?"""

from __future__ import annotations

import asyncio
import re
import time

import httpx2

from bench.siege.house import Fell, House

NAME = "75 false cries in a minute, one true one among them"
BEFORE = "no alert about the true one after 13 minutes"

FALSE, MINUTE = 75, 60.0
PROMISED = 10.0  # seconds from opening to an alert that rang
CRY = "cứu em với, bố đang cầm dao"


async def run(house: House) -> str:
    numbers = [asyncio.create_task(_cries(house, MINUTE * turn / FALSE)) for turn in range(FALSE)]
    await asyncio.sleep(MINUTE / 2)
    began, told = time.monotonic(), {one.title: len(one.sees) for one in house.officers.values()}
    shown = await _cries(house, 0)
    if not shown:
        raise Fell("the true one was shown no numbers")
    rang = await house.sees(lambda: all(len(one.sees) > told[one.title] for one in house.officers.values()), 60)
    took = time.monotonic() - began
    lost = sum(not one for one in await asyncio.gather(*numbers))
    if lost or rang is None:
        raise Fell(f"{lost} were shown no numbers; {'nothing rang' if rang is None else f'{took:.0f} s'}")
    if took > PROMISED:
        raise Fell(f"the next alert rang after {took:.0f} s")
    return f"rang at all {len(house.officers)} on duty after {took:.1f} s; numbers shown to all"


async def _cries(house: House, after: float) -> bool:
    """Somebody new cries for help; whether they are shown the numbers."""
    await asyncio.sleep(after)
    async with house.reporter() as chat:
        page = (await chat.get("/")).text
        nonce = re.search(r'name="nonce" value="([^"]*)"', page)
        try:
            page = (await chat.post("/", data={"nonce": nonce[1] if nonce else "", "text": CRY})).text
        except httpx2.HTTPError:
            return False
    return "113" in page and "111" in page
