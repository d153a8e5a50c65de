"""The NLU service: a thin HTTP server round the trained Rasa pipeline; it logs no word of any message."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import socket
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from aiohttp import web

from nlu.model import Parse, Unready, current_model, load, placed_model, prepare, silence
from nlu.windows import LONGEST

DEFAULT_BIND = "127.0.0.1:5005"
LARGEST_BODY = 64 * 1024  # bytes
# The rules and the classifier are quick; what is asked for longer than the client waits need not be served in parallel.
THREADS = 1
MOST_WAITING = 32  # texts; the next one's client would have given up before its turn

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def application(parse: Parse, version: dict[str, str]) -> web.Application:
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="parse")
    clients: set[asyncio.Transport | None] = set()  # whose text is read or waits for it

    async def post_parse(request: web.Request) -> web.Response:
        body, client = await request.read(), request.transport
        if sum(map(_waits, clients)) >= THREADS + MOST_WAITING:
            return _error(503, "too many texts are waiting; ask again in a second")
        text = _text_of(request.charset, body)

        def begin() -> dict[str, Any] | None:
            return parse(text) if _waits(client) else None

        clients.add(client)
        try:
            meaning = await asyncio.get_running_loop().run_in_executor(threads, begin)
        except Exception as failure:
            # Its message and its traceback may hold the text: only where and what it was.
            place = failure.__traceback__
            while place and place.tb_next:
                place = place.tb_next
            where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "?"
            print(f"nlu.server: one message could not be read: {type(failure).__name__} at {where}", file=sys.stderr)
            return _error(500, "this message could not be read; the service goes on")
        finally:
            clients.discard(client)
        if meaning is None:
            return _error(503, "nobody waits for this any more")
        if "danger" in meaning:
            meaning["danger"] = {"maybe": False, **meaning["danger"]}  # an older model knows now and not now alone
        return web.json_response(meaning)

    async def get_health(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def get_version(_: web.Request) -> web.Response:
        return web.json_response(version)

    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[_errors_as_json])
    app.add_routes(
        [
            web.post("/model/parse", post_parse),
            web.get("/health", get_health),
            web.get("/version", get_version),
        ]
    )
    return app


def _waits(client: asyncio.Transport | None) -> bool:
    """Whether it is still there: what nobody waits for any more is not begun."""
    return client is not None and not client.is_closing()


def _text_of(charset: str | None, body: bytes) -> str:
    """The message in the body; raises a 400 that says what is wrong with it."""
    if (charset or "utf-8").lower() not in ("utf-8", "utf8", "us-ascii"):
        raise web.HTTPBadRequest(text="the body must be UTF-8")
    try:
        asked = json.loads(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise web.HTTPBadRequest(text="the body is not UTF-8") from None
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest(text="the body is not JSON") from None
    text = asked.get("text") if isinstance(asked, dict) else None
    if not isinstance(text, str):
        raise web.HTTPBadRequest(text='the body must be {"text": "…"}')
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise web.HTTPBadRequest(text="the text holds half a surrogate pair") from None
    if len(text) > LONGEST:
        raise web.HTTPRequestEntityTooLarge(LONGEST, len(text), text=f"the text may have {LONGEST} code points at most")
    return text


@web.middleware
async def _errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as refused:
        return _error(refused.status, refused.text or refused.reason)


def _error(status: int, what: str) -> web.Response:
    return web.json_response({"error": what}, status=status)


def bound(address: str) -> socket.socket:
    """A socket that has the address but does not listen yet: who connects before the model is loaded is refused."""
    host, _, port = address.rpartition(":")
    try:
        if not 0 < int(port) < 65536:
            raise ValueError(port)
        family, kind, proto, _, place = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)[0]
        taken = socket.socket(family, kind, proto)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(place)
    except (ValueError, OverflowError, socket.gaierror):
        raise Unready(f'CHUNGTAY_NLU_BIND="{address}" is no address: write host:port, as in {DEFAULT_BIND}') from None
    except OSError as failure:
        reason = failure.strerror or str(failure)
        raise Unready(f"{address} can't be used ({reason}): stop what uses it, or set CHUNGTAY_NLU_BIND") from None
    return taken


def main() -> int:
    prepare()
    try:
        address = os.environ.get("CHUNGTAY_NLU_BIND") or DEFAULT_BIND
        model = placed_model()
        if model != current_model():
            print("nlu.server: an older model is in place; make train says why", file=sys.stderr)
        taken = bound(address)
        silence()
        try:
            parse = load(model)
            parse("xin chào")  # what is made on first use is made before the first person writes
            gc.freeze()  # half a million objects that stay: looking through them would hold up a text for 0.25 s
        except Exception as failure:
            raise Unready(
                f"the model can't be used ({type(failure).__name__}): delete nlu/models and run nlu.train again"
            ) from None
        from rasa import __version__ as rasa_version

        print(f"nlu.server: ready on http://{address}", flush=True)
        app = application(parse, {"model": model.name.split(".")[0], "rasa": rasa_version})
        web.run_app(app, sock=taken, access_log=None, print=None, shutdown_timeout=0.5)
    except Unready as reason:
        print(f"nlu.server: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
