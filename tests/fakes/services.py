"""Starts our own services as processes of their own, for tests that speak to them over their sockets."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NLU_PYTHON = ROOT / ".venv-nlu" / "bin" / "python"
LONGEST_START = 90.0  # seconds; a cold start reads two gigabytes of libraries
# What `python -m nlu.server` does, in a process whose own logging is as talkative as it gets.
_DEBUG = "import logging, sys; logging.basicConfig(level=1); from nlu.server import main; sys.exit(main())"


@dataclass(frozen=True)
class Nlu:
    url: str
    process: subprocess.Popen[bytes]
    log: Path  # all it wrote to stdout and stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def start_nlu(port: int, *, debug: bool = False) -> Iterator[Nlu]:
    """The real NLU service with a current model, trained first if need be; stopped at the end."""
    subprocess.run([NLU_PYTHON, "-m", "nlu.train"], cwd=ROOT, check=True)
    command = [str(NLU_PYTHON), *(["-c", _DEBUG] if debug else ["-m", "nlu.server"])]
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "nlu.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, "CHUNGTAY_NLU_BIND": f"127.0.0.1:{port}"},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        try:
            _wait(f"{url}/health", process, log)
            yield Nlu(url, process, log)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the service stopped at once: {log.read_text()}")
        with contextlib.suppress(OSError), opener.open(url, timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError(f"the service was not ready after {LONGEST_START:.0f} s: {log.read_text()}")
