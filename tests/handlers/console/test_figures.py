"""The pages of figures: who comes there, what is shown and hidden, publishing, and the files for Excel."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from openpyxl import load_workbook
from sqlalchemy import select

from handlers.console.csv_file import sheet
from handlers.console.settle import settle
from handlers.figures import demo
from handlers.permission import Role
from handlers.store.models import Audit, CaseFact, Publication
from handlers.table_file import Page, xlsx_of
from tests.handlers.people import NOON, opened

AFTER = datetime(2027, 1, 5, 3, tzinfo=UTC)


async def at_home(house, role=Role.LEADER, name="Tuấn", made=True):
    house.now.at = AFTER
    if made:
        async with house.store.writing() as session:
            await demo.fill(session, demo.cases(14, 2026, 2026), demo.contacts(14, 2026), AFTER)
    return await house.hire_and_sign_in(name, role)


async def test_a_leader_begins_at_the_figures_and_sees_that_they_are_made_up(house):
    leader = await at_home(house)
    page = await leader.follow(await leader.get("/"))
    assert "Figures of the line" in page.text and "made-up year" in page.text
    half = (await leader.get("/figures?period=2026-H1")).text
    assert "<svg" in half and 'href="/figures?period=2025-H2"' in half and "<table" in half
    assert " style=" not in half  # the page's policy lets none in


async def test_an_empty_house_says_so_and_leads_elsewhere(house):
    leader = await at_home(house, made=False)
    assert "Nothing came in this period" in (await leader.get("/figures")).text
    assert "No case came" in (await leader.get("/figures/core")).text
    assert "No case came" in (await leader.get("/figures/places")).text


async def test_days_that_make_no_period_are_said_and_nothing_breaks(house):
    leader = await at_home(house)
    for query in (
        "from=2026-05-02&to=2026-05-01",
        "from=x&to=",
        "period=2026-99",
        "period='%3B--",
        "from=9999-12-31&to=9999-12-31",
    ):
        answer = await leader.get(f"/figures?{query}")
        assert answer.status_code == 200 and "make no period" in answer.text, query
    for path in ("core", "places"):
        assert (await leader.get(f"/figures/{path}?period=nothing")).status_code == 200


async def test_other_days_show_the_provinces_totals_and_no_group(house):
    leader = await at_home(house)
    page = (await leader.get("/figures?from=2026-03-01&to=2026-05-20")).text
    assert "Claimed in time" in page and "chart-group" not in page


async def test_publishing_is_for_good_and_stands_in_the_records(house):
    leader = await at_home(house)
    auditor = await house.hire_and_sign_in("Kiều", Role.AUDITOR)
    assert "Publish these tables" not in (await auditor.get("/figures/core?period=2026-H1")).text
    await auditor.post("/figures/publish", period="2026-H1")
    page = (await leader.get("/figures/core?period=2026-H1")).text
    assert "Not published yet" in page and "•" in page
    done = await leader.follow(await leader.post("/figures/publish", period="2026-H1", back="/figures/core"))
    assert "Published. These tables stay" in done.text and "Published on" in done.text and "Tuấn" in done.text
    again = await leader.follow(await leader.post("/figures/publish", period="2026-H1", back="/elsewhere"))
    assert "published these tables before" in again.text
    for period in ("2027-H1", "2026", "2026-05", "x"):
        refused = await leader.follow(await leader.post("/figures/publish", period=period, back="/figures/places"))
        assert "cannot be published" in refused.text, period
    async with house.store.reading() as session:
        assert [one.period for one in await session.scalars(select(Publication))] == ["2026-H1"]
        (line,) = await session.scalars(select(Audit).where(Audit.act == "publish"))
        assert line.detail == "2026-H1"


async def test_a_year_names_the_halves_that_are_to_be_published_first(house):
    leader = await at_home(house)
    page = (await leader.get("/figures/places?period=2026")).text
    assert "?period=2026-H1" in page and "?period=2026-H2" in page and "not published yet" in page


async def test_the_files_open_in_excel_as_they_are(house):
    leader = await at_home(house)
    answer = await leader.get("/figures/csv?period=2026-H1")
    assert answer.headers["content-type"].startswith("text/csv") and answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["From", "To", "Table", "Line", "Number"]
    assert rows[1][:4] == ["2026-01-01", "2026-06-30", "All", "Contacts"] and int(rows[1][4]) > 3000
    published = (await leader.get("/figures/published?period=2026-H1")).content.decode("utf-8-sig")
    numbers = [row[-1] for row in csv.reader(io.StringIO(published), delimiter=";")][1:]
    assert ("•" in numbers and "3" not in [n for n in numbers if n != "•"]) or numbers.count("3") <= 2
    harmed = [row for row in rows if row[2] == "Abused children (0101), by kind of harm and sex"]
    assert len(harmed) == 28 and "Sexual abuse – Girls" in {row[3] for row in harmed}
    book = load_workbook(io.BytesIO((await leader.get("/figures/csv?form=xlsx&period=2026-H1")).content))
    assert [[as_told(one) for one in row] for row in book["Numbers"].values] == [[*row] for row in rows]
    assert book["Numbers"].freeze_panes == "A2" and book["Numbers"]["A2"].number_format == "dd/mm/yyyy"
    assert book["What the columns mean"]["B1"].value == "What it counts"
    answer = await leader.get("/figures/published?form=xlsx&period=2026-H1")
    told = [[as_told(one) for one in row] for row in load_workbook(io.BytesIO(answer.content))["Numbers"].values]
    assert told == list(csv.reader(io.StringIO(published), delimiter=";"))
    assert (await leader.get("/figures/dictionary")).content.startswith(b"\xef\xbb\xbf")


def as_told(cell) -> str:
    return "" if cell is None else f"{cell:%Y-%m-%d}" if isinstance(cell, datetime) else str(cell)


def test_no_cell_runs_as_a_formula():
    page = Page(
        "a/b [1]: một trang có tên dài hơn ba mươi mốt chữ", ["a"], [["=1+1"], ["0262 395 1567"], ["x\x07"], [7]]
    )
    (made,) = load_workbook(io.BytesIO(xlsx_of([page]))).worksheets
    cells = [made.cell(at, 1) for at in range(2, 6)]
    assert [one.value for one in cells] == ["=1+1", "0262 395 1567", "x", 7]
    assert [one.data_type for one in cells] == ["s", "s", "s", "n"] and cells[1].number_format == "@"
    body = sheet("x", ["a"], [["=1+1"], [" @x"], ["-2"], [-2], ["\tx"], ["a;b"], ["ê̆ Đắk"]]).body.decode("utf-8-sig")
    assert body.split("\r\n")[1:8] == ["'=1+1", "' @x", "'-2", "-2", "'\tx", '"a;b"', "ê̆ Đắk"]


async def test_whoever_knows_the_case_says_what_it_is_counted_as(house, for_bot):
    sen = await house.hire_and_sign_in("Sen", Role.SUPERVISOR)
    async with house.store.writing() as session:
        number = (await opened(session, for_bot, row="TD00")).number
    page = (await sen.get(f"/cases/{number}/classify")).text
    assert "Xâm hại tình dục trẻ em" in page
    kept = await sen.post(
        f"/cases/{number}/classify", age="7-10", sex="girl", setting="school", reporter="no such", kind="TD03"
    )
    assert kept.headers["location"].endswith("said=classified")
    assert 'value="7-10" selected' in (await sen.get(f"/cases/{number}/classify")).text
    await settle(house.store, house.keys, NOON.replace(day=27))
    async with house.store.reading() as session:
        (fact,) = await session.scalars(select(CaseFact))
    assert (fact.age, fact.sex, fact.setting, fact.reporter, fact.kind, fact.group) == (
        "7-10", "girl", "school", "", "TD03", "TD",
    )  # fmt: skip
