"""The durable queue of what is to be sent: put, take under a lease, done, again, or given up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from sqlalchemy import and_, bindparam, case, delete, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningUpdate

from handlers.store.models import Conversation, Job
from handlers.store.rows import insert_new

LEASE = timedelta(seconds=60)


class Kind(StrEnum):
    """What is to be done; of the first five the text lies sealed in the job's body.

    For the others whoever delivers them writes the text at that moment, from plain columns.
    """

    # In a chat's own lane, to the person who reports.
    SAY = "say"
    PLAY = "play"
    ERASE = "erase"  # one message of theirs
    ERASE_CHAT = "erase_chat"
    FORGET = "forget"
    # In the lane "notice:<conversation id>": one that waits for a safe hour holds up nothing else.
    REPLY_NOTICE = "reply_notice"
    # To staff, in the lane "staff:<id>" or "staff:group"; by e-mail "mail:<id>".
    ALERT = "alert"  # a rung of the ladder
    ALERT_AGAIN = "alert_again"  # danger was heard again, or the case changed after it was claimed
    UNREAD = "unread"  # the reporter wrote
    AT_WORK = "at_work"  # to a claimer without a sign of work: are you at it?
    ONLY_TAPS = "only_taps"  # to supervisors: the claimer says so again and again, and nothing else happens
    TAKEN_OVER = "taken_over"  # to the claimer before: another has accepted the case
    LEFT = "left"  # to supervisors: the claimer of an urgent case has left, and nobody elsewhere has it
    HAND_OVER = "hand_over"  # to a colleague: will you take this case over?
    HANDED_OVER = "handed_over"  # to whoever offered it: they have it now
    NOT_ACCEPTED = "not_accepted"  # to whoever offered it: refused, or no answer
    TWELVE_HOURS = "twelve_hours"  # how far the twelve hours are
    FIRST_CONTACT = "first_contact"  # how far the time for first contact is
    TASK_DUE = "task_due"  # to a task's owner: its time has come
    WHY = "why"  # to somebody who can't take a case: which reason is it?
    # In the lane "misplaced:<staff id>:<target>": danger was heard where staff had written in the wrong place.
    MISPLACED = "misplaced"
    LINK_ASKED = "link_asked"  # in the lane "link:<target>": somebody wants a new link to this person's account
    MAIL_CODE = "mail_code"  # by e-mail: the code that proves an address; the body is sealed to the bot's pair
    # In a lane of its own: change the message of `alert_id`.
    ALERT_TAKEN = "alert_taken"
    # In the lane "silent:<target>": a process of ours is not heard any more.
    CLOCK_SILENT = "clock_silent"
    CONSOLE_SILENT = "console_silent"


class Urgency(IntEnum):
    """What goes out before what, when not all can go at once."""

    FIRST = 0  # the screen of somebody in danger, a receipt, a chat to be erased, the first alert of danger
    SOON = 1  # the first alert of any other urgent case
    ORDINARY = 2
    LAST = 3  # changes of messages that are there already


def _takes(*, urgent: bool = False, of_chat: bool = False) -> ReturningUpdate[Job]:
    """The statement behind `take`. Built once: building it costs more than the database takes to carry it out."""
    now, worker = bindparam("at", type_=Job.due_at.type), bindparam("of", type_=Job.worker.type)
    other = aliased(Job)
    in_hand = (
        select(other.id)
        .where(other.lane == Job.lane, other.worker == Job.worker, other.done_at.is_(None))
        .where(or_(other.leased_until > now, and_(other.attempts > 0, other.due_at > now)))
        .exists()
    )
    is_due = and_(
        Job.worker == worker,
        Job.done_at.is_(None),
        or_(Job.leased_until.is_(None), Job.leased_until <= now),
        Job.due_at <= now,
    )
    if of_chat:
        chat = (Conversation.channel == worker, Conversation.chat_hash == bindparam("chat"))
        is_due = and_(is_due, Job.conversation_id == select(Conversation.id).where(*chat).scalar_subquery())
    lanes = (
        select(Job.lane)
        .where(is_due, ~in_hand, Job.lane.not_in(bindparam("busy", expanding=True)))
        .group_by(Job.lane)
        .having(func.min(Job.urgency) <= Urgency.SOON if urgent else true())
        .order_by(func.min(Job.urgency), func.min(Job.due_at), func.min(Job.id))
        .limit(bindparam("lanes"))
    )
    # Whoever takes at the same moment finds these rows changed, and so no longer due.
    return (
        update(Job)
        .where(is_due, Job.lane.in_(lanes))
        .values(leased_until=bindparam("until", type_=Job.due_at.type), attempts=Job.attempts + 1)
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


_TAKE, _TAKE_URGENT, _TAKE_OF_CHAT = _takes(), _takes(urgent=True), _takes(of_chat=True)
_THESE = Job.id.in_(bindparam("ids", expanding=True))
_DONE = (
    update(Job)
    .where(_THESE)
    .values(done_at=bindparam("at", type_=Job.due_at.type), leased_until=None, body=None, failure=None)
    .execution_options(synchronize_session=False)
)
_PUT_BACK = (
    update(Job)
    .where(_THESE)
    .values(leased_until=None, attempts=case((Job.attempts > 0, Job.attempts - 1), else_=0))
    .execution_options(synchronize_session=False)
)
_HOLD = (
    update(Job)
    .where(_THESE)
    .values(due_at=bindparam("due", type_=Job.due_at.type), leased_until=None, attempts=0)
    .execution_options(synchronize_session=False)
)

_HELD = and_(Job.done_at.is_(None), Job.leased_until.is_(None), Job.attempts == 0)
_TAKE_BACK = (
    delete(Job)
    .where(Job.lane == bindparam("in_lane"), Job.due_at > bindparam("at", type_=Job.due_at.type), _HELD)
    .returning(Job.id, Job.kind, Job.urgency, Job.body)
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True, slots=True)
class Held:
    """A job that was put for later and taken back before anybody had begun it."""

    kind: Kind
    urgency: Urgency
    body: bytes | None


def lane_of(conversation_id: str) -> str:
    """A chat's own lane."""
    return f"conversation:{conversation_id}"


