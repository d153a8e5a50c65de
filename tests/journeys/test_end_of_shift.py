"""The end of a shift in a real browser: choosing for each case, going, and the colleague who goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.store.models import Staff
from tests.journeys.house import House, open_house
from tests.journeys.test_browser_journey import PASSWORD, _first_administrator
from tests.journeys.test_browser_journey import chromium as chromium
from tests.journeys.test_browser_journey import picture as picture
from tests.journeys.test_console_access import _violations
from tests.journeys.test_console_queue import TOLD, _tell

pytestmark = pytest.mark.long


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path, console=True) as (house, _fake):
        yield house


def _id_of(house: House, login: str) -> str:
    async def find(session: AsyncSession) -> str:
        return str(await session.scalar(select(Staff.id).where(Staff.login == login)))

    return house.write(find)


def invited_by(admin: Page, page: Page, house: House, login: str) -> None:
    """Somebody sets up their account at a browser of their own."""
    admin.goto(f"http://{house.console}/staff")
    admin.fill("#name", login.capitalize())
    admin.fill("#login", login)
    admin.check('input[name="role"][value="case_worker"]')
    admin.click('form[action="/staff/invite"] button')
    page.goto(admin.input_value("#link"))
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("button.do")
    page.fill("#code", pyotp.TOTP(page.inner_text("code.secret").replace(" ", "")).now())
    page.click("button.do")


@pytest.mark.parametrize(("width", "script"), [(1280, True), (390, False)], ids=["desk", "telephone, no script"])
def test_a_shift_ends_and_a_colleague_goes_on(house: House, chromium, picture, width: int, script: bool):
    def seat():
        return chromium.new_context(
            viewport={"width": width, "height": 844 if width == 390 else 800},
            locale="vi-VN",
            reduced_motion="reduce",
            java_script_enabled=script,
        ).new_page()

    admin = seat()
    _first_administrator(admin, house)
    at, hoa, lan = f"http://{house.console}", seat(), seat()
    wrong: list[str] = []
    for page, login in ((hoa, "hoa"), (lan, "lan")):
        invited_by(admin, page, house, login)
        page.goto(f"{at}/me")
        page.click('main button[name="on"][value="yes"]')
    danger, urgent, calm, other = _tell(house, TOLD[0], TOLD[1], TOLD[4], TOLD[6])
    for number in (danger, urgent, calm, other):
        lan.goto(f"{at}/cases/{number}")
        lan.click(f'form[action="/cases/{number}/claim"] button')
    lan.goto(f"{at}/queue")
    lan.click('header button[name="on"]')  # "go off duty": the page comes first
    expect(lan.locator("h1")).to_have_text("Kết thúc ca")
    assert lan.evaluate("document.documentElement.scrollWidth") <= width if script else True
    lan.check(f'#case-{danger} input[value="pass"]')
    lan.select_option(f"#to-{danger}", _id_of(house, "hoa"))
    lan.fill(f"#note-{danger}", "Bà ngoại chỉ nghe máy sau bảy giờ tối. Đã hẹn gọi lại lúc 19:30.")
    lan.check(f'#case-{urgent} input[value="keep"]')
    lan.check(f'#case-{calm} input[value="release"]')
    if script:
        wrong += _violations(lan)
    picture(lan, f"shift-choosing-{width}-{script}")
    lan.click('button[name="leave"][value="duty"]')
    expect(lan.locator("#progress")).to_contain_text("3 trên 4")
    if script:
        wrong += _violations(lan)
    picture(lan, f"shift-after-{width}-{script}")
    hoa.goto(f"{at}/queue")
    expect(hoa.locator("#bell")).to_contain_text(danger)
    if script:
        wrong += _violations(hoa)
    picture(hoa, f"shift-offered-queue-{width}-{script}")
    hoa.goto(f"{at}/cases/{danger}")
    if script:
        wrong += _violations(hoa)
    picture(hoa, f"shift-offered-case-{width}-{script}")
    hoa.click("section.claim button.big")
    expect(hoa.locator(".fornext")).to_contain_text("Bà ngoại")
    if script:
        hoa.evaluate("document.querySelectorAll('details:not(.morepages)').forEach((one) => { one.open = true; })")
        wrong += _violations(hoa)
        assert hoa.evaluate("document.documentElement.scrollWidth") <= width
    picture(hoa, f"shift-accepted-{width}-{script}")
    if script:  # it says by itself who has answered
        expect(lan.locator("#progress")).to_contain_text("Hoa", timeout=15_000)
    assert wrong == []
