"""Alerting staff: each job becomes a message at the moment it is sent, without any content of a report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import heappop, heappush
from typing import Protocol

import structlog
from cryptography.fernet import InvalidToken
from sqlalchemy import and_, bindparam, func, select, update
from sqlalchemy import case as sql_case
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import misplaced
from bot.channels import Outbound, Undeliverable
from bot.duty import STAFF_CHAT
from bot.duty_texts import OPEN_CASE, alert_text, gathered_text, in_order, say, silent_text, taken_text
from bot.gathering import EVERY, EVERY_WITHOUT_COUNT, ROOM, ROOM_TO_CHANGE, ROOM_TO_COUNT, Act, Burst, Ringing
from handlers import declining, escalation, mail_route, outbox
from handlers.alerts import ALERT_KINDS, GROUP, SILENT_KINDS, round_of
from handlers.attention import is_asked, is_passed_on
from handlers.case import Status
from handlers.heartbeat import Process, silences
from handlers.legal_clocks import KINDS as CLOCKS
from handlers.offers import offer_of
from handlers.outbox import Kind
from handlers.routes import Part, Route, in_lane, person_of, route_of
from handlers.store.engine import Store
from handlers.store.kept import kept
from handlers.store.keys import BotKeys
from handlers.store.models import Alert, Case, Job, Staff
from locales import N_

log = structlog.get_logger()

_SILENT = {kind: process for process, kind in SILENT_KINDS.items()}
_PASSING = (Kind.HAND_OVER, Kind.HANDED_OVER, Kind.NOT_ACCEPTED)
_FROM_CLOCKS = (*CLOCKS.values(), Kind.TASK_DUE)
_ABOUT_CLAIMS = (Kind.AT_WORK, Kind.ONLY_TAPS, Kind.TAKEN_OVER, Kind.LEFT, Kind.WHY, *_PASSING, *_FROM_CLOCKS)
_OTHER = (Kind.ALERT_TAKEN, Kind.UNREAD, Kind.MISPLACED, Kind.MAIL_CODE)
KINDS = frozenset({*ALERT_KINDS, *_ABOUT_CLAIMS, *_OTHER, *_SILENT})

_WAITS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  # seconds: an alert can't wait long
_BREAKS_AFTER = 5  # attempts, then what fails for a reason of our own is given up: it is an alarm by then
_MOST_BUTTONS = 6  # under a message that tells of several cases
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
            elif job.kind == Kind.MAIL_CODE:
                await self._send_code(job)
            elif job.kind == Kind.MISPLACED:
                await self._tell_misplaced(job)
            elif job.kind in ALERT_KINDS:
                return await self._ring(job)
            elif job.kind in _SILENT:
                await self._tell_silent(job, _SILENT[Kind(job.kind)])
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
                return await self._hold(burst, [job], max(burst.next_at(now), room_at))
            waiting, needless = await self._waiting(session, lane)
            address = await self._address(session, target)
            if act is Act.COUNT:
                shown = await self._cases(session, burst.shown)
            elif (act := burst.act(len(waiting), now)) is Act.ALONE:
                waiting = [one for one in waiting if one.job.id == job.id]
            jobs = [one.job for one in waiting]
            cases = list(
                {
                    case.id: case for case in (*(one.case for one in waiting), *(shown if act is Act.COUNT else ()))
                }.values()
            )
            message = (
                await self._message(session, jobs[0].kind, cases[0])
                if len(cases) == 1 and jobs
                else self._gathered(part, cases)
            )
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
            return await self._hold(burst, jobs, burst.next_at(now))
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
            if case is not None and _is_wanted(job.kind, case, alert):
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
        """What is no rung is written at this moment, from plain columns; what has become needless is not sent."""
        async with self._store.reading() as session:
            case = await session.get(Case, job.case_id) if job.case_id else None
            wanted = case is not None and _is_wanted(job.kind, case, None)
            if case is not None and job.kind == Kind.HAND_OVER:
                offer = await offer_of(session, case)
                wanted = offer is not None and f"staff:{offer.to_id}" == job.lane
            message = await self._message(session, job.kind, case) if case is not None and wanted else None
            target = in_lane(job.lane)[1]
            address = await self._address(session, target) if message is not None else None
        if message is not None:
            if address is None:
                raise Undeliverable("no_chat", permanent=True)
            self._ringing_at(target).called(self._now())
            await self._sender.deliver(address, message)
        async with self._store.writing() as session:
            await outbox.done(session, [job.id], self._now())

    async def _tell_silent(self, job: Job, process: Process) -> None:
        """A process of ours is silent; one that has been heard again meanwhile is not spoken of."""
        async with self._store.reading() as session:
            silent = await silences(session, self._now())
            address = await self._address(session, job.lane.removeprefix("silent:"))
        if process in silent:
            if address is None:
                raise Undeliverable("no_chat", permanent=True)
            await self._sender.deliver(address, Outbound(silent_text(process, silent[process], self._now())))
        async with self._store.writing() as session:
            await outbox.done(session, [job.id], self._now())

    async def _send_code(self, job: Job) -> None:
        """The code to an address that is not proved yet; one that was entered anew meanwhile has a code of its own."""
        staff_id = person_of(job.lane) or ""
        async with self._store.reading() as session:
            address = await mail_route.address_of(session, self._keys, staff_id, proved=False)
        if address is not None and job.body is not None:
            code = mail_route.code_in(job.body, self._keys, staff_id)
            await self._sender.deliver(address, Outbound(say(N_("Your code for alerts by e-mail: {code}"), code=code)))
        async with self._store.writing() as session:
            await outbox.done(session, [job.id], self._now())

    async def _tell_misplaced(self, job: Job) -> None:
        async with self._store.reading() as session:
            text = await misplaced.alarm(session, job, self._now())
            address = await self._address(session, misplaced.target(job))
        if text is not None:
            if address is None:
                raise Undeliverable("no_chat", permanent=True)
            await self._sender.deliver(address, Outbound(text))
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
                address = await self._address(session, alert.target)
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
            return self._gathered(Part.NEXT, cases)
        (case,) = cases
        holder = await session.get(Staff, case.claimed_by) if case.claimed_by else None
        return Outbound(taken_text(case, holder.name if holder else None, self._now()), links=self._way_to(case))

    def _gathered(self, part: Part | None, cases: list[Case]) -> Outbound:
        """Several cases in one message: how many, the newest by number, and a button for each of some."""
        waiting = [case for case in cases if escalation.is_unheeded(case)]
        text = gathered_text(waiting, len(cases) - len(waiting), self._now(), again=part is Part.AGAIN)
        offered = in_order(waiting)[:_MOST_BUTTONS]
        choices = tuple((f"claim:{case.id}", say(N_("Claim {number}"), number=case.number)) for case in offered)
        queue = ((f"{self._console}/queue", say(N_("Open the queue"))),) if self._console.startswith("https://") else ()
        return Outbound(text, choices, links=queue)

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

    async def _message(self, session: AsyncSession, kind: str, case: Case) -> Outbound:
        holder = await session.get(Staff, case.claimed_by) if case.claimed_by else None
        text = alert_text(kind, case, holder.name if holder else None, self._now())
        links = self._way_to(case)
        if kind == Kind.AT_WORK:
            return Outbound(text, ((f"at_work:{case.id}", say(N_("I am at it"))),), links=links)
        if kind == Kind.HAND_OVER:
            return Outbound(text, ((f"accept:{case.id}", say(N_("Accept"))),), links=links)
        if kind == Kind.WHY:
            reasons = declining.REASONS.items()
            return Outbound(text, tuple((f"why:{reason}:{case.id}", say(label)) for reason, label in reasons))
        if not (case.status == Status.OPEN or is_passed_on(case)) or kind in CLOCKS.values():
            return Outbound(text, links=links)
        choices = ((f"claim:{case.id}", say(N_("Claim"))), (f"cannot:{case.id}", say(N_("I cannot"))))
        return Outbound(text, choices, links=links)

    def _way_to(self, case: Case) -> tuple[tuple[str, str], ...]:
        """To the case's page: nothing but its number is in the address. Telegram and we take https only."""
        if not self._console.startswith("https://"):
            return ()
        return ((f"{self._console}/cases/{case.number}", say(OPEN_CASE, number=case.number)),)

    async def _address(self, session: AsyncSession, target: str) -> str | None:
        """The chat id of "group" or "staff:<id>", the address of "mail:<id>"; None when there is none (any more)."""
        if target == GROUP:
            return await kept(session, STAFF_CHAT)
        staff = await session.get(Staff, person_of(target) or "")
        if staff is None or not staff.active:
            return None
        if route_of(target) is Route.MAIL:
            return await mail_route.address_of(session, self._keys, staff.id)
        if staff.telegram_address is None:
            return None
        try:
            return self._keys.live.decrypt(staff.telegram_address).decode()
        except InvalidToken:
            return None


def _is_wanted(kind: str, case: Case, alert: Alert | None) -> bool:
    """Whether it still needs saying: unclaimed, or claimed but alerted anew since then and not read."""
    if case.status == Status.CLOSED:
        return False
    match kind:
        case Kind.UNREAD:
            return case.unread_since is not None
        case Kind.AT_WORK:
            return is_asked(case) and not is_passed_on(case)
        case Kind.LEFT:
            return escalation.is_unheeded(case)
        case Kind.TWELVE_HOURS:
            return case.referred_at is None
        case Kind.FIRST_CONTACT:
            return case.contacted_at is None
        case Kind.ONLY_TAPS | Kind.TAKEN_OVER | Kind.WHY | Kind.TASK_DUE | Kind.HANDED_OVER | Kind.NOT_ACCEPTED:
            return True
    if alert is not None and alert.round != round_of(case):
        return False
    return escalation.is_unheeded(case)


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
