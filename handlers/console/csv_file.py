"""Numbers as a file that Excel opens right in Viet Nam: UTF-8 with its mark, semicolons, dates, nothing that runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from starlette.responses import Response

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")  # a cell that begins so is a formula to Excel
Value = str | int | float | date | None


def sheet(name: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Response:
    """A CSV to be kept as `name`.csv. A semicolon parts the cells: in Viet Nam a comma stands within a number."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_cell(one) for one in header])
    for row in rows:
        writer.writerow([_cell(one) for one in row])
    return Response(
        ("\ufeff" + text.getvalue()).encode(),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]  # understood as a date whatever the computer's own order of day and month is
    if isinstance(value, str):
        text = value.replace("\0", "")
        return f"'{text}" if text.lstrip(" ").startswith(_RUNS) else text
    return value
