"""A link that makes somebody of its holder: never by one person alone, and never behind its owner's back."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from handlers.console import auth
from handlers.console.new_link import on_the_machine
from handlers.outbox import Kind
from handlers.permission import Role
from handlers.store.models import Audit, Job, OneTimeLink, Staff
from tests.handlers.console.visits import ADDRESS, PASSWORD

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def owner(house) -> Staff:
    staff = await house.hire("Hoa", Role.SUPERVISOR)
    async with house.store.writing() as session:
        (await session.get(Staff, staff.id)).telegram_address = b"sealed"
    return staff


async def links(house) -> int:
    async with house.store.reading() as session:
        return len(list(await session.scalars(select(OneTimeLink.kind))))


async def test_an_administrator_alone_makes_no_link_to_the_account_of_a_supervisor(house, owner):
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    path = f"/staff/{owner.id}/link"
    assert (await boss.post(f"{path}/make")).headers["location"] == "/staff?said=link_gone"
    assert (await boss.post(path)).headers["location"] == "/staff?said=link_asked"
    for act in ("agree", "make", "make"):  # nobody is a second person to themselves
        assert (await boss.post(f"{path}/{act}")).headers["location"] == "/staff?said=link_gone"
    assert await links(house) == 0
    hoa = await house.sign_in("hoa")  # the old access is untouched
    assert (await hoa.post(f"{path}/agree")).headers["location"] == "/staff?said=link_gone"  # nor is its owner one


async def test_its_owner_is_told_at_once_and_can_refuse(house, owner):
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    hoa, mai = await house.sign_in("hoa"), await house.hire_and_sign_in("Mai")
    tag = (await hoa.get("/bell")).headers["etag"]
    await boss.post(f"/staff/{owner.id}/link")
    async with house.store.reading() as session:
        jobs = (await session.execute(select(Job.kind, Job.lane).where(Job.kind == Kind.LINK_ASKED))).all()
    assert [tuple(job) for job in jobs] == [(Kind.LINK_ASKED, f"link:staff:{owner.id}")]
    bell = await hoa.get("/bell", **{"if-none-match": tag})
    assert bell.status_code == 200 and "Boss has asked for a new link to your own account" in bell.text
    assert (await mai.post(f"/staff/{owner.id}/link/refuse")).headers["location"] == "/?said=link_gone"
    await hoa.post(f"/staff/{owner.id}/link/refuse")
    assert "new link" not in (await hoa.get("/bell")).text
    second = await house.hire_and_sign_in("Second", Role.ADMINISTRATOR)
    assert (await second.post(f"/staff/{owner.id}/link/agree")).headers["location"] == "/staff?said=link_gone"
    assert await links(house) == 0


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
async def test_with_a_second_person_the_link_is_shown_once_and_the_old_access_ends(house, owner, role):
    boss, second = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR), await house.hire_and_sign_in("Mai", role)
    hoa, path = await house.sign_in("hoa"), f"/staff/{owner.id}/link"
    await boss.post(path)
    assert "asks for a new link to the account of Hoa" in (await second.get("/bell")).text
    assert f"{path}/agree" in (await second.get("/staff")).text
    assert (await second.post(f"{path}/agree")).headers["location"] == "/staff?said=link_agreed"
    assert (await second.post(f"{path}/make")).status_code != 200  # it is not theirs to have
    page = await boss.post(f"{path}/make")
    token = re.search(rf"{ADDRESS}/invitation/([\w-]+)", page.text)[1]
    assert (await hoa.get("/queue")).status_code == 303
    assert (await boss.post(f"{path}/make")).headers["location"] == "/staff?said=link_gone"
    assert (await house.visitor().post(f"/invitation/{token}", password=PASSWORD, again=PASSWORD)).status_code == 303
    records = (await boss.get("/audit")).text
    for act in ("asked for a new set-up link", "agreed to a new set-up link", "made a new set-up link"):
        assert act in records
    assert f"Hoa ({owner.id[:8]})" in records  # by an id too: names can be given anew


async def test_what_is_asked_for_lapses_after_a_day(house, owner):
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    await boss.post(f"/staff/{owner.id}/link")
    house.now.go(hours=25)
    second = await house.hire_and_sign_in("Second", Role.ADMINISTRATOR)
    assert (await second.post(f"/staff/{owner.id}/link/agree")).headers["location"] == "/staff?said=link_gone"


async def test_an_invitation_that_nobody_used_is_made_anew_at_once(house):
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    form = {"name": "Trần Thị Hoa", "login": "hoa.tran", "role": "case_worker", "vi": "yes"}
    await boss.post("/staff/invite", **form)
    async with house.store.reading() as session:
        invited = await session.scalar(select(Staff).where(Staff.login == "hoa.tran"))
    assert "/invitation/" in (await boss.post(f"/staff/{invited.id}/link")).text
    # And a name that colleagues would take for hers is nobody else's.
    for name in ("trần thị  hoa", "Trần Thị H\u043ea", "Tra\u0302\u0300n Thi\u0323 Hoa", "Trần Thị Hoa\u200b"):
        answer = await boss.post("/staff/invite", **{**form, "login": "another", "name": name})
        assert answer.status_code == 400 and "Somebody is called this" in answer.text, name
    assert (await boss.post("/staff/invite", **{**form, "login": "another", "name": "Trần Thị Hòa"})).status_code == 200


async def test_a_sole_administrator_makes_it_on_the_machine_and_everybody_hears_of_it(house, owner):
    mai = await house.hire_and_sign_in("Mai")
    assert "Hoa" not in (await mai.get("/bell")).text
    said = await on_the_machine(house.store, "HOA", ADDRESS, house.now())
    assert f"{ADDRESS}/invitation/" in said and auth.tidy_login("HOA") in said.casefold()
    house.now.go(minutes=6)
    told = "A new link to the account of Hoa was made on the machine"
    assert told in (await mai.get("/bell")).text
    async with house.store.reading() as session:
        (row,) = list(await session.scalars(select(Audit).where(Audit.act == "link_on_machine")))
        assert row.staff_id is None and row.detail == owner.id
    assert await on_the_machine(house.store, "nobody", ADDRESS, house.now()) == "There is nobody with this login."
    house.now.go(hours=25)
    assert told not in (await (await house.sign_in("mai")).get("/bell")).text
