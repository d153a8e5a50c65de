"""Many tabs of one chat in a real Chromium on plain http: six connections for all, and a cry that goes first."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.async_api import BrowserContext, Page, async_playwright, expect
from sqlalchemy import select
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.render import render
from bot.channels.web.channel import Web
from bot.conversation import Conversations
from bot.delivery import Delivery
from bot.dialogue.said.screens import first_screen
from bot.inbound import Inbound
from bot.settings import Operator, Settings
from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from handlers.store.models import Case
from locales import translator
from nlu.meaning import Meaning
from tests.bot.test_web import serving
from tests.bot.test_web_browser import CHROMIUM, QUIET, pytestmark  # noqa: F401
from tests.fakes.services import free_port

_ = translator("vi")
TO_A_CHILD = translator("vi_child")
TABS = 7
CRY = "cứu em với, bố đang cầm dao"
DANGER = TO_A_CHILD("This is dangerous. If you can call without being noticed, call now:")


class Streams:
    """Round the application: how many streams are open."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.open, self.ever = 0, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path") != "/events":
            return await self._app(scope, receive, send)
        is_stream = False

        async def watched(message: Message) -> None:
            nonlocal is_stream
            if message["type"] == "http.response.start" and message["status"] == 200:
                is_stream = True
                self.open += 1
                self.ever += 1
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            self.open -= is_stream


class House:
    """The web chat with the conversation itself behind it, and no language service."""

    def __init__(self, store: Store, keys: BotKeys, port: int, *, on_duty: bool = True) -> None:
        operator = Operator(name="Đường dây thử", answered_by="cán bộ", hours="cả ngày")
        settings = Settings(operator=operator, _env_file=None)
        self.store = store
        self.heard: list[str | None] = []
        self.conversations = Conversations(store, keys, self.parse, settings.line, self.now, {"web": Web.about})
        line = replace(settings.line(on_duty, self.now()), channel=Web.about)
        self.web = Web(
            store, keys, self.hear, self.pump, f"127.0.0.1:{port}",
            first_screen=lambda topic: [render(say, "vi", Web.shows) for say in first_screen(line)],
            numbers=dict(line.numbers), leave_to=f"http://localhost:{port}/static/icon.svg",
        )  # fmt: skip
        self.delivery = Delivery(store, keys, {"web": self.web}, self.conversations, None, self.now)
        self.streams = Streams(self.web.app())
        self.web.app = lambda: self.streams  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{port}/"

    @staticmethod
    def now() -> datetime:
        return datetime.now(UTC)

    async def parse(self, _text: str) -> Meaning:
        return Meaning.unknown

    async def hear(self, inbound: Inbound) -> None:
        await self.conversations.hear(inbound)
        self.heard.append(inbound.text)

    async def pump(self, _address: str) -> None:
        await self.delivery.pump("web")

    async def cases(self) -> int:
        async with self.store.reading() as session:
            return len((await session.scalars(select(Case.id))).all())


@pytest.fixture
async def house(store: Store, for_bot: BotKeys) -> AsyncIterator[House]:
    port = free_port()
    house = House(store, for_bot, port)
    async with serving(house, port):  # type: ignore[arg-type]
        yield house


@pytest.fixture
async def browser(house: House, request: pytest.FixtureRequest) -> AsyncIterator[BrowserContext]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = await chromium.new_context(viewport={"width": 375, "height": 720})
        if script := getattr(request, "param", ""):
            await context.add_init_script(script)
        yield context
        await chromium.close()


async def _tabs(house: House, browser: BrowserContext) -> list[Page]:
    """Seven tabs of one chat, the first of which began it."""
    first = await browser.new_page()
    await first.goto(house.url)
    await first.fill("#text", "em chào cô")
    await first.click("#send")
    await expect(first.locator("li.me p")).to_have_text(["em chào cô"])
    tabs = [first]
    while len(tabs) < TABS:
        tab = await browser.new_page()
        await tab.goto(house.url)
        await expect(tab.locator("li.me p")).to_have_text(["em chào cô"])
        tabs.append(tab)
    return tabs


async def _comes_true(page: Page, what: Callable[[], bool]) -> None:
    for _try in range(600):
        if what():
            return
        await page.wait_for_timeout(50)
    assert what()


