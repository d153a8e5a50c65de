"""The six-month report on the made-up year: every number in it is counted again from the year's own lists."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from datetime import date, timedelta

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from openpyxl import load_workbook
from PIL import Image

from handlers.console.figures_words import label
from handlers.deadlines import VIETNAM
from handlers.figures.areas import district_of
from handlers.figures.period import monday, read
from handlers.figures.publishing import published
from handlers.figures.suppression import FEW
from handlers.figures.tables import at_of, cells_of
from handlers.sheets import entries
from handlers.sheets.entries import Origin
from handlers.sheets.period import HalfYear
from handlers.six_month.compose import compose
from handlers.six_month.document import HIDDEN, MISSING, Chart, Document, Number, Table
from handlers.six_month.docx import docx_of
from handlers.six_month.gathering import HARM, NoReport, gather
from handlers.six_month.paper import Paper
from handlers.six_month.pdf import charts_of, pdf_of
from handlers.six_month.source import HARM_CELLS
from handlers.six_month.workbook import csv_file, xlsx_file
from handlers.taxonomy import taxonomy
from locales import translator
from tests.handlers.figures.test_board import in_time, plans
from tests.handlers.six_month import made

PAPER = Paper(agency="Sở Y tế", place="Đắk Lắk")


_MADE: list[Document] = []


async def the_report(store):
    """The report of the filled half-year: a value, composed once for all tests that only look at it."""
    if not _MADE:
        await made.fill(store)
        _MADE.append(await report(store))
    return _MADE[0]


async def report(store, until=date(2026, 6, 30), half=made.HALF, today=made.TODAY, paper=PAPER):
    async with store.reading() as session:
        source = await gather(session, half, until, today)
    say = translator("vi")
    return compose(source, paper, lambda table, name: label(table, name, say))


def local(at) -> date:
    return at.astimezone(VIETNAM).date()


def cases_of(first, last):
    return [one for one in made.cases() if first <= local(one.received) <= last and not one.kind.startswith("NC")
            and one.because != "nothing_to_do"]  # fmt: skip


def published_cells(code):
    """The cells of the period's tables, from the list of cases and not from the database."""
    period = read(code)
    mine = cases_of(period.first, period.last)
    group = {one.id: taxonomy()[one.kind].parent or one.kind for one in mine}
    return cells_of({
        ("age", "sex"): Counter((one.coarse.age, one.coarse.sex) for one in mine),
        ("kind", "group"): Counter((one.kind, group[one.id]) for one in mine),
        ("setting",): Counter((one.coarse.setting,) for one in mine),
        ("reporter",): Counter((one.coarse.reporter,) for one in mine),
        ("channel",): Counter((one.channel,) for one in mine),
        ("outcome",): Counter((one.because or "open",) for one in mine),
        ("commune",): Counter((one.commune,) for one in mine),
    })  # fmt: skip


