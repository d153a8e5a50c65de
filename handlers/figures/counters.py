"""Contacts, counted and not kept: by day and channel, by day and first words, by week and hour; never all at once."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deadlines import VIETNAM
from handlers.figures.period import monday
from handlers.store.models import ContactCount, table_of
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


def day_of(at: datetime) -> date:
    """The day in Viet Nam."""
    return at.astimezone(VIETNAM).date()


async def count(session: AsyncSession, channel: str, what: What, now: datetime) -> None:
    """One contact more: of its day and channel, of its first words, and of the hour of its week, each apart."""
    day = day_of(now)
    keys = (
        {"since": day, "hour": WHOLE_DAY, "channel": channel, "what": What.CONTACT},
        {"since": day, "hour": WHOLE_DAY, "channel": "", "what": what},
        {"since": monday(day), "hour": now.astimezone(VIETNAM).hour, "channel": "", "what": What.CONTACT},
    )
    await session.execute(_one_more(session.get_bind().dialect.name), [*keys])


@cache
def _one_more(dialect: str) -> Any:
    """Built once: it runs in the transaction of a step."""
    table = table_of(ContactCount)
    rows = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    key = ("since", "hour", "channel", "what")
    one = rows.values({**{name: bindparam(name) for name in key}, "number": 1})
    return one.on_conflict_do_update(index_elements=key, set_={"number": table.c.number + 1})
