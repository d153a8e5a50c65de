"""Receipt codes: fifteen random digits that only the reporter has; finding a case by one, slower after wrong ones."""

from __future__ import annotations

import math
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import reply
from handlers.case import Status
from handlers.guesses import Guesses
from handlers.store.keys import BotKeys, ConsoleKeys, keyed_hash
from handlers.store.models import Case, Conversation
from handlers.store.rows import locked_case
from nlu.marks import nfc, seen

DIGITS = 15  # 49 bits: handlers.guesses says how many tries that allows

_BETWEEN = r"[\s.,;:/()\[\]\-\u2010-\u2015\u00b7_]{0,6}"
_APART = r"(?<![\w/=&?#.\-])"  # not a part of a web address, an account or a longer number
_GROUPED = re.compile(rf"{_APART}\d{{3}}(?:{_BETWEEN}\d{{3}}){{{DIGITS // 3 - 1}}}(?!\w|[.,]\d)")
_NO_PLACE = r"(?!\W*+\d{1,3}\.\d++\s*+[,;]\s*+\d{1,3}\.\d++\W*+\Z)"  # two coordinates may have fifteen digits
_NOTHING_ELSE = re.compile(rf"\A{_NO_PLACE}\W*+\d(?:{_BETWEEN}\d){{{DIGITS - 1}}}\W*+")
# Words that only introduce a code, folded by hand: "mã nhận tin của cháu là …".
_INTRODUCING = frozenset(
    [
        "a",
        "ạ",
        "ma",
        "mã",
        "so",
        "số",
        "cua",
        "của",
        "em",
        "chau",
        "cháu",
        "con",
        "toi",
        "tôi",
        "minh",
        "mình",
        "la",
        "là",
        "day",
        "đây",
        "nhan",
        "nhận",
        "tin",
        "bao",
        "báo",
        "nhan",
        "code",
        "xem",
        "cho",
        "hoi",
        "hỏi",
        "duoc",
        "được",
        "chua",
        "chưa",
        "roi",
        "rồi",
        "da",
        "dạ",
        "o",
        "ơ",
        "nay",
        "này",
        "ho",
        "hồ",
        "so",
        "sơ",
        "vu",
        "vụ",
        "viec",
        "việc",
    ]
)


def new_receipt() -> str:
    """Fifteen random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def in_groups(digits: str) -> str:
    """ "123 456 789 012 345": three at a time, as one reads them over the telephone."""
    return " ".join(digits[start : start + 3] for start in range(0, len(digits), 3))


def receipt_digits(text: str) -> str | None:
    """The fifteen digits of a receipt code in a text, in groups of three or alone in any grouping, else None."""
    found = _found(seen(text))
    if found is None:
        return None
    return "".join(str(unicodedata.decimal(one)) for one in found.group() if one.isdecimal())


def words_beside(text: str) -> str:
    """The text without a receipt code that stands in it, and "" where the rest only introduces the code."""
    written, text = text, seen(text)
    found = _found(text)
    if found is None:
        return written
    rest = f"{text[: found.start()]} {text[found.end() :]}".strip()
    said = set(re.findall(r"\w+", nfc(rest).casefold())) - _INTRODUCING
    return rest if said else ""


def _found(text: str) -> re.Match[str] | None:
    return _GROUPED.search(text) or _NOTHING_ELSE.fullmatch(text)


async def find_by_receipt(
    session: AsyncSession,
    receipts_key: bytes,
    text: str,
    *,
    now: datetime,
    guesses: Guesses,
    who: str,
    network: str = "",
) -> Receipt | Slowed | None:
    """The case of a receipt code, None for a wrong one, Slowed when too many were wrong: then it is not looked at.

    `who` is the chat or the member of staff that tries, `network` a hash where the channel knows one.
    """
    digits = receipt_digits(text)
    if digits is None:
        return None
    wait = guesses.take(who, network, now)
    if wait > 0:
        return Slowed(math.ceil(wait))
    case = await session.scalar(select(Case).where(Case.receipt_hash == keyed_hash(receipts_key, digits)))
    if case is None:
        return None
    guesses.give_back(who, network, now)
    return Receipt(case.id, told_of(case), await reply.waiting(session, case.id, now))


async def of_chat(
    session: AsyncSession, case_id: str | None, conversation_id: str, now: datetime, *, replies: bool = True
) -> Receipt | None:
    """What the code would open, for the chat that the case belongs to; None where the code itself is needed.

    It is where the case was brought back elsewhere, and where its reporter said when one may write to them.
    """
    case = await session.get(Case, case_id) if case_id is not None else None
    if case is None or case.conversation_id != conversation_id or case.safe_hours:
        return None
    waiting = await reply.waiting(session, case.id, now) if replies else 0
    return Receipt(case.id, told_of(case), waiting, case.claimed_at, case.read_at is not None)


def told_of(case: Case) -> str:
    """How far a case is, as its reporter is told: "open", "claimed", "referred", or "closed:" and why."""
    if case.status == Status.CLOSED:
        return f"closed:{case.closed_because or ''}"
    return "referred" if case.referred_at is not None and case.status == Status.CLAIMED else str(case.status)


async def renew(session: AsyncSession, keys: BotKeys | ConsoleKeys, case_id: str) -> str:
    """A new code in groups, to be shown once, for a case whose first was never shown or is lost; the old one ends."""
    case = await locked_case(session, case_id)
    digits = new_receipt()
    case.receipt_hash = keyed_hash(keys.receipts, digits)
    return in_groups(digits)


async def bring_back(session: AsyncSession, case_id: str, conversation: Conversation) -> None:
    """The reporter came back with the code: what staff write goes to this chat from now on."""
    case = await locked_case(session, case_id)
    case.conversation_id, case.channel = conversation.id, conversation.channel
    case.do_not_write = case.unreachable = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a right code opens: the status (see `told_of`) and how many replies wait. Never what was reported."""

    case_id: str
    status: str
    waiting: int
    taken_at: datetime | None = None  # when the staff member who has it took it up
    opened: bool = False  # staff have looked at it


@dataclass(frozen=True, slots=True)
class Slowed:
    """Too many wrong codes were typed: come back after so many seconds, at the earliest."""

    wait_seconds: int
