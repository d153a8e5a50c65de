"""Communes in groups that are worth counting by: former districts, seven regions of them (regions.tsv). Pure."""

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
def regions() -> dict[str, tuple[str, ...]]:
    """The former districts by region. The regions are ours, so large that some years' cases can be shown of each."""
    found: dict[str, tuple[str, ...]] = {}
    with Path(__file__).with_name("regions.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found[row["region"]] = (*found.get(row["region"], ()), row["district"])
    return found


@cache
def region_of() -> dict[str, str]:
    return {name: region for region, names in regions().items() for name in names}


@cache
def district_of() -> dict[str, str]:
    """The former district of each commune of today."""
    return {code: name for name, codes in districts().items() for code in codes}


def commune_name(code: str) -> str:
    return gazetteer.load().units.get(code, code)
