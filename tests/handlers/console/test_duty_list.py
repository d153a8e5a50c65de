"""The pages of the duty list, of what somebody is asked for first, and of one's own alerts by e-mail."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from sqlalchemy import select, update

from handlers import duty_list, escalation
from handlers.console.said import Said
from handlers.permission import Role
from handlers.routes import MAIL_SERVED
from handlers.store.kept import keep
from handlers.store.models import Alert, Audit, LookedAfter, MailRoute, Shift, Staff
from tests.handlers.people import NOON, opened

WEEK = "2026-11-23"
NIGHT = {"week": WEEK, "begins": "19:00", "ends": "07:00", "place": "0"}


async def shifts(house) -> list[tuple[str, int]]:
    async with house.store.reading() as session:
        query = select(Shift, Staff.name).join(Staff, Staff.id == Shift.staff_id).where(Shift.removed.is_(None))
        return [(name, shift.on_call) for shift, name in await session.execute(query.order_by(Shift.id))]


def said(answer) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].rpartition("said=")[2]


async def test_a_supervisor_fills_a_week_and_everybody_reads_it(house):
    lan = await house.hire("Lan")
    sen = await house.hire_and_sign_in("Sen", Role.SUPERVISOR)
    assert said(await sen.post("/duty-list/add", **NIGHT, who=lan.id, day2="yes", day3="yes")) == Said.SHIFT_ADDED
    reader = await house.hire_and_sign_in("Kim", Role.INTERPRETER)
    page = (await reader.get(f"/duty-list?week={WEEK}")).text
    assert page.count("19:00–07:00") == 2 and "next day" in page and page.count("Lan") == 2
    assert "/duty-list/add" not in page and "Take Lan off" not in page
    page = (await sen.get(f"/duty-list?week={WEEK}")).text
    assert "Take Lan off" in page and "Nobody is on the list in the coming seven days" in page
    assert "from 12:0" in page  # the first gap begins now


async def test_copying_and_undoing(house):
    lan = await house.hire("Lan")
    sen = await house.hire_and_sign_in("Sen", Role.SUPERVISOR)
    await sen.post("/duty-list/add", **NIGHT, who=lan.id, day2="yes")
    assert said(await sen.post("/duty-list/copy", week="2026-11-30")) == Said.WEEK_COPIED
    assert said(await sen.post("/duty-list/copy", week="2026-11-30")) == Said.NOTHING_TO_COPY
    page = (await sen.get("/duty-list?week=2026-11-30")).text
    assert "Sen copied a week" in page
    change = re.search(r'name="change" value="(\d+)"', page)
    assert said(await sen.post("/duty-list/undo", week=WEEK, change=change[1])) == Said.UNDONE
    assert said(await sen.post("/duty-list/undo", week=WEEK, change=change[1])) == Said.NOTHING_TO_UNDO  # twice pressed
    assert await shifts(house) == [("Lan", 0)]
    async with house.store.reading() as session:
        number = await session.scalar(select(Shift.id))
        acts = await session.scalars(select(Audit.detail).where(Audit.act == "duty_list").order_by(Audit.id))
        assert list(acts) == ["added", "copied", "undone"]
    assert said(await sen.post(f"/duty-list/{number}/remove", week=WEEK)) == Said.SHIFT_REMOVED
    assert await shifts(house) == []


@pytest.mark.parametrize(
    ("form", "answer"),
    [
        ({}, Said.SHIFT_INCOMPLETE),
        ({"day0": "yes", "begins": ""}, Said.SHIFT_INCOMPLETE),
        ({"day0": "yes", "begins": "25:00"}, Said.SHIFT_INCOMPLETE),
        ({"day0": "yes", "begins": "07:00+07:00"}, Said.SHIFT_INCOMPLETE),
        ({"day0": "yes", "place": "99"}, Said.SHIFT_INCOMPLETE),
        ({"day0": "yes", "place": "x"}, Said.SHIFT_INCOMPLETE),
        ({"day0": "yes", "who": ""}, Said.SHIFT_NOT_ON_DESK),
        ({"day0": "yes", "who": "nobody"}, Said.SHIFT_NOT_ON_DESK),
    ],
)
async def test_what_can_not_be_read_is_said_and_changes_nothing(house, form, answer):
    lan = await house.hire("Lan")
    sen = await house.hire_and_sign_in("Sen", Role.SUPERVISOR)
    assert said(await sen.post("/duty-list/add", **{**NIGHT, "who": lan.id, **form})) == answer
    assert await shifts(house) == []
    for path in ("/duty-list/x/remove", "/duty-list/9/remove", "/duty-list/99999999999999999999/remove"):
        assert (await sen.post(path, week="nonsense")).status_code == 303


@pytest.mark.parametrize("week", ["", "x", "0001-01-01", "9999-12-31", "2026-13-01", "2026-11-25"])
async def test_a_week_that_is_none_is_this_one(house, week):
    reader = await house.hire_and_sign_in("Lan")
    page = await reader.get(f"/duty-list?week={week}")
    assert page.status_code == 200 and "23/11 – 29/11/2026" in page.text.replace("\n", " ")


async def test_who_should_be_here_and_who_has_left_are_shown(house):
    lan, minh = await house.hire("Lan", on_duty=False), await house.hire("Minh", on_duty=False)
    reader = await house.hire_and_sign_in("Hoa")
    async with house.store.writing() as session:
        for person in (lan, minh):
            await duty_list.add(session, lan.id, person.id, [date(2026, 11, 25)], time(7), time(19), 0, NOON)
        await session.execute(update(Staff).where(Staff.id == minh.id).values(active=False))
    page = (await reader.get("/duty-list")).text
    assert "Should be on duty now and is not" in page
    assert 'class="gone">Minh' in page and 'class="gone">Lan' not in page


async def test_a_supervisor_says_which_communes_somebody_looks_after(house):
    lan = await house.hire("Lan")
    sen = await house.hire_and_sign_in("Sen", Role.SUPERVISOR)
    path = f"/staff/{lan.id}/skills"
    assert "What Lan is asked for first" in (await sen.get(path)).text
    assert said(await sen.post(path, commune="24133")) == Said.SKILLS_INCOMPLETE
    assert said(await sen.post(path, vi="yes", rad="yes", commune="24133")) == Said.SKILLS_KEPT
    assert said(await sen.post(path, vi="yes", rad="yes", commune="00000")) == Said.SKILLS_KEPT
    async with house.store.reading() as session:
        assert (await session.get_one(Staff, lan.id)).languages == "vi,rad"
        assert list(await session.scalars(select(LookedAfter))) == []  # no commune of today has that code
    await sen.post(path, vi="yes", commune="24133")
    async with house.store.reading() as session:
        assert [one.commune_code for one in await session.scalars(select(LookedAfter))] == ["24133"]
    assert "looks after" in (await sen.get("/staff")).text
    assert (await sen.post("/staff/nobody/skills", vi="yes")).status_code == 303


async def test_who_can_not_be_alerted_is_warned_before_going_on_duty_and_may_go(house):
    lan = await house.hire_and_sign_in("Lan", on_duty=False)
    page = (await lan.get("/me")).text
    assert "No alert can reach you" in page and page.index("No alert can reach you") < page.index("Go on duty")
    assert "No alert reaches you" in (await lan.get("/queue")).text
    assert said(await lan.post("/me/duty", on="yes")) == Said.DUTY_ON_UNREACHED
    async with house.store.writing() as session:
        person = await session.scalar(select(Staff).where(Staff.login == "lan"))
        assert person.on_duty_since is not None
        person.telegram_hash, person.telegram_address = "x", b"sealed"
    assert "No alert" not in (await lan.get("/me")).text
    assert said(await lan.post("/me/duty", on="yes")) == Said.DUTY_ON
    async with house.store.writing() as session:
        await keep(session, "telegram_off", "yes")
    assert "No alert can reach you" in (await lan.get("/me")).text


async def test_an_address_is_entered_and_a_wrong_code_is_said(house):
    lan = await house.hire_and_sign_in("Lan", on_duty=False)
    assert "No mail server is set up" in (await lan.get("/me")).text
    async with house.store.writing() as session:
        await keep(session, MAIL_SERVED, "yes")
    assert "Your e-mail address" in (await lan.get("/me")).text
    assert said(await lan.post("/me/mail", address="lan")) == Said.MAIL_NO_ADDRESS
    assert said(await lan.post("/me/mail", address="lan@chungtay.test")) == Said.MAIL_SENT
    assert said(await lan.post("/me/mail", address="lan@chungtay.test")) == Said.MAIL_TOO_SOON
    assert "l…@chungtay.test" in (await lan.get("/me")).text and "lan@" not in (await lan.get("/me")).text
    assert said(await lan.post("/me/mail/code", code="abc")) == Said.MAIL_WRONG_CODE
    async with house.store.writing() as session:
        (await session.scalar(select(MailRoute))).proved_at = NOON
    page = (await lan.get("/me")).text
    assert "Alerts go to l…@chungtay.test" in page and "No alert can reach you" not in page
    assert said(await lan.post("/me/mail/remove")) == Said.MAIL_REMOVED
    assert "No alert can reach you" in (await lan.get("/me")).text


async def test_whoever_loses_their_access_is_mailed_no_more(house):
    lan = await house.hire("Lan")
    async with house.store.writing() as session:
        session.add(MailRoute(staff_id=lan.id, sealed=b"x", hint="l…@a.vn", asked_at=NOON, proved_at=NOON))
    root = await house.hire_and_sign_in("Root", Role.ADMINISTRATOR)
    await root.post(f"/staff/{lan.id}/deactivate")
    async with house.store.reading() as session:
        assert await session.scalar(select(MailRoute)) is None


async def test_the_ladder_shows_each_route_and_who_has_seen_the_alert(house, for_bot):
    lan = await house.hire("Lan")
    async with house.store.writing() as session:
        await keep(session, MAIL_SERVED, "yes")
        session.add(MailRoute(staff_id=lan.id, sealed=b"x", hint="l…@a.vn", asked_at=NOON, proved_at=NOON))
        case = await opened(session, for_bot, now=house.now())
        alert = await session.scalar(select(Alert).where(Alert.target == f"mail:{lan.id}"))
        await escalation.delivered(session, [alert.id], "", house.now())
    visitor = await house.sign_in("lan")
    page = (await visitor.get(f"/cases/{case.number}")).text
    assert "by e-mail" in page and "accepted by the mail server" in page and "seen 12:" not in page
    await visitor.post(f"/cases/{case.number}/claim")
    assert "seen 12:" in (await visitor.get(f"/cases/{case.number}")).text
