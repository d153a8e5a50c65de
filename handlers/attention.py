"""Whether somebody is at a claimed case: its last sign of work, and what has come of their silence since."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import InstrumentedAttribute

from handlers.case import Status
from handlers.store.models import Case

# Also where another condition says it: it is what the index of live cases goes by.
LIVE = Case.status.in_((Status.OPEN, Status.CLAIMED))
LAST_WORK = func.coalesce(Case.worked_at, Case.claimed_at)
ASKED = and_(Case.status == Status.CLAIMED, Case.asked_at.is_not(None), Case.asked_at > LAST_WORK)
PASSED_ON = and_(Case.status == Status.CLAIMED, Case.passed_on_at.is_not(None), Case.passed_on_at > LAST_WORK)


def since_work(at: InstrumentedAttribute[datetime | None]) -> ColumnElement[bool]:
    """Not later than the last sign of work, or never: what it stands for is not in force."""
    return or_(at.is_(None), at <= LAST_WORK)


def is_asked(case: Case) -> bool:
    """Whether the claimer was asked whether they are at it, and has given no sign of work since."""
    return _counts(case, case.asked_at)


def is_passed_on(case: Case) -> bool:
    """Whether others are alerted beside the claimer, who keeps the case until one of them has accepted it."""
    return _counts(case, case.passed_on_at)


def mark_worked(case: Case, now: datetime) -> None:
    """The claimer gave a sign of work: whatever was asked of them before is answered."""
    case.worked_at = after(now, case.asked_at, case.passed_on_at)


def last_work(case: Case) -> datetime | None:
    return case.worked_at or case.claimed_at


def after(now: datetime, *others: datetime | None) -> datetime:
    """Now, or as little later as puts it behind the others: what happens in one instant still has an order."""
    return max([now, *(one + timedelta(microseconds=1) for one in others if one is not None)])


def _counts(case: Case, at: datetime | None) -> bool:
    last = last_work(case)
    return case.status == Status.CLAIMED and at is not None and (last is None or at > last)
