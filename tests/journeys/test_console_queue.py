"""The queue in a real browser: its keys, its refresh, its filters, and the way from a link elsewhere to a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
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

pytestmark = pytest.mark.long

TOLD = (
    ("child", "24133", 3, Facts("report_sexual_abuse", harm_doer="stepfather", access="living_together")),
    ("neighbour", "24154", 55, Facts("report_physical_violence", harm_doer="father", age="4-6", danger="no")),
    ("school", "24277", 200, Facts("report_child_marriage", danger="no")),
    ("", None, 20, Facts("report_unspecified", danger="unknown", language="rad")),
    ("child", "24175", 90, Facts("report_bullying", danger="no")),
    ("friend", "24133", 9, Facts("report_self_harm", signals=frozenset({"suicide"}))),
    ("parent", "24229", 600, Facts("report_neglect", danger="no")),
    ("", None, 30, Facts("nuisance")),
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path, console=True) as (house, _fake):
        yield house


def _tell(house: House, *told: tuple[str, str | None, int, Facts]) -> list[str]:
    """Cases of these reports, by who reports, where, how many minutes ago and what; their numbers."""
    keys = bot_keys(house.folder / "keys")

    async def add(session: AsyncSession) -> list[str]:
        numbers = []
        for role, commune, ago, facts in told:
            at = datetime.now(UTC) - timedelta(minutes=ago)
            answers = (Answer("role", "?", "", role),) if role else ()
            one = Report(answers, facts, facts.language, commune, "2025" if commune else None)
            talk = await chat(session, "web")
            case = await report.open_case(session, keys, one, triage(facts), conversation=talk, received_at=at, now=at)
            numbers.append(case.number)
        return numbers

    return house.write(add)


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def _asks_again(page: Page) -> int:
    """What the console answers to the board's own refresh."""
    with page.expect_response(lambda one: "/queue?tab=" in one.url) as answered:
        page.evaluate("htmx.trigger('#board', 'changed')")
    return answered.value.status


@pytest.mark.parametrize("width", [1280, 390], ids=["desk", "telephone"])
def test_the_queue_by_keys_and_its_refresh_by_itself(house: House, chromium, picture, width: int):
    page = chromium.new_context(
        viewport={"width": width, "height": 844 if width == 390 else 800}, locale="vi-VN", reduced_motion="reduce"
    ).new_page()
    _first_administrator(page, house)
    invited(page, house, "case_worker")
    _tell(house, *TOLD)
    page.goto(f"http://{house.console}/queue?tab=all")
    expect(page.locator("#board tbody tr")).to_have_count(len(TOLD))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for button in page.locator("#board .do").all():  # "Nhận" is always in reach
        box = button.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
    picture(page, f"console-queue-{width}")
    page.keyboard.press("j")
    first = _focused(page)
    page.keyboard.press("j")
    second = _focused(page)
    assert first.startswith("case-") and second.startswith("case-") and first != second
    page.keyboard.press("k")
    assert _focused(page) == first
    told = _asks_again(page)  # it asks each minute by itself, here at once, and where one stood stays
    assert told == 304 or _asks_again(page) == 304, "a board counts as unchanged for half a minute, which may just end"
    assert _focused(page) == first
    (new,) = _tell(house, ("school", "24181", 0, Facts("report_bullying", danger="no")))
    expect(page.locator(f"#case-{new}")).to_be_visible(timeout=40_000)
    expect(page.locator("#tab-all b")).to_have_text(str(len(TOLD) + 1))
    assert _focused(page) == first
    if width == 1280:
        page.keyboard.press("?")
        expect(page.locator(".keys dl")).to_be_visible()
    number = first.removeprefix("case-")
    page.keyboard.press("c")  # off duty: this case alone
    page.wait_for_url(f"**/cases/{number}**")
    (case,) = [one for one in house.cases() if one.number == number]
    assert case.status == Status.CLAIMED
    page.goto(f"http://{house.console}/queue?tab=all")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")


def test_a_link_from_elsewhere_opens_the_case_of_who_is_signed_in_and_asks_others_to_sign_in(house: House, chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN")
    page = context.new_page()
    _first_administrator(page, house)
    invited(page, house, "case_worker")
    (number,) = _tell(house, TOLD[0])
    link = f"http://{house.console}/cases/{number}"
    elsewhere = f'<a href="{link}">x</a>'
    for seen in (f"**/cases/{number}", f"**/sign-in?next=/cases/{number}"):
        page.route("http://elsewhere.test/**", lambda route: route.fulfill(body=elsewhere, content_type="text/html"))
        page.goto("http://elsewhere.test/")
        page.click("a")
        page.wait_for_url(seen)
        expect(page.locator("form[action$='/claim'], input[name='next']").first).to_be_attached()
        context.clear_cookies()
