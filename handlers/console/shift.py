"""The end of a shift: a card for each case that one has, all choices in one form, and nothing that holds one up."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from handlers import changes, escalation, handing_over, leaving
from handlers.audit import Act, note
from handlers.case import Status
from handlers.console import auth, shift_words
from handlers.console.cards import MOST, Asked, gather
from handlers.console.clocks import hour
from handlers.console.page import Console, console_of, forget, go, show
from handlers.console.said import Said
from handlers.console.shift_words import Choice
from handlers.handing_over import LONGEST_NOTE
from handlers.permission import NotAllowed
from handlers.store.models import Case, Kept, Staff
from handlers.store.rows import locked_case

_BUILD = secrets.token_hex(4)


async def shift(request: Request, staff: Staff) -> Response:
    """GET /shift; to its own refresh nothing but how far one is, and where nothing has changed not even that."""
    if request.headers.get("hx-request") != "true":
        return await page(request, staff)
    async with console_of(request).store.reading() as session:
        seen = (_BUILD, await changes.of_queue(session), staff.id, staff.on_duty_since)
    tag = f'"{sha256(repr(seen).encode()).hexdigest()[:24]}"'
    unchanged = request.headers.get("if-none-match") == tag
    answer = Response(status_code=304) if unchanged else await page(request, staff)
    answer.headers["ETag"] = tag
    return answer


async def page(request: Request, staff: Staff, leave: str = "", asked: dict[str, Asked] | None = None) -> Response:
    """The page. `leave` is how somebody was about to go, "duty" or "out"; `asked` what could not be done, by number."""
    console = console_of(request)
    async with console.store.reading() as session:
        staff = await session.get_one(Staff, staff.id)
        found = await gather(session, console, staff)
        found = found.with_asked(asked or {})
        colleagues = await handing_over.colleagues(session, staff.id)
    request.state.staff = staff
    refresh = request.headers.get("hx-request") == "true"
    return show(
        request,
        "_shift_progress.html" if refresh else "shift.html",
        shift=found,
        colleagues=colleagues,
        leave=leave if leave == "out" else "duty" if staff.on_duty_since else "",
        nonce=secrets.token_hex(16),
        longest=LONGEST_NOTE,
        **_WORDS,
    )


_WORDS: dict[str, Any] = {"outcomes": shift_words.OUTCOMES, "Choice": Choice}


async def end(request: Request, staff: Staff) -> Response:
    """POST /shift: for each case `choice-`, `to-` and `note-` with its number; `leave` is "duty", "out" or nothing.

    Each case by itself: what can't be done with one is said, with what was chosen and written, and the others are done.
    """
    console = console_of(request)
    async with request.form(max_fields=4 * MOST + 10, max_files=0) as form:
        given = {name: value.replace("\0", "") for name, value in form.items() if isinstance(value, str)}
    leave, nonce = given.get("leave", ""), given.get("nonce", "")
    failed: dict[str, Asked] = {}
    for number in [name.removeprefix("choice-") for name in given if name.startswith("choice-")]:
        to, text = given.get(f"to-{number}", ""), given.get(f"note-{number}", "").replace("\r\n", "\n").strip()
        wanted = Asked(given[f"choice-{number}"], to, text)
        if wanted.choice not in tuple(Choice) or (wanted.choice == Choice.AS_IS and not text):
            continue
        problem = await _done(console, staff, number, wanted, nonce)
        if problem:
            failed[number] = wanted.but(problem)
    as_is = await _left(console, staff, leave) if leave in ("duty", "out") else False
    if failed:
        return await page(request, staff, leave, failed)
    if leave == "out":
        return await signed_out(request, staff)
    return go("/shift", Said.LEFT_AS_IS if as_is else Said.DUTY_OFF if leave == "duty" else Said.SHIFT_SAVED)


async def signed_out(request: Request, staff: Staff) -> Response:
    """This browser's session ends."""
    console = console_of(request)
    now = console.now()
    async with console.store.writing() as session:
        await auth.revoke(session, staff.id, now, only=request.state.session_hash)
        note(session, Act.SIGN_OUT, at=now, staff_id=staff.id)
    response = RedirectResponse("/sign-in", 303)
    forget(console, response)
    # Not "cookies": on one host with the web chat that would end a reporter's conversation.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


async def _left(console: Console, staff: Staff, leave: str) -> bool:
    """Whether there are cases of which nothing was chosen."""
    async with console.store.writing() as session:
        as_is = bool(await leaving.unsettled(session, staff.id))
        if leave == "duty":
            await escalation.set_duty(session, staff.id, False, console.now())
        await leaving.leave(session, staff.id, console.now())
    return as_is


async def _done(console: Console, staff: Staff, number: str, wanted: Asked, nonce: str) -> str:
    """Do what was chosen for one case, wholly or not at all; what was in the way, or ""."""
    now = console.now()
    try:
        async with console.store.writing() as session:
            case_id = await session.scalar(select(Case.id).where(Case.number == number))
            if case_id is None:
                return console.translate(shift_words.NOT_ALLOWED)
            case = await locked_case(session, case_id)
            if wanted.note and await _is_new(session, f"{nonce}{number}{wanted.note}", now.isoformat()):
                await handing_over.note_for_next(session, case_id, staff.id, wanted.note, now)
            match wanted.choice:
                case Choice.KEEP:
                    await handing_over.undo(session, case_id, staff.id, now)
                    await leaving.keep_on_call(session, case_id, staff.id, now)
                case Choice.PASS:
                    await handing_over.offer(session, case_id, staff.id, wanted.to, now)
                case Choice.RELEASE if case.claimed_by == staff.id:
                    await escalation.release(session, case_id, staff.id, now)
                case Choice.UNDO if case.status == Status.OPEN:
                    await escalation.claim(session, case_id, staff.id, now)
                case Choice.UNDO:
                    await handing_over.undo(session, case_id, staff.id, now)
                case Choice.RELEASE:
                    raise NotAllowed(number)
    except handing_over.NobodyToAsk:
        return await _nobody(console, wanted.to)
    except NotAllowed:
        return await _whose(console, staff, number)
    return ""


async def _is_new(session: AsyncSession, what: str, now: str) -> bool:
    """Whether this very note of this very form was not kept before. What is remembered tells nothing of it."""
    key = f"reply:{sha256(what.encode()).hexdigest()[:32]}"  # forgotten with the forms of replies
    if await session.get(Kept, key) is not None:
        return False
    session.add(Kept(key=key, value=now))
    return True


async def _nobody(console: Console, to: str) -> str:
    async with console.store.reading() as session:
        person = await session.get(Staff, to) if to else None
    if person is None:
        return console.translate(shift_words.WHOM)
    return console.translate(shift_words.GONE).format(name=person.name)


async def _whose(console: Console, staff: Staff, number: str) -> str:
    """Why nothing could be done with the case any more."""
    async with console.store.reading() as session:
        case = await session.scalar(select(Case).where(Case.number == number))
        holder = await session.get(Staff, case.claimed_by) if case is not None and case.claimed_by else None
    _ = console.translate
    if case is not None and case.status == Status.CLOSED:
        return _(shift_words.CLOSED)
    if holder is not None and holder.id != staff.id and case is not None and case.claimed_at is not None:
        return _(shift_words.TAKEN).format(name=holder.name, time=hour(case.claimed_at))
    return _(shift_words.NOT_ALLOWED if case is None or holder is not None else shift_words.FREE)
