"""The form of one correction: the message whole, and beside it a redacted proposal, made only when somebody asks."""

from __future__ import annotations

from anyio import to_thread
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from handlers.console import opening
from handlers.console.acts import LONGEST_REPLY
from handlers.console.page import console_of, go, problem, show
from handlers.console.said import Said
from handlers.redaction import redact
from handlers.store.models import Case, Correction, Staff
from locales import N_


async def form(request: Request, staff: Staff) -> Response:
    """GET /cases/{number}/correct/{source}: `source` is a message's item id, or "what", "note-1" of the report."""
    console = console_of(request)
    number, source = request.path_params["number"], request.path_params["source"]
    async with console.store.writing() as session:
        case = await session.scalar(select(Case).where(Case.number == number))
        if case is None:
            return problem(request, 404, console.translate(N_("There is no case with this number.")))
        there = select(Correction.item_id).where(Correction.case_id == case.id, Correction.source == source)
        if await session.scalar(there) is not None:
            return go(f"/cases/{number}", Said.CORRECTION_THERE)
        try:
            text = await opening.open_told(session, console.keys, case, source, staff, console.now())
        except (opening.MayNotRead, opening.Forgotten):
            return problem(request, 403, console.translate(N_("You may not open this.")))
    if not text:
        return problem(request, 404, console.translate(N_("There is no such message.")))
    # The form takes no more than this, so no more is read; not in the loop that every other page waits for.
    proposal = await to_thread.run_sync(redact, text[:LONGEST_REPLY])
    return show(
        request,
        "correct.html",
        case=case,
        source=source,
        text=text,
        proposal=proposal[:LONGEST_REPLY],
        longest=LONGEST_REPLY,
        shortened=len(text) > LONGEST_REPLY,
    )
