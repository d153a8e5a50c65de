"""Who reports, for the filter of the queue: it is sealed (handlers/glance.py), so no query can count it or filter by it.

The console keeps in memory, of the live cases alone, what it has opened once, and opens again only what has changed.
It writes nothing down: what the queue shows of a row, it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import anyio
import anyio.lowlevel
from sqlalchemy import ColumnElement, false, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.console.glimpse import Glimpses
from handlers.console.kinds import REPORTERS
from handlers.store.models import Case

UNKNOWN = "unknown"
_MOST_BEFORE = 2000
_AT_ONCE = 50  # cases are opened, then others have their turn


@dataclass
class Reporters:
    """By case: its stamp when it was looked at, and who reports, a key of REPORTERS or UNKNOWN."""

    _known: dict[str, tuple[int, str]] = field(default_factory=dict)

    async def of(self, session: AsyncSession, private: bytes, where: ColumnElement[bool]) -> dict[str, str]:
        """Who reports, by the ids of all cases that meet a condition: one look at the ids of what has not changed."""
        rows = (await session.execute(select(Case.id, Case.stamp).where(where))).all()
        if len(self._known) > 2 * len(rows) + _MOST_BEFORE:  # mostly of cases that are closed by now
            self._known.clear()
        changed = [row.id for row in rows if self._known.get(row.id, (None,))[0] != row.stamp]
        for at in range(0, len(changed), _AT_ONCE):
            cases = list(await session.scalars(select(Case).where(Case.id.in_(changed[at : at + _AT_ONCE]))))
            found = await Glimpses().of(session, private, cases)
            for case in cases:
                told = found[case.id].reporter
                self._known[case.id] = case.stamp, told if told in REPORTERS else UNKNOWN
            await anyio.lowlevel.checkpoint()
        return {row.id: self._known.get(row.id, (0, UNKNOWN))[1] for row in rows}


def those(of: Mapping[str, str], reporter: str) -> ColumnElement[bool]:
    """The cases of one kind of reporter, as a condition."""
    ids = [id_ for id_, one in of.items() if one == reporter]
    return Case.id.in_(ids) if ids else false()
