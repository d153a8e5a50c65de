"""From what a channel hands in to what the conversation hears: commands, codes, floods, voices and pictures."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogue import events
from bot.dialogue.events import Event
from bot.dialogue.heard.danger import heard
from bot.dialogue.heard.words import act_of
from bot.inbound import Inbound
from bot.pace import Pace
from handlers import picture, receipt
from handlers.campaigns import arriving, codes
from handlers.case import Around
from handlers.guesses import REPORTERS, Guesses
from handlers.recording import Recording
from handlers.store.keys import BotKeys
from nlu import places
from nlu.meaning import Meaning

MESSAGES_A_MINUTE = 20  # of one chat; more are kept, and answered once
WHEN_ALL_RUSH = 6  # of one chat, while all together send more than MESSAGES_OF_ALL
MESSAGES_OF_ALL = 600
RECORDINGS_AN_HOUR = 30  # of one chat: what comes on top is refused with the way to call; words never are
MEGABYTES_AN_HOUR = 25  # of one chat's recordings: an hour and a half of speech
PICTURES_AN_HOUR = 12  # of one chat
A_DAY = 86400  # seconds: who begins by the same code again within it is counted once
PLACES_APART = 300  # seconds: what a telephone that moves sends by itself comes every few

Parse = Callable[[str], Awaitable[Meaning]]

_HALF = re.compile("[\ud800-\udfff]")
_BEGINS = ("start", "batdau", "baotin")
_AT_ONCE = ("thoat", "exit", "xoa")  # obeyed whatever stands behind them

COMMANDS: dict[str, Event] = {
    "thoat": events.Exited(),
    "exit": events.Exited(),
    "xoa": events.Erased(),
    "huy": events.Cancelled(),
    "dung": events.Cancelled(),
    "stop": events.Cancelled(),
    "cancel": events.Cancelled(),
    "boqua": events.Skipped(),
    "skip": events.Skipped(),
    "quaylai": events.WentBack(),
    "back": events.WentBack(),
    "giup": events.AskedForHelp(),
    "help": events.AskedForHelp(),
    "khonggoi": events.Withdrew(),
    "ngonngu": events.AskedForLanguage(),
}


async def event_of(inbound: Inbound, parse: Parse) -> Event:
    """What this is. All that is slow happens here, outside of any transaction."""
    if inbound.button is not None:
        question, _, choice = inbound.button.partition(":")
        return events.Chose(question, choice)
    if inbound.location is not None:
        return events.Located(*inbound.location)
    if inbound.attachment is not None and not inbound.text:
        return events.Sent(inbound.attachment)
    if inbound.command is None:
        return await _said(inbound, inbound.text or "", parse)
    name, argument = inbound.command.casefold(), inbound.argument
    if name in _BEGINS and (not argument or codes.link_code(argument)):
        return events.Began(argument or None)
    if name in _AT_ONCE or (name in COMMANDS and not argument):
        return COMMANDS[name]
    # Nobody is told that they typed wrongly: an unknown command is read as words.
    return await _said(inbound, f"{name} {argument}".strip(), parse)


async def _said(inbound: Inbound, text: str, parse: Parse) -> events.Said:
    text = _writable(text)
    words = receipt.words_beside(text)  # a receipt code goes to no service
    meaning = await parse(words) if words.strip() else Meaning.unknown
    return events.Said(
        text,
        meaning,
        places.find(text),
        inbound.message_id,
        inbound.edited,
        inbound.passed_on,
        inbound.attachment,
        heard(text),
        inbound.at,
    )


def enclosed(inbound: Inbound) -> tuple[tuple[Around, str], ...]:
    """What stands around the words; a receipt code is never among it."""
    return tuple((kind, words) for kind, text in inbound.around if (words := receipt.words_beside(_writable(text))))


def _writable(text: str) -> str:
    """Half a letter outside of the basic plane, from a broken program, can't be stored: a cry must not fail for it."""
    return _HALF.sub("\ufffd", text)


def _typed_code(event: Event, inbound: Inbound | None) -> Event:
    """The beginning that eight digits alone are; anything else as it is."""
    if not isinstance(event, events.Said) or inbound is None or event.passed_on or event.attached or inbound.around:
        return event
    code = codes.typed_code(event.text)
    return events.Began(code) if code is not None else event


