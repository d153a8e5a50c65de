"""A campaign from its form to a person who comes by it, in a real browser: every page of it on desk and telephone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogue.said.arrival import TOPICS
from handlers.campaigns.topics import Topic
from handlers.store.models import Arrived
from locales import translator
from tests.journeys.house import House, open_house
from tests.journeys.test_browser_journey import _first_administrator, invited
from tests.journeys.test_browser_journey import chromium as chromium
from tests.journeys.test_browser_journey import picture as picture
from tests.journeys.test_console_access import _violations

pytestmark = pytest.mark.long

_ = translator("vi")
PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
TOPIC = _(TOPICS[Topic.DROWNING])


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path, console=True) as (house, _fake):
        yield house


def _place(page: Page, kind: str, label: str, *, discreet: bool = False) -> str:
    """Add a place; its landing page."""
    page.select_option("#kind", kind)
    page.fill("#label", label)
    page.select_option("#commune", "24373")
    page.fill("#hangs", "cổng chính, cô Hà treo")
    if discreet:
        page.check('input[name="discreet"]')
    page.click('form[action$="/variants"] button')
    return str(page.input_value(f'.ways li:has-text("{label}") input[id^="w"]'))


def _numbers(house: House, number: int) -> dict[str, int]:
    """What is counted, once so many steps are: they are written every few seconds."""

    async def read(session: AsyncSession) -> dict[str, int]:
        return {one.step: one.number for one in await session.scalars(select(Arrived))}

    until = time.monotonic() + 20
    while len(found := house.write(read)) < number and time.monotonic() < until:
        time.sleep(0.5)
    return found


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_from_the_form_to_a_person_who_comes(house: House, chromium, picture, width: int, scheme: str):
    how = {"viewport": {"width": width, "height": 844}, "locale": "vi-VN", "color_scheme": scheme}
    page = chromium.new_context(**how, reduced_motion="reduce").new_page()
    wrong: list[str] = []

    def look(name: str, of: Page = page) -> None:
        wrong.extend(_violations(of))
        wide = of.evaluate("document.documentElement.scrollWidth")
        wrong.extend([f"{name} is {wide} wide"] if wide > width else [])
        picture(of, f"campaign-{name}-{scheme}-{width}")

    _first_administrator(page, house)
    invited(page, house, "campaigner", "cam")
    page.goto(f"http://{house.console}/campaigns")
    look("none")
    page.click('a[href="/campaigns/new"]')
    page.fill("#name_vi", "Hè an toàn, không đuối nước")
    page.check('input[value="drowning"]')
    page.fill("#starts_on", "2026-01-31")
    page.fill("#ends_on", "2026-01-01")
    page.click("text=Chỉ ở một số xã")
    page.check('input[value="24373"]')
    page.click("button.do")
    look("form")
    expect(page.locator(".problems")).to_contain_text("Ngày cuối lại trước ngày đầu")
    page.fill("#ends_on", "")
    page.click("button.do")
    look("empty")
    school = _place(page, "school", "THCS Ví Dụ")
    card = _place(page, "card", "Thẻ bỏ ví, phòng khám", discreet=True)
    page.locator(".copied button").first.click()
    expect(page.locator(".copied button").first).to_contain_text("Đã chép")
    look("places")
    page.click(".ways a >> nth=0")
    page.wait_for_url("**/papers")
    for drawn in page.locator(".papers img").all():
        expect(drawn).to_have_js_property("complete", True)
        assert drawn.evaluate("(one) => one.naturalWidth") > 0
    look("papers")
    page.go_back()
    page.click(".ways a >> nth=1")
    expect(page.locator("#hangs")).to_be_visible()
    look("place")
    page.goto(f"http://{house.console}/campaigns")
    look("list")

    phone = chromium.new_context(**how, user_agent=PHONE, java_script_enabled=False).new_page()
    seen = chromium.new_context(**how).new_page()  # axe is a script; and a browser without a screen is no person
    for name, link in (("landing", school), ("landing-discreet", card), ("landing-unknown", school + "x")):
        seen.goto(link)
        look(name, seen)
    phone.goto(school)
    expect(phone.locator("main")).to_contain_text(TOPIC)
    assert phone.context.cookies() == []
    phone.click("text=Viết ở đây")
    expect(phone.locator("#log")).to_contain_text(TOPIC)
    phone.fill("#text", "ao sau nhà văn hóa chưa rào")
    phone.click("#send")
    expect(phone.locator("#log")).to_contain_text(TOPIC)
    assert _numbers(house, 2) == {"opened": 1, "started": 1}
    picture(phone, f"campaign-chat-{scheme}-{width}")
    assert wrong == []
