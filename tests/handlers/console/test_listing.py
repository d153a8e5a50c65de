"""The queue as it is asked of the database: its rows, tabs, filters, pages, and the refresh that changed nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from handlers import changes, escalation, report, writable
from handlers.case import Answer, Report
from handlers.console import listing
from handlers.console.line import line
from handlers.console.listing import TABS, View, view_from
from handlers.permission import Role
from handlers.store.models import Audit, Case, Interpretation, Referral, Staff
from handlers.triage import Facts, Level, triage
from tests.handlers.console.visits import House, Visitor, open_house
from tests.handlers.people import chat, opened

REFRESH = {"hx-request": "true", "x-person-here": "no"}


async def new(house: House, for_bot, level: Level = Level.P1, ago: float = 0, row: str = "BL01", **columns) -> str:
    """A case that came `ago` minutes before now; its number."""
    async with house.store.writing() as session:
        at = house.now() - timedelta(minutes=ago)
        case = await opened(session, for_bot, level, now=at, row=row)
        await session.flush()
        if columns:
            await session.execute(update(Case).where(Case.id == case.case_id).values(**columns))
    return case.number


async def shown(visitor: Visitor, tab: str = "all", page: int = 0) -> list[str]:
    return re.findall(r'id="case-([\d-]+)"', (await visitor.get(f"/queue?tab={tab}&page={page}")).text)


def counts(page: str) -> dict[str, int]:
    return {tab: int(n) for tab, n in re.findall(r'id="tab-(\w+)".*?<b>(\d+)</b>', page)}


def row(page: str, number: str) -> str:
    return re.sub(r"\s+", " ", next(one for one in page.split("<tr ") if f"case-{number}" in one))


# --- the row -----------------------------------------------------------------------------------------------------
async def test_a_row_shows_who_reports_what_about_and_the_deciding_reason_and_opens_no_word(house, for_bot):
    facts = Facts("report_sexual_abuse", harm_doer="stepfather", access="near", danger="no")
    answers = (Answer("what", "?", "Chuyện rất dài", ""), Answer("role", "?", "Em là trẻ em", "child"))
    async with house.store.writing() as session:
        told = Report(answers, facts, "vi", "24133", "2025")
        case = await report.open_case(
            session,
            for_bot,
            told,
            triage(facts),
            conversation=await chat(session),
            received_at=house.now(),
            now=house.now(),
        )
    visitor = await house.hire_and_sign_in("Lan")
    page = (await visitor.get("/queue?tab=all")).text
    seen = row(page, case.number)
    assert "the child itself" in seen and "sexual abuse" in seen and "Sexual abuse is always urgent" in seen
    assert "Chuyện rất dài" not in page and "Em là trẻ em" not in page and "stepfather" not in page
    assert seen.count("<time") == 1 and "30 min left" in seen
    async with house.store.reading() as session:  # nothing was read: no line says so
        assert "read" not in set(await session.scalars(select(Audit.act)))


async def test_what_is_not_known_is_grey_and_what_guards_the_reporter_stands_in_the_row(house, for_bot):
    bare = await new(house, for_bot, row="KH00", commune_code=None, commune_scheme=None)
    guarded = await new(house, for_bot, do_not_write=True, safe_hours="8-11", unread_since=house.now())
    visitor = await house.hire_and_sign_in("Lan")
    page = (await visitor.get("/queue?tab=all")).text
    assert row(page, bare).count('class="unknown"') == 3  # who, what about, where
    seen = row(page, guarded)
    assert "do not write" in seen and "only at some hours" in seen and 'class="dot"' in seen


async def test_a_commune_and_an_interpreter_see_neither_who_reports_nor_why(store, for_console, for_bot):
    house = open_house(store, for_console)
    at = {"commune_code": "24133", "commune_scheme": "2025"}
    xa = await house.hire("Xa", Role.COMMUNE, on_duty=False, **at)
    number = await new(house, for_bot)
    async with house.store.writing() as session:
        case = await session.scalar(select(Case).where(Case.number == number))
        session.add(Referral(case_id=case.id, referred_by=xa.id, referred_at=house.now(), **at))
    visitor = await house.sign_in("xa")
    page = (await visitor.get("/queue")).text
    seen = row(page, number)
    assert "not known who" not in seen and 'class="reason' not in seen and 'id="filters"' not in page
    assert (await visitor.post("/queue/view", level="0")).status_code == 403


async def test_the_one_clock_is_the_nearest_and_the_database_orders_by_it(house, for_bot):
    for level in Level:
        for ago in (0, 4, 31, 600, 713, 740, 1300, 5000):
            for status in ("open", "claimed"):
                await new(house, for_bot, level, ago, status=status)
    async with house.store.reading() as session:
        cases = (await session.execute(select(Case, listing.due()))).all()
        over = set()
        for level in Level:
            over |= set(await session.scalars(select(Case.id).where(listing._is_over(level, house.now()))))
    for case, due in cases:
        shown = line(case, {}, house.now(), str)
        clocks = [one for one in (shown.to_claim, shown.twelve) if one is not None]
        assert (case.id in over) == any(one.state == "over" for one in clocks)
        if shown.clock is None:
            assert (case.status, case.level) == ("claimed", Level.P3) and int(due) == int(case.received_at.timestamp())
        else:
            assert shown.clock.due == min(one.due for one in clocks)  # never behind the twelve hours
            assert int(due) == int(shown.clock.due.timestamp())


# --- tabs and filters --------------------------------------------------------------------------------------------
async def test_what_waits_for_a_commune_or_an_interpreter_has_a_tab(house, for_bot):
    numbers = [await new(house, for_bot) for _ in range(3)]
    visitor = await house.hire_and_sign_in("Lan")
    for number in numbers:
        await visitor.post(f"/cases/{number}/claim")
    async with house.store.writing() as session:
        cases = {one.number: one for one in await session.scalars(select(Case))}
        cases[numbers[0]].referred_at = house.now()
        lan = await session.scalar(select(Staff.id))
        asked = {"staff_id": lan, "language": "rad", "asked_by": lan, "asked_at": house.now()}
        session.add(Interpretation(case_id=cases[numbers[1]].id, **asked))
    assert sorted(await shown(visitor, "elsewhere")) == numbers[:2]
    async with house.store.writing() as session:
        (await session.scalar(select(Interpretation))).told_at = house.now()
    assert await shown(visitor, "elsewhere") == numbers[:1]
    page = (await visitor.get("/queue?tab=all")).text
    assert counts(page) == {"mine": 3, "unclaimed": 0, "overdue": 0, "all": 3, "elsewhere": 1}
    assert list(counts(page)) == list(TABS)


async def test_filters_are_kept_for_the_person_and_say_how_much_they_leave_out(house, for_bot):
    abuse = await new(house, for_bot, row="TD00")
    await new(house, for_bot, Level.P2, row="BL03")
    other = await new(house, for_bot, row="BL01", commune_code=None, commune_scheme=None, language="rad")
    lan, hoa = await house.hire_and_sign_in("Lan"), await house.hire_and_sign_in("Hoa")
    page = (await lan.get("/queue?tab=all")).text
    assert "violence (2)" in page and "sexual abuse (1)" in page and "Ê Đê (1)" in page and "not known (1)" in page
    answer = await lan.post("/queue/view", tab="all", group="TD")
    assert answer.headers["location"] == "/queue?tab=all"
    assert await shown(lan) == [abuse]
    page = (await (await house.sign_in("lan")).get("/queue?tab=all")).text
    assert "leave out 2 cases" in page and counts(page)["all"] == 1
    assert "violence (2)" in page  # what one could choose instead
    assert len(await shown(hoa)) == 3
    for form in ({"commune": "unknown"}, {"language": "rad"}):
        await lan.post("/queue/view", **form)
        assert await shown(lan) == [other]
    await lan.post("/queue/view", clear="yes", language="rad")
    assert len(await shown(lan)) == 3
    await hoa.post(f"/cases/{abuse}/claim")
    async with house.store.reading() as session:
        owner = await session.scalar(select(Staff.id).where(Staff.login == "hoa"))
    await lan.post("/queue/view", owner=owner, level="1")
    assert await shown(lan) == [abuse]


@pytest.mark.parametrize("wrong", ["x' OR 1=1", "<b>", "a" * 40, "%", "đ", ""])
async def test_a_filter_takes_codes_only(house, for_bot, wrong):
    await new(house, for_bot)
    lan = await house.hire_and_sign_in("Lan")
    await lan.post("/queue/view", group=wrong, tab="//example.org")
    assert view_from({"group": wrong}) == View()
    assert len(await shown(lan)) == 1


# --- pages and refreshes -----------------------------------------------------------------------------------------
async def test_pages_go_on_into_closed_cases_and_no_case_is_on_two(house, for_bot, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 3)
    live = [await new(house, for_bot, ago=20 - n) for n in range(4)]
    closed = [await new(house, for_bot, status="closed", closed_at=house.now() - timedelta(hours=n)) for n in range(4)]
    lan = await house.hire_and_sign_in("Lan")
    pages = [await shown(lan, page=n) for n in range(4)]
    assert pages == [live[:3], [live[3], *closed[:2]], closed[2:], []]
    first = (await lan.get("/queue?tab=all&page=0")).text
    assert 'id="page-after"' in first and 'id="page-before"' not in first
    assert 'id="page-after"' not in (await lan.get("/queue?tab=all&page=2")).text
    for odd in ("-1", "x", "9" * 30, "¹"):
        assert (await lan.get(f"/queue?page={odd}")).status_code == 200


async def test_a_refresh_that_changed_nothing_is_answered_without_a_page(house, for_bot):
    number = await new(house, for_bot, Level.P0)
    lan, hoa = await house.hire_and_sign_in("Lan"), await house.hire_and_sign_in("Hoa")
    house.now.at = house.now().replace(second=0) + timedelta(minutes=1)

    async def refreshed(visitor: Visitor, tag: str = "", tab: str = "all"):
        return await visitor.get(f"/queue?tab={tab}", **REFRESH, **({"if-none-match": tag} if tag else {}))

    tag = (await refreshed(lan)).headers["etag"]
    same = await refreshed(lan, tag)
    assert (same.status_code, same.content) == (304, b"")
    assert (await refreshed(lan, tag, "unclaimed")).status_code == 200
    assert (await refreshed(hoa, tag)).status_code == 200  # somebody else's board is another one
    assert (await lan.get("/queue?tab=all", **{"if-none-match": tag})).status_code == 200  # a whole page always is

    async def changed(why: str) -> None:
        nonlocal tag
        answer = await refreshed(lan, tag)
        assert answer.status_code == 200, why
        tag = answer.headers["etag"]

    async with house.store.writing() as session:
        case = await session.scalar(select(Case).where(Case.number == number))
        await writable.set_do_not_write(session, case.id, house.now())
    await changed("a flag")
    await hoa.post(f"/cases/{number}/claim")
    await changed("a claim, which is a bare statement")
    async with house.store.writing() as session:
        case = await session.scalar(select(Case).where(Case.number == number))
        await escalation.release(session, case.id, case.claimed_by, house.now())
    await changed("given back")
    await new(house, for_bot)
    await changed("a new case")
    await lan.post("/queue/view", level="0")
    await changed("other filters")
    await lan.post("/me/duty", on="no")
    await changed("off duty")
    house.now.go(seconds=30)
    await changed("time goes on")
    assert (await refreshed(lan, tag)).status_code == 304


async def test_a_refresh_brings_the_counts_beside_the_cases_too(house, for_bot):
    await new(house, for_bot)
    lan = await house.hire_and_sign_in("Lan")
    part = (await lan.get("/queue?tab=all", **REFRESH)).text
    for id_ in ("tabs", "filters", "here"):
        assert re.search(rf'id="{id_}"[^>]*hx-swap-oob="true"', part)
    assert "hx-swap-oob" not in (await lan.get("/queue?tab=all")).text


async def test_closed_cases_are_read_from_an_index_and_never_sorted(store):
    """On SQLite the plan says so; PostgreSQL rightly reads a small table from end to end."""
    if not store.is_sqlite:
        pytest.skip("the plan of a small table says nothing there")
    closed = select(Case.id).where(Case.status == "closed").order_by(Case.closed_at.desc()).limit(50)
    async with store.reading() as session:
        for query in (closed, changes._QUEUE):
            asked = query.compile(store.engine.sync_engine, compile_kwargs={"literal_binds": True})
            rows = await session.execute(text(f"EXPLAIN QUERY PLAN {asked}"))
            plan = " ".join(row.detail for row in rows)
            assert "INDEX" in plan and "TEMP B-TREE" not in plan, plan


# --- who reports, and when ---------------------------------------------------------------------------------------
async def told_by(house: House, for_bot, role: str, ago: float = 0) -> str:
    async with house.store.writing() as session:
        at = house.now() - timedelta(hours=ago)
        answers = (Answer("role", "?", "", role),) if role else ()
        facts = Facts("report_bullying", danger="no")
        one = await report.open_case(
            session,
            for_bot,
            Report(answers, facts, "vi", "24133", "2025"),
            triage(facts),
            conversation=await chat(session),
            received_at=at,
            now=at,
        )
    return one.number


def offered(page: str, name: str) -> dict[str, int]:
    chosen = re.search(rf'<select id="f-{name}".*?</select>', page, re.DOTALL)[0]
    return {value: int(count) for value, count in re.findall(r'value="(\w+)"[^>]*>[^<]*\((\d+)\)', chosen)}


async def test_who_reports_is_a_filter_with_live_counts_although_the_database_can_not_tell(house, for_bot):
    child = [await told_by(house, for_bot, "child") for _ in range(2)]
    school, nobody = await told_by(house, for_bot, "school"), await told_by(house, for_bot, "")
    lan = await house.hire_and_sign_in("Lan")
    page = (await lan.get("/queue?tab=all")).text
    assert offered(page, "reporter") == {"child": 2, "school": 1, "unknown": 1}
    await lan.post("/queue/view", reporter="child")
    assert sorted(await shown(lan)) == sorted(child)
    await lan.post(f"/cases/{child[0]}/claim")
    page = (await lan.get("/queue?tab=mine")).text
    assert counts(page) == {"mine": 1, "unclaimed": 1, "overdue": 0, "all": 2, "elsewhere": 0}
    assert offered(page, "reporter") == {"child": 1}
    await lan.post("/queue/view", reporter="unknown")
    assert await shown(lan) == [nobody]
    await lan.post("/queue/view", reporter="neighbour")
    assert await shown(lan) == [] and offered((await lan.get("/queue")).text, "reporter")["neighbour"] == 0
    async with house.store.writing() as session:  # and what is told later counts at once
        case = await session.scalar(select(Case).where(Case.number == nobody))
        facts = Facts("report_bullying", danger="no")
        told = Report((Answer("role", "?", "", "neighbour"),), facts, "vi")
        await report.complete(session, case.id, told, triage(facts), now=house.now())
    assert await shown(lan) == [nobody] and school not in await shown(lan)


async def test_the_day_of_the_first_message_is_a_filter_in_words(house, for_bot):
    # Noon in Viet Nam: midnight was twelve hours ago.
    today, yesterday, week, older = [await told_by(house, for_bot, "", ago) for ago in (11.9, 12.1, 40, 24 * 7)]
    lan = await house.hire_and_sign_in("Lan")
    assert offered((await lan.get("/queue?tab=all")).text, "when") == {
        "today": 1,
        "yesterday": 1,
        "week": 1,
        "older": 1,
    }
    for when, number in (("today", today), ("yesterday", yesterday), ("week", week), ("older", older)):
        await lan.post("/queue/view", when=when)
        assert await shown(lan) == [number]
    again = await house.sign_in("lan")  # kept for the person
    assert await shown(again) == [older]
