"""The outbox worker: takes what is due, has its channel deliver it, and writes down what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, assert_never

import structlog
from cryptography.fernet import InvalidToken
from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerting import KINDS, Alerting
from bot.answers import say_from
from bot.channels import Channel, Undeliverable
from bot.channels.render import in_parts, render
from bot.conversation import Conversations
from handlers import outbox, writable
from handlers.outbox import Kind
from handlers.recording import from_bytes
from handlers.routes import Route
from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from handlers.store.models import Conversation, Job, SentMessage, table_of

log = structlog.get_logger()

_SIDE_BY_SIDE = 12  # lanes: a slow answer of the platform to one chat must not hold up the others
_RESERVED = 4  # lanes more, for what is urgent
_LOOK_SECONDS = 5.0  # between two looks without having been told: for jobs that were put for later
_WAITS = (2.0, 5.0, 15.0, 60.0, 300.0)


@dataclass(frozen=True, slots=True)
class _Whom:
    """What must be known of a conversation to write to it."""

    id: str
    chat_hash: str
    address: bytes
    language: str


@dataclass(frozen=True, slots=True)
class _Batch:
    """What was taken of one lane."""

    lane: str
    jobs: tuple[Job, ...]
    whom: _Whom | None


@dataclass(slots=True)
class _Outcomes:
    """What is still to be written down."""

    done: list[int] = field(default_factory=list)
    put_back: list[int] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)  # rows of SentMessage

    def __bool__(self) -> bool:
        return bool(self.done or self.put_back)

    def add(self, other: _Outcomes) -> None:
        self.done += other.done
        self.put_back += other.put_back
        self.sent += other.sent


@dataclass(slots=True)
class _Worker:
    """One channel's sending: lanes under way, each with whose it is and its end, and what is to be written down."""

    wake: asyncio.Event = field(default_factory=asyncio.Event)
    lanes: dict[str, tuple[str, asyncio.Event]] = field(default_factory=dict)
    outcomes: _Outcomes = field(default_factory=_Outcomes)
    look: float = _LOOK_SECONDS


