"""When a reporter may be written to: the hours they said are safe, in Viet Nam's time. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta

from handlers.deadlines import VIETNAM
from nlu.marks import seen

NEVER = "never"  # a refusal: only the reporter lifts it, by saying so; neither later words nor the code do
UNKNOWN = "unknown"  # only at some hours, and nobody knows which yet
_NUMBER = re.compile(r"(?<!\d)\d(?:[\s.\-()]{0,3}\d){8,11}(?!\d)")
_SPAN = re.compile(r"(\d{2})-(\d{2})")


def next_safe_of_both(case: str | None, chat: str | None, now: datetime) -> datetime | None:
    """The first moment that both allow, what was said of the case and what was said of the chat; None without one."""
    at = now
    while at < now + timedelta(days=2):
        allowed = [next_safe(hours, at) for hours in (case, chat)]
        if None in allowed:
            return None
        if (first := max(one for one in allowed if one is not None)) == at:
            return at
        at = first
    return None


def masked(text: str) -> str:
    """A text in which every telephone number but its last three digits is hidden."""
    plain = seen(text)
    return _NUMBER.sub(lambda number: f"••• {last_digits(number[0])}", plain) if _NUMBER.search(plain) else text


def numbers_in(text: str) -> tuple[str, ...]:
    """Every telephone number in a text, its digits alone."""
    return tuple(
        "".join(str(unicodedata.decimal(one)) for one in number[0] if one.isdecimal())
        for number in _NUMBER.finditer(seen(text))
    )


def last_digits(text: str) -> str:
    """The last three digits of the telephone number in a text, to know it by; "" where there is none."""
    found = _NUMBER.search(seen(text))
    return "".join(str(unicodedata.decimal(one)) for one in found[0] if one.isdecimal())[-3:] if found else ""


def next_safe(hours: str | None, now: datetime) -> datetime | None:
    """The first moment from `now` on at which a notice may be sent; None when there is none.

    `hours` is nothing (at any time), NEVER, UNKNOWN, or full hours such as "06-11,18-22".
    """
    if not hours:
        return now
    here = now.astimezone(VIETNAM)
    spans = [(int(first), int(last)) for first, last in _SPAN.findall(hours)]
    if any(first <= here.hour < last for first, last in spans):
        return now
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    starts = [midnight + timedelta(days=day, hours=first) for day in (0, 1) for first, last in spans if first < last]
    return min((start.astimezone(UTC) for start in starts if start > here), default=None)
