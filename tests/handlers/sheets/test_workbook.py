"""A table of communes, written for Excel and read again; what can't be taken is named cell by cell, and nothing is."""

from __future__ import annotations

import csv
import io
import zipfile
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from handlers.console.import_services import code_of
from handlers.sheets.indicators import Kind, NotRead, all_of_them, read, written
from handlers.sheets.workbook import CODE, NAME, take, to_csv, to_xlsx
from handlers.table_file import NotTaken, lines_of
from nlu import places

COMMUNES = {code: places.name_of(code) or "" for code in ("24373", "24400", "24133")}
VALUES: dict[tuple[str, str], str | None] = {
    ("24373", "TE01"): "12345",
    ("24373", "TG03"): "82.5",
    ("24373", "BM01"): "1",
    ("24373", "KK01"): "=1+1; cộng tác viên hay thay đổi\ndòng hai",
    ("24400", "QB01"): "120000000",
    ("24400", "TE02"): "0",
}


def book(*rows: list[object], headers: list[str] | None = None) -> bytes:
    made = Workbook()
    page = made.active
    page.append(headers or [CODE, NAME, "TE01", "TG03", "KK01"])
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("write", [lambda: to_xlsx(COMMUNES, VALUES, "2026H1"), lambda: to_csv(COMMUNES, VALUES)])
def test_what_is_written_is_read_again_the_same(write):
    taken = take("so-lieu", write(), code_of)
    assert (taken.values, taken.wrong, taken.unknown) == (VALUES, [], [])


def test_excel_gets_numbers_as_numbers_codes_as_text_and_no_formula():
    page = load_workbook(io.BytesIO(to_xlsx(COMMUNES, VALUES, "2026H1"))).active
    cells = {
        page.cell(1, at).value.rpartition("[")[2].rstrip("]"): page.cell(2, at) for at in range(3, page.max_column)
    }
    assert cells["TE01"].value == 12345 and cells["TG03"].value == 82.5
    assert cells["KK01"].data_type == "s" and cells["KK01"].value.startswith("=1+1")
    assert page.cell(2, 1).value == "24373" and page.cell(2, 1).number_format == "@"
    assert page.freeze_panes == "C2" and int(page.page_setup.paperSize) == 9  # A4


def test_csv_has_a_mark_semicolons_and_nothing_that_a_spreadsheet_runs():
    body = to_csv(COMMUNES, VALUES)
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("row", "where", "said"),
    [
        (["24373", "", "mười hai", None, None], "C2: mười hai", "whole number"),
        (["24373", "", -5, None, None], "C2: -5", "whole number"),
        (["24373", "", 12.5, None, None], "C2: 12.5", "whole number"),
        (["24373", "", "1,234", None, None], "C2: 1,234", "whole number"),
        (["24373", "", 10**16, None, None], "C2", "too large"),
        (["24373", "", None, 104, None], "D2: 104", "between 0 and 100"),
        (["24373", "", None, None, "x" * 2001], "E2", "too long"),
        (["99999", "Hà Nội", 5, None, None], "2:", "102"),
        (["", "", 5, None, None], "2:", "102"),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_write(row, where, said):
    taken = take("a.xlsx", book(row), code_of)
    assert any(one.where.startswith(where) and said in one.why for one in taken.wrong), taken.wrong


def test_a_commune_twice_a_column_twice_and_strange_columns_are_said():
    taken = take(
        "a.xlsx",
        book(["24373", "", 5, 6, 7], ["24373", "", 6, 6, 7], headers=[CODE, NAME, "TE01", "TE01", "Họ tên"]),
        code_of,
    )
    assert [one.why.partition(" is")[0] for one in taken.wrong] == ["This column", "This commune"]
    assert taken.unknown == ["Họ tên"]


def test_half_filled_rows_are_taken_and_empty_cells_touch_nothing():
    taken = take("a.xlsx", book(["24373", None, 5], ["24400", None, None, "…", ""]), code_of)
    assert taken.values == {("24373", "TE01"): "5", ("24400", "TG03"): None} and not taken.wrong


def test_a_name_alone_is_enough_where_it_means_one_commune():
    assert take("a.xlsx", book([None, "Xã Ea Kar", 5]), code_of).values == {("24373", "TE01"): "5"}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "headers"),
        (b"%PDF-1.7", "headers"),
        (b"PK\x03\x04 broken", "can't be read"),
        (b"\xd0\xcf\x11\xe0old", "old Excel"),
        ("Mã xã;Số trẻ em\n24373;5\n".encode("cp1258", "replace") + b"\xfd\xfe", "letters"),
        (b"x" * 900_001, "too large"),
        (("Mã xã;TE01\n" + "24373;5\n" * 2500).encode(), "too many rows"),
        ("Mã xã;TE01\n".encode(), "No cell"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_kindly(body, said):
    (wrong,) = take("a", body, code_of).wrong
    assert said in wrong.why


def test_a_file_that_unpacks_without_end_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (61 * 2**20))
    (wrong,) = take("a.xlsx", out.getvalue(), code_of).wrong
    assert "too large" in wrong.why


