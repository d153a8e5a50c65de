"""A whole shift as officers live it: woken by an alert, at the desk, home again, and a colleague who goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.case import Status
from handlers.deadlines import VIETNAM
from handlers.store.models import Case, Reply, StaffSession
from handlers.triage import Level
from locales import translator
from tests.journeys.house import House, open_house
from tests.journeys.seat import COLUMN, DESK, TELEPHONE, Seat, new_page, seat
from tests.journeys.test_browser_journey import _first_administrator
from tests.journeys.test_browser_journey import chromium as chromium
from tests.journeys.test_browser_journey import picture as picture
from tests.journeys.test_console_access import _violations
from tests.journeys.test_console_queue import TOLD, _tell

pytestmark = pytest.mark.long

_ = translator("vi")
ALERTS_LEAD_TO = "https://truc.chungtay.test"
TOLD_FIRST = "ba đang đánh em"
CAME = ("Ba ra ngoài rồi", "Em với em gái trốn ở nhà bà ngoại")
ANSWER = "Chào em, cô là Lan. Em ở yên nhà bà, cô đang gọi người tới giúp."
NOTE = "Đã gọi công an xã, họ đang tới nhà."
TASK = "Gọi lại bà ngoại xem hai chị em ngủ đâu"
FOR_HOA = "Bà ngoại chỉ nghe máy sau bảy giờ tối. Em tên là Bông (tên giả)."


IS_IN_FRONT = """(one) => {
  const { x, y, width, height } = one.getBoundingClientRect();
  return document.elementFromPoint(x + width / 2, y + height / 2) === one;
}"""


class Looks:
    """Whatever is looked at is looked at as desk and as telephone, with axe, and at the narrowest width."""

    def __init__(self, take: Callable[[Page, str], None]) -> None:
        self.take, self.wrong = take, list[str]()

    def at(self, page: Page, name: str, to: str | None = None, *, anew: bool = False, desk_too: bool = False) -> None:
        for size in (COLUMN, TELEPHONE, DESK):
            page.set_viewport_size(size)
            if anew:
                page.reload()
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > size["width"]:
                self.wrong.append(f"{name} is {wide} pixels wide at {size['width']}")
            page.evaluate("scrollTo(0, 0)")
            if to and (desk_too or size is not DESK):
                page.evaluate(f"document.querySelector({to!r}).scrollIntoView()")
            if size is not COLUMN:
                self.take(page, f"desk-{name}-{size['width']}")
        self.wrong += _violations(page)


def _kept(page: Page) -> None:
    expect(page.locator("#draft-state")).to_contain_text(_("Draft kept at {time}").partition("{")[0], timeout=15_000)


def _menu_opens_over_the_page(page: Page) -> None:
    """By keys alone, and nothing of the page is in front of it."""
    menu, way = page.locator(".morepages"), page.locator(".morepages summary")
    for size in (COLUMN, TELEPHONE, DESK):
        page.set_viewport_size(size)
        way.focus()
        page.keyboard.press("Enter")
        last = menu.locator("a:visible").last
        box = last.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
        assert last.evaluate(IS_IN_FRONT)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.morepages') !== null")
        page.keyboard.press("Escape")
        expect(menu).not_to_have_attribute("open", "")
        assert way.evaluate("one => one === document.activeElement")


def test_a_shift_from_the_alert_at_night_to_the_colleague_who_goes_on(tmp_path: Path, chromium: Browser, picture):
    looks = Looks(picture)
    with open_house(tmp_path, console=True, CHUNGTAY_CONSOLE_URL=ALERTS_LEAD_TO) as (house, fake):
        admin = new_page(chromium)
        _first_administrator(admin, house)
        lan, hoa = (seat(admin, chromium, house, login) for login in ("lan", "hoa"))
        lans, hoas, child = fake.person("Lan"), fake.person("Hoa"), fake.person("Bé")
        lan.links(lans)
        hoa.links(hoas)
        others = _tell(house, *TOLD[1:])

        # Nobody is on duty: the alert wakes everybody, without a word of what was told.
        child.says(TOLD_FIRST)
        house.until(lambda: len(house.cases()) == len(TOLD), "the case is open")
        (case,) = [one for one in house.cases() if one.level == Level.P0 and one.number not in others]
        alert = lans.must_see(case.number)
        assert "đánh" not in alert.text
        (link,) = alert.links
        assert link == f"{ALERTS_LEAD_TO}/cases/{case.number}"

        # The link leads to sign-in and on to the case; off duty it can be claimed alone.
        lan.sits_down_elsewhere()
        page = lan.goes(link.removeprefix(ALERTS_LEAD_TO))
        lan.signs_in()
        page.wait_for_url(f"**/cases/{case.number}")
        expect(page.locator("section.claim")).to_contain_text(
            _("You are off duty. You can take this case alone: your duty stays as it is, and no other alert changes.")
        )
        looks.at(page, "ladder", "#h-ladder")
        page.click("section.claim button.big")
        hoas.must_see("Lan", ever=True)
        expect(page.locator("header .duty.off")).to_be_visible()

        # She reads, and writes; what comes meanwhile comes to her, and is asked about before it goes out.
        talk, box = page.locator("#talk ol"), page.locator("#text")
        expect(page.locator("#content")).to_contain_text(TOLD_FIRST)
        box.click()
        page.keyboard.type(ANSWER[:20])
        _kept(page)
        for words in CAME:
            child.says(words)
        for words in CAME:
            expect(talk).to_contain_text(words, timeout=15_000)
        page.keyboard.type(ANSWER[20:])
        expect(box).to_have_value(ANSWER)
        expect(page.locator("#newer")).to_have_text("2 tin mới từ khi anh/chị bắt đầu viết")
        _kept(page)
        looks.at(page, "case", "#talk")
        page.click("#answer button.do")
        asks = page.locator("[data-asks]")
        expect(asks).to_contain_text("2 tin mới từ khi anh/chị bắt đầu viết")
        for words in CAME:
            expect(asks).to_contain_text(words)
        looks.at(page, "asked", "#reply", desk_too=True)
        page.click("#answer button.do")
        expect(page.locator(".flag.held")).to_be_visible()

        # A note for colleagues and something to do, while the ten seconds pass.
        page.click("#note summary")
        page.fill("#note-text", NOTE)
        page.click("#note button")
        expect(page.locator("li.internal")).to_contain_text(NOTE)
        page.locator("#tasks summary").last.click()
        page.fill("#task-text", TASK)
        page.fill("#task-day", f"{datetime.now(VIETNAM) + timedelta(days=1):%Y-%m-%d}")
        page.fill("#task-hour", "08:00")
        page.click("#tasks form:has(#task-text) button")
        expect(page.locator("#tasks li")).to_contain_text(TASK)
        child.must_see(_("There is a new message for you. Open it now?"), timeout=40)
        child.taps("reply:open")
        child.must_see(ANSWER)

        # In the morning she is on duty and takes another one; the queue, the wall and the day show it.
        lan.goes_on_duty()
        second = others[0]
        page = lan.goes("/queue")
        page.click(f"#claim-{second}")
        looks.at(lan.goes("/queue?tab=all"), "queue", anew=True)
        _menu_opens_over_the_page(page)
        looks.at(lan.goes("/wall"), "wallboard", anew=True)
        looks.at(lan.goes("/day"), "today", anew=True)

        # The end of the shift: one case to Hoa with a note, one back to the queue.
        page = lan.goes("/queue")
        page.click('header button[name="on"]')
        expect(page.locator("h1")).to_have_text(_("End of shift"))
        expect(page.locator(f"#case-{case.number}")).to_contain_text(_("Keep the case"))
        page.check(f'#case-{case.number} input[value="pass"]')
        page.select_option(f"#to-{case.number}", hoa.id)
        page.fill(f"#note-{case.number}", FOR_HOA)
        page.check(f'#case-{second} input[value="release"]')
        looks.at(page, "end-of-shift")
        page.click('button[name="leave"][value="duty"]')
        expect(page.locator("#progress")).to_contain_text("2 trên 2")

        # Hoa is asked without a word of it; she accepts, finds all of it, and goes on.
        hoas.must_see(case.number)
        hoa.goes_on_duty()
        page = hoa.goes("/queue")
        expect(page.locator("#bell")).to_contain_text(case.number)
        page = hoa.goes(f"/cases/{case.number}")
        page.click("section.claim button.big")
        expect(page.locator(".fornext")).to_contain_text(FOR_HOA)
        for words in (ANSWER, NOTE, *CAME):
            expect(page.locator("#talk ol")).to_contain_text(words)
        looks.at(page, "accepted", ".fornext")
        expect(page.locator("#tasks li")).to_contain_text(TASK)
        page.click("#tasks li button")
        page.click("summary:has-text('{}')".format(_("Passed on to help elsewhere")))
        page.fill("#refer-to", "Công an xã đã đưa hai chị em về nhà bà ngoại")
        page.click(f'form[action="/cases/{case.number}/refer"] button')
        page.click("summary:has-text('{}')".format(_("Close with a reason")))
        page.check('input[name="because"][value="helped"]')
        page.fill("#close-why", "Trẻ ở với bà ngoại, xã theo dõi tiếp")
        page.click(f'form[action="/cases/{case.number}/close"] button')
        expect(page.locator(".said")).to_be_visible()
        states = {one.number: one.status for one in house.cases()}
        assert states[case.number] == Status.CLOSED and states[second] == Status.OPEN
        expect(lan.page.locator("#progress")).to_contain_text("Hoa", timeout=15_000)
        expect(hoa.goes("/day").locator("tr", has_text=_("Cases closed")).locator("td").first).to_have_text("1")
        wall = hoa.goes("/wall")
        expect(wall.locator(".waiting")).to_be_visible()
        assert wall.locator("body").inner_text().count(case.number) == 0
        for words in (ANSWER, NOTE, TASK, FOR_HOA):
            assert house.places_with(words) == [], words
    assert looks.wrong == []


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[tuple[Seat, Seat, Seat]]:
    """A case worker, a colleague and a supervisor, each on duty at a browser of their own."""
    with open_house(tmp_path_factory.mktemp("desks"), console=True) as (house, _fake):
        admin = new_page(chromium)
        _first_administrator(admin, house)
        seats = (
            seat(admin, chromium, house, "lan"),
            seat(admin, chromium, house, "hoa"),
            seat(admin, chromium, house, "sen", "supervisor"),
        )
        for one in seats:
            one.goes_on_duty()
        yield seats


def _claimed(lan: Seat) -> tuple[Page, str]:
    """She has a new case before her."""
    (number,) = _tell(lan.house, TOLD[4])
    lan.goes("/queue")
    lan.page.click(f"#claim-{number}")
    return lan.goes(f"/cases/{number}"), number


def _replies(house: House, number: str) -> int:
    async def count(session: AsyncSession) -> int:
        of_it = (
            select(func.count()).select_from(Reply).join(Case, Case.id == Reply.case_id).where(Case.number == number)
        )
        return await session.scalar(of_it) or 0

    return house.read(count)


def test_of_two_tabs_one_sends_and_the_other_says_so_and_sends_nothing_twice(desks):
    lan, *_others = desks
    page, number = _claimed(lan)
    page.fill("#text", ANSWER)
    _kept(page)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#text")).to_have_value(ANSWER)
    page.click("#answer button.do")
    expect(page.locator(".flag.held")).to_be_visible()
    other.click("#answer button.do")
    expect(other.locator("[data-asks]")).to_contain_text(ANSWER)  # the answer that has just gone is among the news
    expect(other.locator("#text")).to_have_value(ANSWER)
    assert _replies(lan.house, number) == 1
    other.close()


def test_a_case_that_is_closed_meanwhile_keeps_what_was_being_written(desks):
    lan, _hoa, sen = desks
    page, number = _claimed(lan)
    page.fill("#text", ANSWER)
    closing = sen.goes(f"/cases/{number}?open=yes")
    closing.click("summary:has-text('{}')".format(_("Close with a reason")))
    closing.check('input[name="because"][value="helped"]')
    closing.fill("#close-why", "Trẻ đã an toàn")
    closing.click(f'form[action="/cases/{number}/close"] button')
    page.click("#answer button.do")
    expect(page.locator(".said")).to_have_text(_("This case has been closed."))
    expect(page.locator("#h-draft + p")).to_contain_text(_("It was not sent. Only you see it."))
    expect(page.locator("section:has(#h-draft)")).to_contain_text(ANSWER)
    assert _replies(lan.house, number) == 0


def test_of_two_who_claim_in_the_same_second_one_has_it_and_the_other_hears_who(desks):
    lan, hoa, _sen = desks
    (number,) = _tell(lan.house, TOLD[4])
    for one in (lan, hoa):
        one.goes("/queue")
        expect(one.page.locator(f"#claim-{number}")).to_be_visible()
    for one in (lan, hoa):
        one.page.evaluate(f"setTimeout(() => document.getElementById('claim-{number}').click(), 400)")
    for one in (lan, hoa):
        expect(one.page.locator(".said")).to_be_visible()
    (case,) = [one for one in lan.house.cases() if one.number == number]
    first, second = (lan, hoa) if case.claimed_by == lan.id else (hoa, lan)
    expect(second.page.locator(".said")).to_contain_text(first.login.capitalize())
    expect(first.goes(f"/cases/{number}").locator("#answer")).to_be_visible()
    expect(second.goes(f"/cases/{number}").locator("#answer")).to_have_count(0)


def test_a_network_that_is_lost_while_sending_loses_nothing_and_sends_once(desks):
    lan, *_others = desks
    page, number = _claimed(lan)
    page.fill("#text", ANSWER)
    page.context.set_offline(True)
    page.click("#answer button.do")
    lost = _("No connection: the draft is not kept yet, nothing was sent. Please leave this page open.")
    expect(page.locator("#draft-state")).to_have_text(lost)
    assert _replies(lan.house, number) == 0
    page.context.set_offline(False)
    _kept(page)
    page.click("#answer button.do")
    expect(page.locator(".flag.held")).to_be_visible()
    assert _replies(lan.house, number) == 1


def test_a_laptop_that_slept_while_the_session_ended_loses_nothing_and_shows_nothing(desks):
    lan, *_others = desks
    page, number = _claimed(lan)
    page.fill("#text", ANSWER)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Page.setWebLifecycleState", {"state": "frozen"})

    async def end(session: AsyncSession) -> None:
        await session.execute(
            update(StaffSession).where(StaffSession.staff_id == lan_id).values(revoked_at=datetime.now(UTC))
        )

    lan_id = lan.id
    lan.house.write(end)
    devtools.send("Page.setWebLifecycleState", {"state": "active"})
    expect(page.locator("#ended")).to_be_visible(timeout=15_000)
    expect(page.locator("#content")).not_to_contain_text(ANSWER)
    expect(page.locator("#ended [data-unkept]")).to_be_visible()
    with page.context.expect_page() as opened:
        page.click("#ended a")
    lan.page = opened.value
    lan.signs_in()
    expect(page.locator("#text")).to_have_value(ANSWER, timeout=15_000)  # it is there again by itself
    assert _replies(lan.house, number) == 0
