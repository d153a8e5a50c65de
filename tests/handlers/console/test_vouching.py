"""What somebody writes into the database without the console: it opens nothing, hides nothing, and is an alarm."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from sqlalchemy import delete, func, insert, select, update

from handlers import claiming, escalation, vouching
from handlers.clock.watch import watch
from handlers.console import auth, guard
from handlers.permission import Role
from handlers.store.engine import Store
from handlers.store.keys import public_files, token_hash
from handlers.store.models import Audit, Case, OneTimeLink, Register, Staff, StaffSession, WallLink
from handlers.store.trust import Trust
from handlers.triage import Level
from tests.fakes.services import ROOT
from tests.handlers.console.visits import PASSWORD, House
from tests.handlers.people import alerted, case_of, opened


async def forged(house: House, *statements) -> None:
    """As somebody who holds the database and no key."""
    async with house.store.engine.begin() as connection:
        for statement in statements:
            await connection.execute(statement)


async def reported(house: House, for_bot, level: Level = Level.P0) -> str:
    async with house.store.writing() as session:
        return (await opened(session, for_bot, level, now=house.now())).case_id


async def bell_of(house: House, visitor) -> str:
    await guard.look(house.store, house.app.state.console.alarming, house.now())
    return (await visitor.get("/bell")).text


async def test_a_session_or_a_link_in_the_database_opens_nothing(house):
    boss = await house.hire("Boss", Role.SUPERVISOR)
    token, now, later = secrets.token_urlsafe(32), house.now(), house.now() + timedelta(hours=1)
    about = {"token_hash": token_hash(token), "expires_at": later}
    wall = "A" * 30
    await forged(
        house,
        insert(StaffSession).values(token_hash=token_hash(token), staff_id=boss.id, created_at=now, seen_at=now),
        insert(OneTimeLink).values(**about, kind="first", role="administrator"),
        insert(WallLink).values(
            id="w", token_hash=token_hash(wall), place="x", made_by=boss.id, made_at=now, expires_at=later
        ),
    )
    visitor = house.visitor()
    visitor.client.cookies.set(auth.COOKIE, token)
    assert (await visitor.get("/queue")).headers["location"].startswith("/sign-in")
    assert (await visitor.get(f"/first/{token}")).status_code == 410
    assert (await visitor.post("/wall/link", token=wall)).status_code == 403
    for kind in ("invitation", "first"):
        await forged(house, update(OneTimeLink).values(kind=kind, staff_id=boss.id, role="supervisor"))
        assert (await visitor.get(f"/{kind}/{token}")).status_code == 410


async def test_a_link_that_was_used_opens_nothing_when_it_is_put_back(house):
    admin = await house.hire_and_sign_in("Admin", Role.ADMINISTRATOR)
    answer = await admin.post("/staff/invite", name="Hoa", login="hoa", role="case_worker", vi="yes")
    token = answer.text.split("/invitation/")[1].split('"')[0].split("<")[0]
    hoa = house.visitor()
    assert (await hoa.post(f"/invitation/{token}", password=PASSWORD, again=PASSWORD)).status_code == 303
    async with house.store.reading() as session:
        staff = await session.scalar(select(Staff).options(vouching.SECRETS).where(Staff.login == "hoa"))
        house.secrets["hoa"] = auth.open_secret(house.keys.staff, staff) or ""
    assert (await hoa.post(f"/set-up/{token}", code=house.code("hoa"))).status_code == 303
    assert (await hoa.get("/me")).status_code == 200
    await forged(house, update(OneTimeLink).values(used_at=None))
    assert (await house.visitor().get(f"/invitation/{token}")).status_code == 410


async def test_an_account_that_was_changed_outside_does_nothing_and_is_an_alarm(house):
    lan, boss_staff = await house.hire("Lan"), await house.hire("Boss", Role.SUPERVISOR)
    visitor, boss = await house.sign_in("lan"), await house.sign_in("boss")
    admin = await house.hire_and_sign_in("Admin", Role.ADMINISTRATOR)
    table = Staff.__table__
    async with house.store.engine.connect() as connection:
        rows = {row.id: row._asdict() for row in await connection.execute(select(table))}
    as_it_was, bosses = rows[lan.id], rows[boss_staff.id]
    assert "outside the console" not in await bell_of(house, boss)
    for changed in (
        {"role": "supervisor"},
        {"languages": "vi,rad"},
        {"name": "Somebody else"},
        {"active": False},
        {"proof": None, "role": "supervisor"},
        {"secret_mark": bosses["secret_mark"]},
        {"bound": 7},
    ):
        await forged(house, update(table).where(table.c.id == lan.id).values(as_it_was | changed))
        assert (await visitor.get("/queue")).status_code == 303, changed
        for other in (boss, admin):
            assert f"The account of {changed.get('name', 'Lan')} was changed" in await bell_of(house, other)
        await forged(house, update(table).where(table.c.id == lan.id).values(as_it_was))
        assert (await visitor.get("/queue")).status_code == 200
    # A password that somebody else has chosen is none, though the open session goes on.
    theirs = {"password_hash": bosses["password_hash"], "totp_secret": bosses["totp_secret"]}
    await forged(house, update(table).where(table.c.id == lan.id).values(theirs))
    house.now.go(minutes=2)
    answer = await house.visitor().post("/sign-in", login="lan", password=PASSWORD, code=house.code("boss"))
    assert answer.status_code == 403
    assert "The account of Lan was changed" in await bell_of(house, boss)
    assert "repaired on the machine" in (await admin.get("/staff")).text
    # Nobody launders it by a change of their own, and access can be taken away.
    await forged(house, update(table).where(table.c.id == lan.id).values(role="supervisor"))
    assert (await admin.post(f"/staff/{lan.id}/role", role="intake")).status_code == 409
    assert (await admin.post(f"/staff/{lan.id}/link")).status_code == 409
    assert (await admin.post(f"/staff/{lan.id}/deactivate")).status_code == 303
    async with house.store.reading() as session:
        row = await session.get_one(Staff, lan.id)
        assert not row.active and not vouching.holds(session, row)


async def test_an_older_row_of_an_account_is_refused_also_by_a_console_that_starts_anew(house, for_console):
    boss = await house.hire("Boss", Role.SUPERVISOR)
    admin, visitor = await house.hire_and_sign_in("Admin", Role.ADMINISTRATOR), await house.sign_in("boss")
    table = Staff.__table__
    async with house.store.engine.connect() as connection:
        old = (await connection.execute(select(table).where(table.c.id == boss.id))).one()._asdict()
    assert (await admin.post(f"/staff/{boss.id}/role", role="intake")).status_code == 303
    assert (await visitor.get("/queue")).status_code == 200
    await forged(house, update(table).where(table.c.id == boss.id).values(old))
    assert (await visitor.get("/queue")).status_code == 303
    house.store.trust = Trust("console", for_console.signing, for_console.signers)
    async with house.store.reading() as session:
        await vouching.look(session)
    assert (await visitor.get("/queue")).status_code == 303


async def test_a_register_that_is_gone_or_older_lets_nobody_in_and_is_an_alarm(house):
    boss = await house.hire_and_sign_in("Boss", Role.SUPERVISOR)
    await guard.look(house.store, house.app.state.console.alarming, house.now())
    await forged(house, delete(Register), update(Staff).where(Staff.login == "boss").values(proof=None))
    hoa = await house.hire_and_sign_in("Hoa", Role.SUPERVISOR)
    assert (await boss.get("/queue")).status_code == 303
    assert "was set back or taken away" in await bell_of(house, hoa)


async def test_a_claim_that_nothing_proves_counts_as_none_and_is_an_alarm(house, for_bot):
    lan, hoa = await house.hire("Lan"), await house.hire_and_sign_in("Hoa")
    case_id = await reported(house, for_bot)
    await forged(house, claim_of(case_id, lan.id, house.now()))
    house.now.go(minutes=1)
    assert "Nothing proves who claimed case" in await bell_of(house, hoa)
    async with house.store.reading() as session:
        case = await case_of(session, case_id)
        assert escalation.is_unheeded(case)  # for ladder, wallboard and queue: it waits for somebody
        assert await session.scalar(select(func.count()).where(Audit.detail == "unproved")) == 1
    visitor = await house.sign_in("lan")
    page = await visitor.get(f"/cases/{case.number}")
    assert f"/cases/{case.number}/reply" not in page.text  # what is written there gives no right
    await hoa.post(f"/cases/{case.number}/claim")
    async with house.store.reading() as session:
        case = await case_of(session, case_id)
        assert case.claimed_by != lan.id and claiming.is_proved(house.store.trust, case)
    assert "Nothing proves" not in await bell_of(house, hoa)


async def test_whose_name_was_put_there_claims_it_like_anybody(house, for_bot):
    lan = await house.hire("Lan")
    visitor = await house.sign_in("lan")
    case_id = await reported(house, for_bot)
    await forged(house, claim_of(case_id, lan.id, house.now()))
    async with house.store.reading() as session:
        number = (await case_of(session, case_id)).number
    await visitor.post(f"/cases/{number}/claim")
    async with house.store.reading() as session:
        case = await case_of(session, case_id)
        assert case.claimed_by == lan.id and claiming.is_proved(house.store.trust, case)


async def test_the_clock_sees_it_with_public_halves_alone_and_the_ladder_climbs(
    house, for_bot, key_folder, database_url
):
    lan = await house.hire("Lan", telegram_hash="x", telegram_address=b"x")
    case_id = await reported(house, for_bot)
    await forged(house, claim_of(case_id, lan.id, house.now()))
    clock = Store(database_url, trust=Trust(known=public_files(key_folder)))
    await watch(clock, house.now() + timedelta(seconds=5))
    async with clock.writing() as session:
        assert await escalation.climb(session, house.now() + timedelta(seconds=5))
    async with clock.reading() as session:
        assert (0, f"staff:{lan.id}") in await alerted(session, case_id)  # also whose name stands there
    await clock.close()


async def test_before_the_register_begins_rows_are_taken_as_they_are(house, for_bot, for_console):
    """A line that was there before: it goes on until somebody has confirmed what there is."""
    await house.hire("Lan")
    visitor = await house.sign_in("lan")
    await forged(house, delete(Register), update(Staff).values(proof=None))
    house.store.trust = Trust("console", for_console.signing, for_console.signers)
    assert (await visitor.get("/queue")).status_code == 200
    case_id = await reported(house, for_bot)
    await forged(house, claim_of(case_id, (await visitor_id(house)), house.now()))
    await guard.look(house.store, house.app.state.console.alarming, house.now())
    async with house.store.reading() as session:
        assert not escalation.is_unheeded(await case_of(session, case_id))


def claim_of(case_id: str, staff_id: str, at):
    values = {"status": "claimed", "claimed_by": staff_id, "claimed_at": at, "worked_at": at}
    return update(Case.__table__).where(Case.__table__.c.id == case_id).values(values)


async def visitor_id(house: House) -> str:
    async with house.store.reading() as session:
        return await session.scalar(select(Staff.id)) or ""


def test_who_has_a_case_is_written_in_one_place():
    """And once more by the one conditional UPDATE of a claim, whose proof follows at once."""
    written = re.compile(r"\bclaimed_by(?:, [\w.]+)* = |claimed_by=")
    found = {
        str(path.relative_to(ROOT)): hits
        for folder in ("handlers", "bot")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts and (hits := len(written.findall(path.read_text(encoding="utf-8"))))
    }
    assert found == {"handlers/claiming.py": 2, "handlers/escalation.py": 1}
