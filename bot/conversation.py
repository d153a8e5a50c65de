"""The shell round the core: one incoming thing, one step, all that follows from it, in one transaction."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from cryptography.fernet import InvalidToken
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import bindparam, select, update
from sqlalchemy import insert as insert_of
from sqlalchemy.ext.asyncio import AsyncSession

from bot.consequences import Consequences
from bot.dialogue.danger import heard
from bot.dialogue.draft import tidied
from bot.dialogue.screens import NOTICE_VERSION
from bot.dialogue.step import step
from bot.dialogue.vocabulary import (
    AskedForHelp,
    AskedForLanguage,
    Began,
    Cancelled,
    Chose,
    EraseChat,
    Erased,
    Escalate,
    Event,
    Exited,
    Forget,
    FoundServices,
    Line,
    Located,
    LookUpServices,
    OpenedReply,
    OpenReplies,
    RemindLater,
    ReplyWaits,
    Returned,
    Rushed,
    Said,
    Say,
    Sent,
    Showed,
    Skipped,
    Spoke,
    Stage,
    State,
    Submit,
    WentBack,
    WentQuiet,
    Withdrew,
)
from bot.dialogue.words import act_of
from bot.inbound import Inbound
from bot.pace import Pace
from handlers import duty, inbox, outbox, picture, receipt, reply, report, services
from handlers.outbox import Urgency
from handlers.recording import Recording
from handlers.store.engine import Store
from handlers.store.keys import BotKeys, keyed_hash
from handlers.store.models import Case, Conversation, SentMessage, table_of
from handlers.store.rows import insert
from nlu import places
from nlu.meaning import Meaning

log = structlog.get_logger()

MESSAGES_A_MINUTE = 20  # of one chat; more are kept, and answered once
WHEN_ALL_RUSH = 6  # of one chat, while all together send more than MESSAGES_OF_ALL
MESSAGES_OF_ALL = 600
RECORDINGS_AN_HOUR = 30  # of one chat: what comes on top is refused with the way to call

Parse = Callable[[str], Awaitable[Meaning]]
LineNow = Callable[[bool, bool, datetime], Line]  # (somebody is on duty, the channel is foreign, now)

_STATE = TypeAdapter(State)
_CAMPAIGN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_WITHDRAWN = "withdrawn"
_FIRST = (Escalate, Submit, EraseChat)  # what these say and do goes out before anything else
_AT_ONCE = ("thoat", "exit", "xoa")  # obeyed whatever stands behind them

_COMMANDS: dict[str, Event] = {
    "thoat": Exited(),
    "exit": Exited(),
    "xoa": Erased(),
    "huy": Cancelled(),
    "dung": Cancelled(),
    "stop": Cancelled(),
    "cancel": Cancelled(),
    "boqua": Skipped(),
    "skip": Skipped(),
    "quaylai": WentBack(),
    "back": WentBack(),
    "giup": AskedForHelp(),
    "help": AskedForHelp(),
    "khonggoi": Withdrew(),
    "ngonngu": AskedForLanguage(),
}


class Conversations:
    """Hears what channels hand in. Every method is one transaction (or none), and safe to repeat."""

    def __init__(
        self,
        store: Store,
        keys: BotKeys,
        parse: Parse,
        line: LineNow,
        clock: Callable[[], datetime],
        foreign: frozenset[str],
        spoken: frozenset[str] = frozenset(),
    ) -> None:
        self._store, self._keys, self._parse, self._line, self._clock = store, keys, parse, line, clock
        self._pace = Pace(clock)
        self._foreign = foreign  # names of channels that a foreign company carries
        self.withdrawn: set[int] = set()  # jobs that were taken to be sent when their person left
        self._spoken = spoken  # names of channels that hand in recordings

    async def hear(self, inbound: Inbound) -> None:
        """Take one incoming thing exactly once. What is slow comes first, outside of the transaction."""
        event = await self._event(inbound)
        async with self._store.writing() as session:
            if not await inbox.finish(session, inbound.source, inbound.update_id, inbox.Kind.HANDLED, self._clock()):
                return
            conversation = await self._conversation(session, inbound)
            if inbound.blocked:
                conversation.closed_by_peer = True
                await report.note_unreachable(session, conversation.id, self._clock())
                return
            conversation.closed_by_peer = False
            if inbound.message_id is not None:
                await self._note_message(session, conversation, inbound.message_id)
            await self._take(session, conversation, event, inbound)
        self.withdrawn.update(session.info.get(_WITHDRAWN, ()))

    async def takes_pictures(self, source: str, chat: str) -> bool:
        """Whether staff allowed pictures on a case of this chat: only then may a channel fetch one."""
        chat_hash = keyed_hash(self._keys.chats, source, chat)
        async with self._store.reading() as session:
            whose = {"of": source.partition(":")[0], "hash": chat_hash}
            conversation = (await session.execute(_ID_OF_CHAT, whose)).scalar_one_or_none()
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
            conversation = await _locked(session, conversation_id)
            if conversation is None or conversation.quiet_due_at is None or conversation.quiet_due_at > now:
                return  # they wrote in the meantime
            await self._take(session, conversation, WentQuiet(), None)

    async def announce_reply(self, conversation_id: str, case_id: str, job_id: int) -> None:
        """Staff have answered: put the neutral notice out, and finish the job that asked for it."""
        async with self._store.writing() as session:
            conversation = await _locked(session, conversation_id)
            now = self._clock()
            due = await reply.notice_due(session, case_id, now)
            if due is not None and due > now:
                await outbox.again(session, job_id, now, (due - now).total_seconds(), "safe_hours")
                return
            told = conversation is None or case_id not in await reply.unnoticed(session, conversation.id)
            if due is not None and conversation is not None and not told and not conversation.closed_by_peer:
                await self._take(session, conversation, ReplyWaits(), None)
                await reply.noticed(session, case_id, now)
            await outbox.done(session, [job_id], now)

    # --- from an incoming thing to an event ---------------------------------------------------------------------
    async def _event(self, inbound: Inbound) -> Event:
        if inbound.button is not None:
            question, _, choice = inbound.button.partition(":")
            return Chose(question, choice)
        if inbound.location is not None:
            return Located(*inbound.location)
        if inbound.attachment is not None and not inbound.text:
            return Sent(inbound.attachment)
        if inbound.command is not None:
            name = inbound.command.casefold()
            if name in ("start", "batdau", "baotin") and (
                not inbound.argument or _CAMPAIGN.fullmatch(inbound.argument)
            ):
                return Began(inbound.argument or None)
            if name in _AT_ONCE or (name in _COMMANDS and not inbound.argument):
                return _COMMANDS[name]
            # Nobody is told that they typed wrongly: an unknown command is read as words.
            return await self._said(replace(inbound, text=f"{name} {inbound.argument}".strip()))
        return await self._said(inbound)

    async def _said(self, inbound: Inbound) -> Said:
        text = inbound.text or ""
        # A receipt code goes to no service.
        words = receipt.words_beside(text)
        meaning = await self._parse(words) if words.strip() else Meaning.unknown
        found = places.find(text)
        return Said(text, meaning, found, inbound.message_id, inbound.edited, inbound.attachment, signals=heard(text))

    # --- one step and what follows ------------------------------------------------------------------------------
    async def _take(
        self, session: AsyncSession, conversation: Conversation, event: Event, inbound: Inbound | None
    ) -> None:
        now = self._clock()
        state = self._state(conversation)
        events: list[Event] = [event]
        if isinstance(event, Said) and (digits := receipt.receipt_digits(event.text)) is not None:
            returned = await self._returned(session, digits)
            events = [returned]
            beside = receipt.words_beside(event.text)
            if beside and returned.case is None:
                events = [event]  # digits that are no code of ours, in a message that says something
            elif beside:
                events.append(
                    replace(event, text=beside, signals=None)
                )  # the code is answered, and the words are not lost
        elif isinstance(event, Said) and self._rushes(event, conversation.id):
            events = [Rushed(event.text, self._pace.allows("told", conversation.id, 1, 60))]
        if inbound is not None and (file := await self._file(session, inbound, conversation)) is not None:
            # A code that stood beside it comes first: the file belongs to the report that it opened.
            before = [one for one in events if isinstance(one, Returned)]
            words = [replace(one, attached=None) if isinstance(one, Said) else one for one in events]
            events = [*before, file, *(one for one in words if isinstance(one, Said | Rushed))]
        if inbound is not None and inbound.left:
            events.append(_COMMANDS[inbound.left])
        on_duty, spoken_by_staff = await duty.present(session)
        line = self._line(on_duty, conversation.channel in self._foreign, now)
        spoken = conversation.channel in self._spoken
        line = replace(line, speaks=spoken_by_staff, takes_voice=spoken)
        if inbound is not None:
            conversation.heard_at = now
            if state.case is not None:
                await report.note_heard(session, conversation.id, now, case_id=state.case)
        conversation.quiet_due_at = None
        message_id = inbound.message_id if inbound is not None else None
        for one in events:
            state = await self._step(session, conversation, state, one, line, message_id, inbound)
        if inbound is not None and state.stage is Stage.AFTER:
            # Writing was not safe when staff answered; now the person is here.
            kept = await reply.unnoticed(session, conversation.id)
            if kept:
                state = await self._step(session, conversation, state, ReplyWaits(), line, None)
            for case_id in kept:
                await reply.noticed(session, case_id, now)
        if state.noticed and conversation.notice_at is None:
            conversation.notice_version, conversation.notice_at = NOTICE_VERSION, now
        conversation.state = self._keys.live.encrypt(_STATE.dump_json(state))
        conversation.language = state.language

    async def _file(self, session: AsyncSession, inbound: Inbound, conversation: Conversation) -> Event | None:
        """The event of a recording or an allowed picture that came along; None where there is none to be taken in."""
        if inbound.recording is not None:
            in_pace = self._pace.allows("spoken", conversation.id, RECORDINGS_AN_HOUR, 3600)
            return Spoke() if in_pace else None
        if inbound.picture is not None and await picture.case_that_takes(session, conversation.id) is not None:
            return Showed()
        return None

    def _rushes(self, said: Said, conversation_id: str) -> bool:
        """Whether this is one of too many. Never so for danger, nor for a word that steers, such as "thoát"."""
        calm = self._pace.allows("all", "all", MESSAGES_OF_ALL, 60)
        in_pace = self._pace.allows("said", conversation_id, MESSAGES_A_MINUTE if calm else WHEN_ALL_RUSH, 60)
        return not (in_pace or said.meaning.danger.now or said.signals or act_of(said.text))

    async def _step(
        self,
        session: AsyncSession,
        conversation: Conversation,
        before: State,
        event: Event,
        line: Line,
        message_id: str | None,
        inbound: Inbound | None = None,
    ) -> State:
        now = self._clock()
        state, effects = step(before, event, line, now)
        if inbound is not None and inbound.left:  # somebody else may be looking at this chat now
            effects = tuple(effect for effect in effects if not isinstance(effect, Say | RemindLater))
        if isinstance(event, Returned) and event.case is not None and state.case == event.case:
            await receipt.bring_back(session, event.case, conversation)
        follow = Consequences(
            session,
            self._keys,
            conversation,
            now,
            message_id,
            case_id=before.case,
            received_at=state.first_message_at or before.first_message_at or now,
            follows=state.follows or before.follows,
            recording=inbound.recording if inbound is not None else None,
            picture=inbound.picture if inbound is not None else None,
            urgency=Urgency.FIRST if any(isinstance(one, _FIRST) for one in effects) else Urgency.ORDINARY,
        )
        for effect in effects:
            await follow.carry_out(effect)
            if isinstance(effect, LookUpServices):
                found_services = await self._services_near(session, effect.codes)
                state, more = step(state, found_services, line, now)
                for another in more:
                    await follow.carry_out(another)
            if isinstance(effect, OpenReplies):
                for opened_reply, follow.spoken in await self._open_replies(session, conversation):
                    state, more = step(state, opened_reply, line, now)
                    for another in more:
                        await follow.carry_out(another)
        session.info.setdefault(_WITHDRAWN, []).extend(follow.withdrawn)
        opened = follow.case_id is not None and follow.case_id != before.case
        if opened and not any(isinstance(effect, Forget) for effect in effects):
            return replace(state, case=follow.case_id)
        return state

    async def _services_near(self, session: AsyncSession, codes: tuple[str, ...]) -> FoundServices:
        names = [name for code in codes if (name := places.name_of(code))]
        found = await services.near(session, codes)
        told = tuple((service.told, f"{service.checked_on:%d/%m/%Y}") for service in found)
        return FoundServices(" / ".join(names), told)

    async def _open_replies(
        self, session: AsyncSession, conversation: Conversation
    ) -> list[tuple[OpenedReply, tuple[Recording | None, ...]]]:
        """The replies that wait on any case that belongs to this chat now: a chat that was left behind gets none."""
        mine = select(Case.id).where(Case.conversation_id == conversation.id).order_by(Case.opened_at)
        found = []
        for case_id in await session.scalars(mine):
            answers = await reply.open_waiting(session, self._keys, case_id, self._clock())
            if answers:
                texts = tuple(answer if isinstance(answer, str) else None for answer in answers)
                spoken = tuple(None if isinstance(answer, str) else answer for answer in answers)
                found.append((OpenedReply(texts, case_id, await picture.allowed(session, case_id)), spoken))
        return found or [(OpenedReply(()), ())]

    async def _returned(self, session: AsyncSession, digits: str) -> Returned:
        found = await receipt.find_by_receipt(session, self._keys.receipts, digits, now=self._clock())
        match found:
            case receipt.Receipt():
                return Returned(found.case_id, found.waiting, found.status)
            case receipt.Slowed():
                return Returned(wait=found.wait_seconds)
            case None:
                return Returned()

    async def _note_message(self, session: AsyncSession, conversation: Conversation, message_id: str) -> None:
        sealed = self._keys.live.encrypt(message_id.encode())
        row = {"conversation_id": conversation.id, "sealed": sealed, "sent_at": self._clock()}
        await session.execute(_NOTE_MESSAGE, row)

    # --- rows ---------------------------------------------------------------------------------------------------
    def _state(self, conversation: Conversation) -> State:
        if conversation.state is None:
            return State(language=conversation.language)
        try:
            return tidied(_STATE.validate_json(self._keys.live.decrypt(conversation.state)))
        except (ValidationError, InvalidToken):
            # Written by another version, or with a key that is gone: the person begins anew and is not shut out.
            log.error("state_unreadable", conversation=conversation.id)
            return State(language=conversation.language)

    async def _conversation(self, session: AsyncSession, inbound: Inbound) -> Conversation:
        chat_hash = keyed_hash(self._keys.chats, inbound.source, inbound.chat)
        whose = {"of": inbound.channel, "hash": chat_hash}
        if (found := (await session.scalars(_OF_CHAT, whose)).one_or_none()) is not None:
            return found
        now = self._clock()
        values = {
            "id": uuid4().hex,
            "channel": inbound.channel,
            "chat_hash": chat_hash,
            "address": self._keys.live.encrypt(inbound.chat.encode()),
            "language": "vi",
            "started_at": now,
            "heard_at": now,
            "closed_by_peer": False,
        }
        await session.execute(insert(session, Conversation).values(values).on_conflict_do_nothing())
        return (await session.scalars(_OF_CHAT, whose)).one()


# Statements of every step, built once.
_OF_CHAT = (
    select(Conversation)
    .where(Conversation.channel == bindparam("of"), Conversation.chat_hash == bindparam("hash"))
    .with_for_update(key_share=True)
)
_ID_OF_CHAT = select(Conversation.id).where(
    Conversation.channel == bindparam("of"), Conversation.chat_hash == bindparam("hash")
)
_NOTE_MESSAGE = insert_of(table_of(SentMessage))


async def _locked(session: AsyncSession, conversation_id: str) -> Conversation | None:
    found = select(Conversation).where(Conversation.id == conversation_id).with_for_update(key_share=True)
    return (await session.scalars(found)).one_or_none()
