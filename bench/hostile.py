"""Texts that are made to be slow to read, of any length: what somebody might send, on purpose or by a stuck key."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

_TOLD = (
    "Em tên là Hoa, học lớp 7 trường THCS ở xã Ea Kao. Ba uống rượu về là đánh em và mẹ, hôm qua ba cầm dao dọa giết. "
    "Em sợ lắm, em trốn sang nhà bà ngoại ở buôn Ky. Số của em là 0912 345 678, gọi em từ 19h đến 21h tối thôi nhé! "
)


def _over(piece: str) -> Callable[[int], str]:
    return lambda length: (piece * (length // len(piece) + 1))[:length]


TEXTS: dict[str, Callable[[int], str]] = {
    "a story, again and again": _over(_TOLD),
    "the same without marks": _over("em ten la hoa hoc lop 7, ba danh em va me, em so lam, em o xa ea kao "),
    "the same in NFD": lambda length: unicodedata.normalize("NFD", _over(_TOLD)(length))[:length],
    "spaced letters": _over("a "),
    "dots": _over("."),
    "letters and dots": _over("a."),
    "dots and spaces": _over(". a"),
    "digits": _over("1"),
    "spaced digits": _over("1 "),
    "four digits and a word": _over("1234 a "),
    "one letter": _over("a"),
    "one capital": _over("A"),
    "no spaces at all": _over("baĐangĐánhEm"),
    "spaces": _over(" "),
    "a digit, then spaces": lambda length: "1h" + " " * (length - 2),
    "an hour, then spaces, again": _over("1h    "),
    "line ends": _over("\n"),
    "lines": _over("a\n"),
    "one repeated word": _over("em "),
    "a danger's beginning": _over("đang "),
    "the same, unmarked": _over("dang bi "),
    "an exception's beginning": _over("không bị "),
    "danger, over and over": _over("ba đang cầm dao "),
    "what is no danger": _over("không bị đánh "),
    "adverbs": lambda length: "em " + _over("dang ")(length - 3),
    "marks on one letter": lambda length: "a" + _over("\u0301\u0323")(length - 1),
    "marks on every letter": _over("a\u0323\u0302\u0301"),
    "a letter of two marks": _over("\u0f73"),
    "capital names": _over("Hùng "),
    "capital syllables": _over("H'"),
    "a name that goes on": _over("H'Lan-"),
    "a mail address that goes on": lambda length: "a@" + _over("a.")(length - 2),
    "mail signs": _over("a@"),
    "www": _over("www."),
    "slashes": _over("a/"),
    "tên là": _over("tên là "),
    "tên là, in one word": lambda length: "tên là " + "h" * (length - 7),
    "brackets": _over("["),
    "placeholders": _over("[tên] "),
    "commas": _over("a,"),
    "places": _over("Tân Lập, "),
    "places and provinces": _over("Tân Lập Hà Nội "),
    "types of places": _over("xã "),
    "villages": _over("buôn "),
    "misspelt places": _over("xã Tam Lạp, "),
    "abbreviated places": _over("p. "),
    "two alphabets": _over("aя"),
    "emoji": _over("😭"),
    "emoji and letters": _over("😭 a"),
    "hyphens": _over("a-"),
    "underlines": _over("_"),
    "ligatures": _over("ﬃ"),
    "mixed": _over("a.1 @ \u0301Đ-xã,9😭\n"),
}
