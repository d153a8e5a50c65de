"""What is too long for one message of the web chat: nothing reads it, nothing is lost, and danger shows numbers."""

from __future__ import annotations

import html
import re

import pytest

from bot.channels.web import html as web_html
from bot.channels.web import posts as web_posts
from bot.channels.web import talk as web_talk
from bot.channels.web.guard import MAX_WORDS
from bot.channels.web.posts import POSTS_A_MINUTE
from bot.channels.web.session import Shown
from bot.inbound import LONGEST
from locales import translator
from tests.bot.test_web import Person, Town
from tests.bot.test_web import person as person
from tests.bot.test_web import town as town

_ = translator("vi")
TOO_LONG = _(web_html.TOO_LONG)
DANGER = _("This sounds dangerous. Please call now:")
CRY = "bố đang cầm dao đuổi em"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def _numbers(person: Person) -> list[str]:
    """The numbers to tap in what the page says."""
    alert = re.search(r'<div id="alert"[^>]*>(.*?)</div>', person.page, re.S)
    return re.findall(r'href="tel:(\d+)"', alert[1]) if alert else []


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The length of each text that anything of the web chat reads."""
    lengths: list[int] = []
    for module, name in ((web_posts, "heard"), (web_posts, "act_of"), (web_talk, "receipt_digits")):
        function = getattr(module, name)

        def reading(text: str, function=function) -> object:  # type: ignore[no-untyped-def]
            lengths.append(len(text))
            return function(text)

        monkeypatch.setattr(module, name, reading)
    return lengths


@on_sqlite
@pytest.mark.parametrize("letter", ["a", "ẫ", "😭"])
async def test_the_longest_message_is_taken_and_one_letter_more_stays_whole_in_the_box(
    town: Town, person: Person, letter: str
) -> None:
    assert (await person.say(letter * LONGEST)).status_code == 200
    assert town.told[0].text == letter * LONGEST
    response = await person.say(letter * (LONGEST + 1))
    assert response.status_code == 413
    assert person.alert == TOO_LONG
    assert person.box == letter * (LONGEST + 1)
    assert 'href="tel:111"' in person.page
    assert len(town.told) == 1


@on_sqlite
async def test_nothing_reads_more_than_one_message_of_any_text(town: Town, person: Person, reads: list[int]) -> None:
    for size in (50, LONGEST, LONGEST + 4, 60_000, MAX_WORDS - 1000):
        await person.say("1 " * (size // 2))
    assert max(reads) <= LONGEST
    reads.clear()
    await person.say("a " * 100_000)
    assert sum(reads) <= 2 * LONGEST  # the beginning and the end, for danger alone


@on_sqlite
async def test_what_the_pace_refuses_is_read_once_for_danger_and_not_at_all_when_too_long(
    town: Town, person: Person, reads: list[int]
) -> None:
    await person.say("chào")
    for number in range(POSTS_A_MINUTE):
        await person.say(f"tin {number}")
    reads.clear()
    assert (await person.say("a " * 100_000)).status_code == 413
    assert reads == []
    assert (await person.say("b " * 100)).status_code == 429
    assert reads == [199]


@on_sqlite
@pytest.mark.parametrize("where", ["first", "last"])
async def test_danger_in_a_text_that_is_too_long_shows_its_numbers_first(
    town: Town, person: Person, where: str
) -> None:
    story = "một câu chuyện dài " * 2_000
    text = f"{CRY}. {story}".strip() if where == "first" else f"{story}. {CRY}"
    assert (await person.say(text)).status_code == 413
    assert person.alert.index(DANGER) < person.alert.index(TOO_LONG)
    assert _numbers(person)[0] == "113" and "111" in _numbers(person)
    assert person.box == text
    assert not town.heard


@on_sqlite
async def test_a_tap_goes_through_whatever_stands_in_the_box(town: Town, person: Person) -> None:
    response = await person.post(choice="start:self", text="a" * (LONGEST + 1))
    person.page = response.text
    assert response.status_code == 200
    assert town.told[0].button == "start:self"
    assert person.box == "a" * (LONGEST + 1)


@on_sqlite
async def test_far_too_much_is_explained(town: Town, person: Person) -> None:
    response = await person.say("a" * MAX_WORDS)
    assert response.status_code == 413
    assert html.escape(_(web_html._PROBLEMS[413])) in response.text
    assert 'href="tel:111"' in response.text
    assert not town.heard


@on_sqlite
async def test_no_field_of_any_page_cuts_off_what_is_pasted(person: Person) -> None:
    closed = await person.client.get("/closed")
    assert "maxlength" not in person.page + closed.text


@on_sqlite
async def test_a_long_talk_shows_its_last_part_and_every_earlier_one_behind_a_link(
    town: Town, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_html, "LINES_A_PAGE", 4)
    for number in range(5):
        await person.say(f"tin số {number}")
    assert person.texts[-2:] == ["tin số 4", "Câu hỏi 6"] and person.choices == ["q6:yes"]
    read: list[str] = list(person.texts)
    while found := re.search(r'href="(/\?before=\d+)"', person.page):
        await person.open(found[1])
        assert len(person.texts) <= 4
        assert 'href="/look"' in person.page
        read = [*person.texts, *read]
    assert len(read) == len(set(read)) == 12
    assert [text for text in read if text.startswith("tin")] == [f"tin số {number}" for number in range(5)]
    await person.say("và nữa")  # from an old part as from anywhere
    assert person.texts[-2:] == ["và nữa", "Câu hỏi 7"]
    assert (await person.open("/?before=x")).status_code == (await person.open("/?before=1")).status_code == 200


def test_a_page_of_the_longest_talk_stays_small_and_shows_all_since_the_persons_last_words() -> None:
    html_of = web_html.Html(title=None, numbers={"child": "111"}, leave_to="https://www.google.com/")
    lines = [Shown(number, "me" if number % 2 else "bot", f"{number} " + "ẫ" * 900) for number in range(1, 600)]
    page = html_of.chat(lines, live=True, nonce="").body
    assert len(page) < 150_000 and b">599 " in page.replace(b'"auto">', b">")
    lines += [Shown(number, "bot", "x", (("q:yes", "Có"),)) for number in range(600, 700)]
    page = html_of.chat(lines, live=True, nonce="").body.decode()
    assert 'data-id="699"' in page and 'data-id="599"' in page and 'data-id="598"' not in page
