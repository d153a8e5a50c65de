"""Measures the language service as the bot meets it, beside its limits: `make bench-service`.

One process, one client, the messages of nlu/evaluation one after the other over HTTP; then the longest messages, in
windows as the client cuts them: ordinary ones, and all that tests/nlu/hostile.py has to hold a reader up.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

from nlu.evaluate import own_files
from nlu.examples import lines
from nlu.windows import windows
from tests.nlu.hostile import HOSTILE

ROOT = Path(__file__).resolve().parent.parent
WARM_UP = 50  # messages
MESSAGE = 10_000  # code points, the longest that the bot takes
LIMITS = {
    "ready s": 40.0,
    "p50 ms": 10.0,
    "p95 ms": 20.0,
    "10,000 characters ms": 1000.0,
    "10,000 characters, CPU ms": 1000.0,
    "10,000 hostile characters ms": 1500.0,
    "10,000 hostile characters, CPU ms": 1500.0,
    "worst window, CPU ms": 300.0,
    "memory MB": 800.0,
}
PATIENCE = 120.0  # seconds for the service to be ready


def measure() -> dict[str, float]:
    """What each limit is measured at; raises TimeoutError if the service does not come up."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    environment = {**os.environ, "CHUNGTAY_NLU_BIND": f"127.0.0.1:{port}"}
    service = subprocess.Popen(
        [sys.executable, "-m", "nlu.server"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        while not _answers(port):
            if service.poll() is not None or time.perf_counter() - started > PATIENCE:
                raise TimeoutError("the service did not come up")
            time.sleep(0.05)
        ready = time.perf_counter() - started
        connection = HTTPConnection("127.0.0.1", port)
        texts = [line["text"] for path in own_files() for line in lines(path)]
        for text in texts[:WARM_UP]:
            _parse(connection, text)
        times = statistics.quantiles([_parse(connection, text) for text in texts], n=100)
        story = " ".join(texts) * 2
        ordinary = [_whole(service.pid, connection, story[start : start + MESSAGE]) for start in (0, 40_000, 80_000)]
        hostile = {
            name: _whole(service.pid, connection, (piece * MESSAGE)[:MESSAGE]) for name, piece in HOSTILE.items()
        }
        worst = max(hostile, key=lambda name: hostile[name].cpu)
        print(f"the worst text: {worst}", file=sys.stderr)
        status = Path(f"/proc/{service.pid}/status").read_text(encoding="utf-8")
        found = (
            ready,
            times[49],
            times[94],
            max(whole.time for whole in ordinary),
            max(whole.cpu for whole in ordinary),
            max(whole.time for whole in hostile.values()),
            hostile[worst].cpu,
            max(whole.worst for whole in hostile.values()),
            int(status.split("VmHWM:")[1].split()[0]) / 1024,
        )
        return dict(zip(LIMITS, found, strict=True))
    finally:
        service.terminate()
        service.wait(10)


class Whole(NamedTuple):
    """What a message costs, all its windows together and its worst one, in milliseconds."""

    time: float
    cpu: float
    worst: float  # CPU


def _whole(pid: int, connection: HTTPConnection, text: str) -> Whole:
    """Asks as the client does, window by window."""
    times, cpus = [], []
    for start, end in windows(text):
        before = _cpu(pid)
        times.append(_parse(connection, text[start:end]))
        cpus.append(_cpu(pid) - before)
    return Whole(sum(times), sum(cpus), max(cpus))


def _cpu(pid: int) -> float:
    """What all threads of a process have computed so far, in milliseconds."""
    told = (path.read_text(encoding="utf-8") for path in Path(f"/proc/{pid}/task").glob("*/schedstat"))
    return sum(int(line.split()[0]) for line in told) / 1e6


def _answers(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=1)
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False


def _parse(connection: HTTPConnection, text: str) -> float:
    """How long one answer takes, in milliseconds."""
    body = json.dumps({"text": text})
    started = time.perf_counter()
    connection.request("POST", "/model/parse", body, {"Content-Type": "application/json"})
    connection.getresponse().read()
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    found = measure()
    print("| measure | measured | limit | ratio |\n| --- | --- | --- | --- |")
    for name, limit in LIMITS.items():
        print(f"| {name} | {found[name]:.1f} | {limit:g} | {found[name] / limit:.2f} |")
