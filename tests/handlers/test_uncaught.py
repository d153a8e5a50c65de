"""Whatever goes wrong in a process of ours, no text of it is printed: kinds and places only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from handlers.uncaught import place_of
from tests.fakes.services import ROOT

CANARY = "bố đánh con 0912345678"
# Errors of every kind that can be printed by itself, after the process's own main has set its logs; then main's own.
BREAKS = """
import asyncio, gc, importlib, logging, sys, threading, warnings
import structlog
from sqlalchemy import text
from handlers.store.engine import Store

CANARY, module, reads = sys.argv[1], importlib.import_module(sys.argv[2]), sys.argv[3]

class Broken:
    def __del__(self): raise ValueError(CANARY)

async def fails(): raise ValueError(CANARY)

async def database():
    store = Store(sys.argv[4])
    for statement in ("SELECT :told FROM nowhere", "SELECT raise_(:told)"):
        try:
            async with store.writing() as session: await session.execute(text(statement), {"told": CANARY})
        except Exception as error:
            print(repr(error), error, file=sys.stderr)
            logging.getLogger("library").error("%s", error, exc_info=error)
    await store.close()
    task = asyncio.ensure_future(fails()); await asyncio.sleep(0); del task; gc.collect()
    asyncio.get_running_loop().call_soon(lambda: 1 / 0 if CANARY else 0); await asyncio.sleep(0)

def break_all(*_arguments, **_named):
    log = structlog.get_logger()
    log.error("event", error=ValueError(CANARY), exc_info=ValueError(CANARY), stack_info=CANARY)
    try: raise ValueError(CANARY)
    except ValueError:
        log.exception("event")
        logging.getLogger("library").exception(CANARY, CANARY, CANARY)
    warnings.warn(CANARY)
    thread = threading.Thread(target=lambda: int(CANARY)); thread.start(); thread.join()
    Broken(); gc.collect()
    asyncio.run(database())
    raise RuntimeError(CANARY) from ValueError(CANARY)

target = module
*path, name = reads.split(".")
for one in path: target = getattr(target, one)
setattr(target, name, break_all)
sys.exit(module.main())
"""


@pytest.mark.long
@pytest.mark.parametrize(
    ("module", "reads"),
    [("bot.__main__", "settings_of_bot.read"), ("handlers.clock.__main__", "_Where"),
     ("handlers.console.__main__", "read_settings")],
)  # fmt: skip
def test_no_text_of_an_error_reaches_what_a_process_prints(module: str, reads: str, tmp_path: Path):
    arguments = [CANARY, module, reads, f"sqlite:///{tmp_path}/empty.db"]
    done = subprocess.run(
        [sys.executable, "-c", BREAKS, *arguments],
        cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": "utf-8"}, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 1
    for part in (CANARY, CANARY.split()[-1], "\\u1ed1", "Traceback"):
        assert part not in said, said
    for kind in ("uncaught: RuntimeError at ", "uncaught in a thread: ValueError at ", "unraisable: ValueError at ",
                 "UserWarning at ", "ERROR library OperationalError at ", "ERROR asyncio"):  # fmt: skip
        assert kind in said, said


def test_every_command_hides_texts_before_it_begins():
    for path in sorted([*ROOT.joinpath("handlers").rglob("*.py"), *ROOT.joinpath("bot").rglob("*.py")]):
        code = path.read_text(encoding="utf-8")
        if path.name in ("role_table.py", "demo.py", "migrate.py"):  # they see nobody's words
            continue
        if path.name == "worker.py":  # what it prints goes nowhere
            assert "stderr=subprocess.DEVNULL" in path.with_name("decoder.py").read_text(encoding="utf-8")
            continue
        if '__name__ == "__main__"' in code:
            assert any(hides in code for hides in ("hide_texts()", "quiet_logs(", "set_up_logging()")), path


def test_a_place_names_the_line_where_it_was_raised():
    try:
        int("bố")
    except ValueError as error:
        assert place_of(error).startswith("ValueError at test_uncaught.py:") and "bố" not in place_of(error)
