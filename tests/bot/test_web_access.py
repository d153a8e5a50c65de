"""The web chat for everybody: axe-core finds nothing, nothing comes from elsewhere, little weighs on an old phone."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, Response

from bot.channels.web import crowd as web_crowd
from bot.inbound import LONGEST
from tests.bot import test_web_browser
from tests.bot.test_web import Town
from tests.bot.test_web_browser import page as page
from tests.bot.test_web_browser import town as town

pytestmark = test_web_browser.pytestmark

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PARTS = ("document", "stylesheet", "script", "image", "font", "manifest")
HEAVIEST = 60_000  # bytes, with all that the page asks for


async def violations(page: Page) -> list[str]:
    found = (await Axe().run(page, options=RULES)).response
    assert found["passes"], "axe-core looked at nothing"
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_no_violation_on_any_page(
    town: Town, page: Page, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    wrong = await violations(page)  # in the middle of a talk, with choices
    await page.fill("#text", "a " * LONGEST + "bố đang cầm dao")
    await page.click("#send")
    await page.wait_for_selector("#alert .numbers")
    wrong += await violations(page)  # too long, with danger
    await page.goto(f"{town.url}none")
    wrong += await violations(page)
    await page.context.clear_cookies()
    await page.goto(town.url)
    wrong += await violations(page)
    monkeypatch.setattr(web_crowd, "ROOM", 0)
    for with_script in (True, False):  # what waits, in the page and as a page of its own
        await page.goto(town.url)
        await page.fill("#text", "chào")
        await (page.click("#send") if with_script else page.evaluate("document.getElementById('say').submit()"))
        await page.wait_for_selector("#alert p" if with_script else "blockquote")
        wrong += await violations(page)
    assert wrong == []


async def test_axe_sees_what_is_wrong(town: Town, page: Page) -> None:
    await page.evaluate("document.querySelector('#text').style.cssText = 'color:#bbb;background:#ccc'")
    await page.evaluate("document.documentElement.removeAttribute('lang')")
    assert any(one.startswith("html-has-lang") for one in await violations(page))


async def test_nothing_is_wider_than_a_small_telephone(town: Town, page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_a_page_is_light_and_asks_nobody_else(town: Town, page: Page) -> None:
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    await page.goto(town.url)
    await page.wait_for_load_state("load")
    assert {urlsplit(answer.url).netloc for answer in answers} == {urlsplit(town.url).netloc}
    # What goes on asking for news in the background has no end, and next to no weight.
    parts = [answer for answer in answers if answer.request.resource_type in PARTS and answer.status == 200]
    sizes = [len(await answer.body()) for answer in parts]
    assert 0 < sum(sizes) < HEAVIEST, sizes
