"""The shell round the core: one incoming thing, one step, all that follows from it, in one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogue.screens import NOTICE_VERSION
from bot.dialogue.step import step
from bot.dialogue.vocabulary import (
    Agree,
    AskedForHelp,
    Began,
    Cancelled,
    Chose,
    DoNotWrite,
    Effect,
    EraseChat,
    Erased,
    EraseMessage,
    Escalate,
    Event,
    Exited,
    Forget,
    Line,
    Located,
    OpenedReply,
    OpenReplies,
    Relay,
    RemindLater,
    ReplyWaits,
    Returned,
    Said,
    Say,
    Sent,
    Skipped,
    State,
    Submit,
    Text,
    WentBack,
    WentQuiet,
    Withdrew,
)
from bot.inbound import Inbound
from handlers import escalation, outbox, receipt, reply, report
from handlers.case import ItemKind
from handlers.store.engine import Store
from handlers.store.keys import BotKeys, keyed_hash
from handlers.store.models import Consent, Conversation, SeenUpdate, SentMessage
from handlers.store.rows import insert
from nlu import places
from nlu.meaning import Meaning

Parse = Callable[[str], Awaitable[Meaning]]
LineNow = Callable[[bool, bool, datetime], Line]  # (somebody is on duty, the channel is foreign, now)

_STATE = TypeAdapter(State)
_SAY = TypeAdapter(Say)
_HO_CHI_MINH = ZoneInfo("Asia/Ho_Chi_Minh")

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
    ) -> None:
        self._store, self._keys, self._parse, self._line, self._clock = store, keys, parse, line, clock
        self._foreign = foreign  # names of channels that a foreign company carries

    async def hear(self, inbound: Inbound) -> None:
        """Take one incoming thing exactly once. What is slow comes first, outside of the transaction."""
        event = await self._event(inbound)
        async with self._store.writing() as session:
            if not await _first_time(session, inbound, self._clock()):
                return
            conversation = await self._conversation(session, inbound)
            if inbound.blocked:
                conversation.closed_by_peer = True
                await report.note_unreachable(session, conversation.id, self._clock())
                return
            conversation.closed_by_peer = False
            if inbound.message_id is not None:
                self._note_message(session, conversation, inbound.message_id)
            await self._take(session, conversation, event, inbound)

    async def silent_ones(self) -> int:
        """Tell the core of each conversation whose silence is due; how many there were."""
        now = self._clock()
        async with self._store.reading() as session:
            due = select(Conversation.id).where(Conversation.quiet_due_at <= now).limit(100)
            ids = (await session.scalars(due)).all()
        for conversation_id in ids:
            async with self._store.writing() as session:
                conversation = await _locked(session, conversation_id)
                if conversation is None or conversation.quiet_due_at is None or conversation.quiet_due_at > now:
                    continue  # they wrote in the meantime
                conversation.quiet_due_at = None
                await self._take(session, conversation, WentQuiet(), None)
        return len(ids)

    async def announce_reply(self, conversation_id: str, case_id: str, job_id: int) -> None:
        """Staff have answered: put the neutral notice out, and finish the job that asked for it."""
        async with self._store.writing() as session:
            conversation = await _locked(session, conversation_id)
            if conversation is not None and not conversation.closed_by_peer:
                await self._take(session, conversation, ReplyWaits(), None)
                await reply.noticed(session, case_id, self._clock())
            await outbox.done(session, job_id, self._clock())

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
            if name in ("start", "batdau", "baotin"):
                return Began(inbound.argument or None)
            if name in _COMMANDS:
                return _COMMANDS[name]
            # Nobody is told that they typed wrongly: an unknown command is read as words.
            return await self._said(replace(inbound, text=f"{name} {inbound.argument}".strip()))
        return await self._said(inbound)

    async def _said(self, inbound: Inbound) -> Said:
        text = inbound.text or ""
        if receipt.receipt_digits(text) is not None:
            return Said(text, Meaning.unknown)  # a code is no message: it goes to no service
        meaning = await self._parse(text) if text.strip() else Meaning.unknown
        return Said(text, meaning, places.find(text), inbound.message_id, inbound.edited)

    # --- one step and what follows ------------------------------------------------------------------------------
    async def _take(
        self, session: AsyncSession, conversation: Conversation, event: Event, inbound: Inbound | None
    ) -> None:
        now = self._clock()
        state = self._state(conversation)
        if isinstance(event, Said) and (digits := receipt.receipt_digits(event.text)) is not None:
            event = await self._returned(session, digits)
        on_duty = await escalation.anyone_on_duty(session)
        line = self._line(on_duty, conversation.channel in self._foreign, now)
        if inbound is not None:
            conversation.heard_at = now
            if state.case is not None:
                await report.note_heard(session, conversation.id, now)
        before = state
        state, effects = step(state, event, line, now)
        if isinstance(event, Returned) and event.case is not None and state.case == event.case:
            await receipt.bring_back(session, event.case, conversation)
        if state.noticed and conversation.notice_at is None:
            conversation.notice_version, conversation.notice_at = NOTICE_VERSION, now
        conversation.quiet_due_at = None
        facts = {"time": now.astimezone(_HO_CHI_MINH).strftime("%H:%M, %d/%m/%Y")}
        case_id = before.case
        for effect in effects:
            case_id = await self._apply(session, conversation, effect, state, case_id, facts, now, inbound)
            if isinstance(effect, OpenReplies):
                texts = await reply.open_waiting(session, self._keys, case_id, now) if case_id else ()
                state, more = step(state, OpenedReply(texts), line, now)
                for another in more:
                    await self._apply(session, conversation, another, state, case_id, facts, now, inbound)
        opened = case_id is not None and case_id != before.case
        if opened and not any(isinstance(effect, Forget) for effect in effects):
            state = replace(state, case=case_id)
        conversation.state = self._keys.live.encrypt(_STATE.dump_json(state))
        conversation.language = state.language

    async def _apply(
        self,
        session: AsyncSession,
        conversation: Conversation,
        effect: Effect,
        state: State,
        case_id: str | None,
        facts: dict[str, str],
        now: datetime,
        inbound: Inbound | None,
    ) -> str | None:
        """Do one effect; the id of the case from here on."""
        match effect:
            case Say():
                if case_id is not None and "receipt" not in facts and _mentions(effect, "{receipt}"):
                    facts["receipt"] = await receipt.renew(session, self._keys, case_id)
                await self._put(session, conversation, "say", now, _SAY.dump_json(_filled(effect, facts)))
            case Escalate() | Submit():
                return await self._to_staff(session, conversation, effect, state, case_id, facts, now)
            case Relay(text, remark) if case_id is not None:
                await report.add(session, case_id, ItemKind.REMARK if remark else ItemKind.MESSAGE, text, now=now)
            case Agree(kind, given):
                await self._consent(session, conversation, case_id, kind, given, now)
            case DoNotWrite() if case_id is not None:
                await report.set_do_not_write(session, case_id, now)
            case EraseMessage() if inbound is not None and inbound.message_id is not None:
                await self._put(session, conversation, "erase", now, inbound.message_id.encode())
            case EraseChat():
                # What still waits need not be said; what is being sent right now is erased after it.
                await outbox.withdraw_lane(session, _lane(conversation), now)
                await self._put(session, conversation, "erase_chat", now)
            case Forget(True):
                await self._put(session, conversation, "forget", now)
            case RemindLater(minutes):
                conversation.quiet_due_at = now + timedelta(minutes=minutes)
            case _:
                pass
        return case_id

    async def _to_staff(
        self,
        session: AsyncSession,
        conversation: Conversation,
        effect: Escalate | Submit,
        state: State,
        case_id: str | None,
        facts: dict[str, str],
        now: datetime,
    ) -> str:
        unfinished = isinstance(effect, Submit) and effect.unfinished
        if case_id is not None:
            if isinstance(effect, Escalate):
                await report.danger_again(session, case_id, effect.report, effect.triage, now=now)
            else:
                await report.complete(session, case_id, effect.report, effect.triage, now=now, unfinished=unfinished)
            return case_id
        opened = await report.open_case(
            session,
            self._keys,
            effect.report,
            effect.triage,
            conversation=conversation,
            received_at=state.first_message_at or self._state(conversation).first_message_at or now,
            now=now,
            unfinished=unfinished,
            do_not_write=isinstance(effect, Submit) and effect.do_not_write,
        )
        facts["receipt"] = opened.receipt
        consents = update(Consent).where(Consent.conversation_id == conversation.id, Consent.case_id.is_(None))
        await session.execute(consents.values(case_id=opened.case_id))
        return opened.case_id

    async def _returned(self, session: AsyncSession, digits: str) -> Returned:
        found = await receipt.find_by_receipt(session, self._keys.receipts, digits, now=self._clock())
        match found:
            case receipt.Receipt():
                return Returned(found.case_id, found.waiting, found.status)
            case receipt.Slowed():
                return Returned(wait=found.wait_seconds)
            case None:
                return Returned()

    async def _consent(
        self,
        session: AsyncSession,
        conversation: Conversation,
        case_id: str | None,
        kind: str,
        given: bool,
        now: datetime,
    ) -> None:
        if given:
            session.add(
                Consent(
                    conversation_id=conversation.id, case_id=case_id, kind=kind, version=NOTICE_VERSION, given_at=now
                )
            )
            return
        open_ones = update(Consent).where(
            Consent.conversation_id == conversation.id, Consent.kind == kind, Consent.withdrawn_at.is_(None)
        )
        await session.execute(open_ones.values(withdrawn_at=now))

    # --- what goes out ------------------------------------------------------------------------------------------
    async def _put(
        self, session: AsyncSession, conversation: Conversation, kind: str, now: datetime, body: bytes | None = None
    ) -> None:
        await outbox.put(
            session,
            worker=conversation.channel,
            kind=kind,
            lane=_lane(conversation),
            now=now,
            body=self._keys.live.encrypt(body) if body is not None else None,
            conversation_id=conversation.id,
        )

    def _note_message(self, session: AsyncSession, conversation: Conversation, message_id: str) -> None:
        sealed = self._keys.live.encrypt(message_id.encode())
        session.add(SentMessage(conversation_id=conversation.id, sealed=sealed, sent_at=self._clock()))

    # --- rows ---------------------------------------------------------------------------------------------------
    def _state(self, conversation: Conversation) -> State:
        if conversation.state is None:
            return State(language=conversation.language)
        return _STATE.validate_json(self._keys.live.decrypt(conversation.state))

    async def _conversation(self, session: AsyncSession, inbound: Inbound) -> Conversation:
        chat_hash = keyed_hash(self._keys.chats, inbound.source, inbound.chat)
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
        found = select(Conversation).where(Conversation.channel == inbound.channel, Conversation.chat_hash == chat_hash)
        return (await session.scalars(found.with_for_update(key_share=True))).one()


def say_from(body: bytes) -> Say:
    """A Say as it lies, unsealed, in an outbox job."""
    return _SAY.validate_json(body)


def _lane(conversation: Conversation) -> str:
    return f"conversation:{conversation.id}"


async def _locked(session: AsyncSession, conversation_id: str) -> Conversation | None:
    found = select(Conversation).where(Conversation.id == conversation_id).with_for_update(key_share=True)
    return (await session.scalars(found)).one_or_none()


async def _first_time(session: AsyncSession, inbound: Inbound, now: datetime) -> bool:
    values = {"channel": inbound.source, "update_id": inbound.update_id, "seen_at": now, "kind": "handled"}
    statement = insert(session, SeenUpdate).values(values).on_conflict_do_nothing()
    return (await session.execute(statement.returning(SeenUpdate.update_id))).scalar_one_or_none() is not None


def _mentions(say: Say, placeholder: str) -> bool:
    return any(placeholder in line.msgid for line in say.lines)


def _filled(say: Say, facts: dict[str, str]) -> Say:
    """The shell's own facts added to each text's parameters."""
    known = tuple(facts.items())
    return replace(say, lines=tuple(Text(text.msgid, (*text.params, *known)) for text in say.lines))
