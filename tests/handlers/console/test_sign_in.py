"""Signing in, and how a session ends."""

from __future__ import annotations

import asyncio
import threading

import pytest
from sqlalchemy import select

from handlers.console import auth
from handlers.console.throttle import WAITING_OF_NETWORK
from handlers.permission import Role
from handlers.store.models import Audit, Staff, StaffSession
from handlers.vouching import SECRETS
from tests.handlers.console.visits import PASSWORD, House, Visitor, hidden
from tests.handlers.people import opened


async def attempt(house: House, **changes: str):
    form = {"login": "lan", "password": PASSWORD, "code": house.code("lan"), **changes}
    return await house.visitor().post("/sign-in", **form)


async def test_login_password_and_code_together_open_a_session_kept_only_as_a_hash(house):
    await house.hire("Lan")
    answer = await attempt(house, login="  LAN ")
    assert answer.headers["location"] == "/"
    token = answer.cookies["ct_staff"]
    async with house.store.reading() as session:
        kept = await session.scalar(select(StaffSession))
    assert token not in kept.token_hash and len(kept.token_hash) == 64


async def test_a_code_works_once_even_from_another_browser(house):
    await house.hire("Lan")
    house.now.go(seconds=60)
    assert (await attempt(house)).status_code == 303
    assert (await attempt(house)).status_code == 403
    house.now.go(seconds=30)
    assert (await attempt(house)).status_code == 303


async def test_an_older_code_is_refused_once_a_newer_one_was_used(house):
    await house.hire("Lan")
    house.now.go(seconds=60)
    older = house.code("lan")
    house.now.go(seconds=30)
    assert (await attempt(house)).status_code == 303
    assert (await attempt(house, code=older)).status_code == 403


@pytest.mark.parametrize(
    "changes",
    [{"password": "sai hoàn toàn rồi nhé"}, {"code": "000000"}, {"login": "nobody"}, {"code": "１２３４５６"}],
)
async def test_whatever_is_wrong_the_answer_is_the_same(house, changes):
    await house.hire("Lan")
    answer = await attempt(house, **changes)
    assert answer.status_code == 403 and "That did not match" in answer.text
    assert "set-cookie" not in answer.headers
    assert changes.get("password", "?") not in answer.text


async def test_an_unknown_login_costs_as_much_hashing_as_a_known_one(house, monkeypatch):
    await house.hire("Lan")
    verified: list[str | None] = []
    real = auth._verify
    monkeypatch.setattr(auth, "_verify", lambda kept, password: verified.append(kept) or real(kept, password))
    await attempt(house, login="nobody")
    await attempt(house)
    assert len(verified) == 2 and verified[0] is None
    assert auth._nobody().split("$")[:4] == str(verified[1]).split("$")[:4]


async def test_five_wrong_tries_lock_a_login_for_strangers_for_as_long_as_said_and_not_on_a_known_device(
    house, monkeypatch
):
    monkeypatch.setattr(auth, "_verify", lambda _kept, password: password == PASSWORD)
    await house.hire("Lan")
    at_work = await house.sign_in("lan")
    house.now.go(seconds=60)
    for _ in range(5):
        assert (await attempt(house, password="sai hoàn toàn rồi nhé")).status_code == 403
    locked = await attempt(house)
    assert locked.status_code == 429 and "60 seconds" in locked.text and locked.headers["retry-after"] == "60"
    form = {"login": "lan", "password": PASSWORD, "code": house.code("lan")}
    assert (await at_work.post("/sign-in", **form)).status_code == 303
    house.now.go(seconds=60)
    assert (await attempt(house)).status_code == 303


