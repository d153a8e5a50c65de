"""What the racing processes of test_races.py do, each with a store of its own."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from handlers import escalation, outbox, report, retention
from handlers.case import ItemKind
from handlers.console import export_corrections
from handlers.store.engine import Store
from handlers.store.keys import bot_keys, console_keys
from handlers.store.migrate import main
from handlers.store.models import Conversation
from handlers.triage import Level
from tests.handlers.people import NOON, case_of, judged, minutes, told

_Work = Callable[..., Any]


def side_by_side(works: list[tuple[_Work, tuple[Any, ...]]], url: str) -> list[Any]:
    """Run each work in a process of its own, all let go at the same moment; what they returned."""
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(len(works)), context.Queue()
    processes = [
        context.Process(target=_run, args=(index, work, (url, *more), barrier, results))
        for index, (work, more) in enumerate(works)
    ]
    for process in processes:
        process.start()
    found = dict(results.get(timeout=60) for _ in processes)
    for process in processes:
        process.join(timeout=10)
    for outcome in found.values():
        if isinstance(outcome, Exception):
            raise outcome
    return [found[index] for index in range(len(works))]


def killed(work: _Work, url: str) -> None:
    """Run a work that kills itself."""
    process = multiprocessing.get_context("spawn").Process(target=_run_alone, args=(work, url))
    process.start()
    process.join(timeout=60)
    assert process.exitcode == -signal.SIGKILL


async def claim(url: str, case_id: str, staff_id: str) -> tuple[bool, str | None]:
    store = Store(url)
    async with store.writing() as session:
        outcome = await escalation.claim(session, case_id, staff_id, NOON)
    await store.close()
    return outcome.ok, outcome.by_name


async def open_cases(url: str, folder: str, conversation_id: str, count: int) -> list[str]:
    store, keys, numbers = Store(url), bot_keys(Path(folder)), []
    for _ in range(count):
        async with store.writing() as session:
            conversation = await session.get(Conversation, conversation_id)
            assert conversation is not None
            opened = await report.open_case(
                session, keys, told(), judged(Level.P1), conversation=conversation, received_at=NOON, now=NOON
            )
            numbers.append(opened.number)
    await store.close()
    return numbers


async def deliver(url: str) -> list[int]:
    """Take and finish jobs until there are none: their ids."""
    store, ids = Store(url), []
    while True:
        async with store.writing() as session:
            jobs = await outbox.take(session, "web", NOON)
        if not jobs:
            break
        taken = [job.id for job in jobs]
        ids += taken
        async with store.writing() as session:
            await outbox.done(session, taken, NOON)
    await store.close()
    return ids


async def climb(url: str) -> int:
    store, count = Store(url), 0
    for _ in range(20):
        async with store.writing() as session:
            count += await escalation.climb(session, minutes(20))
    await store.close()
    return count


async def count_up(url: str, case_id: str, times: int) -> None:
    """Read a number from the case, add one, write it back; and add an item each time."""
    store = Store(url)
    for _ in range(times):
        async with store.writing() as session:
            await report.add(session, case_id, ItemKind.MESSAGE, "thêm", now=NOON)
            case = await case_of(session, case_id)
            case.commune_code = str(int(case.commune_code or "0") + 1)
    await store.close()


async def forget(url: str, cases: list[str], folder: str) -> None:
    store = Store(url)
    for case_id in cases:
        async with store.writing() as session:
            await retention.forget_case(session, case_id, Path(folder))
    await store.close()


async def export(url: str, keys: str, folder: str, times: int) -> None:
    store = Store(url)
    for _ in range(times):
        await export_corrections.export(store, console_keys(Path(keys)), Path(folder), NOON)
    await store.close()


async def migrate(url: str) -> int | str:
    return await asyncio.to_thread(main, [url])


async def take_and_die(url: str) -> None:
    async with Store(url).writing() as session:
        assert await outbox.take(session, "web", NOON)
    os.kill(os.getpid(), signal.SIGKILL)


async def die_while_taking(url: str) -> None:
    async with Store(url).writing() as session:
        assert await outbox.take(session, "web", NOON)
        os.kill(os.getpid(), signal.SIGKILL)


def _run(index: int, work: _Work, arguments: tuple[Any, ...], barrier: Barrier, results: Any) -> None:
    async def together() -> Any:
        await asyncio.to_thread(barrier.wait, 30)
        return await work(*arguments)

    try:
        results.put((index, asyncio.run(together())))
    except Exception as error:
        results.put((index, RuntimeError(repr(error))))


def _run_alone(work: _Work, url: str) -> None:
    asyncio.run(work(url))
