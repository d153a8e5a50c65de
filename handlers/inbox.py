"""The durable queue of what has come in: received sealed before it is confirmed, and dealt with exactly once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningInsert

from handlers.store.models import Received, table_of

MOST_ATTEMPTS = 5


class Kind(StrEnum):
    """What became of an update."""

    WAITING = "waiting"
    HANDLED = "handled"
    PASSED_OVER = "passed over"  # it said nothing
    UNREADABLE = "unreadable"  # its body is kept, for whoever looks why
    FAILED = "failed"  # given up for now; its body is kept, and a start of the process tries again


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that is not dealt with; `attempts` is how often a process began with it after it had been stopped."""

    update_id: str
    body: bytes
    attempts: int


async def receive(session: AsyncSession, channel: str, bodies: Mapping[str, bytes], now: datetime) -> set[str]:
    """Keep these sealed updates, by id; which of them are not dealt with. Commit before confirming them.

    One that is known and still waits is among them: the connection may have broken while it was first committed, so
    that nobody knew of it.
    """
    found = await session.execute(_KNOWN, {"of": channel, "ids": list(bodies)})
    known = {row.update_id: row.kind for row in found}
    new = [update_id for update_id in bodies if update_id not in known]
    if new:
        received = {"channel": channel, "seen_at": now, "kind": Kind.WAITING, "attempts": 0}
        rows = [{**received, "update_id": one, "body": bodies[one]} for one in new]
        await session.execute(_RECEIVE, rows)
    return {*new, *(update_id for update_id, kind in known.items() if kind == Kind.WAITING)}


async def left_over(session: AsyncSession, channel: str) -> list[Waiting]:
    """At a process's start: what its predecessor did not get done, oldest first; what failed gets another chance."""
    again = update(Received).where(Received.channel == channel, Received.kind == Kind.FAILED)
    again = again.where(Received.attempts < MOST_ATTEMPTS, Received.body.is_not(None))
    await session.execute(again.values(kind=Kind.WAITING).execution_options(synchronize_session=False))
    waiting = select(Received.update_id, Received.body, Received.attempts).where(
        Received.channel == channel, Received.kind == Kind.WAITING, Received.body.is_not(None)
    )
    # Ids are numbers that count up: the longer one is the greater one.
    oldest_first = waiting.order_by(Received.seen_at, func.length(Received.update_id), Received.update_id)
    rows = await session.execute(oldest_first)
    return [Waiting(number, body, attempts) for number, body, attempts in rows if body is not None]


async def begin_again(session: AsyncSession, channel: str, update_id: str) -> None:
    """Count that a left-over update is begun: one that brings the process down is not tried for ever."""
    this = update(Received).where(Received.channel == channel, Received.update_id == update_id)
    await session.execute(this.values(attempts=Received.attempts + 1).execution_options(synchronize_session=False))


async def finish(session: AsyncSession, channel: str, update_id: str, kind: Kind, now: datetime) -> bool:
    """Note what became of an update, received before or not, and erase it; False when that was noted before."""
    values = {"channel": channel, "update_id": update_id, "seen_at": now, "kind": kind, "body": None, "attempts": 0}
    statement = _finish(session.get_bind().dialect.name)
    return (await session.execute(statement, values)).scalar_one_or_none() is not None


async def set_aside(session: AsyncSession, channel: str, update_ids: Collection[str], kind: Kind) -> bool:
    """Give updates up, as UNREADABLE or FAILED, and keep their sealed bodies; False when all were dealt with before."""
    these = update(Received).where(Received.channel == channel, Received.update_id.in_(update_ids))
    waiting = these.where(Received.kind == Kind.WAITING).values(kind=kind)
    aside = await session.scalars(waiting.returning(Received.update_id).execution_options(synchronize_session=False))
    return bool(aside.all())


@cache
def _finish(dialect: str) -> ReturningInsert[str]:
    inbox = table_of(Received)
    row = postgresql.insert(inbox) if dialect == "postgresql" else sqlite.insert(inbox)
    filled = row.values({column.name: bindparam(column.name) for column in inbox.columns})
    once = filled.on_conflict_do_update(
        index_elements=["channel", "update_id"],
        set_={"kind": filled.excluded.kind, "body": None},
        where=inbox.c.kind.in_((Kind.WAITING, Kind.FAILED)),
    )
    return once.returning(inbox.c.update_id)


_RECEIVE = insert(table_of(Received))
_KNOWN = select(Received.update_id, Received.kind).where(
    Received.channel == bindparam("of"), Received.update_id.in_(bindparam("ids", expanding=True))
)