def counted_again() -> dict[str, int]:
    """Every figure that a sentence or table may name, by its key."""
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    talks = [one for one in made.contacts() if first <= local(one.at) <= last]
    before = [one for one in made.contacts() if date(2025, 1, 1) <= local(one.at) <= date(2025, 6, 30)]
    mine = cases_of(first, last)
    found = {"contacts": len(talks), "contacts/before": len(before), "cases": len(mine), "communes": 102}
    found["cases/before"] = len(cases_of(date(2025, 1, 1), date(2025, 6, 30)))
    found |= {f"contacts/channel/{name}": n for name, n in Counter(one.channel for one in talks).items()}
    found |= {f"contacts/first/{name}": n for name, n in Counter(one.what for one in talks).items()}
    found |= {
        f"contacts/month/{month:02d}": sum(local(one.at).month == month for one in talks) for month in range(1, 7)
    }
    found |= dict.fromkeys(HARM_CELLS.values(), 0)
    found |= {at.code: number for at, number in published_cells("2026-H1").items()}
    found |= {"in_time": sum(map(in_time, mine)), "in_time/of": len(mine)}
    found["plans"], found["plans/of"] = plans(mine)
    entered = made.sheets()
    found["sheet/communes"] = len({code for code, _ in entered})
    for code in {name for _, name in entered}:
        values = [value for (_, name), value in entered.items() if name == code]
        found[f"sheet/{code}/communes"] = len(values)
        if code not in ("KK01", "KK02", "PH01", "TG03"):
            found[f"sheet/{code}"] = sum(map(int, values))
    found |= {
        f"commune/{c}/{name}": int(v) for (c, name), v in entered.items() if name in ("TE01", "TE02", "TE03", "BM04")
    }
    pairs = [(entered[c, "TG02"], entered[c, "TE02"]) for c in district_of()
             if (c, "TG02") in entered and (c, "TE02") in entered]  # fmt: skip
    found["sheet/supported"] = sum(int(one) for one, _ in pairs)
    found["sheet/supported/of"] = sum(int(one) for _, one in pairs)
    came = Counter()
    for campaign, week, step, number in made.arrivals():
        if week <= last:
            came[campaign, step] += number
    running = [one for one in made.CAMPAIGNS if one[3] <= last]
    found |= {"campaigns": len(running), "campaigns/variants": 2 * len(running)}
    for step in ("opened", "started"):
        found[f"campaigns/{step}"] = sum(came[one[0], step] for one in running)
    for id_, _, topic, _ in running:
        found |= {f"campaigns/{topic}": 1, f"campaigns/{topic}/opened": came[id_, "opened"]}
        found |= {f"campaign/{id_}/variants": 2}
        found |= {f"campaign/{id_}/{step}": came[id_, step] for step in ("opened", "started", "finished")}
    return found


def printed(key: str, figures) -> str:
    if "%" in key:
        part, whole = (figures[one] for one in key.split("%"))
        return f"{100 * part / whole:.1f}".removesuffix(".0").replace(".", ",") + "%"
    if "~" in key:
        now, before = (figures[one] for one in key.split("~"))
        return f"{abs(100 * (now - before) / before):.1f}".removesuffix(".0").replace(".", ",") + "%"
    return f"{figures[key]:,}".replace(",", ".")


async def test_every_number_is_that_of_the_figure_it_names(store):
    await made.fill(store)
    found, figures = await report(store), counted_again()
    async with store.reading() as session:
        hidden = {at.code for at in (await published(session))["2026-H1"].hidden}
    numbers = list(found.numbers())
    assert len(numbers) > 500 and any(one.key.startswith("contacts/month/") for one in numbers)
    shown = Counter()
    for number in numbers:
        if number.text == MISSING:
            assert number.key.startswith("commune/") and number.key not in figures
        elif number.text == HIDDEN:
            of = number.key.split("%")[0]
            assert of in hidden or 0 < figures[of] < FEW
        else:
            assert number.key not in hidden
            assert number.text == printed(number.key, figures), number.key
            shown[number.key.partition("/")[0].partition("|")[0]] += 1
    assert {"contacts", "cases", "age_sex", "reason", "setting", "area", "outcome", "in_time", "sheet", "campaign"} <= {
        *shown
    }


async def test_no_small_number_of_a_case_or_of_harm_is_printed(store):
    await made.fill(store)
    for number in (await report(store)).numbers():
        key = number.key
        about_a_child = "|" in key or key.partition("/")[2].partition("/")[0] in HARM or key.endswith("/finished")
        if about_a_child and "%" not in key and not key.endswith("/communes") and number.text not in (HIDDEN, MISSING):
            small = 0 < int(number.text.replace(".", "")) < FEW
            assert not small or at_of(key).row == "unknown", key


async def test_without_publication_there_is_no_table_by_child_or_place(store):
    await made.fill(store, published=False)
    found = await report(store)
    assert not [one for one in found.numbers() if "|" in one.key and one.text not in (MISSING, HIDDEN)]
    assert any("chưa công bố" in one for one in found.missing)
    figures = counted_again()
    assert {one.text for one in found.numbers() if one.key == "cases"} == {printed("cases", figures)}


async def test_an_earlier_cut_off_counts_contacts_to_the_day_and_cases_to_the_last_whole_week(store):
    await made.fill(store)
    until = date(2026, 6, 17)
    found = {one.key: one.text for one in (await report(store, until)).numbers()}
    talks = [one for one in made.contacts() if date(2026, 1, 1) <= local(one.at) <= until]
    mine = [one for one in cases_of(date(2026, 1, 1), until) if monday(local(one.received)) + timedelta(6) <= until]
    assert found["contacts"] == f"{len(talks):,}".replace(",", ".") and found["cases"] == str(len(mine))
    assert found["sheet/communes"] == "0"  # what they entered is of a day after it
    assert not [key for key, text in found.items() if "|" in key and text != MISSING]


