"""What is never said to whoever writes here, over every text of the core, to adults and to children."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import bot.dialogue
from bot.dialogue.effects import HowFar
from bot.dialogue.events import Stands
from bot.dialogue.heard.voices import Voice
from locales import translator
from tests.dialogue.talk import Talk, meant
from tests.dialogue.test_voices import EXAMPLES, WHOLE


def _msgids() -> set[str]:
    """What stands in N_(…), in every module of the core."""
    return {
        ast.literal_eval(call.args[0])
        for path in Path(bot.dialogue.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "N_"
    }


MSGIDS = sorted(_msgids())
PROMISES = r"sẽ ổn thôi|sẽ ổn\b|chắc chắn (?!là gì)|(?<!đừng )\bhứa\b|không ai biết đâu"
PROMISES += r"|không ai biết được|yên tâm|cam đoan|bảo đảm"
PROMISES += r"|nhất định|sẽ được cứu|sẽ cứu|có cách để dừng|giữ bí mật tuyệt đối"
BLAME = r"lẽ ra|đáng lẽ|sao (?:em|bạn) (?:không|lại)"
BLAME += r"|(?<!không phải )tại (?:em|bạn)\b|lỗi (?:là )?(?:của|do) (?:em|bạn) (?!không)"
WHY = r"(?:tại sao|vì sao|sao mà) (?:em|bạn|cháu)\b"
LEAVE = r"hoặc rời đi|hay rời đi"
NEVER = re.compile(f"{PROMISES}|{BLAME}|{WHY}|{LEAVE}", re.IGNORECASE)
# A number is never all there is: one may go on writing here.
NUMBER = re.compile(r"\b11[1-5]\b")
HERE = re.compile(r"\b(?:viết|nhắn|kể|write|tell)\b", re.IGNORECASE)


def test_every_text_of_the_core_is_looked_at() -> None:
    assert len(MSGIDS) > 250 and any("You are not dirty" in one for one in MSGIDS)


@pytest.mark.parametrize("language", ["vi", "vi_child"])
def test_no_promise_no_blame_no_why_and_nobody_is_sent_away(language: str) -> None:
    translate = translator(language)
    assert not [(found[0], text) for one in MSGIDS if (found := NEVER.search(text := translate(one)))]


@pytest.mark.parametrize(
    "said",
    ["Mọi chuyện sẽ ổn thôi.", "Em yên tâm.", "Sao em không nói sớm?", "Tại sao em ở đó?", "Viết thêm, hoặc rời đi."],
)
def test_the_list_finds_what_it_forbids(said: str) -> None:
    assert NEVER.search(said)


def _in_danger() -> Talk:
    return Talk().says("ba đang đánh em")


def _at_rest() -> Talk:
    return _in_danger().says("bỏ qua").says("bỏ qua")


def _dying() -> Talk:
    return Talk().says("em muốn chết")


@pytest.mark.parametrize("make", [_in_danger, _at_rest, _dying])
def test_in_danger_a_number_to_call_is_never_the_only_thing_said(make: Callable[[], Talk]) -> None:
    """Where somebody reads: in a trial a call is all that helps, and it says so."""
    texts = [*EXAMPLES.values(), "ba lại đánh em", "cứu", "có ai không", "không", "chúng em trốn trong tủ", "giúp đỡ"]
    for text in texts:
        talk = make()
        for _ in range(3):
            talk.says(text)
            asked = [one.voice for one in talk.effects if isinstance(one, HowFar)]
            if asked:
                talk.happens(Stands("open", voice=asked[0]))
            if NUMBER.search(talk.heard):
                assert HERE.search(talk.heard) or talk.buttons, (text, talk.heard)


@pytest.mark.parametrize("kind", WHOLE)
def test_each_answer_that_names_a_number_also_says_that_one_may_write_here(kind: Voice) -> None:
    for make in (_in_danger, _at_rest, _dying, lambda: Talk().says("xin chào").taps("start:self")):
        talk = make()
        talk.says(EXAMPLES[kind], meant("deny", 0.0))
        for asked in [one for one in talk.effects if isinstance(one, HowFar)]:
            talk.happens(Stands("open", voice=asked.voice))
        assert not NUMBER.search(talk.heard) or HERE.search(talk.heard)
