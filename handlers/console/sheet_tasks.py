"""The tasks that a commune set itself for a half-year: ticked off with who and when, or opened again."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from handlers.console.page import console_of, fields, go
from handlers.console.said import Said
from handlers.console.sheets import asked
from handlers.sheets import tasks
from handlers.store.models import Staff


async def tick(request: Request, staff: Staff) -> Response:
    """POST /sheets/{period}/{commune}/task"""
    period, code, _ = asked(request, staff)
    console = console_of(request)
    task, open_again = await fields(request, "task", "open")
    done = open_again != "yes"
    try:
        async with console.store.writing() as session:
            await tasks.tick(session, period, code, task, done=done, by=staff.id, now=console.now())
    except tasks.NoSuchTask:
        said = Said.SHEET_TASK_GONE
    else:
        said = Said.SHEET_TASK_DONE if done else Said.SHEET_TASK_OPEN
    return go(f"/sheets/{period}/{code}", said)
