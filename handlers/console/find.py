"""Finding a case by the code that its reporter reads over the telephone."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import duty, receipt, report
from handlers.audit import Act, note
from handlers.case import ItemKind
from handlers.console.acts import LONGEST_REPLY, act_on
from handlers.console.page import console_of, fields, go
from handlers.console.said import Said
from handlers.permission import Right
from handlers.store.models import Case, Staff


async def find(request: Request, staff: Staff) -> Response:
    """POST /find: to the case's page, which shows its words to nobody but who may read them."""
    console = console_of(request)
    (code,) = await fields(request, "code")
    if receipt.receipt_digits(code) is None:
        return go("/queue", Said.NO_CODE)
    async with console.store.writing() as session:
        found = await receipt.find_by_receipt(
            session, console.keys.receipts, code, now=console.now(), guesses=console.guesses, who=staff.id
        )
        match found:
            case receipt.Receipt(case_id=case_id):
                case = await session.get_one(Case, case_id)
                note(session, Act.FIND, at=console.now(), staff_id=staff.id, case_id=case_id)
                console.read_out.note(staff.id, case_id, console.now())
                return go(f"/cases/{case.number}", Said.FOUND)
            case receipt.Slowed():
                return go("/queue", Said.CODES_SLOWED)
    return go("/queue", Said.WRONG_CODE)


async def note_call(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/call: what the reporter said on the telephone; its claimer finds it unread.

    Whoever may not read the case takes such a call too, but only of somebody who reads out its code.
    """
    console = console_of(request)
    text, without_code = await fields(request, "text", "without_code")
    text = text.replace("\r\n", "\n").strip()

    async def act(session: AsyncSession, case: Case) -> Said:
        if not text:
            return Said.EMPTY
        if len(text) > LONGEST_REPLY:
            return Said.TOO_LONG
        now = console.now()
        reads = duty.may_on(console.store.trust, staff, case, Right.CALL)
        by_code = not reads and console.read_out.is_lately(staff.id, case.id, now)
        if by_code and without_code == "yes":
            return Said.NOT_ALLOWED
        kind = ItemKind.CALLER if without_code == "yes" else ItemKind.CALL
        await duty.allow(session, case, staff.id, Right.CALL_BY_CODE if by_code else Right.CALL)
        await report.add(session, case.id, kind, text, now=now, staff_id=staff.id)
        note(session, Act.CALL, at=now, staff_id=staff.id, case_id=case.id, detail="by_code" if by_code else None)
        return Said.CALL_NOTED

    return await act_on(request, act)
