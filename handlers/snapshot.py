"""What is sealed of a report and of how it was judged, as bytes and back."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import TypeAdapter

from handlers.case import Report
from handlers.receipt import Receipt as Receipt
from handlers.receipt import Slowed as Slowed
from handlers.receipt import find_by_receipt as find_by_receipt
from handlers.receipt import receipt_digits as receipt_digits
from handlers.triage import Triage, grown


def snapshot_from(plain: bytes) -> Report:
    """The report in an opened SNAPSHOT item."""
    return TypeAdapter(Report).validate_json(plain)


def snapshot_to(report: Report) -> bytes:
    """What is sealed into a SNAPSHOT item."""
    return TypeAdapter(Report).dump_json(report)


def whole_triage(plains: Iterable[bytes]) -> Triage | None:
    """All that was judged in the opened TRIAGE items of a case, oldest first: reasons only grow."""
    whole: Triage | None = None
    for plain in plains:
        whole = grown(whole, TypeAdapter(Triage).validate_json(plain))
    return whole
