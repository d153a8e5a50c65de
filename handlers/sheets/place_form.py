"""Reading what was typed of a dangerous place, in a form or a row: what is wanted, or what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.campaigns.form import day, tidy
from handlers.campaigns.slogan_form import folded
from nlu.places import name_of

LONGEST, LONGEST_WHO = 300, 120


class Kind(StrEnum):
    """What the water is."""

    POND = "pond"
    WELL = "well"
    RIVER = "river"  # a stream too
    LAKE = "lake"  # a reservoir, water for the fields
    PIT = "pit"  # of sand, stone, building work
    CANAL = "canal"
    SEA = "sea"
    OTHER = "other"


class Problem(StrEnum):
    """handlers/console/place_words.py says each."""

    NO_COMMUNE = "no_commune"
    NO_KIND = "no_kind"
    NO_PLACE = "no_place"
    LONG = "long"
    NO_DAY = "no_day"
    WRONG_DAY = "wrong_day"
    TO_COME = "to_come"
    REVERSED = "reversed"
    NO_FINDER = "no_finder"
    NO_FENCER = "no_fencer"
    THERE = "there"


@dataclass(frozen=True, slots=True)
class WantedPlace:
    commune_code: str  # of today
    kind: str
    place: str
    found_on: date
    found_by: str
    safe_on: date | None = None
    safe_by: str = ""

    @property
    def same(self) -> tuple[str, str, str]:
        """What two have in common that are one place."""
        return same(self.commune_code, self.kind, self.place)


def place(given: Mapping[str, str], today: date) -> WantedPlace | list[Problem]:
    """`given` has the fields of WantedPlace as they were typed, the commune as "commune"."""
    where, found_by, safe_by = (tidy(given.get(name, "")) for name in ("place", "found_by", "safe_by"))
    wrong: list[Problem] = []
    if name_of(given.get("commune", "")) is None:
        wrong.append(Problem.NO_COMMUNE)
    if given.get("kind") not in frozenset(Kind):
        wrong.append(Problem.NO_KIND)
    if not where:
        wrong.append(Problem.NO_PLACE)
    if len(where) > LONGEST or max(len(found_by), len(safe_by)) > LONGEST_WHO:
        wrong.append(Problem.LONG)
    if not found_by:
        wrong.append(Problem.NO_FINDER)
    days = {name: day(given.get(name, "")) for name in ("found_on", "safe_on")}
    typed = {name: given.get(name, "").strip() for name in days}
    if any(typed[name] and found is None for name, found in days.items()):
        wrong.append(Problem.WRONG_DAY)
    if not typed["found_on"]:
        wrong.append(Problem.NO_DAY)
    found_on, safe_on = days["found_on"], days["safe_on"]
    if any(found is not None and found > today for found in days.values()):
        wrong.append(Problem.TO_COME)
    if found_on is not None and safe_on is not None and safe_on < found_on:
        wrong.append(Problem.REVERSED)
    if bool(typed["safe_on"]) != bool(safe_by):
        wrong.append(Problem.NO_FENCER)
    if wrong or found_on is None:
        return wrong
    return WantedPlace(given["commune"], given["kind"], where, found_on, found_by, safe_on, safe_by)


def same(commune: str, kind: str, where: str) -> tuple[str, str, str]:
    """By what two places are one: whatever the letters' case, marks and signs are."""
    return commune, kind, folded(where)
