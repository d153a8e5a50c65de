"""The units: bounds of memory and files, and a filter of system calls that the processes themselves live within."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from handlers.door import RESERVE
from tests.fakes.telegram import TelegramFake
from tests.journeys import house as journeys

ROOT = Path(__file__).parent.parent
UNITS = {path.stem.removeprefix("chungtay-"): path for path in sorted((ROOT / "deploy" / "systemd").glob("*.service"))}
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")


def _setting(name: str, setting: str) -> list[str]:
    return re.findall(rf"^{setting}=(.+)$", UNITS[name].read_text(encoding="utf-8"), re.MULTILINE)


def _bytes(text: str) -> int:
    return int(text[:-1]) * {"M": 1024**2, "G": 1024**3}[text[-1]]


@pytest.mark.parametrize("name", UNITS)
def test_each_unit_has_twice_the_memory_of_its_peak_files_and_a_filter(name: str) -> None:
    table = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    peak = re.search(rf"^\| `{name}` \| (\d+) MB \|", table, re.MULTILINE)
    assert peak is not None
    (memory,) = _setting(name, "MemoryMax")
    assert _bytes(memory) >= 2 * int(peak[1]) * 1024**2
    (files,) = _setting(name, "LimitNOFILE")
    assert int(files) >= 2 * RESERVE
    assert _setting(name, "SystemCallFilter") == ["@system-service seccomp", "~@privileged"]


def test_one_address_may_have_the_connections_of_a_school() -> None:
    nginx = (ROOT / "deploy" / "nginx.conf.example").read_text(encoding="utf-8")
    limits = [int(number) for number in re.findall(r"limit_conn chungtay_all (\d+);", nginx)]
    assert len(limits) >= 2 and min(limits) >= 400


@needs_systemd
@pytest.mark.long
def test_systemd_understands_every_line(tmp_path: Path) -> None:
    for name, path in UNITS.items():
        text = path.read_text(encoding="utf-8")
        here = re.sub(r"ExecStart=\S+", f"ExecStart={sys.executable}", text)
        (tmp_path / path.name).write_text(here, encoding="utf-8")
        assert name in here
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, tmp_path.iterdir())], capture_output=True, text=True, check=False
    )
    ours = [line for line in done.stderr.splitlines() if "chungtay" in line]
    assert ours == []


def _refused() -> str:
    """The system calls that the units do not let through, as strace takes them."""

    def calls(group: str) -> set[str]:
        told = subprocess.run(["systemd-analyze", "syscall-filter", group], capture_output=True, text=True, check=True)
        names = [line.strip() for line in told.stdout.splitlines()[1:] if line.strip() and line.strip()[0] != "#"]
        return {call for name in names for call in (calls(name) if name[0] == "@" else [name])}

    allowed = (calls("@system-service") | {"seccomp"}) - calls("@privileged")
    return ",".join(f"?{name}" for name in sorted(calls("@known") - allowed))


@needs_systemd
@pytest.mark.long
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_the_processes_live_within_their_filter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names, popen, refused = ("bot", "clock", "console"), subprocess.Popen, _refused()
    traces = iter(names)

    def traced(command: list[str], **more: object) -> subprocess.Popen[bytes]:
        """Under a tracer that is no parent of it, so that it is stopped like any other."""
        trace = str(tmp_path / f"{next(traces)}.trace")
        strace = ["strace", "-D", "-f", "--seccomp-bpf", "-e", f"trace={refused}", "-e", "signal=none", "-o", trace]
        return popen([*strace, *command], **more)  # type: ignore[call-overload, no-any-return]

    with TelegramFake() as fake:
        house = journeys.House(tmp_path, fake)
        try:
            with monkeypatch.context() as patch:
                patch.setattr(subprocess, "Popen", traced)
                for name in names:
                    house.start(name)
            with httpx.Client(base_url=f"http://{house.web}", trust_env=False, timeout=60) as chat:
                chat.post("/", data={"text": "ba đang đánh em"})
                chat.post("/voice", files={"file": ("voice.ogg", b"OggS" + b"v" * 200_000)})
            with httpx.Client(base_url=f"http://{house.console}", trust_env=False, timeout=60) as desk:
                form = {"login": "nobody", "password": "x" * 12, "code": "1"}
                desk.post("/sign-in", data=form, headers={"sec-fetch-site": "same-origin"})
        finally:
            house.stop()
    for name in names:
        traced_lines = (tmp_path / f"{name}.trace").read_text(encoding="utf-8").splitlines()
        # SQLite gives its files to their folder's owner, and only where it runs as root.
        expected = ("+++", " fchown(") if os.geteuid() == 0 else ("+++",)
        assert [line for line in traced_lines if not any(part in line for part in expected)] == [], name
        assert any("+++" in line for line in traced_lines), name  # the tracer was there
