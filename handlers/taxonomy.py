"""The taxonomy's rows: what each code is called, how urgent it usually is, and which intent starts where."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlu.meaning import QUESTION_INTENTS

UNCLASSIFIED = "KH00"

# "From intent to taxonomy row" of the NLU contract. A dialogue act says nothing about the kind of report.
_ROWS = {
    "report_physical_violence": "BL01",
    "report_emotional_violence": "BL02",
    "report_bullying": "BL03",
    "report_sexual_abuse": "TD00",
    "report_exploitation": "BO01",
    "report_trafficking_missing": "MB04",
    "report_neglect": "BR02",
    "report_child_marriage": "TH01",
    "report_self_harm": "TL02",
    "report_distress": "TL03",
    "report_accident": "TN03",
    "report_hazard": "TN02",
    "report_unspecified": UNCLASSIFIED,
    "ask_benefits": "CS01",
    "ask_papers": "CS02",
    "ask_service": "CS08",
    "complain": "CS09",
    "nuisance": "NC02",
    "out_of_scope": "NC04",
}


def row_of(intent: str | None, signals: frozenset[str] = frozenset()) -> str:
    """The code of the row that a report starts in."""
    if intent == "report_self_harm" and "suicide" in signals:
        return "TL01"
    if intent == "report_accident" and "drowning" in signals:
        return "TN01"
    return _ROWS.get(intent or "", "CS" if intent in QUESTION_INTENTS else UNCLASSIFIED)


@cache
def taxonomy() -> dict[str, Row]:
    """Every row by its code, in the file's order."""
    with Path(__file__).with_suffix(".tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {
            row["code"]: Row(row["code"], row["parent"] or None, row["default_severity"], row["vi"], row["en"])
            for row in rows
        }


@dataclass(frozen=True, slots=True)
class Row:
    """`code` as in "BL01", `severity` one of "P0" to "P3", and the labels that staff and statistics show."""

    code: str
    parent: str | None
    severity: str
    vi: str
    en: str
