"""Quick exit on the web while the database has other things to do."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.channels.web.talk import Talk
from bot.inbound import Inbound
from tests.handlers.people import NOON


class Erasing:
    """The part of Sessions that leaving needs."""

    def __init__(self) -> None:
        self.erased: list[str] = []
        self.tokens = self

    def mark(self, *parts: str) -> str:
        return "-".join(parts)

    async def erase(self, address: str) -> None:
        self.erased.append(address)


async def test_an_exit_is_told_to_the_conversation_as_soon_as_the_database_takes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.channels.web.talk._TO_LEAVE", (0.0, 0.0, 0.0))
    sessions, heard = Erasing(), list[Inbound]()
    refused = [1, 1]

    async def hear(inbound: Inbound) -> None:
        if refused:
            refused.pop()
            raise RuntimeError("the database is locked")
        heard.append(inbound)

    async def pump(_address: str) -> None: ...

    def now() -> datetime:
        return NOON

    await Talk(sessions, hear, pump, now).leave("a")  # type: ignore[arg-type]
    assert [one.command for one in heard] == ["thoat"] and sessions.erased == ["a"]
