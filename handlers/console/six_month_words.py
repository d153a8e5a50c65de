"""What stands on the page of the six-month report beside the report itself: see `words.py`."""

from __future__ import annotations

from handlers.audit import Act
from handlers.console.said import Said
from locales import N_

ACTS: dict[str, str] = {Act.CHANGE_PAPER: N_("changed head, signature or layout of the six-month report")}
SAID = {Said.PAPER_KEPT: N_("Kept: it stands on every report from now on.")}

PAPER = {  # the fields of handlers/six_month/paper.py, and an example of each
    "superior": (N_("Superior agency"), "UBND tỉnh Đắk Lắk"),
    "agency": (N_("Agency that issues it"), "Sở Y tế"),
    "code": (N_("Its abbreviation, after “BC-”"), "SYT"),
    "place": (N_("Place, before the date"), "Đắk Lắk"),
    "authority": (N_("For whom it is signed (TM., KT.)"), "KT. Giám đốc"),
    "title": (N_("Office of who signs"), "Phó Giám đốc"),
    "signer": (N_("Name of who signs"), ""),
    "recipients": (N_("Recipients, parted by “;”"), "UBND tỉnh; Lưu: VT"),
    "top": (N_("Top margin, mm"), ""),
    "bottom": (N_("Bottom margin, mm"), ""),
    "left": (N_("Left margin, mm"), ""),
    "right": (N_("Right margin, mm"), ""),
    "body": (N_("Size of the text, pt"), ""),
}
