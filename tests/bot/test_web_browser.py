"""The web chat's script in a real Chromium: leaving, closing, and messages that come by themselves."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.channels import Outbound
from bot.channels.web import crowd as web_crowd
from bot.channels.web.guard import MAX_BODY, MAX_WORDS
from bot.channels.web.html import TOO_LONG
from bot.inbound import LONGEST
from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from locales import translator
from tests.bot.test_web import Town, serving
from tests.fakes.services import free_port

_ = translator("vi")
CRY = "bố đang cầm dao đuổi em"
DANGER = _("This sounds dangerous. Please call now:")
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
async def town(store: Store, for_bot: BotKeys) -> AsyncIterator[Town]:
    port = free_port()
    # The neutral page is another origin of our own, so that nothing leaves this machine.
    town = Town(store, for_bot, f"127.0.0.1:{port}", leave_to=f"http://localhost:{port}/static/icon.svg")
    town.url = f"http://127.0.0.1:{port}/"
    async with serving(town, port):
        yield town


@pytest.fixture
async def page(town: Town, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """A small telephone's page that has been written on once; `request.param` False: without JavaScript."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = await browser.new_context(
            viewport={"width": 320, "height": 640}, java_script_enabled=getattr(request, "param", True)
        )
        page = await context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if "Security Policy" in line.text else None)
        await page.goto(town.url)
        await page.fill("#text", "bố đánh con")
        await page.click("#send")
        await expect(page.locator("li.me p")).to_have_text(["bố đánh con"])
        yield page
        assert complaints == []
        with suppress(Exception):
            await browser.close()


async def _is_away(town: Town, page: Page) -> None:
    await page.wait_for_url(re.compile("^http://localhost:"))
    for _try in range(60):  # the page is gone before the server has been told
        if not await town.lines() and not await page.context.cookies():
            break
        await page.wait_for_timeout(50)
    assert await page.context.cookies() == []
    assert await town.lines() == 0
    assert town.told[-1].command == "thoat"
    await page.go_back()
    assert "bố đánh con" not in await page.content()


@pytest.mark.parametrize("page", [True, False], indirect=True, ids=["script", "no script"])
async def test_the_button_leads_away_and_back_shows_nothing(town: Town, page: Page) -> None:
    await page.click("#exit")
    await _is_away(town, page)


@pytest.mark.parametrize("page", [True, False], indirect=True, ids=["script", "no script"])
async def test_a_word_leads_away(town: Town, page: Page) -> None:
    await page.fill("#text", "thoát")
    await page.click("#send")
    await _is_away(town, page)


async def test_shift_three_times_leads_away_but_capital_letters_do_not(town: Town, page: Page) -> None:
    await page.focus("#text")
    for letter in "ABCD":
        await page.keyboard.down("Shift")
        await page.keyboard.press(letter)
        await page.keyboard.up("Shift")
    assert await page.input_value("#text") == "ABCD"
    await page.keyboard.press("Shift")
    await page.keyboard.press("Shift")
    await expect(page.locator("#dots")).to_have_text("●●○")
    await page.keyboard.press("Shift")
    await _is_away(town, page)


async def test_an_answer_is_tapped_and_half_a_message_stays(town: Town, page: Page) -> None:
    await page.fill("#text", "em đang viết dở")
    await page.click("#choices button")
    await expect(page.locator("li.bot").last).to_contain_text("Câu hỏi 3")
    assert await page.input_value("#text") == "em đang viết dở"
    assert town.told[-1].button == "q2:yes"
    await expect(page.locator("#choices button")).to_have_count(1)


async def test_a_message_comes_by_itself(town: Town, page: Page) -> None:
    await town.web.deliver(town.told[0].chat, Outbound("Có tin mới. Mở bây giờ?", (("reply:open", "Mở"),)))
    await expect(page.locator("li.bot").last).to_contain_text("Có tin mới.")
    await expect(page.locator("#choices button")).to_have_text(["Có 2", "Mở"])


