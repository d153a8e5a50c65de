"""Communes in the groups that people still speak of: former districts, and the two former provinces. Pure."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from nlu import gazetteer

UNKNOWN = "unknown"  # nobody said where, or not by a name of today


@cache
def districts() -> dict[str, tuple[str, ...]]:
    """The communes of today by former district. One that lies in several stands in the first of them."""
    known, placed = gazetteer.load(), set[str]()
    found: dict[str, tuple[str, ...]] = {}
    for name, codes in known.communes.items():
        found[name] = tuple(code for code in codes if code not in placed)
        placed.update(codes)
    return found


@cache
def provinces() -> dict[str, tuple[str, ...]]:
    """The former districts by former province."""
    found: dict[str, tuple[str, ...]] = {}
    table = Path(gazetteer.__file__).with_name("districts.tsv")
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found[row["province"]] = (*found.get(row["province"], ()), row["name"])
    return found


@cache
def province_of() -> dict[str, str]:
    return {name: province for province, names in provinces().items() for name in names}


@cache
def district_of() -> dict[str, str]:
    """The former district of each commune of today."""
    return {code: name for name, codes in districts().items() for code in codes}


def commune_name(code: str) -> str:
    return gazetteer.load().units.get(code, code)