async def take_back(session: AsyncSession, lane: str, now: datetime) -> list[Held]:
    """What was put for later in this lane and nobody has begun to send, in order: it is in the caller's hands now."""
    rows = (await session.execute(_TAKE_BACK, {"in_lane": lane, "at": now})).all()
    return [Held(Kind(kind), Urgency(urgency), body) for _, kind, urgency, body in sorted(rows, key=lambda row: row[0])]


async def put(
    session: AsyncSession,
    *,
    worker: str,
    kind: str,
    lane: str,
    now: datetime,
    body: bytes | None = None,
    conversation_id: str | None = None,
    case_id: str | None = None,
    alert_id: int | None = None,
    once: str | None = None,
    due_at: datetime | None = None,
    urgency: Urgency = Urgency.ORDINARY,
) -> bool:
    """Queue a job; False when a job with the same `once` was put before. `body` is sealed by the caller.

    Raises ValueError for a kind that there is not.
    """
    new = await insert_new(
        session,
        Job,
        worker=worker,
        kind=Kind(kind),
        lane=lane,
        once=once,
        conversation_id=conversation_id,
        case_id=case_id,
        alert_id=alert_id,
        body=body,
        created_at=now,
        due_at=due_at or now,
        attempts=0,
        urgency=urgency,
    )
    return new is not None


async def take(
    session: AsyncSession,
    worker: str,
    now: datetime,
    *,
    lanes: int = 1,
    only_urgent: bool = False,
    conversation: str | None = None,
    busy: Collection[str] = (),
    lease: timedelta = LEASE,
) -> list[Job]:
    """Claim what is due for `worker` in so many lanes, of each lane all of it in order; commit before sending it.

    The lanes with the most urgent jobs come first, then those that have waited longest. A lane in which a job is being
    sent, or has failed and waits, is left alone; one that was put for later and never begun holds nobody up.
    `conversation` is the chat_hash of the one conversation whose jobs are meant; `busy` are lanes that the caller is
    still at, even if a lease ran out meanwhile or their jobs were withdrawn.
    """
    statement = _TAKE_OF_CHAT if conversation is not None else _TAKE_URGENT if only_urgent else _TAKE
    wanted = {"of": worker, "at": now, "lanes": lanes, "busy": list(busy), "until": now + lease}
    if conversation is not None:
        wanted["chat"] = conversation
    taken: list[Job] = list(await session.scalars(statement, wanted))
    return sorted(taken, key=lambda job: job.id)


