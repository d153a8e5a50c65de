"""A case that lies open in a real Chromium: words arrive while an officer writes, and nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import report
from handlers.case import ItemKind
from handlers.store.keys import bot_keys
from handlers.store.models import Case, Item, Reply
from handlers.triage import Level
from locales import translator
from tests.handlers.people import opened
from tests.journeys.house import House, open_house
from tests.journeys.test_browser_journey import _first_administrator, invited
from tests.journeys.test_browser_journey import chromium as chromium
from tests.journeys.test_browser_journey import picture as picture
from tests.journeys.test_console_access import _violations

pytestmark = pytest.mark.long

_ = translator("vi")
ANSWER = "Chào em, chị là Lan. Bây giờ em đang ở với ai?"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path, console=True) as (house, _fake):
        yield house


def _reported(house: House) -> str:
    async def add(session: AsyncSession) -> str:
        now = datetime.now(UTC) - timedelta(minutes=20)
        case = await opened(session, bot_keys(house.folder / "keys"), Level.P1, now=now)
        words = ("Tối nào nó cũng khóc", "Mẹ nó đi làm xa, tháng mới về một lần", "Em tên gì thì chưa biết")
        for minute, said in enumerate(words):
            await report.add(session, case.case_id, ItemKind.MESSAGE, said, now=now + timedelta(minutes=minute))
        return case.number

    return house.write(add)


def _writes(house: House, text: str) -> None:
    async def add(session: AsyncSession) -> None:
        (case,) = await session.scalars(select(Case))
        await report.add(session, case.id, ItemKind.MESSAGE, text, now=datetime.now(UTC))

    house.write(add)


def _replies(house: House) -> int:
    async def look(session: AsyncSession) -> int:
        return await session.scalar(select(func.count()).select_from(Reply)) or 0

    return house.read(look)


def _unseen(house: House) -> int:
    async def look(session: AsyncSession) -> int:
        unseen = select(func.count()).select_from(Item).where(Item.kind == ItemKind.MESSAGE, Item.seen_at.is_(None))
        return await session.scalar(unseen) or 0

    return house.read(look)


def _kept(page: Page) -> None:
    expect(page.locator("#draft-state")).to_contain_text(_("Draft kept at {time}").partition("{")[0], timeout=10_000)


def _sits_down(page: Page, house: House) -> str:
    """An officer on duty claims the one case and has it before them; its address."""
    _first_administrator(page, house)
    invited(page, house, "case_worker")
    page.goto(f"http://{house.console}/me")
    page.click('button[name="on"][value="yes"]')
    number = _reported(house)
    page.goto(f"http://{house.console}/queue")
    page.click(f"#claim-{number}")
    page.goto(f"http://{house.console}/cases/{number}")
    return f"http://{house.console}/cases/{number}"


@pytest.mark.parametrize("width", [1280, 390], ids=["desk", "telephone"])
def test_words_arrive_while_an_officer_writes_and_are_asked_about_before_sending(
    house: House, chromium: Browser, picture, width: int
):
    height = 800 if width == 1280 else 844
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
    page = context.new_page()
    _sits_down(page, house)
    talk, box = page.locator("#talk ol"), page.locator("#text")
    expect(talk).to_contain_text("Tối nào nó cũng khóc")
    picture(page, f"console-case-open-{width}")

    box.click()
    page.keyboard.type(ANSWER[:20])
    _kept(page)
    _writes(house, "Bố nó về rồi")
    expect(talk).to_contain_text("Bố nó về rồi", timeout=10_000)
    assert page.evaluate("document.activeElement.id") == "text"  # the focus stays, and so does what is written
    page.keyboard.type(ANSWER[20:])
    expect(box).to_have_value(ANSWER)
    expect(page.locator("#came-now")).to_have_attribute("aria-live", "polite")
    expect(page.locator("#came-now")).to_contain_text("Bố nó về rồi")
    one = _("{count} new since you began to write").format(count=1)
    expect(page.locator("#newer")).to_have_text(one)
    page.locator("#talk ol li").last.scroll_into_view_if_needed()
    page.locator("#report").scroll_into_view_if_needed()
    page.locator("#talk ol li").last.scroll_into_view_if_needed()
    assert _violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    _kept(page)
    page.reload()  # leaving the page loses nothing
    expect(box).to_have_value(ANSWER)
    page.click("#answer button.do")  # it was asked already, above the box
    expect(page.locator("[data-asks]")).to_have_count(0)
    assert _replies(house) == 1

    # Taken back within ten seconds it is a draft again.
    page.locator(".back-again button").click()
    expect(page.locator("p.said")).to_have_text(_("Taken back: nothing was sent. The text is in your draft again."))
    expect(box).to_have_value(ANSWER)
    assert _replies(house) == 0

    # Between the last look and the press of the button more comes: the page asks once.
    _writes(house, "Đừng gọi điện nhé, bố nó cầm máy")
    page.click("#answer button.do")
    asks = page.locator("[data-asks]")
    expect(asks).to_contain_text(one)
    expect(asks).to_contain_text("Đừng gọi điện nhé, bố nó cầm máy")
    expect(page.locator("#answer button.do")).to_have_text(_("Send all the same"))
    assert _violations(page) == []
    picture(page, f"console-case-asks-{width}")
    page.click("#answer button.do")
    expect(page.locator(".flag.held")).to_be_visible()
    picture(page, f"console-case-{width}")
    assert _violations(page) == []
    expect(page.locator(".back-again")).to_have_count(0, timeout=20_000)
    expect(talk).to_contain_text(ANSWER)
    assert _replies(house) == 1
    context.close()
    for words in (ANSWER, ANSWER[:20], "Đừng gọi điện nhé"):
        assert house.places_with(words) == [], words


def test_words_are_read_only_while_the_page_is_looked_at(house: House, chromium: Browser):
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN")
    page = context.new_page()
    _sits_down(page, house)
    house.until(lambda: _unseen(house) == 0, "what stands there was seen")
    hide = (
        "Object.defineProperty(document, 'visibilityState', {get: () => window.looks || 'visible', configurable: true})"
    )
    page.evaluate(hide)
    page.evaluate("window.looks = 'hidden'; document.dispatchEvent(new Event('visibilitychange'))")
    _writes(house, "Bố nó về rồi")
    page.wait_for_timeout(7000)
    assert _unseen(house) == 1 and house.cases()[0].unread_since is not None
    page.evaluate("window.looks = 'visible'; document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#talk ol")).to_contain_text("Bố nó về rồi")
    house.until(lambda: house.cases()[0].unread_since is None, "it was seen when the page was")
    context.close()


def test_a_lost_network_while_sending_and_a_sleeping_laptop_lose_nothing(house: House, chromium: Browser):
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN")
    page = context.new_page()
    _sits_down(page, house)
    box = page.locator("#text")
    box.fill(ANSWER)
    context.set_offline(True)
    page.click("#answer button.do")
    lost = _("No connection: the draft is not kept yet, nothing was sent. Please leave this page open.")
    expect(page.locator("#draft-state")).to_have_text(lost)
    expect(box).to_have_value(ANSWER)
    assert _replies(house) == 0
    _writes(house, "Bố nó về rồi")
    context.set_offline(False)  # it wakes: what came is there, what was written is kept, nothing goes out by itself
    expect(page.locator("#talk ol")).to_contain_text("Bố nó về rồi", timeout=15_000)
    _kept(page)
    assert _replies(house) == 0
    other = context.new_page()
    other.goto(page.url)
    expect(other.locator("#text")).to_have_value(ANSWER)  # from another window, too
    other.locator("#text").press("End")
    other.keyboard.type(" Em ơi?")
    _kept(other)
    box.press("End")
    page.keyboard.type(" Chị nghe đây.")
    expect(page.locator("#draft-state")).to_contain_text(ANSWER + " Em ơi?", timeout=10_000)
    page.click("[data-both]")
    expect(box).to_have_value(f"{ANSWER} Chị nghe đây.\n\n{ANSWER} Em ơi?")
    _kept(page)
    context.close()


def test_without_javascript_everything_is_a_form(house: House, chromium: Browser):
    with_script = chromium.new_context(locale="vi-VN")
    address = _sits_down(with_script.new_page(), house)
    context = chromium.new_context(
        locale="vi-VN", java_script_enabled=False, viewport={"width": 1280, "height": 800},
        storage_state={"cookies": [one for one in with_script.cookies() if one["name"] != "ct_live"], "origins": []},
    )  # fmt: skip
    with_script.close()
    page = context.new_page()
    page.goto(address)
    page.fill("#text", ANSWER)
    page.click("[data-keep]")
    expect(page.locator("#text")).to_have_value(ANSWER)
    _writes(house, "Bố nó về rồi")
    page.click(".reload a")
    expect(page.locator("#talk ol")).to_contain_text("Bố nó về rồi")
    assert house.cases()[0].unread_since is None
    expect(page.locator("[data-asks]")).to_contain_text("Bố nó về rồi")
    page.click("#answer button.do")
    page.click(".back-again button")
    expect(page.locator("#text")).to_have_value(ANSWER)
    assert _replies(house) == 0
    context.close()
