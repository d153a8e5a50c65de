"""What staff do to a case from its page: each a form, each done by `handlers`, each answered by a page."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from handlers import correction, declining, draft, escalation, picture, reply, stewardship
from handlers.case import Because, Status
from handlers.console import drafts
from handlers.console.page import Console, console_of, fields, go
from handlers.console.said import Said
from handlers.contact import next_safe
from handlers.duty import may_on
from handlers.files.kinds import NotTaken, Refused
from handlers.permission import NotAllowed, Right
from handlers.recording import LARGEST_SPOKEN_REPLY, Recording
from handlers.store.models import Case, Kept, Staff
from handlers.store.trust import trust_of
from handlers.triage import Level

LONGEST_REPLY = 3500  # characters: fits one message of every channel
LONGEST_REASON = 2000
_NONCE = re.compile(r"[0-9a-f]{32}")

Act = Callable[[AsyncSession, Case], Awaitable[Said]]


async def send_reply(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/reply"""
    text, nonce, kept_only, knew, version = await fields(request, "text", "nonce", "kept_only", "known", "version")
    text = text.replace("\r\n", "\n").strip()
    console = console_of(request)
    now = console.now()

    async def act(session: AsyncSession, case: Case) -> Said:
        said = await _sent(session, console, case, staff, text, nonce, kept_only, knew)
        if said in _SENT:
            await draft.drop(session, case.id, staff.id)
        elif said not in (Said.EMPTY, Said.SENT_ALREADY):  # what was written is not lost, whatever kept it from going
            await drafts.keep(session, console.keys, case, staff, text, knew, version, now)
        return said

    return await act_on(request, act)


