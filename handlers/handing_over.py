"""A case goes from one colleague to another by name: offered, accepted or refused. Until then nothing changes hands."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.alerts import desk, show_taken, tell
from handlers.attention import after
from handlers.audit import Act, note
from handlers.case import ItemKind, Status
from handlers.claiming import take
from handlers.deadlines import HAND_OVER
from handlers.declining import Reason
from handlers.duty import CLAIMING, allow
from handlers.item import add_staff_item
from handlers.leaving import to_others
from handlers.offers import STANDS, has_left, offer_of
from handlers.order import in_order
from handlers.outbox import Kind, Urgency
from handlers.permission import NotAllowed, Right, may
from handlers.store.models import Case, HandOver, Staff
from handlers.store.rows import locked_case, touch
from handlers.triage import URGENT, Level

LONGEST_NOTE = 2000  # characters
_CAN_ANSWER = and_(Staff.active, Staff.role.in_(CLAIMING))


class Outcome(StrEnum):
    """What became of an offer, as it stands in the database."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNANSWERED = "unanswered"
    GONE = "gone"  # the person lost their access, or may claim no more
    UNDONE = "undone"  # by whoever offered it


class Answer(StrEnum):
    """What somebody's yes or no came to."""

    DONE = "done"
    YOURS = "yours"  # accepted before, in another window
    TAKEN = "taken"  # somebody else has the case now
    CLOSED = "closed"
    GONE = "gone"  # taken back, given back, or its time was over


class NobodyToAsk(ValueError):
    """This person can't be offered a case."""


async def colleagues(session: AsyncSession, staff_id: str) -> list[Staff]:
    """Whom one may hand a case over to: on duty first, then those off duty whom a message reaches."""
    here = await desk(session)
    reached = here.linked(here.staff)
    others = [one for one in here.staff if one.id != staff_id and (one.on_duty_since or f"staff:{one.id}" in reached)]
    return sorted(others, key=lambda one: (one.on_duty_since is None, in_order(one.name)))


async def offer(session: AsyncSession, case_id: str, staff_id: str, to_id: str, now: datetime) -> bool:
    """Ask this colleague to take the case over; whether it was new. An earlier offer of it to another is undone.

    Raises NotAllowed, NobodyToAsk, NoSuchCase.
    """
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.HAND_OVER)
    to = await session.get(Staff, to_id, populate_existing=True)
    if to is None or not to.active or not may(to.role, Right.ACCEPT) or to_id == staff_id:
        raise NobodyToAsk(to_id)
    before = await offer_of(session, case)
    if before is not None:
        if before.to_id == to_id:
            return False
        _undo(session, before, staff_id, now)
    new = HandOver(case_id=case_id, from_id=staff_id, to_id=to_id, offered_at=after(now, case.claimed_at))
    session.add(new)
    touch(case)
    await session.flush()
    note(session, Act.HAND_OVER, at=now, staff_id=staff_id, case_id=case_id, detail=to_id)
    urgency = Urgency.FIRST if case.level in URGENT else Urgency.ORDINARY
    await _tell(session, case, Kind.HAND_OVER, to_id, new, now, urgency)
    return True


async def undo(session: AsyncSession, case_id: str, staff_id: str, now: datetime) -> bool:
    """Take the offer back before it is answered; whether there was one. Raises NotAllowed, NoSuchCase."""
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.HAND_OVER)
    standing = await offer_of(session, case)
    if standing is not None:
        _undo(session, standing, staff_id, now)
        touch(case)
    return standing is not None


async def accept(session: AsyncSession, case_id: str, staff_id: str, now: datetime) -> Answer:
    """The case is this person's from now on, with its whole history; no clock starts anew, and no duty changes.

    Raises NotAllowed where they were never asked, NoSuchCase.
    """
    case = await locked_case(session, case_id)
    standing = await _asked(session, case, staff_id)
    if isinstance(standing, Answer):
        return standing
    _end(standing, Outcome.ACCEPTED, now)
    # Never before the round began, or the case would look as if danger had been heard after it changed hands.
    case.worked_at = max(now, case.alerted_at)
    take(session, case, staff_id, case.worked_at)
    case.asked_at = case.passed_on_at = case.tapped_at = case.on_call_at = None
    note(session, Act.ACCEPT, at=now, staff_id=staff_id, case_id=case_id, detail=standing.from_id)
    await show_taken(session, case, now)
    await _tell(session, case, Kind.HANDED_OVER, standing.from_id, standing, now)
    return Answer.DONE


