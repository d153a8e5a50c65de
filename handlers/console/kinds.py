"""What a row of the queue calls a group of reports and who reports: short, for one glance."""

from __future__ import annotations

from handlers.triage import USUAL
from locales import N_

UNSORTED = "KH"
# The first two letters of a taxonomy code are its group; the taxonomy's own names are too long for a row.
GROUPS = {
    "BL": N_("violence"),
    "TD": N_("sexual abuse"),
    "BO": N_("exploitation"),
    "MB": N_("trafficking, missing"),
    "BR": N_("abandoned, neglected"),
    "TH": N_("child marriage"),
    "TL": N_("self-harm, distress"),
    "TN": N_("accident"),
    "HC": N_("special circumstances"),
    "CS": N_("question"),
    "NC": N_("not a case"),
    UNSORTED: N_("not sorted yet"),
}
# The choices of the question "Who are you to the child?".
REPORTERS = {
    "child": N_("the child itself"),
    "parent": N_("parent or carer"),
    "relative": N_("relative"),
    "neighbour": N_("neighbour"),
    "school": N_("school"),
    "collaborator": N_("village collaborator"),
    "health": N_("health worker"),
    "friend": N_("friend of the child"),
    "other": N_("somebody else"),
}
SHORTER = {USUAL: N_("usual for its kind")}


def group_of(code: str) -> str:
    """The group of a taxonomy code, a key of GROUPS."""
    return code[:2] if code[:2] in GROUPS else UNSORTED
