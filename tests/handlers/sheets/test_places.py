"""Dangerous places: carried on until they are fenced, counted in the sheet, by table and undone; tasks; the paper."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from handlers.permission import Role
from handlers.sheets import places
from handlers.sheets.period import HalfYear
from handlers.sheets.place_form import Problem, WantedPlace, place
from handlers.sheets.tasks import lines
from handlers.six_month.gathering import gather
from tests.handlers.console.visits import ADDRESS

MINE, OTHER = "24373", "24400"
TYPED = {"commune": MINE, "kind": "pond", "place": "Ao sau trường", "found_on": "2026-02-03", "found_by": "Trạm y tế"}
ORIGIN = {"source": "Báo cáo ví dụ", "as_of": "2026-06-30"}
ONCE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def lead(house):
    return await house.hire_and_sign_in("Lan", Role.SUPERVISOR)


@pytest.fixture
async def officer(house):
    hired = await house.hire("H'Ví", Role.COMMUNE, commune_code=MINE, commune_scheme="2025")
    return await house.sign_in(hired.login)


async def known(house):
    async with house.store.reading() as session:
        return await places.listed(session)


async def send(visitor, body: bytes, name: str = "a.csv"):
    headers = {"origin": ADDRESS, "sec-fetch-site": "same-origin"}
    return await visitor.client.post("/places/table", files={"file": (name, body)}, headers=headers)


async def test_a_place_is_carried_on_until_it_is_fenced_and_the_figures_come_from_the_list(house, lead):
    await lead.post(f"/sheets/2026H1/{MINE}", DN03="99", DN04="98", **ORIGIN)
    for half in ("2026H1", "2026H2"):
        page = (await lead.get(f"/sheets/{half}/{MINE}")).text
        assert "Danh sách nơi nguy hiểm" not in page
    await lead.post("/places/new", **TYPED)
    await lead.post("/places/new", **{**TYPED, "kind": "well", "safe_on": "2026-03-01", "safe_by": "UBND xã"})
    for half, fenced, left in (("2026H1", "1", "1"), ("2026H2", "0", "1")):
        page = (await lead.get(f"/sheets/{half}/{MINE}")).text
        assert f'name="DN03" value="{fenced}"' in page and f'name="DN04" value="{left}"' in page
        assert re.search(r'id="DN04"[^>]* readonly', page) and "Ao sau trường" in page
    (open_one, _) = await known(house)
    await lead.post(f"/places/{open_one.place_id}", **TYPED, safe_on="2026-11-01", safe_by="Đoàn xã")
    page = (await lead.get(f"/sheets/2026H2/{MINE}")).text
    assert 'name="DN03" value="1"' in page and 'name="DN04" value="0"' in page
    async with house.store.reading() as session:
        half = HalfYear(2026, 1)
        for until, fenced, left in ((date(2026, 6, 30), 1, 1), (date(2026, 2, 15), 0, 2)):
            values = (await gather(session, half, until, date(2026, 7, 20))).values
            assert (values["sheet/DN03"], values["sheet/DN04"]) == (fenced, left)


async def test_what_is_counted_is_not_entered_over_by_a_form_and_a_table_says_so(house, lead):
    await lead.post("/places/new", **TYPED)
    await lead.post(f"/sheets/2026H1/{MINE}", DN04="77", TE01="5", **ORIGIN)
    assert 'name="DN04" value="1"' in (await lead.get(f"/sheets/2026H1/{MINE}")).text
    headers = {"origin": ADDRESS, "sec-fetch-site": "same-origin"}
    file = {"file": ("a.csv", f"Mã xã;DN04;TE01\n{MINE};4;6\n".encode())}
    answer = await lead.client.post("/sheets/2026H1/table", data=ORIGIN, files=file, headers=headers)
    assert answer.status_code == 422 and "DN04: 4" in answer.text


async def test_an_officer_sees_and_changes_the_places_of_their_own_commune_alone(house, officer, lead):
    assert "No place stands on the list yet" in (await officer.get("/places")).text
    await lead.post("/places/new", **{**TYPED, "commune": OTHER, "place": "Hồ của xã khác"})
    (theirs,) = await known(house)
    assert "xã khác" not in (await officer.get(f"/places?all=yes&commune={OTHER}")).text
    assert "xã khác" not in (await officer.get("/places/table/csv")).text
    for path in (f"/places/{theirs.place_id}", f"/places/{theirs.place_id}/off"):
        assert "place_gone" in (await officer.post(path, **TYPED)).headers["location"]
    assert "place_gone" in (await officer.get(f"/places/{theirs.place_id}")).headers["location"]
    assert (await officer.post("/places/new", **{**TYPED, "commune": OTHER})).status_code == 422
    body = "Xã, phường;Loại;Ở đâu;Phát hiện ngày;Ai phát hiện\n24400;pond;Ao;1/2/2026;x\n".encode()
    assert (await send(officer, body)).status_code == 422
    assert len(await known(house)) == 1


@ONCE
async def test_whose_commune_is_of_an_earlier_scheme_reaches_none_that_has_its_code_today(house, lead):
    await lead.post("/places/new", **TYPED)
    hired = await house.hire("Y Ví", Role.COMMUNE, commune_code=MINE, commune_scheme="2024")
    visitor = await house.sign_in(hired.login)
    assert "Ao sau" not in (await visitor.get("/places")).text
    assert (await visitor.get(f"/sheets/2026H1/{MINE}")).status_code == 404


async def test_a_table_goes_out_and_comes_back_with_who_fenced_what_and_is_undone(house, lead):
    await lead.post("/places/new", **{**TYPED, "place": "=1+1 ao"})
    book = load_workbook(io.BytesIO((await lead.get("/places/table/xlsx")).content))
    page = book.active
    assert page["C2"].data_type == "s" and page["D2"].value.date() == date(2026, 2, 3)
    page["F2"], page["G2"] = date(2026, 4, 5), "Đoàn xã"
    page.append(["Xã Ea Păl", "Giếng", "Giếng bỏ", "03/05/2026", "Thôn 2"])
    out = io.BytesIO()
    book.save(out)
    answer = await send(lead, out.getvalue(), "a.xlsx")
    assert "places_kept" in answer.headers["location"]
    assert {(one.kind, one.safe_by) for one in await known(house)} == {("pond", "Đoàn xã"), ("well", "")}
    assert "places_same" in (await send(lead, out.getvalue(), "a.xlsx")).headers["location"]
    act = answer.headers["location"].partition("undo=")[2]
    other = await house.hire_and_sign_in("Mai", Role.SUPERVISOR)
    assert "places_not_undone" in (await other.post("/places/undo", act=act)).headers["location"]
    assert "places_undone" in (await lead.post("/places/undo", act=act)).headers["location"]
    (left,) = await known(house)
    assert left.safe_on is None and left.place == "=1+1 ao"
    csv = (await lead.get("/places/table/csv")).content.decode("utf-8-sig")
    assert ";'=1+1 ao;" in csv


@ONCE
@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "No row of headers"),
        ("Họ tên;Tuổi\nx;5\n".encode(), "No row of headers"),
        ("Ở đâu;Loại\nAo;pond\n".encode("utf-16"), "choose the commune"),
        ("Xã, phường;Loại;Ở đâu\n24373;ao;x\n".encode("cp1258", "replace"), "can&#39;t be read"),
        ("Xã, phường;Loại;Ở đâu;Phát hiện ngày;Ai phát hiện;Đã rào ngày;Ai rào\n"
         "24373;pond;Ao;5/6/2026;x;1/6/2026;y\n".encode(), "put the dates right"),
        ("Xã, phường;Loại;Ở đâu;Ở đâu\n24373;pond;Ao;Ao\n".encode(), "twice"),
        ("Xã, phường;Loại;Ở đâu;Phát hiện ngày;Ai phát hiện\n24373;pond;Ao;1/6/2026;x\n24373;pond;AO.;1/6/2026;x\n"
         .encode(), "twice"),
        (b"PK\x03\x04 broken", "can&#39;t be read"),
    ],
)  # fmt: skip
async def test_a_wrong_table_is_named_and_not_taken(house, lead, body, said):
    answer = await send(lead, body)
    assert answer.status_code == 422 and said in answer.text and await known(house) == []


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"found_on": "2026-13-01"}, [Problem.WRONG_DAY]),
        ({"found_on": "2026-07-01"}, [Problem.TO_COME]),
        ({"safe_on": "2026-01-01", "safe_by": "x"}, [Problem.REVERSED]),
        ({"safe_on": "2026-03-01"}, [Problem.NO_FENCER]),
        ({"safe_by": "Đoàn xã"}, [Problem.NO_FENCER]),
        ({"place": " \u200b\n"}, [Problem.NO_PLACE]),
        ({"place": "x" * 301, "kind": "<b>"}, [Problem.NO_KIND, Problem.LONG]),
        ({"commune": "Hà Nội", "found_by": ""}, [Problem.NO_COMMUNE, Problem.NO_FINDER]),
    ],
)
def test_what_is_wrong_is_said_together(changed, wrong):
    assert place({**TYPED, **changed}, date(2026, 6, 30)) == wrong


def test_a_place_is_read_as_it_is_written_here():
    typed = {**TYPED, "found_on": "3/2/2026", "safe_on": "2026-02-04", "safe_by": " Đoàn   xã "}
    wanted = WantedPlace(MINE, "pond", "Ao sau trường", date(2026, 2, 3), "Trạm y tế", date(2026, 2, 4), "Đoàn xã")
    assert place(typed, date(2026, 6, 30)) == wanted


async def test_taking_off_and_undoing_leave_every_line(house, lead):
    await lead.post("/places/new", **TYPED)
    assert (await lead.post("/places/new", **{**TYPED, "place": "AO SAU TRƯỜNG."})).status_code == 422
    (one,) = await known(house)
    answer = await lead.post(f"/places/{one.place_id}/off")
    assert await known(house) == []
    await lead.post("/places/undo", act=answer.headers["location"].partition("undo=")[2])
    (back,) = await known(house)
    assert back.place_id == one.place_id and back.id == one.id + 2


async def test_a_commune_ticks_off_its_own_tasks_with_who_and_when(house, officer, lead):
    await lead.post(
        f"/sheets/2026H1/{MINE}", KK02="- Rào ao sau trường\n2. Mở lớp bơi\n\n- rào ao sau TRƯỜNG", **ORIGIN
    )
    page = (await officer.get(f"/sheets/2026H2/{MINE}")).text
    rao, boi = re.findall(r'name="task" value="(\w+)"', page)
    assert "Mở lớp bơi" in page and "lines of the sheet are empty" in page
    answer = await officer.post(f"/sheets/2026H2/{MINE}/task", task=boi)
    page = (await officer.follow(answer)).text
    assert "✓ H&#39;Ví" in page
    for path, task in ((f"/sheets/2026H2/{MINE}/task", "0" * 32), (f"/sheets/2026H1/{MINE}/task", rao)):
        assert "sheet_task_gone" in (await officer.post(path, task=task)).headers["location"]
    assert (await officer.post(f"/sheets/2026H2/{OTHER}/task", task=rao)).status_code == 404
    await lead.post(f"/sheets/2026H2/{MINE}/task", task=boi, open="yes")
    assert "✓" not in (await officer.get(f"/sheets/2026H2/{MINE}")).text
    leader = await house.hire_and_sign_in("Minh", Role.LEADER)
    assert "Open again" not in (await leader.get(f"/sheets/2026H2/{MINE}")).text
    await leader.post(f"/sheets/2026H2/{MINE}/task", task=boi)
    assert "✓" not in (await officer.get(f"/sheets/2026H2/{MINE}")).text


def test_tasks_are_the_lines_of_a_text():
    assert lines("• a\n\n  3) b \n-\n a") == ["a", "b"]


@ONCE
async def test_the_sheet_is_a_paper_of_ones_own_commune(house, officer):
    answer = await officer.get(f"/sheets/2026H1/{MINE}/paper")
    assert answer.content.startswith(b"%PDF") and MINE in answer.headers["content-disposition"]
    assert (await officer.get(f"/sheets/2026H1/{OTHER}/paper")).status_code == 404


async def test_many_places_cost_no_more_questions_than_one(house):
    from tests.bot.test_web_cost import counted

    staff, asked = await house.hire("Lan", Role.SUPERVISOR), []
    for number in (1, 40):
        wanted = [WantedPlace(MINE, "pond", f"Ao {number} {at}", date(2026, 1, 1), "x") for at in range(number)]
        with counted(house.store) as cost:
            async with house.store.writing() as session:
                act, _ = await places.put(session, wanted, staff.id, house.now() + timedelta(seconds=number))
            async with house.store.writing() as session:
                assert await places.undo(session, act, staff.id, house.now()) == (number, 0)
        asked.append(cost.statements)
    assert asked[0] == asked[1]
