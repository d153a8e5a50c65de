"""One case as a row that can be counted: coarse values only, under an id that nobody finds without the case's key."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handlers.case import Status
from handlers.deadlines import TWELVE_HOURS, VIETNAM
from handlers.figures.coarse import UNSAID, Coarse, band
from handlers.figures.period import monday
from handlers.store.models import Case
from handlers.taxonomy import taxonomy
from handlers.triage import Level
from nlu.places import SCHEME

KEPT, MISSED, NOT_OWED, RUNNING = "kept", "missed", "none", "running"  # the twelve hours
ONGOING = "open"  # the outcome of a case that is not closed


def row_of(case: Case, fact: str, coarse: Coarse, now: datetime) -> dict[str, Any]:
    """The columns of the case's fact as things stand."""
    kind = coarse.kind or case.group
    row = taxonomy().get(kind)
    received = case.received_at.astimezone(VIETNAM).date()
    here = case.commune_scheme == SCHEME
    return {
        "id": fact,
        "month": received.replace(day=1),
        "week": monday(received),
        "age": coarse.age,
        "sex": coarse.sex,
        "kind": kind,
        "group": (row.parent if row is not None else None) or kind,
        "setting": coarse.setting,
        "reporter": coarse.reporter,
        "level": case.level,
        "language": case.language,
        "channel": case.channel,
        "commune": (case.commune_code if here else None) or UNSAID,
        "claimed": band(case.received_at, case.claimed_at),
        "contacted": band(case.received_at, case.contacted_at),
        "referred": band(case.received_at, case.referred_at),
        "closed": band(case.received_at, case.closed_at),
        "twelve_hours": twelve_hours(case, now),
        "outcome": case.closed_because or ONGOING if case.status == Status.CLOSED else ONGOING,
    }


def twelve_hours(case: Case, now: datetime) -> str:
    """Whether help elsewhere had the case, or it was closed, within twelve hours of the first message.

    As the clock that warns of them counts (handlers/legal_clocks.py): a question owes no plan.
    """
    if case.level == Level.P3:
        return NOT_OWED
    done = min((at for at in (case.referred_at, case.closed_at) if at is not None), default=None)
    if done is not None and done - case.received_at <= TWELVE_HOURS:
        return KEPT
    return RUNNING if done is None and now - case.received_at <= TWELVE_HOURS else MISSED
