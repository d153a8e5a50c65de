"""Alerting staff: each job becomes a message at the moment it is sent, without any content of a report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import heappop, heappush
from typing import Protocol

import structlog
from sqlalchemy import and_, bindparam, func, select, update
from sqlalchemy import case as sql_case
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alert_messages import address_of, gathered, is_wanted, said, taken, written
from bot.channels import Outbound, Undeliverable
from bot.gathering import EVERY, EVERY_WITHOUT_COUNT, ROOM, ROOM_TO_CHANGE, ROOM_TO_COUNT, Act, Burst, Ringing
from handlers import escalation, mail_route, outbox
from handlers.alerts import ALERT_KINDS, SILENT_KINDS
from handlers.case import Status
from handlers.legal_clocks import KINDS as CLOCKS
from handlers.outbox import Kind
from handlers.routes import Part, Route, in_lane, person_of, route_of
from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from handlers.store.models import Alert, Case, Job

log = structlog.get_logger()

_PASSING = (Kind.HAND_OVER, Kind.HANDED_OVER, Kind.NOT_ACCEPTED)
_FROM_CLOCKS = (*CLOCKS.values(), Kind.TASK_DUE)
_ABOUT_CLAIMS = (Kind.AT_WORK, Kind.ONLY_TAPS, Kind.TAKEN_OVER, Kind.LEFT, Kind.WHY, *_PASSING, *_FROM_CLOCKS)
_OTHER = (Kind.ALERT_TAKEN, Kind.UNREAD, Kind.MISPLACED, Kind.MAIL_CODE, Kind.LINK_ASKED)
KINDS = frozenset({*ALERT_KINDS, *_ABOUT_CLAIMS, *_OTHER, *SILENT_KINDS.values()})

_WAITS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  # seconds: an alert can't wait long
_BREAKS_AFTER = 5  # attempts, then what fails for a reason of our own is given up: it is an alarm by then
_FAILS_AFTER = 3  # attempts, then it counts as failed while it is still tried: the next rung must not wait for it


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An alert that is still to ring."""

    job: Job
    case: Case


