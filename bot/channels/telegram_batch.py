"""One batch of raw updates: side by side across chats, in order within a chat, each until it is committed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import structlog
from telegram import Bot, Update

from bot.channels.telegram_acts import Acts
from bot.channels.telegram_ledger import Ledger
from bot.channels.telegram_updates import Moved, from_group, private_chat

log = structlog.get_logger()

Act = Callable[[], Awaitable[None]]

_FAILURES = 5  # then one bad update no longer holds up everybody else
_AT_ONCE = 8  # chats that are handled side by side


class Batches:
    """`pause` is the first of the growing waits, in seconds, before a failed update is tried again."""

    def __init__(self, bot: Bot, acts: Acts, ledger: Ledger, pause: float) -> None:
        self._bot, self._acts, self._ledger, self._pause = bot, acts, ledger, pause
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def handle(self, raws: list[Any]) -> int | None:
        """Return when all of it is committed: the newest id, or None when no update has one."""
        lanes: dict[str, list[Act]] = {}
        newest: int | None = None
        for raw in raws:
            number = raw.get("update_id") if isinstance(raw, dict) else None
            if not isinstance(number, int):
                log.error("update_without_id")
                continue
            newest = number if newest is None else max(newest, number)
            lane, act = self._read(str(number), raw)
            if lane is None:
                await act()
            else:
                lanes.setdefault(lane, []).append(act)
        async with asyncio.TaskGroup() as tasks:
            for acts in lanes.values():
                tasks.create_task(self._in_order(acts))
        return newest

    def _read(self, number: str, raw: dict[str, Any]) -> tuple[str | None, Act]:
        """The lane of an update and what to do; no lane: before all others, alone."""
        try:
            update = Update.de_json(raw, self._bot)
            where = from_group(update)
        except Exception as error:
            act = partial(self._acts.unreadable, number, raw, type(error).__name__)
            return private_chat(raw) or "unreadable", partial(self._surely, number, None, act)
        chat = str(update.effective_chat.id) if update.effective_chat else "none"
        act = partial(self._acts.one, number, update, where)
        if isinstance(where, Moved):  # what happens in the new group is in another lane, and must not come first
            return None, partial(self._surely, number, None, act)
        return chat, partial(self._surely, number, chat if where is None and chat != "none" else None, act)

    async def _in_order(self, acts: list[Act]) -> None:
        for act in acts:
            async with self._places:
                await act()

    async def _surely(self, number: str, chat: str | None, act: Act) -> None:
        """Do it until it is done. What fails while the database answers is given up in the end, aloud."""
        failures, waits = 0, Waits(self._pause, 10)
        while True:
            try:
                return await act()
            except Exception as error:
                log.warning("update_failed", update=number, error=type(error).__name__)
            if await self._ledger.answers():
                failures += 1
            if failures >= _FAILURES:
                act = partial(self._acts.give_up, number, chat)  # itself until it is done
            await waits.next()


class Waits:
    """Growing waits after errors that follow one another."""

    def __init__(self, first: float, longest: float) -> None:
        self._first, self._longest, self._next = first, longest, first

    async def next(self) -> None:
        await asyncio.sleep(self._next)
        self._next = min(self._next * 2, self._longest)

    def reset(self) -> None:
        self._next = self._first
