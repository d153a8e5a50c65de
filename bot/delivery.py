"""The outbox worker: takes one job at a time, has its channel deliver it, and says what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from cryptography.fernet import InvalidToken
from sqlalchemy import delete, select

from bot.channels import Channel, Undeliverable
from bot.channels.render import in_parts, render
from bot.consequences import say_from
from bot.conversation import Conversations
from bot.duty import KINDS, Duty
from handlers import outbox, report
from handlers.recording import from_bytes
from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from handlers.store.models import Conversation, Job, SentMessage

log = structlog.get_logger()

_SIDE_BY_SIDE = 3  # a slow answer of the platform to one chat must not hold up the others
_WAITS = (2.0, 5.0, 15.0, 60.0, 300.0)


class Delivery:
    """Delivers what lies in the outbox for the channels of this process."""

    def __init__(
        self,
        store: Store,
        keys: BotKeys,
        channels: Mapping[str, Channel],
        conversations: Conversations,
        duty: Duty | None,
        clock: Callable[[], datetime],
        drafts: bool = False,
    ) -> None:
        self._store, self._keys, self._channels, self._clock = store, keys, channels, clock
        self._conversations, self._duty, self._drafts = conversations, duty, drafts
        self._wake = {name: asyncio.Event() for name in channels}

    def nudge(self) -> None:
        """Something was put into the outbox: look at once."""
        for event in self._wake.values():
            event.set()

    async def run(self, worker: str) -> None:
        """Deliver for one channel until cancelled: several chats side by side, staff alerts on a way of their own."""
        async with self._store.writing() as session:
            # One sending process to a bot's account: whatever is still leased, its dead predecessor held.
            repeated = await outbox.take_over(session, worker)
        if repeated:
            log.warning("delivery_may_repeat", worker=worker, jobs=repeated)
        async with asyncio.TaskGroup() as tasks:
            for _ in range(_SIDE_BY_SIDE):
                tasks.create_task(self._keep_on(worker))
            if self._duty is not None:
                tasks.create_task(self._keep_on(worker, KINDS))

    async def _keep_on(self, worker: str, kinds: frozenset[str] = frozenset()) -> None:
        wake = self._wake[worker]
        while True:
            wake.clear()
            try:
                if await self.one(worker, kinds):
                    continue
            except Exception as error:  # the database may be away for a while: the jobs wait there
                log.error("delivery_failed", worker=worker, error=type(error).__name__)
                await asyncio.sleep(1)
            try:
                await asyncio.wait_for(wake.wait(), timeout=0.5)
            except TimeoutError:
                pass

    async def pump(self, worker: str) -> None:
        """Deliver all that is due for a channel now; for pages that show the answer in the same breath."""
        while await self.one(worker):
            pass

    async def one(self, worker: str, kinds: frozenset[str] = frozenset()) -> bool:
        """Take and deliver one job (of these kinds, if any are named); whether there was one."""
        async with self._store.writing() as session:
            job = await outbox.take(session, worker, self._clock(), kinds=kinds)
        if job is None:
            return False
        if job.kind in KINDS:
            if self._duty is not None:
                await self._duty.deliver(job)  # it finishes its jobs itself
            return True
        try:
            message_id = await self._deliver(job)
        except Undeliverable as problem:
            await self._refused(job, problem)
            return True
        except InvalidToken:
            await self._refused(job, Undeliverable("cannot_open", permanent=True))
            return True
        if job.kind == "reply_notice":
            return True  # announced and finished in one transaction
        async with self._store.writing() as session:
            await outbox.done(session, job.id, self._clock())
            if message_id and job.conversation_id:
                for part in message_id.split(","):
                    sealed = self._keys.live.encrypt(part.encode())
                    session.add(SentMessage(conversation_id=job.conversation_id, sealed=sealed, sent_at=self._clock()))
        return True

    async def _deliver(self, job: Job) -> str | None:
        async with self._store.reading() as session:
            conversation = await session.get(Conversation, job.conversation_id) if job.conversation_id else None
        if conversation is None:
            raise Undeliverable("no_conversation", permanent=True)
        if job.kind == "reply_notice" and job.case_id is not None:
            await self._conversations.announce_reply(conversation.id, job.case_id, job.id)
            return None
        channel = self._channels[job.worker]
        address = self._keys.live.decrypt(conversation.address).decode()
        body = self._keys.live.decrypt(job.body) if job.body is not None else b""
        match job.kind:
            case "say":
                said = render(say_from(body), conversation.language, channel.shows, self._drafts)
                return ",".join([await channel.deliver(address, part) for part in in_parts(said, channel.shows)])
            case "play":
                return await channel.play(address, from_bytes(body))
            case "erase":
                await channel.erase(address, (body.decode(),))
            case "erase_chat":
                await self._erase_chat(channel, address, conversation.id)
            case "forget":
                async with self._store.writing() as session:
                    # Only if they have not written again since: then it is a new conversation that must not be lost.
                    gone = delete(Conversation).where(
                        Conversation.id == conversation.id, Conversation.heard_at <= job.created_at
                    )
                    await session.execute(gone)
            case _:
                raise Undeliverable("unknown_kind", permanent=True)
        return None

    async def _erase_chat(self, channel: Channel, address: str, conversation_id: str) -> None:
        """Both sides of the last 48 hours; ids that can't be deleted any more are of no use either."""
        async with self._store.writing() as session:
            noted = select(SentMessage).where(SentMessage.conversation_id == conversation_id)
            rows = (await session.scalars(noted)).all()
        await channel.erase(address, tuple(self._keys.live.decrypt(row.sealed).decode() for row in rows))
        async with self._store.writing() as session:
            await session.execute(delete(SentMessage).where(SentMessage.id.in_([row.id for row in rows])))

    async def _refused(self, job: Job, problem: Undeliverable) -> None:
        now = self._clock()
        async with self._store.writing() as session:
            if problem.code == "session_over":
                # A web page that was left or closed is no failure: the person comes back with the code.
                await outbox.done(session, job.id, now)
                return
            if not problem.permanent:
                wait = problem.wait if problem.wait is not None else _WAITS[min(job.attempts, len(_WAITS)) - 1]
                await outbox.again(session, job.id, now, wait, problem.code)
                log.warning("delivery_again", job=job.id, kind=job.kind, code=problem.code)
                return
            await outbox.give_up(session, job.id, now, problem.code)
            log.error("delivery_given_up", job=job.id, kind=job.kind, code=problem.code)
            if job.conversation_id and problem.code in ("blocked", "no_chat"):
                conversation = await session.get(Conversation, job.conversation_id)
                if conversation is not None:
                    conversation.closed_by_peer = True
                await report.note_unreachable(session, job.conversation_id, now)
