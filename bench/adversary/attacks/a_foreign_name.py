"""The console asked under a name that is not its own answers nothing."""

from __future__ import annotations

from bench.adversary.house import Fell, House

NAME = "the console under another host's name (DNS rebinding)"
BEFORE = "it answered under any name"


async def run(house: House) -> str:
    await house.starts("console")
    async with house.browser() as browser:
        for name in ("evil.example", "127.0.0.1.evil.example", "evil.example@127.0.0.1"):
            answer = await browser.get("/sign-in", headers={"host": name})
            if answer.status_code != 400:
                raise Fell(f"it answers as {name}")
    return "400 under every name but its own"
