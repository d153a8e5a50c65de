"""What a chat is told because of one incoming thing: put out together with what still waits of the last answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogue.effects import Say
from bot.dialogue.gathered import goes_over, with_lines_over
from bot.dialogue.report.asking import READY
from bot.dialogue.state import Aside
from handlers import outbox
from handlers.outbox import Kind, Urgency
from handlers.store.keys import BotKeys
from handlers.store.models import Conversation

MOST_HELD = timedelta(seconds=3)  # from the first answer of a burst on, however long it goes on

_SAY = TypeAdapter(Say)
_ASIDES = frozenset(Aside)


def say_from(body: bytes) -> Say:
    """A Say as it lies, unsealed, in an outbox job."""
    return _SAY.validate_json(body)


@dataclass(frozen=True, slots=True)
class Part:
    """One job to be: something to say, or what else is done in the chat."""

    kind: Kind
    urgency: Urgency
    say: Say | None = None
    body: bytes | None = None  # of another kind

    def bytes(self) -> bytes | None:
        return _SAY.dump_json(self.say) if self.say is not None else self.body


@dataclass(slots=True)
class Answer:
    """What one incoming thing brings about in its chat, in order."""

    parts: list[Part] = field(default_factory=list)
    waits: bool = True  # for what else is being written
    alarmed: bool = False  # the numbers of somebody in danger come first


class Answers:
    """Puts answers into the outbox. A calm one waits there a moment, so that several messages get one.

    What waits is an ordinary job with a due time. Known here is only which chats have such, so that looking for them
    costs the others nothing; a process that dies forgets that, and then each answer goes out by itself.
    """

    def __init__(self, keys: BotKeys, hold: timedelta) -> None:
        self._keys, self.hold = keys, hold
        self._held: dict[str, tuple[datetime, datetime]] = {}  # by conversation: first put, and due

    def seconds_to_next(self, now: datetime) -> float | None:
        """How long it is until an answer that waits is due; None where none does."""
        self._held = {chat: times for chat, times in self._held.items() if times[1] > now}
        return min(((due - now).total_seconds() for _, due in self._held.values()), default=None)

    async def put(self, session: AsyncSession, conversation: Conversation, answer: Answer, now: datetime) -> None:
        if not answer.parts:
            return
        lane = outbox.lane_of(conversation.id)
        since, due = self._held.pop(conversation.id, (now, now))
        parts = answer.parts
        if due > now:
            held = [self._opened(job) for job in await outbox.take_back(session, lane, now)]
            parts = together(held, parts, numbers_first=answer.alarmed)
        else:
            since = now
        due = min(now + self.hold, since + MOST_HELD) if answer.waits else now
        if due > now:
            self._held[conversation.id] = (since, due)
        for part in parts:
            body = part.bytes()
            await outbox.put(
                session,
                worker=conversation.channel,
                kind=part.kind,
                lane=lane,
                now=now,
                body=self._keys.live.encrypt(body) if body is not None else None,
                conversation_id=conversation.id,
                due_at=due,
                urgency=part.urgency,
            )

    def _opened(self, job: outbox.Held) -> Part:
        body = self._keys.live.decrypt(job.body) if job.body is not None else None
        if job.kind is Kind.SAY and body is not None:
            return Part(job.kind, job.urgency, say=say_from(body))
        return Part(job.kind, job.urgency, body=body)


def together(held: list[Part], new: list[Part], *, numbers_first: bool) -> list[Part]:
    """One answer of two: a question is asked once, what is said again is said once, and nothing else is left out."""
    says = [part.say for part in new if part.say is not None]
    asks = any(_asks(say) for say in says)
    again = {line for say in says for line in _told(say)} | ({(READY.msgid, ())} if asks else set())
    kept = []
    for part in held:
        say = part.say
        if numbers_first and say is not None and say.exit_button:  # those of the first screen: of this danger others
            continue
        if say is not None and asks and _asks(say):
            say = replace(say, lines=say.lines[: say.above], question="", choices=(), above=0)
        if say is not None and again.issuperset(_told(say)):
            continue
        if say is not None and say.exit_button is None and not say.alone and not say.choices:
            told = zip(say.lines, _told(say), strict=True)
            say = replace(say, lines=tuple(line for line, what in told if what not in again))
        kept.append(replace(part, say=say))
    if not numbers_first:
        return _gathered([*kept, *new])
    # Behind the numbers and the code, and before the question, which stays last.
    *first, last = new
    if last.say is not None and last.say.above and last.say.choices:
        over = replace(last.say, lines=last.say.lines[: last.say.above], question="", choices=(), above=0)
        asked = replace(last.say, lines=last.say.lines[last.say.above :], above=0)
        first, last = [*first, replace(last, say=over)], replace(last, say=asked)
    return _gathered([*first, *kept, last]) if first else _gathered([last, *kept])


def _gathered(parts: list[Part]) -> list[Part]:
    """What is said one after another in one message, as in the answer to one thing."""
    found: list[Part] = []
    for part in parts:
        last = found[-1].say if found else None
        if last is not None and part.say is not None and goes_over(last, part.say):
            found[-1] = replace(part, say=with_lines_over(last.lines, part.say))
        else:
            found.append(part)
    return found


def _asks(say: Say) -> bool:
    """Whether the next question takes its place; one that was put beside it stays."""
    return bool(say.choices) and say.question not in _ASIDES


def _told(say: Say) -> tuple[tuple[object, ...], ...]:
    """What is read of it: of the facts, such as the time, only those that the text has a place for."""
    return tuple(
        (line.msgid, tuple(param for param in line.params if f"{{{param[0]}}}" in line.msgid)) for line in say.lines
    )
