"""Who reports, for the filter of the queue: it is sealed (handlers/glance.py), so no query can count or filter by it.

The console keeps in memory, of the live cases alone, what it has opened once, and opens again only what has changed.
It writes nothing down: what the queue shows of a row, it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import anyio.lowlevel
from sqlalchemy import ColumnElement, false, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.console.glimpse import Glimpses
from handlers.console.kinds import REPORTERS
from handlers.store.models import Case

UNKNOWN = "unknown"
_AT_ONCE = 50  # cases are opened, then others have their turn


@dataclass
class Reporters:
    """By case: its stamp when it was looked at, and who reports, a key of REPORTERS or UNKNOWN."""

    _known: dict[str, tuple[int, str]] = field(default_factory=dict)
    _stamp: str = ""

    async def of(
        self, session: AsyncSession, private: bytes, live: ColumnElement[bool], stamp: str
    ) -> Mapping[str, str]:
        """Who reports, by the ids of all live cases; while their common `stamp` stays, nothing is asked."""
        if stamp != self._stamp:
            rows = (await session.execute(select(Case.id, Case.stamp).where(live))).all()
            kept = {row.id: known for row in rows if (known := self._known.get(row.id)) and known[0] == row.stamp}
            changed = [row.id for row in rows if row.id not in kept]
            for at in range(0, len(changed), _AT_ONCE):
                cases = list(await session.scalars(select(Case).where(Case.id.in_(changed[at : at + _AT_ONCE]))))
                found = await Glimpses().of(session, private, cases)
                told = {case.id: found[case.id].reporter for case in cases}
                kept |= {case.id: (case.stamp, told[case.id] or UNKNOWN) for case in cases}
                await anyio.lowlevel.checkpoint()
            self._known, self._stamp = kept, stamp
        return {id_: reporter if reporter in REPORTERS else UNKNOWN for id_, (_, reporter) in self._known.items()}


def those(of: Mapping[str, str], reporter: str) -> ColumnElement[bool]:
    """The cases of one kind of reporter, as a condition."""
    ids = [id_ for id_, one in of.items() if one == reporter]
    return Case.id.in_(ids) if ids else false()
