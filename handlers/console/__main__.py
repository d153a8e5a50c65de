"""The console process: reads its settings, checks what it needs, serves. `python -m handlers.console`"""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import sys
from datetime import UTC, datetime

import structlog
import uvicorn
import uvloop

from handlers.console import guard
from handlers.console.app import build
from handlers.console.own_keys import own_keys
from handlers.console.page import Console, templates
from handlers.console.settings import Settings, WrongSetting, read_settings
from handlers.door import door, give_up_unread, most_connections
from handlers.start import CannotStart, open_store, quiet_logs
from handlers.store.keys import KeysMissing
from handlers.store.trust import console_trust
from handlers.watchdog import keep_telling
from locales import translator

_CONNECTIONS = 2_000  # at once; ten pages of each of a hundred members of staff, and as many again


def main() -> int:
    """0 after a clean stop, 1 with one readable line when it can't start."""
    quiet_logs(known={"logger", "error", "address", "staff", "cases"})
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(read_settings()))
    except (WrongSetting, KeysMissing, CannotStart) as error:
        print(str(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


async def _serve(settings: Settings) -> None:
    keys = own_keys(settings.keys_folder)
    trust = guard.remembering(console_trust(keys), settings.audit_copy)
    store = await open_store(settings.database_url, trust)
    await guard.begin(store)
    here = _listen(settings)
    translate = translator("vi")
    console = Console(
        store=store,
        keys=keys,
        now=lambda: datetime.now(UTC),
        translate=translate,
        address=settings.address,
        trial=not settings.operator,
        web_address=settings.web_url.rstrip("/"),
        audit_copy=settings.audit_copy,
        templates=templates(translate),
        forgetting=settings.forgetting,
    )
    config = uvicorn.Config(
        build(console),
        http=door(most_connections(_CONNECTIONS)),
        access_log=False,
        log_config=None,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=5,
    )
    structlog.get_logger("console").info("serving", address=settings.address)
    gc.collect()
    gc.freeze()  # what stays: looking through it would hold up a page by a tenth of a second
    alive = asyncio.create_task(keep_telling(os.environ.get("NOTIFY_SOCKET")))
    await uvicorn.Server(config).serve(sockets=[here])
    alive.cancel()
    console.decoder.close()


def _listen(settings: Settings) -> socket.socket:
    """Take the port before anything else starts, so that a taken one is said in one line."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    here = socket.socket(family, socket.SOCK_STREAM)
    here.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    here.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else an answer may wait 40 ms for an ACK
    try:
        here.bind((settings.host, settings.port))
        give_up_unread(here)
        here.listen(128)
    except OSError as error:
        here.close()
        raise CannotStart(
            f"The console can't listen on {settings.console_bind}: {error.strerror or error}. "
            "Stop what uses it, or set CHUNGTAY_CONSOLE_BIND to another address."
        ) from None
    return here


if __name__ == "__main__":
    sys.exit(main())
