"""Who has a case: taking it and letting it go, in one place, with a proof by the process in which somebody did it.

A claim that nothing proves counts as none: it is passed on, so that the ladder climbs and anybody may take the case,
and nothing of it is hidden. What was claimed before the register began is proved when it begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.attention import PASSED_ON
from handlers.case import Status
from handlers.store.models import Case, table_of
from handlers.store.trust import BOT, CONSOLE, Trust, trust_of
from handlers.triage import Level

_CASES = table_of(Case)
_PROVE = update(_CASES).where(_CASES.c.id == bindparam("case"))
_PROVE = _PROVE.values(claim_proof=bindparam("by"), stamp=_CASES.c.stamp)
_CLAIMED = (
    select(*(_CASES.c[name] for name in ("id", "number", "level", "claimed_by", "claimed_at", "claim_proof")))
    .add_columns(PASSED_ON.label("passed_on"))
    .where(_CASES.c.status == Status.CLAIMED)
    .order_by(_CASES.c.level, _CASES.c.received_at)
)


def take(session: AsyncSession, case: Case, staff_id: str, at: datetime) -> None:
    """From `at` on the case is this person's, and whoever looks can tell that it was done here."""
    case.claimed_by, case.claimed_at = staff_id, at
    prove(session, case)


def prove(session: AsyncSession, case: Case) -> None:
    """This process stands for the claim as it is on the case."""
    case.claim_proof = trust_of(session).proof("claim", case.id, case.claimed_by, case.claimed_at)


async def prove_all(session: AsyncSession) -> None:
    """This process stands for every claim as it is, also of what is closed. No case looks changed by that."""
    trust = trust_of(session)
    rows = await session.execute(select(Case.id, Case.claimed_by, Case.claimed_at).where(Case.claimed_by.is_not(None)))
    proofs = [{"case": row.id, "by": trust.proof("claim", *row)} for row in rows]
    if proofs:
        await session.execute(_PROVE, proofs)


def let_go(case: Case) -> None:
    case.claimed_by = case.claimed_at = case.claim_proof = None


def is_proved(trust: Trust, case: Case) -> bool:
    """Whether console or bot stand for who has this case; also where nobody has it."""
    return _holds(trust, case.claim_proof, case.id, case.claimed_by, case.claimed_at)


def claimer(trust: Trust, case: Case) -> str | None:
    """Who has it, as far as that is proved."""
    return case.claimed_by if is_proved(trust, case) else None


async def unproved(session: AsyncSession) -> list[Doubtful]:
    """The claimed cases whose claim nothing proves, the most urgent first."""
    trust = trust_of(session)
    if not trust.known:
        return []
    return [
        Doubtful(row.id, row.number, Level(row.level), row.claimed_at, row.passed_on)
        for row in await session.execute(_CLAIMED)
        if not _holds(trust, row.claim_proof, row.id, row.claimed_by, row.claimed_at)
    ]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A case that somebody is said to have claimed, and whether others are alerted already."""

    id: str
    number: str
    level: Level
    since: datetime | None
    passed_on: bool


def _holds(trust: Trust, proof: str | None, case_id: str, claimed_by: str | None, at: datetime | None) -> bool:
    if claimed_by is None or (proof is None and not trust.strict):
        return True
    return trust.holds(proof, "claim", case_id, claimed_by, at, by=(CONSOLE, BOT))
