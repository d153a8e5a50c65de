"""What follows from one step: each effect carried out by the handler or the outbox, inside the shell's transaction."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogue.screens import NOTICE_VERSION
from bot.dialogue.vocabulary import (
    Agree,
    DoNotWrite,
    Effect,
    EraseChat,
    EraseMessage,
    Escalate,
    Forget,
    KeepPicture,
    KeepRecording,
    KeepSafeHours,
    PlayReply,
    Relay,
    RemindLater,
    Say,
    Submit,
    Supplement,
    Text,
)
from handlers import outbox, picture, receipt, report
from handlers.case import ItemKind
from handlers.outbox import Urgency
from handlers.recording import Recording, to_bytes
from handlers.store.keys import BotKeys
from handlers.store.models import Consent, Conversation

_SAY = TypeAdapter(Say)
_HO_CHI_MINH = ZoneInfo("Asia/Ho_Chi_Minh")


def say_from(body: bytes) -> Say:
    """A Say as it lies, unsealed, in an outbox job."""
    return _SAY.validate_json(body)


@dataclass(slots=True)
class Consequences:
    """Carries out the effects of one step, in order; `case_id` is the open case from here on."""

    session: AsyncSession
    keys: BotKeys
    conversation: Conversation
    now: datetime
    message_id: str | None  # of the message just received
    case_id: str | None
    received_at: datetime  # the first message of this report
    follows: str | None = None  # an earlier case of this chat
    recording: Recording | None = None  # that came with the message just received
    picture: bytes | None = None
    spoken: tuple[Recording | None, ...] = ()  # the replies that were just opened, where they were spoken
    urgency: Urgency = Urgency.ORDINARY
    withdrawn: list[int] = field(default_factory=list)  # jobs that were taken and are not to be sent any more
    facts: dict[str, str] = field(default_factory=dict)  # what only the shell knows: {receipt}, {time}

    async def carry_out(self, effect: Effect) -> None:
        match effect:
            case Say():
                await self._say(effect)
            case Escalate() | Submit():
                await self._to_staff(effect)
            case Supplement(told) if self.case_id is not None:
                await report.supplement(self.session, self.case_id, told, now=self.now)
            case KeepSafeHours(hours) if self.case_id is not None:
                await report.keep_safe_hours(self.session, self.case_id, hours, self.now)
            case Relay(text, remark) if self.case_id is not None:
                kind = ItemKind.REMARK if remark else ItemKind.MESSAGE
                await report.add(self.session, self.case_id, kind, text, now=self.now)
            case KeepRecording() if self.case_id is not None and self.recording is not None:
                held = self.recording
                await report.add_recording(self.session, self.case_id, held.data, held.media_type, now=self.now)
            case KeepPicture() if self.picture is not None:
                allowed = await picture.case_that_takes(self.session, self.conversation.id)
                if allowed is not None:
                    await picture.add(self.session, allowed, self.picture, now=self.now)
            case PlayReply(number) if (spoken := self.spoken[number]) is not None:
                await self._put("play", to_bytes(spoken))
            case Agree(kind, given):
                await self._consent(kind, given)
            case DoNotWrite():
                await report.hush(self.session, self.conversation.id, self.now)
            case EraseMessage() if self.message_id is not None:
                await self._put("erase", self.message_id.encode())
            case EraseChat():
                # What still waits need not be said; what is being sent right now is erased after it.
                self.withdrawn += await outbox.withdraw_lane(self.session, self._lane, self.now)
                await self._put("erase_chat")
            case Forget(True):
                await self._put("forget")
            case RemindLater(minutes):
                self.conversation.quiet_due_at = self.now + timedelta(minutes=minutes)
            case _:
                pass

    async def _say(self, say: Say) -> None:
        if self.case_id is not None and "receipt" not in self.facts and _mentions(say, "{receipt}"):
            self.facts["receipt"] = await receipt.renew(self.session, self.keys, self.case_id)
        self.facts.setdefault("time", self.now.astimezone(_HO_CHI_MINH).strftime("%H:%M, %d/%m/%Y"))
        known = tuple(self.facts.items())
        filled = replace(say, lines=tuple(Text(text.msgid, (*text.params, *known)) for text in say.lines))
        await self._put("say", _SAY.dump_json(filled))

    async def _to_staff(self, effect: Escalate | Submit) -> None:
        unfinished = isinstance(effect, Submit) and effect.unfinished
        told, triage = effect.report, effect.triage
        if self.case_id is not None and isinstance(effect, Escalate):
            await report.danger_again(self.session, self.case_id, told, triage, now=self.now)
        elif self.case_id is not None:
            await report.complete(self.session, self.case_id, told, triage, now=self.now, unfinished=unfinished)
        else:
            opened = await report.open_case(
                self.session,
                self.keys,
                told,
                triage,
                conversation=self.conversation,
                received_at=self.received_at,
                now=self.now,
                unfinished=unfinished,
                do_not_write=isinstance(effect, Submit) and effect.do_not_write,
                follows=self.follows,
            )
            self.case_id, self.facts["receipt"] = opened.case_id, opened.receipt
            given_before = update(Consent).where(
                Consent.conversation_id == self.conversation.id, Consent.case_id.is_(None)
            )
            await self.session.execute(given_before.values(case_id=opened.case_id))

    async def _consent(self, kind: str, given: bool) -> None:
        if given:
            self.session.add(
                Consent(
                    conversation_id=self.conversation.id,
                    case_id=self.case_id,
                    kind=kind,
                    version=NOTICE_VERSION,
                    given_at=self.now,
                )
            )
            return
        given_before = update(Consent).where(
            Consent.conversation_id == self.conversation.id, Consent.kind == kind, Consent.withdrawn_at.is_(None)
        )
        await self.session.execute(given_before.values(withdrawn_at=self.now))

    async def _put(self, kind: str, body: bytes | None = None) -> None:
        await outbox.put(
            self.session,
            worker=self.conversation.channel,
            kind=kind,
            lane=self._lane,
            now=self.now,
            body=self.keys.live.encrypt(body) if body is not None else None,
            conversation_id=self.conversation.id,
            urgency=self.urgency,
        )

    @property
    def _lane(self) -> str:
        return f"conversation:{self.conversation.id}"


def _mentions(say: Say, placeholder: str) -> bool:
    return any(placeholder in line.msgid for line in say.lines)