class Sender(Protocol):
    """What is needed of Telegram, and of e-mail. Both raise Undeliverable and nothing else."""

    async def deliver(self, address: str, message: Outbound) -> str: ...
    async def edit(self, address: str, message_id: str, message: Outbound) -> None: ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Alerting:
    """Sends through one route. What is finished stays finished, however often it is delivered."""

    def __init__(
        self, store: Store, keys: BotKeys, sender: Sender, now: Callable[[], datetime] = _utc_now, *, console: str = ""
    ) -> None:
        self._store, self._keys, self._sender = store, keys, sender
        self._now, self._console = now, console
        self._ringing: dict[str, Ringing] = {}  # by target; a restart forgets it, and one alert more rings
        self._held: list[datetime] = []  # a heap: when what was held may go on

    def seconds_to_next(self, now: datetime) -> float | None:
        """Until something that is held may go on; None where nothing is."""
        while self._held and self._held[0] <= now:
            heappop(self._held)
        return (self._held[0] - now).total_seconds() if self._held else None

    def _ringing_at(self, target: str) -> Ringing:
        changes = route_of(target) is Route.TELEGRAM
        return self._ringing.setdefault(target, Ringing(EVERY if changes else EVERY_WITHOUT_COUNT))

    async def deliver(self, job: Job) -> bool:
        """Send one job of KINDS and finish it in the same transaction as its alert; never raises Undeliverable.

        Whether the next job of its lane may follow: not when this one has to be tried again.
        """
        try:
            if job.kind == Kind.ALERT_TAKEN:
                await self._show_taken(job)
            elif job.kind in ALERT_KINDS:
                return await self._ring(job)
            else:
                await self._say(job)
            return True
        except Undeliverable as refused:
            problem = refused
        except Exception as error:  # one alert that cannot be written must not keep those behind it for ever
            log.error("alert_broken", job=job.id, kind=job.kind, error=type(error).__name__)
            hopeless = job.attempts >= _BREAKS_AFTER and not isinstance(error, SQLAlchemyError)
            problem = Undeliverable("broken", permanent=hopeless)
        await self._failed(job, problem)
        return problem.permanent

    async def _ring(self, job: Job) -> bool:
        """One alert, or all that wait in its lane as one message; whether the next of the lane may follow."""
        part, target = in_lane(job.lane)
        now, ringing = self._now(), self._ringing_at(target)
        burst = ringing.of(part or Part.NEXT)
        async with self._store.reading() as session:
            lane = {"lane": job.lane, "worker": job.worker, "job": job.id, "at": now}
            number, is_due = (await session.execute(_HOW_MANY, lane)).one()
            if not is_due:
                return True  # dealt with together with one before it
            act = burst.act(number, now)
            room = ROOM_TO_COUNT if act is Act.COUNT else ROOM[part or Part.NEXT]
            room_at = ringing.room_at(room, now)
            if act is Act.WAIT or room_at > now:
                return await self._hold(burst, [job], burst.next_at(now, room_at))
            waiting, needless = await self._waiting(session, lane)
            address = await address_of(session, self._keys, target)
            if act is Act.COUNT:
                shown = await self._cases(session, burst.shown)
            elif (act := burst.act(len(waiting), now)) is Act.ALONE:
                waiting = [one for one in waiting if one.job.id == job.id]
            jobs = [one.job for one in waiting]
            cases = [one.case for one in waiting] + (shown if act is Act.COUNT else [])
            cases = list({case.id: case for case in cases}.values())
            if len(cases) == 1 and jobs:
                message = await written(session, jobs[0].kind, cases[0], self._console, now)
            else:
                message = gathered(cases, self._console, now, again=part is Part.AGAIN)
        if needless:
            async with self._store.writing() as session:
                await outbox.done(session, [one.id for one in needless], now)
        if not jobs:
            return True
        if address is None:
            return await self._fails(jobs, Undeliverable("no_chat", permanent=True))
        ringing.called(now)
        if act is Act.COUNT:
            burst.has_counted(tuple(case.id for case in cases), now)
            with suppress(Undeliverable):  # it rings anyway, in a moment
                await self._sender.edit(address, burst.message, message)
            return await self._hold(burst, jobs, burst.next_at(now, now))
        try:
            message_id = await self._sender.deliver(address, message)
        except Undeliverable as problem:
            return await self._fails(jobs, problem)
        burst.has_rung(act, message_id, tuple(case.id for case in cases), now)
        await self._rang(jobs, message_id)
        return True

    async def _waiting(self, session: AsyncSession, lane: Mapping[str, object]) -> tuple[list[_Waiting], list[Job]]:
        """What is still to be said in a lane, in order; and what need not be said any more."""
        waiting, needless = [], []
        for job, case, alert in (await session.execute(_IN_LANE, lane)).all():
            if case is not None and is_wanted(job.kind, case, alert):
                waiting.append(_Waiting(job, case))
            else:
                needless.append(job)
        return waiting, needless

    async def _cases(self, session: AsyncSession, ids: Collection[str]) -> list[Case]:
        """Of these cases the ones that still wait for somebody."""
        cases = await session.scalars(select(Case).where(Case.id.in_(ids)))
        return [case for case in cases if escalation.is_unheeded(case)]

    async def _rang(self, jobs: list[Job], message_id: str) -> None:
        now = self._now()
        async with self._store.writing() as session:
            if (mailed := _mailed(jobs[0])) is not None:
                await mail_route.refused(session, mailed, None)
            alerts = [job.alert_id for job in jobs if job.alert_id is not None]
            await escalation.delivered(session, alerts, message_id, now)
            await outbox.done(session, [job.id for job in jobs], now)

    async def _hold(self, burst: Burst, jobs: list[Job], until: datetime) -> bool:
        burst.held = True
        await self._put_off([job.id for job in jobs], until)
        return True

    async def _put_off(self, job_ids: list[int], until: datetime) -> None:
        heappush(self._held, until)
        async with self._store.writing() as session:
            await outbox.hold(session, job_ids, until)

    async def _fails(self, jobs: list[Job], problem: Undeliverable) -> bool:
        for job in jobs:
            await self._failed(job, problem)
        return problem.permanent

    async def _say(self, job: Job) -> None:
        """What is no alert of a case is written at this moment; what has become needless is not sent."""
        async with self._store.reading() as session:
            found = await said(session, job, self._keys, self._console, self._now())
        if found is not None:
            address, message = found
            if address is None:
                raise Undeliverable("no_chat", permanent=True)
            self._ringing_at(in_lane(job.lane)[1]).called(self._now())
            await self._sender.deliver(address, message)
        async with self._store.writing() as session:
            await outbox.done(session, [job.id], self._now())

    async def _show_taken(self, job: Job) -> None:
        """Change a message to who has its case, or how many still wait; where it is gone, say it in a new one."""
        now, message = self._now(), None
        async with self._store.reading() as session:
            waits = await session.scalar(select(Job.id).where(Job.id == job.id, Job.done_at.is_(None)))
            alert = await session.get(Alert, job.alert_id) if job.alert_id else None
            told = await self._told(session, alert) if alert is not None and waits is not None else []
            if alert is not None and any(case.status != Status.OPEN for _, case in told):
                address = await address_of(session, self._keys, alert.target)
                message = await self._changed(session, alert, [case for _, case in told])
        if alert is not None and message is not None and address is not None:
            ringing = self._ringing_at(alert.target)
            if (room_at := ringing.room_at(ROOM_TO_CHANGE, now)) > now:
                await self._put_off([job.id], room_at)
                return
            ringing.called(now)
            try:
                await self._sender.edit(address, alert.message_id or "", message)
            except Undeliverable as problem:
                if problem.code != "gone":
                    raise
                await self._sender.deliver(address, message)
        async with self._store.writing() as session:
            ids = [one.id for one, case in told if case.status != Status.OPEN] if message is not None else []
            await escalation.taken_shown(session, ids)
            same = update(Job).where(Job.kind == Kind.ALERT_TAKEN, Job.alert_id.in_(ids), Job.done_at.is_(None))
            await session.execute(same.values(done_at=now, leased_until=None))
            await outbox.done(session, [job.id], now)

    async def _told(self, session: AsyncSession, alert: Alert) -> list[tuple[Alert, Case]]:
        """Every alert of the same message, with its case."""
        same = (Alert.target == alert.target, Alert.message_id == alert.message_id, Alert.message_id.is_not(None))
        rows = await session.execute(select(Alert, Case).join(Case, Case.id == Alert.case_id).where(*same))
        return [(one, case) for one, case in rows]

    async def _changed(self, session: AsyncSession, alert: Alert, cases: list[Case]) -> Outbound:
        burst = next(
            (one for one in self._ringing_at(alert.target).parts.values() if one.message == alert.message_id), None
        )
        cases += [one for one in await self._cases(session, burst.shown if burst else ()) if one not in cases]
        if len(cases) > 1:
            return gathered(cases, self._console, self._now(), again=False)
        return await taken(session, cases[0], self._console, self._now())

    async def _failed(self, job: Job, problem: Undeliverable) -> None:
        """Try again, or give up; an alert that does not get through is an alarm by itself."""
        now = self._now()
        async with self._store.writing() as session:
            if problem.code == "wrong_address" and (mailed := _mailed(job)) is not None:
                await mail_route.refused(session, mailed, now)
            if job.kind in ALERT_KINDS and (problem.permanent or job.attempts >= _FAILS_AFTER):
                alert = await session.get(Alert, job.alert_id) if job.alert_id is not None else None
                if alert is not None and alert.failed_at is None:
                    await escalation.failed(session, alert.id, now)
            if problem.permanent:
                await outbox.give_up(session, job.id, now, problem.code)
                log.error("alert_given_up", job=job.id, kind=job.kind, code=problem.code)
                return
            wait = problem.wait if problem.wait is not None else _WAITS[min(max(job.attempts, 1), len(_WAITS)) - 1]
            await outbox.again(session, job.id, now, wait, problem.code)
            log.warning("alert_again_later", job=job.id, kind=job.kind, code=problem.code)


def _mailed(job: Job) -> str | None:
    """Whom a job reaches by e-mail; None for one of Telegram's."""
    return person_of(in_lane(job.lane)[1]) if job.worker == Route.MAIL else None


_LANE = and_(Job.lane == bindparam("lane"), Job.worker == bindparam("worker"), Job.done_at.is_(None))
_IS_THIS = and_(Job.id == bindparam("job"), Job.due_at <= bindparam("at", type_=Job.due_at.type))
_HOW_MANY = select(func.count(), func.max(sql_case((_IS_THIS, 1), else_=0))).where(_LANE)
_IN_LANE = (
    select(Job, Case, Alert)
    .outerjoin(Case, Case.id == Job.case_id)
    .outerjoin(Alert, Alert.id == Job.alert_id)
    .where(_LANE)
    .order_by(Job.id)
    .execution_options(populate_existing=True)
)
