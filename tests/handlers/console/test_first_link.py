"""How the first administrator comes in, and everybody after them."""

from __future__ import annotations

import re

import pyotp
import pytest
from sqlalchemy import func, select

from handlers.console.first_link import first_link
from handlers.permission import Role
from handlers.store.models import Audit, OneTimeLink, Staff
from handlers.vouching import SECRETS
from tests.handlers.console.visits import PASSWORD, House, Visitor


async def link_of(house: House) -> str:
    async with house.store.writing() as session:
        return await first_link(session, house.now()) or ""


async def choose(visitor: Visitor, path: str, **changes: str):
    form = {"name": "H'Lan Niê", "login": "Lan", "password": PASSWORD, "again": PASSWORD, **changes}
    return await visitor.post(path, **form)


async def finish(house: House, visitor: Visitor, set_up: str):
    page = (await visitor.get(set_up)).text
    secret = re.search(r'class="secret">([^<]+)<', page)
    assert secret is not None
    return await visitor.post(set_up, code=pyotp.TOTP(secret[1].replace(" ", "")).at(house.now()))


async def test_the_first_link_makes_an_administrator_who_is_then_signed_in(house):
    visitor, path = house.visitor(), await link_of(house)
    assert (await visitor.get(path)).status_code == 200

    set_up = (await choose(visitor, path)).headers["location"]
    done = await finish(house, visitor, set_up)

    assert done.headers["location"] == "/staff?said=welcome"
    assert "HttpOnly" in done.headers["set-cookie"] and "SameSite=strict" in done.headers["set-cookie"]
    assert (await visitor.get("/staff")).status_code == 200
    assert (await visitor.get("/queue")).status_code == 403  # who gives access to people has none to cases
    async with house.store.reading() as session:
        staff = await session.scalar(select(Staff).options(SECRETS))
        assert (staff.login, staff.role, staff.active) == ("lan", Role.ADMINISTRATOR, True)
        assert staff.password_hash.startswith("$argon2id$") and "m=65536" in staff.password_hash
        assert (await session.scalars(select(Audit.act).order_by(Audit.id))).all() == ["set_up", "sign_in"]


async def test_the_first_link_works_once_and_no_other_is_made_afterwards(house):
    visitor, path = house.visitor(), await link_of(house)
    set_up = (await choose(visitor, path)).headers["location"]
    await finish(house, visitor, set_up)

    other = house.visitor()
    assert (await other.get(path)).status_code == 410
    assert (await choose(other, path, login="someone")).status_code == 410
    assert (await other.get(set_up)).status_code == 410
    assert await link_of(house) == ""


async def test_each_start_makes_a_new_first_link_and_ends_the_older_one(house):
    older, newer = await link_of(house), await link_of(house)
    assert (await house.visitor().get(older)).status_code == 410
    assert (await house.visitor().get(newer)).status_code == 200
    house.now.go(hours=24)
    assert (await house.visitor().get(newer)).status_code == 410


async def test_looking_at_the_first_link_does_not_use_it_up_and_nobody_is_in_before_the_code(house):
    visitor, path = house.visitor(), await link_of(house)
    set_up = (await choose(visitor, path)).headers["location"]
    wrong = await visitor.post(set_up, code="000000")
    assert wrong.status_code == 403 and "set-cookie" not in wrong.headers
    assert (await visitor.get("/queue")).headers["location"] == "/sign-in?next=/queue"
    async with house.store.reading() as session:
        assert not (await session.scalar(select(Staff))).active
    # Not finished, so a new start helps: the next link goes on.
    assert await link_of(house) != ""


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"password": "ngắn quá", "again": "ngắn quá"}, "at least 12 characters"),
        ({"password": "á" * 300, "again": "á" * 300}, "at most 256"),
        ({"password": "aaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaa"}, "too easy"),
        ({"again": "năm con voi đi qua suối"}, "not the same"),
        ({"name": "  "}, "your name"),
    ],
)
async def test_a_password_that_will_not_do_makes_no_account(house, changes, says):
    visitor, path = house.visitor(), await link_of(house)
    answer = await choose(visitor, path, **changes)
    assert answer.status_code == 400 and says in answer.text
    assert PASSWORD not in answer.text
    async with house.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Staff)) == 0


async def test_an_invited_officer_sets_up_the_account_by_a_link_that_works_once(house):
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    shown = await boss.post("/staff/invite", name="Y Bham", login="ybham", role="case_worker", vi="yes", rad="yes")
    path = re.search(r"http://console\.test(/invitation/[\w-]+)", shown.text)
    assert path is not None

    visitor = house.visitor()
    assert "Y Bham" in (await visitor.get(path[1])).text
    short = await visitor.post(path[1], password="ngắn", again="ngắn")
    assert short.status_code == 400
    set_up = (await visitor.post(path[1], password=PASSWORD, again=PASSWORD)).headers["location"]
    await finish(house, visitor, set_up)

    assert (await visitor.get("/queue")).status_code == 200
    assert (await visitor.get("/staff")).status_code == 403
    assert (await house.visitor().get(path[1])).status_code == 410
    async with house.store.reading() as session:
        staff = await session.scalar(select(Staff).where(Staff.login == "ybham"))
        assert (staff.role, staff.languages, staff.active) == ("case_worker", "vi,rad", True)
        kept = (await session.scalars(select(OneTimeLink.token_hash))).all()
    assert not any(path[1].rsplit("/", 1)[1] in one for one in kept)


async def test_an_invitation_is_over_after_three_days_or_when_access_was_taken_away(house):
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    paths = []
    for login in ("one", "two"):
        shown = await boss.post("/staff/invite", name=login, login=login, role="case_worker", vi="yes")
        paths.append(re.search(r"http://console\.test(/invitation/[\w-]+)", shown.text)[1])
    async with house.store.reading() as session:
        two = await session.scalar(select(Staff.id).where(Staff.login == "two"))
    await boss.post(f"/staff/{two}/deactivate")
    assert [(await house.visitor().get(path)).status_code for path in paths] == [200, 410]
    house.now.go(days=3)
    assert (await house.visitor().get(paths[0])).status_code == 410
