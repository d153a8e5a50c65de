"""The shell round the core: one incoming thing, one step, all that follows from it, in one transaction."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import chats
from bot.answers import Answer, Answers
from bot.consequences import Consequences
from bot.dialogue import burst, effects, events, line
from bot.dialogue.arriving import may_begin
from bot.dialogue.events import Event
from bot.dialogue.state import AFTERWARDS, State
from bot.dialogue.step import step
from bot.hearing import COMMANDS, Ear, Parse, enclosed, event_of
from bot.inbound import Inbound
from bot.pace import Pace
from handlers import duty, inbox, outbox, picture, receipt, reply, writable
from handlers.campaigns.counting import Counts
from handlers.campaigns.topics import Step
from handlers.contact import NEVER
from handlers.figures import counters
from handlers.recording import Recording
from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from handlers.store.models import Conversation

log = structlog.get_logger()

_WITHDRAWN, _COUNTED = "withdrawn", "counted"

LineNow = Callable[[bool, datetime], line.Line]  # (somebody is on duty, now)


class Conversations:
    """Hears what channels hand in. Every method is one transaction (or none), and safe to repeat."""

    def __init__(
        self,
        store: Store,
        keys: BotKeys,
        parse: Parse,
        line_now: LineNow,
        clock: Callable[[], datetime],
        channels: Mapping[str, line.Channel],
        hold: timedelta = timedelta(0),
    ) -> None:
        self._store, self._keys, self._parse, self._line, self._clock = store, keys, parse, line_now, clock
        self._ear = Ear(keys, Pace(clock))
        self._channels = channels  # what each of them can, by its name
        self.answers = Answers(keys, hold)
        self.counts = Counts()  # of those who came by a campaign
        self.withdrawn: set[int] = set()  # jobs that were taken to be sent when their person left

    async def hear(self, inbound: Inbound) -> bool:
        """Take one incoming thing exactly once; whether a report has begun with it.

        What is slow comes first, outside of the transaction.
        """
        if inbound.by_itself:
            await self._follow(inbound)
            return False
        event = await event_of(inbound, self._parse)
        now = self._clock()
        async with self._store.writing() as session:
            if not await inbox.finish(session, inbound.source, inbound.update_id, inbox.Kind.HANDLED, now):
                return False
            conversation = await chats.of(session, self._keys, inbound, now)
            conversation.closed_by_peer = inbound.blocked
            if inbound.blocked:
                await writable.note_unreachable(session, conversation.id, now)
                return False
            if inbound.message_id is not None:
                await chats.note_message(session, self._keys, conversation, inbound.message_id, now)
            fresh = conversation.state is None or counters.day_of(conversation.heard_at) != counters.day_of(now)
            begun = await self._take(session, conversation, event, inbound)
            if fresh:  # at the end: others who count at this moment wait for as little as can be
                intent = event.meaning.intent if isinstance(event, events.Said) else None
                await counters.count(session, conversation.channel, counters.what_of(intent), now)
        self.withdrawn.update(session.info.get(_WITHDRAWN, ()))
        self._count(session, now)
        return begun

    async def _follow(self, inbound: Inbound) -> None:
        """A telephone that moves says where it is: no person wrote, so no chat begins, lives longer or is spoken in."""
        now = self._clock()
        async with self._store.writing() as session:
            if not await inbox.finish(session, inbound.source, inbound.update_id, inbox.Kind.HANDLED, now):
                return
            known = await chats.id_of(session, self._keys, inbound.source, inbound.chat)
            conversation = await chats.locked(session, known) if known is not None else None
            if conversation is None or not self._ear.follows(conversation.id):
                return
            due = conversation.quiet_due_at
            await self._take(session, conversation, events.Enclosed(enclosed(inbound)), None)
            conversation.quiet_due_at = due

    async def takes_pictures(self, source: str, chat: str) -> bool:
        """Whether staff allowed pictures on a case of this chat: only then may a channel fetch one."""
        async with self._store.reading() as session:
            conversation = await chats.id_of(session, self._keys, source, chat)
            return conversation is not None and await picture.case_that_takes(session, conversation) is not None

    async def silent_ones(self) -> int:
        """Tell the core of each conversation whose silence is due; how many there were."""
        now = self._clock()
        async with self._store.reading() as session:
            due = select(Conversation.id).where(Conversation.quiet_due_at <= now).limit(100)
            ids = (await session.scalars(due)).all()
        for conversation_id in ids:
            try:
                await self._went_quiet(conversation_id, now)
            except Exception as error:  # one conversation that cannot be heeded must not silence the others
                log.error("silence_failed", conversation=conversation_id, error=type(error).__name__)
                async with self._store.writing() as session:
                    later = update(Conversation).where(Conversation.id == conversation_id)
                    await session.execute(later.values(quiet_due_at=now + timedelta(hours=1)))
        return len(ids)

    async def _went_quiet(self, conversation_id: str, now: datetime) -> None:
        async with self._store.writing() as session:
            conversation = await chats.locked(session, conversation_id)
            if conversation is None or conversation.quiet_due_at is None or conversation.quiet_due_at > now:
                return  # they wrote in the meantime
            await self._take(session, conversation, events.WentQuiet(), None)
        self._count(session, now)

    def _count(self, session: AsyncSession, now: datetime) -> None:
        """Only what is committed: it is written later, and by itself."""
        for one in session.info.get(_COUNTED, ()):
            self.counts.add(one.variant, Step(one.step), one.language, now)

    async def announce_reply(self, conversation_id: str, case_id: str, job_id: int) -> None:
        """Staff have answered: put the neutral notice out, and finish the job that asked for it."""
        async with self._store.writing() as session:
            conversation = await chats.locked(session, conversation_id)
            now = self._clock()
            hours = chats.state_of(conversation, self._keys).person.hours if conversation is not None else ""
            due = await reply.notice_due(session, case_id, now, hours)
            if due is not None and due > now:
                await outbox.again(session, job_id, now, (due - now).total_seconds(), "safe_hours")
                return
            told = conversation is None or case_id not in await reply.unnoticed(session, conversation.id, now)
            if due is not None and conversation is not None and not told and not conversation.closed_by_peer:
                await self._take(session, conversation, events.ReplyWaits(), None)
                await reply.noticed(session, case_id, now)
            await outbox.done(session, [job_id], now)

    # --- one step and what follows ------------------------------------------------------------------------------
    async def _take(
        self, session: AsyncSession, conversation: Conversation, event: Event, inbound: Inbound | None
    ) -> bool:
        """Whether a report has begun with it."""
        now = self._clock()
        state = before = chats.state_of(conversation, self._keys)
        begins = may_begin(state)
        heard = await self._ear.hears(session, conversation.id, event, inbound, now, may_begin=begins)
        if inbound is not None and inbound.left:
            heard.append(COMMANDS[inbound.left])
        on_duty, spoken_by_staff = await duty.present(session)
        channel = self._channels.get(conversation.channel, line.Channel())
        holds = timedelta(0) if inbound is None or channel.one_by_one else self.answers.hold
        here = replace(self._line(on_duty, now), speaks=spoken_by_staff, channel=channel, holds=holds)
        answer = Answer(waits=bool(holds))
        if inbound is not None and state.case.id is not None:
            await writable.note_heard(session, conversation.id, now, case_id=state.case.id)
        due_before = conversation.quiet_due_at
        state = await self._steps(session, conversation, state, heard, here, inbound, answer)
        if inbound is not None and state.stage in AFTERWARDS and state.person.hours != NEVER:
            # Writing was not safe when staff answered; now the person is here. Whoever refused it looks by their code.
            kept = await reply.unnoticed(session, conversation.id, now)
            if kept:
                state = await self._steps(session, conversation, state, [events.ReplyWaits()], here, None, answer)
            for case_id in kept:
                await reply.noticed(session, case_id, now)
        await self.answers.put(session, conversation, answer, now)
        # The row is changed here and nowhere before: each change in between would be a statement of its own.
        if conversation.quiet_due_at is due_before:
            conversation.quiet_due_at = None  # nothing was put for later
        if inbound is not None:
            conversation.heard_at = now
        chats.keep_state(conversation, state, self._keys, now)
        return state.reports and not before.reports

    async def _steps(
        self,
        session: AsyncSession,
        conversation: Conversation,
        state: State,
        heard: list[Event],
        here: line.Line,
        inbound: Inbound | None,
        answer: Answer,
    ) -> State:
        """Step by step, until nothing that was done brings about anything more to hear."""
        now = self._clock()
        spoken: dict[str, tuple[Recording | None, ...]] = {}
        waiting = deque(heard)
        while waiting:
            event, before = waiting.popleft(), state
            state, wanted = step(before, event, here, now)
            answer.waits = answer.waits and burst.waits(event, wanted)
            answer.alarmed |= any(isinstance(effect, effects.Escalate) for effect in wanted)
            if inbound is not None and inbound.left:  # somebody else may be looking at this chat now
                wanted = tuple(one for one in wanted if not isinstance(one, effects.Say | effects.RemindLater))
            if isinstance(event, events.Returned) and event.case is not None and state.case.id == event.case:
                await receipt.bring_back(session, event.case, conversation)
                if event.number_of_unread:
                    await reply.noticed(session, event.case, now)  # the status says it
            follow = Consequences(
                session, self._keys, conversation, now, inbound, before, state, wanted, spoken, answer, event
            )
            brought = [one for effect in wanted for one in await follow.carry_out(effect)]
            session.info.setdefault(_WITHDRAWN, []).extend(follow.withdrawn)
            session.info.setdefault(_COUNTED, []).extend(follow.counted)
            waiting.extendleft(reversed(brought))
            forgets = any(isinstance(effect, effects.Forget) for effect in wanted)
            if follow.case_id != before.case.id and not forgets:
                state = state.but(replace(state.case, id=follow.case_id))
        return state