async def test_a_device_is_known_for_its_own_login_with_the_password_of_today_and_tries_there_are_counted_too(
    house, monkeypatch
):
    monkeypatch.setattr(auth, "_verify", lambda _kept, password: password == PASSWORD)
    await house.hire("Lan")
    await house.hire("Hoa")
    lan, hoa = await house.sign_in("lan"), await house.sign_in("hoa")
    cookie = lan.client.cookies["ct_device"]
    wrong = {"login": "hoa", "password": "sai hoàn toàn rồi nhé", "code": "000000"}
    assert [(await lan.post("/sign-in", **wrong)).status_code for _ in range(6)] == [403] * 5 + [429]
    assert [(await hoa.post("/sign-in", **wrong)).status_code for _ in range(11)] == [403] * 10 + [429]
    keys, now = house.keys.staff, house.now()
    device = auth.open_device(keys, cookie, now)
    async with house.store.reading() as session:
        staff = await session.scalar(select(Staff).options(SECRETS).where(Staff.login == "lan"))
    assert device is not None and device.is_of(staff)
    staff.password_hash = "another"
    assert not device.is_of(staff)
    assert auth.open_device(keys, cookie, now + auth.DEVICE_KNOWN * 2) is None
    assert auth.open_device(keys, "forged", now) is None
    assert auth.open_device(keys, auth.new_secret(keys, "x").decode(), now) is None


async def test_a_flood_of_sign_ins_lets_an_honest_one_of_another_network_through_after_two(house, monkeypatch):
    await house.hire("Lan")
    checked, begun, go_on = [], threading.Semaphore(0), threading.Semaphore(0)

    def verify(_kept, password):
        checked.append(password)
        begun.release()
        go_on.acquire()
        return password == PASSWORD

    monkeypatch.setattr(auth, "_verify", verify)
    flood = [
        asyncio.create_task(house.visitor().post("/sign-in", login=f"login {number}", password="x", code="1"))
        for number in range(120)
    ]
    for _ in range(auth.AT_ONCE):
        await asyncio.to_thread(begun.acquire)
    form = {"login": "lan", "password": PASSWORD, "code": house.code("lan")}
    honest = asyncio.create_task(house.visitor("198.51.100.9").post("/sign-in", **form))
    lanes = house.app.state.console.turns._lanes
    while "198.51.100.9" not in lanes or len(lanes["203.0.113.7"]) < WAITING_OF_NETWORK:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    go_on.release(200)
    assert (await honest).status_code == 303
    answers = [answer.status_code for answer in await asyncio.gather(*flood)]
    assert checked.index(PASSWORD) <= 2 * auth.AT_ONCE + 1  # the threads of one turn begin in any order
    assert answers.count(403) == auth.AT_ONCE + WAITING_OF_NETWORK and answers.count(429) == 110


async def test_failed_tries_are_recorded_without_what_was_typed(house):
    await house.hire("Lan")
    await attempt(house, password="sai hoàn toàn rồi nhé")
    async with house.store.reading() as session:
        row = await session.scalar(select(Audit))
    assert (row.act, row.detail) == ("sign_in_failed", None)


async def test_a_session_ends_after_thirty_idle_minutes_and_after_twelve_hours_in_any_case(house):
    visitor = await house.hire_and_sign_in("Lan")
    house.now.go(minutes=29)
    assert (await visitor.get("/queue")).status_code == 200
    house.now.go(minutes=31)
    assert (await visitor.get("/queue")).headers["location"] == "/sign-in?next=/queue"

    visitor = await house.sign_in("lan")
    for _ in range(35):
        house.now.go(minutes=20)
        assert (await visitor.get("/queue")).status_code == 200
    house.now.go(minutes=21)
    assert (await visitor.get("/queue")).status_code == 303


async def test_a_page_that_refreshes_itself_does_not_keep_the_session_alive_but_a_person_does(house):
    visitor = await house.hire_and_sign_in("Lan")
    for _ in range(5):
        house.now.go(minutes=5)
        await visitor.get("/bell", **{"hx-request": "true", "x-person-here": "no"})
        await visitor.get("/queue?auto=1")
    house.now.go(minutes=4)
    assert "You will be signed out in 1 minutes" in (await visitor.get("/bell", **{"hx-request": "true"})).text
    house.now.go(minutes=2)
    assert (await visitor.get("/bell", **{"hx-request": "true"})).status_code == 401

    visitor = await house.sign_in("lan")
    for _ in range(5):
        house.now.go(minutes=15)
        answer = await visitor.get("/bell", **{"hx-request": "true", "x-person-here": "yes"})
        assert answer.status_code == 200


