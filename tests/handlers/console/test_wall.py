"""The wallboard: bare numbers for a screen on the wall, let in by a link that opens nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import select
from starlette.routing import Route
from structlog.testing import capture_logs

from handlers import wall
from handlers.console.routes import PUBLIC
from handlers.heartbeat import Process, beat
from handlers.permission import Role
from handlers.store.models import Audit, Case, WallLink
from handlers.triage import Level
from tests.handlers.console.visits import ADDRESS, House, Visitor
from tests.handlers.people import opened

PART = {"hx-request": "true"}


async def new(house: House, for_bot, level: Level, ago: float = 0) -> str:
    async with house.store.writing() as session:
        at = house.now() - timedelta(minutes=ago)
        return (await opened(session, for_bot, level, now=at)).number


async def alive(house: House) -> None:
    async with house.store.writing() as session:
        for process in Process:
            await beat(session, process, house.now())


def code_in(page: str) -> str:
    return re.search(r"/wall/link#([A-Z0-9-]+)<", page)[1]


async def link(house: House, name: str = "Giam", role: Role = Role.SUPERVISOR) -> tuple[Visitor, str]:
    boss = await house.hire_and_sign_in(name, role, on_duty=False)
    return boss, code_in((await boss.post("/wall-links", place="Phòng trực, tường trái")).text)


async def screen(house: House, code: str) -> Visitor:
    visitor = house.visitor()
    answer = await visitor.post("/wall/link", token=code)
    assert (answer.status_code, answer.headers["location"]) == (303, "/wall"), answer.text
    return visitor


# --- what it shows -----------------------------------------------------------------------------------------------
async def test_it_shows_how_many_wait_how_long_and_who_is_there_in_bare_numbers(house, for_bot):
    await alive(house)
    numbers = [await new(house, for_bot, level, ago) for level, ago in ((Level.P0, 1), (Level.P2, 90), (Level.P2, 5))]
    lan = await house.hire_and_sign_in("Lan")
    await alive(house)
    page = (await lan.get("/wall")).text
    assert re.findall(r"<dd>(\d+)</dd></div>", page) == ["1", "0", "2", "0", "1"]
    assert "1 h 31 min" in page  # the sign-in took half a minute
    assert 'class="band" role="alert">Nobody' not in page
    for word in [*numbers, "Lan", 'href="/cases', "<a ", "24133", "<select", "<input", "<form"]:
        assert word not in page, word
    await lan.post("/me/duty", on="no")
    assert 'class="band" role="alert">Nobody is on duty' in (await lan.get("/wall")).text


async def test_a_silent_house_is_said_on_it(house):
    lan = await house.hire_and_sign_in("Lan")
    assert "The bot is silent" in (await lan.get("/wall")).text
    await alive(house)
    assert "silent" not in (await lan.get("/wall")).text


async def test_what_is_claimed_or_muted_does_not_wait_and_what_is_passed_on_does(house, for_bot):
    numbers = [await new(house, for_bot, Level.P1) for _ in range(3)]
    lan = await house.hire_and_sign_in("Lan")
    for number in numbers[:2]:
        await lan.post(f"/cases/{number}/claim")
    async with house.store.writing() as session:
        cases = {one.number: one for one in await session.scalars(select(Case))}
        cases[numbers[1]].passed_on_at = house.now() + timedelta(seconds=1)
        cases[numbers[2]].muted_until = house.now() + timedelta(hours=1)
    async with house.store.reading() as session:
        assert (await wall.figures(session, house.now())).waiting[Level.P1] == 1


async def test_it_rings_for_each_new_urgent_case_by_a_name_that_tells_nothing(house, for_bot):
    lan = await house.hire_and_sign_in("Lan")
    await new(house, for_bot, Level.P2)
    assert 'data-rings=""' in (await lan.get("/wall")).text
    number = await new(house, for_bot, Level.P1)
    (name,) = re.search(r'data-rings="([^"]*)"', (await lan.get("/wall")).text)[1].split()
    assert re.fullmatch("[0-9a-f]{12}", name) and number not in name


async def test_it_asks_again_by_itself_and_nothing_new_costs_nothing(house, for_bot):
    await alive(house)
    lan = await house.hire_and_sign_in("Lan")
    whole = await lan.get("/wall")
    assert '<noscript><meta http-equiv="refresh" content="15; url=/wall?auto=1"></noscript>' in whole.text
    assert whole.headers["cache-control"] == "private, no-cache"
    part = await lan.get("/wall", **PART)
    assert "<html" not in part.text and part.headers["etag"] != whole.headers["etag"]
    tag = {"if-none-match": part.headers["etag"]}
    same = await lan.get("/wall", **PART, **tag)
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", part.headers["etag"])
    assert (await lan.get("/wall", **{"if-none-match": whole.headers["etag"]})).status_code == 304  # a reload, too
    await new(house, for_bot, Level.P3)
    assert (await lan.get("/wall", **PART, **tag)).status_code == 200


async def test_a_wall_that_asks_by_itself_keeps_no_session_alive(house):
    lan = await house.hire_and_sign_in("Lan")
    for _ in range(31):
        house.now.go(minutes=1)
        last = await lan.get("/wall", **PART)
    assert last.status_code == 401
    assert (await lan.get("/wall")).status_code == 303


async def test_who_is_not_signed_in_is_asked_to_and_who_may_not_see_it_is_told(house):
    assert (await house.visitor().get("/wall")).headers["location"] == "/sign-in?next=/wall"
    for role in (Role.COMMUNE, Role.INTERPRETER, Role.AUDITOR, Role.CAMPAIGNER, Role.LEADER):
        someone = await house.hire_and_sign_in(f"X{role}", role, on_duty=False)
        assert (await someone.get("/wall")).status_code == 403
        assert (await someone.post("/wall-links", place="Ở nhà")).status_code == 403


# --- the link ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
async def test_a_supervisor_or_administrator_makes_a_link_that_lets_a_screen_in_for_ninety_days(house, role):
    _, code = await link(house, role=role)
    tv = await screen(house, code)
    for days in (0, 89):
        house.now.go(days=days)
        assert "Waiting for somebody" in (await tv.get("/wall")).text
    house.now.go(days=1)
    over = await tv.get("/wall")
    assert over.status_code == 403 and "opens nothing" in over.text and 'class="waiting"' not in over.text
    assert (await house.visitor().post("/wall/link", token=code)).status_code == 403


async def test_the_token_is_kept_as_a_hash_and_stands_in_no_address_no_log_and_no_audit_line(house):
    with capture_logs() as logs:
        boss, code = await link(house)
        tv = await screen(house, code)
        await tv.get("/wall")
        await house.visitor().post("/wall/link", token=code.lower().replace("-", " "))
    bare = code.replace("-", "")
    async with house.store.reading() as session:
        row = (await session.scalars(select(WallLink))).one()
        kept = [str(getattr(row, column.name)) for column in WallLink.__table__.columns]
        audit = [f"{one.act} {one.detail}" for one in await session.scalars(select(Audit))]
    assert {"make_wall_link", "open_wall"} <= {one.split()[0] for one in audit}
    for text in (*kept, *audit, str(logs), (await boss.get("/wall-links")).text):
        assert bare not in text and code not in text
    # Only what stands before the "#" is ever sent as an address; no route takes it as a part of one.
    assert (await tv.get("/wall/link")).status_code == 200
    assert (await house.visitor().get(f"/wall/link/{bare}")).status_code == 404
    assert (await house.visitor().get(f"/wall/link?token={bare}")).text.count(bare) == 0


async def test_the_cookie_is_strict_and_sent_to_the_wall_alone(house):
    _, code = await link(house)
    answer = await house.visitor().post("/wall/link", token=code)
    cookie = answer.headers["set-cookie"]
    assert "Path=/wall;" in cookie and "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert "Max-Age=7776000" in cookie


async def test_a_revoked_link_ends_its_screens_at_once_and_two_presses_are_one(house):
    boss, code = await link(house)
    tv = await screen(house, code)
    tag = (await tv.get("/wall", **PART)).headers["etag"]
    address = re.search(r'action="(/wall-links/\w+/revoke)"', (await boss.get("/wall-links")).text)[1]
    assert (await boss.post(address)).headers["location"].endswith("said=wall_link_revoked")
    assert (await boss.post(address)).headers["location"].endswith("said=wall_link_revoked")
    assert (await boss.post("/wall-links/nothing/revoke")).status_code == 303
    asked = await tv.get("/wall", **PART, **{"if-none-match": tag})
    assert (asked.status_code, asked.content) == (401, b"")
    assert "ct_wall" in asked.headers["set-cookie"]  # and the cookie goes
    async with house.store.reading() as session:
        assert list(await session.scalars(select(Audit.act))).count("revoke_wall_link") == 1
    assert "revoked" in (await boss.get("/wall-links")).text


@pytest.mark.parametrize("wrong", ["", "A" * 30, "đ" * 400, "<script>", "0" * 60, "\0", "AAAAA-BBBBB"])
async def test_a_guessed_code_opens_nothing_and_many_are_slowed(house, wrong):
    visitor = house.visitor()
    answers = [await visitor.post("/wall/link", token=wrong) for _ in range(6)]
    assert [one.status_code for one in answers] == [403] * 5 + [429]
    assert all("set-cookie" not in one.headers for one in answers)
    house.now.go(minutes=1)
    _, code = await link(house)
    await screen(house, code)


async def test_a_link_needs_a_place(house):
    boss = await house.hire_and_sign_in("Giam", Role.SUPERVISOR)
    answer = await boss.post("/wall-links", place="   ")
    assert answer.headers["location"] == "/wall-links?said=reason_needed"
    assert "There is no link yet" in (await boss.get("/wall-links")).text
    page = (await boss.post("/wall-links", place="<b>Phòng</b>" + "x" * 200)).text
    assert "<b>Phòng" not in page


async def test_the_links_cookie_opens_no_other_page_and_does_nothing(house, for_bot):
    """Every route and method that there is, at a case that is there, with the cookie sent whatever its path says."""
    number = await new(house, for_bot, Level.P0)
    _, code = await link(house)
    transport = httpx2.ASGITransport(app=house.app, raise_app_exceptions=False)
    sent = {"cookie": f"ct_wall={code}; ct_staff={code}", "origin": ADDRESS, "sec-fetch-site": "same-origin"}
    tried = 0
    async with httpx2.AsyncClient(transport=transport, base_url=ADDRESS, headers=sent) as client:
        for route in house.app.routes:
            if not isinstance(route, Route) or route.path in PUBLIC:
                continue
            path = re.sub(r"{(\w+)}", lambda part: number if part[1] == "number" else "x", route.path)
            for method in sorted((route.methods or set()) - {"HEAD"}):
                answer = await client.request(method, path, data={} if method == "POST" else None)
                assert answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"), (method, path)
                tried += 1
        assert (await client.get("/wall")).status_code == 200
        for method in ("POST", "PUT", "DELETE"):  # and the wall itself is looked at only
            assert (await client.request(method, "/wall", data={"a": "b"})).status_code == 405
    assert tried > 50
    async with house.store.reading() as session:
        case = (await session.scalars(select(Case))).one()
        assert (case.status, case.claimed_by) == ("open", None)