async def test_with_no_data_it_is_written_all_the_same_and_lists_what_is_missing(store):
    found = await report(store)
    texts = {one.key: one.text for one in found.numbers()}
    assert texts["contacts"] == "0" and texts["sheet/TE01"] == MISSING and texts["sheet/QB01"] == MISSING
    assert len(found.missing) > 30
    assert pdf_of(found, Paper()).startswith(b"%PDF") and docx_of(found, Paper())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_half_filled_sheet_says_of_how_many_communes_it_is(store):
    found = await the_report(store)
    filled = counted_again()["sheet/TE04/communes"]
    assert f"Trẻ em thuộc hộ nghèo: còn {102 - filled}/102 xã, phường chưa nhập" in found.missing


@pytest.mark.parametrize(
    ("half", "until"),
    [
        (HalfYear(2027, 1), date(2027, 1, 31)),
        (HalfYear(2026, 2), date(2026, 7, 20)),  # today is not over
        (made.HALF, date(2025, 12, 31)),
        (made.HALF, date(2026, 7, 1)),
    ],
)
async def test_no_report_of_days_to_come_or_outside_the_half_year(store, half, until):
    with pytest.raises(NoReport):
        await report(store, until, half)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_docx_has_the_layout_of_the_settings(store):
    paper = Paper(agency="Sở Y tế", superior="UBND tỉnh Đắk Lắk", code="SYT", place="Đắk Lắk", authority="KT. Giám đốc",
                  title="Phó Giám đốc", signer="Nguyễn Văn Mẫu", recipients="UBND tỉnh; Lưu: VT", right=20,
                  body=13)  # fmt: skip
    found = await the_report(store)
    made_of = docx.Document(io.BytesIO(docx_of(found, paper)))
    section = made_of.sections[0]
    sizes = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    assert [round(one.mm) for one in sizes] == [20, 20, 30, 20]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    style = made_of.styles["Normal"]
    assert style.font.name == "Times New Roman" and style.font.size.pt == 13
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "Times New Roman"
    assert section.different_first_page_header_footer and "PAGE" in section.header._element.xml
    cells = [cell.text for table in (made_of.tables[0], made_of.tables[-2]) for row in table.rows for cell in row.cells]
    text = "\n".join(cells)
    for words in ("SỞ Y TẾ", "/BC-SYT", "Độc lập - Tự do - Hạnh phúc", "KT. GIÁM ĐỐC", "- Lưu: VT.", "ngày 20 tháng 7"):
        assert words in text
    tables = [one for one in (*found.blocks, *found.annex) if isinstance(one, Table)]
    rows = [[cell.text for cell in row.cells] for row in made_of.tables[1].rows]
    assert rows[0] == list(tables[0].head) and len(made_of.tables) == len(tables) + 2


