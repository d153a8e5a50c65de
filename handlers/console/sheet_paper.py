"""One commune's sheet as a PDF to print and sign."""

from __future__ import annotations

from functools import partial

import anyio
from starlette.requests import Request
from starlette.responses import Response

from handlers.console.page import console_of
from handlers.console.place_words import KINDS
from handlers.console.sheet_words import SECTIONS
from handlers.console.sheets import asked, today_of
from handlers.figures.demo import is_made_up
from handlers.sheets import places, tasks
from handlers.six_month.commune_sheet import OpenPlace, Sheet, compose, paper_of
from handlers.six_month.paper import load
from handlers.six_month.pdf import pdf_of
from handlers.store.models import Staff
from locales import translator


async def paper(request: Request, staff: Staff) -> Response:
    """GET /sheets/{period}/{commune}/paper"""
    period, code, name = asked(request, staff)
    today, say = today_of(request), translator("vi")  # the paper is Vietnamese, whatever the console is
    async with console_of(request).store.reading() as session:
        now = await places.sheet(session, period, today, [code])
        before = await places.sheet(session, period.before, today, [code])
        todo = await tasks.tasks(session, period, code, today)
        layout, made_up = paper_of(name, await load(session)), await is_made_up(session)
    open_places = [
        OpenPlace(say(KINDS.get(one.kind, one.kind)), one.place, one.found_on, one.found_by) for one in todo.open_places
    ]
    sheet = Sheet(
        commune=name,
        half=period,
        written=today,
        titles={section: say(title) for section, title in SECTIONS.items()},
        values={row: entry for (_, row), entry in now.items()},
        before={row: entry for (_, row), entry in before.items()},
        open_places=open_places,
        tasks=[(one.words, one.done) for one in todo.set],
        made_up=made_up,
    )
    body = await anyio.to_thread.run_sync(partial(pdf_of, compose(sheet, layout), layout))
    headers = {"Content-Disposition": f'attachment; filename="so-lieu-{period}-{code}.pdf"'}
    return Response(body, media_type="application/pdf", headers=headers)
