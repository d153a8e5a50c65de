"""One screen shows one thing: on a small telephone the question and its answers stand above the box, never under it.

`--pictures FOLDER` keeps what is seen.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page, Response, Route, async_playwright, expect

from handlers.store.engine import Store
from handlers.store.keys import BotKeys
from locales import translator
from tests.bot import test_web_browser
from tests.bot.test_web import serving
from tests.bot.test_web_access import HEAVIEST, PARTS, violations
from tests.bot.test_web_browser import CHROMIUM, QUIET
from tests.bot.test_web_tabs import House
from tests.fakes.services import free_port

pytestmark = test_web_browser.pytestmark

_ = translator("vi")
SMALL = {"width": 320, "height": 568}
PHONES = [pytest.param(SMALL, id="320"), pytest.param({"width": 375, "height": 667}, id="375")]
CODE = re.compile(r"\d{3}( \d{3}){4}")
CRY = "ba đang cầm dao đuổi đánh em"
STORY = "thầy dạy thêm hay đánh vào tay mấy đứa khi làm sai bài, cháu thấy hai ba lần rồi"
ANSWERS = {"danger": "no", "access": "no", "contact": "write", "understood": "right", "whom": "child", "where": ""}

# What is in sight: below the head, above the box; of what scrolls by itself, what has scrolled away is not.
SEEN = """(() => {
  const top = document.querySelector('header').getBoundingClientRect().bottom;
  const say = document.querySelector('#say').getBoundingClientRect();
  const dock = document.querySelector('#choices').getBoundingClientRect();
  const asked = [...document.querySelectorAll('#log li.bot > p:not(.past)')].pop().getBoundingClientRect();
  const taps = [...document.querySelectorAll('#choices button')].map((tap) => tap.getBoundingClientRect());
  const end = Math.min(dock.top, say.top);
  return {
    taps: taps.length,
    hidden: taps.filter((tap) => tap.top < dock.top || tap.bottom > Math.min(say.top, dock.bottom) + 1 ||
      tap.left < 0 || tap.right > innerWidth).length,
    asked: asked.top >= top && asked.bottom <= end,
    box: say.bottom <= innerHeight,
  };
})()"""


@pytest.fixture
async def house(store: Store, for_bot: BotKeys, request: pytest.FixtureRequest) -> AsyncIterator[House]:
    """`request.param` False: nobody is on duty when the first screen is shown, which takes more words."""
    port = free_port()
    house = House(store, for_bot, port, on_duty=getattr(request, "param", True))
    async with serving(house, port):  # type: ignore[arg-type]
        yield house


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        await chromium.close()


Opens = Callable[..., Awaitable[Page]]


@pytest.fixture
def opened(house: House, browser: Browser) -> Opens:
    async def page(size: dict[str, int], script: bool = True) -> Page:
        context = await browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            java_script_enabled=script,
            has_touch=True,
            is_mobile=True,
            reduced_motion="reduce",
        )
        page = await context.new_page()
        await page.goto(house.url)
        return page

    return page


async def _say(page: Page, words: str) -> None:
    lines = await page.locator("li").count()
    await page.fill("#text", words)
    await page.click("#send")
    await _answered(page, lines)


async def _tap(page: Page, data: str) -> None:
    lines = await page.locator("li").count()
    await page.click(f'#choices button[value="{data}"]')
    await _answered(page, lines)


async def _answered(page: Page, lines: int) -> None:
    await expect(page.locator("li").nth(lines)).to_be_visible()
    await expect(page.locator("#send")).to_be_enabled()


async def _open_question(page: Page) -> str:
    data = await page.locator("#choices button").first.get_attribute("value")
    return (data or "").partition(":")[0]


async def _report_until(page: Page, question: str) -> None:
    """A report about a child, as far as this question."""
    await _tap(page, "start:child")
    await _say(page, STORY)
    for _turn in range(15):
        if (here := await _open_question(page)) == question:
            return
        if here == "where":
            await _say(page, "xã Ea Kao")
        else:
            await _tap(page, f"{here}:{ANSWERS.get(here, 'skip')}")
    raise AssertionError(f"{question} was not asked")


async def _shows_all(page: Page) -> None:
    seen = await page.evaluate(SEEN)
    assert seen["taps"] > 0 and seen["hidden"] == 0 and seen["asked"] and seen["box"], seen


@pytest.mark.parametrize("size", PHONES)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("house", [True, False], indirect=True, ids=["on duty", "at night"])
async def test_the_first_screen_shows_the_notice_and_every_way_in(
    opened: Opens, size: dict[str, int], script: bool
) -> None:
    page = await opened(size, script)
    await _shows_all(page)
    head = await page.locator("header").bounding_box()
    notice = await page.locator("#log li").first.bounding_box()
    assert head and notice and notice["y"] >= head["height"]
    assert await page.locator("#choices button.move").evaluate_all("(all) => all.map((one) => one.value)") == [
        "start:language",
        "start:about",
    ]


@pytest.mark.parametrize("size", PHONES)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_in_danger_the_question_is_last_and_the_code_stays_in_sight(
    opened: Opens, size: dict[str, int], script: bool
) -> None:
    page = await opened(size, script)
    await _say(page, CRY)
    await _shows_all(page)
    assert await _open_question(page) == "danger_where"
    await expect(page.locator("#code")).to_contain_text(CODE)
    await _tap(page, "danger_where:skip")
    await _shows_all(page)
    await page.evaluate("scrollTo(0, 0)")
    for in_sight in ("#code", "#choices button >> nth=0", "#send"):
        await expect(page.locator(in_sight)).to_be_in_viewport(ratio=1)
    code = (CODE.search(await page.inner_text("#code")) or [""])[0]
    assert code and code not in await page.title() and code.replace(" ", "") not in page.url


@pytest.mark.parametrize("size", PHONES)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_long_choices_and_the_page_to_look_over_are_whole_above_the_box(
    opened: Opens, size: dict[str, int], script: bool
) -> None:
    page = await opened(size, script)
    await _report_until(page, "who")
    await _shows_all(page)
    await _tap(page, "who:others")
    await _shows_all(page)
    await _tap(page, "who:neighbour")
    for _turn in range(8):
        if (here := await _open_question(page)) == "review":
            break
        await _shows_all(page)
        await _tap(page, f"{here}:{ANSWERS.get(here, 'skip')}")
    await _shows_all(page)
    background = "(one) => getComputedStyle(one).backgroundColor"
    main, box = (
        await page.locator("#choices .main").evaluate(background),
        await page.locator("#send").evaluate(background),
    )
    assert main == "rgb(15, 95, 90)" and box != main
    assert await page.locator("#choices .main").get_attribute("value") == "review:send"
    await _tap(page, "review:send")
    await _shows_all(page)
    await expect(page.locator("#code")).to_contain_text(CODE)
    assert await page.locator("#send").evaluate(background) == main


async def test_the_code_goes_when_another_report_begins_and_when_one_leaves(opened: Opens) -> None:
    page = await opened(SMALL)
    await _report_until(page, "review")
    await _tap(page, "review:send")
    await expect(page.locator("#code")).to_be_visible()
    await _tap(page, "more:another")
    await expect(page.locator("#code")).to_be_hidden()
    assert not CODE.search(await page.inner_text("header"))
    await page.reload()
    await expect(page.locator("#code")).to_be_hidden()
    await page.click("#exit")
    await page.wait_for_url("http://localhost:*/**")
    assert not CODE.search(await page.content())


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_no_violation_in_danger_looking_over_and_speaking(opened: Opens, scheme: str) -> None:
    page = await opened(SMALL)
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    await _report_until(page, "review")
    wrong = await violations(page)
    await _say(page, CRY)
    wrong += await violations(page)
    await page.click("#voice summary")
    wrong += await violations(page)
    assert wrong == []


async def test_it_is_seen_that_something_is_being_sent(opened: Opens) -> None:
    page = await opened(SMALL)
    arrived, may_go = asyncio.Event(), asyncio.Event()

    async def held(route: Route) -> None:
        arrived.set()
        await may_go.wait()
        await route.continue_()

    await page.route("**/", held)
    await page.fill("#text", "em chào cô")
    await page.click("#send")
    await arrived.wait()
    await expect(page.locator("#status")).to_have_text(_("Sending…"))
    await expect(page.locator("#status")).to_be_in_viewport(ratio=1)
    box = await page.locator("#status").bounding_box()
    assert box is not None and box["height"] > 10
    may_go.set()
    await expect(page.locator("#status")).to_be_empty()


async def test_what_comes_by_itself_is_in_sight_unless_somebody_reads_above(house: House, opened: Opens) -> None:
    page = await opened(SMALL)
    await _say(page, CRY)
    other = await page.context.new_page()
    await other.goto(house.url)
    await _tap(other, "danger_where:skip")
    await expect(page.locator('#choices button[value="danger_contact:skip"]')).to_be_visible()
    await _shows_all(page)
    before = above = await page.evaluate("scrollY")
    await page.mouse.wheel(0, -400)
    while above == before:  # a wheel turns later
        await page.wait_for_timeout(50)
        above = await page.evaluate("scrollY")
    await page.wait_for_timeout(200)
    above = await page.evaluate("scrollY")
    await _tap(other, "danger_contact:skip")
    await expect(page.locator('#choices button[value="safe:more"]')).to_be_attached()
    assert abs(await page.evaluate("scrollY") - above) < 2


async def test_a_page_in_the_middle_of_a_talk_is_light_and_has_no_emoji(opened: Opens) -> None:
    page = await opened(SMALL)
    await _report_until(page, "who")
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    await page.reload()
    parts = [answer for answer in answers if answer.request.resource_type in PARTS and answer.status == 200]
    assert 0 < sum([len(await answer.body()) for answer in parts]) < HEAVIEST
    assert not re.search("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]", await page.inner_text("body"))
