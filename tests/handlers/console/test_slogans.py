"""Slogans and where they hang: a form that comes back filled, a search, an end, a table, what is there twice."""

from __future__ import annotations

import html
import io
import re

import httpx2
import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from handlers.campaigns import campaigns, slogans
from handlers.campaigns.slogan_form import Problem, WantedSlogan
from handlers.console import slogan_words as words
from handlers.permission import Role
from handlers.store.models import Slogan, Variant
from tests.handlers.console.test_campaigns import PLACE, made
from tests.handlers.console.visits import ADDRESS, House, Visitor
from tests.handlers.people import NOON

FORM = {"text": "Vì một mùa hè an toàn", "language": "vi", "kind": "banner", "place": "Ngã tư chợ", "commune": "24373"}
HEADER = ["Khẩu hiệu", "Ngôn ngữ", "Hình thức", "Treo ở đâu", "Xã, phường", "Từ ngày", "Đến ngày", "Mã để gõ"]
ROW = ["Gọi 111", "vi", "led", "Trước Ủy ban", "24373", "1/6/2026", "31/12/2026", ""]


@pytest.fixture
async def cam(house: House) -> Visitor:
    return await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)


async def count(house: House) -> int:
    async with house.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(Slogan)) or 0


async def read(cam: Visitor, body: bytes, name: str = "bang.csv") -> httpx2.Response:
    headers = {"origin": ADDRESS, "sec-fetch-site": "same-origin"}
    return await cam.client.post("/campaigns/slogans/table", files={"file": (name, body)}, headers=headers)


def csv(*rows: list[str]) -> bytes:
    return "\r\n".join(";".join(row) for row in (HEADER, *rows)).encode("utf-8-sig")


async def test_a_slogan_is_added_found_changed_and_ended(house: House, cam: Visitor) -> None:
    assert "No slogan hangs yet" in (await cam.get("/campaigns/slogans")).text
    page = await cam.follow(await cam.post("/campaigns/slogans/new", **FORM))
    assert FORM["text"] in page.text and "Ngã tư chợ" in page.text
    assert FORM["text"] in (await cam.get("/campaigns/slogans?q=mua+he+NGA")).text
    assert "No slogan hangs with these words" in (await cam.get("/campaigns/slogans?q=dong")).text
    (id_,) = re.findall(r'href="/campaigns/slogans/(\w{32})"', page.text)
    assert FORM["text"] in (await cam.get(f"/campaigns/slogans/{id_}")).text
    page = await cam.follow(await cam.post(f"/campaigns/slogans/{id_}", **{**FORM, "place": "Cầu <b>14"}, version="1"))
    assert "Cầu &lt;b&gt;14" in page.text
    await cam.post(f"/campaigns/slogans/{id_}/end")
    assert FORM["text"] not in (await cam.get("/campaigns/slogans")).text
    assert "hangs no longer" in (await cam.get("/campaigns/slogans?all=yes")).text


async def test_of_two_who_change_one_slogan_neither_overwrites_the_other_unseen(house: House, cam: Visitor) -> None:
    lan = await house.hire_and_sign_in("Lan", Role.CAMPAIGNER)
    page = await cam.follow(await cam.post("/campaigns/slogans/new", **FORM))
    (path,) = set(re.findall(r'/campaigns/slogans/\w{32}(?=")', page.text))
    assert 'name="version" value="1"' in (await cam.get(path)).text
    await lan.post(path, **{**FORM, "place": "Cầu 14"}, version="1")
    answer = await cam.post(path, **{**FORM, "text": "Gọi 111"}, version="1")
    told = html.unescape(answer.text)
    assert answer.status_code == 409 and words.PROBLEMS[Problem.CHANGED] in told and "Cầu 14" in told
    assert "Gọi 111" in told and 'name="version" value="2"' in told  # what was typed is not lost
    assert "Cầu 14" in (await cam.get("/campaigns/slogans")).text
    assert (await cam.post(path, **{**FORM, "text": "Gọi 111"}, version="2")).status_code == 303
    for version in ("", "x", "-1"):
        assert (await cam.post(path, **FORM, version=version)).status_code == 409
    await lan.post(f"{path}/end")
    assert (await cam.post(path, **FORM, version="3")).status_code == 409


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"text": " \u200b "}, Problem.NO_TEXT),
        ({"text": "a" * 501}, Problem.LONG),
        ({"place": ""}, Problem.NO_PLACE),
        ({"kind": "sky"}, Problem.NO_KIND),
        ({"language": "xx"}, Problem.NO_LANGUAGE),
        ({"commune": "99999"}, Problem.UNKNOWN_COMMUNE),
        ({"since": "31/2/2026"}, Problem.WRONG_DAY),
        ({"since": "2026-06-01", "until": "2026-05-01"}, Problem.REVERSED),
        ({"code": "12345678"}, Problem.UNKNOWN_CODE),
        ({"code": "5724 9010"}, Problem.UNKNOWN_CODE),
    ],
)
async def test_a_form_with_something_wrong_comes_back_filled(
    house: House, cam: Visitor, change: dict[str, str], problem: Problem
) -> None:
    answer = await cam.post("/campaigns/slogans/new", **{**FORM, "place": "Cổng", **change})
    assert answer.status_code == 400 and words.PROBLEMS[problem] in html.unescape(answer.text)
    assert ('value="Cổng"' in answer.text or "place" in change) and await count(house) == 0


