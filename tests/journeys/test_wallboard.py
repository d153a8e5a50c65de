"""The wallboard, the day page and closing a nuisance in a real browser, with and without a script and a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import report
from handlers.case import Answer, Report, Status
from handlers.store.keys import bot_keys
from handlers.triage import Facts, triage
from tests.handlers.people import chat
from tests.journeys.house import House, open_house
from tests.journeys.test_browser_journey import _first_administrator, invited
from tests.journeys.test_browser_journey import chromium as chromium
from tests.journeys.test_browser_journey import picture as picture
from tests.journeys.test_console_access import _violations

pytestmark = pytest.mark.long

TOLD = (
    ("child", 3, Facts("report_sexual_abuse", harm_doer="stepfather", access="living_together")),
    ("neighbour", 55, Facts("report_physical_violence", harm_doer="father", age="4-6", danger="no")),
    ("school", 200, Facts("report_child_marriage", danger="no")),
    ("child", 90, Facts("report_bullying", danger="no")),
    ("parent", 60 * 26, Facts("report_neglect", danger="no")),
    ("school", 60 * 24, Facts("report_bullying", danger="no")),
    ("", 30, Facts("nuisance")),
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path, console=True) as (house, _fake):
        yield house


def _tell(house: House, *told: tuple[str, int, Facts]) -> list[str]:
    keys = bot_keys(house.folder / "keys")

    async def add(session: AsyncSession) -> list[str]:
        numbers = []
        for role, ago, facts in told:
            at = datetime.now(UTC) - timedelta(minutes=ago)
            words = Answer("what", "Chuyện gì?", "Vay nhanh lãi thấp", "words")
            answers = (words, Answer("role", "?", "", role)) if role else (words,)
            one = Report(answers, facts, facts.language, "24133", "2025")
            talk = await chat(session, "web")
            case = await report.open_case(session, keys, one, triage(facts), conversation=talk, received_at=at, now=at)
            numbers.append(case.number)
        return numbers

    return house.write(add)


def _link(page: Page, house: House, role: str = "supervisor") -> str:
    _first_administrator(page, house)
    invited(page, house, role)
    page.goto(f"http://{house.console}/wall-links")
    page.fill("#place", "Phòng trực")
    page.click("form.once button")
    return page.inner_text("p.link >> nth=0")


@pytest.mark.parametrize("width", [1280, 390], ids=["desk", "telephone"])
def test_a_screen_is_let_in_by_its_link_rings_and_says_when_it_is_blind(
    house: House, chromium: Browser, picture, width: int
):
    size = {"width": width, "height": 844 if width == 390 else 720}
    desk = chromium.new_context(viewport=size, locale="vi-VN", reduced_motion="reduce").new_page()
    link = _link(desk, house)
    wrong = _violations(desk)
    picture(desk, f"console-wall-links-{width}")
    _tell(house, *TOLD)
    for scheme in ("light", "dark"):
        context = chromium.new_context(viewport=size, locale="vi-VN", color_scheme=scheme)
        wall = context.new_page()
        wall.goto(link)
        wall.wait_for_url(f"http://{house.console}/wall")  # the code has left the address
        expect(wall.locator(".waiting dd").first).to_have_text("1")
        wrong += _violations(wall)
        assert wall.evaluate("document.documentElement.scrollWidth") <= width
        assert wall.locator("a, form, input").count() == 0
        picture(wall, f"console-wall-{scheme}-{width}")
    rang = "Number(document.body.dataset.rang || 0)"
    assert wall.evaluate(rang) == 0  # nothing sounds that nobody allowed
    wall.click("#sound")
    expect(wall.locator("body")).to_have_attribute("data-rang", re.compile("[1-9]"))
    expect(wall.locator("#sound")).to_have_attribute("aria-pressed", "true")
    before = str(wall.evaluate(rang))
    _tell(house, TOLD[1])
    expect(wall.locator("body")).not_to_have_attribute("data-rang", before, timeout=15_000)
    for path in ("/queue", "/day", "/staff", f"/cases/{house.cases()[0].number}", "/wall-links"):
        elsewhere = context.new_page()
        elsewhere.goto(f"http://{house.console}{path}")
        assert "/sign-in" in elsewhere.url
        elsewhere.close()
    context.set_offline(True)
    expect(wall.locator("#lost")).to_be_visible(timeout=40_000)
    picture(wall, f"console-wall-lost-{width}")
    context.set_offline(False)
    expect(wall.locator("#lost")).to_be_hidden(timeout=15_000)
    desk.goto(f"http://{house.console}/wall-links")
    desk.click("form[action$='/revoke'] button")
    expect(wall.locator("#ended")).to_be_visible(timeout=15_000)
    assert wall.locator(".waiting").count() == 0
    assert wrong == []


def test_without_a_script_the_code_is_typed_the_page_reloads_itself_and_grows_old_by_itself(
    house: House, chromium: Browser
):
    desk = chromium.new_context(viewport={"width": 1280, "height": 720}, locale="vi-VN").new_page()
    link = _link(desk, house)
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, locale="vi-VN", java_script_enabled=False)
    wall = context.new_page()
    wall.goto(link.partition("#")[0])
    wall.fill("#token", link.partition("#")[2].lower().replace("-", " "))
    wall.click("button.do")
    wall.wait_for_url(f"http://{house.console}/wall")
    expect(wall.locator(".old")).to_be_hidden()
    expect(wall.locator(".waiting dd").first).to_have_text("0")
    _tell(house, TOLD[0])
    expect(wall.locator(".waiting dd").first).to_have_text("1", timeout=40_000)  # by itself


@pytest.mark.parametrize("width", [1280, 390], ids=["desk", "telephone"])
def test_the_day_page_and_a_nuisance_that_is_closed_in_one_press(house: House, chromium: Browser, picture, width: int):
    size = {"width": width, "height": 844 if width == 390 else 800}
    page = chromium.new_context(viewport=size, locale="vi-VN", reduced_motion="reduce").new_page()
    _first_administrator(page, house)
    invited(page, house, "intake")
    at = f"http://{house.console}"
    page.goto(f"{at}/day")
    wrong = _violations(page)
    picture(page, f"console-day-empty-{width}")
    *_, number = _tell(house, *TOLD)
    page.goto(f"{at}/day")
    wrong += _violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": width, "height": 1700})
    picture(page, f"console-day-{width}")
    page.set_viewport_size(size)
    page.goto(f"{at}/cases/{number}?open=yes")
    wrong += _violations(page)
    page.goto(f"{at}/queue?tab=all")
    expect(page.locator(f"#nuisance-{number}")).to_be_visible()
    wrong += _violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture(page, f"console-nuisance-queue-{width}")
    page.click(f"#nuisance-{number}")
    page.wait_for_url("**/queue?tab=all&said=nuisance_closed**")
    (case,) = [one for one in house.cases() if one.number == number]
    assert case.status == Status.CLOSED and case.muted_until is not None
    picture(page, f"console-nuisance-closed-{width}")
    wrong += _violations(page)
    page.goto(f"{at}/cases/{number}")
    page.locator("#h-nuisance").scroll_into_view_if_needed()
    picture(page, f"console-nuisance-case-{width}")
    wrong += _violations(page)
    page.click(f"form[action='/cases/{number}/unmute'] button")
    (case,) = [one for one in house.cases() if one.number == number]
    assert case.status == Status.OPEN and case.muted_until is None
    assert wrong == []
