"""Finding a case by the code that its reporter reads over the telephone."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import receipt, report
from handlers.case import ItemKind
from handlers.console.acts import LONGEST_REPLY, act_on
from handlers.console.page import console_of, fields, go
from handlers.store.models import Audit, Case, Staff


async def find(request: Request, staff: Staff) -> Response:
    """POST /find: to the case's page, which shows its words to nobody but who may read them. Wrong codes slow all."""
    console = console_of(request)
    (code,) = await fields(request, "code")
    if receipt.receipt_digits(code) is None:
        return go("/queue", "no_code")
    async with console.store.writing() as session:
        found = await receipt.find_by_receipt(session, console.keys.receipts, code, now=console.now())
        match found:
            case receipt.Receipt(case_id=case_id):
                case = await session.get_one(Case, case_id)
                session.add(Audit(at=console.now(), staff_id=staff.id, act="find", case_id=case_id))
                return go(f"/cases/{case.number}", "found")
            case receipt.Slowed():
                return go("/queue", "codes_slowed")
    return go("/queue", "wrong_code")


async def note_call(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/call: what the reporter said on the telephone. Whoever took the call may add it."""
    (text,) = await fields(request, "text")
    text = text.replace("\r\n", "\n").strip()

    async def act(session: AsyncSession, case: Case) -> str:
        if not text:
            return "empty"
        if len(text) > LONGEST_REPLY:
            return "too_long"
        now = console_of(request).now()
        await report.add(session, case.id, ItemKind.CALL, text, now=now, staff_id=staff.id)
        session.add(Audit(at=now, staff_id=staff.id, act="call", case_id=case.id))
        return "call_noted"

    return await act_on(request, act)
