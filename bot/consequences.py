"""What follows from one step: each effect carried out by the handler or the outbox, inside the shell's transaction."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.answers import Answer, Part
from bot.dialogue import effects, events
from bot.dialogue.effects import Effect, Say
from bot.dialogue.events import Event
from bot.dialogue.heard.words import fold
from bot.dialogue.said.screens import NOTICE_VERSION
from bot.dialogue.state import State
from bot.dialogue.text import Text
from bot.inbound import Inbound
from handlers import alerts, mute, new_code, outbox, picture, receipt, reply, report, services, writable
from handlers.campaigns.arriving import name_of, was_claimed_in_time
from handlers.campaigns.topics import Step
from handlers.case import ItemKind
from handlers.circumstances import told_in
from handlers.outbox import Kind, Urgency
from handlers.recording import Recording, to_bytes
from handlers.store.keys import BotKeys
from handlers.store.models import Case, Consent, Conversation, Item
from nlu import places
from nlu.meaning import REPORT_INTENTS

_HO_CHI_MINH = ZoneInfo("Asia/Ho_Chi_Minh")
_FIRST = (effects.Escalate, effects.Submit, effects.EraseChat)  # what these say and do goes out before anything else
_FOR_A_CASE = (
    effects.Supplement | effects.Relay | effects.Enclose | effects.Note | effects.KeepRecording
)  # nothing where none is open


@dataclass(slots=True)
class Consequences:
    """Carries out the effects of one step, in order; `case_id` is the open case from here on."""

    session: AsyncSession
    keys: BotKeys
    conversation: Conversation
    now: datetime
    inbound: Inbound | None  # what was just received
    before: State
    state: State
    wanted: tuple[Effect, ...]
    spoken: dict[str, tuple[Recording | None, ...]]  # the replies just opened, by case, where they were spoken
    answer: Answer  # what the chat is told in the end
    heard: Event  # what the step was about
    case_id: str | None = field(init=False)
    urgency: Urgency = field(init=False)
    withdrawn: list[int] = field(default_factory=list)  # jobs that were taken and are not to be sent any more
    counted: list[effects.Count] = field(default_factory=list)  # to be written once this is committed
    facts: dict[str, str] = field(default_factory=dict)  # what only the shell knows: {receipt}, {time}

    def __post_init__(self) -> None:
        self.case_id = self.before.case.id
        self.urgency = Urgency.FIRST if any(isinstance(one, _FIRST) for one in self.wanted) else Urgency.ORDINARY

    async def carry_out(self, effect: Effect) -> tuple[Event, ...]:
        """Do it, and tell what the conversation is to hear because of it: nothing, for most."""
        match effect:
            case Say():
                await self._say(effect)
            case effects.Escalate() | effects.Submit():
                await self._to_staff(effect)
            case effects.Supplement() | effects.Relay() | effects.Enclose() | effects.Note() | effects.KeepRecording():
                if self.case_id is not None:
                    await self._to_case(self.case_id, effect)
            case effects.KeepSafeHours(hours):
                await writable.keep_hours_of_chat(self.session, self.conversation.id, hours, self.now)
            case effects.KeepPicture():
                await self._keep_picture()
            case effects.PlayReply(number, case):
                if (spoken := self.spoken[case or ""][number]) is not None:
                    self._put(Kind.PLAY, to_bytes(spoken))
            case effects.Agree(kind, given):
                await self._consent(kind, given)
            case effects.KeepArrival():
                await self._keep_arrival(effect)
            case effects.Count():
                in_time = effect.step != Step.CLAIMED or await was_claimed_in_time(self.session, self.case_id)
                self.counted += [effect] if in_time else []
            case effects.DoNotWrite():
                await writable.hush(self.session, self.conversation.id, self.now)
            case effects.OpenReplies():
                return await self._open_replies()
            case effects.HowFar():
                return (await self._how_far(effect),)
            case effects.LookIn(opened):
                return (await self._look_in(opened),)
            case effects.LookUpServices(codes):
                return (await self._services_near(codes),)
            case effects.EraseMessage():
                if self.inbound is not None and self.inbound.message_id is not None:
                    self._put(Kind.ERASE, self.inbound.message_id.encode())
            case effects.EraseChat():
                # What still waits need not be said; what is being sent right now is erased after it.
                lane = outbox.lane_of(self.conversation.id)
                self.withdrawn += await outbox.withdraw_lane(self.session, lane, self.now)
                self.answer.parts.clear()
                self._put(Kind.ERASE_CHAT)
            case effects.Forget(everything):
                if everything:
                    self._put(Kind.FORGET)
            case effects.RemindLater(minutes):
                self.conversation.quiet_due_at = self.now + timedelta(minutes=minutes)
            case _:
                assert_never(effect)
        return ()

    async def _to_case(self, case_id: str, effect: _FOR_A_CASE) -> None:
        match effect:
            case effects.Supplement(told):
                await report.supplement(self.session, case_id, told, now=self.now, keys=self.keys)
            case effects.Relay(text, quietly):
                kind = ItemKind.REMARK if quietly else ItemKind.MESSAGE
                await report.add(self.session, case_id, kind, text, now=self.now, harmless=self._is_harmless(text))
            case effects.Enclose(text):
                harmless = self._is_harmless(text)
                await report.add(self.session, case_id, ItemKind.AROUND, text, now=self.now, harmless=harmless)
            case effects.Note(remark):
                await report.add(self.session, case_id, ItemKind.REMARK, remark, now=self.now)
            case effects.KeepRecording():
                if self.inbound is not None and (held := self.inbound.recording) is not None:
                    await report.add_recording(self.session, case_id, held, now=self.now)
            case _:
                assert_never(effect)

    def _is_harmless(self, text: str) -> bool:
        """Whether these words name neither a child nor a risk, by the rules and by what the machine heard in them."""
        kept = self.before.draft  # of what waited for an answer to the question what it is for
        if kept.intent in REPORT_INTENTS or kept.signals:
            return False
        meaning = self.heard.meaning if isinstance(self.heard, events.Said) else None
        return mute.are_harmless(told_in(fold(text), text), meaning)

    async def _keep_arrival(self, wanted: effects.KeepArrival) -> None:
        """Sealed, as any word of the person; a campaign that was deleted meanwhile has no name any more."""
        before = delete(Item).where(Item.case_id == self.case_id, Item.kind == ItemKind.ARRIVAL)
        await self.session.execute(before)
        name = await name_of(self.session, wanted.variant) if wanted.given else None
        if self.case_id is not None and name is not None:
            await report.add(self.session, self.case_id, ItemKind.ARRIVAL, name, now=self.now)

    async def _keep_picture(self) -> None:
        allowed = await picture.case_that_takes(self.session, self.conversation.id)
        if allowed is not None and self.inbound is not None and self.inbound.picture is not None:
            await picture.add(self.session, allowed, self.inbound.picture, now=self.now)

    async def _open_replies(self) -> tuple[Event, ...]:
        """The replies that wait on any case that belongs to this chat now: a chat that was left behind gets none."""
        mine = select(Case.id).where(Case.conversation_id == self.conversation.id).order_by(Case.opened_at)
        opened = []
        for case_id in await self.session.scalars(mine):
            replies = await reply.open_waiting(self.session, self.keys, case_id, self.now)
            if replies:
                self.spoken[case_id] = tuple(None if isinstance(one, str) else one for one in replies)
                texts = tuple(one if isinstance(one, str) else None for one in replies)
                opened.append(events.OpenedReply(texts, case_id, await picture.allowed(self.session, case_id)))
        return tuple(opened) or (events.OpenedReply(()),)

    async def _how_far(self, asked: effects.HowFar) -> events.Stands:
        """Told to the chat that the case belongs to now. Whoever said when one may write here uses the code."""
        found = await receipt.of_chat(
            self.session, self.case_id, self.conversation.id, self.now, replies=not asked.voice
        )
        if found is None:
            return events.Stands(voice=asked.voice)
        if asked.voice:
            again = asked.waits and await report.still_waits(self.session, found.case_id, self.now)
            return events.Stands(
                found.status, voice=asked.voice, taken_at=found.taken_at, opened=found.opened, told_again=again
            )
        await reply.noticed(self.session, found.case_id, self.now)  # the person hears of it now
        renewed = await new_code.given_at(self.session, found.case_id)
        return events.Stands(found.status, found.waiting, renewed, taken_at=found.taken_at)

    async def _look_in(self, opened: bool) -> events.LookedIn:
        """For whoever waits in danger, as it stands now; nothing where this chat may not be written to."""
        found = await receipt.of_chat(self.session, self.case_id, self.conversation.id, self.now)
        case = await self.session.get(Case, found.case_id) if found is not None else None
        if found is None or case is None or case.do_not_write or case.unreachable or self.conversation.closed_by_peer:
            return events.LookedIn(opened=opened)
        alerted_at = await alerts.alerted_again_at(self.session, case)
        return events.LookedIn(
            found.status, found.waiting, case.read_at is not None, case.claimed_at, alerted_at, opened
        )

    async def _services_near(self, codes: tuple[str, ...]) -> events.FoundServices:
        names = [name for code in codes if (name := places.name_of(code))]
        found = await services.near(self.session, codes)
        told = tuple((service.told, f"{service.checked_on:%d/%m/%Y}") for service in found)
        return events.FoundServices(" / ".join(names), told)

    async def _say(self, say: Say) -> None:
        if self.case_id is not None and "receipt" not in self.facts and _mentions(say, "{receipt}"):
            self.facts["receipt"] = await receipt.renew(self.session, self.keys, self.case_id)
        self.facts.setdefault("time", self.now.astimezone(_HO_CHI_MINH).strftime("%H:%M, %d/%m/%Y"))
        known = tuple(self.facts.items())
        lines = tuple(Text(text.msgid, (*text.params, *known)) for text in say.lines)
        apart = self.before.case.id is not None and self.state.case.id != self.before.case.id
        filled = replace(say, lines=lines, apart=apart)
        self.answer.parts.append(Part(Kind.SAY, self.urgency, say=filled))

    async def _to_staff(self, effect: effects.Escalate | effects.Submit) -> None:
        unfinished = isinstance(effect, effects.Submit) and effect.unfinished
        told, triage = effect.report, effect.triage
        if self.case_id is not None and isinstance(effect, effects.Escalate):
            await report.danger_again(self.session, self.case_id, told, triage, now=self.now, keys=self.keys)
        elif self.case_id is not None:
            await report.complete(
                self.session,
                self.case_id,
                told,
                triage,
                now=self.now,
                unfinished=unfinished,
                harmless=self._is_harmless(""),
                keys=self.keys,
            )
        else:
            opened = await report.open_case(
                self.session,
                self.keys,
                told,
                triage,
                conversation=self.conversation,
                received_at=self.state.draft.first_message_at or self.before.draft.first_message_at or self.now,
                now=self.now,
                unfinished=unfinished,
                do_not_write=isinstance(effect, effects.Submit) and effect.do_not_write,
                follows=self.state.draft.follows or self.before.draft.follows,
                hours=self.state.person.hours or self.before.person.hours,
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
        # Of this chat, and of the cases that were brought to it: the same person takes it back.
        brought = Consent.case_id.in_(select(Case.id).where(Case.conversation_id == self.conversation.id))
        given_before = update(Consent).where(
            or_(Consent.conversation_id == self.conversation.id, brought),
            Consent.kind == kind,
            Consent.withdrawn_at.is_(None),
        )
        await self.session.execute(given_before.values(withdrawn_at=self.now))

    def _put(self, kind: Kind, body: bytes | None = None) -> None:
        self.answer.parts.append(Part(kind, self.urgency, body=body))


def _mentions(say: Say, placeholder: str) -> bool:
    return any(placeholder in line.msgid for line in say.lines)
