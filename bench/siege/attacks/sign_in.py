"""A flood of sign-ins while a member of staff signs in from another network: how long do they wait?"""

from __future__ import annotations

import asyncio
import time

import httpx2

from bench.siege.house import Fell, House

NAME = "120 sign-ins at once"
BEFORE = "an honest one waited 102 s"

FLOOD = 120
ALONE_TIMES = 6.0  # an honest one may take so many times what it takes on a quiet console, and two seconds


async def run(house: House) -> str:
    alone = await _signs_in(house, "nobody", "198.51.100.9")
    flood = [asyncio.create_task(_signs_in(house, f"login{turn}", "203.0.113.7")) for turn in range(FLOOD)]
    await asyncio.sleep(0.2)
    took = await _signs_in(house, "somebody", "198.51.100.9")
    await asyncio.gather(*flood)
    if took > ALONE_TIMES * alone + 2:
        raise Fell(f"an honest one waited {took:.1f} s, alone {alone:.1f} s")
    return f"an honest one took {took:.1f} s, alone {alone:.1f} s"


async def _signs_in(house: House, login: str, network: str) -> float:
    """Seconds until the answer; that the password is wrong takes as long as that it is right."""
    headers = {"sec-fetch-site": "same-origin", "x-forwarded-for": network}
    form = {"login": login, "password": "x" * 12, "code": "123456"}
    began = time.monotonic()
    async with httpx2.AsyncClient(base_url=house.desk, timeout=120, verify=False) as desk:
        await desk.post("/sign-in", data=form, headers=headers)
    return time.monotonic() - began
