"""Staff and a commune's officer at the sheets: kept, refused with what to mend, undone, and nobody else's seen."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from handlers.permission import Role
from handlers.store.models import SheetEntry
from tests.handlers.console.visits import ADDRESS

ORIGIN = {"source": "Báo cáo ví dụ", "as_of": "2026-06-30"}
PERIOD = "2026H1"
MINE, OTHER = "24373", "24400"


async def count(house) -> int:
    async with house.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(SheetEntry)) or 0


@pytest.fixture
async def lead(house):
    return await house.hire_and_sign_in("Lan", Role.SUPERVISOR)


@pytest.fixture
async def officer(house):
    hired = await house.hire("H'Ví", Role.COMMUNE, commune_code=MINE, commune_scheme="2025")
    return await house.sign_in(hired.login)


async def test_what_is_entered_is_shown_with_its_source_and_can_be_undone(house, lead):
    answer = await lead.post(f"/sheets/{PERIOD}/{MINE}", TE01="12.345", BM01="có", **ORIGIN)
    page = (await lead.follow(answer)).text
    assert 'value="12.345"' in page and "Báo cáo ví dụ, 30/06/2026" in page
    (act,) = re.findall(r'name="act" value="(\w+)"', page)
    overview = (await lead.get(f"/sheets?period={PERIOD}")).text
    assert "2/40" in overview
    answer = await lead.post(f"/sheets/{PERIOD}/undo", act=act)
    assert answer.headers["location"] == f"/sheets?said=sheet_undone&period={PERIOD}"
    assert 'value="12.345"' not in (await lead.get(f"/sheets/{PERIOD}/{MINE}")).text
    assert await count(house) == 4  # nothing is deleted


async def test_one_wrong_cell_keeps_nothing_and_loses_nothing(house, lead):
    answer = await lead.post(f"/sheets/{PERIOD}/{MINE}", TE01="mười hai", TE02="7", KK01="<b>khó</b>", **ORIGIN)
    assert answer.status_code == 422 and await count(house) == 0
    assert 'value="mười hai"' in answer.text and 'value="7"' in answer.text and "&lt;b&gt;khó" in answer.text
    assert 'id="w-TE01"' in answer.text


@pytest.mark.parametrize(
    "origin",
    [
        {"source": "", "as_of": "2026-06-30"},
        {"source": "x", "as_of": "2099-01-01"},
        {"source": "x", "as_of": "hôm qua"},
    ],
)
async def test_without_a_source_or_with_a_day_to_come_nothing_is_kept(house, lead, origin):
    answer = await lead.post(f"/sheets/{PERIOD}/{MINE}", TE01="5", **origin)
    assert answer.status_code == 422 and 'value="5"' in answer.text and await count(house) == 0


async def test_an_officer_sees_and_enters_their_own_commune_alone(house, officer, lead):
    assert (await officer.get("/sheets")).headers["location"].endswith(f"/{MINE}")
    assert (await officer.get(f"/sheets/{PERIOD}/{MINE}")).status_code == 200
    await lead.post(f"/sheets/{PERIOD}/{OTHER}", KK01="riêng của xã khác", **ORIGIN)
    assert (await officer.get(f"/sheets/{PERIOD}/{OTHER}")).status_code == 404
    assert (await officer.post(f"/sheets/{PERIOD}/{OTHER}", TE01="5", **ORIGIN)).status_code == 404
    assert "riêng của xã khác" not in (await officer.get(f"/sheets/{PERIOD}/table/csv")).text
    body = f"Mã xã;TE01\n{OTHER};5\n".encode()
    assert (await send(officer, body)).status_code == 422
    assert await count(house) == 1


async def test_nobody_undoes_what_another_entered_and_later_changes_stay(house, officer, lead):
    answer = await lead.post(f"/sheets/{PERIOD}/{MINE}", TE01="5", TE02="6", **ORIGIN)
    act = answer.headers["location"].partition("undo=")[2]
    assert "sheet_not_undone" in (await officer.post(f"/sheets/{PERIOD}/undo", act=act)).headers["location"]
    await officer.post(f"/sheets/{PERIOD}/{MINE}", TE01="50", TE02="6", **ORIGIN)
    assert "sheet_undone_partly" in (await lead.post(f"/sheets/{PERIOD}/undo", act=act)).headers["location"]
    page = (await lead.get(f"/sheets/{PERIOD}/{MINE}")).text
    assert 'name="TE01" value="50"' in page and 'name="TE02" value=""' in page


async def send(visitor, body: bytes, name: str = "a.csv"):
    headers = {"origin": ADDRESS, "sec-fetch-site": "same-origin"}
    return await visitor.client.post(
        f"/sheets/{PERIOD}/table", data=ORIGIN, files={"file": (name, body)}, headers=headers
    )


async def test_a_table_is_downloaded_filled_in_and_read_again(house, lead):
    answer = await lead.get(f"/sheets/{PERIOD}/table/xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.active.max_row == 103
    book.active["C2"], book.active["C3"] = 100, 200
    out = io.BytesIO()
    book.save(out)
    page = (await lead.follow(await send(lead, out.getvalue(), "a.xlsx"))).text
    assert await count(house) == 2 and "1/40" in page


async def test_a_table_with_wrong_cells_is_named_cell_by_cell_and_not_taken(house, lead):
    answer = await send(lead, f"Mã xã;TE01;Họ tên\n{MINE};5;x\n{OTHER};năm;y\n".encode())
    assert answer.status_code == 422 and "B3: năm" in answer.text and "Họ tên" in answer.text
    assert await count(house) == 0


@pytest.mark.parametrize(
    "path", ["/sheets/2026H3/24373", "/sheets/2026H1/99999", "/sheets?period=x", "/sheets/2026H1/table/pdf"]
)
async def test_no_such_sheet(lead, path):
    assert (await lead.get(path)).status_code == 404


async def test_a_leader_reads_and_enters_nothing(house):
    leader = await house.hire_and_sign_in("Minh", Role.LEADER)
    page = (await leader.get(f"/sheets/{PERIOD}/{MINE}")).text
    assert "readonly" in page and '<button class="do big">' not in page
    assert (await leader.post(f"/sheets/{PERIOD}/{MINE}", TE01="5", **ORIGIN)).status_code in (
        303,
        403,
    ) and await count(house) == 0
