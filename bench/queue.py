"""Measures the queue: 2,000 open cases beside 20, and 20,000 closed ones beside none: `python -m bench.queue`.

Made-up cases in an SQLite of its own, or in the database that is named. Server time of one page, as ratios: a page in
a crowd to one on a calm day, the refresh that changed nothing to the whole page.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from statistics import median

from bench.desk_data import fill
from handlers.store.engine import Store
from handlers.store.keys import console_keys, make_keys
from handlers.store.migrate import upgrade
from tests.handlers.console.visits import Visitor, open_house

TIMES = 40
CALM, CROWD, CLOSED = 20, 2_000, 20_000
# A page in a crowd costs at most so many times one of a calm day, and so much with all the closed cases beside it.
OPEN_RATIO, CLOSED_RATIO, UNCHANGED_RATIO = 6.0, 1.5, 0.2
_GROUPS = ("TD00", "BL01", "BL03", "BR02", "TH01", "TL02", "TN03", "KH00", "NC04")


async def measure(url: str, folder: Path) -> dict[str, tuple[float, float, int]]:
    """For each situation the median and the 95th percentile in milliseconds, and the bytes of the answer."""
    upgrade(url)
    make_keys(folder / "keys")
    store, keys = Store(url), console_keys(folder / "keys")
    house = open_house(store, keys)
    lan = await house.hire_and_sign_in("Lan")
    found: dict[str, tuple[float, float, int]] = {}
    for name, live, closed in (("calm", CALM, 0), ("crowd", CROWD, 0), ("crowd, closed ones", CROWD, CLOSED)):
        await fill(store, folder, house.now(), live, closed, over=3000)
        found[f"{name}: page"] = await _timed(partial(_page, lan, "/queue?tab=all"))
        found[f"{name}: refresh"] = await _timed(partial(_page, lan, "/queue?tab=all", **{"hx-request": "true"}))
        tag = (await lan.get("/queue?tab=all", **{"hx-request": "true"})).headers["etag"]
        again = {"hx-request": "true", "if-none-match": tag}
        found[f"{name}: nothing new"] = await _timed(partial(_page, lan, "/queue?tab=all", **again))
        if (await lan.get("/queue?tab=all", **again)).status_code != 304:
            raise SystemExit("the refresh was not recognised as unchanged")
    await store.close()
    return found


async def _page(visitor: Visitor, path: str, **headers: str) -> int:
    return len((await visitor.get(path, **headers)).content)


async def _timed(ask: Callable[[], Awaitable[int]]) -> tuple[float, float, int]:
    size, took = await ask(), []
    for _ in range(TIMES):
        began = time.perf_counter()
        await ask()
        took.append((time.perf_counter() - began) * 1000)
    return median(took), sorted(took)[int(TIMES * 0.95) - 1], size


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = asyncio.run(measure(arguments[0] if arguments else f"sqlite:///{folder}/queue.db", folder))
    for name, (middle, slow, size) in found.items():
        print(f"{name:28} {middle:7.1f} ms  p95 {slow:7.1f} ms  {size:7} bytes")
    ratios = {
        "2,000 open to 20": (found["crowd: page"][0] / found["calm: page"][0], OPEN_RATIO),
        "with 20,000 closed to without": (found["crowd, closed ones: page"][0] / found["crowd: page"][0], CLOSED_RATIO),
        "nothing new to a page": (found["crowd: nothing new"][0] / found["crowd: page"][0], UNCHANGED_RATIO),
    }
    for name, (ratio, limit) in ratios.items():
        print(f"{name:30} {ratio:5.2f}  (at most {limit})")
    return int(any(ratio > limit for ratio, limit in ratios.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
