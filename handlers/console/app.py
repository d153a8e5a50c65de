"""The console as an ASGI application: its middleware, its tasks, its answers to what goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import anyio
import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response

from handlers.console import forgetting, guard, settle, words
from handlers.console.page import Console, problem
from handlers.console.routes import right_of, routes
from handlers.console.shield import Shield, hosts_of
from handlers.heartbeat import BEAT_EVERY, Process, beat
from handlers.vouching import NotVouchedFor

log = structlog.get_logger("console")


def build(console: Console) -> Starlette:
    """The application; as long as it serves, it writes its heartbeat."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_beat, console)
            tasks.start_soon(settle.keep_settling, console.store, console.keys, console.now)
            tasks.start_soon(guard.keep_guarding, console.store, console.alarming, console.now, console.audit_copy)
            if console.forgetting is not None:
                tasks.start_soon(forgetting.keep_forgetting, console.store, console.forgetting, console.now)
            yield
            tasks.cancel_scope.cancel()
        await console.store.close()

    app = Starlette(
        routes=routes(),
        middleware=[
            Middleware(Shield),
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts_of(console.address), www_redirect=False),
        ],
        lifespan=lifespan,
        exception_handlers={
            HTTPException: _http_problem,
            NotVouchedFor: _not_vouched_for,
            Exception: _crashed,
        },
    )
    for route in app.routes:
        right_of(route)  # a console in which anybody may do something by omission does not start
    app.state.console = console
    return app


async def _beat(console: Console) -> None:
    """By the pages' own connections: where they wait for one, the others are to notice."""
    while True:
        try:
            async with console.store.writing() as session:
                await beat(session, Process.CONSOLE, console.now())
        except Exception as error:  # the database may be away for a while
            log.error("heartbeat_failed", error=type(error).__name__)
        await anyio.sleep(BEAT_EVERY)


async def _http_problem(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    _: Callable[[str], str] = request.app.state.console.translate
    return problem(request, status, _("This page does not exist.") if status == 404 else _("That did not work."))


async def _not_vouched_for(request: Request, error: Exception) -> Response:
    _: Callable[[str], str] = request.app.state.console.translate
    return problem(request, 409, _(words.NOT_VOUCHED_FOR))


async def _crashed(request: Request, error: Exception) -> Response:
    """Nothing of the request goes into the log: only what kind of error, and at which route."""
    log.error("page_failed", error=type(error).__name__)
    _: Callable[[str], str] = request.app.state.console.translate
    return problem(request, 500, _("Something went wrong on our side. Nothing was changed; please try again."))
