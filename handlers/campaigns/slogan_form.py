"""Reading what was typed for a slogan, in a form or in a row of a table: what is wanted, or what is wrong. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.campaigns.codes import typed_code
from handlers.campaigns.form import LANGUAGES, LONGEST_NOTE, day, tidy
from nlu.marks import nfd
from nlu.places import name_of

LONGEST = 500


class Hung(StrEnum):
    """On what a slogan stands, or by what it is heard."""

    BANNER = "banner"
    LED = "led"
    WALL = "wall"
    POSTER = "poster"
    LOUDSPEAKER = "loudspeaker"
    RADIO = "radio"
    OTHER = "other"


class Problem(StrEnum):
    """handlers/console/slogan_words.py says each."""

    NO_TEXT = "no_text"
    LONG = "long"
    NO_LANGUAGE = "no_language"
    NO_KIND = "no_kind"
    NO_PLACE = "no_place"
    UNKNOWN_COMMUNE = "unknown_commune"
    WRONG_DAY = "wrong_day"
    REVERSED = "reversed"
    UNKNOWN_CODE = "unknown_code"  # of a variant
    CHANGED = "changed"  # by somebody else, since the form was opened
    THERE = "there"  # the same sentence hangs at the same place already


@dataclass(frozen=True, slots=True)
class WantedSlogan:
    text: str
    language: str
    kind: str
    place: str
    commune_code: str | None = None  # of today
    since: date | None = None
    until: date | None = None
    code: str | None = None  # eight digits of a variant

    @property
    def same(self) -> tuple[str, str, str, str]:
        """What two have in common that are one: whatever the letters' case, marks and signs are."""
        return folded(self.text), self.kind, folded(self.place), self.commune_code or ""


def slogan(given: Mapping[str, str]) -> WantedSlogan | list[Problem]:
    """`given` has "text", "language", "kind", "place", "commune", "since", "until" and "code" as they were typed."""
    text, place = tidy(given.get("text", "")), tidy(given.get("place", ""))
    wrong: list[Problem] = []
    if not text:
        wrong.append(Problem.NO_TEXT)
    if len(text) > LONGEST or len(place) > LONGEST_NOTE:
        wrong.append(Problem.LONG)
    if given.get("language") not in LANGUAGES:
        wrong.append(Problem.NO_LANGUAGE)
    if given.get("kind") not in frozenset(Hung):
        wrong.append(Problem.NO_KIND)
    if not place:
        wrong.append(Problem.NO_PLACE)
    commune = given.get("commune", "")
    if commune and name_of(commune) is None:
        wrong.append(Problem.UNKNOWN_COMMUNE)
    days = {name: day(given.get(name, "")) for name in ("since", "until")}
    if any(given.get(name, "").strip() and found is None for name, found in days.items()):
        wrong.append(Problem.WRONG_DAY)
    since, until = days["since"], days["until"]
    if since is not None and until is not None and until < since:
        wrong.append(Problem.REVERSED)
    typed = given.get("code", "").strip()
    code = typed_code(typed) if typed else None
    if typed and code is None:
        wrong.append(Problem.UNKNOWN_CODE)
    if wrong:
        return wrong
    return WantedSlogan(text, given["language"], given["kind"], place, commune or None, since, until, code)


def folded(text: str) -> str:
    """Letters and digits alone, small and without marks: what a search compares."""
    plain = "".join(one for one in nfd(text.casefold().replace("đ", "d")) if one.isalnum() or one.isspace())
    return " ".join(plain.split())
