"""Sheets as a table for Excel, and what is read from one: a row for each commune, a column for each indicator.

Out: XLSX and CSV as Excel in Viet Nam opens them (UTF-8 with BOM, semicolons, headers in Vietnamese, the first rows
frozen, A4 across). In: the same columns in any order; with one wrong cell nothing is taken, and each is named.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from handlers.sheets.entries import Cell
from handlers.sheets.indicators import Indicator, Kind, NotRead, all_of_them, read, written
from handlers.table_file import NotTaken, Wrong, lines_of, safe, saved, text_of
from locales import N_

CODE = "Mã xã"
NAME = "Xã, phường"
_NAMED = 20  # of wrong cells: who has more has the wrong file


@dataclass(slots=True)
class Taken:
    """What a file says."""

    values: dict[Cell, str | None] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # columns that are not of the sheet: left out, and said


def to_xlsx(communes: Mapping[str, str], values: Mapping[Cell, str | None], title: str) -> bytes:
    """The sheet of these communes, by code and name; empty cells stay empty, to be filled in and read again."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = title[:31]
    rows = all_of_them().values()
    page.append([CODE, NAME, *(f"{row.vi} [{row.code}]" for row in rows)])
    for code, name in communes.items():
        page.append([code, name, *(_for_excel(row, values.get((code, row.code))) for row in rows)])
    for at, row in enumerate(rows, start=3):
        page.column_dimensions[get_column_letter(at)].width = 40 if row.kind is Kind.TEXT else 14
        for (cell,) in page.iter_rows(min_row=2, min_col=at, max_col=at):
            cell.number_format = {"count": "#,##0", "money": "#,##0", "share": "0.0"}.get(row.kind, "@")
    for at in range(2, page.max_row + 1):
        page.cell(at, 1).number_format = "@"
    page.column_dimensions["B"].width = 26
    page.row_dimensions[1].height = 90
    return saved(book, frozen="C2")


def to_csv(communes: Mapping[str, str], values: Mapping[Cell, str | None]) -> bytes:
    """The same as CSV."""
    out = io.StringIO()
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows = all_of_them().values()
    lines.writerow([CODE, NAME, *(f"{row.vi} [{row.code}]" for row in rows)])
    for code, name in communes.items():
        found = (values.get((code, row.code)) for row in rows)
        told = ("" if value is None else written(row.kind, value) for row, value in zip(rows, found, strict=True))
        lines.writerow([safe(cell) for cell in (code, name, *told)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _for_excel(row: Indicator, value: str | None) -> str | int | float | None:
    if value is None or row.kind is Kind.TEXT:
        return value
    if row.kind is Kind.YES:
        return written(row.kind, value)
    return float(value) if row.kind is Kind.SHARE else int(value)


def take(name: str, body: bytes, code_of: Callable[[str], str | None]) -> Taken:
    """What a file of this name says; `code_of` finds a commune by code or name, None where it is none or not sure."""
    taken = Taken()
    try:
        lines = lines_of(name, body)
    except NotTaken as error:
        why, *cells = error.args
        taken.wrong.append(Wrong(" ".join((name, *cells)), why))
        return taken
    at, columns = _header(lines)
    if columns is None:
        taken.wrong.append(Wrong(name, N_("No row of headers was found. Download the empty table, and fill that in.")))
        return taken
    by_title = {row.vi.casefold(): row for row in all_of_them().values()} | all_of_them()
    meant: dict[int, Indicator] = {}
    for place, title in columns.items():
        code = title.rpartition("[")[2].rstrip("] ") if title.endswith("]") else title
        row = by_title.get(code) or by_title.get(title.casefold())
        if row is not None and row in meant.values():
            taken.wrong.append(Wrong(title, N_("This column is there twice.")))
        elif row is not None:
            meant[place] = row
        elif title not in (CODE, NAME):
            taken.unknown.append(title)
    _take_rows(taken, lines[at + 1 :], at + 2, columns, meant, code_of)
    if not taken.values and not taken.wrong:
        taken.wrong.append(Wrong(name, N_("No cell is filled in.")))
    return taken


def _take_rows(
    taken: Taken,
    lines: list[list[Any]],
    first: int,
    columns: Mapping[int, str],
    meant: Mapping[int, Indicator],
    code_of: Callable[[str], str | None],
) -> None:
    places = [place for title in (CODE, NAME) for place, found in columns.items() if found == title]
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=first):
        given = [text_of(line[place]) if place < len(line) else "" for place in places]
        filled = {place: line[place] for place in meant if place < len(line) and text_of(line[place])}
        if not filled:
            continue
        code = next((found for found in map(code_of, filter(None, given)) if found), None)
        row = _row(number)
        if code is None:
            taken.wrong.append(Wrong(row, N_("This commune is not one of today's 102, or its name can mean several.")))
            continue
        if code in seen:
            taken.wrong.append(Wrong(f"{row} ({_row(seen[code])})", N_("This commune is there twice.")))
            continue
        seen[code] = number
        for place, cell in filled.items():
            try:
                taken.values[code, meant[place].code] = read(meant[place].kind, text_of(cell))
            except NotRead as error:
                taken.wrong.append(Wrong(f"{get_column_letter(place + 1)}{number}: {text_of(cell)[:40]}", str(error)))
        if len(taken.wrong) >= _NAMED:
            return


def _header(lines: list[list[Any]]) -> tuple[int, dict[int, str] | None]:
    for at, line in enumerate(lines[:10]):
        titles = {place: text_of(cell) for place, cell in enumerate(line) if text_of(cell)}
        if {CODE, NAME} & set(titles.values()):
            return at, titles
    return 0, None


def _row(number: int) -> str:
    return f"{number}:"
