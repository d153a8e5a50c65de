"""Contacts, counted and not kept: by day and channel, and by week and hour; nothing leads from a number to a chat."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deadlines import VIETNAM
from handlers.figures.facts import monday
from handlers.store.models import ContactCount
from handlers.store.rows import insert
from nlu.meaning import QUESTION_INTENTS, REPORT_INTENTS

WHOLE_DAY = -1


class What(StrEnum):
    """What the first words of a contact were; whether it became a case is told by the facts."""

    CONTACT = "contact"  # every one
    REPORT = "report"
    QUESTION = "question"
    THANKS = "thanks"
    NUISANCE = "nuisance"
    OTHER = "other"  # what could not be told, or a button


def what_of(intent: str | None) -> What:
    """What an intent of nlu.meaning counts as."""
    if intent in REPORT_INTENTS:
        return What.REPORT
    if intent in QUESTION_INTENTS:
        return What.QUESTION
    return {"thanks": What.THANKS, "nuisance": What.NUISANCE}.get(intent or "", What.OTHER)


async def count(session: AsyncSession, channel: str, now: datetime, what: What = What.CONTACT) -> None:
    """One more; a contact also by the hour of its week."""
    here = now.astimezone(VIETNAM)
    rows = [{"since": here.date(), "hour": WHOLE_DAY, "channel": channel, "what": what}]
    if what is What.CONTACT:
        rows.append({"since": monday(here.date()), "hour": here.hour, "channel": "", "what": what})
    one = insert(session, ContactCount).values(
        **{name: bindparam(name) for name in ("since", "hour", "channel", "what")}, number=1
    )
    more = one.on_conflict_do_update(
        index_elements=["since", "hour", "channel", "what"], set_={"number": ContactCount.number + 1}
    )
    await session.execute(more, rows)