async def test_what_a_commune_writes_is_words_and_nothing_else(store):
    async with store.writing() as session:
        who = await made.hire(session, "Sen")
        words = {("24133", "KK01"): '#panic("x") {contacts} <b>&amp; =1+1\n*đậm*'}
        await entries.put(session, made.HALF, words, Origin("x", date(2026, 6, 1)), who, made.AFTER)
    found = await report(store)
    assert pdf_of(found, PAPER).startswith(b"%PDF")
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(docx_of(found, PAPER))).paragraphs)
    assert '#panic("x") {contacts} <b>&amp; =1+1 *đậm*' in text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_each_chart_has_the_numbers_of_the_table_before_it(store):
    found = await the_report(store)
    drawn = 0
    for table, block in zip(found.blocks, found.blocks[1:], strict=False):
        if isinstance(block, Chart):
            drawn += 1
            assert isinstance(table, Table)
            cells = {(row[0], part) for row in table.rows for part in row[1:] if isinstance(part, Number)}
            assert {(bar.label, bar.number) for bar in block.bars} <= cells
            for bar in block.bars:  # what is hidden has no length either
                assert bar.value == (
                    None if bar.number.text in (HIDDEN, MISSING) else int(bar.number.text.replace(".", ""))
                )
            assert block.told.startswith(f"Biểu đồ {drawn}. ") and all(
                bar.number.text in block.told for bar in block.bars
            )
            assert max(map(block.share, block.bars)) == 1
    assert drawn > 3
    charts = [block for block in found.blocks if isinstance(block, Chart)]
    picture = Image.open(io.BytesIO(charts_of(charts[:1], 165)[0]))
    assert picture.width > 1200
    hues = picture.convert("RGB").resize((60, 60)).getcolors(3600) or ()
    assert all(max(of) - min(of) <= 2 for _, of in hues)  # black, white and grey


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_footnotes_are_footnotes_of_word_each_once_and_where_its_word_is(store):
    found = await the_report(store)
    body = docx_of(found, PAPER)
    opened = docx.Document(io.BytesIO(body))
    again = io.BytesIO()
    opened.save(again)  # opens, and loses none when it is written again
    for kept in (body, again.getvalue()):
        packed = zipfile.ZipFile(io.BytesIO(kept))
        notes = parse_xml(packed.read("word/footnotes.xml"))
        texts = {one.get(qn("w:id")): "".join(words.text for words in one.iter(qn("w:t"))).strip() for one in notes}
        assert texts.pop("-1") == texts.pop("0") == ""
        assert list(texts.values()) == [one.text for one in found.footnotes] and len(set(texts.values())) > 8
        signs = [
            one.get(qn("w:id")) for one in parse_xml(packed.read("word/document.xml")).iter(qn("w:footnoteReference"))
        ]
        assert signs == list(texts) == [str(one.number) for one in found.footnotes]
    styles = {style.style_id for style in opened.styles}
    assert {"FootnoteText", "FootnoteReference"} <= styles
    descriptions = [one.get("descr") for one in opened.element.iter(qn("wp:docPr"))]
    assert descriptions == [block.told for block in found.blocks if isinstance(block, Chart)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_tables_for_excel_say_the_figures_counted_again(store):
    found, figures = await the_report(store), counted_again()
    lines = list(csv.reader(io.StringIO(csv_file(found, PAPER).decode("utf-8-sig")), delimiter=";"))
    assert lines[0][:3] == ["Từ ngày", "Đến ngày", "Bảng"] and lines[1][:2] == ["2026-01-01", "2026-06-30"]
    told = Counter()
    for *_, number, key in lines[1:]:
        if number not in (HIDDEN, MISSING):
            assert int(number) == figures[key], key
            told[key] += 1
    assert len(told) > 150
    book = load_workbook(io.BytesIO(xlsx_file(found, PAPER)))
    tables = [one for one in (*found.blocks, *found.annex) if isinstance(one, Table)]
    assert book.sheetnames == ["Danh mục", *(f"Bảng {at}" for at in range(1, len(tables) + 1)), "Giải nghĩa"]
    for table, page in zip(tables, book.worksheets[1:], strict=False):
        rows = list(page.iter_rows())
        assert [cell.value for cell in rows[0]] == list(table.head) and page.freeze_panes == "A2"
        assert (page.page_setup.paperSize, page.print_title_rows) == (9, "$1:$1")
        for row, cells in zip(table.rows, rows[1:], strict=True):
            for part, cell in zip(row, cells, strict=True):
                if isinstance(part, Number) and part.text not in (HIDDEN, MISSING):
                    assert cell.value == figures[part.key] and cell.data_type == "n" and cell.number_format == "#,##0"
    listed = book["Danh mục"]
    assert listed["C2"].value.date() == made.HALF.first and listed["C2"].number_format == "dd/mm/yyyy"
    assert {row[0] for row in book["Giải nghĩa"].iter_rows(values_only=True)} >= {HIDDEN, MISSING}
    assert len(list(book["Giải nghĩa"].iter_rows())) == 3 + len(found.footnotes)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_communes_stand_in_the_order_of_the_alphabet(store):
    found = await the_report(store)
    names = [row[1] for row in found.annex[-1].rows]
    assert len(names) == 102 and names.index("Xã Dray Bhăng") < names.index("Xã Đắk Liêng") < names.index("Xã Ea Bá")
    assert names.index("Xã Xuân Thọ") < names.index("Xã Yang Mao")
