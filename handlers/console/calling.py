"""Telephones: the numbers that help at once, one tap away, and the reporter's own, shown on purpose and recorded."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers import services, stewardship
from handlers.case import Answer
from handlers.console import opening, reading, words
from handlers.console.page import console_of, go, show
from handlers.console.said import Said
from handlers.contact import next_safe, numbers_in
from handlers.permission import Right
from handlers.store.models import Case, Staff
from locales import N_

# Police, ambulance, and the national line for the protection of children (Decree 56/2017 Đ23).
EMERGENCY = (("113", N_("police")), ("115", N_("ambulance")), ("111", N_("children's line")))
_HOURS = ("contact_how", "call_hours", "contact", "danger_contact", "safe_to_write", "safe_hours")
_ASKED = ("contact_how", "contact", "danger_contact", "call_hours")


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone of the commune's: `number` is what is dialled."""

    name: str
    shown: str
    number: str


async def of_commune(session: AsyncSession, case: Case) -> list[Line]:
    """The telephones of whoever is in charge in the commune where it happened, or on the whole of the province."""
    found = await services.in_charge(session, case.commune_code) if case.commune_code else []
    lines = [(one, numbers_in(one.phone)) for one in found]
    return [Line(one.name, one.phone, numbers[0]) for one, numbers in lines if numbers]


async def number(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/number: the reporter's number, with what has to be known before it is called."""
    console = console_of(request)
    now, own = console.now(), request.path_params["number"]
    async with console.store.writing() as session:
        found = (await session.scalars(select(Case).where(Case.number == own))).one()
        try:
            items = await opening.open_summary(session, console.keys, found, staff, now, Right.CALL_BACK)
        except (opening.MayNotRead, opening.Forgotten):
            return go(f"/cases/{own}", Said.NOT_ALLOWED)
        await stewardship.worked(session, found, staff.id, now)
    whole = reading.whole_report(items)
    told = {one.question: one for one in (whole.answers if whole else ())}
    given = [told[key] for key in _ASKED if key in told]
    numbers = list(
        dict.fromkeys(one for answer in given for one in reversed(numbers_in(answer.given)))
    )  # the newest first
    if not numbers:
        return go(f"/cases/{own}", Said.NO_NUMBER)
    return show(
        request,
        "number.html",
        case=found,
        numbers=numbers,
        hours=[told[key] for key in _HOURS if key in told],
        call_hours=_known(told.get("call_hours")),
        secret=_known(told.get("not_to_know")),
        refuses=any(one.value == "no" for one in given),
        hours_note=console.translate(words.hours(found.safe_hours)).format(
            hours=(found.safe_hours or "").replace(",", ", ")
        ),
        safe_now=next_safe(found.safe_hours, now) == now,
    )


def _known(answer: Answer | None) -> str:
    return "" if answer is None or reading.unknown(answer) else answer.given
