"""Whatever one person sends, reading four times as much takes four times as long: held by counting, not by a clock.

Three counts, for a text of n letters and for one of 4n, over texts that are made to be slow:
- Regular expressions work in C, where nothing can be counted. So each pattern of each module that the bot's or the
  console's process loads is run by backtracking here (tests/steps.py), over the hostile texts and over pieces made from
  the pattern itself. A pattern that somebody adds tomorrow is among them.
- Functions in Python: the lines that are run.
- Letters that are copied by slicing a text in a loop, which is one line however long the slice.
What is left is C that goes over a text once, and Unicode's normal forms, whose sorting of marks is quadratic: they are
called in nlu/marks.py alone.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot
import handlers
from bench.hostile import TEXTS
from bench.text import READ
from bot.channels.render import pieces
from nlu.marks import JOINER, MOST_MARKS, fewer_marks, nfc, nfd
from tests.steps import Run, TooMany, pumps

pytestmark = pytest.mark.long

SHORT, LONG = 100, 400  # letters, for a pattern that is run here step by step
FOURFOLD = 8  # four times the text is four times the steps, and sixteen times where it is the square: between the two


# What other tests load, and no process that reads people's messages.
_TOOLS = ("nlu.evaluate", "nlu.examples", "nlu.importer", "nlu.lexicon", "nlu.measures", "nlu.scores", "nlu.train")


def _modules() -> list[ModuleType]:
    """What the two processes load of ours."""
    for package in (bot, handlers):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__") and ".migrations" not in found.name:
                importlib.import_module(found.name)
    names = [name for name in sys.modules if name.split(".")[0] in ("bot", "handlers", "nlu")]
    elsewhere = ("nlu.components", *_TOOLS)
    return [sys.modules[name] for name in sorted(names) if not name.startswith(elsewhere)]


MODULES = [module for module in _modules() if module.__file__]


def _trees() -> Iterator[tuple[ModuleType, ast.Module]]:
    for module in MODULES:
        yield module, ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))


def _patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern there is, by where it stands: compiled, in a table, or written where it is used."""
    named = [(f"{module.__name__}.{name}", value) for module in MODULES for name, value in vars(module).items()]
    named += [(f"{name}.{key}", one) for name, table in named if isinstance(table, dict) for key, one in table.items()]
    found = {name: value for name, value in named if isinstance(value, re.Pattern) and isinstance(value.pattern, str)}
    for module, tree in _trees():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("re.") and call.args:
                written = call.args[0]
                if isinstance(written, ast.Constant) and isinstance(written.value, str):
                    pattern = re.compile(written.value)
                    if pattern not in found.values():
                        found[f"{module.__name__}:{call.lineno}"] = pattern
    return {where: pattern for where, pattern in found.items() if pattern.pattern}


PATTERNS = _patterns()


def _attacks(pattern: re.Pattern[str]) -> Iterator[Callable[[int], str]]:
    yield from TEXTS.values()
    made = [pump for pump in pumps(pattern) if pump]
    for pump in made:
        for before, after in (("", ""), ("", "!"), (made[0], "\n")):
            yield (
                lambda length, pump=pump, before=before, after=after: (
                    before + (pump * length)[: length - len(before) - len(after)] + after
                )
            )


def _steps(pattern: re.Pattern[str], text: str, *, whole: bool) -> int:
    run = Run(pattern, most=300 * len(text) + 10_000)
    return run.match_whole(text) if whole else run.find_all(text)


@pytest.mark.parametrize("where", PATTERNS)
def test_a_pattern_takes_four_times_the_steps_for_four_times_the_text(where: str) -> None:
    pattern = PATTERNS[where]
    for attack in _attacks(pattern):
        for whole in (False, True):
            try:
                short, long = (_steps(pattern, attack(length), whole=whole) for length in (SHORT, LONG))
            except TooMany:
                pytest.fail(f"{where} goes over {attack(12)!r} again and again")
            assert long <= FOURFOLD * short, (where, attack(12), whole, short, long)


