"""The first page: to where somebody's work is, or, for roles whose pages are to come, what they will find here."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from handlers.console import navigation
from handlers.console.page import go, show
from handlers.store.models import Staff


async def start(request: Request, staff: Staff) -> Response:
    """GET /"""
    path = navigation.home(staff.role)
    return show(request, "start.html") if path == "/" else go(path)
