"""The durable queue of what is to be sent: put, take under a lease, done, again, or given up.

Kinds that this package puts: "reply_notice" (a channel's worker, lane "notice:<conversation id>": one that waits for
a safe hour holds up nothing else), and for worker "telegram",
lane "staff:<id>" or "staff:group": "alert" (a rung of the ladder), "alert_again" (danger was heard again or the case
changed after it was claimed), "alert_taken" (change the message of `alert_id`), "unread" (the reporter wrote).
None of these has a body: whoever delivers them writes the text from the case's plain columns at that moment.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handlers.store.models import Job
from handlers.store.rows import insert_new

LEASE = timedelta(seconds=60)


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
) -> bool:
    """Queue a job; False when a job with the same `once` was put before. `body` is sealed by the caller."""
    new = await insert_new(
        session,
        Job,
        worker=worker,
        kind=kind,
        lane=lane,
        once=once,
        conversation_id=conversation_id,
        case_id=case_id,
        alert_id=alert_id,
        body=body,
        created_at=now,
        due_at=due_at or now,
        attempts=0,
    )
    return new is not None


async def take(
    session: AsyncSession, worker: str, now: datetime, *, lease: timedelta = LEASE, kinds: Collection[str] = ()
) -> Job | None:
    """Claim the oldest due job of `worker` whose lane has no earlier unfinished one; commit before sending it."""
    earlier = aliased(Job)
    # A job that was put for later and never begun holds nobody up; one that failed and waits does, to keep the order.
    held_up = (
        select(earlier.id)
        .where(earlier.lane == Job.lane, earlier.worker == Job.worker, earlier.id < Job.id, earlier.done_at.is_(None))
        .where(or_(earlier.due_at <= now, earlier.attempts > 0))
        .exists()
    )
    free = and_(Job.done_at.is_(None), or_(Job.leased_until.is_(None), Job.leased_until <= now))
    oldest = (
        select(Job.id)
        .where(Job.worker == worker, free, Job.due_at <= now, ~held_up)
        .where(Job.kind.in_(kinds) if kinds else true())
        .order_by(Job.due_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    claimed = (
        update(Job)
        .where(Job.id == oldest)
        .values(leased_until=now + lease, attempts=Job.attempts + 1)
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return (await session.scalars(claimed)).one_or_none()


async def take_over(session: AsyncSession, worker: str) -> int:
    """At a worker's start: free what its dead predecessor was sending; how many of these may be sent a second time."""
    held = and_(Job.worker == worker, Job.done_at.is_(None), Job.leased_until.is_not(None))
    freed = await session.scalars(update(Job).where(held).values(leased_until=None, failure="died").returning(Job.id))
    return len(freed.all())


async def done(session: AsyncSession, job_id: int, now: datetime) -> None:
    """The job was delivered: its body is erased."""
    await _finish(session, job_id, now, failure=None)


async def again(session: AsyncSession, job_id: int, now: datetime, wait_seconds: float, code: str) -> None:
    """The delivery failed for now: try after `wait_seconds`; `code` is ours, never a text from outside."""
    due_at = now + timedelta(seconds=wait_seconds)
    await session.execute(
        update(Job).where(Job.id == job_id).values(due_at=due_at, leased_until=None, failure=code[:40])
    )


async def give_up(session: AsyncSession, job_id: int, now: datetime, code: str) -> None:
    """The delivery failed for good: the body is erased, the failure shows in the console."""
    await _finish(session, job_id, now, failure=code[:40])


async def failed_jobs(session: AsyncSession) -> list[Job]:
    """Jobs that were given up, newest first."""
    query = select(Job).where(Job.done_at.is_not(None), Job.failure.is_not(None)).order_by(Job.done_at.desc())
    return list(await session.scalars(query))


async def withdraw(session: AsyncSession, now: datetime, *, kinds: tuple[str, ...], case_id: str) -> None:
    """Jobs of a case that nobody has begun to send need not be sent any more."""
    waiting = and_(Job.done_at.is_(None), or_(Job.leased_until.is_(None), Job.leased_until <= now))
    await session.execute(
        update(Job)
        .where(Job.case_id == case_id, Job.kind.in_(kinds), waiting)
        .values(done_at=now, body=None, failure=None)
        .execution_options(synchronize_session=False)
    )


async def postpone(session: AsyncSession, due_at: datetime, *, kinds: tuple[str, ...], case_id: str) -> None:
    """Jobs of a case that wait are sent at another time."""
    waiting = and_(Job.done_at.is_(None), Job.leased_until.is_(None))
    await session.execute(
        update(Job)
        .where(Job.case_id == case_id, Job.kind.in_(kinds), waiting)
        .values(due_at=due_at)
        .execution_options(synchronize_session=False)
    )


async def withdraw_lane(session: AsyncSession, lane: str, now: datetime) -> None:
    """What waits for one chat need not be said any more, and its text is erased."""
    waiting = and_(Job.done_at.is_(None), or_(Job.leased_until.is_(None), Job.leased_until <= now))
    await session.execute(
        update(Job)
        .where(Job.lane == lane, waiting)
        .values(done_at=now, body=None)
        .execution_options(synchronize_session=False)
    )


async def _finish(session: AsyncSession, job_id: int, now: datetime, *, failure: str | None) -> None:
    await session.execute(
        update(Job).where(Job.id == job_id).values(done_at=now, leased_until=None, body=None, failure=failure)
    )
