"""The rungs of a case's ladder: whether it climbs, which are due and whom they mean, and which comes next."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.alerts import BANNER, Desk, Heard, desk, heard, put_out, round_of, targets, unheard
from handlers.attention import PASSED_ON, is_passed_on
from handlers.case import Status
from handlers.deadlines import LADDER, Who, rungs_due, turns_due
from handlers.desk import turns
from handlers.mute import is_muted
from handlers.outbox import Kind
from handlers.store.models import Alert, Case
from handlers.triage import Level


def is_unheeded(case: Case) -> bool:
    """Whether the ladder of this case is climbing: nobody has it, is at it, or has read it since danger was heard."""
    if case.status == Status.CLOSED:
        return False
    if case.status == Status.OPEN or case.claimed_at is None or is_passed_on(case):
        return True
    return case.alerted_at > case.claimed_at and (case.read_at is None or case.read_at < case.alerted_at)


def unheeded() -> ColumnElement[bool]:
    """Unclaimed; or claimed, but passed on, or alerted anew since then and read by nobody."""
    unread = or_(Case.read_at.is_(None), Case.read_at < Case.alerted_at)
    return or_(
        Case.status == Status.OPEN,
        PASSED_ON,
        and_(Case.status == Status.CLAIMED, Case.alerted_at > Case.claimed_at, unread),
    )


def due_rungs(case: Case, here: Desk, now: datetime) -> Iterator[tuple[int, list[str]]]:
    """The rungs that are due by now and whom they mean, the highest first; none of a case that is muted.

    For a case that was passed on they count from then, and mean others than its claimer.
    """
    if is_muted(case, now):
        return
    since = case.waits_since
    if is_passed_on(case) and case.passed_on_at is not None:
        since, here = max(since, case.passed_on_at), here.without_claimer(case)
    level = Level(case.level)
    for rung, who in reversed(rungs_due(level, since, now)):
        if who is Who.NEXT:
            each = turns(here, case)
            yield rung, [target for turn in each[: turns_due(level, since, now, len(each))] for target in turn]
        else:
            yield rung, targets(here, who, case)


async def next_rung(
    session: AsyncSession, case: Case, after: int | None, now: datetime, without: Collection[str] = ()
) -> None:
    """The first rung above `after`, or above all that were put out, that has anybody on it; above the last the banner.

    Where people are asked in turn it is the next of them who has not heard of it.
    `without` are people who are not meant, as the claimer of a case that was passed on is not.
    """
    if after is None:
        put = select(func.max(Alert.rung)).where(Alert.case_id == case.id, Alert.round == round_of(case))
        highest = await session.scalar(put)
        after = -1 if highest is None else highest
    here = (await desk(session, now)).without(*without)
    here = here.without_claimer(case) if is_passed_on(case) else here
    ladder = LADDER[Level(case.level)]
    known = await heard(session, Case.id == case.id)
    for index in range(max(after, 0), len(ladder)):
        if ladder[index].who is Who.NEXT:
            untold = (turn for turn in turns(here, case) if unheard(known, case, index, turn) == turn)
            to = next(untold, [])
        else:
            to = targets(here, ladder[index].who, case) if index > after else []
        if to:
            await put_out(session, case, index, to, now, Kind.ALERT)
            return
    await put_out(session, case, after, [BANNER], now, Kind.ALERT)


async def waiting(session: AsyncSession, now: datetime) -> Waiting:
    """All cases whose ladder is climbing, the most urgent first, with what their rungs are judged by. Locks nothing."""
    cases = await session.scalars(select(Case).where(unheeded()).order_by(Case.level, Case.alerted_at, Case.number))
    return Waiting(tuple(cases), await desk(session, now), await heard(session, unheeded()))


@dataclass(frozen=True, slots=True)
class Waiting:
    """The cases that wait for somebody, and what each target has heard of them."""

    cases: tuple[Case, ...]
    here: Desk
    known: Heard

    def has_due(self, case: Case, now: datetime) -> bool:
        """Whether anybody is to be alerted by now."""
        return any(unheard(self.known, case, rung, to) for rung, to in due_rungs(case, self.here, now))