TALK_TO_EACH_OTHER = ["", "delete window.BroadcastChannel"]


@pytest.mark.parametrize("browser", TALK_TO_EACH_OTHER, indirect=True, ids=["channel", "no channel"])
async def test_a_cry_from_the_last_of_seven_tabs_arrives_and_every_tab_shows_it(
    house: House, browser: BrowserContext
) -> None:
    tabs = await _tabs(house, browser)
    last = tabs[-1]
    await _comes_true(last, lambda: house.streams.open == 1)
    assert house.streams.ever >= TABS  # each took it in its turn
    await last.fill("#text", CRY)
    await last.click("#send")
    await expect(last.locator("#log")).to_contain_text(DANGER)
    assert house.heard[-1] == CRY
    assert await house.cases() == 1
    for tab in tabs:
        await expect(tab.locator("li.me").last).to_contain_text(CRY, timeout=30_000)
        await expect(tab.locator("#log")).to_contain_text(DANGER)
    assert house.streams.open <= 1


async def test_when_the_tab_with_the_stream_is_gone_another_takes_it(house: House, browser: BrowserContext) -> None:
    first, *_rest, last = await _tabs(house, browser)
    await _comes_true(last, lambda: house.streams.open == 1)
    before = house.streams.ever
    await last.close()
    await _comes_true(first, lambda: house.streams.open == 1 and house.streams.ever > before)


async def test_leaving_in_one_tab_leaves_in_all(house: House, browser: BrowserContext) -> None:
    tabs = await _tabs(house, browser)
    await tabs[2].click("#exit")
    for tab in tabs:
        await tab.wait_for_url("http://localhost:*/**")
        assert "em chào cô" not in await tab.content()


async def test_tabs_that_each_began_a_chat_of_their_own_share_one_stream(house: House, browser: BrowserContext) -> None:
    tabs = [await browser.new_page() for _number in range(TABS)]
    for tab in tabs:
        await tab.goto(house.url)
    for tab in tabs:  # as if all had been sent before the first answer brought its cookie
        await browser.clear_cookies()
        await tab.fill("#text", "em chào cô")
        await tab.click("#send")
        await expect(tab.locator("li.me p")).to_have_text(["em chào cô"])
    await _comes_true(tabs[0], lambda: house.streams.open == 1)
    await tabs[-1].fill("#text", CRY)
    await tabs[-1].click("#send")
    await expect(tabs[-1].locator("#log")).to_contain_text(DANGER)


async def test_a_server_that_gives_no_stream_is_asked_now_and_then(
    house: House, browser: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.web.pages._STREAMS_OF_ALL", 0)
    tabs = await _tabs(house, browser)
    await tabs[0].fill("#text", CRY)
    await tabs[0].click("#send")
    for tab in tabs:
        await expect(tab.locator("#log")).to_contain_text(DANGER, timeout=30_000)
    assert house.streams.ever == 0


async def test_words_from_a_tab_that_was_open_before_the_chat_began_take_one_tap_more(
    house: House, browser: BrowserContext
) -> None:
    before, first = await browser.new_page(), await browser.new_page()
    for tab in (before, first):
        await tab.goto(house.url)
    await first.fill("#text", "em chào cô")
    await first.click("#send")
    await expect(first.locator("li.me p")).to_have_text(["em chào cô"])
    await before.fill("#text", CRY)
    await before.click("#send")
    await expect(before.locator("#alert")).to_contain_text(_("This sounds dangerous. Please call now:"))
    await expect(before.locator("li.me p")).to_have_text(["em chào cô"])  # where it will go
    assert await before.input_value("#text") == CRY
    await before.click("#send")
    await expect(before.locator("#log")).to_contain_text(DANGER)
    await expect(first.locator("li.me p")).to_have_text(["em chào cô", CRY])
    assert await house.cases() == 1


async def test_two_presses_without_a_script_are_one_chat(house: House, browser: BrowserContext) -> None:
    context = await browser.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    page = await context.new_page()
    await page.goto(house.url)
    await page.fill("#text", CRY)
    await page.dblclick("#send")
    await expect(page.locator("#log")).to_contain_text(DANGER)
    await expect(page.locator("li.me p")).to_have_text([CRY])
    assert await house.cases() == 1 and house.heard.count(CRY) <= 2
