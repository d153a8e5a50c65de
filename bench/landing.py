"""Measures the landing page while reports come in: 200 people a second open one link: `make bench-landing`.

The bot runs as it does in service, on an SQLite of its own; each who opens the page comes by a connection of their own.
Beside them some people make reports in the web chat, first alone, then in the crowd. Times are the generator's: its own
share of a core is said beside them, for where it is high they are too long, not too short.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import httpx2
from sqlalchemy import func, select

from bench.crowd import Cost, running
from handlers.campaigns import campaigns, variants
from handlers.campaigns.counting import EVERY
from handlers.campaigns.form import Wanted, WantedVariant
from handlers.campaigns.topics import Kind, Topic
from handlers.store.engine import Store
from handlers.store.keys import make_keys
from handlers.store.migrate import upgrade
from handlers.store.models import Arrived
from tests.fakes.services import free_port

RATE, SECONDS = 200, 20
REPORTERS, PAUSE = 4, 1.0  # people who write, and seconds between two messages of each
P95 = 50.0  # ms
AGENT = "Mozilla/5.0 (Linux; Android 13) Chrome/120.0 Mobile"
STORY = "hàng xóm hay đánh con gái 8 tuổi ở xã Krông Pắc"


async def made(store: Store) -> str:
    """A running campaign's link code."""
    now = datetime.now(UTC)
    async with store.writing() as session:
        wanted = Wanted(Topic.DROWNING, {"vi": "Đo"}, (), (now - timedelta(days=2)).date(), None)
        campaign = await campaigns.create(session, wanted, None, now)
        return (await variants.add(session, campaign.id, WantedVariant(Kind.LED, "Đo"), None, now)).link_code


async def opens(port: int, code: str, took: list[float]) -> None:
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asked = (f"GET /c/{code} HTTP/1.1", "host: 127.0.0.1", f"user-agent: {AGENT}", "connection: close", "", "")
    writer.write("\r\n".join(asked).encode())
    answer = await reader.read()
    writer.close()
    if not answer.startswith(b"HTTP/1.1 200") or f"/?c={code}".encode() not in answer:
        raise SystemExit("the landing page was not shown")
    took.append((time.perf_counter() - began) * 1000)


async def crowd(port: int, code: str) -> list[float]:
    """Everybody at their own moment, whether those before them are served or not."""
    took: list[float] = []
    began = time.perf_counter()
    async with asyncio.TaskGroup() as people:
        for number in range(RATE * SECONDS):
            await asyncio.sleep(max(0.0, began + number / RATE - time.perf_counter()))
            people.create_task(opens(port, code, took))
    return took


async def reports(port: int, until: asyncio.Event, took: list[float]) -> None:
    """Somebody who tells a story in the web chat, again and again."""
    while not until.is_set():
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", follow_redirects=True) as chat:
            page = (await chat.get("/")).text
            for text in (STORY, "bỏ qua", "bỏ qua", "bỏ qua"):
                nonce = re.search(r'name="nonce" value="([^"]*)"', page)
                began = time.perf_counter()
                page = (await chat.post("/", data={"nonce": nonce[1] if nonce else "", "text": text})).text
                took.append((time.perf_counter() - began) * 1000)
                await asyncio.sleep(PAUSE)


async def measure(port: int, code: str, server: object) -> dict[str, float]:
    alone: list[float] = []
    among: list[float] = []
    done = asyncio.Event()
    writing = [asyncio.create_task(reports(port, done, alone)) for _ in range(REPORTERS)]
    await asyncio.sleep(SECONDS / 2)
    done.set()
    await asyncio.gather(*writing)
    done = asyncio.Event()
    writing = [asyncio.create_task(reports(port, done, among)) for _ in range(REPORTERS)]
    before, own, began = Cost.of(server), time.process_time(), time.perf_counter()  # type: ignore[arg-type]
    took = sorted(await crowd(port, code))
    length = time.perf_counter() - began
    after, mine = Cost.of(server), time.process_time() - own  # type: ignore[arg-type]
    done.set()
    await asyncio.gather(*writing)
    return {
        "opened": len(took),
        "a second": len(took) / length,
        "p50 ms": median(took),
        "p95 ms": took[int(len(took) * 0.95)],
        "longest ms": took[-1],
        "bot % of a core": 100 * (after.cpu - before.cpu) / length,
        "generator % of a core": 100 * mine / length,
        "messages": len(among),
        "message alone p50 ms": median(alone),
        "message in the crowd p50 ms": median(among),
    }


async def counted(store: Store, wanted: int) -> int:
    until = time.monotonic() + 3 * EVERY
    while True:
        async with store.reading() as session:
            found = await session.scalar(select(func.sum(Arrived.number)).where(Arrived.step == "opened")) or 0
        if found >= wanted or time.monotonic() > until:
            return int(found)
        await asyncio.sleep(0.5)


async def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        url = f"sqlite:///{folder}/landing.db"
        make_keys(folder / "keys")
        upgrade(url)
        store = Store(url)
        code = await made(store)
        environment = {
            "CHUNGTAY_DATABASE_URL": url,
            "CHUNGTAY_DATA_DIR": name,
            "CHUNGTAY_NLU_URL": "http://127.0.0.1:9",
            "CHUNGTAY_WEB_BIND": f"127.0.0.1:{port}",
            "CHUNGTAY_OPERATOR": "Đo",
        }
        with running("bot", environment) as bot:
            for _attempt in range(100):
                await asyncio.sleep(0.2)
                try:
                    await opens(port, code, [])
                    break
                except OSError:
                    continue
            found = await measure(port, code, bot)
            found["counted"] = await counted(store, int(found["opened"]) + 1) - 1  # one to see whether it is up
        await store.close()
    for what, number in found.items():
        print(f"{what:28} {number:8.1f}")
    print(f"{'at most, p95 ms':28} {P95:8.1f}")
    return int(found["p95 ms"] > P95 or found["counted"] != found["opened"])


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
