"""A cookie that was put into somebody's browser reads nothing of the report that begins there."""

from __future__ import annotations

import re

import httpx2

from bench.adversary.house import Fell, House

NAME = "a web chat's cookie planted in somebody's browser"
BEFORE = "whoever chose the first form's nonce chose the session, and read the report along"
WORDS = "Thầy giáo đánh bạn em ở lớp, em sợ lắm"


async def run(house: House) -> str:
    await house.starts("bot")
    async with _browser(house) as attacker, _browser(house) as victim:
        await _say(attacker, "chào")
        chosen = await _say(victim, "chào", nonce="a" * 22)
        async with _browser(house) as other:
            again = await _say(other, "chào", nonce="a" * 22)
        if chosen.cookies == again.cookies:
            raise Fell("who chooses the nonce chooses the session")
        victim.cookies.clear()
        for cookie in attacker.cookies.jar:
            victim.cookies.set(cookie.name, cookie.value or "", domain=cookie.domain, path="/")
        for words in ("Em muốn báo một việc", WORDS):
            await _say(victim, words)
        if WORDS not in (await victim.get("/")).text:
            raise AssertionError("the report did not begin")
        if WORDS in (await attacker.get("/", follow_redirects=True)).text:
            raise Fell("the report was read with the planted cookie")
    return "the browser gets another cookie when the report begins; the planted one opens nothing"


def _browser(house: House) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(base_url=f"http://{house.web}", timeout=30)


async def _say(browser: httpx2.AsyncClient, text: str, nonce: str = "") -> httpx2.Response:
    page = (await browser.get("/", follow_redirects=True)).text
    found = re.search(r'name="nonce" value="([^"]*)"', page)
    return await browser.post("/", data={"nonce": nonce or (found[1] if found else ""), "text": text})
