"""Half-sent posts on every connection that can be had: do words, alerts and polling still come through?"""

from __future__ import annotations

import asyncio
import resource
import time
from contextlib import suppress
from urllib.parse import urlsplit

from bench.siege.house import Fell, House

NAME = "1,010 half-sent posts"
BEFORE = "chat, polling and delivery died, 15 MB of tracebacks"

HALF = 1010
MOST_LOGGED = 100_000  # bytes
CRY = "cứu em với, bố đang cầm dao"
POST = b"POST / HTTP/1.1\r\nHost: chat.example\r\nContent-Length: 100000\r\n\r\ntext=b"


async def run(house: House) -> str:
    await asyncio.to_thread(_as_few_files_as_usual, house)
    where = urlsplit(house.chat)
    logged = house.log("bot").stat().st_size
    writers = []
    for _turn in range(HALF):
        with suppress(OSError):
            _reader, writer = await asyncio.open_connection(where.hostname, where.port)
            writer.write(POST)
            writers.append(writer)
    told = {one.title: len(one.sees) for one in house.officers.values()}
    began = time.monotonic()
    async with house.reporter() as chat:
        page = (await chat.post("/", data={"text": CRY})).text
    took = time.monotonic() - began
    rang = await house.sees(lambda: all(len(one.sees) > told[one.title] for one in house.officers.values()), 30)
    for writer in writers:
        writer.transport.abort()
    logged = house.log("bot").stat().st_size - logged
    if "113" not in page or rang is None:
        raise Fell("a cry was not answered" if "113" not in page else "nothing rang")
    if logged > MOST_LOGGED:
        raise Fell(f"{logged / 1e6:.1f} MB were logged")
    return f"a cry answered after {took:.1f} s, alerts after {rang:.1f} s, {logged} bytes logged"


def _as_few_files_as_usual(house: House) -> None:
    """The bot anew, with the limit of open files that systems give by themselves."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    house.kill("bot")
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(1024, soft), hard))
        house.start("bot")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
