"""Who has a case: taking it and letting it go, in one place, with a proof by the process in which somebody did it.

A claim that nothing proves counts as none: it is passed on, so that the ladder climbs and anybody may take the case,
and nothing of it is hidden. What was claimed before the register began is proved when it begins.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from handlers.case import Status
from handlers.store.models import Case, table_of
from handlers.store.trust import BOT, CONSOLE, Part, Trust, trust_of

_CLAIM = (Case.claimed_by, Case.claimed_at, Case.claim_proof)
_SHOWN = (Case.number, Case.level, Case.status, Case.worked_at, Case.passed_on_at)
_CASES = table_of(Case)
_PROVE = update(_CASES).where(_CASES.c.id == bindparam("case"))
_PROVE = _PROVE.values(claim_proof=bindparam("by"), stamp=_CASES.c.stamp)
_CLAIMED = (
    select(Case)
    .options(load_only(*_CLAIM, *_SHOWN))
    .where(Case.status == Status.CLAIMED)
    .order_by(Case.level, Case.received_at)
)


def take(session: AsyncSession, case: Case, staff_id: str, at: datetime) -> None:
    """From `at` on the case is this person's, and whoever looks can tell that it was done here."""
    case.claimed_by, case.claimed_at = staff_id, at
    prove(session, case)


def prove(session: AsyncSession, case: Case) -> None:
    """This process stands for the claim as it is on the case."""
    case.claim_proof = trust_of(session).proof(*_claim(case))


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
    if case.claimed_by is None or (case.claim_proof is None and not trust.strict):
        return True
    return trust.holds(case.claim_proof, *_claim(case), by=(CONSOLE, BOT))


def claimer(trust: Trust, case: Case) -> str | None:
    """Who has it, as far as that is proved."""
    return case.claimed_by if is_proved(trust, case) else None


async def unproved(session: AsyncSession) -> list[Case]:
    """The claimed cases whose claim nothing proves, the most urgent first; not all of a case is loaded."""
    trust = trust_of(session)
    if not trust.known:
        return []
    return [one for one in await session.scalars(_CLAIMED) if not is_proved(trust, one)]


def _claim(case: Case) -> tuple[Part, ...]:
    return ("claim", case.id, case.claimed_by, case.claimed_at)