async def test_a_revoked_session_is_out_at_once_and_the_others_stay(house):
    await house.hire("Lan")
    one, two = await house.sign_in("lan"), await house.sign_in("lan")
    page = (await one.get("/me")).text
    hashed = page.split("/me/sessions/")[1].split("/")[0]
    await one.post(f"/me/sessions/{hashed}/revoke")
    assert (await two.get("/queue")).status_code == 303
    assert (await one.get("/queue")).status_code == 200


async def test_nobody_can_end_somebody_elses_session(house):
    lan, hoa = await house.hire_and_sign_in("Lan"), await house.hire_and_sign_in("Hoa")
    async with house.store.reading() as session:
        hers = await session.scalar(select(StaffSession.token_hash).join(Staff).where(Staff.login == "hoa"))
    await lan.post(f"/me/sessions/{hers}/revoke")
    assert (await hoa.get("/queue")).status_code == 200


async def test_signing_out_ends_the_session_on_the_server_and_leaves_the_web_chats_cookie_alone(house):
    visitor = await house.hire_and_sign_in("Lan")
    token = visitor.client.cookies["ct_staff"]
    answer = await visitor.post("/sign-out")
    assert "cookies" not in answer.headers["clear-site-data"]
    visitor.client.cookies.set("ct_staff", token)
    assert (await visitor.get("/queue")).status_code == 303


async def test_a_deactivated_person_is_out_at_once_and_can_not_sign_in_again(house):
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    staff = await house.hire("Lan")
    visitor = await house.sign_in("lan")
    await boss.post(f"/staff/{staff.id}/deactivate")
    assert (await visitor.get("/queue")).status_code == 303
    house.now.go(seconds=30)
    assert (await attempt(house)).status_code == 403


async def new_link(house: House, boss: Visitor, staff_id: str):
    """Asked for, agreed to by a second person, made."""
    await boss.post(f"/staff/{staff_id}/link")
    await (await house.hire_and_sign_in("Second", Role.ADMINISTRATOR)).post(f"/staff/{staff_id}/link/agree")
    return await boss.post(f"/staff/{staff_id}/link/make")


async def test_a_new_link_ends_the_old_password_and_sessions(house):
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    staff = await house.hire("Lan")
    visitor = await house.sign_in("lan")
    shown = await new_link(house, boss, staff.id)
    assert "/invitation/" in shown.text
    assert (await visitor.get("/queue")).status_code == 303
    house.now.go(seconds=30)
    assert (await attempt(house)).status_code == 403


@pytest.mark.parametrize("way", ["deactivate", "link"])
async def test_a_lost_phone_is_unlinked_from_telegram_with_the_rest_of_the_access(house, way):
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    id_ = (await house.hire("Lan")).id
    async with house.store.writing() as session:
        staff = await session.get(Staff, id_)
        staff.telegram_hash, staff.telegram_address = "x", b"y"
    await (new_link(house, boss, id_) if way == "link" else boss.post(f"/staff/{id_}/{way}"))
    async with house.store.reading() as session:
        staff = await session.get(Staff, id_)
    assert (staff.active, staff.telegram_hash, staff.telegram_address) == (False, None, None)


async def test_a_nul_byte_which_postgresql_refuses_is_no_error_of_ours(house):
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    assert (await boss.get("/cases/%00")).status_code == 404
    assert (await boss.get("/static/%00")).status_code == 404
    for path in ("/cases/%00/claim", "/staff/%00/deactivate", "/staff/x%00/link"):
        assert (await boss.post(path)).status_code == 404
    answer = await boss.post("/staff/invite", login="\0huy", name="H\0uy", role="case_worker", vi="yes")
    assert "/invitation/" in answer.text
    await house.hire("Lan")
    assert (await attempt(house, login="nobody\0")).status_code == 403
    assert (await attempt(house, login="l\0an")).status_code == 303


async def test_administrators_can_not_lock_themselves_out(house):
    await house.hire("Boss", Role.ADMINISTRATOR)
    boss = await house.sign_in("boss")
    async with house.store.reading() as session:
        own = await session.scalar(select(Staff.id))
    assert (await boss.post(f"/staff/{own}/deactivate")).headers["location"].endswith("not_yourself")
    assert (await boss.get("/staff")).status_code == 200


