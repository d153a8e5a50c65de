"""The rows of a commune's sheet, from `indicators.tsv`, and how what somebody types is read."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from locales import N_

LONGEST = 2000  # characters of a text
_MOST = 10**15  # no figure of a province is larger; a slip of the finger is
_GROUPED = re.compile(r"\d{1,3}(?:([. \u00a0\u202f])\d{3})(?:\1\d{3})*")
_DECIMAL = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?")
_YES = {"có": "1", "co": "1", "yes": "1", "1": "1", "x": "1", "không": "0", "khong": "0", "no": "0", "0": "0"}


class Kind(StrEnum):
    """What is entered."""

    COUNT = "count"  # a whole number
    MONEY = "money"  # whole dong
    SHARE = "share"  # per cent, 0 to 100
    YES = "yes"  # "1" or "0"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the sheet."""

    code: str
    section: str
    kind: Kind
    vi: str
    en: str


class NotRead(Exception):
    """What was typed is no such value; its message, a msgid, says how to write it."""


@cache
def all_of_them() -> dict[str, Indicator]:
    """By code, in the order of the sheet."""
    with (Path(__file__).parent / "indicators.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        known = (Indicator(r["code"], r["section"], Kind(r["kind"]), r["vi"], r["en"]) for r in rows)
        return {row.code: row for row in known}


def read(kind: Kind, typed: str) -> str | None:
    """The value as it is kept, or None for an empty cell and for "…". Raises NotRead."""
    text = typed.strip()
    if text in ("", "…", "...", "-", "–"):
        return None
    if kind is Kind.TEXT:
        if len(text) > LONGEST:
            raise NotRead(N_("This text is too long: at most 2,000 characters."))
        return text
    if kind is Kind.YES:
        if text.casefold() not in _YES:
            raise NotRead(N_("Write có or không."))
        return _YES[text.casefold()]
    return _share(text) if kind is Kind.SHARE else _whole(text)


def _whole(text: str) -> str:
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[. \u00a0\u202f]", "", text)
    if not (text.isascii() and text.isdigit()):
        raise NotRead(N_("Write a whole number, like 1234 or 1.234."))
    if int(text) > _MOST:
        raise NotRead(N_("This number is too large to be right."))
    return str(int(text))


def _share(text: str) -> str:
    text = text.removesuffix("%").strip()
    if not (text.isascii() and _DECIMAL.fullmatch(text)) or float(text.replace(",", ".")) > 100:
        raise NotRead(N_("Write per cent between 0 and 100, like 82,5."))
    return text.replace(",", ".")


def written(kind: Kind, value: str) -> str:
    """The value as people in Viet Nam write it: 1.234, 82,5, có."""
    if kind is Kind.YES:
        return "có" if value == "1" else "không"
    if kind is Kind.SHARE:
        return value.replace(".", ",")
    return value if kind is Kind.TEXT else f"{int(value):,}".replace(",", ".")
