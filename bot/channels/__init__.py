"""The one seam to the outside: what every channel hands in, what it can show, and how it delivers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from bot.dialogue import line
from bot.inbound import Inbound
from handlers.recording import Recording


@dataclass(frozen=True, slots=True)
class Shows:
    """What a channel can show. Without buttons, choices become "1. …" lines."""

    buttons: bool
    max_text: int
    max_label: int = 60
    deletes: bool = False


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message, rendered. Each choice is (button data "question:choice", label), each link (address, label)."""

    text: str
    choices: tuple[tuple[str, str], ...] = ()
    exit_button: bool | None = None  # put up, take away, or leave as it is
    links: tuple[tuple[str, str], ...] = ()
    code: str | None = None  # the receipt code that it gives; "" where the one given before belongs to another report


class Undeliverable(Exception):
    """`permanent`: the chat is dead or the bot was blocked; otherwise try again, after `wait` seconds if given."""

    def __init__(self, code: str, *, permanent: bool, wait: float | None = None) -> None:
        super().__init__(code)
        self.code, self.permanent, self.wait = code, permanent, wait


Handle = Callable[[Inbound], Awaitable[bool | None]]  # whether a report has begun with it


async def no_pictures(_source: str, _chat: str) -> bool:
    """Whether a picture of this chat may be fetched: never, where nobody was asked."""
    return False


class Channel(Protocol):
    """One platform. `deliver`, `play` and `erase` raise Undeliverable and nothing else."""

    name: str
    shows: Shows
    about: line.Channel  # what the conversation knows of it: what it can, and its own lines of the notice

    async def receive(self) -> None:
        """Run until cancelled, giving each incoming thing to the conversation once."""
        ...

    async def deliver(self, address: str, message: Outbound) -> str:
        """Send one message; the platform's id for it."""
        ...

    async def play(self, address: str, recording: Recording) -> str:
        """Let the person hear a spoken answer of the staff; the platform's id for it."""
        ...

    async def erase(self, address: str, message_ids: tuple[str, ...]) -> None:
        """Delete what the platform still lets us delete; what it refuses is passed over."""
        ...
