"""A table as a file of a person's spreadsheet, XLSX or CSV: its rows as they were typed, and one that is written.

What is read is bounded in bytes, unpacked bytes, rows and columns; what is written runs no formula, and prints on A4.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from locales import N_

MOST_BYTES = 900_000  # below what Starlette would put into a file; 102 communes take a tenth of it
_MOST_UNPACKED = 60 * 2**20
_MOST_ROWS = 2000
_MOST_COLUMNS = 200
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell, a row or the file that can't be taken: where, and why as a msgid."""

    where: str
    why: str


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text


def saved(book: Workbook, frozen: str = "A2") -> bytes:
    """The file of a book with one page: nothing in it runs, its first row stays and is printed on each sheet of A4."""
    page = book.active
    assert page is not None
    for line in page.iter_rows():
        for cell in line:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # else what begins with "=" would be a formula
    for cell in page[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = frozen
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class NotTaken(Exception):
    """Why, as a msgid, and perhaps in which cell."""


def lines_of(name: str, body: bytes) -> list[list[Any]]:
    """Every row of the first sheet of a file. Raises NotTaken."""
    try:
        return list(_lines(body))
    except NotTaken:
        raise
    except Exception as error:  # what is broken inside, or locked, the libraries meet with errors of every kind
        raise NotTaken(N_("This file can't be read as a table. Save it as .xlsx, and try again.")) from error


def _lines(body: bytes) -> Iterable[list[Any]]:
    if len(body) > MOST_BYTES:
        raise NotTaken(N_("This file is too large: at most 900 kB."))
    if body.startswith(b"PK"):
        return _of_xlsx(body)
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotTaken(N_("This is a file of an old Excel (.xls). Save it as .xlsx, and try again."))
    return _of_csv(body)


def _of_xlsx(body: bytes) -> Iterator[list[Any]]:
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        if sum(one.file_size for one in packed.infolist()) > _MOST_UNPACKED:
            raise NotTaken(N_("This file is too large: at most 900 kB."))
    kept = load_workbook(io.BytesIO(body), read_only=True, data_only=True)
    typed = load_workbook(io.BytesIO(body), read_only=True)
    pages = [book.worksheets[0] for book in (kept, typed)]
    for page in pages:
        page.reset_dimensions()  # as wide as the file says it is: each row would be filled up to that
    rows = zip(*(page.iter_rows(values_only=True) for page in pages), strict=True)
    for at, (values, formulas) in enumerate(rows):
        if at > _MOST_ROWS:
            raise NotTaken(N_("This table has too many rows: at most 2,000."))
        if any(value is not None for value in values[_MOST_COLUMNS:]):
            raise NotTaken(N_("This table has too many columns: at most 200."))
        for place, (value, formula) in enumerate(zip(values, formulas, strict=True)):
            if value is None and isinstance(formula, str) and formula.startswith("="):
                cell = f"{get_column_letter(place + 1)}{at + 1}"
                raise NotTaken(
                    N_("A cell is a formula without a result. Open the file in Excel and save it once more."), cell
                )
        yield list(values[:_MOST_COLUMNS])


def _of_csv(body: bytes) -> Iterator[list[Any]]:
    marked = body.startswith((b"\xff\xfe", b"\xfe\xff"))  # as Excel saves "Unicode text"
    try:
        text = body.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        told = N_("The letters of this file can't be read. Save it as 'CSV UTF-8' or .xlsx, and try again.")
        raise NotTaken(told) from None
    if "\0" in text:
        raise NotTaken(N_("This file can't be read as a table. Save it as .xlsx, and try again."))
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as old programs end a line
    first = text.partition("\n")[0]
    delimiter = max(";\t,", key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    for at, row in enumerate(rows):
        if at > _MOST_ROWS:
            raise NotTaken(N_("This table has too many rows: at most 2,000."))
        yield [cell.removeprefix("'") if cell[1:2] in _BEGINS_FORMULA else cell for cell in row]


def text_of(cell: Any) -> str:
    """What stands in a cell, as a person would type it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "có" if cell else "không"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return f"{day:%d/%m/%Y}"
    return str(cell).strip()
