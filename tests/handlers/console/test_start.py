"""Starting the console process: what is wrong is said in one line."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from handlers.start import Bare

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[3]


@pytest.fixture
def place(tmp_path: Path, sqlite_template: Path, key_folder: Path) -> dict[str, str]:
    """The environment of a console that would start."""
    shutil.copytree(key_folder, tmp_path / "keys")
    shutil.copy(sqlite_template, tmp_path / "chungtay.db")
    return {
        "CHUNGTAY_DATABASE_URL": f"sqlite:///{tmp_path / 'chungtay.db'}",
        "CHUNGTAY_DATA_DIR": str(tmp_path),
        "CHUNGTAY_CONSOLE_BIND": f"127.0.0.1:{free_port()}",
    }


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def run(module: str, place: dict[str, str], **changes: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CHUNGTAY_")}
    environment = {**inherited, **place, **changes}
    command = [sys.executable, "-m", module]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"CHUNGTAY_CONSOLE_BIND": "8081"}, "CHUNGTAY_CONSOLE_BIND"),
        ({"CHUNGTAY_DATABASE_URL": "mysql://geheim@host/x"}, "CHUNGTAY_DATABASE_URL"),
        ({"CHUNGTAY_DATABASE_URL": "sqlite:////nowhere/at/all.db"}, "make setup"),
        ({"CHUNGTAY_DATABASE_URL": "postgresql://u:geheim@127.0.0.1:1/x"}, "CHUNGTAY_DATABASE_URL"),
        ({"CHUNGTAY_DATA_DIR": "/nowhere/at/all"}, "make setup"),
    ],
)
def test_a_wrong_setting_is_one_line_and_never_a_traceback(place, changes, says):
    done = run("handlers.console", place, **changes)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1 and says in done.stderr
    assert "Traceback" not in done.stderr and "geheim" not in done.stderr


def test_an_empty_database_is_one_line(place, tmp_path):
    done = run("handlers.console", place, CHUNGTAY_DATABASE_URL=f"sqlite:///{tmp_path / 'empty.db'}")
    assert done.returncode == 1 and done.stderr.strip() == (
        "The database is not up to date. Run 'make setup', then start again."
    )


def test_a_taken_port_is_one_line(place):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        done = run("handlers.console", place, CHUNGTAY_CONSOLE_BIND=bind)
    assert done.returncode == 1 and bind in done.stderr and "Traceback" not in done.stderr


def test_the_first_link_is_printed_until_it_was_used(place):
    first, second = run("handlers.console.first_link", place), run("handlers.console.first_link", place)
    assert f"http://{place['CHUNGTAY_CONSOLE_BIND']}/first/" in first.stdout
    assert first.stdout != second.stdout and "/first/" in second.stdout


def test_an_error_in_the_log_is_its_kind_and_line_and_never_its_message():
    try:
        raise ValueError("Bố nó đánh nó")
    except ValueError:
        record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 1, "Bố nó đánh nó", None, sys.exc_info())
    line = Bare().format(record)
    assert line.startswith("ERROR uvicorn.error ValueError at test_start.py:") and "đánh" not in line
