"""A flood of danger in the web chat, and one true cry among it: when does it ring at everybody on duty?"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterable

import httpx2
from sqlalchemy import select

from bench.siege.house import Fell, House
from handlers.snapshot import receipt_digits
from handlers.store.keys import bot_keys, keyed_hash
from handlers.store.models import Case
from tests.fakes.telegram_world import Message

NAME = "200 false cries in a minute, a true one among them"
BEFORE = "no alert about the true one in 13 minutes (75 false cries)"

FALSE, MINUTE = 200, 60.0
PROMISED = 10.0  # seconds from opening to an alert that rang and names or counts it
CRY = "cứu em với, bố đang cầm dao"


async def run(house: House) -> str:
    false = [asyncio.create_task(_cries(house, MINUTE * turn / FALSE)) for turn in range(FALSE)]
    await asyncio.sleep(MINUTE * 2 / 3)
    page = await _cries(house, 0)
    opened, number = time.monotonic(), await _number(house, page)
    places = [house.group, *house.officers.values()]
    heard = await house.sees(lambda: all(is_counted(place.sees, number) for place in places), 60)
    took = time.monotonic() - opened
    shown = [*(await asyncio.gather(*false)), page]
    without = sum(not ("111" in one and "113" in one) for one in shown)
    if without:
        raise Fell(f"{without} of {len(shown)} were shown no numbers")
    if heard is None or took > PROMISED:
        raise Fell(f"nothing rang of it at all {len(places)} in {took:.0f} s")
    return f"rang at all {len(places)} after {took:.1f} s; numbers shown to all {len(shown)}"


def is_counted(messages: Iterable[Message], number: str) -> bool:
    """Whether a message that rang names this case or counts it."""
    for text in [message.text for message in messages]:
        found = re.search(r"P0: (\d+) .*\d\d-(\d+)", text)
        if number in text or (found and 0 <= int(found[2]) - int(number[3:]) < int(found[1])):
            return True
    return False


async def _cries(house: House, after: float) -> str:
    """Somebody new cries for help; the page that they are shown."""
    await asyncio.sleep(after)
    async with house.reporter() as chat:
        try:
            nonce = re.search(r'name="nonce" value="([^"]*)"', (await chat.get("/")).text)
            return (await chat.post("/", data={"nonce": nonce[1] if nonce else "", "text": CRY})).text
        except httpx2.HTTPError:
            return ""


async def _number(house: House, page: str) -> str:
    """The number of the case whose receipt code stands on the page."""
    code = re.search(r"\b\d{3}(?: \d{3}){4}\b", page)
    digits = receipt_digits(code[0]) if code else None
    if digits is None:
        raise Fell("the true one was given no receipt code")
    async with house.store.reading() as session:
        hashed = keyed_hash(bot_keys(house.folder / "keys").receipts, digits)
        return (await session.scalars(select(Case.number).where(Case.receipt_hash == hashed))).one()