async def send_voice(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/voice: an answer that is spoken."""
    async with request.form(max_fields=5, max_files=1) as form:
        given, nonce, kept_only = form.get("file"), form.get("nonce"), form.get("kept_only")
        data = await given.read() if isinstance(given, UploadFile) else b""
    try:
        if len(data) > LARGEST_SPOKEN_REPLY:
            raise NotTaken(Refused.LONG_VOICE)
        recording = await console_of(request).decoder.to_be_sent(data)
    except NotTaken:
        return go(f"/cases/{request.path_params['number']}", Said.NO_RECORDING)

    async def act(session: AsyncSession, case: Case) -> Said:
        return await _sent(session, console_of(request), case, staff, recording, str(nonce), str(kept_only))

    return await act_on(request, act)


_SENT = (Said.SENT, Said.SENT_LATER, Said.KEPT)


async def _sent(
    session: AsyncSession,
    console: Console,
    case: Case,
    staff: Staff,
    answer: str | Recording,
    nonce: str,
    kept_only: str,
    knew: str = "",
) -> Said:
    """Send an answer, held for a while, unless something speaks against it: then what that is."""
    now = console.now()
    if not may_on(trust_of(session), staff, case, Right.REPLY):
        return Said.CASE_CLOSED if case.status == Status.CLOSED else Said.NOT_ALLOWED
    if not answer:
        return Said.EMPTY
    if await _sent_before(session, nonce):
        return Said.SENT_ALREADY
    if isinstance(answer, str) and len(answer) > LONGEST_REPLY:
        return Said.TOO_LONG
    known = draft.known_from(knew)
    if known is not None and known.newer(await draft.known(session, case.id)).news:
        return Said.NEWS
    if (case.do_not_write or case.unreachable) and kept_only != "yes":
        return Said.DO_NOT_WRITE
    if not _NONCE.fullmatch(nonce):
        return Said.SENT_ALREADY
    session.add(Kept(key=f"reply:{nonce}", value=now.isoformat()))
    await reply.send(session, console.keys, case.id, staff.id, answer, now=now, hold=reply.HOLD)
    if case.do_not_write or case.unreachable:
        return Said.KEPT
    safe = next_safe(case.safe_hours, now)
    return Said.SENT if safe == now else Said.KEPT if safe is None else Said.SENT_LATER


async def change_level(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/level: raising and lowering, each a right of its own."""
    level, reason = await fields(request, "level", "reason")

    async def act(session: AsyncSession, case: Case) -> Said:
        if level not in Level.__members__:
            return Said.NOT_ALLOWED
        await escalation.lower(
            session, case.id, staff.id, Level[level], reason[:LONGEST_REASON], console_of(request).now()
        )
        return Said.LEVEL_CHANGED

    return await act_on(request, act)


async def close(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/close: `because` is what the reporter is told, `reason` what staff keep."""
    reason, because = await fields(request, "reason", "because")

    async def act(session: AsyncSession, case: Case) -> Said:
        if because not in tuple(Because):
            return Said.REASON_NEEDED
        now = console_of(request).now()
        await escalation.close(session, case.id, staff.id, reason[:LONGEST_REASON], now, Because(because))
        return Said.CLOSED

    return await act_on(request, act)


async def release(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/release"""

    async def act(session: AsyncSession, case: Case) -> Said:
        await escalation.release(session, case.id, staff.id, console_of(request).now())
        return Said.RELEASED

    return await act_on(request, act)


async def cannot(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/cannot: `why` is one of the reasons that there are."""
    (why,) = await fields(request, "why")

    async def act(session: AsyncSession, case: Case) -> Said:
        await declining.decline(session, case.id, staff.id, console_of(request).now(), why)
        return Said.DECLINED

    return await act_on(request, act)


async def at_work(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/at-work: the claimer's answer to the question whether they are at it."""

    async def act(session: AsyncSession, case: Case) -> Said:
        await stewardship.tap(session, case.id, staff.id, console_of(request).now())
        return Said.AT_WORK

    return await act_on(request, act, works=False)


async def pictures(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/pictures: `take` is "yes" or "no", on this one case."""
    (take,) = await fields(request, "take")

    async def act(session: AsyncSession, case: Case) -> Said:
        await picture.allow(session, case.id, staff.id, take == "yes", console_of(request).now())
        return Said.PICTURES_TAKEN if take == "yes" else Said.PICTURES_REFUSED

    return await act_on(request, act)


async def correct(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/correct: `source` is a message's item id, or "what", "note-1" of the report."""
    source, intent, danger, language, text, seen = await fields(
        request, "source", "intent", "danger", "language", "text", "seen"
    )

    async def act(session: AsyncSession, case: Case) -> Said:
        if len(text) > LONGEST_REPLY:
            return Said.TOO_LONG
        if seen != "yes" or danger not in ("yes", "no"):
            return Said.CORRECTION_INCOMPLETE
        try:
            corrected = correction.Corrected(text, intent, danger == "yes", language)
            await correction.propose(session, case.id, staff.id, source, corrected, now=console_of(request).now())
        except ValueError:
            return Said.CORRECTION_INCOMPLETE
        except correction.AlreadyProposed:
            return Said.CORRECTION_THERE
        except correction.NoSuchMessage:
            return Said.NOT_ALLOWED
        return Said.CORRECTION_PROPOSED

    return await act_on(request, act)


async def withdraw(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/withdraw: a correction is taken back, whoever proposed or approved it."""
    (item_id,) = await fields(request, "item")

    async def act(session: AsyncSession, case: Case) -> Said:
        try:
            await correction.drop(session, item_id, staff.id, now=console_of(request).now())
        except correction.NoSuchCorrection:
            return Said.CORRECTION_GONE
        return Said.CORRECTION_WITHDRAWN

    return await act_on(request, act)


async def act_on(request: Request, act: Act, *, works: bool = True) -> Response:
    """Carry out an act on the case of the address, in one transaction, and go back to its page with what was said.

    What its claimer does is a sign of work, unless the act says itself what it is.
    """
    number, closed = request.path_params["number"], False
    try:
        async with console_of(request).store.writing() as session:
            case = await session.scalar(select(Case).where(Case.number == number).with_for_update(key_share=True))
            if case is None:
                return go("/queue", Said.NO_CASE)
            closed = case.status == Status.CLOSED
            if works:
                await stewardship.worked(session, case, request.state.staff.id, console_of(request).now())
            said = await act(session, case)
    except NotAllowed:
        said = Said.CASE_CLOSED if closed else Said.NOT_ALLOWED
    except ValueError:
        said = Said.REASON_NEEDED
    return go(f"/cases/{number}", said)


async def _sent_before(session: AsyncSession, nonce: str) -> bool:
    """Whether this very form was sent already. The mark is written in the reply's own transaction."""
    return await session.get(Kept, f"reply:{nonce}") is not None
