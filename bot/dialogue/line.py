"""What the line is at this moment: who answers, what may be promised, and what the person's channel can do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from locales import N_


@dataclass(frozen=True, slots=True)
class Channel:
    """What a channel can do, and what the notice says about it: its own lines, which it brings along."""

    carried: str = ""  # an msgid, a short one: who carries the messages, or what becomes of them on this screen
    leaving: str = N_("Write x to leave at once.")  # an msgid: how to leave
    more: tuple[str, ...] = (N_("Write x to leave at once, /xoa to delete this chat."),)  # the same at length
    shows_numbers: bool = False  # the emergency numbers stand on the screen at all times
    takes_place: bool = True  # a place can be sent
    takes_voice: bool = False  # it can hand in recordings
    one_by_one: bool = False  # nothing can be sent before the last message is answered
    previews: bool = True  # what is sent may light up a locked screen that others see


@dataclass(frozen=True, slots=True)
class Line:
    """Who answers and what may be promised at this moment; read from settings and the duty list by the shell."""

    operator: str | None = None  # None: a trial that nobody reads
    answered_by: str = ""
    hours: str = ""
    promises: tuple[tuple[int, str], ...] = ()  # level 0..3 → "within 15 minutes", only what the operator set
    on_duty: bool = False
    provincial: str | None = None  # only when set and verified within six months
    numbers: tuple[tuple[str, str], ...] = field(
        default=(("child", "111"), ("disaster", "112"), ("police", "113"), ("fire", "114"), ("ambulance", "115"))
    )
    channel: Channel = Channel()  # by which the person writes
    speaks: frozenset[str] = frozenset()  # languages that somebody of the staff knows
    holds: timedelta = timedelta(0)  # how long a calm answer waits for what else is being written
