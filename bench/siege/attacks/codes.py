"""Wrong receipt codes from ever new web chats of one network: does the right one of somebody else still open?"""

from __future__ import annotations

import asyncio
import random
import re
import time

from bench.siege.house import Fell, House

NAME = "wrong codes, four times as fast as a thousand an hour"
BEFORE = "every right code, and staff's own search, waited up to five minutes"

TRIES, APART = 60, 0.9  # seconds
PROMISED = 5.0
CRY = "cứu em với, bố đang cầm dao"


async def run(house: House) -> str:
    async with house.reporter() as chat:
        page = (await chat.post("/", data={"text": CRY}, headers={"x-forwarded-for": "198.51.100.8"})).text
    given = re.search(r'translate="no">(\d{3}(?: \d{3}){4})<', page)
    if given is None:
        raise Fell("no receipt code was given")
    tries = [asyncio.create_task(_tries(house, APART * turn)) for turn in range(TRIES)]
    await asyncio.sleep(APART * TRIES / 2)
    began = time.monotonic()
    status = await _types(house, given[1], "198.51.100.9")
    took = time.monotonic() - began
    wrong = await asyncio.gather(*tries)
    if status in wrong:
        raise Fell("the right code was answered like a wrong one")
    if took > PROMISED:
        raise Fell(f"the right code was opened after {took:.0f} s")
    return f"the right code opened after {took:.1f} s"


async def _tries(house: House, after: float) -> str:
    await asyncio.sleep(after)
    return await _types(house, "".join(random.choices("0123456789", k=15)), "203.0.113.7")


async def _types(house: House, code: str, network: str) -> str:
    """The last thing that a new chat says to a code."""
    async with house.reporter() as chat:
        page = (await chat.post("/", data={"text": code}, headers={"x-forwarded-for": network})).text
    said = re.findall(r'<li class="bot".*?</li>', page, re.DOTALL)
    texts = re.findall(r'<p dir="auto">(.*?)</p>', said[-1] if said else "")
    return texts[0] if texts else ""
