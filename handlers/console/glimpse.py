"""Opening what the queue shows of a sealed report (handlers/glance.py): who reports, and the deciding reason.

Like group and urgency it is shown to whoever may claim, before anybody has read a word, so it leaves no audit line.
What was opened once is remembered by its sealed bytes: whatever is written anew is opened anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.glance import about_glance
from handlers.store.models import Case, CaseKey
from handlers.store.seal import CannotOpen, case_private_key, unseal

MOST = 5000  # rows are remembered


@dataclass(frozen=True, slots=True)
class Glimpse:
    """`reporter` is a key of REPORTERS, `reason` an English msgid; "" where it is not known."""

    reporter: str = ""
    reason: str = ""


@dataclass
class Glimpses:
    """What one console has opened."""

    _known: dict[tuple[bytes | None, bytes | None], Glimpse] = field(default_factory=dict)

    async def of(self, session: AsyncSession, private: bytes, cases: Iterable[Case]) -> dict[str, Glimpse]:
        """By the case's id; `private` is the console's private half."""
        cases = list(cases)
        new = [one for one in cases if _key(one) != (None, None) and _key(one) not in self._known]
        if new:
            if len(self._known) > MOST:
                self._known.clear()
            wrapped = select(CaseKey.case_id, CaseKey.for_console).where(CaseKey.case_id.in_([one.id for one in new]))
            keys = {row.case_id: row.for_console for row in await session.execute(wrapped)}
            for case in new:
                self._known[_key(case)] = _opened(case, keys.get(case.id), private)
        return {one.id: self._known.get(_key(one), Glimpse()) for one in cases}


def _key(case: Case) -> tuple[bytes | None, bytes | None]:
    return case.sealed_reporter, case.sealed_reason


def _opened(case: Case, wrapped: bytes | None, private: bytes) -> Glimpse:
    try:
        own = case_private_key(case.id, wrapped or b"", private)
        return Glimpse(
            _text(case.sealed_reporter, own, about_glance(case.id, "reporter")),
            _text(case.sealed_reason, own, about_glance(case.id, "reason")),
        )
    except CannotOpen:
        return Glimpse()


def _text(sealed: bytes | None, private: bytes, about: str) -> str:
    return "" if sealed is None else unseal(sealed, private, about).decode(errors="replace").strip()
