"""Pictures that unpack to hundreds of megabytes, where staff take pictures, and an honest one behind each of them."""

from __future__ import annotations

import asyncio
import io
import time
from pathlib import Path

from PIL import Image
from sqlalchemy import func, select, update

from bench.siege.attacks.files import begun, nonce_in
from bench.siege.house import Fell, House
from handlers.case import ItemKind, Status
from handlers.store.models import Case, Item
from tests.handlers.files.made import bomb

NAME = "60 bombs of pixels, and three honest pictures among them"
BEFORE = "one of 194 kB took 574 MB in the bot itself"

BOMBS, AT_ONCE, HONEST = 60, 6, 3
PROMISED = 30.0  # seconds for a picture among them
MOST = 1_200_000_000  # bytes: the bot, and what decodes for it


async def run(house: House) -> str:
    bombs = [bomb(20_000, 20_000, colour=0), bomb(5000, 4990), bomb(16_000, 1500)]
    watch = asyncio.create_task(_most_memory(house.processes["bot"].pid))
    attackers = [await begun(house) for _ in range(AT_ONCE)]
    honest = await begun(house)
    async with house.store.writing() as session:
        officer = next(iter(house.officers))
        taken = {"status": Status.CLAIMED, "claimed_by": officer, "allows_pictures": True}
        await session.execute(update(Case).values(taken))

    async def attacks(number: int) -> None:
        for turn in range(BOMBS // AT_ONCE):
            await _shows(attackers[number], bombs[turn % len(bombs)])

    under_way = [asyncio.create_task(attacks(number)) for number in range(AT_ONCE)]
    slowest = 0.0
    for turn in range(HONEST):
        began = time.monotonic()
        status = await _shows(honest, _photo(turn))
        slowest = max(slowest, time.monotonic() - began)
        if status != 200:
            raise Fell(f"an honest picture was answered {status}")
    await asyncio.gather(*under_way)
    async with house.store.reading() as session:
        kept = await session.scalar(select(func.count()).select_from(Item).where(Item.kind == ItemKind.PICTURE))
    watch.cancel()
    most = max(await asyncio.gather(watch))
    for one in (*attackers, honest):
        await one.aclose()
    if (kept or 0) < HONEST or slowest > PROMISED or most > MOST:
        raise Fell(f"{kept} pictures kept, the slowest after {slowest:.0f} s, {most / 1e6:.0f} MB")
    return f"all {HONEST} kept, the slowest after {slowest:.1f} s; bot and decoders never over {most / 1e6:.0f} MB"


async def _shows(chat, data: bytes) -> int:  # type: ignore[no-untyped-def]
    form = {"nonce": nonce_in((await chat.get("/")).text)}
    return (await chat.post("/picture", data=form, files={"file": ("a.png", data)})).status_code


def _photo(turn: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (3000, 2000), (turn * 40, 90, 60)).save(out, "JPEG")
    return out.getvalue()


async def _most_memory(pid: int) -> int:
    """The most bytes that this process and those below it had at one moment, until it is cancelled."""
    most = 0
    try:
        while True:
            most = max(most, await asyncio.to_thread(_memory, pid))
            await asyncio.sleep(0.05)
    except asyncio.CancelledError:
        return most


def _memory(pid: int) -> int:
    try:
        here = Path(f"/proc/{pid}")
        own = int((here / "statm").read_text().split()[1]) * 4096
        children = (here / "task" / str(pid) / "children").read_text().split()
        # The decoders are begun by a thread of the bot's, so by any of its tasks.
        for task in (here / "task").iterdir():
            if task.name != str(pid):
                children += (task / "children").read_text().split()
        return own + sum(_memory(int(child)) for child in children)
    except OSError:
        return 0