# --- where one wanted to go --------------------------------------------------------------------------------------
async def test_whoever_came_by_an_alerts_link_lands_on_its_case_after_signing_in(house, for_bot):
    async with house.store.writing() as session:
        number = (await opened(session, for_bot, now=house.now())).number
    await house.hire("Lan", on_duty=False)
    visitor = house.visitor()
    sent = await visitor.get(f"/cases/{number}?open=yes&said=claimed")
    assert sent.headers["location"] == f"/sign-in?next=/cases/{number}"  # without its query: nothing opens by itself
    page = (await visitor.follow(sent)).text
    assert hidden(page, "next") == f"/cases/{number}"
    form = {"login": "lan", "password": PASSWORD, "next": hidden(page, "next")}
    wrong = await visitor.post("/sign-in", **form, code="000000")
    assert hidden(wrong.text, "next") == f"/cases/{number}"  # a typing mistake does not lose the way
    answer = await visitor.post("/sign-in", **form, code=house.code("lan"))
    assert answer.headers["location"] == f"/cases/{number}"
    assert f"/cases/{number}/claim" in (await visitor.follow(answer)).text  # and off duty it can be claimed there


async def test_a_form_sent_after_the_session_ended_leads_back_to_its_case(house, for_bot):
    async with house.store.writing() as session:
        number = (await opened(session, for_bot, now=house.now())).number
    answer = await house.visitor().post(f"/cases/{number}/claim")
    assert answer.headers["location"] == f"/sign-in?next=/cases/{number}"
    assert (await house.visitor().post("/sign-out")).headers["location"] == "/sign-in"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/", "//example.org", "///example.org", "/\\example.org", "\\\\example.org",
        "/%2f%2fexample.org", "/\t/example.org", "/\n/example.org", "javascript:alert(1)", "/..//example.org",
        "/.//example.org", "/@example.org", "/queue?said=claimed", "/queue#x", "http:/example.org", "queue", "",
        " /queue", "/queue\r\nset-cookie: a=b", "/" + "a" * 500, "/q\u200bueue", "/\uff0fexample.org", "/queue/",
        "/queue\n",
    ],
)  # fmt: skip
async def test_nobody_is_led_away_by_the_next_page_of_a_link(house, elsewhere):
    await house.hire("Lan")
    assert (await attempt(house, next=elsewhere)).headers["location"] == "/"
    page = await house.visitor().client.get("/sign-in", params={"next": elsewhere})
    assert hidden(page.text, "next") == "/"


async def test_who_may_not_see_the_case_of_a_link_gets_the_answer_for_one_that_there_is_not(house, for_bot):
    async with house.store.writing() as session:
        number = (await opened(session, for_bot, now=house.now())).number
    await house.hire("Xa", Role.COMMUNE)
    pages = []
    for wanted in (number, "26-9999"):
        assert (await house.visitor().get(f"/cases/{wanted}")).headers["location"] == f"/sign-in?next=/cases/{wanted}"
        visitor = house.visitor()
        house.now.go(seconds=30)
        form = {"login": "xa", "password": PASSWORD, "code": house.code("xa"), "next": f"/cases/{wanted}"}
        answer = await visitor.follow(await visitor.post("/sign-in", **form))
        pages.append((answer.status_code, answer.text.replace(wanted, "")))
    assert pages[0] == pages[1] and pages[0][0] == 404


async def test_a_link_from_elsewhere_finds_a_session_whose_strict_cookie_is_not_sent_along(house, for_bot):
    """Whoever is signed in already goes on from a page of ours; whoever is not comes to the form: it is no circle."""
    async with house.store.writing() as session:
        number = (await opened(session, for_bot, now=house.now())).number
    page = (await house.visitor().get(f"/cases/{number}", **{"sec-fetch-site": "cross-site"})).text
    assert f'content="0; url=/cases/{number}"' in page and "/sign-in" not in page
    nowhere = (await house.visitor().get("/cases/26-9999", **{"sec-fetch-site": "cross-site"})).text
    assert nowhere == page.replace(number, "26-9999")
    here = await house.visitor().get(f"/cases/{number}", **{"sec-fetch-site": "same-origin"})
    assert here.headers["location"] == f"/sign-in?next=/cases/{number}"
