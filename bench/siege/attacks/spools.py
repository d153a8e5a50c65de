"""Slow senders of half a recording before the nginx of the example, an honest voice, and what lies on the disk then."""

from __future__ import annotations

import asyncio
import ssl
import tempfile
import time
from pathlib import Path

import httpx2

from bench.siege.attacks.files import says
from bench.siege.house import Fell, House
from tests.fakes.proxy import missing, proxy
from tests.handlers.files import made

NAME = "120 senders of half a recording through nginx, from six addresses"
BEFORE = "eight of them kept every honest recording out; nginx wrote answers of the console to disk in clear"

SLOW, ADDRESSES = 120, 6
CANARY = b"chim hoang yen "
PROMISED = 10.0  # seconds for the honest voice


async def run(house: House) -> str:
    if missing():
        raise Fell(f"not tried: {missing()}")
    ports = [int(address.rpartition(":")[2]) for address in (house.web, house.console)]
    with tempfile.TemporaryDirectory() as name, proxy(Path(name), *ports) as nginx:
        slow = await asyncio.gather(*(_half(nginx.chat, 2 + number % ADDRESSES) for number in range(SLOW)))
        chat = httpx2.AsyncClient(
            base_url=f"https://localhost:{nginx.chat}", verify=False, follow_redirects=True, timeout=60
        )
        async with chat:
            began = time.monotonic()
            status = await says(chat, made.sound("pcm_s16le", "wav", 48000, 6.0))
            took = time.monotonic() - began
        for writer in slow:
            writer.close()
        where = {Path(file).parent for file in nginx.wrote(CANARY.decode())}
        if status != 200 or took > PROMISED:
            raise Fell(f"the honest voice was answered {status} after {took:.0f} s")
        if where != {nginx.spool}:
            raise Fell(f"nginx wrote into {len(where)} folders")
    return f"an honest voice was taken in after {took:.1f} s; what was sent lay in the tmpfs and nowhere else"


async def _half(port: int, host: int) -> asyncio.StreamWriter:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting, local_addr=(f"127.0.0.{host}", 0))
    head = f"POST /voice HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 600000\r\n"
    writer.write(head.encode() + b"Content-Type: multipart/form-data; boundary=x\r\n\r\n" + CANARY * 20_000)
    await writer.drain()
    return writer
