"""What the nine roles live through: invited, given another role, referred to, asked to interpret."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handlers import duty, escalation, report
from handlers.case import Answer, Report
from handlers.console.words import ROLE_NOTES, ROLES
from handlers.permission import Role
from handlers.recording import Recording
from handlers.store.models import Audit, Case, Interpretation, Item, OneTimeLink, Referral, Staff
from handlers.triage import Facts, Level
from tests.handlers.console.visits import House
from tests.handlers.people import WORDS, chat, hire, judged

HERE = {"commune_code": "24133", "commune_scheme": "2025"}
TOLD = (
    Answer("what", "Chuyện gì?", WORDS, WORDS),
    Answer("not_to_know", "Ai không được biết?", "Bác trưởng buôn", "Bác trưởng buôn"),
    Answer("role", "Bạn là ai?", "Cô giáo của cháu", "school"),
    Answer("contact_how", "Gọi số nào?", "0900 000 417", "0900 000 417"),
)


async def reported(house: House, for_bot) -> str:
    async with house.store.writing() as session:
        made = await report.open_case(
            session,
            for_bot,
            Report(TOLD, Facts(), "vi", "24133", "2025"),
            judged(Level.P1),
            conversation=await chat(session),
            received_at=house.now(),
            now=house.now(),
        )
        await report.add_recording(session, made.case_id, Recording(b"OggS", "audio/ogg", b"ID3"), now=house.now())
        await report.add(session, made.case_id, "message", "Nó vẫn khóc", now=house.now())
    return made.number


async def case_of(house: House, number: str) -> Case:
    async with house.store.reading() as session:
        return await session.scalar(select(Case).where(Case.number == number))


async def test_the_page_of_the_staff_shows_every_role_with_a_sentence(house):
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    page = (await boss.get("/staff")).text
    for role in Role:
        assert f'name="role" value="{role}"' in page
        assert ROLES[role] in page and ROLE_NOTES[role] in page
    assert "Phường Buôn Ma Thuột" in page


@pytest.mark.parametrize("commune", ["", "99999", "x"])
async def test_a_commune_officer_is_not_invited_without_a_commune(house, commune):
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    form = {"name": "Y Bham", "login": "ybham", "role": "commune", "vi": "yes", "commune": commune}
    answer = await boss.post("/staff/invite", **form)
    assert answer.status_code == 400 and "commune of this commune officer" in answer.text
    async with house.store.reading() as session:
        assert await session.scalar(select(Staff).where(Staff.login == "ybham")) is None


@pytest.mark.parametrize(("role", "kept"), [("commune", ("24133", "2025")), ("interpreter", (None, None))])
async def test_an_invitation_keeps_the_commune_of_a_commune_officer_and_of_nobody_else(house, role, kept):
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    await boss.post("/staff/invite", name="Y Bham", login="ybham", role=role, vi="yes", commune="24133")
    async with house.store.reading() as session:
        staff = await session.scalar(select(Staff).where(Staff.login == "ybham"))
        assert (staff.role, (staff.commune_code, staff.commune_scheme)) == (role, kept)


async def test_another_role_counts_at_once_and_who_may_claim_no_more_keeps_no_case(house, for_bot):
    number = await reported(house, for_bot)
    lan = await house.hire_and_sign_in("Lan")
    await lan.post(f"/cases/{number}/claim")
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    staff_id = (await case_of(house, number)).claimed_by
    async with house.store.writing() as session:
        (await session.get_one(Staff, staff_id)).telegram_address = b"sealed"
    answer = await boss.post(f"/staff/{staff_id}/role", role="commune", commune="24133")
    assert answer.headers["location"] == "/staff?said=role_changed"
    case = await case_of(house, number)
    assert (case.status, case.claimed_by) == ("open", None)
    async with house.store.reading() as session:
        staff = await session.get_one(Staff, staff_id)
        assert (staff.role, staff.commune_code, staff.commune_scheme) == ("commune", "24133", "2025")
        assert staff.on_duty_since is None and staff.telegram_address is None and staff.active
        line = await session.scalar(select(Audit).where(Audit.act == "change_role"))
        assert line.detail == f"commune {staff_id}"
    assert (await lan.get(f"/cases/{number}")).status_code == 404  # in the session that was open all along
    assert (await lan.post("/me/duty", on="yes")).status_code == 403
    assert "Commune officer Lan" in (await boss.get("/audit")).text


async def test_who_may_still_claim_keeps_the_cases_under_another_role(house, for_bot):
    number = await reported(house, for_bot)
    lan = await house.hire_and_sign_in("Lan")
    await lan.post(f"/cases/{number}/claim")
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    staff_id = (await case_of(house, number)).claimed_by
    await boss.post(f"/staff/{staff_id}/role", role="intake")
    assert (await case_of(house, number)).claimed_by == staff_id
    page = (await lan.get(f"/cases/{number}")).text
    assert WORDS in page and f"/cases/{number}/reply" in page and f"/cases/{number}/close" not in page


@pytest.mark.parametrize("form", [{"role": "officer"}, {"role": "commune"}, {}, {"role": "commune", "commune": "1"}])
async def test_a_role_that_there_is_not_or_a_commune_officer_of_nowhere_is_not_made(house, form):
    lan = await house.hire("Lan")
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    answer = await boss.post(f"/staff/{lan.id}/role", **form)
    assert answer.headers["location"].endswith("said=role_incomplete")
    async with house.store.reading() as session:
        assert (await session.get_one(Staff, lan.id)).role == "case_worker"


async def test_an_administrator_gives_themselves_no_other_role(house):
    boss = await house.hire("Boss", Role.ADMINISTRATOR)
    visitor = await house.sign_in("boss")
    answer = await visitor.post(f"/staff/{boss.id}/role", role="supervisor")
    assert answer.headers["location"].endswith("not_yourself")
    assert (await visitor.get(f"/staff/{boss.id}/role")).status_code == 303


async def test_an_open_invitation_takes_the_role_as_it_was_changed(house):
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    await boss.post("/staff/invite", name="Huy", login="huy", role="supervisor", vi="yes")
    async with house.store.reading() as session:
        huy = await session.scalar(select(Staff).where(Staff.login == "huy"))
    await boss.post(f"/staff/{huy.id}/role", role="leader")
    async with house.store.reading() as session:
        assert await session.scalar(select(OneTimeLink.role).where(OneTimeLink.staff_id == huy.id)) == "leader"
        assert (await session.get_one(Staff, huy.id)).role == "leader"


async def test_a_commune_sees_a_referred_case_and_of_it_what_concerns_the_child_until_it_is_taken_back(house, for_bot):
    number = await reported(house, for_bot)
    lan = await house.hire_and_sign_in("Lan")
    xa = await house.sign_in((await house.hire("Xã", Role.COMMUNE, on_duty=False, **HERE)).login)
    await lan.post(f"/cases/{number}/claim")
    assert number not in (await xa.get("/queue")).text  # it happened there, and nobody has referred it
    said = await lan.post(f"/cases/{number}/refer", to="Đã gọi phường", commune="24133")
    assert said.headers["location"].endswith("said=referred_to_commune")
    assert "referred to Phường Buôn Ma Thuột" in (await lan.get(f"/cases/{number}")).text
    assert number in (await xa.get("/queue")).text
    page = (await xa.get(f"/cases/{number}")).text
    assert WORDS in page and "Bác trưởng buôn" in page
    for hidden in ("Cô giáo", "0900", "Nó vẫn khóc", "/files/", "Đã gọi phường", "Telegram", "<form method"):
        assert hidden not in page.partition("<main")[2], hidden
    async with house.store.reading() as session:
        snapshot = await session.scalar(select(Item.id).where(Item.kind == "snapshot"))
        staff_id = await session.scalar(select(Staff.id).where(Staff.name == "Xã"))
        opened = list(
            await session.scalars(select(Audit.item_id).where(Audit.staff_id == staff_id, Audit.act == "read"))
        )
        assert opened == [snapshot]  # nothing else was even unsealed
    assert (await case_of(house, number)).unread_since is None  # as Lan left it
    back = await lan.post(f"/cases/{number}/refer/back", commune="24133")
    assert back.headers["location"].endswith("said=referral_taken_back")
    assert (await xa.get(f"/cases/{number}")).status_code == 404
    async with house.store.reading() as session:
        assert await session.scalar(select(Referral)) is None


async def test_a_commune_that_there_is_not_is_referred_nothing(house, for_bot):
    number = await reported(house, for_bot)
    lan = await house.hire_and_sign_in("Lan")
    await lan.post(f"/cases/{number}/claim")
    await lan.post(f"/cases/{number}/refer", to="Xã", commune="00000")
    async with house.store.reading() as session:
        assert await session.scalar(select(Referral)) is None
    assert (await case_of(house, number)).referred_at is None


async def test_an_interpreter_hears_what_they_were_asked_notes_it_and_the_claimer_sees_it(house, for_bot):
    number = await reported(house, for_bot)
    lan = await house.hire_and_sign_in("Lan")
    bham = await house.hire("Bham", Role.INTERPRETER, on_duty=False, languages="vi,rad")
    visitor = await house.sign_in(bham.login)
    await lan.post(f"/cases/{number}/claim")
    assert f'value="{bham.id}:rad"' in (await lan.get(f"/cases/{number}")).text
    assert number not in (await visitor.get("/queue")).text
    asked = await lan.post(f"/cases/{number}/interpreter", whom=f"{bham.id}:rad")
    assert asked.headers["location"].endswith("said=interpreter_asked")
    assert number in (await visitor.get("/bell")).text
    page = (await visitor.get(f"/cases/{number}")).text
    assert WORDS in page and "Nó vẫn khóc" in page and "/files/" in page and "0900" not in page
    await lan.get(f"/cases/{number}")
    noted = await visitor.post(f"/cases/{number}/translation", text="Em bé nói: con đói")
    assert noted.headers["location"].endswith("said=translated")
    assert number not in (await visitor.get("/bell")).text
    assert number in (await lan.get("/bell")).text
    assert "Em bé nói: con đói" in (await lan.get(f"/cases/{number}")).text
    await visitor.post(f"/cases/{number}/level", level="P0", reason="Em bé nói có dao")
    assert (await case_of(house, number)).level == Level.P0
    await lan.post(f"/cases/{number}/close", reason="xong", because="helped")
    assert (await visitor.get(f"/cases/{number}")).status_code == 404


@pytest.mark.parametrize("whom", ["", "nobody:rad", "{bham}:vi", "{bham}:en", "{lan}:rad"])
async def test_only_an_interpreter_is_asked_and_only_for_a_language_they_know(house, for_bot, whom):
    number = await reported(house, for_bot)
    bham = await house.hire("Bham", Role.INTERPRETER, on_duty=False, languages="vi,rad")
    staff = await house.hire("Lan", languages="vi,rad")
    lan = await house.sign_in("lan")
    await lan.post(f"/cases/{number}/claim")
    answer = await lan.post(f"/cases/{number}/interpreter", whom=whom.format(bham=bham.id, lan=staff.id))
    assert answer.headers["location"].endswith("said=no_interpreter")
    async with house.store.reading() as session:
        assert await session.scalar(select(Interpretation)) is None


async def test_a_language_that_is_taken_away_ends_what_was_asked_for_it(house, for_bot):
    number = await reported(house, for_bot)
    bham = await house.hire("Bham", Role.INTERPRETER, on_duty=False, languages="vi,rad")
    lan, visitor = await house.hire_and_sign_in("Lan"), await house.sign_in("bham")
    await lan.post(f"/cases/{number}/claim")
    await lan.post(f"/cases/{number}/interpreter", whom=f"{bham.id}:rad")
    assert (await visitor.get(f"/cases/{number}")).status_code == 200
    await house.change(bham.id, languages="vi")
    assert (await visitor.get(f"/cases/{number}")).status_code == 404
    assert number not in (await visitor.get("/bell")).text


async def test_intake_reads_an_unclaimed_case_on_purpose_and_it_stays_unclaimed(house, for_bot):
    number = await reported(house, for_bot)
    visitor = await house.hire_and_sign_in("Nhận", Role.INTAKE)
    page = (await visitor.get(f"/cases/{number}")).text
    assert WORDS not in page and f"/cases/{number}?open=yes" in page and "Reading before anybody" in page
    assert WORDS in (await visitor.get(f"/cases/{number}?open=yes")).text
    case = await case_of(house, number)
    assert case.claimed_by is None and case.read_at is None
    async with house.store.reading() as session:
        assert await session.scalar(select(Audit.id).where(Audit.act == "read")) is not None


async def test_an_auditor_reads_the_records_and_no_way_leads_from_there_to_a_case(house, for_bot):
    number = await reported(house, for_bot)
    lan, visitor = await house.hire_and_sign_in("Lan"), await house.hire_and_sign_in("Kiểm", Role.AUDITOR)
    await lan.post(f"/cases/{number}/claim")
    page = (await visitor.get("/audit")).text
    assert "claimed the case" in page and number in page and f"/cases/{number}" not in page


@pytest.mark.parametrize("role", [Role.CAMPAIGNER, Role.LEADER, Role.AUDITOR, Role.COMMUNE, Role.INTERPRETER])
async def test_no_page_of_who_may_not_claim_sounds_or_names_a_case(house, for_bot, role):
    number = await reported(house, for_bot)
    visitor = await house.hire_and_sign_in("Me", role)
    house.now.go(minutes=20)
    bell = (await visitor.get("/bell")).text
    assert number not in bell and 'data-waiting="0"' in bell and 'data-urgent="0"' in bell and "alarm" not in bell


async def test_an_administrator_hears_of_the_house_and_of_no_case(house, for_bot):
    number = await reported(house, for_bot)
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    house.now.go(minutes=20)
    bell = (await boss.get("/bell")).text
    assert "Nobody is on duty" in bell and number not in bell


async def test_nobody_on_duty_is_seen_although_somebody_who_can_claim_nothing_is(store):
    async with store.writing() as session:
        for role in Role:
            if role not in duty.CLAIMING:
                await hire(session, role.value, role)
        assert not await escalation.anyone_on_duty(session)
        here, spoken = await duty.present(session)
        assert not here and spoken == {"vi"}
