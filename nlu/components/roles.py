"""Tells the part of each person that a message names: who does harm, who suffers it, who writes, who is beside it."""

from __future__ import annotations

import re
from bisect import bisect

from nlu.components.patterns import phrase
from nlu.components.phrases import phrases

Told = tuple[str, int, int]  # label, start, end in a line
TABLE = {label: phrase(lines) for label, lines in phrases("vi", "roles").items()}
_BY = re.compile(TABLE["by"].pattern + r" (?:\w+ )?$")
_SELF = re.compile(TABLE["self"].pattern + " $")
_TOLD_ME = re.compile(TABLE["told_me"].pattern + " $")
_AS_ONE = TABLE["as_one"]
_IS_ME = re.compile(" " + TABLE["is_me"].pattern)
# "La" scolds where the clause ends with it; elsewhere it is as often "là".
_DOES_HARM = rf"(?:{TABLE['harms'].pattern}|(?<!\S)la(?= [,.!]|$))"
# Up to ten words between, as in "ba em hễ hay say rượu là lại lôi ra đánh".
_GAP = rf" (?:(?!bi5? |{TABLE['not_theirs'].pattern} )\w+ ){{0,10}}?(?!{TABLE['no_harm'].pattern})"
_HARMS = re.compile(_GAP + _DOES_HARM)
_NEGLECTS = re.compile(_GAP + TABLE["neglects"].pattern)
_PEERS_HARM = re.compile(rf" (?:(?!bi5? |nha2? |{TABLE['not_theirs'].pattern} )\w+ ){{0,4}}?" + _DOES_HARM)
_HARMS_AT_ONCE = re.compile(rf" (?:{TABLE['at_once'].pattern} )?" + _DOES_HARM)
_NOT_THEM = re.compile(TABLE["not_them"].pattern + " $")
_OF = re.compile(TABLE["of"].pattern + " $")
_HURT = re.compile(TABLE["hurt"].pattern + " $")
_SMALL = re.compile(TABLE["small"].pattern + " $")
_SUFFERS = re.compile(r" (?:\w+ ){0,6}?" + TABLE["suffers"].pattern)
_CHILD, _GROWN = TABLE["child"], TABLE["grown"]
_MAY_SUFFER = frozenset({"sibling", "friend", "relative", "other"})
_PEERS = frozenset({"sibling", "other"})
_SELDOM_NAMED_FOR_GOOD = frozenset({"stepfather", "stepmother", "online", "stranger", "employer"})


def roles(text: str, told: list[Told]) -> list[str]:
    """The part of each. Who once does harm does it wherever the message names that person again."""
    ends = {end for _, _, end in told}  # "bố mẹ" do it together
    grown = sorted(start for relation, start, _ in told if relation not in _MAY_SUFFER and start - 1 not in ends)
    others = [*grown, len(text)]
    found = [_role(text, one, others[bisect(others, one[1])]) for one in told]
    names = [(relation, text[start:end].split()[0]) for relation, start, end in told]
    harmful = {name for name, role in zip(names, found, strict=True) if role == "harm_doer"}
    once = zip(names, found, strict=True)
    return ["harm_doer" if role == "other" and name in harmful else role for name, role in once]


def _role(text: str, told: Told, until: int) -> str:
    """The part of one, told by the words around, and after it by those before the next grown person."""
    relation, start, end = told
    before, said, after = text[max(0, start - 30) : start], text[start:end], text[end : min(end + 80, until)]
    if (_SELF.search(before) and not _TOLD_ME.search(before)) or _IS_ME.match(after) or _AS_ONE.match(said):
        return "reporter"
    if _NOT_THEM.search(before):
        return "other"
    if _BY.search(before):
        return "harm_doer"
    if relation == "neighbour" and _SMALL.search(before):
        return "harm_doer" if _HARMS_AT_ONCE.match(after) else "child"
    if relation == "friend":
        return _role_of_friend(before, said, after)
    if relation in _MAY_SUFFER and not _GROWN.match(said) and _is_the_child(before, said, after):
        return "child"
    if relation in _SELDOM_NAMED_FOR_GOOD:
        return "harm_doer"
    if _OF.search(before):
        return "other"
    neglects = relation not in _PEERS and _NEGLECTS.match(after)
    return "harm_doer" if neglects or _HARMS.match(after) else "other"


def _role_of_friend(before: str, said: str, after: str) -> str:
    if _OF.search(before):
        return "other"
    if _PEERS_HARM.match(after):
        return "harm_doer"
    return "child" if _is_the_child(before, said, after) else "other"


def _is_the_child(before: str, said: str, after: str) -> bool:
    return any((_CHILD.match(said), _HURT.search(before), _SUFFERS.match(after)))
