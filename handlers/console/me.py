"""One's own page: duty, Telegram, and the browsers that are signed in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from handlers import escalation, leaving
from handlers.audit import Act, note
from handlers.console import auth, shift
from handlers.console.page import Console, console_of, fields, go, show
from handlers.console.said import Said
from handlers.desk import is_reached
from handlers.routes import MAIL_SERVED
from handlers.store.models import Kept, MailRoute, Staff
from handlers.vouching import to_change, unbind, vouch

LINK_LASTS = timedelta(minutes=15)


async def me(request: Request, staff: Staff) -> Response:
    """GET /me"""
    console = console_of(request)
    return await _page(request, console, staff)


async def duty(request: Request, staff: Staff) -> Response:
    """POST /me/duty: `on` is "yes" or "no". Who has cases says first what becomes of them, or is `sure`."""
    console = console_of(request)
    on, back, sure = await fields(request, "on", "back", "sure")
    async with console.store.writing() as session:
        stays = on != "yes" and sure != "yes" and bool(await leaving.unsettled(session, staff.id))
        if not stays:
            await escalation.set_duty(session, staff.id, on == "yes", console.now())
            if on != "yes":
                await leaving.leave(session, staff.id, console.now())
        reached = on != "yes" or await is_reached(session, await session.get_one(Staff, staff.id))
    if stays:
        return await shift.page(request, staff, "duty")
    said = Said.DUTY_OFF if on != "yes" else Said.DUTY_ON if reached else Said.DUTY_ON_UNREACHED
    return go("/queue" if back == "/queue" else "/me", said)


async def telegram(request: Request, staff: Staff) -> Response:
    """POST /me/telegram: a link for the person's own Telegram, shown once; the bot keeps who opened it."""
    console = console_of(request)
    now = console.now()
    async with console.store.writing() as session:
        bot = await session.get(Kept, "bot_username")
        link = ""
        if bot is not None:
            token = await auth.make_link(session, "telegram", now + LINK_LASTS, staff_id=staff.id)
            note(session, Act.TELEGRAM_LINK, at=now, staff_id=staff.id)
            link = f"https://t.me/{bot.value}?start=link_{token}"
    return await _page(request, console, staff, link=link)


async def unlink(request: Request, staff: Staff) -> Response:
    """POST /me/telegram/unlink"""
    console = console_of(request)
    now = console.now()
    async with console.store.writing() as session:
        person = await to_change(session, staff.id)
        assert person is not None
        unbind(person)
        await vouch(session, person)
        note(session, Act.TELEGRAM_UNLINKED, at=now, staff_id=staff.id)
    return go("/me", Said.UNLINKED)


async def revoke(request: Request, staff: Staff) -> Response:
    """POST /me/sessions/{hash}/revoke; "all" ends every other one."""
    console = console_of(request)
    now = console.now()
    wanted = request.path_params["hash"]
    async with console.store.writing() as session:
        for one in await auth.live_sessions(session, staff.id, now):
            if one.token_hash == wanted or (wanted == "all" and one.token_hash != request.state.session_hash):
                await auth.revoke(session, staff.id, now, only=one.token_hash)
                note(session, Act.REVOKE_SESSION, at=now, staff_id=staff.id)
    return go("/me", Said.REVOKED)


async def _page(request: Request, console: Console, staff: Staff, link: str = "") -> Response:
    async with console.store.reading() as session:
        sessions = await auth.live_sessions(session, staff.id, console.now())
        bot = await session.get(Kept, "bot_username")
        mail = await session.get(MailRoute, staff.id)
        mail_served = await session.get(Kept, MAIL_SERVED) is not None
    values: dict[str, Any] = {
        "sessions": sessions,
        "this": request.state.session_hash,
        "link": link,
        "bot": bot.value if bot else "",
    }
    values |= {"mail": mail, "mail_served": mail_served}
    return show(request, "me.html", **values)
