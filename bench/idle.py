"""What a console takes of one core while pages lie open and nothing happens: each asks as its script does."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import httpx2

from handlers.permission import Role
from tests.fakes.services import ROOT, free_port

_POLL = {"hx-request": "true", "x-person-here": "no"}
_EVERY, _BOARD_EVERY = 5.0, 60.0  # seconds, as in the pages' scripts
_TICK = os.sysconf("SC_CLK_TCK")


class Browser:
    """One open page: what it asks every five seconds, each with the tag of its newest answer."""

    def __init__(self, client: httpx2.AsyncClient, token: str, page: str) -> None:
        self._client, self._cookie, self._page = client, {"cookie": f"ct_staff={token}"}, page
        self._tags: dict[str, str] = {}
        self._asks: list[str] = []
        self._shown = time.monotonic()

    async def open(self) -> None:
        answer = await self._client.get(self._page, headers=self._cookie)
        answer.raise_for_status()
        if mark := re.search(r'data-mark="([^"]+)"', answer.text):
            have = ",".join(re.findall(r'<li[^>]* id="e-([^"]+)"', answer.text))
            self._asks = [f"{self._page.partition('?')[0]}/talk?have={have}"]
            self._tags[self._asks[0]] = mark[1].replace("&#34;", '"')
        elif self._page == "/wall":
            self._asks = [self._page]
        if self._page != "/wall":
            self._asks.append("/bell")

    async def poll(self) -> list[int]:
        """The status of each answer. A queue is asked for when the bell has changed, and else each minute."""
        asks, found = list(self._asks), []
        for path in asks:
            tag = self._tags.get(path)
            headers = {**self._cookie, **_POLL, **({"if-none-match": tag} if tag else {})}
            answer = await self._client.get(path, headers=headers)
            found.append(answer.status_code)
            if answer.status_code == 200 and (new := answer.headers.get("etag")):
                self._tags[path] = new
            changed = path == "/bell" and (answer.status_code == 200 or time.monotonic() - self._shown > _BOARD_EVERY)
            if changed and self._page.startswith("/queue"):
                asks.append(self._page)
                self._shown = time.monotonic()
        return found


async def measure(
    url: str, folder: Path, tokens: Mapping[Role, str], talk: str, seconds: float
) -> tuple[float, int, int]:
    """Per cent of one core, how many requests there were, and how many of them were answered with more than 304."""
    port = free_port()
    env = {
        **os.environ,
        "CHUNGTAY_DATABASE_URL": url,
        "CHUNGTAY_DATA_DIR": str(folder / "var"),
        "CHUNGTAY_CONSOLE_BIND": f"127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "handlers.console"]
    console = subprocess.Popen(command, cwd=ROOT, env=env)  # noqa: ASYNC220  # nothing else runs here yet
    try:
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            await _ready(client, console)
            case = (Role.CASE_WORKER, f"/cases/{talk}")
            queues = [(role, "/queue?tab=all") for role in (Role.CASE_WORKER, Role.SUPERVISOR, Role.INTAKE)]
            shown = [*queues * 2, case, case, (Role.SUPERVISOR, f"/cases/{talk}?open=yes"), (Role.SUPERVISOR, "/wall")]
            pages = [Browser(client, tokens[role], path) for role, path in shown]
            for page in pages:
                await page.open()
                await page.poll()
            return await _watched(console.pid, pages, seconds)
    finally:
        console.terminate()
        console.wait(30)


async def _watched(pid: int, pages: list[Browser], seconds: float) -> tuple[float, int, int]:
    answers: list[int] = []

    async def lie_open(page: Browser, after: float) -> None:
        await asyncio.sleep(after)
        while True:
            answers.extend(await page.poll())
            await asyncio.sleep(_EVERY)

    lying = [asyncio.create_task(lie_open(page, _EVERY * at / len(pages))) for at, page in enumerate(pages)]
    before, began = _computed(pid), time.monotonic()
    await asyncio.sleep(seconds)
    share = 100 * (_computed(pid) - before) / (time.monotonic() - began)
    for one in lying:
        one.cancel()
    await asyncio.gather(*lying, return_exceptions=True)
    if wrong := [status for status in answers if status not in (200, 304)]:
        raise SystemExit(f"answers that no page expects: {wrong[:5]}")
    return share, len(answers), sum(status != 304 for status in answers)


def _computed(pid: int) -> float:
    """Seconds that a process has computed in all its threads, its own and the system's for it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


async def _ready(client: httpx2.AsyncClient, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit("the console stopped at once")
        with suppress(httpx2.TransportError):
            if (await client.get("/health")).status_code == 200:
                return
        await asyncio.sleep(0.2)
    raise SystemExit("the console does not answer")
