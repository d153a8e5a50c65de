"""A school behind one address writes to the web chat within four minutes: who is refused?"""

from __future__ import annotations

import asyncio
from collections import Counter

from bench.siege.house import Fell, House

NAME = "200 newcomers of one address"
BEFORE = "the 61st of an hour was refused"

PUPILS, SECONDS = 200, 200.0
WORDS = "bố em hay đánh em, em sợ về nhà"


async def run(house: House) -> str:
    answers = Counter(await asyncio.gather(*(_writes(house, SECONDS * turn / PUPILS) for turn in range(PUPILS))))
    if answers["served"] < PUPILS:
        raise Fell(", ".join(f"{number} {what}" for what, number in answers.items()))
    return f"all {PUPILS} served"


async def _writes(house: House, after: float) -> str:
    """What becomes of a new pupil's words: served when they stand on the page that comes back."""
    await asyncio.sleep(after)
    async with house.reporter() as chat:
        answer = await chat.post("/", data={"text": WORDS}, headers={"x-forwarded-for": "203.0.113.7"})
        return "served" if answer.status_code == 200 and WORDS in answer.text else str(answer.status_code)