async def test_the_same_at_the_same_place_is_said_and_not_written_twice(house: House, cam: Visitor) -> None:
    await cam.post("/campaigns/slogans/new", **FORM)
    answer = await cam.post("/campaigns/slogans/new", **{**FORM, "text": "VÌ MỘT MÙA HÈ AN TOÀN!"})
    assert answer.status_code == 400 and words.PROBLEMS[Problem.THERE] in answer.text and await count(house) == 1
    assert (await cam.post("/campaigns/slogans/new", **{**FORM, "place": "Cầu 14"})).status_code == 303


async def test_a_slogan_keeps_hanging_when_its_campaign_is_deleted(house: House, cam: Visitor) -> None:
    path = await made(cam)
    await cam.post(f"{path}/variants", **PLACE)
    async with house.store.reading() as session:
        code = (await session.scalars(select(Variant.typed_code))).one()
    page = await cam.follow(await cam.post("/campaigns/slogans/new", **FORM, code=code))
    assert f'href="{path}"' in page.text
    async with house.store.writing() as session:
        await campaigns.remove(session, path.rsplit("/", 1)[1], None, NOON)
    page = await cam.get("/campaigns/slogans")
    assert FORM["text"] in page.text and path not in page.text
    answer = await read(cam, csv([*ROW[:7], code]))
    assert answer.status_code == 422 and words.PROBLEMS[Problem.UNKNOWN_CODE] in html.unescape(answer.text)


async def test_a_table_is_read_and_what_was_there_is_left(house: House, cam: Visitor) -> None:
    second = ["'=1+1", "", "tường", "Nhà văn hóa", "", "", "", ""]
    answer = await read(cam, csv(ROW, [*second[:2], "wall", *second[3:]], ROW))
    page = (await cam.follow(answer)).text
    assert "2 added; 1 were there already" in page and "that were there: 4<" in page and await count(house) == 2
    assert (
        (await read(cam, (await cam.get("/campaigns/slogans/table/csv")).content))
        .headers["location"]
        .endswith("new=0&there=2&rows=2,3")
    )
    book = (await cam.get("/campaigns/slogans/table/xlsx")).content
    cells = list(load_workbook(io.BytesIO(book)).worksheets[0].iter_rows(min_row=2))
    assert {row[0].value for row in cells} == {"Gọi 111", "=1+1"} and {row[0].data_type for row in cells} == {"s"}
    assert (await read(cam, book, "a.xlsx")).headers["location"].endswith("new=0&there=2&rows=2,3")
    async with house.store.writing() as session:
        for one in await session.scalars(select(Slogan)):
            await slogans.end(session, one.id, "x", house.now())
    ended = (await cam.get("/campaigns/slogans/table/csv")).content
    assert (
        (await read(cam, ended)).headers["location"].endswith("new=0&there=2&rows=2,3")
    )  # not once more what hung before
    assert b"'=1+1" in (await cam.get("/campaigns/slogans/table/csv")).content


def _formula() -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(HEADER)
    page.append(["=1+1", *ROW[1:]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (csv(ROW, ["Khác", "vi", "trời", "Cầu", "", "", "", ""]), "3:"),
        (csv([*ROW[:5], "1/6/2026", "1/5/2026", ""]), words.PROBLEMS[Problem.REVERSED]),
        (csv([*ROW[:4], "Xã Không Có", "", "", ""]), words.PROBLEMS[Problem.UNKNOWN_COMMUNE]),
        (csv(), "No row is filled in."),
        (csv(ROW).decode("utf-8-sig").encode("cp1258", "replace"), "can't be read"),
        ("Câu;Nơi\r\na;b".encode(), "No row of headers was found."),
        (b"PK\x03\x04 no archive", "can't be read"),
        (b"\xd0\xcf\x11\xe0 old", "old Excel"),
        (_formula(), "formula without a result"),
        (b"", "No row of headers was found."),
        (csv(ROW).replace(b"Xa", b"\0"), ""),
    ],
)
async def test_a_table_with_something_wrong_is_not_taken_and_says_where(
    house: House, cam: Visitor, body: bytes, told: str
) -> None:
    answer = await read(cam, body)
    if told:
        assert answer.status_code == 422 and told in html.unescape(answer.text), answer.text
        assert await count(house) == 0


async def test_a_slogan_that_is_gone_says_so(cam: Visitor) -> None:
    for answer in (await cam.get("/campaigns/slogans/none"), await cam.post("/campaigns/slogans/none", **FORM),
                   await cam.post("/campaigns/slogans/none/end")):  # fmt: skip
        assert "slogan_gone" in answer.headers["location"]


async def test_five_hundred_slogans_are_one_page_and_two_statements_more(house: House, cam: Visitor) -> None:
    async with house.store.writing() as session:
        many = [WantedSlogan(f"Câu {at}", "vi", "banner", f"Nơi {at}") for at in range(501)]
        assert await slogans.add_all(session, many, "x", NOON) == []
    page = (await cam.get("/campaigns/slogans")).text
    assert page.count("Hangs no longer<") == 500 and "the first 500 are shown" in page


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CAMPAIGNER])
async def test_nobody_else_sees_slogans(house: House, role: Role) -> None:
    other = await house.hire_and_sign_in("Other", role)
    assert (await other.get("/campaigns/slogans")).status_code == 403
