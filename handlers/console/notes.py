"""Notes and tasks of staff on a case's page. What can't be kept is shown again: nothing that somebody wrote is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import notes, tasks
from handlers.case import ItemKind, Status
from handlers.console import desk_words, said_words
from handlers.console.acts import act_on
from handlers.console.page import console_of, fields, show
from handlers.console.reading import Opened
from handlers.console.said import Said
from handlers.console.talk import Looker
from handlers.deadlines import VIETNAM
from handlers.permission import NotAllowed, Right
from handlers.store.models import Case, Staff


@dataclass(frozen=True, slots=True)
class Shown:
    """A task as the page shows it; `whom` is "" where it is for whoever has the case."""

    id: str
    text: str
    due_at: datetime
    over: bool
    whom: str
    by: str
    done_at: datetime | None
    done_by: str


async def on_page(session: AsyncSession, case: Case, items: list[Opened], who: Looker) -> dict[str, Any]:
    """The case's tasks, opened; and whom a new one can be for."""
    texts = {item.id: item for item in items if item.kind is ItemKind.TASK}
    shown = [
        Shown(
            one.item_id,
            texts[one.item_id].text,
            one.due_at,
            one.done_at is None and one.due_at <= who.now,
            who.names.get(one.for_staff or "", ""),
            who.names.get(texts[one.item_id].staff_id or "", ""),
            one.done_at,
            who.names.get(one.done_by or "", ""),
        )
        for one in await tasks.of_case(session, case.id)
        if one.item_id in texts
    ]
    people = await tasks.may_be_named(session) if Right.TASK in who.had else []
    here = who.now.astimezone(VIETNAM)
    return {
        "to_do": [one for one in shown if one.done_at is None],
        "done": [one for one in shown if one.done_at is not None],
        "task_people": [one for one in people if one.id != case.claimed_by],
        "first_day": here.date().isoformat(),
        "last_day": (here + tasks.FARTHEST - timedelta(days=1)).date().isoformat(),
    }


async def add(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/note: for staff alone."""
    (text,) = await fields(request, "text")
    text = text.replace("\r\n", "\n")
    if len(text) > notes.LONGEST_NOTE:
        return unkept(request, said_words.SAID[Said.TOO_LONG], text)

    async def act(session: AsyncSession, case: Case) -> Said:
        if not text.strip():
            return Said.EMPTY
        await notes.add(session, case.id, staff.id, text, console_of(request).now())
        return Said.NOTE_ADDED

    return await _kept_or_shown(request, act, text)


async def add_task(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/tasks"""
    text, day, hour, whom = await fields(request, "text", "day", "hour", "whom")
    now = console_of(request).now()
    due = tasks.due_from(day, hour, now)
    if isinstance(due, tasks.NotADay):
        return unkept(request, desk_words.NOT_A_DAY[due], text)
    if len(text) > tasks.LONGEST_TASK:
        return unkept(request, said_words.SAID[Said.TOO_LONG], text)
    at = due

    async def act(session: AsyncSession, case: Case) -> Said:
        if not text.strip():
            return Said.EMPTY
        await tasks.add(session, case.id, staff.id, text, at, whom, now)
        return Said.TASK_ADDED

    return await _kept_or_shown(request, act, text)


async def tick(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/tasks/{item}: `done` is "yes", or "no" to open it again."""
    (done,) = await fields(request, "done")

    async def act(session: AsyncSession, case: Case) -> Said:
        now, item = console_of(request).now(), request.path_params["item"]
        try:
            await tasks.tick(session, case.id, item, staff.id, done == "yes", now)
        except tasks.NoSuchTask:
            return Said.TASK_GONE
        return Said.TASK_DONE if done == "yes" else Said.TASK_OPEN

    return await act_on(request, act)


def unkept(request: Request, why: str, text: str, status: int = 400, back: str | None = None, **about: str) -> Response:
    """A page that says why a text was not kept, and has the text on it."""
    why = console_of(request).translate(why).format(**about)
    back = back or f"/cases/{request.path_params['number']}"
    return show(request, "unkept.html", status=status, why=why, text=text, back=back)


async def _kept_or_shown(request: Request, act: Any, text: str) -> Response:
    """Carry it out; where it may not be any more, as the case was closed or has somebody else now, show the text."""
    refused: list[Said] = []

    async def careful(session: AsyncSession, case: Case) -> Said:
        try:
            said: Said = await act(session, case)
        except NotAllowed:
            refused.append(Said.CASE_CLOSED if case.status == Status.CLOSED else Said.NOT_ALLOWED)
            raise
        return said

    answer = await act_on(request, careful)
    return unkept(request, said_words.SAID[refused[0]], text, 403) if refused else answer
