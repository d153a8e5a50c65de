"""The duty list in a real browser, on a desk and on a telephone: filled, read, printed, and nothing for axe to find."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.routes import MAIL_SERVED
from handlers.store.kept import keep
from handlers.store.models import Staff
from tests.handlers.people import hire
from tests.journeys.house import House, open_house
from tests.journeys.test_browser_journey import _first_administrator, invited
from tests.journeys.test_browser_journey import chromium as chromium
from tests.journeys.test_browser_journey import picture as picture
from tests.journeys.test_console_access import _violations

pytestmark = pytest.mark.long


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path, console=True) as (house, _fake):
        yield house


async def _colleagues(session: AsyncSession) -> None:
    for name in ("H'Lan Niê", "Y Thuyết", "Minh", "Hoa"):
        await hire(session, name, on_duty=False)
    await keep(session, MAIL_SERVED, "yes")
    assert await session.scalar(select(Staff)) is not None


@pytest.mark.parametrize("width", [1280, 390], ids=["desk", "telephone"])
def test_a_supervisor_fills_a_week_that_everybody_can_read_and_print(house: House, chromium, picture, width: int):
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="vi-VN", reduced_motion="reduce")
    page = context.new_page()
    at = f"http://{house.console}"
    _first_administrator(page, house)
    invited(page, house, "supervisor", "sen")
    house.write(_colleagues)
    wrong = []

    def look(name: str) -> None:
        wrong.extend(_violations(page))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        picture(page, f"{name}-{width}")

    page.goto(f"{at}/me")
    look("me-unreached")
    page.goto(f"{at}/duty-list")
    look("duty-empty")
    for who, begins, ends, place in (
        ("H'Lan Niê", "07:00", "19:00", "0"),
        ("Y Thuyết", "19:00", "07:00", "0"),
        ("Minh", "07:00", "19:00", "1"),
        ("Hoa", "07:00", "19:00", "2"),
    ):
        page.select_option("#who", label=who)
        page.select_option("#place", place)
        page.fill("#begins", begins)
        page.fill("#ends", ends)
        for day in range(7) if place == "0" else (0, 2, 4):
            page.check(f'input[name="day{day}"]')
        page.click('form[action="/duty-list/add"] button.do')
        expect(page.locator(".said")).to_contain_text("Đã thêm vào lịch trực")
    expect(page.locator(".week tbody").first.locator("li")).to_have_count(4)
    look("duty-week")
    page.locator(".week").scroll_into_view_if_needed()
    picture(page, f"duty-week-table-{width}")
    page.locator("#h-add").scroll_into_view_if_needed()
    picture(page, f"duty-week-form-{width}")
    page.emulate_media(media="print")
    expect(page.locator(".week .off").first).to_be_hidden()
    expect(page.locator(".top")).to_be_hidden()
    picture(page, f"duty-print-{width}")
    page.emulate_media(media="screen")
    page.click('form[action="/duty-list/undo"] button')
    expect(page.locator(".said")).to_contain_text("Đã hoàn tác")
    page.goto(f"{at}/staff")
    look("staff")
    page.locator('a[href$="/skills"]').first.click()
    page.check('input[name="commune"][value="24133"]')
    look("skills")
    page.click("form button.do")
    expect(page.locator(".people")).to_contain_text("phụ trách")
    page.goto(f"{at}/me")
    page.fill("#address", "sen@chungtay.test")
    page.click('form[action="/me/mail"] button')
    expect(page.locator("#h-mail + p")).to_contain_text("s…@chungtay.test")
    page.locator("#h-mail").scroll_into_view_if_needed()
    look("me-mail")
    context.close()
    assert wrong == []
