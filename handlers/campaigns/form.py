"""Reading what was typed for a campaign or a variant: what is wanted, or everything that is wrong with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.campaigns.topics import Kind, Topic
from nlu.marks import nfc
from nlu.places import name_of

LANGUAGES = ("vi", "rad")
LONGEST_NAME, LONGEST_NOTE = 120, 300
_YEARS = range(2020, 2100)
_AS_HERE = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a campaign is to be."""

    topic: str
    names: dict[str, str]  # by language; Vietnamese is always there
    communes: tuple[str, ...]  # codes of today; none is the whole province
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class WantedVariant:
    kind: str
    label: str
    commune_code: str | None = None  # of today
    hangs: str = ""
    discreet: bool = False


class Problem(StrEnum):
    """handlers/console/campaign_words.py says each."""

    NO_NAME = "no_name"
    LONG_NAME = "long_name"
    NO_TOPIC = "no_topic"
    NO_START = "no_start"
    WRONG_END = "wrong_end"
    REVERSED = "reversed"
    UNKNOWN_COMMUNE = "unknown_commune"
    NO_KIND = "no_kind"
    NO_LABEL = "no_label"
    LONG_LABEL = "long_label"


def campaign(given: Mapping[str, str], communes: Iterable[str]) -> Wanted | list[Problem]:
    """`given` has "name_vi", "name_rad", "topic", "starts_on" and "ends_on" as they were typed."""
    names = {code: name for code in LANGUAGES if (name := tidy(given.get(f"name_{code}", "")))}
    wrong: list[Problem] = []
    if "vi" not in names:
        wrong.append(Problem.NO_NAME)
    if any(len(name) > LONGEST_NAME for name in names.values()):
        wrong.append(Problem.LONG_NAME)
    topic = given.get("topic", "")
    if topic not in frozenset(Topic):
        wrong.append(Problem.NO_TOPIC)
    starts_on, last = day(given.get("starts_on", "")), given.get("ends_on", "").strip()
    ends_on = day(last)
    if starts_on is None:
        wrong.append(Problem.NO_START)
    if last and ends_on is None:
        wrong.append(Problem.WRONG_END)
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        wrong.append(Problem.REVERSED)
    places = tuple(dict.fromkeys(code for code in communes if code))
    if any(name_of(code) is None for code in places):
        wrong.append(Problem.UNKNOWN_COMMUNE)
    if wrong or starts_on is None:
        return wrong
    return Wanted(topic, names, places, starts_on, ends_on)


def variant(given: Mapping[str, str]) -> WantedVariant | list[Problem]:
    """`given` has "kind", "label", "commune", "hangs" and "discreet" as they were typed."""
    wrong: list[Problem] = []
    label, hangs, commune = tidy(given.get("label", "")), tidy(given.get("hangs", "")), given.get("commune", "")
    if given.get("kind", "") not in frozenset(Kind):
        wrong.append(Problem.NO_KIND)
    if not label:
        wrong.append(Problem.NO_LABEL)
    if len(label) > LONGEST_NAME or len(hangs) > LONGEST_NOTE:
        wrong.append(Problem.LONG_LABEL)
    if commune and name_of(commune) is None:
        wrong.append(Problem.UNKNOWN_COMMUNE)
    if wrong:
        return wrong
    return WantedVariant(given["kind"], label, commune or None, hangs, given.get("discreet", "") == "yes")


def day(typed: str) -> date | None:
    """A day as a browser's field gives it ("2026-06-01") or as it is written here ("1/6/2026")."""
    typed = typed.strip()
    try:
        if (here := _AS_HERE.fullmatch(typed)) is not None:
            found = date(int(here[3]), int(here[2]), int(here[1]))
        else:
            found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def tidy(typed: str) -> str:
    """On one line, composed, without what cannot be seen."""
    return nfc(" ".join("".join(one if one.isprintable() else " " for one in typed).split()))
