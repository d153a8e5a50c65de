"""One commune's sheet as a paper: the commune's head, … where a value is missing, and each of those on the list."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from handlers.console.sheet_words import SECTIONS
from handlers.sheets.entries import Entry
from handlers.sheets.indicators import all_of_them
from handlers.sheets.period import HalfYear
from handlers.six_month.commune_sheet import OpenPlace, Sheet, compose, paper_of
from handlers.six_month.document import MISSING, Table
from handlers.six_month.paper import Paper
from handlers.six_month.pdf import pdf_of


def entry(value: str | None) -> Entry:
    return Entry(value, "Báo cáo ví dụ", date(2026, 6, 30), "x", datetime(2026, 7, 1, tzinfo=UTC))


def sheet(**different) -> Sheet:
    values = {"TE01": entry("4210"), "TE02": entry(None), "KK01": entry("#let x = 1\n*đậm*")}
    usual = {"values": values, "before": {}, "titles": SECTIONS, "tasks": [("Rào ao", True)]}
    return Sheet("Phường Tân Lập", HalfYear(2026, 1), date(2026, 7, 8), **{**usual, **different})


def test_each_row_is_printed_and_each_empty_one_is_listed():
    paper = paper_of("Phường Tân Lập", Paper(agency="Sở Y tế", top=25, body=13))
    assert paper.agency == "Ủy ban nhân dân phường Tân Lập" and (paper.place, paper.top) == ("Tân Lập", 25)
    made = compose(sheet(), paper)
    rows = {row[0]: row for block in made.blocks if isinstance(block, Table) for row in block.rows}
    names = {row.vi for row in all_of_them().values() if row.kind != "text"}
    assert rows.keys() == names and rows["Số trẻ em (dưới 16 tuổi)"][2:] == (MISSING, "4.210")
    assert rows["Trẻ em có hoàn cảnh đặc biệt"] == ("Trẻ em có hoàn cảnh đặc biệt", "", MISSING, MISSING)
    filled = {"Số trẻ em (dưới 16 tuổi)", "Khó khăn, hạn chế"}
    assert {row.vi for row in all_of_them().values()} - set(made.missing) == filled
    assert "Thể thức: họ tên người ký" in made.missing


@pytest.mark.parametrize("places", [[], [OpenPlace("Ao", "Ao #1 *sau* trường", date(2026, 2, 3), "Trạm y tế")]])
def test_whatever_a_commune_wrote_it_becomes_a_paper(places):
    paper = paper_of("Xã Ea Kar", Paper())
    assert pdf_of(compose(sheet(open_places=places), paper), paper).startswith(b"%PDF")
