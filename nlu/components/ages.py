"""Finds how old people are said to be: "9 tuổi", "e 16", "mười hai", "bé 8 tháng", "14-15 tuổi", "sinh năm 2012".

Tells also what is an age and nothing else, as most answer who are asked how old the child is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from nlu.components.patterns import phrase
from nlu.components.phrases import phrases
from nlu.components.text import BREAKS, PAUSES, Line, Word, fold

OLDEST = 120
LONGEST_NUMBER = 9  # digits; of thousands of them Python makes no number
# Without the word for years, a smaller or larger number counts something else.
BARE = range(4, 31)
GROWN = range(4, 100)

_ONES = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}
_ONES_AFTER_TEN = {"lam": 5, "nham": 5, "tu": 4}
_EDE_ONES = dict(zip("sa dua tlao pa ema nam kjuh sapan duapan".split(), range(1, 10), strict=True))
_TENS = {"muoi", "chuc", "pluh"}

_VI = {label: phrase(lines).pattern for label, lines in phrases("vi", "ages").items()}
_RAD = {label: phrase(lines).pattern for label, lines in phrases("rad", "ages").items()}
_YEARS = r"(?<!\S)(?:{number} {years}|\d\d?(?:t|tuôi3?|tuoi|tui3?)?|2k[12]\d|20[12]\d)(?!\S)".format_map(_VI)
_TOLD = re.compile("{told}|{years_old}".format_map({**_VI, "years_old": _YEARS}))
# "em 14, anh ấy 28" tells more than an age, and "111" is a telephone number.
_NO_CHILD = re.compile(r"{grown_up}|(?<!\S)(?!20[12]\d(?!\S))(?:1[89]|[2-9]\d|\d\d\d)".format_map(_VI))
_BESIDE = re.compile(r"{beside}|(?<!\S)[.,](?!\S)".format_map(_VI))
_SAID = "(?P<age>{number}(?:(?: {to})? {number})?".format_map(_VI)
_PATTERNS = {
    label: re.compile(pattern)
    for label, pattern in {
        "months": "(?P<age>{number} {months})".format_map(_VI),
        "babies": "{months_of} (?P<age>{number} {month})".format_map(_VI),
        "newborns": "{newborn} (?P<age>{number} {days})".format_map(_VI),
        "days": "(?P<age>{number} {days} tuôi3?)".format_map(_VI),
        "joined": r"(?<!\S)(?P<age>\d{1,3}(?:t|tuôi3|tuoi|tui3|tuôi))(?!\S)",
        "years": _SAID + " {years})".format_map(_VI),
        "ede": "(?P<age>{number} {years})(?! {not_age})".format_map(_RAD),
        "english": r"(?<!\S)(?:is|was|am|i'm|im|he's|she's|turned|aged?) (?P<age>\d\d?)(?= [,.]| and|$)",
        "grown": "(?:{who}|{now}) (?:{is} )?(?P<age>{number}) {already}(?! {counted})".format_map(_VI),
        "born": "{born} ".format_map(_VI) + r"(?P<age>2k\d\d?|(?:19|20)\d\d)(?!\S)",
        "just": "{just} ".format_map(_VI) + _SAID + ")(?! {counted})".format_map(_VI),
        "in_a_word": "{who} {reached} (?P<age>{in_a_word})(?= {goes_on}|$)".format_map(_VI),
        "bare": "{who} (?:{is} )?(?P<age>{sure_number}(?: , {sure_number})?)(?= {goes_on}|$)".format_map(_VI),
    }.items()
}


def ages(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, years) in a `Line`'s text, the surest first; they may overlap."""
    for name, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            years = _years(name, match.group("age"))
            if years is not None and 0 <= years <= OLDEST:
                yield *match.span("age"), years


def only_an_age(line: Line) -> bool:
    """Whether the message tells a child's age, a class or a count of children and nothing that could be harm.

    All of it are numbers and words of a short list; there are too many ways to put them together for a model that
    counts words to learn that none of them is a report.
    """
    rest, numbers = _TOLD.subn("", line.text)
    if not numbers or _NO_CHILD.search(line.text):
        return False
    return not _BESIDE.sub("", rest).strip() and all(map(_is_plain, line.words))


def _is_plain(word: Word) -> bool:
    """Whether it is no symbol: "14 🆘" is a cry."""
    return not word.is_mark or word.marked in BREAKS or word.marked in PAUSES


def _years(name: str, said: str) -> int | None:
    if name == "born":
        return date.today().year - (2000 + int(said[2:]) if said.startswith("2k") else int(said))  # noqa: DTZ011
    if name == "joined":
        return int(re.match(r"\d+", said).group())  # type: ignore[union-attr]
    if name in ("newborns", "days"):
        return 0
    count = _number(said, _EDE_ONES if name == "ede" else _ONES)
    if name in ("months", "babies"):
        return count // 12
    return count if name in ("years", "ede") or count in (GROWN if name == "grown" else BARE) else None


def _number(said: str, ones: Mapping[str, int] = _ONES) -> int:
    """The first number of these words: "mười hai" is 12, "bảy tám" 7, "hai mươi mốt" 21."""
    count = 0
    for word in said.split():
        if word.isdigit():
            return int(word) if len(word) <= LONGEST_NUMBER else OLDEST + 1
        word = fold(word).rstrip("1235")
        if word in _TENS:
            count = max(count, 1) * 10
        elif count and count % 10 == 0:
            return count + {**ones, **_ONES_AFTER_TEN}.get(word, 0)
        elif count:
            return count
        else:
            count = ones.get(word, 0)
    return count
