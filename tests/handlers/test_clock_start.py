"""Starting the clock process: it needs a database and nothing else, and tells systemd that the ladder goes round."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from handlers.watchdog import notify
from tests.fakes.services import ROOT
from tests.handlers.console.test_start import run

pytestmark = pytest.mark.long


@pytest.fixture
def database(tmp_path: Path, sqlite_template: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "chungtay.db")
    return f"sqlite:///{tmp_path / 'chungtay.db'}"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://geheim@host/x", "CHUNGTAY_DATABASE_URL"),
        ("nonsense", "CHUNGTAY_DATABASE_URL"),
        ("sqlite:////nowhere/at/all.db", "make setup"),
        ("postgresql://u:geheim@127.0.0.1:1/x", "CHUNGTAY_DATABASE_URL"),
    ],
)
def test_a_wrong_setting_is_one_line_and_never_a_traceback(url, says):
    done = run("handlers.clock", {"CHUNGTAY_DATABASE_URL": url})
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1 and says in done.stderr
    assert "Traceback" not in done.stderr and "geheim" not in done.stderr


def test_an_empty_database_is_one_line(tmp_path):
    done = run("handlers.clock", {"CHUNGTAY_DATABASE_URL": f"sqlite:///{tmp_path / 'empty.db'}"})
    assert done.returncode == 1 and done.stderr.strip() == (
        "The database is not up to date. Run 'make setup', then start again."
    )


def test_it_starts_without_any_key_and_tells_systemd_that_it_is_ready_and_then_of_each_round(tmp_path, database):
    place = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(place))
        systemd.settimeout(30)
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CHUNGTAY_")},
            "CHUNGTAY_DATABASE_URL": database,
            "CHUNGTAY_DATA_DIR": "/nowhere/at/all",
            "NOTIFY_SOCKET": str(place),
        }
        command = [sys.executable, "-m", "handlers.clock"]
        clock = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)
        try:
            assert [systemd.recv(100) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
        finally:
            clock.terminate()
            logged, _ = clock.communicate(timeout=20)
    assert clock.returncode == 0
    assert [json.loads(line)["event"] for line in logged.splitlines()] == ["claims_not_checked", "serving"]


def test_where_systemd_asks_for_nothing_or_has_gone_nothing_is_told(tmp_path):
    for address in (None, "", str(tmp_path / "gone"), "@chungtay-nobody-listens-here"):
        notify(address, "WATCHDOG=1")


def test_a_name_without_a_file_is_understood_too():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind("\0chungtay-test")
        systemd.settimeout(30)
        notify("@chungtay-test", "READY=1")
        assert systemd.recv(100) == b"READY=1"
