"""Figures with nothing hidden: two people, one fetch, a limited time, all of it recorded; what is published stays."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from handlers.figures import demo, internal
from handlers.figures.period import read
from handlers.figures.publishing import published
from handlers.figures.reading import NOT_A_CASE
from handlers.figures.tables import TOTAL
from handlers.permission import NotAllowed, Role
from handlers.store.models import Audit, InternalExport, Staff

PAGE, PERIOD = "/figures/internal", "2026-H1"
REASON = "=Họp Ban chỉ đạo tỉnh"


@pytest.fixture
async def two(house):
    house.now.at = house.now.at.replace(year=2026, month=7, day=20)
    return [await house.hire_and_sign_in(name, role) for name, role in (("Lan", "supervisor"), ("Minh", "leader"))]


async def asked(house, visitor) -> str:
    assert "internal_asked" in (await visitor.post(PAGE, period=PERIOD, reason=REASON)).headers["location"]
    async with house.store.reading() as session:
        return (await session.scalars(select(InternalExport.id).order_by(InternalExport.asked_at.desc()))).first()


async def filled(house) -> None:
    async with house.store.writing() as session:
        await demo.fill(session, demo.cases(demo.SEED, 2026, 2026), [], house.now())


def said(answer) -> str:
    return answer.headers["location"].partition("said=")[2]


async def test_one_asks_another_signs_the_first_fetches_once_and_all_is_recorded(house, two):
    lan, minh = two
    await filled(house)
    await lan.post("/figures/publish", period=PERIOD, back="/figures/core")
    async with house.store.reading() as session:
        before = await published(session)
    export = await asked(house, lan)
    assert said(await lan.post(f"{PAGE}/{export}/fetch", form="csv")) == "internal_over"  # not signed yet
    assert said(await lan.post(f"{PAGE}/{export}/sign")) == "internal_own"
    assert f"{export}/sign" not in (await lan.get(PAGE)).text and f"{export}/sign" in (await minh.get(PAGE)).text
    assert said(await minh.post(f"{PAGE}/{export}/sign")) == "internal_signed"
    assert said(await minh.post(f"{PAGE}/{export}/sign")) == "internal_over"
    assert said(await minh.post(f"{PAGE}/{export}/fetch", form="csv")) == "internal_own"  # another's
    assert (await lan.post(f"{PAGE}/{export}/fetch", form="pdf")).status_code == 404
    rows = list(csv.reader(io.StringIO((await lan.post(f"{PAGE}/{export}/fetch", form="csv")).text), delimiter=";"))
    assert rows[0][0].lstrip("\ufeff").startswith("NỘI BỘ") and ["Để làm gì", f"'{REASON}"] in rows
    assert any(row[:1] == ["Người ký"] and row[1].startswith("Minh, ") for row in rows)
    numbers = [row[3] for row in rows[8:]]
    assert "•" not in numbers and {"1", "2", "3"} & set(numbers)
    assert "•" in (await lan.get(f"/figures/published?period={PERIOD}")).text
    assert said(await lan.post(f"{PAGE}/{export}/fetch", form="csv")) == "internal_over"
    async with house.store.reading() as session:
        assert await published(session) == before
        acts = [
            (row.act, row.detail)
            for row in await session.scalars(select(Audit).where(Audit.act.like("%internal")).order_by(Audit.id))
        ]
    assert acts == [(act, export) for act in ("ask_internal", "sign_internal", "fetch_internal")]


async def test_the_excel_file_says_that_it_is_internal_on_each_page(house, two):
    lan, minh = two
    await filled(house)
    export = await asked(house, lan)
    await minh.post(f"{PAGE}/{export}/sign")
    book = load_workbook(io.BytesIO((await lan.post(f"{PAGE}/{export}/fetch", form="xlsx")).content))
    page = book.active
    assert page["A1"].value.startswith("NỘI BỘ") and page.freeze_panes == "A9"
    assert "NỘI BỘ" in page.oddHeader.center.text and page["B3"].data_type == "s" and page["B3"].value == REASON
    assert [cell.value for cell in page[8]] == ["Bảng", "Dòng", "Cột", "Số"] and isinstance(page["D9"].value, int)


async def test_time_a_refusal_and_who_has_left_end_it(house, two):
    lan, _ = two
    late = await asked(house, lan)
    house.now.go(hours=71)  # a session ends before: the acts themselves are asked
    async with house.store.writing() as session:
        ids = {row.login: row.id for row in await session.scalars(select(Staff))}
        await internal.sign(session, late, ids["minh"], house.now())
    with pytest.raises(internal.Over):
        async with house.store.writing() as session:
            await internal.fetch(session, late, ids["lan"], house.now() + internal.VALID)
    async with house.store.writing() as session:
        waiting, refused, left = [
            await internal.ask(session, read(PERIOD), "x", ids["lan"], house.now()) for _ in range(3)
        ]
        await internal.refuse(session, refused, ids["minh"], house.now())
        await internal.sign(session, left, ids["minh"], house.now())
    for export, later in ((waiting, internal.LAPSES), (refused, timedelta())):
        with pytest.raises(internal.Over):
            async with house.store.writing() as session:
                await internal.sign(session, export, ids["minh"], house.now() + later)
    async with house.store.writing() as session:
        (await session.get_one(Staff, ids["minh"])).role = Role.CASE_WORKER
    with pytest.raises(NotAllowed):
        async with house.store.writing() as session:
            await internal.fetch(session, left, ids["lan"], house.now())
    with pytest.raises(NotAllowed):
        async with house.store.writing() as session:
            await internal.sign(session, waiting, ids["minh"], house.now())


async def test_without_a_reason_or_a_fixed_period_nobody_is_asked(house, two):
    lan, _ = two
    for given in (
        {"period": PERIOD, "reason": " "},
        {"period": "2026-W03", "reason": "x"},
        {"period": "2026-01-01..2026-02-01", "reason": "x"},
        {"period": "??", "reason": "<b>x"},
        {"period": PERIOD, "reason": "x" * 301},
    ):
        answer = await lan.post(PAGE, **given)
        assert answer.status_code == 422 and "<b>x" not in answer.text
    assert "Nobody has asked yet" in (await lan.get(PAGE)).text
    assert re.search(r'value="2024-2026"', (await lan.get(PAGE)).text)


async def test_what_is_counted_whole_is_what_plain_counting_finds(store):
    cases = demo.cases(demo.SEED, 2026, 2026)
    async with store.writing() as session:
        await demo.fill(session, cases, [], datetime(2026, 12, 31, tzinfo=UTC))
        found = await internal.whole(session, read("2026"))
    real = [one for one in cases if not one.kind.startswith(NOT_A_CASE) and one.because != "nothing_to_do"]
    counted = [one for one in real if one.received.year == 2026]
    assert found.shown(TOTAL) == len(counted) and not found.hidden