async def refuse(session: AsyncSession, case_id: str, staff_id: str, now: datetime, why: str) -> Answer:
    """This person can't take it over: whoever offered it keeps it and hears so. Raises ValueError, NotAllowed."""
    reason = Reason(why)
    case = await locked_case(session, case_id)
    standing = await _asked(session, case, staff_id)
    if isinstance(standing, Answer):
        return standing
    standing.because = reason
    note(session, Act.REFUSE, at=now, staff_id=staff_id, case_id=case_id, detail=reason)
    await _not_accepted(session, case, standing, Outcome.REFUSED, now)
    return Answer.DONE


async def note_for_next(session: AsyncSession, case_id: str, staff_id: str, text: str, now: datetime) -> None:
    """A note to whoever has the case next, sealed like every word on it. Raises NotAllowed, NoSuchCase."""
    case = await locked_case(session, case_id)
    await allow(session, case, staff_id, Right.HAND_OVER)
    plain = text[:LONGEST_NOTE].encode()
    item = await add_staff_item(session, case, ItemKind.FOR_NEXT, plain, now=now, staff_id=staff_id)
    note(session, Act.NOTE_FOR_NEXT, at=now, staff_id=staff_id, case_id=case_id, item_id=item.id)


async def unanswered(session: AsyncSession, now: datetime) -> list[str]:
    """The cases whose offer has waited too long, or waits for somebody who can't answer any more. Locks nothing."""
    late = or_(*(and_(Case.level == level, HandOver.offered_at <= now - HAND_OVER[level]) for level in Level))
    query = select(Case.id).join(HandOver, STANDS).join(Staff, Staff.id == HandOver.to_id)
    query = query.where(or_(late, ~_CAN_ANSWER)).order_by(Case.level, HandOver.offered_at)
    return list(await session.scalars(query))


async def look_after(session: AsyncSession, case_id: str, now: datetime) -> None:
    """End this case's offer if that is due; what somebody holds is left to the next round."""
    query = select(Case).where(Case.id == case_id, Case.status == Status.CLAIMED)
    query = query.with_for_update(key_share=True, skip_locked=True).execution_options(populate_existing=True)
    case = await session.scalar(query)
    standing = await offer_of(session, case) if case is not None else None
    if case is None or standing is None:
        return
    can = await session.scalar(select(Staff.id).where(Staff.id == standing.to_id, _CAN_ANSWER)) is not None
    if can and standing.offered_at + HAND_OVER[Level(case.level)] > now:
        return
    note(session, Act.NO_ANSWER, at=now, case_id=case_id)
    await _not_accepted(session, case, standing, Outcome.UNANSWERED if can else Outcome.GONE, now)


async def _asked(session: AsyncSession, case: Case, staff_id: str) -> HandOver | Answer:
    """The offer that this person may answer, or why there is none any more. Raises NotAllowed if there never was."""
    try:
        await allow(session, case, staff_id, Right.ACCEPT)
    except NotAllowed:
        theirs = select(HandOver.from_id).where(HandOver.case_id == case.id, HandOver.to_id == staff_id)
        offered_by = await session.scalar(theirs.order_by(HandOver.id.desc()).limit(1))
        if offered_by is None:
            raise
        if case.status == Status.CLOSED:
            return Answer.CLOSED
        if case.claimed_by == staff_id:
            return Answer.YOURS
        return Answer.GONE if case.claimed_by in (None, offered_by) else Answer.TAKEN
    standing = await offer_of(session, case)
    assert standing is not None
    return standing


def _undo(session: AsyncSession, standing: HandOver, staff_id: str, now: datetime) -> None:
    _end(standing, Outcome.UNDONE, now)
    note(session, Act.UNDO_HAND_OVER, at=now, staff_id=staff_id, case_id=standing.case_id, detail=standing.to_id)


def _end(standing: HandOver, outcome: Outcome, now: datetime) -> None:
    standing.outcome, standing.answered_at = outcome, now


async def _not_accepted(session: AsyncSession, case: Case, standing: HandOver, outcome: Outcome, now: datetime) -> None:
    """Whoever offered it hears so; once they have left, others are alerted and supervisors hear."""
    _end(standing, outcome, now)
    touch(case)
    await session.flush()
    await _tell(session, case, Kind.NOT_ACCEPTED, standing.from_id, standing, now)
    if has_left(standing, case):
        await to_others(session, case, standing.from_id, now)


async def _tell(
    session: AsyncSession,
    case: Case,
    kind: Kind,
    staff_id: str,
    about: HandOver,
    now: datetime,
    urgency: Urgency = Urgency.ORDINARY,
) -> None:
    here = await desk(session)
    to = here.linked(one for one in here.staff if one.id == staff_id)
    await tell(session, case, kind, to, now, str(about.id), urgency)
