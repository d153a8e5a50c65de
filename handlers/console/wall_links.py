"""The links for wallboards: made for a place, shown once, revoked at once."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from handlers import wall
from handlers.console.line import staff_names
from handlers.console.page import console_of, fields, go, show
from handlers.console.said import Said
from handlers.store.models import Staff


async def page(request: Request, staff: Staff) -> Response:
    """GET /wall-links"""
    return await _page(request)


async def make(request: Request, staff: Staff) -> Response:
    """POST /wall-links: the link stands on this answer alone, and is kept nowhere."""
    console = console_of(request)
    (place,) = await fields(request, "place")
    try:
        async with console.store.writing() as session:
            code = await wall.make_link(session, staff.id, place, console.now())
    except ValueError:
        return go("/wall-links", Said.REASON_NEEDED)
    return await _page(request, code)


async def revoke(request: Request, staff: Staff) -> Response:
    """POST /wall-links/{id}/revoke; a second press finds it done."""
    console = console_of(request)
    async with console.store.writing() as session:
        await wall.revoke(session, request.path_params["id"], staff.id, console.now())
    return go("/wall-links", Said.WALL_LINK_REVOKED)


async def _page(request: Request, code: str = "") -> Response:
    console = console_of(request)
    now = console.now()
    async with console.store.reading() as session:
        links, names = await wall.links(session), await staff_names(session)
    link = f"{console.address}/wall/link#{code}" if code else ""
    rows = [(one, wall.is_alive(one, now), names.get(one.made_by, "")) for one in links]
    return show(request, "wall_links.html", links=rows, link=link, code=code, typed=f"{console.address}/wall/link")
