"""From raw updates to acts: kept, then done in lanes, a chat each; what must be fetched goes apart."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import structlog
from telegram import Bot, Update

from bot.channels.telegram.acts import STAFF_DATA, Acts
from bot.channels.telegram.files import File, Files, NotFetched
from bot.channels.telegram.ledger import Ledger
from bot.channels.telegram.updates import Moved, from_group, leaves, pressed, private_chat, words_in, words_of
from bot.dialogue.heard.danger import heard
from bot.inbound import LONGEST
from bot.lanes import Lanes
from handlers.inbox import MOST_ATTEMPTS

T = TypeVar("T")

log = structlog.get_logger()

MOST_IN_HAND = 20_000  # then no more are fetched: Telegram keeps them for a day
_LONGEST_KEEPING = 20.0  # seconds until a database that does not even refuse counts as one that does
_LONGEST_ACT = 120.0  # seconds; every wait inside an act is shorter
_FETCHES = (2.0, 10.0, 30.0, 60.0, 60.0, 60.0, 120.0)  # seconds between attempts to fetch a file, then it is given up
_CALM = 3.0  # seconds for each earlier attempt but the first, before a left-over update is begun once more
_CHATS, _PRESSES, _FILES = 16, 4, 32  # how many are done side by side


@dataclass(slots=True)
class Thing:
    """One update that is not dealt with. `chat` is the private chat to tell when it can't be."""

    number: str
    act: Callable[[], Awaitable[File | None]] | Callable[[], Awaitable[None]]
    chat: str | None = None
    leaves: str = ""  # as in Inbound.left
    left_over: bool = False  # an earlier process had it and was stopped
    file: File | None = None  # that is being fetched for it
    wait: float = 0.0  # seconds, before it is begun
    failures: int = 0
    fetches: int = 0  # that failed