async def take_over(session: AsyncSession, worker: str) -> int:
    """At a worker's start: free what its dead predecessor was sending; how many of these may be sent a second time."""
    held = and_(Job.worker == worker, Job.done_at.is_(None), Job.leased_until.is_not(None))
    freed = await session.scalars(update(Job).where(held).values(leased_until=None, failure="died").returning(Job.id))
    return len(freed.all())


async def done(session: AsyncSession, job_ids: Collection[int], now: datetime) -> None:
    """These jobs were delivered: their bodies are erased."""
    await session.execute(_DONE, {"ids": list(job_ids), "at": now})


async def put_back(session: AsyncSession, job_ids: Collection[int]) -> None:
    """These jobs were taken and not begun, since an earlier one of their lane failed."""
    await session.execute(_PUT_BACK, {"ids": list(job_ids)})


async def hold(session: AsyncSession, job_ids: Collection[int], due_at: datetime) -> None:
    """These jobs may not be sent before `due_at`: that is no failure, and they hold up nobody behind them."""
    await session.execute(_HOLD, {"ids": list(job_ids), "due": due_at})


async def again(session: AsyncSession, job_id: int, now: datetime, wait_seconds: float, code: str) -> None:
    """The delivery failed for now: try after `wait_seconds`; `code` is ours, never a text from outside."""
    due_at = now + timedelta(seconds=wait_seconds)
    await session.execute(
        update(Job).where(Job.id == job_id).values(due_at=due_at, leased_until=None, failure=code[:40])
    )


async def give_up(session: AsyncSession, job_id: int, now: datetime, code: str) -> None:
    """The delivery failed for good: the body is erased, the failure shows in the console."""
    over = update(Job).where(Job.id == job_id)
    await session.execute(over.values(done_at=now, leased_until=None, body=None, failure=code[:40]))


async def failed_jobs(session: AsyncSession) -> list[Job]:
    """Jobs that were given up, newest first."""
    query = select(Job).where(Job.done_at.is_not(None), Job.failure.is_not(None)).order_by(Job.done_at.desc())
    return list(await session.scalars(query))


async def withdraw(session: AsyncSession, now: datetime, *, kinds: tuple[Kind, ...], case_id: str) -> None:
    """Jobs of a case that nobody has begun to send need not be sent any more."""
    waiting = and_(Job.done_at.is_(None), or_(Job.leased_until.is_(None), Job.leased_until <= now))
    await session.execute(
        update(Job)
        .where(Job.case_id == case_id, Job.kind.in_(kinds), waiting)
        .values(done_at=now, body=None, failure=None)
        .execution_options(synchronize_session=False)
    )


async def postpone(session: AsyncSession, due_at: datetime, *, kinds: tuple[Kind, ...], case_id: str) -> None:
    """Jobs of a case that wait are sent at another time."""
    waiting = and_(Job.done_at.is_(None), Job.leased_until.is_(None))
    await session.execute(
        update(Job)
        .where(Job.case_id == case_id, Job.kind.in_(kinds), waiting)
        .values(due_at=due_at)
        .execution_options(synchronize_session=False)
    )


async def withdraw_lane(session: AsyncSession, lane: str, now: datetime) -> list[int]:
    """What waits for one chat need not be said any more, and its text is erased; which of it was taken already.

    Whoever has taken it is to be told, and sends no more of it.
    """
    waiting = update(Job).where(Job.lane == lane, Job.done_at.is_(None)).values(done_at=now, body=None)
    withdrawn = await session.execute(
        waiting.returning(Job.id, Job.leased_until).execution_options(synchronize_session=False)
    )
    return [job_id for job_id, leased_until in withdrawn if leased_until is not None]