async def test_the_page_warns_and_then_closes(town: Town, page: Page) -> None:
    await page.clock.install()
    await page.reload()
    await page.clock.run_for("14:05")
    await expect(page.locator("#warning")).to_be_visible()
    await page.click("#stay")
    await expect(page.locator("#warning")).to_be_hidden()
    town.now = town.now.replace(hour=23)
    await page.clock.run_for("15:05")
    await page.wait_for_url("**/closed")
    assert "bố đánh con" not in await page.content()
    assert await page.context.cookies() == []


async def test_nothing_is_wider_than_the_smallest_telephone(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    small = await page.evaluate(
        "[...document.querySelectorAll('button, header a, summary, textarea')]"
        ".filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44).length"
    )
    assert small == 0


# --- too long ---------------------------------------------------------------------------------------------------------
async def _paste(page: Page, text: str) -> None:
    await page.focus("#text")
    await page.evaluate("(text) => document.execCommand('insertText', false, text)", text)


@pytest.mark.parametrize("page", [True, False], indirect=True, ids=["script", "no script"])
@pytest.mark.parametrize("size", [LONGEST + 5, MAX_BODY + 5], ids=["long", "longer than most"])
async def test_a_long_text_is_whole_in_the_box_after_it_was_refused(town: Town, page: Page, size: int) -> None:
    text = "a" * size
    await page.fill("#text", text)
    await page.click("#send")
    await expect(page.locator("#alert")).to_be_visible()
    await expect(page.locator("#alert")).to_be_in_viewport(ratio=1)
    await expect(page.locator("#alert")).not_to_be_empty()
    assert await page.input_value("#text") == text
    assert [told.text for told in town.told] == ["bố đánh con"]
    await page.fill("#text", text[:LONGEST])
    await page.click("#send")
    await expect(page.locator("li.me")).to_have_count(2)
    assert len(town.told[-1].text or "") == LONGEST


async def test_with_a_script_even_far_too_much_stays_in_the_box(town: Town, page: Page) -> None:
    text = "a" * (MAX_WORDS + 5)
    await page.fill("#text", text)
    await page.click("#send")
    await expect(page.locator("#alert")).to_have_text(_(TOO_LONG))
    assert await page.input_value("#text") == text


async def test_a_pasted_text_is_not_cut_and_the_page_says_how_much_is_too_much(town: Town, page: Page) -> None:
    await expect(page.locator("#room")).to_be_hidden()
    await _paste(page, "😭" * (LONGEST - 7))
    await expect(page.locator("#room")).to_have_text(_("Letters left: {number}").format(number=7))
    await _paste(page, "b" * 10)
    over = _("Too long for one message by {number} letters. Please send it in two parts.").format(number=3)
    await expect(page.locator("#room")).to_have_text(over)
    assert await page.input_value("#text") == "😭" * (LONGEST - 7) + "b" * 10
    await page.fill("#text", "ngắn")
    await expect(page.locator("#room")).to_be_hidden()


async def test_the_script_shows_the_numbers_of_danger_above_what_went_wrong(town: Town, page: Page) -> None:
    await page.fill("#text", "a " * LONGEST + CRY)
    await page.click("#send")
    await expect(page.locator("#alert")).to_contain_text(DANGER)
    await expect(page.locator("#alert a[href='tel:113']")).to_be_in_viewport(ratio=1)
    await expect(page.locator("li.me p")).to_have_text(["bố đánh con"])


async def test_who_has_to_wait_goes_on_by_the_script_and_the_words_are_told_once(
    town: Town, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_crowd, "ROOM", 1)
    monkeypatch.setattr(web_crowd, "EVERY", 1.0)
    await page.context.clear_cookies()
    await page.goto(town.url)
    town.web._pages._posts._crowd.enter(town.web._pages._posts._pace.mark("network 127.0.0.1"), town.now)
    await page.fill("#text", "em muốn hỏi")
    await page.click("#send")
    await expect(page.locator("#alert")).to_contain_text("2")
    assert await page.input_value("#text") == "em muốn hỏi"
    town.now += timedelta(seconds=1)
    await expect(page.locator("#log .me")).to_have_text(re.compile("em muốn hỏi"))
    assert await page.input_value("#text") == "" and await page.is_hidden("#alert")
    assert [inbound.text for inbound in town.told].count("em muốn hỏi") == 1
