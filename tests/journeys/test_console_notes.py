"""Notes, tasks, situation texts and a spoken answer in a real browser: what is kept, what is put, and nothing sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deadlines import VIETNAM
from handlers.store.models import Reply, Task
from handlers.triage import Facts
from tests.journeys.house import House, open_house
from tests.journeys.test_browser_journey import QUIET, _first_administrator, invited
from tests.journeys.test_browser_journey import picture as picture
from tests.journeys.test_console_access import _violations
from tests.journeys.test_console_queue import _tell

pytestmark = pytest.mark.long

TOLD = ("child", "24133", 3, Facts("report_physical_violence", harm_doer="father", danger="no"))
PLAYED = """async () => {
  const one = document.querySelector("[data-heard] audio");
  await one.play();
  while (!one.currentTime) await new Promise((done) => one.addEventListener("timeupdate", done, { once: true }));
  return one.currentTime;
}"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path, console=True) as (house, _fake):
        yield house


@pytest.fixture(scope="module")
def hearing() -> Iterator[Browser]:
    """A browser with a microphone."""
    args = [*QUIET, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=args)
        yield browser
        browser.close()


def _replies(house: House) -> int:
    async def count(session: AsyncSession) -> int:
        return await session.scalar(select(func.count()).select_from(Reply)) or 0

    return house.write(count)


def _is_late(house: House) -> None:
    async def change(session: AsyncSession) -> None:
        await session.execute(update(Task).values(due_at=datetime.now(UTC) - timedelta(hours=1)))

    house.write(change)


def _put(page: Page, name: str) -> None:
    page.locator(f'button[name="situation"][value="{name}"]').click()


@pytest.mark.parametrize("width", [1280, 390], ids=["desk", "telephone"])
def test_staff_write_to_each_other_and_begin_an_answer_and_nothing_is_sent(house, hearing, picture, width: int):
    context = hearing.new_context(
        viewport={"width": width, "height": 844 if width == 390 else 900}, locale="vi-VN", reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    _first_administrator(page, house)
    invited(page, house, "supervisor")
    (number,) = _tell(house, TOLD)
    at = f"http://{house.console}/cases/{number}"
    page.goto(at)
    page.click(f'form[action="/cases/{number}/claim"] button')

    page.click("#note summary")
    page.fill("#note-text", "Bố cháu cầm máy buổi tối")
    page.click("#note button")
    expect(page.locator(".said")).to_contain_text("Không có gì được gửi cho người báo tin")
    expect(page.locator("li.internal")).to_contain_text("Ghi chú nội bộ")

    page.locator("#tasks summary").last.click()
    page.fill("#task-text", "Gọi lại trạm y tế")
    soon = datetime.now(VIETNAM) + timedelta(days=1)
    page.fill("#task-day", f"{soon:%Y-%m-%d}")
    page.fill("#task-hour", "08:00")
    page.click("#tasks form:has(#task-text) button")
    expect(page.locator("#tasks li")).to_contain_text("hạn 08:00")
    _is_late(house)
    page.goto(at)
    expect(page.locator("#tasks li.over")).to_contain_text("quá hạn")
    page.click("#tasks li button")
    page.locator("#tasks details summary").first.click()
    page.click("#tasks li.done button")
    expect(page.locator("#tasks li.over")).to_have_count(1)

    # At the cursor, between the words that stand there.
    page.fill("#text", "Chào em,\nChị Lan")
    page.evaluate("document.getElementById('text').setSelectionRange(8, 8)")
    page.click("#situations > summary")
    page.fill("#situation-search", "dung bo")
    expect(page.locator("#situations li:visible")).to_have_count(1)
    page.press("#situation-search", "Enter")
    assert page.url.startswith(at) and _replies(house) == 0
    _put(page, "stay-child")
    text = page.input_value("#text")
    assert text.startswith("Chào em,\nMình đang đọc") and text.endswith("\nChị Lan")
    expect(page.locator("#draft-state")).to_contain_text("Đã lưu nháp", timeout=40_000)
    page.fill("#situation-search", "khongcochunao")
    expect(page.locator("#situations [role=status]")).to_contain_text("Không có câu mẫu nào")
    page.fill("#situation-search", "")
    page.locator("#situations").scroll_into_view_if_needed()
    picture(page, f"console-answer-{width}")

    page.click("text=Trả lời bằng giọng nói")
    page.click("[data-recorder] button")
    expect(page.locator("[data-recorder] span")).to_have_text(re.compile("0:0[1-9]"), timeout=40_000)
    page.click("[data-recorder] button")
    expect(page.locator("[data-heard]")).to_be_visible()
    assert page.evaluate(PLAYED) > 0
    page.locator("[data-heard]").scroll_into_view_if_needed()
    picture(page, f"console-voice-{width}")
    page.click("[data-heard] button")
    expect(page.locator("[data-heard]")).to_be_hidden()
    assert page.evaluate("document.getElementById('voice').files.length") == 0 and _replies(house) == 0
    page.set_input_files("#voice", {"name": "a.mp3", "mimeType": "audio/mpeg", "buffer": b"no sound at all"})
    expect(page.locator("[data-heard] [role=alert]")).to_be_visible()
    page.click("[data-heard] button")

    page.evaluate("document.querySelectorAll('details:not(.morepages)').forEach((one) => { one.open = true; })")
    assert _violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#note").scroll_into_view_if_needed()
    picture(page, f"console-note-{width}")
    page.locator("#tasks").scroll_into_view_if_needed()
    picture(page, f"console-tasks-{width}")
    for path in ("/queue?tab=mine", "/situations", "/situations/danger-child"):
        page.goto(f"http://{house.console}{path}")
        assert _violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        picture(page, f"console{path.partition('?')[0].replace('/', '-')}-{width}")
    assert page.locator(".flag.tasks.over").count() == 0
    page.goto(f"http://{house.console}/queue?tab=mine")
    expect(page.locator(".flag.tasks.over")).to_be_visible()
    assert _replies(house) == 0
    context.close()
