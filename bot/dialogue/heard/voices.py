"""What frightened people say to a line in whole short messages: "em sợ", "đừng bỏ em", "có ai đọc chưa".

The words stand in voices.tsv beside this. A message is one of them only as a whole: whoever tells more is heard for
that. It is the last that is listened for, after danger, wishes and reports.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path

from bot.dialogue.heard.words import fold
from bot.dialogue.heard.worries import Worry, worry
from nlu.marks import nfc, seen


class Voice(StrEnum):
    """What is asked or felt; of several in one message the first of this order is answered."""

    # Heard in patterns, also where more stands beside it (bot/dialogue/heard/worries.py).
    FAULT = "fault"
    POLICE = "police"
    SECRET = "secret"
    PREGNANT = "pregnant"
    KNOWN = "known"
    PERSON = "person"
    # Whole messages.
    WHAT_NOW = "what_now"
    ARRESTED = "arrested"
    PARENT_ARRESTED = "parent_arrested"
    FAMILY_KNOWS = "family_knows"
    REVENGE = "revenge"
    HOME = "home"
    THROWN_OUT = "thrown_out"
    WHAT_HAPPENS = "what_happens"
    GUILT = "guilt"
    RIGHT = "right"
    MISTAKEN = "mistaken"
    NO_PROOF = "no_proof"
    SMALL = "small"
    NOBODY_CAME = "nobody_came"
    SLOW = "slow"
    READ = "read"
    THERE = "there"
    REAL = "real"
    TRUSTED = "trusted"
    NOT_BELIEVED = "not_believed"
    DIRTY = "dirty"
    HATE_SELF = "hate_self"
    WORTHLESS = "worthless"
    ASHAMED = "ashamed"
    UNLOVED = "unloved"
    STAY = "stay"
    LONELY = "lonely"
    DARE_NOT = "dare_not"
    NO_WORDS = "no_words"
    HELP = "help"
    AFRAID = "afraid"
    CRYING = "crying"
    SAD = "sad"
    TIRED = "tired"
    NO_SLEEP = "no_sleep"
    BOTHER = "bother"
    BETTER = "better"
    THANKS = "thanks"
    NIGHT = "night"


_ORDER = tuple(Voice)
IN_PATTERNS = frozenset(Voice(one.value) for one in Worry)  # heard also where more stands beside it
_LIST = Path(__file__).with_name("voices.tsv")
_LONGEST = 200  # code points
_MOST = 16  # words
_WORD = re.compile(r"\w+")
_CLAUSE_END = re.compile(r"[.,;:!?\n…]++")

# As it may be typed in teen code or dialect, and what it stands for here. Whoever speaks is "em".
_SAME = {
    way: word
    for word, ways in {
        "em": "e con cháu chau tôi toi tui mình minh mik mk mjk tớ to",
        "không": "ko k kg kh khg khum khong hông hổng hong hok hem hk hôk hơm",
        "mẹ": "má mạ me ma bầm",
        "bố": "ba cha tía bọ",
        "gì": "j ji chi",
        "được": "đc dc đươc đk",
        "người": "ng ngừi",
        "biết": "bít bik bit",
        "vậy": "zậy dzậy dậy z zay rứa",
        "rồi": "r rùi",
        "sao": "s",
        "với": "vs zới",
        "buồn": "bùn bun",
        "làm": "lm mần",
        "muốn": "mún mun",
        "phải": "fải fai phãi",
        "chưa": "chx",
        "cám": "cảm",
        "vào": "vô zô vo",
    }.items()
    for way in ways.split()
}
_LONG = {  # one for several
    "bh": ("giờ",),
    "h": ("giờ",),
    "bây": (),  # "giờ" says it too
    "bay": (),
    "chừ": ("giờ",),
    "mn": ("mọi", "người"),
    "camon": ("cám", "ơn"),
    "ngta": ("người", "ta"),
    "ib": ("nhắn",),
}
_CALLED = frozenset(
    "cô co chú chu anh chị chi bác bac thầy thay dì di bạn ban ad admin các cac quý mọi moi người nguoi cháu "
    "chau".split()
)
_CALLS = frozenset("ơi oi à a ạ".split())
_POLITE = frozenset("dạ da vâng vang thưa thua chào chao xin".split())  # behind these one names whom one speaks to
_BEGINS = _POLITE | frozenset(
    "ạ a à á ah ừ ờ uh um hic hix hjx alo ơi oi ui trời hi nhưng nhung mà thế vậy nma".split()
)
_ENDS = frozenset(
    "ạ a à á ah ơi oi nha nhé nhe nhá nghen hen hỉ hè nè ne này nhỉ đó do đấy đây day ha vậy vay thế the rồi roi thôi "
    "thoi mà ma hic hix hjx trời ơ lắm lam nữa nua đi nhi nhiều".split()
)
_BEFORE_A_CALL = _ENDS | frozenset("không ~khong chưa ~chua hả ~ha sao".split())
_HOW_MUCH = frozenset(
    "quá qua qa wá wa lắm rất rat ghê ghe thiệt thiet cực dữ luôn luon lun đang dang cũng hơi vãi xỉu".split()
)
_CRIES = frozenset("hu")  # "huhuhu"


def voice(text: str) -> Voice | None:
    """What a message says, where it is nothing but one of these; else what somebody worries about in it."""
    found = _whole(text)
    if found is not None:
        return found
    worried = worry(text)
    return Voice(worried.value) if worried is not None else None


def _whole(text: str) -> Voice | None:
    """The voice of a whole message, or of its clauses where each of them is one."""
    text = nfc(seen(text[: _LONGEST + 1])).casefold()
    if len(text) > _LONGEST or len(text.split()) > _MOST:
        return None
    if (found := _of(_words(text))) is not None:
        return found
    said = []
    for clause in map(_words, _CLAUSE_END.split(text)):
        if len(clause) in _starts(clause):
            continue  # a courtesy, or nothing
        if (one := _of(clause)) is None:
            return None
        said.append(one)
    return min(said, key=_ORDER.index) if said else None


def _words(text: str) -> list[frozenset[str]]:
    """Of each word what it may stand for; "~" before what is typed without marks. How much it is says nothing."""
    found: list[frozenset[str]] = []
    for word in _WORD.findall(text):
        plain = fold(word)
        short = "".join(letter for letter, _ in groupby(plain))  # "sợơơ", "quáaaa"
        drawn_out = short != plain
        if word in _HOW_MUCH or (drawn_out and short in _HOW_MUCH):
            continue
        for one in _LONG.get(word, (word,)):
            forms = {one, _SAME.get(one, one), *((f"~{one}",) if one.isascii() else ())}
            if drawn_out:
                forms |= {short, f"~{short}", _SAME.get(short, short)}
            found.append(frozenset(forms))
    return found


def _of(words: list[frozenset[str]]) -> Voice | None:
    """The first row that takes all the words between the courtesies."""
    starts, ends = _starts(words), _ends(words)
    said = frozenset[str]().union(*words)
    for kind, row in _rows():
        if any(said.isdisjoint(part.firsts) for part in row if not part.may_miss):
            continue
        at = starts
        for part in row:
            at = part.taken(words, at)
            if not at:
                break
        if at & ends:
            return kind
    return None


def _starts(words: list[frozenset[str]]) -> frozenset[int]:
    """Where the phrase may begin: behind courtesies, whom one calls, and one word for who speaks."""
    found, at, polite = {0}, 0, False
    while at < len(words):
        if words[at] & _BEGINS or _cries(words[at]):
            polite, at = bool(words[at] & _POLITE), at + 1
        else:
            called = at
            while called < len(words) and words[called] & _CALLED:
                called += 1
            if called == at:
                break
            if called < len(words) and words[called] & _CALLS:
                called += 1
            elif not polite:
                break
            polite, at = False, called
        found.add(at)
    # "con tôi", "em mình" are somebody else.
    self_only = [at for at in found if at < len(words) and "em" in words[at]]
    found |= {at + 1 for at in self_only if at + 1 == len(words) or "em" not in words[at + 1]}
    return frozenset(found)


def _ends(words: list[frozenset[str]]) -> frozenset[int]:
    """Where the phrase may end: before courtesies, and whom one calls; "em sợ chú" is afraid of somebody."""
    found, at = {len(words)}, len(words)
    while at:
        called = at - 1 if words[at - 1] & _CALLS else at
        begins = called
        while begins and words[begins - 1] & _CALLED:
            begins -= 1
        asked = begins > 0 and bool(words[begins - 1] & _BEFORE_A_CALL)
        if begins < called and (called < at or asked):
            at = begins
        elif words[at - 1] & _ENDS or _cries(words[at - 1]):
            at -= 1
        else:
            break
        found.add(at)
    return frozenset(found)


def _cries(word: frozenset[str]) -> bool:
    return any(_CRIES.issuperset(form) for form in word)


class _Part:
    """One place of a row: what may stand there, of one word or several."""

    def __init__(self, written: str) -> None:
        self.may_miss = written.endswith("?")
        ways = [way.split("_") for way in nfc(written.rstrip("?")).replace("bây_giờ", "giờ").split("|")]
        self.ways = tuple(tuple(frozenset((word, f"~{fold(word)}")) for word in way) for way in ways)
        self.firsts = frozenset[str]().union(*(way[0] for way in self.ways))

    def taken(self, words: list[frozenset[str]], starts: frozenset[int]) -> frozenset[int]:
        """Where one may be behind it."""
        found = set(starts) if self.may_miss else set()
        for at in starts:
            for way in self.ways:
                here = words[at : at + len(way)]
                if len(here) == len(way) and all(word & one for word, one in zip(here, way, strict=True)):
                    found.add(at + len(way))
        return frozenset(found)


@cache
def _rows() -> tuple[tuple[Voice, tuple[_Part, ...]], ...]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((Voice(kind), tuple(map(_Part, phrase.split()))) for kind, phrase in rows)
