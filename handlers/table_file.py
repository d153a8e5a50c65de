"""A table as a file of a person's spreadsheet, XLSX or CSV: its rows as they were typed, and one that is written.

What is read is bounded in bytes, unpacked bytes, rows and columns; what is written runs no formula, and prints on A4.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from locales import N_

MOST_BYTES = 900_000  # below what Starlette would put into a file; 102 communes take a tenth of it
_MOST_UNPACKED = 60 * 2**20
_MOST_ROWS = 2000
_MOST_COLUMNS = 200
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_UNTITLED = re.compile(r"[\[\]:*?/\\]")  # what no page of a book may have in its name


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell, a row or the file that can't be taken: where, and why as a msgid."""

    where: str
    why: str


Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a book: what its columns are called, its rows, and how wide its columns are in letters."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Value]]
    widths: Sequence[int] = ()


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_BEGINS_FORMULA) else text


def csv_of(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with its mark; a semicolon parts the cells: in Viet Nam a comma stands within a number."""
    out = io.StringIO()
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    lines.writerows([_csv_cell(cell) for cell in row] for row in (header, *rows))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _csv_cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]  # understood as a date whatever the computer's own order of day and month is
    return safe(value.replace("\0", "")) if isinstance(value, str) else value


def xlsx_of(pages: Sequence[Page]) -> bytes:
    """Text stays text, a telephone number with its nought too; days are days, and numbers are read in thousands."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        made = book.create_sheet(_UNTITLED.sub(" ", page.title)[:31])
        for row in (page.header, *page.rows):
            made.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in row])
        for at, width in enumerate(page.widths, 1):
            made.column_dimensions[get_column_letter(at)].width = width
        for line in made.iter_rows(min_row=2):
            for cell in line:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                kind = type(cell.value)
                cell.number_format = {int: "#,##0", str: "@", date: "dd/mm/yyyy"}.get(kind, cell.number_format)
    return saved(book)


def saved(book: Workbook, frozen: str = "A2") -> bytes:
    """The file of a book: nothing in it runs, the first row of a page stays and is printed on each sheet of A4."""
    for page in book.worksheets:
        _set_up(page, frozen)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _set_up(page: Worksheet, frozen: str) -> None:
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
        yield [cell[1:] if cell.startswith("'") and safe(cell[1:]) != cell[1:] else cell for cell in row]


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


def rows_of(
    name: str, body: bytes, fields: Mapping[str, str], sure: str
) -> tuple[list[tuple[int, dict[str, str]]], list[Wrong]]:
    """The filled rows of a file, each with its number and what stands under the titles of `fields`; and what is wrong.

    `fields` are the names by title. The row of headers is the first of ten that has the title `sure`.
    """
    try:
        lines = lines_of(name, body)
    except NotTaken as error:
        why, *cells = error.args
        return [], [Wrong(" ".join((name, *cells)), why)]
    head = next((at for at, line in enumerate(lines[:10]) if sure in map(text_of, line)), None)
    if head is None:
        return [], [Wrong(name, N_("No row of headers was found. Download the table, and fill that in."))]
    titles = [text_of(cell) for cell in lines[head]]
    wrong = [Wrong(title, N_("This column is there twice.")) for title in fields if titles.count(title) > 1]
    at = {field: titles.index(title) for title, field in fields.items() if title in titles}
    found = []
    for number, line in enumerate(lines[head + 1 :], start=head + 2):
        given = {field: text_of(line[place]) if place < len(line) else "" for field, place in at.items()}
        if any(given.values()):
            found.append((number, given))
    return found, wrong
