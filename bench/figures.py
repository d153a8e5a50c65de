"""Measures a year's figures over 100,000 cases, beside plain SQL on the same database: `python -m bench.figures`.

Made-up cases in an SQLite of its own, or in the empty database that is named. The dashboard of the year is read as the
page reads it; then with four more years of as many cases beside it, for the time must grow with the period alone.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timezone
from pathlib import Path
from statistics import median

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.figures import demo
from handlers.figures.board import board
from handlers.figures.period import Period, read
from handlers.figures.reading import figures
from handlers.figures.tables import COUNTED
from handlers.store.engine import Store
from handlers.store.migrate import upgrade
from handlers.store.models import CaseFact

CASES, MORE_YEARS, TIMES = 100_000, 4, 7
MOST_SECONDS, MOST_OVER_SQL, MOST_OVER_HISTORY = 1.0, 3.0, 1.5
NOW = datetime(2027, 1, 1, tzinfo=timezone.utc)
_PLAIN = text(
    "SELECT level, claimed, twelve_hours, outcome, taxonomy_group, language, channel, count(*) FROM case_facts "
    "WHERE month BETWEEN '2026-01-01' AND '2026-12-31' GROUP BY 1, 2, 3, 4, 5, 6, 7"
)


async def measure(url: str) -> dict[str, float]:
    """Seconds of each, the median of some."""
    upgrade(url)
    store, found = Store(url), {}
    await _fill(store, 2026)
    year = read("2026")
    asked: dict[str, Callable[[AsyncSession], Awaitable[object]]] = {
        "the year's dashboard": lambda session: board(session, year),
        "the year's tables, counted": lambda session: _tables(session, year),
        "one month's dashboard": lambda session: board(session, read("2026-05")),
        "plain SQL": lambda session: session.execute(_PLAIN),
    }
    for name, ask in asked.items():
        found[name] = await _timed(store, ask)
    for before in range(MORE_YEARS):
        await _fill(store, 2025 - before)
    async with store.reading() as session:
        found["cases in the end"] = float(await session.scalar(select(func.count()).select_from(CaseFact)) or 0)
    for name, ask in asked.items():
        found[f"{name}, with {MORE_YEARS} more years beside"] = await _timed(store, ask)
    await store.close()
    return found


async def _tables(session: AsyncSession, year: Period) -> None:
    for by in COUNTED:
        await figures(session, year, by, cases_only=True)


async def _fill(store: Store, year: int) -> None:
    async with store.writing() as session:
        talks = demo.contacts(demo.SEED, year) if year == 2026 else iter(())
        await demo.fill(session, demo.cases(demo.SEED, year, year, CASES), talks, NOW)


async def _timed(store: Store, ask: Callable[[AsyncSession], Awaitable[object]]) -> float:
    took = []
    for _ in range(TIMES):
        async with store.reading() as session:
            began = time.perf_counter()
            await ask(session)
            took.append(time.perf_counter() - began)
    return median(took)


def main(url: str | None) -> str | int:
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(url or f"sqlite:///{Path(folder) / 'bench.db'}"))
    for name, seconds in found.items():
        print(f"{name:70} {seconds:10.3f}")
    whole, sql = found["the year's dashboard"], found["plain SQL"]
    later = found[f"the year's dashboard, with {MORE_YEARS} more years beside"]
    print(f"to plain SQL {whole / sql:.2f}, with history to without {later / whole:.2f}")
    slowest = max(seconds for name, seconds in found.items() if name != "cases in the end")
    if slowest > MOST_SECONDS or whole > MOST_OVER_SQL * sql or later > MOST_OVER_HISTORY * whole:
        return "The figures of a year take too long."
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else None))
