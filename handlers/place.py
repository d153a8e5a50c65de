"""Where a case is filed: its commune follows what its reporter says, and the one before stays readable."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.case import ItemKind, Report
from handlers.finding import tell_commune, told_commune
from handlers.item import add_item
from handlers.store.models import Case
from nlu import places


def follow(session: AsyncSession, case: Case, report: Report, now: datetime) -> None:
    """Take over the report's commune. Only "where" changes one that is known: a child may be somewhere else by now.

    The change stands on the case as an item of its own, which whoever reads the case reads.
    """
    here, before = (report.commune_code, report.commune_scheme), told_commune(case)
    put_right = any(answer.question == "where" for answer in report.answers)
    if here[0] is None or here == before or (before[0] is not None and not put_right):
        return
    tell_commune(case, *here)
    if before[0] is not None:
        add_item(session, case, ItemKind.PLACE, f"{_name(*before)} → {_name(*here)}".encode(), now=now)


def _name(code: str | None, scheme: str | None) -> str:
    return places.name_of(code or "", scheme or "") or f"{code} ({scheme})"
