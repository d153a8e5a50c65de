"""One story in a real Chromium: a grandmother on the web chat, a case worker in the console, and the answer."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from handlers.case import Status
from handlers.triage import Level
from locales import translator
from tests.fakes.services import ROOT, Nlu
from tests.journeys.house import House, open_house

pytestmark = pytest.mark.long

_ = translator("vi")

QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PASSWORD = "mot cau du dai de nho"
STORY = "thang chau ngoai toi 5 tuoi bi bo no danh bam tim ca lung toi so lam"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def picture(request: pytest.FixtureRequest):
    folder: Path | None = request.config.getoption("--pictures")

    def take(page: Page, name: str) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / f"{name}.png")

    return take


def _first_administrator(page: Page, house: House) -> str:
    """By the one-time link that set-up prints; returns the TOTP secret."""
    command = [sys.executable, "-m", "handlers.console.first_link"]
    printed = subprocess.run(command, cwd=ROOT, env=house.env, capture_output=True, text=True, check=True).stdout
    link = re.search(r"http://\S+/first/\S+", printed)
    assert link is not None
    page.goto(link.group())
    page.fill("#name", "Trực ban")
    page.fill("#login", "truc")
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("button.do")
    secret = page.inner_text("code.secret").replace(" ", "")
    page.fill("#code", pyotp.TOTP(secret).now())
    page.click("button.do")
    page.goto(link.group())
    expect(page.locator("body")).to_contain_text(
        _("This link was used already or is too old. Ask your administrator for a new one.")
    )
    return secret


def invited(page: Page, house: House, role: str, login: str = "lan") -> None:
    """Whoever is at the page, an administrator, invites somebody, who then sits there in their place."""
    page.goto(f"http://{house.console}/staff")
    page.fill("#name", login.capitalize())
    page.fill("#login", login)
    page.check(f'input[name="role"][value="{role}"]')
    if role == "commune":
        page.select_option("#commune", "24133")
    page.click('form[action="/staff/invite"] button')
    link = page.input_value("#link")
    page.goto(f"http://{house.console}/me")
    page.click('form[action="/sign-out"] button')
    page.goto(link)
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("button.do")
    page.fill("#code", pyotp.TOTP(page.inner_text("code.secret").replace(" ", "")).now())
    page.click("button.do")


def _says(page: Page, text: str) -> None:
    page.fill("#text", text)
    page.click("#send")


def _taps(page: Page, data: str) -> None:
    page.click(f'button[value="{data}"]')


def _hears(page: Page, text: str, timeout: float = 10_000) -> None:
    expect(page.locator("#log")).to_contain_text(text, timeout=timeout)


def _next_question(page: Page, before: str) -> str:
    """The key of the question whose answers can be tapped, once the page shows another one than `before`."""
    shown = page.locator(f'#choices button:first-child:not([value^="{before}:"])')
    expect(shown).to_have_count(1, timeout=10_000)
    return (shown.get_attribute("value") or "").partition(":")[0]


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_report_on_the_web_is_claimed_read_and_answered_in_the_console(
    tmp_path: Path, nlu: Nlu, chromium: Browser, picture, script: bool
):
    with open_house(tmp_path, nlu.url, console=True) as (house, _fake):
        desk = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN").new_page()
        _first_administrator(desk, house)
        invited(desk, house, "case_worker")
        desk.goto(f"http://{house.console}/me")
        desk.click('button[name="on"][value="yes"]')

        phone = chromium.new_context(
            viewport={"width": 390, "height": 780}, locale="vi-VN", java_script_enabled=script, reduced_motion="reduce"
        ).new_page()
        phone.goto(f"http://{house.web}/")
        expect(phone.locator("body")).to_contain_text("111")
        if script:
            picture(phone, "web-chat-first")
        _says(phone, STORY)
        _hears(phone, _("Is that right?"))
        _taps(phone, "understood:right")
        _hears(phone, _("Are you telling about yourself, or about another child?"))  # "tôi sợ lắm" leaves it open
        _taps(phone, "whom:child")
        _hears(phone, _("Is the child in danger right now?"))
        _taps(phone, "danger:no")
        key = "danger"
        while (key := _next_question(phone, key)) != "review":
            match key:
                case "where":
                    _says(phone, "buôn Ky, phường Thành Nhất")
                case "contact":
                    _taps(phone, "contact:write")
                case "who":
                    if script:
                        picture(phone, "web-chat")
                    _taps(phone, "who:father")
                case _:
                    _taps(phone, f"{key}:skip")
        _taps(phone, "review:send")
        _hears(phone, _("Your report was received at {time}. Your code:").partition("{")[0])

        (case,) = house.cases()
        assert case.level == Level.P1 and case.status == Status.OPEN
        desk.goto(f"http://{house.console}/")
        expect(desk.locator("body")).to_contain_text(case.number)
        assert "danh bam tim" not in desk.content()
        picture(desk, "console")
        desk.click(f"#claim-{case.number}")
        desk.goto(f"http://{house.console}/cases/{case.number}")
        expect(desk.locator("body")).to_contain_text(STORY)
        picture(desk, "console-case")
        desk.fill("#text", "Chào bà, tối nay cháu đang ở với ai ạ?")
        desk.click(f'form[action="/cases/{case.number}/reply"] button.do')
        house.until(lambda: house.cases()[0].status == Status.CLAIMED, "the case is claimed")

        if not script:
            time.sleep(17)  # it is held for ten seconds, and then waits for the next look into the outbox
            phone.reload()
        _hears(phone, _("There is a new message for you. Open it now?"), 25_000)
        assert "Chào bà" not in phone.content()
        _taps(phone, "reply:open")
        _hears(phone, "Chào bà, tối nay cháu đang ở với ai ạ?")
        _says(phone, "chau o voi toi")
        _hears(phone, _("I have added it."))
        desk.goto(f"http://{house.console}/cases/{case.number}")
        expect(desk.locator("body")).to_contain_text("chau o voi toi")

        assert [cookie["name"] for cookie in phone.context.cookies()] == ["ct_chat"]
        for words in ("danh bam tim", "chau o voi toi", "tối nay cháu đang ở với ai", "Ky, phường"):
            assert house.places_with(words) == [], words