class Inbox:
    """`pause` is the first of the growing waits, in seconds, before a failed update is tried again."""

    def __init__(self, bot: Bot, acts: Acts, source: Files, ledger: Ledger, pause: float) -> None:
        self._bot, self._acts, self._source, self._ledger, self._pause = bot, acts, source, ledger, pause
        self._chats = Lanes(_CHATS, self._do)
        self._presses = Lanes(_PRESSES, self._do)  # staff who claim wait for no chat
        self._careful = Lanes(1, self._do)  # what an earlier process began and did not end: one after the other
        self._groups = Lanes(1, self._do)  # a group's move comes before what happens in the group it moved to
        self._files = Lanes(_FILES, self._fetch)
        self._all = (self._chats, self._careful, self._presses, self._groups, self._files)
        self._resumed = False
        self._in_hand: set[str] = set()  # numbers of what is in any of the lanes
        self._fetching: dict[str, list[File]] = {}  # by chat, what is being fetched
        self._left_to_itself: set[asyncio.Task[Any]] = set()
        self._told: set[str] = set()  # chats that were told that nothing can be taken in now, until something is

    async def run(self) -> None:
        """Do what has been received, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for lanes in self._all:
                tasks.create_task(lanes.run())

    @property
    def is_full(self) -> bool:
        return sum(map(len, self._all)) >= MOST_IN_HAND

    async def resume(self) -> None:
        """Take up what an earlier process left over; once, however often it is called.

        Each is counted when it is begun, and chats of which one was begun before come last and one after the other: so
        the one that ends the process is told from those that happened to be done beside it. What was begun twice waits
        until this process has lived a while: else whoever is killed again and again from outside would give up a cry
        that is always the first in line.
        """
        if not self._resumed:
            await self._within_patience(self._resume())

    async def _resume(self) -> None:
        if self._resumed:
            return
        left_over = [one for one in await self._ledger.left_over() if one[0] not in self._in_hand]
        self._resumed = True
        begun: Counter[str] = Counter()
        for number, raw, attempts in left_over:
            if raw is None or attempts >= MOST_ATTEMPTS:
                # It cannot be opened, or each time it was begun the process ended.
                chat = private_chat(raw) if raw is not None else None
                self._in_hand.add(number)
                self._chats.put("aside", Thing(number, partial(self._acts.give_up, number, chat)))
            else:
                begun[_whose(number, raw)] = max(begun[_whose(number, raw)], attempts)
        again = [(number, raw) for number, raw, attempts in left_over if raw is not None and attempts < MOST_ATTEMPTS]
        for number, raw in sorted(again, key=lambda one: begun[_whose(*one)]):
            self._put(number, raw, begun[_whose(number, raw)])

    async def receive(self, raws: list[Any]) -> int | None:
        """Return when all of it is kept, so that it may be confirmed: the newest id, or None when no update has one.

        Raises what the database raises; then nobody may confirm anything, and everybody concerned was told the numbers.
        """
        updates: dict[str, dict[str, Any]] = {}
        for raw in raws:
            number = raw.get("update_id") if isinstance(raw, dict) else None
            if isinstance(number, int):
                updates[str(number)] = raw
            else:
                log.error("update_without_id")
        if not updates:
            return None
        try:
            to_do = await self._within_patience(self._keep(updates))
        except Exception:
            staying = [raw for raw in updates.values() if not leaves(words_of(raw)[:LONGEST])]
            await self._tell_numbers({chat for raw in staying if (chat := private_chat(raw))})
            raise
        for number, raw in updates.items():
            if number in to_do and number not in self._in_hand:
                self._put(number, raw, None)
        return max(int(number) for number in updates)

    async def _keep(self, updates: dict[str, dict[str, Any]]) -> set[str]:
        await self._resume()  # what came before comes first
        return await self._ledger.receive(updates)

    async def _within_patience(self, work: Coroutine[Any, Any, T]) -> T:
        """What it returns, or TimeoutError; it is then left to itself: a server that hangs can't be told to stop."""
        task = asyncio.create_task(work)
        self._left_to_itself.add(task)
        task.add_done_callback(self._left_to_itself.discard)
        try:
            await asyncio.wait({task}, timeout=_LONGEST_KEEPING)
        except asyncio.CancelledError:
            task.cancel()
            raise
        if not task.done():
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
            raise TimeoutError
        return task.result()

    # --- into its lane ------------------------------------------------------------------------------------------------
    def _put(self, number: str, raw: dict[str, Any], attempts: int | None) -> None:
        """`attempts`: how often an earlier process began with it; None when it has just come."""
        left_over = attempts is not None
        self._in_hand.add(number)
        try:
            update = Update.de_json(raw, self._bot)
            where, words = from_group(update), words_in(update)
            if len(words) > LONGEST:
                raise ValueError("too long")
            danger, leaving = bool(heard(words)), leaves(words)
        except Exception as error:
            chat = private_chat(raw)
            unread = partial(self._acts.unreadable, number, raw, type(error).__name__)
            self._chats.put(chat or "unreadable", Thing(number, unread, left_over=left_over))
            return
        act = partial(self._acts.one, number, update, where)
        press = pressed(update)
        if press is not None and press.data.startswith(STAFF_DATA):
            self._presses.put(press.user_id, Thing(number, act, left_over=left_over))
        elif where is not None or update.effective_chat is None:
            thing = Thing(number, act, left_over=left_over)
            self._groups.put("groups", thing, urgent=isinstance(where, Moved))
        else:
            chat = str(update.effective_chat.id)
            lanes = self._careful if attempts or chat in self._careful else self._chats
            thing = Thing(number, act, chat, leaving, left_over, wait=_CALM * max((attempts or 0) - 1, 0))
            lanes.put(chat, thing, urgent=danger or bool(leaving))

    # --- doing --------------------------------------------------------------------------------------------------------
    async def _do(self, thing: Thing) -> float | None:
        if thing.wait:
            wait, thing.wait = thing.wait, 0.0
            return wait
        try:
            if thing.leaves:
                self._note_leaving(thing)
            async with asyncio.timeout(_LONGEST_ACT):
                if thing.left_over:
                    await self._ledger.begin_again(thing.number)
                    thing.left_over = False  # counted once in each process, however often it is tried there
                file = await thing.act()
        except Exception as error:
            return await self._failed(thing, error)
        self._note_leaving(thing)
        if file is None:
            self._done(thing)
        else:
            # What must be fetched first holds up nothing else that the same person writes.
            self._fetching.setdefault(thing.chat or "", []).append(file)
            self._files.put(
                thing.chat or "", Thing(thing.number, partial(self._source.fetch, file), thing.chat, file=file)
            )
        return None

    def _note_leaving(self, thing: Thing) -> None:
        """Who has left is told nothing about what is still being fetched; who writes again is there again."""
        for file in self._fetching.get(thing.chat or "", ()):
            file.left = thing.leaves

    def _done(self, thing: Thing) -> None:
        self._in_hand.discard(thing.number)
        self._told.discard(thing.chat or "")
        if thing.file is not None:
            rest = self._fetching[thing.chat or ""]
            rest.remove(thing.file)
            if not rest:
                del self._fetching[thing.chat or ""]

    async def _fetch(self, thing: Thing) -> float | None:
        """A download that hangs takes one of the places for files, for a while, and nobody's place to be heard."""
        try:
            async with asyncio.timeout(_LONGEST_ACT):
                await thing.act()
            self._done(thing)
            return None
        except NotFetched as problem:
            thing.fetches += 1
            if thing.fetches == 1 and not problem.file.left:
                await self._acts.tell_slow(thing.chat)
            if thing.fetches > len(_FETCHES):
                thing.act = partial(self._source.without, problem.file)
                return 0.0
            return _FETCHES[thing.fetches - 1]
        except Exception as error:
            return await self._failed(thing, error)

    async def _failed(self, thing: Thing, error: Exception) -> float:
        """The seconds to wait. What fails while rows can be written is given up in the end, aloud."""
        log.warning("update_failed", update=thing.number, error=type(error).__name__)
        if not await self._can_write():
            await self._tell_numbers({thing.chat} if thing.chat and not thing.leaves else set())
            return self._pause * 2
        thing.failures += 1
        if thing.failures >= MOST_ATTEMPTS:
            thing.act = partial(self._acts.give_up, thing.number, thing.chat)  # itself until it is done
        return float(min(self._pause * 2**thing.failures, 10.0))

    async def _can_write(self) -> bool:
        try:
            return await self._within_patience(self._ledger.can_write())
        except TimeoutError:
            return False

    async def _tell_numbers(self, chats: set[str]) -> None:
        """Once in each chat, without the database: nothing is taken in now, and whom to call."""
        new = chats - self._told
        self._told |= new
        await asyncio.gather(*(self._acts.tell_numbers(chat) for chat in new))


def _whose(number: str, raw: dict[str, Any]) -> str:
    """The chat of an update, or itself where there is none."""
    return private_chat(raw) or f"update {number}"
