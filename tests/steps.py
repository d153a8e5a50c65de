"""How many steps a regular expression takes on a text: it is run here by backtracking, as re does it in C, and counted.

No clock is asked, so a count is the same on every machine. The parse tree is re's own (`re._parser`); each character
looked at and each way tried is a step. What re knows beside that (skipping to a literal) makes it faster by a factor,
never by an order. `spans` is what the run finds, so that a test can hold the run itself against re.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from re import _constants as c
from re import _parser as parser
from typing import Any

_KINDS = {c.CATEGORY_DIGIT: r"\d", c.CATEGORY_SPACE: r"\s", c.CATEGORY_WORD: r"\w"}
_KINDS |= {c.CATEGORY_NOT_DIGIT: r"\D", c.CATEGORY_NOT_SPACE: r"\S", c.CATEGORY_NOT_WORD: r"\W"}
_LIKELY = "a1 .-@/'ầ\u0301\nAđ[x:,_0(😭"
Fits = Callable[[str], bool]


class TooMany(Exception):
    """More steps than anybody would wait for."""


@dataclass
class Run:
    """One pattern, gone through a text from its beginning to its end as finditer does, or matched as a whole."""

    pattern: re.Pattern[str]
    most: int = 10_000_000
    steps: int = 0
    spans: list[tuple[int, int]] = field(default_factory=list)

    def find_all(self, text: str) -> int:
        """How many steps finding every match takes."""
        program, at, empty = _program(self.pattern), 0, True  # whether an empty match may be at this place
        while at <= len(text):
            end = self._run(program, text, at, {}, never=-1 if empty else at)
            if end is None:
                at, empty = at + 1, True
            else:
                self.spans.append((at, end))
                at, empty = end, end > at
        return self.steps

    def match_whole(self, text: str) -> int:
        """How many steps fullmatch takes."""
        self._run([*_program(self.pattern)[:-1], ("at", c.AT_END_STRING), ("match",)], text, 0, {})
        return self.steps

    def _run(
        self, program: list[tuple[Any, ...]], text: str, start: int, groups: dict[int, Any], never: int = -1
    ) -> int | None:
        """Where the match that begins at `start` ends, None where there is none; never at `never`."""
        ways = [(0, start, groups)]
        while ways:
            pc, at, groups = ways.pop()
            while True:
                self.steps += 1
                if self.steps > self.most:
                    raise TooMany
                match program[pc]:
                    case ("match",):
                        if at == never:
                            break
                        return at
                    case ("one", fits):
                        if at == len(text) or not fits(text[at]):
                            break
                        at += 1
                    case ("split", first, second):
                        ways.append((pc + second, at, groups))
                        pc += first
                        continue
                    case ("jump", by):
                        pc += by
                        continue
                    case ("at", where):
                        if not _is_at(where, text, at):
                            break
                    case ("look", inside, back, wanted):
                        found = at >= back and self._run(inside, text, at - back, groups) is not None
                        if found != wanted:
                            break
                    case ("atomic", inside):
                        end = self._run(inside, text, at, groups)
                        if end is None:
                            break
                        at = end
                    case ("open", number):
                        groups = {**groups, -number: at}
                    case ("close", number):
                        groups = {**groups, number: text[groups[-number] : at]}
                    case ("again", number):
                        if number not in groups or not text.startswith(groups[number], at):
                            break
                        at += len(groups[number])
                pc += 1
        return None


def pumps(pattern: re.Pattern[str]) -> Iterator[str]:
    """Pieces to repeat, made for this very pattern: what each of its parts takes, alone, in pairs, and all in a row."""
    pieces = list(dict.fromkeys(_pieces(parser.parse(pattern.pattern, pattern.flags), pattern.flags)))
    yield from pieces
    yield "".join(pieces)
    for first, second in pairwise(pieces):
        yield first + second


def _pieces(tree: Any, flags: int) -> Iterator[str]:
    for op, value in tree:
        if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            yield "".join(_pieces(value[2], flags))
            yield from _pieces(value[2], flags)
        elif op is c.SUBPATTERN:
            yield from _pieces(value[3], flags)
        elif op is c.ATOMIC_GROUP:
            yield from _pieces(value, flags)
        elif op is c.BRANCH:
            for branch in value[1][:4]:
                yield "".join(_pieces(branch, flags))
                if len(branch) > 1 or branch[0][0] is not c.LITERAL:
                    yield from _pieces(branch, flags)
        elif op in (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN):
            fits = _one(op, value, flags)
            yield next((sign for sign in _LIKELY if fits(sign)), "") or next(filter(fits, map(chr, range(0x3000))), "")


@cache
def _program(pattern: re.Pattern[str]) -> list[tuple[Any, ...]]:
    return [*_sequence(parser.parse(pattern.pattern, pattern.flags), pattern.flags), ("match",)]


def _sequence(tree: Any, flags: int) -> list[tuple[Any, ...]]:
    return [instruction for op, value in tree for instruction in _instructions(op, value, flags)]


def _instructions(op: Any, value: Any, flags: int) -> list[tuple[Any, ...]]:
    if op in (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN):
        return [("one", _one(op, value, flags))]
    if op is c.AT:
        multiline = flags & re.MULTILINE and value in (c.AT_BEGINNING, c.AT_END)
        return [("at", {c.AT_BEGINNING: c.AT_BEGINNING_LINE, c.AT_END: c.AT_END_LINE}[value] if multiline else value)]
    if op is c.SUBPATTERN:
        number, add, drop, tree = value
        inside = _sequence(tree, (flags | add) & ~drop)
        return inside if number is None else [("open", number), *inside, ("close", number)]
    if op is c.GROUPREF:
        return [("again", value)]
    if op is c.ATOMIC_GROUP:
        return [("atomic", [*_sequence(value, flags), ("match",)])]
    if op in (c.ASSERT, c.ASSERT_NOT):
        direction, tree = value
        back = tree.getwidth()[0] if direction < 0 else 0
        return [("look", [*_sequence(tree, flags), ("match",)], back, op is c.ASSERT)]
    if op is c.BRANCH:
        *before, last = [_sequence(branch, flags) for branch in value[1]]
        found = last
        for branch in reversed(before):
            found = [("split", 1, len(branch) + 2), *branch, ("jump", len(found) + 1), *found]
        return found
    if op is c.POSSESSIVE_REPEAT:
        return [("atomic", [*_instructions(c.MAX_REPEAT, value, flags), ("match",)])]
    if op in (c.MAX_REPEAT, c.MIN_REPEAT):
        return _repeat(*value, flags, lazy=op is c.MIN_REPEAT)
    raise NotImplementedError(op)


def _repeat(least: int, most: Any, tree: Any, flags: int, *, lazy: bool) -> list[tuple[Any, ...]]:
    body = _sequence(tree, flags)
    found = body * least

    def either(into: int, past: int) -> tuple[Any, ...]:
        return ("split", past, into) if lazy else ("split", into, past)

    if most is c.MAXREPEAT:
        assert tree.getwidth()[0], "an open-ended repeat of what may be empty: write it otherwise"
        return [*found, either(1, len(body) + 2), *body, ("jump", -len(body) - 1)]
    rest: list[tuple[Any, ...]] = []
    for _ in range(most - least):
        rest = [either(1, len(body) + len(rest) + 1), *body, *rest]
    return [*found, *rest]


def _one(op: Any, value: Any, flags: int) -> Fits:
    if op is c.ANY:
        return lambda sign: sign != "\n" or bool(flags & re.DOTALL)
    if op is c.IN:
        wanted = [_one(one, inside, flags) for one, inside in value if one is not c.NEGATE]
        negated = value[0][0] is c.NEGATE
        return lambda sign: any(fits(sign) for fits in wanted) != negated
    if op is c.CATEGORY:
        kind = re.compile(_KINDS[value])
        return lambda sign: kind.match(sign) is not None
    low, high = value if op is c.RANGE else (value, value)
    in_any_case = bool(flags & re.IGNORECASE)

    def between(sign: str) -> bool:
        if not in_any_case:
            return bool(low <= ord(sign) <= high)
        return any(low <= ord(way) <= high for way in (sign, sign.lower(), sign.upper()) if len(way) == 1)

    return (lambda sign: not between(sign)) if op is c.NOT_LITERAL else between


def _is_at(where: Any, text: str, at: int) -> bool:
    if where in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
        return at == 0
    if where is c.AT_BEGINNING_LINE:
        return at == 0 or text[at - 1] == "\n"
    if where is c.AT_END_STRING:
        return at == len(text)
    if where is c.AT_END:
        return at == len(text) or (at == len(text) - 1 and text[at] == "\n")
    if where is c.AT_END_LINE:
        return at == len(text) or text[at] == "\n"
    sides = [0 <= side < len(text) and (text[side].isalnum() or text[side] == "_") for side in (at - 1, at)]
    return (sides[0] != sides[1]) == (where is c.AT_BOUNDARY)
