"""Behind a real nginx with the example's configuration: slow senders hold up nobody, and nothing lies on a disk."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from tests.bot.test_web import Town, serving
from tests.fakes.proxy import EXAMPLE, SPOOL, Proxy, missing, proxy
from tests.fakes.services import free_port
from tests.handlers.files import made

CANARY = "chim hoang yen "  # in every piece of what is sent, and of what is answered
DROP_IN = EXAMPLE.parent / "systemd" / "nginx.service.d" / "chungtay.conf"
SLOW = 24  # senders of half a recording, all from one address: fewer than the example lets in
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
needs_nginx = pytest.mark.skipif(bool(missing()), reason=missing())


@pytest.fixture
def before(tmp_path: Path) -> Iterator[tuple[Proxy, int, int]]:
    chat, console = free_port(), free_port()
    with proxy(tmp_path, chat, console) as started:
        yield started, chat, console


async def _half(port: int, data: bytes, declared: int) -> asyncio.StreamWriter:
    """A sender from another address who says how much will come, and stops in the middle."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting, local_addr=("127.0.0.2", 0))
    head = f"POST /voice HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: {declared}\r\n"
    head += "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    writer.write(head.encode() + data)
    await writer.drain()
    return writer


async def _console(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """In the console's place: takes what is sent, and answers with much more than any buffer holds."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    await reader.readexactly(int(length[1]) if length else 0)
    body = CANARY.encode() * 400_000
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)
    try:
        await writer.drain()
    except ConnectionError:
        pass
    writer.close()


@on_sqlite
@needs_nginx
@pytest.mark.long
async def test_slow_senders_hold_up_nobody_and_nothing_that_anybody_sends_lies_on_a_disk(
    store: Store, for_bot: BotKeys, before: tuple[Proxy, int, int]
):
    nginx, chat, _ = before
    town = Town(store, for_bot, f"127.0.0.1:{chat}")
    voice = made.sound("pcm_s16le", "wav", 48000, 6.0)  # half a megabyte
    form = {"nonce": "n" * 22, "campaign": ""}
    async with serving(town, chat), httpx2.AsyncClient(base_url=f"https://localhost:{nginx.chat}", verify=False) as me:
        slow = [await _half(nginx.chat, (CANARY * 20_000).encode(), 600_000) for _ in range(SLOW)]
        words = (CANARY * 500)[:7000]
        said = await me.post("/", data=form | {"text": words})
        spoken = await me.post("/voice", data=form, files={"file": (CANARY, voice + CANARY.encode() * 20_000)})
        assert (said.status_code, spoken.status_code) == (303, 303)
        assert [one.text for one in town.told if one.text] == [words.strip()]
        assert [one.recording.data[: len(voice)] for one in town.told if one.recording] == [voice]
        for writer in slow:
            writer.close()
    where = nginx.wrote(CANARY)
    assert where and all(Path(file).parent == nginx.spool for file in where)  # they do wait, and nowhere else
    assert list(nginx.spool.iterdir()) == []


@needs_nginx
@pytest.mark.long
async def test_nothing_that_the_console_takes_or_answers_lies_on_a_disk(before: tuple[Proxy, int, int]):
    nginx, _, port = before
    server = await asyncio.start_server(_console, "127.0.0.1", port)
    body = CANARY.encode() * 60_000
    me = httpx2.AsyncClient(base_url=f"https://localhost:{nginx.console}", verify=False)
    async with server, me, me.stream("POST", "/cases/26-0001/voice", content=body) as answer:
        await asyncio.sleep(0.5)  # a slow reader: the rest has to wait somewhere
        got = b"".join([part async for part in answer.aiter_bytes()])
    assert len(got) == 400_000 * len(CANARY)
    assert nginx.wrote(CANARY) == set()


def test_what_waits_in_the_example_waits_in_memory_and_no_address_can_fill_it():
    text, unit = EXAMPLE.read_text(), DROP_IN.read_text()
    servers = [one for one in text.split("server {")[1:] if "proxy_pass" in one]
    assert all(f"client_body_temp_path {SPOOL};" in one for one in servers) and len(servers) == 2
    assert SPOOL.startswith("/run/") and f"TemporaryFileSystem={SPOOL}:" in unit and "MemorySwapMax=0" in unit
    size = int(re.search(r"size=(\d+)M", unit)[1])  # type: ignore[index]
    files = re.findall(r"client_max_body_size (\d+)m;\s+client_body_buffer_size \d+k;\s+limit_conn \w+ (\d+);", text)
    assert len(files) == 2 and sum(int(most) * int(at_once) for most, at_once in files) < size
    for one in servers:  # what is no file fits into its buffer
        whole = one.partition("location = /voice")[0]
        sizes = [re.search(rf"{name} (\d+)m;", whole) for name in ("client_max_body_size", "client_body_buffer_size")]
        assert sizes[0] and sizes[1] and sizes[0][1] == sizes[1][1]
    assert "proxy_max_temp_file_size 0;" in servers[1] and "proxy_buffering off;" in servers[0]
    assert set(re.findall(r"access_log [^;]*;", text)) == {"access_log off;"}
