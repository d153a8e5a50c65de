"""The page of the six-month report: chosen, looked at, taken as a file; and what is refused."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import docx
import pytest
from sqlalchemy import select

from handlers.permission import Role
from handlers.store.models import Audit
from tests.handlers.six_month import made

PAPER = {"superior": "UBND tỉnh Đắk Lắk", "agency": "Sở Y tế", "code": "SYT", "place": "Đắk Lắk", "authority": "",
         "title": "Giám đốc", "signer": "Nguyễn Văn Mẫu", "recipients": "UBND tỉnh; Lưu: VT", "top": "20",
         "bottom": "20", "left": "30", "right": "20", "body": "13"}  # fmt: skip


@pytest.fixture
async def leader(house):
    house.now.at = made.AFTER
    return await house.hire_and_sign_in("Tuấn", Role.LEADER)


async def test_the_report_is_shown_with_what_is_missing_and_taken_as_word_and_pdf(house, leader):
    await made.fill(house.store)
    page = (await leader.get("/report")).text
    assert "6 tháng đầu năm 2026" in page and "Made up." in page and " style=" not in page
    assert 'title="age_sex|all|girl"' in page and "xã, phường chưa nhập" in page
    word = await leader.get("/report/file/docx?half=2026H1&until=2026-06-30")
    assert 'filename="bao-cao-2026H1-den-2026-06-30.docx"' in word.headers["content-disposition"]
    assert "BỐI CẢNH" in "\n".join(one.text for one in docx.Document(io.BytesIO(word.content)).paragraphs)
    assert (await leader.get("/report/file/pdf?half=2026H1")).content.startswith(b"%PDF")
    assert "Biểu đồ 1. " in page and 'id="footnote-1"' in page and 'href="#footnote-1"' in page
    assert (await leader.get("/report/file/xlsx?half=2026H1")).content.startswith(b"PK")
    assert (await leader.get("/report/file/csv?half=2026H1")).content.startswith(b"\xef\xbb\xbf")
    assert (await leader.get("/report/file/odt?half=2026H1")).status_code == 404


async def test_with_no_data_at_all_it_is_there_and_lists_what_is_missing(house, leader):
    answer = await leader.get("/report")
    assert answer.status_code == 200 and "chưa công bố" in answer.text
    assert (await leader.get("/report/file/docx")).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["half=2027H1", "half=2099H2&until=2099-12-31", "half=x", "half=2026H1&until=2026-07-01",
     "half=2026H1&until=2025-12-31", "half=2026H1&until=hôm qua", "half=2026H2&until=2026-12-31"],
)  # fmt: skip
async def test_a_half_year_to_come_and_a_day_outside_it_are_said(house, leader, query):
    for path in ("/report", "/report/file/pdf"):
        answer = await leader.get(f"{path}?{query}")
        assert answer.status_code == 422 and "No report can be written up to this day" in answer.text


async def test_in_june_the_report_of_this_half_year_is_due(house, leader):
    house.now.at = datetime(2026, 6, 16, 3, tzinfo=UTC)
    page = (await (await house.hire_and_sign_in("Hoa", Role.LEADER)).get("/report")).text
    assert 'value="2026H1" selected' in page and 'value="2026-06-15"' in page


async def kept(leader, **paper):
    """As the form sends it: with the stamp of what was looked at."""
    (stamp,) = re.findall(r'name="stamp" value="(\w+)"', (await leader.get("/report")).text)
    return await leader.post("/report/paper", **{"stamp": stamp, **paper})


async def test_a_change_of_the_paper_is_on_record_and_two_do_not_overwrite_each_other_unseen(house, leader):
    (stamp,) = re.findall(r'name="stamp" value="(\w+)"', (await leader.get("/report")).text)
    await leader.post("/report/paper", **PAPER, stamp=stamp)
    answer = await leader.post("/report/paper", **{**PAPER, "agency": "Sở Khác"}, stamp=stamp)
    assert answer.status_code == 409 and "It says now:" in answer.text and 'value="Sở Khác"' in answer.text
    assert 'value="Sở Y tế"' in (await leader.get("/report")).text
    await kept(leader, **{**PAPER, "place": "Buôn Ma Thuột"})
    await kept(leader, **{**PAPER, "place": "Buôn Ma Thuột"})  # nothing differs: no line
    async with house.store.reading() as session:
        lines = list(await session.scalars(select(Audit).where(Audit.act == "change_paper").order_by(Audit.at)))
    details = sorted((one.detail for one in lines), key=len)
    assert [details[0], len(details)] == ["place", 2] and details[1].startswith("superior, agency, code")
    assert "Sở" not in details[1]


async def test_what_was_not_checked_is_said_to_who_sets_the_paper_up_and_is_not_printed(house, leader):
    page = (await leader.get("/report")).text
    assert page.count("has not been checked against Decree 30/2020") == 1
    word = docx.Document(io.BytesIO((await leader.get("/report/file/docx")).content))
    assert "30/2020" not in "\n".join(one.text for one in word.paragraphs)
    auditor = await house.hire_and_sign_in("Hải", Role.AUDITOR)
    assert "Decree 30/2020" not in (await auditor.get("/report")).text


async def test_head_and_layout_are_kept_and_stand_on_the_next_report(house, leader):
    assert (await kept(leader, **PAPER)).headers["location"] == "/report?said=paper_kept"
    word = docx.Document(io.BytesIO((await leader.get("/report/file/docx")).content))
    assert "SỞ Y TẾ" in word.tables[0].rows[0].cells[0].text and round(word.sections[0].right_margin.mm) == 20
    answer = await kept(leader, **{**PAPER, "left": "5", "agency": "Sở Khác"})
    assert answer.status_code == 422 and "Between 30 and 35." in answer.text and 'value="Sở Khác"' in answer.text
    assert 'value="Sở Y tế"' in (await leader.get("/report")).text


async def test_who_publishes_no_figures_changes_no_paper(house):
    house.now.at = made.AFTER
    auditor = await house.hire_and_sign_in("Hải", Role.AUDITOR)
    assert 'action="/report/paper"' not in (await auditor.get("/report")).text
    assert (await auditor.post("/report/paper", **PAPER)).status_code == 403
