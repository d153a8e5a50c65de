"""The staff's pages for everybody: axe-core finds nothing on any of them, light or dark, on desk and telephone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.routing import Route

from handlers import report
from handlers.campaigns import campaigns, counting, variants
from handlers.campaigns.counting import Counted, week_of
from handlers.campaigns.form import Wanted, WantedVariant
from handlers.campaigns.topics import Step
from handlers.console.alike import LEAST
from handlers.console.routes import right_of, routes
from handlers.figures import demo, internal
from handlers.figures.period import read
from handlers.permission import Role
from handlers.recording import Recording
from handlers.sheets import entries, places, tasks
from handlers.sheets.period import HalfYear
from handlers.sheets.place_form import WantedPlace
from handlers.store.keys import bot_keys
from handlers.store.models import Staff
from handlers.triage import Level
from tests.bot.test_web_access import RULES
from tests.handlers.people import opened
from tests.journeys.house import House, open_house
from tests.journeys.test_browser_journey import _first_administrator, invited
from tests.journeys.test_browser_journey import chromium as chromium
from tests.journeys.test_browser_journey import picture as picture

pytestmark = pytest.mark.long
_FILES = ("/csv", "/dictionary", "/published")  # which a browser keeps and does not show


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path, console=True) as (house, _fake):
        yield house


def _violations(page: Page) -> list[str]:
    page.wait_for_load_state()  # a page without its style sheet has small targets
    found = Axe().run(page, options=RULES).response
    assert found["passes"], "axe-core looked at nothing"
    return [f"{page.url} {one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]


def _plain_pages() -> list[str]:
    """Every page whose address names nothing: a new one is looked at without being named here."""
    shown = [route for route in routes() if isinstance(route, Route) and "GET" in (route.methods or ())]
    paths = [route.path for route in shown if right_of(route) is not None]
    return [path for path in paths if "{" not in path and path != "/bell" and not path.endswith(_FILES)]


def _case_with_everything(house: House) -> str:
    """A case with a report, later words, a recording and a mark that it was written from a chat that is left."""
    keys = bot_keys(house.folder / "keys")

    async def add(session: AsyncSession) -> str:
        now = datetime.now(UTC)
        case = await opened(session, keys, Level.P0, now=now)
        await report.add_recording(session, case.case_id, Recording(b"OggS", "audio/ogg", b"ID3"), now=now)
        return case.number

    return house.write(add)


def _burst(house: House) -> None:
    """As many like cases at once as the queue gathers."""
    keys = bot_keys(house.folder / "keys")

    async def add(session: AsyncSession) -> None:
        for _ in range(LEAST):
            await opened(session, keys, Level.P0, now=datetime.now(UTC))

    house.write(add)


async def _made_up_year(session: AsyncSession) -> None:
    now = datetime(2026, 12, 31, tzinfo=UTC)
    await demo.fill(session, demo.cases(demo.SEED, 2026, 2026), demo.contacts(demo.SEED, 2026), now)


async def _places_tasks_and_an_export(session: AsyncSession) -> None:
    """What the pages of a commune's sheet, of dangerous places and of internal figures show when there is something."""
    now, commune = datetime.now(UTC), "24133"
    by = (await session.scalars(select(Staff.id).where(Staff.role == Role.SUPERVISOR))).one()
    pond = WantedPlace(commune, "pond", "Ao sau trường, cạnh lối ra suối, không rào", now.date(), "Trạm y tế")
    well = replace(pond, kind="well", place="Giếng bỏ", safe_on=now.date(), safe_by="Đoàn phường")
    await places.put(session, [pond, well], by, now)
    ahead = {(commune, "KK02"): "- Rào ao sau trường\n- Mở lớp bơi an toàn"}
    await entries.put(session, HalfYear(2025, 2), ahead, entries.Origin("Báo cáo", now.date()), by, now)
    await tasks.tick(session, HalfYear(2026, 1), commune, tasks.key("Mở lớp bơi an toàn"), done=True, by=by, now=now)
    await internal.ask(session, read("2026-H1"), "Họp Ban chỉ đạo", by, now)


async def _campaigns_numbers(session: AsyncSession) -> str:
    """The page of a campaign by which some came."""
    now = datetime.now(UTC)
    wanted = Wanted("drowning", {"vi": "Hè an toàn"}, (), now.date() - timedelta(days=60), None)
    campaign = await campaigns.create(session, wanted, None, now)
    way = await variants.add(session, campaign.id, WantedVariant("school", "THCS Ví Dụ"), None, now)
    came = {Counted(way.id, week_of(now - timedelta(weeks=at)), step, "vi"): 9 for at in (0, 1, 3) for step in Step}
    await counting.write(session, came)
    return f"/campaigns/{campaign.id}/numbers"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)], ids=["light-desk", "dark-telephone"])
def test_axe_finds_no_violation_on_any_page_of_the_staff(house: House, chromium, picture, scheme: str, width: int):
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, locale="vi-VN", color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    at = f"http://{house.console}"
    page.goto(f"{at}/sign-in")
    wrong = _violations(page)
    _first_administrator(page, house)
    wrong += _violations(page)  # the page that says a link was used
    for path in ("/staff", "/audit"):
        page.goto(at + path)
        wrong += _violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        picture(page, f"console{path.replace('/', '-')}-{scheme}-{width}")
    invited(page, house, "supervisor")
    page.goto(f"{at}/me")
    page.click('button[name="on"][value="yes"]')
    number = _case_with_everything(house)
    house.write(_places_tasks_and_an_export)
    named = (
        house.write(_campaigns_numbers),
        "/sheets/2026H1/24133",
        "/situations/danger-child",
        f"/cases/{number}",
        "/cases/none",
        "/nothing",
    )
    for path in (*_plain_pages(), *named):
        page.goto(at + path)
        picture(page, f"console{path.replace('/', '-')}-{scheme}-{width}")
        wrong += _violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} pixels wide"
    page.goto(f"{at}/queue")
    page.click(f"#claim-{number}")
    page.goto(f"{at}/cases/{number}")
    expect(page.locator("body")).to_contain_text("buôn Ky")
    page.evaluate("document.querySelectorAll('details:not(.morepages)').forEach((one) => { one.open = true; })")
    wrong += _violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture(page, f"console-case-{scheme}-{width}")
    page.goto(f"{at}/cases/{number}/findings/child")
    wrong += _violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    _burst(house)
    page.goto(f"{at}/queue?tab=unclaimed")
    for folded in (True, False):
        expect(page.locator("#board a[id^='case-']")).to_have_count(1 if folded else LEAST + 1)
        wrong += _violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        picture(page, f"console-burst-{'folded' if folded else 'unfolded'}-{scheme}-{width}")
        page.click("a[id^='case-burst-']")
    expect(page.locator("#board a[id^='case-']")).to_have_count(1)
    house.write(_made_up_year)
    figures = (
        "/figures",
        "/figures?period=2026-H1",
        "/figures/core?period=2026-H1",
        "/figures/places?period=2026-H1",
        "/report?half=2026H1",
    )
    for path in (*figures, f"/cases/{number}/classify"):
        page.goto(at + path)
        page.evaluate("document.querySelectorAll('details:not(.morepages)').forEach((one) => { one.open = true; })")
        wrong += _violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} pixels wide"
    context.close()
    assert wrong == []
