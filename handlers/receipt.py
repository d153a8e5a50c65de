"""Receipt codes: fifteen random digits that only the reporter has; finding a case by one, slower after wrong ones."""

from __future__ import annotations

import math
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import reply
from handlers.case import Status
from handlers.store.keys import BotKeys, keyed_hash
from handlers.store.models import Case, Conversation, WrongCode
from handlers.store.rows import locked_case

DIGITS = 15  # 49 bits: with five tries an hour nobody guesses one
WRONG_CODES_AN_HOUR = 5
_FIRST_WAIT = 30
_LONGEST_WAIT = 300

_BETWEEN = r"[\s.\-\u2010-\u2015\u00b7_]{0,3}"
_CODE = re.compile(rf"(?<!\d)\d(?:{_BETWEEN}\d){{{DIGITS - 1}}}(?!\d)")
_GROUPED = re.compile(rf"(?<!\d)\d{{3}}(?:{_BETWEEN}\d{{3}}){{{DIGITS // 3 - 1}}}(?!\d)")


def new_receipt() -> str:
    """Fifteen random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def in_groups(digits: str) -> str:
    """ "123 456 789 012 345": three at a time, as one reads them over the telephone."""
    return " ".join(digits[start : start + 3] for start in range(0, len(digits), 3))


def receipt_digits(text: str) -> str | None:
    """The fifteen digits of a receipt code in a text, spaces, dots and dashes between them allowed, else None."""
    found = _GROUPED.search(text) or _CODE.search(text)
    if found is None:
        return None
    return "".join(str(unicodedata.decimal(one)) for one in found.group() if one.isdecimal())


def words_beside(text: str) -> str:
    """The text without a receipt code that stands in it."""
    found = _GROUPED.search(text) or _CODE.search(text)
    return text if found is None else f"{text[: found.start()]} {text[found.end() :]}".strip()


async def find_by_receipt(
    session: AsyncSession, receipts_key: bytes, text: str, *, now: datetime
) -> Receipt | Slowed | None:
    """The case of a receipt code, None for a wrong one, Slowed when there were too many wrong ones.

    After five wrong codes within an hour, by whomever, every attempt has to wait: 30 seconds since the last wrong one,
    doubled with each further one, at most five minutes. An attempt made too early is not looked at.
    """
    digits = receipt_digits(text)
    if digits is None:
        return None
    wait = await _wait(session, now)
    if wait > 0:
        return Slowed(math.ceil(wait))
    case = await session.scalar(select(Case).where(Case.receipt_hash == keyed_hash(receipts_key, digits)))
    if case is None:
        session.add(WrongCode(at=now))
        return None
    return Receipt(case.id, Status(case.status), await reply.waiting(session, case.id))


async def renew(session: AsyncSession, keys: BotKeys, case_id: str) -> str:
    """A new code for a case whose first one was never shown (it was opened in silence); in groups, to be shown once."""
    case = await locked_case(session, case_id)
    digits = new_receipt()
    case.receipt_hash = keyed_hash(keys.receipts, digits)
    return in_groups(digits)


async def bring_back(session: AsyncSession, case_id: str, conversation: Conversation) -> None:
    """The reporter came back with the code: what staff write goes to this chat from now on."""
    case = await locked_case(session, case_id)
    case.conversation_id, case.channel = conversation.id, conversation.channel
    case.do_not_write = case.unreachable = False


async def _wait(session: AsyncSession, now: datetime) -> float:
    """Seconds that any attempt still has to wait."""
    query = select(func.count(), func.max(WrongCode.at)).where(WrongCode.at > now - timedelta(hours=1))
    count, last = (await session.execute(query)).one()
    if count < WRONG_CODES_AN_HOUR:
        return 0
    wait = min(_FIRST_WAIT * 2 ** (count - WRONG_CODES_AN_HOUR), _LONGEST_WAIT)
    until: datetime = last + timedelta(seconds=wait)
    return (until - now).total_seconds()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a right code opens: the status and how many replies wait. Never what was reported."""

    case_id: str
    status: Status
    waiting: int


@dataclass(frozen=True, slots=True)
class Slowed:
    """Too many wrong codes were typed, by anybody: come back after so many seconds."""

    wait_seconds: int
