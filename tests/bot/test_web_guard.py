"""What stands before the web's pages: nobody's slow upload keeps another's recording out."""

from __future__ import annotations

import asyncio

from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from bot.channels.web.guard import LARGE_AT_ONCE, Guard


def upload_from(host: str) -> Scope:
    headers = [(b"content-length", b"5000000")]
    return {
        "type": "http",
        "method": "POST",
        "path": "/voice",
        "headers": headers,
        "client": (host, 1),
        "query_string": b"",
    }


async def test_slow_uploads_of_one_network_leave_room_for_those_of_others() -> None:
    handed_on: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        handed_on.append(scope["client"][0])
        await PlainTextResponse("kept")(scope, receive, send)

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def whole() -> Message:
        return {"type": "http.request", "body": b"OggS", "more_body": False}

    async def nowhere(_message: Message) -> None: ...

    guard = Guard(app, {}, lambda status: PlainTextResponse("no", status), {"/voice": 10_000_000})
    # One household's IPv6 network has any number of addresses.
    slow = [asyncio.create_task(guard(upload_from(f"2001:db8::{n}"), never, nowhere)) for n in range(3 * LARGE_AT_ONCE)]
    await asyncio.sleep(0)
    async with asyncio.timeout(20):
        await guard(upload_from("192.0.2.7"), whole, nowhere)
    assert handed_on == ["192.0.2.7"]
    for task in slow:
        task.cancel()
    await asyncio.wait(slow)
