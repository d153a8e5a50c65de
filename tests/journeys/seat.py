"""An officer with a browser and a telephone of their own, who got their account as every officer does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyotp
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.store.models import Staff
from tests.fakes.telegram_world import Person
from tests.journeys.house import House
from tests.journeys.test_browser_journey import PASSWORD

DESK = {"width": 1280, "height": 800}
TELEPHONE = {"width": 390, "height": 844}
COLUMN = {"width": 320, "height": 640}  # the narrowest that is promised


@dataclass
class Seat:
    """Who sits there, and the page before them."""

    house: House
    browser: Browser
    page: Page
    login: str
    secret: str

    @property
    def at(self) -> str:
        return f"http://{self.house.console}"

    def goes(self, path: str) -> Page:
        self.page.goto(self.at + path)
        return self.page

    def sits_down_elsewhere(self) -> None:
        """At a browser that knows nothing of them."""
        self.page = new_page(self.browser)

    def signs_in(self) -> None:
        """At the page that asks for it; with the next code, since each works once."""
        self.page.fill("#login", self.login)
        self.page.fill("#password", PASSWORD)
        self.page.fill("#code", pyotp.TOTP(self.secret).at(datetime.now(UTC) + timedelta(seconds=30)))
        self.page.click("button.do")

    def goes_on_duty(self) -> None:
        self.goes("/me")
        self.page.click('main button[name="on"][value="yes"]')

    def links(self, person: Person) -> None:
        """The telephone on which alerts arrive."""
        self.goes("/me")
        self.page.click('form[action="/me/telegram"] button')
        person.starts(self.page.inner_text("a.break").partition("start=")[2])
        self.house.until(lambda: self.house.linked(self.id), "the account is linked")

    @property
    def id(self) -> str:
        async def find(session: AsyncSession) -> str:
            return str(await session.scalar(select(Staff.id).where(Staff.login == self.login)))

        return self.house.read(find)


def new_page(browser: Browser) -> Page:
    return browser.new_context(viewport=DESK, locale="vi-VN", reduced_motion="reduce").new_page()


def seat(admin: Page, browser: Browser, house: House, login: str, role: str = "case_worker") -> Seat:
    """The administrator invites them; they set up their account in a browser of their own."""
    admin.goto(f"http://{house.console}/staff")
    admin.fill("#name", login.capitalize())
    admin.fill("#login", login)
    admin.check(f'input[name="role"][value="{role}"]')
    admin.click('form[action="/staff/invite"] button')
    page = new_page(browser)
    page.goto(admin.input_value("#link"))
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("button.do")
    secret = page.inner_text("code.secret").replace(" ", "")
    page.fill("#code", pyotp.TOTP(secret).now())
    page.click("button.do")
    expect(page.locator("header.top")).to_be_visible()
    return Seat(house, browser, page, login, secret)
