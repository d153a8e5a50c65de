"""A line that is taken out of the audit, or changed in it, is missed."""

from __future__ import annotations

import asyncio
import subprocess
import sys

from bench.adversary.house import Fell, House
from tests.fakes.services import ROOT

NAME = "lines of the audit rewritten and deleted"
BEFORE = "nobody could tell"


async def run(house: House) -> str:
    _, secret = await house.employ("Lan")
    await house.starts("console")
    copy = house.folder / "record" / "audit.jsonl"
    async with house.signed_in("Lan", secret):

        async def copied() -> bool:
            return copy.exists()

        if not await house.sees(copied, 25):
            raise Fell("no copy is made")
    changed = await house.does("UPDATE audit SET staff_id = NULL")
    deleted = await house.does("DELETE FROM audit")
    if changed is None and deleted is None:
        return "the database refuses both"
    found = await asyncio.to_thread(_check, house)
    if found.returncode == 0:
        raise Fell("the check finds nothing")
    return f"the check says: {found.stdout.strip()}"


def _check(house: House) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "handlers.console.check_audit"]
    return subprocess.run(command, cwd=ROOT, env=house.env, capture_output=True, text=True)
