"""A school behind one address writes to the web chat within two minutes; who is refused?"""

from __future__ import annotations

import asyncio

from bench.siege.house import Fell, House

NAME = "200 newcomers of one address"
BEFORE = "the 61st of an hour was refused"

PUPILS, SECONDS = 200, 100.0
WORDS = "bố em hay đánh em, em sợ về nhà"


async def run(house: House) -> str:
    answers = await asyncio.gather(*(_writes(house, SECONDS * turn / PUPILS) for turn in range(PUPILS)))
    served = sum(answers)
    if served < PUPILS:
        raise Fell(f"{PUPILS - served} of {PUPILS} were not served")
    return f"all {PUPILS} served"


async def _writes(house: House, after: float) -> bool:
    """Whether a new pupil's words stand on the page that comes back."""
    await asyncio.sleep(after)
    async with house.reporter() as chat:
        answer = await chat.post("/", data={"text": WORDS}, headers={"x-forwarded-for": "203.0.113.7"})
        return answer.status_code == 200 and WORDS in answer.text