class Delivery:
    """Delivers what lies in the outbox for the channels of this process."""

    def __init__(
        self,
        store: Store,
        keys: BotKeys,
        channels: Mapping[str, Channel],
        conversations: Conversations,
        alerting: Alerting | None,
        clock: Callable[[], datetime],
        drafts: bool = False,
        mail: Alerting | None = None,
    ) -> None:
        self._store, self._keys, self._channels, self._clock = store, keys, channels, clock
        self._conversations, self._drafts = conversations, drafts
        self._alerting = {Route.TELEGRAM.value: alerting, Route.MAIL.value: mail}
        self._workers = {name: _Worker() for name in (*channels, *((Route.MAIL.value,) if mail else ()))}

    def nudge(self, worker: str | None = None) -> None:
        """Something may have been put into the outbox (for one worker, or for whom is not known): look at once."""
        for name, state in self._workers.items():
            if worker in (None, name):
                state.wake.set()

    async def run(self, worker: str) -> None:
        """Deliver for one channel until cancelled."""
        await self._take_over(worker)
        state = self._workers[worker]
        async with asyncio.TaskGroup() as tasks:
            while True:
                state.wake.clear()
                state.look = _LOOK_SECONDS
                held = self._seconds_to_next(worker)  # before it: nothing falls between
                try:
                    for batch in await self._round(worker):
                        tasks.create_task(self._deliver_lane(worker, batch))
                except Exception as error:  # the database may be away for a while: the jobs wait there
                    log.error("delivery_failed", worker=worker, error=type(error).__name__)
                    await asyncio.sleep(1)
                    continue
                with suppress(
                    TimeoutError
                ):  # asyncio.wait_for of 3.11 forgets that it was cancelled when it is woken too
                    async with asyncio.timeout(min(state.look, held or state.look)):
                        await state.wake.wait()

    def _seconds_to_next(self, worker: str) -> float | None:
        """Until something that is held for a while may go out."""
        now, alerting = self._clock(), self._alerting.get(worker)
        held = (self._conversations.answers.seconds_to_next(now), alerting.seconds_to_next(now) if alerting else None)
        return min((one for one in held if one is not None), default=None)

    async def _take_over(self, worker: str) -> None:
        """One sending process to a bot's account: whatever is still leased, its dead predecessor held."""
        while True:
            try:
                async with self._store.writing() as session:
                    repeated = await outbox.take_over(session, worker)
                break
            except Exception as error:  # nothing can be written yet: people are told so meanwhile
                log.error("delivery_failed", worker=worker, error=type(error).__name__)
                await asyncio.sleep(1)
        if repeated:
            log.warning("delivery_may_repeat", worker=worker, jobs=repeated)

    async def pump(self, worker: str, chat_hash: str | None = None) -> None:
        """Deliver all that is due (for one conversation), and return when it is: for a page that is to show it."""
        state = self._workers[worker]
        while True:
            batches = await self._round(worker, chat_hash)
            for batch in batches:
                await self._deliver_lane(worker, batch)
            under_way = [end for whose, end in state.lanes.values() if chat_hash in (None, whose)]
            if not batches and not under_way:
                return
            for end in under_way:
                await end.wait()

    # --- one transaction: write down what was sent, and take what comes next ---------------------------------------
    async def _round(self, worker: str, chat_hash: str | None = None) -> list[_Batch]:
        state = self._workers[worker]
        free = _SIDE_BY_SIDE - len(state.lanes)
        with _written_down(state) as outcomes:
            async with self._store.writing() as session:
                await self._write_down(session, outcomes)
                now, busy = self._clock(), state.lanes
                if chat_hash is not None:
                    jobs = await outbox.take(session, worker, now, busy=busy, conversation=chat_hash)
                elif free > 0:
                    jobs = await outbox.take(session, worker, now, busy=busy, lanes=free)
                elif free > -_RESERVED:
                    jobs = await outbox.take(session, worker, now, busy=busy, lanes=free + _RESERVED, only_urgent=True)
                else:
                    jobs = []
                known = await _whom(session, jobs)
        # Another round has begun the lane while this one was taking: nothing of it is begun a second time.
        state.outcomes.put_back += [job.id for job in jobs if job.lane in state.lanes]
        mine = sorted((job for job in jobs if job.lane not in state.lanes), key=lambda job: (job.lane, job.id))
        batches = []
        for lane, of in groupby(mine, key=lambda job: job.lane):
            lane_jobs = tuple(of)
            whom = known.get(lane_jobs[0].conversation_id or "")
            state.lanes[lane] = (whom.chat_hash if whom else "", asyncio.Event())
            batches.append(_Batch(lane, lane_jobs, whom))
        return batches

    async def _write_down(self, session: AsyncSession, outcomes: _Outcomes) -> None:
        if outcomes.done:
            await outbox.done(session, outcomes.done, self._clock())
            self._conversations.withdrawn.difference_update(outcomes.done)
        if outcomes.put_back:
            await outbox.put_back(session, outcomes.put_back)
        if outcomes.sent:
            # Whoever had everything erased meanwhile has no conversation any more.
            alive = await session.scalars(_ALIVE, {"ids": list({row["conversation_id"] for row in outcomes.sent})})
            there = set(alive)
            if rows := [row for row in outcomes.sent if row["conversation_id"] in there]:
                await session.execute(_NOTE_MESSAGES, rows)

    # --- one lane ----------------------------------------------------------------------------------------------------
    async def _deliver_lane(self, worker: str, batch: _Batch) -> None:
        """Deliver the jobs in order; when one fails, those behind it are put back."""
        state = self._workers[worker]
        try:
            for number, job in enumerate(batch.jobs):
                if not await self._one(state, job, batch.whom):
                    state.outcomes.put_back += [later.id for later in batch.jobs[number + 1 :]]
                    break
        except Exception as error:  # the lease brings back what was not finished
            log.error("delivery_failed", worker=worker, error=type(error).__name__)
        finally:
            self._conversations.withdrawn.difference_update(job.id for job in batch.jobs)
            _, end = state.lanes.pop(batch.lane)
            end.set()
            state.wake.set()

    async def _one(self, state: _Worker, job: Job, whom: _Whom | None) -> bool:
        """Deliver one job; whether the next of its lane may follow."""
        if job.id in self._conversations.withdrawn:
            return True  # the person has left: it is done, unsaid
        if job.kind in KINDS:
            # It finishes its jobs itself.
            alerting = self._alerting.get(job.worker)
            return alerting is not None and await alerting.deliver(job)
        try:
            message_id = await self._deliver(job, whom)
        except Undeliverable as problem:
            return await self._refused(state, job, problem)
        except InvalidToken:
            return await self._refused(state, job, Undeliverable("cannot_open", permanent=True))
        except Exception as error:  # a text of another version, say: what stands behind it must not wait for ever
            log.error("delivery_broken", job=job.id, kind=job.kind, error=type(error).__name__)
            hopeless = job.attempts >= len(_WAITS) and not isinstance(error, SQLAlchemyError)
            return await self._refused(state, job, Undeliverable("broken", permanent=hopeless))
        if job.kind == Kind.REPLY_NOTICE:
            return True  # announced and finished in one transaction
        state.outcomes.done.append(job.id)
        for part in (message_id or "").split(",") if job.conversation_id else ():
            if part:
                sealed = self._keys.live.encrypt(part.encode())
                row = {"conversation_id": job.conversation_id, "sealed": sealed, "sent_at": self._clock()}
                state.outcomes.sent.append(row)
        return True

    async def _deliver(self, job: Job, whom: _Whom | None) -> str | None:
        if whom is None:
            raise Undeliverable("no_conversation", permanent=True)
        if job.kind == Kind.REPLY_NOTICE and job.case_id is not None:
            await self._conversations.announce_reply(whom.id, job.case_id, job.id)
            return None
        channel = self._channels[job.worker]
        address = self._keys.live.decrypt(whom.address).decode()
        body = self._keys.live.decrypt(job.body) if job.body is not None else b""
        try:
            kind = Kind(job.kind)
        except ValueError:  # of another edition of this software
            raise Undeliverable("unknown_kind", permanent=True) from None
        match kind:
            case Kind.SAY:
                said = render(say_from(body), whom.language, channel.shows, self._drafts)
                return ",".join([await channel.deliver(address, part) for part in in_parts(said, channel.shows)])
            case Kind.PLAY:
                return await channel.play(address, from_bytes(body))
            case Kind.ERASE:
                await channel.erase(address, (body.decode(),))
            case Kind.ERASE_CHAT:
                await self._erase_chat(channel, address, whom.id)
            case Kind.FORGET:
                async with self._store.writing() as session:
                    # Only if they have not written again since: then it is a new conversation that must not be lost.
                    gone = delete(Conversation).where(
                        Conversation.id == whom.id, Conversation.heard_at <= job.created_at
                    )
                    await session.execute(gone)
            case Kind.REPLY_NOTICE | Kind.ALERT | Kind.ALERT_AGAIN | Kind.UNREAD | Kind.ALERT_TAKEN:
                raise Undeliverable("no_case", permanent=True)
            case Kind.AT_WORK | Kind.ONLY_TAPS | Kind.TAKEN_OVER | Kind.LEFT | Kind.WHY | Kind.TASK_DUE:
                raise Undeliverable("no_case", permanent=True)
            case Kind.HAND_OVER | Kind.HANDED_OVER | Kind.NOT_ACCEPTED:
                raise Undeliverable("no_case", permanent=True)
            case Kind.TWELVE_HOURS | Kind.FIRST_CONTACT:
                raise Undeliverable("no_case", permanent=True)
            case Kind.CLOCK_SILENT | Kind.CONSOLE_SILENT | Kind.MISPLACED | Kind.MAIL_CODE | Kind.LINK_ASKED:
                raise Undeliverable("no_case", permanent=True)
            case _:
                assert_never(kind)
        return None

    async def _erase_chat(self, channel: Channel, address: str, conversation_id: str) -> None:
        """Both sides of the last 48 hours; ids that can't be deleted any more are of no use either."""
        state = self._workers[channel.name]
        with _written_down(state) as outcomes:
            async with self._store.writing() as session:
                await self._write_down(session, outcomes)
                noted = select(SentMessage).where(SentMessage.conversation_id == conversation_id)
                rows = (await session.scalars(noted)).all()
        await channel.erase(address, tuple(self._keys.live.decrypt(row.sealed).decode() for row in rows))
        async with self._store.writing() as session:
            await session.execute(delete(SentMessage).where(SentMessage.id.in_([row.id for row in rows])))

    async def _refused(self, state: _Worker, job: Job, problem: Undeliverable) -> bool:
        """Write a refusal down; whether the next job of the lane may follow."""
        if problem.code == "session_over":
            # A web page that was left or closed is no failure: the person comes back with the code.
            state.outcomes.done.append(job.id)
            return True
        now = self._clock()
        async with self._store.writing() as session:
            if not problem.permanent:
                wait = problem.wait if problem.wait is not None else _WAITS[min(max(job.attempts, 1), len(_WAITS)) - 1]
                await outbox.again(session, job.id, now, wait, problem.code)
                state.look = min(state.look, wait)
                log.warning("delivery_again", job=job.id, kind=job.kind, code=problem.code)
                return False
            await outbox.give_up(session, job.id, now, problem.code)
            log.error("delivery_given_up", job=job.id, kind=job.kind, code=problem.code)
            if job.conversation_id and problem.code in ("blocked", "no_chat"):
                conversation = await session.get(Conversation, job.conversation_id)
                if conversation is not None:
                    conversation.closed_by_peer = True
                await writable.note_unreachable(session, job.conversation_id, now)
            return True


@contextmanager
def _written_down(state: _Worker) -> Iterator[_Outcomes]:
    """What is to be written down, taken out of the state, and put back into it when it could not be written."""
    outcomes, state.outcomes = state.outcomes, _Outcomes()
    try:
        yield outcomes
    except BaseException:
        outcomes.add(state.outcomes)
        state.outcomes = outcomes
        raise


async def _whom(session: AsyncSession, jobs: list[Job]) -> dict[str, _Whom]:
    ids = {job.conversation_id for job in jobs if job.conversation_id}
    rows = (await session.execute(_WHOM, {"ids": list(ids)})).all() if ids else ()
    return {row.id: _Whom(*row) for row in rows}


_NOTE_MESSAGES = insert(table_of(SentMessage))
_IDS = Conversation.id.in_(bindparam("ids", expanding=True))
_WHOM = select(Conversation.id, Conversation.chat_hash, Conversation.address, Conversation.language).where(_IDS)
_ALIVE = select(Conversation.id).where(_IDS)
