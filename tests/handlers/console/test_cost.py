"""What pages ask by themselves every five seconds, counted in statements: it is the same for one case and for many."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from handlers import claiming, new_code, report, tasks
from handlers.case import ItemKind
from handlers.console import listing
from handlers.duty import seen_by
from handlers.escalation import set_duty
from handlers.handing_over import offer, undo
from handlers.heartbeat import Process, beat
from handlers.interpreting import ask, translate
from handlers.outbox import Kind as JobKind
from handlers.permission import Role
from handlers.routes import Route, fell
from handlers.store.models import Alert, Case, Consent, Heartbeat, Job, Received, Staff
from handlers.triage import Level
from tests.bot.test_web_cost import counted
from tests.handlers.console.visits import House, Visitor
from tests.handlers.people import opened

POLL = {"hx-request": "true", "x-person-here": "no"}


async def unchanged(house: House, visitor: Visitor, path: str, tag: str = "") -> int:
    """How many statements it costs to be told that nothing has changed."""
    tag = tag or (await visitor.get(path, **POLL)).headers["etag"]
    with counted(house.store) as cost:
        answer = await visitor.get(path, **POLL, **{"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    return cost.statements


async def crowd(house: House, for_bot, many: int = 12) -> list[str]:
    """A case worker's own case and others that nobody has, all overdue; their ids."""
    async with house.store.writing() as session:
        made = [
            await opened(session, for_bot, level, now=house.now() - timedelta(hours=30))
            for level in [Level.P1, *[Level.P0, Level.P2] * (many // 2)]
        ]
    return [one.case_id for one in made]


async def test_a_poll_that_finds_nothing_new_costs_two_statements(house, for_bot):
    """Who asks, and whether anything has changed."""
    lan = await house.hire_and_sign_in("Lan")
    boss = await house.hire_and_sign_in("Boss", Role.SUPERVISOR)
    for _ in range(2):
        for visitor in (lan, boss):
            assert await unchanged(house, visitor, "/bell") == 2
            assert await unchanged(house, visitor, "/queue?tab=all") == 2
            assert await unchanged(house, visitor, "/shift") == 2
        assert await unchanged(house, boss, "/wall") == 2
        await crowd(house, for_bot)


async def test_an_open_case_asks_for_four_whatever_its_talk(house, for_bot):
    """Who asks, whether they see the case, the case, and the mark of its talk."""
    lan = await house.hire_and_sign_in("Lan")
    (case_id, *_) = await crowd(house, for_bot)
    async with house.store.writing() as session:
        case = await session.get_one(Case, case_id)
        number, case.status = case.number, "claimed"
        claiming.take(session, case, await _id(session), house.now())
    for _ in range(2):
        page = (await lan.get(f"/cases/{number}")).text
        mark = re.search(r'data-mark="([^"]+)"', page)
        assert mark is not None
        assert await unchanged(house, lan, f"/cases/{number}/talk?have=", mark[1].replace("&#34;", '"')) == 4
        async with house.store.writing() as session:
            for at in range(9):
                await report.add(session, case_id, ItemKind.MESSAGE, f"Lần {at}", now=house.now())


async def test_the_bell_itself_costs_the_same_for_two_cases_and_for_a_crowd(house, for_bot):
    lan = await house.hire_and_sign_in("Lan")
    costs = []
    for many in (2, 30):
        await crowd(house, for_bot, many)
        with counted(house.store) as cost:
            page = (await lan.get("/bell")).text
        assert "alarm overdue" in page
        costs.append(cost.statements)
    assert costs[0] == costs[1] <= 29


async def test_of_two_who_look_the_second_is_told_what_the_first_found(house, for_bot):
    lan, hoa = await house.hire_and_sign_in("Lan"), await house.hire_and_sign_in("Hoa")
    await crowd(house, for_bot)
    costs = []
    for visitor in (lan, hoa):
        with counted(house.store) as cost:
            await visitor.get("/bell", **POLL)
        costs.append(cost.statements)
    assert costs[1] <= costs[0] - 11


async def test_whatever_the_bell_shows_of_the_desk_moves_its_tag(house, for_bot):
    """Each change in turn, the time standing still."""
    lan_id = (await house.hire("Lan")).id
    hoa_id = (await house.hire("Hoa")).id
    mai_id = (await house.hire("Mai", Role.INTERPRETER, languages="vi,rad")).id
    visitor = await house.sign_in("lan")
    (case_id, *_) = await crowd(house, for_bot)
    now = house.now()

    async def claim(session):
        case = await session.get_one(Case, case_id)
        case.status = "claimed"
        claiming.take(session, case, lan_id, now)
        session.add(Consent(case_id=case_id, kind="call_back", version="1", given_at=now))

    async def task(session):
        await tasks.add(session, case_id, lan_id, "Gọi lại", now, "", now)

    async def alert_fails(session):
        session.add(Alert(case_id=case_id, round=1, rung=9, target="group", at=now, failed_at=now))

    async def job_fails(session):
        job = Job(worker="web", kind=JobKind.REPLY_NOTICE, lane="x", created_at=now, due_at=now)
        job.done_at, job.failure = now, "blocked"
        session.add(job)

    async def update_fails(session):
        session.add(Received(channel="web", update_id="1", seen_at=now, kind="failed"))

    async def falls_silent(session):
        await session.execute(
            update(Heartbeat).where(Heartbeat.process == Process.BOT).values(at=now - timedelta(hours=1))
        )

    async def hears_nothing(session):
        await ask(session, case_id, lan_id, mai_id, "rad", now)

    steps = [
        lambda session: beat(session, Process.BOT, now),
        claim,
        task,
        alert_fails,
        job_fails,
        update_fails,
        falls_silent,
        lambda session: fell(session, Route.TELEGRAM, now),
        lambda session: set_duty(session, hoa_id, False, now),
        lambda session: offer(session, case_id, lan_id, hoa_id, now),
        lambda session: undo(session, case_id, lan_id, now),
        hears_nothing,
        lambda session: translate(session, case_id, mai_id, "Em bé nói là đói", now),
        lambda session: new_code.ask(session, case_id, lan_id, now=now),
        lambda session: new_code.drop(session, case_id, lan_id, now=now),
    ]
    for step in steps:
        tag = (await visitor.get("/bell", **POLL)).headers["etag"]
        async with house.store.writing() as session:
            await step(session)
        answer = await visitor.get("/bell", **POLL, **{"if-none-match": tag})
        assert answer.status_code == 200, step
        assert answer.headers["hx-trigger"] == "changed", step


async def test_what_comes_due_by_the_time_alone_is_told_in_that_very_second(house, for_bot):
    visitor = await house.hire_and_sign_in("Lan")
    async with house.store.writing() as session:
        await opened(session, for_bot, Level.P0, now=house.now())
    first = await visitor.get("/bell", **POLL)
    tag = first.headers["etag"]
    assert "overdue" not in first.text
    house.now.go(minutes=4, seconds=59)
    assert (await visitor.get("/bell", **POLL, **{"if-none-match": tag})).status_code == 304
    house.now.go(seconds=2)
    answer = await visitor.get("/bell", **POLL, **{"if-none-match": tag})
    assert "alarm overdue" in answer.text
    assert "hx-trigger" not in answer.headers  # no row of the queue has changed


async def _id(session) -> str:
    return (await session.execute(Staff.__table__.select().where(Staff.login == "lan"))).one().id


@pytest.mark.parametrize("role", [Role.COMMUNE, Role.INTERPRETER])
async def test_who_is_brought_to_a_few_cases_costs_no_look_through_all_closed_ones(house, for_bot, role):
    """On SQLite the plan says so; PostgreSQL rightly reads a small table from end to end."""
    if not house.store.is_sqlite:
        pytest.skip("the plan of a small table says nothing there")
    where = {"commune_code": "24133", "commune_scheme": "2025", "languages": "vi,rad"}
    staff = await house.hire("Xa", role, **where)
    query = select(Case.id).where(listing._closed(staff), seen_by(staff)).order_by(Case.closed_at.desc()).limit(51)
    async with house.store.reading() as session:
        asked = query.compile(house.store.engine.sync_engine, compile_kwargs={"literal_binds": True})
        plan = " ".join(row.detail for row in await session.execute(text(f"EXPLAIN QUERY PLAN {asked}")))
    assert "ix_cases_closed" not in plan and "SCAN cases" not in plan, plan