def test_utf_16_as_excel_saves_unicode_text_is_read():
    taken = take("a.txt", "Mã xã\tTE01\n24373\t1.234\n".encode("utf-16"), code_of)
    assert taken.values == {("24373", "TE01"): "1234"}


def test_a_formula_without_a_result_names_its_cell():
    (wrong,) = take("a.xlsx", book(["24373", "", "=SUM(1,2)", None, None]), code_of).wrong
    assert "formula" in wrong.why and wrong.where.endswith("C2")


@given(st.sampled_from([Kind.COUNT, Kind.MONEY]), st.integers(0, 10**12))
def test_a_number_as_people_write_it_is_read_as_it_was_meant(kind, number):
    assert read(kind, written(kind, str(number))) == str(number)


@given(st.sampled_from(Kind), st.text(max_size=50))
def test_whatever_is_typed_is_read_or_refused_and_reads_the_same_again(kind, typed):
    try:
        value = read(kind, typed)
    except NotRead:
        return
    assert value is None or read(kind, written(kind, value)) == value


def test_each_row_of_the_sheet_has_its_own_code_and_words():
    rows = all_of_them().values()
    assert len({row.code for row in rows}) == len({row.vi for row in rows}) == len(rows) == 40


def _with(part: str, change) -> bytes:
    """A good workbook, but for one part of it: changed, or left out where the change gives None."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(["24373", "", 5]))) as good, zipfile.ZipFile(out, "w") as broken:
        for one in good.namelist():
            body = change(good.read(one)) if one == part else good.read(one)
            if body is not None:
                broken.writestr(one, body)
    return out.getvalue()


def test_whatever_is_broken_in_a_workbook_it_is_refused_or_read_and_nothing_else_is_raised():
    good, chance = book(["24373", "", 5]), Random(14)
    with zipfile.ZipFile(io.BytesIO(good)) as packed:
        parts = packed.namelist()
    changes = (lambda body: None, lambda body: b"", lambda body: body[: len(body) // 2], lambda body: b"<a/>")
    bodies = [_with(part, change) for part in parts for change in changes]
    for _ in range(100):
        flipped = bytearray(good)
        for _ in range(4):
            flipped[chance.randrange(4, len(good))] = chance.randrange(256)
        bodies.append(bytes(flipped))
    charts = Workbook()
    charts.remove(charts.active)
    charts.create_chartsheet()
    out = io.BytesIO()
    charts.save(out)
    refused = 0
    for body in (*bodies, out.getvalue()):
        try:
            lines_of("a.xlsx", body)
        except NotTaken:
            refused += 1
    assert refused > 60


@pytest.mark.parametrize("body", [f"Mã xã;TE01\n24373;{'x' * 140_000}\n".encode(), b"\xff\xfeabc", b"\xff\xfe\x00\xd8"])
def test_cells_without_end_and_half_letters_are_refused(body):
    assert len(take("a.csv", body, code_of).wrong) == 1


def test_a_cell_far_to_the_right_is_refused_before_it_makes_every_row_as_long():
    made = Workbook()
    made.active["A1"], made.active["XFD2"] = CODE, 5
    out = io.BytesIO()
    made.save(out)
    (wrong,) = take("a.xlsx", out.getvalue(), code_of).wrong
    assert "too many columns" in wrong.why


def test_lines_that_end_as_on_an_old_mac_are_lines():
    assert take("a.csv", "Mã xã;TE01\r24373;5\r".encode(), code_of).values == {("24373", "TE01"): "5"}
