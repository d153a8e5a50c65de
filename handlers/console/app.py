"""The console as an ASGI application: its routes, its files, its middleware."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

import anyio
import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from handlers.console import (
    acts,
    audit,
    bell,
    case,
    correct,
    corrections,
    find,
    first,
    invite,
    me,
    new_code,
    queue,
    set_up,
    sign_in,
    staff,
)
from handlers.console.page import Console, Page, problem, staff_only
from handlers.console.shield import Shield
from handlers.heartbeat import BEAT_EVERY, Process, beat
from handlers.permission import Right

HTMX = Path(str(files("js_lib_htmx"))) / "static" / "htmx" / "htmx.min.js"
_STATIC = Path(__file__).with_name("static")

log = structlog.get_logger("console")


def build(console: Console) -> Starlette:
    """The application; as long as it serves, it writes its heartbeat."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_beat, console)
            yield
            tasks.cancel_scope.cancel()
        await console.store.close()

    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Shield)],
        lifespan=lifespan,
        exception_handlers={HTTPException: _http_problem, Exception: _crashed},
    )
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


def _routes() -> list[Route | Mount]:
    get, post = _get, _post
    return [
        Route("/", lambda request: RedirectResponse("/queue", 303)),
        Route("/sign-in", sign_in.form, methods=["GET"]),
        Route("/sign-in", sign_in.sign_in, methods=["POST"]),
        Route("/first/{token}", first.form, methods=["GET"]),
        Route("/first/{token}", first.begin, methods=["POST"]),
        Route("/invitation/{token}", invite.form, methods=["GET"]),
        Route("/invitation/{token}", invite.begin, methods=["POST"]),
        Route("/set-up/{token}", set_up.form, methods=["GET"]),
        Route("/set-up/{token}", set_up.confirm, methods=["POST"]),
        post("/sign-out", sign_in.sign_out),
        get("/queue", queue.queue),
        post("/find", find.find),
        get("/bell", bell.bell),
        get("/cases/{number}", case.case),
        get("/cases/{number}/files/{item}", case.file),
        post("/cases/{number}/claim", queue.claim),
        post("/cases/{number}/cannot", acts.cannot),
        post("/cases/{number}/reply", acts.send_reply),
        post("/cases/{number}/voice", acts.send_voice),
        post("/cases/{number}/call", find.note_call),
        post("/cases/{number}/level", acts.change_level),
        post("/cases/{number}/close", acts.close),
        post("/cases/{number}/refer", acts.refer),
        post("/cases/{number}/pictures", acts.pictures),
        post("/cases/{number}/release", acts.release),
        get("/cases/{number}/correct/{source}", correct.form),
        post("/cases/{number}/correct", acts.correct),
        post("/cases/{number}/withdraw", acts.withdraw),
        post("/cases/{number}/new-code", new_code.ask),
        post("/cases/{number}/new-code/approve", new_code.approve),
        post("/cases/{number}/new-code/drop", new_code.drop),
        post("/cases/{number}/new-code/give", new_code.give),
        get("/corrections", corrections.corrections),
        post("/corrections/{id}/approve", corrections.approve),
        post("/corrections/{id}/refuse", corrections.refuse),
        get("/me", me.me),
        post("/me/duty", me.duty),
        post("/me/telegram", me.telegram),
        post("/me/telegram/unlink", me.unlink),
        post("/me/sessions/{hash}/revoke", me.revoke),
        get("/staff", staff.staff_page, Right.STAFF),
        post("/staff/invite", invite.invite, Right.INVITE),
        post("/staff/{id}/deactivate", staff.deactivate, Right.DEACTIVATE),
        post("/staff/{id}/link", staff.new_link, Right.DEACTIVATE),
        get("/audit", audit.audit, Right.AUDIT),
        Route("/static/htmx.js", _htmx),
        Mount("/static", StaticFiles(directory=_STATIC)),
        Route("/health", lambda request: PlainTextResponse("ok")),
    ]


def _get(path: str, page: Page, right: Right | None = None) -> Route:
    return Route(path, staff_only(page, right), methods=["GET"])


def _post(path: str, page: Page, right: Right | None = None) -> Route:
    return Route(path, staff_only(page, right), methods=["POST"])


async def _htmx(request: Request) -> Response:
    return FileResponse(HTMX, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


async def _http_problem(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    _: Callable[[str], str] = request.app.state.console.translate
    return problem(request, status, _("This page does not exist.") if status == 404 else _("That did not work."))


async def _crashed(request: Request, error: Exception) -> Response:
    """Nothing of the request goes into the log: only what kind of error, and at which route."""
    log.error("page_failed", error=type(error).__name__)
    _: Callable[[str], str] = request.app.state.console.translate
    return problem(request, 500, _("Something went wrong on our side. Nothing was changed; please try again."))
