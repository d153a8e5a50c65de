"""The tables of the report for Excel: as XLSX each on a page of its own, with a dictionary; as CSV a line a number."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.six_month.document import HIDDEN, MISSING, Document, Number, Part, Table, text_of
from handlers.six_month.paper import Paper
from handlers.six_month.words import MADE_UP
from handlers.table_file import Page, Value, csv_of, xlsx_of

_WIDE, _NARROW = 46, 14  # letters
SIGNS = {HIDDEN: "Số không nêu vì nhỏ hơn 5, hoặc vì từ số ấy có thể tính ra một số nhỏ hơn 5",
         MISSING: "Chưa có số liệu"}  # fmt: skip
_LINES = ("Từ ngày", "Đến ngày", "Bảng", "Dòng", "Cột", "Số", "Mã số liệu")


def xlsx_file(document: Document, paper: Paper) -> bytes:
    """First the list of tables, then each of them, then the dictionary."""
    tables = list(_tables(document))
    names = {table: f"Bảng {at}" for at, table in enumerate(tables, 1)}
    marks = (MADE_UP,) if document.made_up else ()
    contents: list[tuple[Value, ...]] = [(name, table.caption, document.half.first, document.until) for table, name in
                                         names.items()]  # fmt: skip
    contents += [("", mark, None, None) for mark in marks]
    pages = [Page("Danh mục", ("Trang", "Bảng", "Từ ngày", "Đến ngày"), contents, (12, 70, 13, 13))]
    pages += [
        Page(
            name,
            [*table.head],
            [[_value(part) for part in row] for row in table.rows],
            [_WIDE if at < table.texts else _NARROW for at in range(len(table.head))],
        )
        for table, name in names.items()
    ]
    return xlsx_of([*pages, Page("Giải nghĩa", ("Bảng hoặc ký hiệu", "Giải nghĩa"), _meanings(document), (40, 90))])


def csv_file(document: Document, paper: Paper) -> bytes:
    lines: list[tuple[Value, ...]] = [
        (document.half.first, document.until, table.caption, text_of(row[: table.texts]), head, _value(part), part.key)
        for table in _tables(document)
        for row in table.rows
        for head, part in zip(table.head, row, strict=True)
        if isinstance(part, Number)
    ]
    return csv_of(_LINES, lines)


def _tables(document: Document) -> Iterator[Table]:
    yield from (block for block in (*document.blocks, *document.annex) if isinstance(block, Table))


def _meanings(document: Document) -> list[tuple[Value, ...]]:
    of = {one: table.caption for table in _tables(document) for one in table.defined}
    words = [(of.get(one, ""), one.text) for one in document.footnotes]
    return [*SIGNS.items(), *words]


def _value(part: Part) -> Value:
    """A number as a number, where it is one: what is hidden or missing is its sign."""
    text = text_of((part,))
    digits = text.replace(".", "")
    return int(digits) if isinstance(part, Number) and digits.isdecimal() else text
