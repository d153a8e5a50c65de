"""What the sheets of communes and what is printed are called on a page: see `words.py`."""

from __future__ import annotations

from handlers.audit import Act
from handlers.console.said import Said
from locales import N_

ACTS: dict[str, str] = {
    Act.ENTER_FIGURES: N_("entered figures of communes"),
    Act.CONFIRM_NUMBER: N_("called a number and reached the right place"),
}

SAID = {
    Said.SHEET_KEPT: N_("Kept. What stood there before is not lost."),
    Said.SHEET_SAME: N_("Nothing differed from what stands there."),
    Said.SHEET_UNDONE: N_("Put back as it was before."),
    Said.SHEET_UNDONE_PARTLY: N_("Put back; what somebody changed since stays as it is now."),
    Said.SHEET_NOT_UNDONE: N_("Nothing to put back: it was changed since, or was not entered by you."),
}

SECTIONS = {  # of handlers/sheets/indicators.tsv
    "children": N_("Children"),
    "support": N_("Allowances and support"),
    "fund": N_("Fund for Children"),
    "people": N_("Committees and people"),
    "training": N_("Training"),
    "awareness": N_("Awareness"),
    "drowning": N_("Drowning prevention"),
    "harm": N_("Child marriage and school"),
    "models": N_("Models"),
    "friendly": N_("Child-friendly commune"),
    "outlook": N_("Limits and tasks"),
}
