"""Videos, documents, torn files and hours of nothing sent as voices, and one honest voice of an old telephone."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import AsyncExitStack

import httpx2
from sqlalchemy import func, select

from bench.siege.house import Fell, House
from handlers.case import ItemKind
from handlers.store.models import Item
from tests.handlers.files import made

NAME = "videos, documents and torn files sent as voices, and an AMR of an old telephone among them"
BEFORE = "MP4, MOV, AVIF and HEIC came in as recordings; the AMR did not play"

SENDERS, TURNS = 8, 6
PROMISED = 30.0  # seconds for the honest voice


async def run(house: House) -> str:
    whole = made.ogg(2.0)
    refused = [
        made.sound("aac", "mp4", 44100, video="mpeg4"),
        made.sound("libopus", "webm", 48000, video="libvpx"),
        made.avif(),
        b"%PDF-1.7" + bytes(200_000),
        b"\0\0\0\x18ftypheic" + bytes(90_000),
    ]
    odd = [*refused, made.amr() + bytes(4_000_000), whole[: len(whole) // 2]]

    async def sends(chat: httpx2.AsyncClient, number: int) -> None:
        for turn in range(TURNS):
            await says(chat, odd[(number + turn) % len(odd)])

    async with AsyncExitStack() as stack:
        chats = [await stack.enter_async_context(house.reporter()) for _ in range(SENDERS)]
        under_way = [asyncio.create_task(sends(chat, number)) for number, chat in enumerate(chats)]
        honest = await stack.enter_async_context(house.reporter())
        began = time.monotonic()
        status = await says(honest, made.amr())
        took = time.monotonic() - began
        statuses = {await says(honest, one) for one in refused}
        await asyncio.gather(*under_way)
    async with house.store.reading() as session:
        plays = await session.scalar(select(func.count()).select_from(Item).where(Item.kind == ItemKind.RECORDING))
    if status != 200 or took > PROMISED or not plays:
        raise Fell(f"the honest voice was answered {status} after {took:.0f} s; {plays} play")
    if statuses != {400}:
        raise Fell(f"what is no voice was answered {sorted(statuses)}")
    return f"the AMR was taken in and plays, after {took:.1f} s; each other was refused for its own reason"


async def begun(house: House) -> httpx2.AsyncClient:
    """A browser whose person has told of danger, so that there is a case."""
    chat = house.reporter()
    form = {"nonce": nonce_in((await chat.get("/")).text), "text": "ba đang đánh em"}
    await chat.post("/", data=form)
    return chat


async def says(chat: httpx2.AsyncClient, data: bytes) -> int:
    """The status with which a voice is answered."""
    form = {"nonce": nonce_in((await chat.get("/")).text), "campaign": ""}
    return (await chat.post("/voice", data=form, files={"file": ("voice", data)})).status_code


def nonce_in(page: str) -> str:
    found = re.search(r'name="nonce" value="([^"]*)"', page)
    return found[1] if found else ""
