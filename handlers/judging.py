"""What a judgement changes on a case: its level and group only ever rise, and a closed case opens again."""

from __future__ import annotations

from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import finding, glance
from handlers.case import ItemKind, Status
from handlers.claiming import let_go
from handlers.item import add_item
from handlers.receipt import Receipt as Receipt
from handlers.receipt import Slowed as Slowed
from handlers.receipt import find_by_receipt as find_by_receipt
from handlers.receipt import receipt_digits as receipt_digits
from handlers.store.models import Case
from handlers.taxonomy import UNCLASSIFIED
from handlers.triage import Triage


def keep_triage(session: AsyncSession, case: Case, triage: Triage, now: datetime) -> None:
    """Sealed beside those before it: whole_triage reads them as one, so no reason is lost by a later one."""
    add_item(session, case, ItemKind.TRIAGE, TypeAdapter(Triage).dump_json(triage), now=now)


def judged(session: AsyncSession, case: Case, triage: Triage, now: datetime) -> bool:
    """Keep a judgement that comes without a report, also where the level stays. Whether it rose."""
    keep_triage(session, case, triage, now)
    return raise_level(case, triage)


def reopen(case: Case) -> bool:
    if case.status != Status.CLOSED:
        return False
    case.status, case.closed_at, case.closed_because = Status.OPEN, None, None
    let_go(case)
    return True


def raise_level(case: Case, triage: Triage) -> bool:
    """Whether the level rose. The group follows a rise, or the first word about what kind of report it is."""
    raised = triage.level < case.level
    told = case.told_group or case.group
    if triage.group != UNCLASSIFIED and (raised or told == UNCLASSIFIED):
        finding.told_group(case, triage.group)
    case.level = min(case.level, triage.level)
    if raised or case.sealed_reason is None:
        glance.show_reason(case, triage)
    return raised
