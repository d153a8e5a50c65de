"""Reasons for contact as Child Helpline International counts them, and where each row of our taxonomy falls. Pure."""

from __future__ import annotations

from locales import N_

# Its categories in its order; sexuality and peers have no row of ours. The last but one it counts as no counselling.
REASONS = {
    "missing": N_("Missing children"),
    "violence": N_("Violence"),
    "mental": N_("Mental health"),
    "physical": N_("Physical health"),
    "accessibility": N_("Access to services and support"),
    "discrimination": N_("Discrimination and exclusion"),
    "family": N_("Family relationships"),
    "education": N_("Education and occupation"),
    "service": N_("Questions about services, complaints"),
    "other": N_("Other, not classified"),
}
_OF_GROUP = {
    **dict.fromkeys(("BL", "TD", "BO", "BR", "TH"), "violence"),
    **{"MB": "missing", "TL": "mental", "TN": "physical", "HC": "accessibility", "CS": "accessibility"},
}
_OF_KIND = {
    "CS03": "family",
    "CS04": "discrimination",
    "CS05": "family",
    "CS06": "physical",
    "CS07": "education",
    "CS08": "service",
    "CS09": "service",
}


def reason_of(kind: str, group: str) -> str:
    """The key in REASONS of a row of the taxonomy."""
    return _OF_KIND.get(kind) or _OF_GROUP.get(group, "other")
