"""A case that is offered to a named colleague: whether the offer stands, and until when they may answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.attention import last_work
from handlers.case import Status
from handlers.deadlines import HAND_OVER
from handlers.store.models import Case, HandOver
from handlers.triage import Level

# Whatever else became of the case meanwhile ends an offer by itself: closed, given back, taken over, or claimed anew.
STANDS = and_(
    HandOver.outcome.is_(None),
    Case.id == HandOver.case_id,
    Case.status == Status.CLAIMED,
    Case.claimed_by == HandOver.from_id,
    Case.claimed_at <= HandOver.offered_at,
)


def is_offered() -> ColumnElement[bool]:
    """Whether an offer of this case stands."""
    return select(HandOver.id).where(STANDS).correlate(Case).exists()


async def offer_of(session: AsyncSession, case: Case) -> HandOver | None:
    """The offer of this case that stands, with what others have just written."""
    query = select(HandOver).join(Case, STANDS).where(HandOver.case_id == case.id).order_by(HandOver.id.desc())
    return await session.scalar(query.limit(1).execution_options(populate_existing=True))


def answer_by(offer: HandOver, case: Case) -> datetime:
    """When whoever offered hears that there was no answer. It goes by the urgency that the case has now."""
    return offer.offered_at + HAND_OVER[Level(case.level)]


def has_left(offer: HandOver, case: Case) -> bool:
    """Whether whoever offered has gone, and given no sign of work since."""
    last = last_work(case)
    return offer.left_at is not None and (last is None or last <= offer.left_at)
