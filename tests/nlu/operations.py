"""Counts what reading a text costs, without a clock: lines run and calls made, and what a pattern may try. 3.10 too."""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper
from types import FrameType, ModuleType
from typing import Any

try:
    from re import _constants as sre  # type: ignore[attr-defined]
    from re import _parser as parser
except ImportError:  # Python 3.10
    import sre_constants as sre
    import sre_parse as parser

MANY = 10  # a part that may be repeated more often than this is open-ended
_CHARACTERS = {sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY, sre.CATEGORY}
_REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT}


def operations(act: Callable[[], object]) -> int:
    """How many lines of Python `act` runs and how many functions it calls, those written in C too."""
    count = 0

    def on_line(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return on_line

    def on_call(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "c_call"

    before, swept = (sys.gettrace(), sys.getprofile()), gc.isenabled()
    gc.disable()  # what other tests left would be closed meanwhile, and counted
    sys.settrace(on_line)
    sys.setprofile(on_call)
    try:
        act()
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
        if swept:
            gc.enable()
    return count


def forget(modules: list[ModuleType]) -> None:
    """Empties what these modules remember of words, so that a text meets them as the first one does."""
    for module in modules:
        for thing in vars(module).values():
            if isinstance(thing, _lru_cache_wrapper) and thing.cache_parameters()["maxsize"]:
                thing.cache_clear()


def patterns_of(thing: object, seen: set[int] | None = None) -> Iterator[re.Pattern[str]]:
    """Every pattern that a module or an object of ours holds, however deep."""
    seen = set() if seen is None else seen
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, re.Pattern):
        yield thing
    elif isinstance(thing, dict):
        for part in thing.values():
            yield from patterns_of(part, seen)
    elif isinstance(thing, (list, tuple, set, frozenset)):
        for part in thing:
            yield from patterns_of(part, seen)
    elif isinstance(thing, ModuleType) or getattr(type(thing), "__module__", "").startswith("nlu."):
        ours = not isinstance(thing, ModuleType) or thing.__name__.startswith("nlu.")
        yield from patterns_of(dict(vars(thing)) if ours and hasattr(thing, "__dict__") else {}, seen)


def faults(pattern: re.Pattern[str]) -> list[str]:
    """By what a pattern could try more than a bounded number of times the letters before it."""
    parsed = list(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))
    found = list(_faults(parsed))
    goes_on = parsed[:-1] if _is_all_open_ended(parsed[-1]) else parsed  # what ends so never fails
    if _open_ended_within(goes_on) and not _begins_at_a_word(parsed[0]):
        found.append("begins anywhere: from each letter it would try all that follow")
    return found


def _begins_at_a_word(first: tuple[Any, Any]) -> bool:
    if first[0] is sre.SUBPATTERN:
        return _begins_at_a_word(next(iter(first[1][3])))
    if first[0] is sre.BRANCH:
        return all(_begins_at_a_word(next(iter(option))) for option in first[1][1])
    behind = first[0] is sre.ASSERT_NOT and first[1][0] < 0
    return behind or first[0] is sre.AT or first == (sre.LITERAL, ord(" "))


def _faults(sequence: list[tuple[Any, Any]]) -> Iterator[str]:
    for place, item in enumerate(sequence):
        if _is_open_ended(item):
            body = list(item[1][2])
            if len(body) != 1 or body[0][0] not in _CHARACTERS:
                yield "an open-ended group"
            if place and _is_open_ended(sequence[place - 1]):
                yield "two open-ended parts side by side"
        elif item[0] in _REPEATS:
            body = list(item[1][2])
            if item[1][1] > 1 and _is_open_ended(body[0]) and _is_open_ended(body[-1]):
                yield "an open-ended part beside itself"
        for part in _parts(item):
            yield from _faults(part)


def _open_ended_within(sequence: list[tuple[Any, Any]]) -> bool:
    return any(_is_open_ended(item) or any(map(_open_ended_within, _parts(item))) for item in sequence)


def _is_all_open_ended(item: tuple[Any, Any]) -> bool:
    held = list(item[1][3]) if item[0] is sre.SUBPATTERN else [item]
    return len(held) == 1 and _is_open_ended(held[0])


def _is_open_ended(item: tuple[Any, Any]) -> bool:
    return item[0] in _REPEATS and item[1][1] > MANY


def _parts(item: tuple[Any, Any]) -> Iterator[list[tuple[Any, Any]]]:
    kind, held = item
    if kind is sre.BRANCH:
        yield from map(list, held[1])
    elif kind in _REPEATS:
        yield list(held[2])
    elif kind is sre.SUBPATTERN:
        yield list(held[3])
    elif kind in (sre.ASSERT, sre.ASSERT_NOT):
        yield list(held[1])