class Ear:
    """What can be told only with the rows of the chat at hand, and how much at once is listened to."""

    def __init__(self, keys: BotKeys, pace: Pace) -> None:
        self._keys, self._pace = keys, pace
        self._guesses = Guesses(REPORTERS)

    async def hears(
        self,
        session: AsyncSession,
        conversation_id: str,
        event: Event,
        inbound: Inbound | None,
        now: datetime,
        *,
        may_begin: bool,
    ) -> list[Event]:
        """One message may be several events: a code, what stands around the words, the file with them, they themselves.

        What stands around them comes before them, so that it is on the case that they open. A campaign's code is heard
        in eight digits alone, where a talk `may_begin`.
        """
        began = _typed_code(event, inbound) if may_begin else event
        if isinstance(began, events.Began) and began.campaign is not None:
            return [await self._came(session, conversation_id, began.campaign, now)]
        told = await self._told(session, conversation_id, event, inbound, now)
        if inbound is None or not (around := enclosed(inbound)):
            return told
        first = 1 if told and isinstance(told[0], events.Returned) else 0
        return [*told[:first], events.Enclosed(around), *told[first:]]

    async def _came(self, session: AsyncSession, conversation_id: str, code: str, now: datetime) -> events.Began:
        """Unknown, ended, deleted in this moment: whoever comes is helped the same."""
        came = await arriving.came_by(session, code, now)
        if came is not None and not self._pace.allows(f"came by {came.variant}", conversation_id, 1, A_DAY):
            came = replace(came, again=True)
        return events.Began(code, came)

    def follows(self, conversation_id: str) -> bool:
        """Whether a place that the telephone sends by itself is taken in: one in five minutes."""
        return self._pace.allows("moved", conversation_id, 1, PLACES_APART)

    async def _told(
        self, session: AsyncSession, conversation_id: str, event: Event, inbound: Inbound | None, now: datetime
    ) -> list[Event]:
        file = await self._file(session, inbound, conversation_id) if inbound is not None else None
        if not isinstance(event, events.Said):
            return [event] if file is None else [file]
        words: Event | None = event
        returned: events.Returned | None = None
        if (digits := receipt.receipt_digits(event.text)) is not None:
            network = inbound.network if inbound is not None else ""
            returned = await self._returned(session, digits, conversation_id, network, now)
            beside = receipt.words_beside(event.text)
            if beside and returned.case is None:
                returned = None  # digits that are no code of ours, in a message that says something
            else:  # the code is answered, and the words beside it are not lost
                words = replace(event, text=beside, signals=None) if beside else None
        elif self._rushes(event, conversation_id):
            words = events.Rushed(event.text, self._pace.allows("told", conversation_id, 1, 60))
        if file is not None and isinstance(words, events.Said):
            words = replace(words, attached=None)
        # A code comes first: the file belongs to the report that it opened.
        return [one for one in (returned, file, words) if one is not None]

    async def _file(self, session: AsyncSession, inbound: Inbound, conversation_id: str) -> Event | None:
        """The event of a recording or an allowed picture that came along; None where there is none to be taken in."""
        if inbound.recording is not None:
            return events.Spoke() if self._takes(inbound.recording, conversation_id) else events.Sent("voices")
        if inbound.picture is not None and await picture.case_that_takes(session, conversation_id) is not None:
            in_pace = self._pace.allows("shown", conversation_id, PICTURES_AN_HOUR, 3600)
            return events.Showed() if in_pace else events.Sent("pictures")
        return None

    def _takes(self, recording: Recording, conversation_id: str) -> bool:
        """Whether one more of this size is within the hour of its chat."""
        if not self._pace.allows("spoken", conversation_id, RECORDINGS_AN_HOUR, 3600):
            return False
        megabytes = len(recording.data) // 1_000_000  # short ones are bounded by their number
        return all(
            self._pace.allows("megabyte", conversation_id, MEGABYTES_AN_HOUR, 3600) for _megabyte in range(megabytes)
        )

    def _rushes(self, said: events.Said, conversation_id: str) -> bool:
        """Whether this is one of too many. Never so for danger, nor for a word that steers, such as "thoát"."""
        calm = self._pace.allows("all", "all", MESSAGES_OF_ALL, 60)
        in_pace = self._pace.allows("said", conversation_id, MESSAGES_A_MINUTE if calm else WHEN_ALL_RUSH, 60)
        danger = said.meaning.danger
        return not (in_pace or danger.now or danger.maybe or said.signals or act_of(said.text))

    async def _returned(
        self, session: AsyncSession, digits: str, who: str, network: str, now: datetime
    ) -> events.Returned:
        found = await receipt.find_by_receipt(
            session, self._keys.receipts, digits, now=now, guesses=self._guesses, who=who, network=network
        )
        match found:
            case receipt.Receipt():
                return events.Returned(found.case_id, found.waiting, found.status)
            case receipt.Slowed():
                return events.Returned(wait=found.wait_seconds)
            case None:
                return events.Returned()
