"""How answers lie on the web page, and what its texts are made of: without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.channels.render import render
from bot.channels.web.channel import Web
from bot.channels.web.html import Html
from bot.channels.web.session import Shown
from bot.channels.web.taps import taps
from bot.dialogue.effects import RECEIPT, Say
from bot.dialogue.heard.choices import AGES, RELATIONS
from bot.dialogue.report.asking import MOVES, REVIEW
from bot.dialogue.said.screens import WAYS_IN
from bot.dialogue.text import Choice, Text
from locales import translator

_ = translator("vi")
EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
CODE = "482 015 937 264 801"
FOLDER = Path(__file__).parents[2] / "bot/channels/web"


def _of(question: str, choices: tuple[Choice, ...]) -> dict[str, str]:
    shown = render(Say((), question, choices), "vi", Web.shows).choices
    return {tap.data.partition(":")[2]: tap.looks for tap in taps(shown)}


def test_the_ways_in_lie_in_two_rows_and_nobody_is_led_to_read() -> None:
    assert _of("start", WAYS_IN) == {
        "self": "half", "child": "half", "ask": "third", "language": "third move", "about": "third move",
    }  # fmt: skip


def test_sending_the_report_is_the_only_filled_button() -> None:
    assert _of("review", REVIEW) == {"send": "whole main", "change": "half", "cancel": "half move"}
    looks = [*_of("who", (*RELATIONS, *MOVES)).values(), *_of("start", WAYS_IN).values()]
    assert not any("main" in one for one in looks)


def test_many_answers_lie_in_columns_and_the_last_row_is_full() -> None:
    ages = _of("age", (*AGES, *MOVES))
    assert [one for one in ages.values() if "move" not in one] == ["third"] * 6 + ["whole"]
    assert [ages[key] for key in ("skip", "back", "stop")] == ["third move"] * 3
    who = [one for one in _of("who", (*RELATIONS[:7], *MOVES)).values() if "move" not in one]
    assert who == ["half"] * 6 + ["whole"]


@pytest.mark.parametrize("number", range(12))
def test_every_row_is_full(number: int) -> None:
    sixths = {"whole": 6, "half": 3, "third": 2}
    for label in ("Có", "Một câu trả lời dài hơn", "Một câu trả lời rất dài, dài hơn cả một dòng trên máy nhỏ"):
        looks = [tap.looks.split()[0] for tap in taps([(f"q:{one}", label) for one in range(number)])]
        assert sum(sixths[one] for one in looks) % 6 == 0 and len(looks) == number


def test_a_code_is_known_by_its_own_line_and_goes_with_its_report() -> None:
    filled = (("receipt", CODE),)
    given = render(Say((Text("Your code:", filled), Text(RECEIPT, filled))), "vi", Web.shows)
    assert given.code == CODE
    assert render(Say((Text("Your code:", filled),)), "vi", Web.shows).code is None
    assert render(Say((Text("Your code:"),), apart=True), "vi", Web.shows).code == ""
    assert render(Say((Text(RECEIPT, filled),), apart=True), "vi", Web.shows).code == CODE


def _page(*lines: Shown) -> str:
    html = Html(title=None, numbers={"child": "111"}, leave_to="https://example.org/")
    return bytes(html.chat(lines, live=True, nonce="").body).decode()


def test_the_code_stands_at_the_head_until_it_is_another_report() -> None:
    lines = [Shown(1, "bot", f"Mã:\n\n{CODE}", code=CODE), Shown(2, "me", CODE), Shown(3, "bot", "Rồi sao nữa?")]
    head = _page(*lines).partition("</header>")[0]
    assert f'<b translate="no">{CODE}</b>' in head and CODE not in head.partition("</title>")[0]
    assert CODE not in _page(*lines, Shown(4, "bot", "Chuyện gì?", code="")).partition("</header>")[0]
    assert CODE not in _page(Shown(1, "bot", f"• {CODE}\n{CODE}")).partition("</header>")[0]  # somebody's own words


def test_signs_are_drawn_and_the_texts_of_the_page_have_no_emoji() -> None:
    page = _page(Shown(1, "bot", "⚠ Bản thử.\n☎ 111 – trẻ em"))
    assert not EMOJI.search(page) and page.count('<svg class="icon"') == 3  # with the microphone
    said = [_("Speak instead of writing"), _("A recording"), _("A picture")]
    said += [path.read_text(encoding="utf-8") for path in (FOLDER / "templates").iterdir()]
    said += [path.read_text(encoding="utf-8") for path in (FOLDER / "static").iterdir()]
    assert not EMOJI.search(" ".join(said))
