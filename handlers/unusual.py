"""Reading that a supervisor should know of: many cases by one person in a short time. It tells, and does nothing else.

Who works hard may look like who looks around: only a person can tell, so nothing is locked or slowed by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act
from handlers.store.models import Audit


class Kind(StrEnum):
    """What was many; handlers/console/words.py has the sentence of each."""

    READ = "read"
    HEADS = "heads"
    GIVEN_BACK = "given_back"


@dataclass(frozen=True, slots=True)
class Rule:
    """Different cases of one person WITHIN an hour on which all of one of `acts` were done: `many` are shown to
    supervisors on the day's page, `strong` in their bell too."""

    kind: Kind
    acts: tuple[frozenset[Act], ...]
    many: int
    strong: int


def _any(*acts: Act) -> tuple[frozenset[Act], ...]:
    return tuple(frozenset({act}) for act in acts)


WITHIN = timedelta(hours=1)
KEPT = timedelta(hours=24)  # how far back the day's page tells
RINGS = timedelta(hours=8)  # a shift: how long after the last of them the bell tells
RULES = (
    Rule(Kind.READ, _any(Act.READ, Act.LISTEN, Act.LOOK, Act.SHOW_NUMBER), many=12, strong=25),
    Rule(Kind.HEADS, _any(Act.SEE), many=30, strong=60),
    Rule(Kind.GIVEN_BACK, (frozenset({Act.CLAIM, Act.RELEASE}),), many=3, strong=6),
)


@dataclass(frozen=True, slots=True)
class Done:
    """One line of the record."""

    at: datetime
    staff_id: str
    act: str
    case_id: str


@dataclass(frozen=True, slots=True)
class Unusual:
    """The most of one kind that somebody did within an hour, when that ended, and whether it is strong."""

    staff_id: str
    kind: Kind
    count: int
    at: datetime
    strong: bool


def unusual(done: Iterable[Done]) -> list[Unusual]:
    """Pure: what the rules find, the newest first."""
    by_person: Mapping[str, list[Done]] = defaultdict(list)
    for one in done:
        by_person[one.staff_id].append(one)
    found = [_most(rule, staff_id, lines) for staff_id, lines in by_person.items() for rule in RULES]
    return sorted((one for one in found if one is not None), key=lambda one: one.at, reverse=True)


async def lately(session: AsyncSession, now: datetime) -> list[Unusual]:
    """What the rules find in the record of the last day."""
    acts = frozenset().union(*(both for rule in RULES for both in rule.acts))
    query = select(Audit.at, Audit.staff_id, Audit.act, Audit.case_id).where(
        Audit.at > now - KEPT, Audit.act.in_(sorted(acts)), Audit.staff_id.is_not(None), Audit.case_id.is_not(None)
    )
    rows = await session.execute(query.order_by(Audit.at))
    return unusual(Done(at, staff_id or "", act, case_id or "") for at, staff_id, act, case_id in rows)


def _most(rule: Rule, staff_id: str, lines: list[Done]) -> Unusual | None:
    wanted = frozenset().union(*rule.acts)
    lines = sorted((one for one in lines if one.act in wanted), key=lambda one: one.at)
    open_: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))  # of the hour: case, act, how often
    most, at, counted, first = 0, None, 0, 0
    for one in lines:
        before = _counts(rule, open_[one.case_id])
        open_[one.case_id][one.act] += 1
        counted += _counts(rule, open_[one.case_id]) - before
        while one.at - lines[first].at > WITHIN:
            gone = lines[first]
            before = _counts(rule, open_[gone.case_id])
            open_[gone.case_id][gone.act] -= 1
            counted += _counts(rule, open_[gone.case_id]) - before
            first += 1
        if counted >= max(most, rule.many):
            most, at = counted, one.at
    return Unusual(staff_id, rule.kind, most, at, most >= rule.strong) if at is not None else None


def _counts(rule: Rule, times: Mapping[str, int]) -> bool:
    return any(all(times.get(act, 0) > 0 for act in both) for both in rule.acts)
