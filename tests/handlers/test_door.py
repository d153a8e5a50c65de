"""The door of web chat and console on a real socket: half-sent requests take nobody's place and no file of the rest."""

from __future__ import annotations

import asyncio
import logging
import resource
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from handlers import door
from handlers.start import Bare, OnceAMinute

CEILING = 12
HALF = b"POST / HTTP/1.1\r\nHost: chat.example\r\nContent-Length: 100000\r\n\r\ntext=b"


@asynccontextmanager
async def serving(ceiling: int = CEILING) -> AsyncIterator[int]:
    """A server behind the door: "/" answers what was posted whole, "/stream" never ends."""

    async def say(request: Request) -> PlainTextResponse:
        return PlainTextResponse(await request.body())

    async def stream(request: Request) -> StreamingResponse:
        async def for_ever() -> AsyncIterator[str]:
            yield "news\n"
            await asyncio.Event().wait()

        return StreamingResponse(for_ever())

    app = Starlette(routes=[Route("/", say, methods=["GET", "POST"]), Route("/stream", stream)])
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, http=door.door(ceiling), log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    server.capture_signals = lambda: nullcontext()  # type: ignore[method-assign]
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    yield listener.getsockname()[1]
    server.should_exit = True
    await task


async def ask(port: int, request: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    await writer.drain()
    return reader, writer


async def answer(port: int, words: bytes) -> bytes:
    head = b"POST / HTTP/1.1\r\nHost: chat.example\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(words)
    reader, writer = await ask(port, head + words)
    told = await reader.read()
    writer.close()
    return told


@pytest.mark.parametrize("half", [b"", b"GET / HTTP/1.1\r\nHost: chat.ex", HALF], ids=["nothing", "headers", "body"])
async def test_half_sent_requests_beyond_the_ceiling_take_nobodys_place(half: bytes) -> None:
    async with serving() as port:
        dawdlers = [await ask(port, half) for _number in range(3 * CEILING)]
        for number in range(5):
            assert (await answer(port, b"ba %d" % number)).endswith(b"ba %d" % number)
        gone = [reader for reader, _writer in dawdlers if reader.at_eof() or reader.exception()]
        assert len(gone) >= 2 * CEILING
        for _reader, writer in dawdlers:
            writer.transport.abort()


async def test_who_waits_for_an_answer_is_never_put_out_for_those_who_dawdle() -> None:
    async with serving() as port:
        reader, writer = await ask(port, b"GET /stream HTTP/1.1\r\nHost: chat.example\r\n\r\n")
        assert b"200 OK" in await reader.readline()
        dawdlers = [await ask(port, HALF) for _number in range(3 * CEILING)]
        assert (await answer(port, b"ba")).endswith(b"ba")
        assert not reader.at_eof() and reader.exception() is None
        for _reader, other in [*dawdlers, (reader, writer)]:
            other.transport.abort()


async def test_headers_that_do_not_come_end_the_connection_also_drop_by_drop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "HEADERS", 0.1)
    async with serving() as port:
        reader, writer = await ask(port, b"GET / HTTP/1.1\r\nHost: chat.example\r\n\r\nGET / HT")
        ended = asyncio.create_task(reader.read())
        with suppress(ConnectionError):
            while not ended.done():
                writer.write(b"x")
                await asyncio.sleep(0.02)
        assert b"200 OK" in await ended
        writer.close()


def test_the_ceiling_leaves_files_for_all_else(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"now": (1024, 4096)}
    monkeypatch.setattr(resource, "getrlimit", lambda _which: limits["now"])
    monkeypatch.setattr(resource, "setrlimit", lambda _which, new: limits.update(now=new))
    assert door.most_connections(12_000) == 4096 - door.RESERVE
    assert limits["now"] == (4096, 4096)
    assert door.most_connections(2_000) == 2_000


def test_the_same_trouble_is_one_line_a_minute_without_a_text() -> None:
    said: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(Bare().format(record))

    kept = Kept()
    kept.addFilter(OnceAMinute())

    def trouble(at: float) -> None:
        try:
            raise OSError("Too many open files, em Lan")
        except OSError as error:
            record = logging.LogRecord("asyncio", logging.ERROR, "", 0, "socket.accept() of %s", ("Lan",), None)
            record.exc_info, record.created = (OSError, error, error.__traceback__), at
            kept.handle(record)

    for at in range(600):
        trouble(at / 5)
    assert len(said) == 2 and "299 more" in said[1]
    assert not any("Lan" in line or "\n" in line for line in said)