@pytest.mark.parametrize("where", PATTERNS)
def test_the_steps_that_are_counted_find_what_re_finds(where: str) -> None:
    pattern = PATTERNS[where]
    for attack in _attacks(pattern):
        run = Run(pattern)
        run.find_all(attack(24))
        assert run.spans == [found.span() for found in pattern.finditer(attack(24))]


@pytest.mark.parametrize(
    "slow", [r"[\w.+-]+@", r"\d+\s*x", r"a\s*b?\s*c", r"\s*b?\s*|-", r"(?:a|aa)+x", r"\b(?:\w+\.)+com"]
)
def test_a_slow_pattern_is_found_out(slow: str) -> None:
    with pytest.raises((AssertionError, TooMany)):
        for attack in _attacks(re.compile(slow)):
            for whole in (False, True):
                short, long = (_steps(re.compile(slow), attack(length), whole=whole) for length in (SHORT, LONG))
                assert long <= FOURFOLD * short


def _lines(read: Callable[[str], object], text: str) -> int:
    """How many lines of Python reading it runs; each turn of a loop is one, in a comprehension too."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", READ)
def test_a_function_runs_four_times_the_lines_for_four_times_the_text(name: str) -> None:
    _, read = READ[name]
    read("once, for what is read from files and kept")
    for what, text in TEXTS.items():
        short, long = _lines(read, text(120)), _lines(read, text(480))
        assert long <= FOURFOLD * short + 100, (name, what, short, long)


class _Watched(str):
    """A text that counts the letters of its slices."""

    copied = 0

    def __getitem__(self, key: Any) -> _Watched:
        part = _Watched(super().__getitem__(key))
        _Watched.copied += len(part)
        return part

    def strip(self, chars: str | None = None) -> _Watched:
        return _Watched(super().strip(chars))

    def lstrip(self, chars: str | None = None) -> _Watched:
        return _Watched(super().lstrip(chars))


def test_a_long_answer_is_cut_into_messages_without_copying_it_again_and_again() -> None:
    def copied(text: str) -> int:
        _Watched.copied = 0
        pieces(_Watched(text), 50)
        return _Watched.copied

    for what, text in TEXTS.items():
        assert copied(text(4000)) <= FOURFOLD * copied(text(1000)) + 1000, what


@given(st.text(alphabet="ab \n😭", max_size=80), st.integers(2, 20))
def test_the_messages_together_say_the_text_and_none_is_empty_or_too_long(text: str, limit: int) -> None:
    parts = pieces(text, limit)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(part.encode("utf-16-le")) // 2 <= limit for part in parts)
    assert all(parts) or not text.strip()


def test_unicode_is_normalised_in_one_place_alone() -> None:
    calls = {
        module.__name__
        for module, tree in _trees()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "unicodedata.normalize"
    }
    assert calls - {"nlu.mutations"} == {"nlu.marks"}  # which only evaluates, and wants the marks apart


MARKS = "\u0301\u0323\u0f73\u20e3\u0334"


@given(st.text(alphabet=f"aầđ .😭{MARKS}{JOINER}", max_size=200))
def test_piled_up_marks_are_thinned_where_they_stand(text: str) -> None:
    fewer = fewer_marks(text)
    assert len(fewer) == len(text)
    assert not re.search(f"[{MARKS}]{{{MOST_MARKS + 1}}}", fewer)
    assert all(now in (was, JOINER) for was, now in zip(text, fewer, strict=True))
    assert (nfc(text), nfd(text)) == tuple(unicodedata.normalize(form, fewer) for form in ("NFC", "NFD"))


@given(st.text(max_size=60))
def test_what_people_write_keeps_every_mark(text: str) -> None:
    assert fewer_marks(text) == text or re.search(f"[^\\w\\s!-~]{{{MOST_MARKS + 1}}}", text)


@pytest.mark.parametrize("what", TEXTS)
def test_no_letter_has_more_marks_than_can_be_sorted_at_once(what: str) -> None:
    marks = longest = 0
    for sign in nfd(TEXTS[what](2000)):
        marks = marks + 1 if unicodedata.combining(sign) else 0
        longest = max(longest, marks)
    assert longest <= 3 * MOST_MARKS + 3  # a single sign is taken apart into three marks at most
