"""A case's summary on its page: one report by section, what staff found beside it, its history, and the telephones."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from handlers import report, retention, services
from handlers.case import Answer, Report
from handlers.permission import Role
from handlers.services import Service
from handlers.store.models import Audit, Case
from handlers.triage import Facts, Level
from tests.handlers.console.test_case import case_of
from tests.handlers.console.test_pane import have
from tests.handlers.console.visits import House, Visitor, hidden
from tests.handlers.people import chat, judged

NUMBER = "0900 000 417"
TOLD = (
    Answer("what", "Chuyện gì đã xảy ra?", "Bố nó đánh nó", "Bố nó đánh nó"),
    Answer("danger", "Bé có đang nguy hiểm không?", "Không rõ", "unknown"),
    Answer("where", "Ở đâu?", "Phường Buôn Ma Thuột", "24133"),
    Answer("age", "Bé mấy tuổi?", "", "unknown"),
    Answer("contact", "Liên lạc được không?", f"Gọi cho tôi — {NUMBER}", "call"),
    Answer("call_hours", "Giờ nào?", "sau 19 giờ", "sau 19 giờ"),
    Answer("not_to_know", "Ai không được biết?", "Bà nội của bé", "Bà nội của bé"),
)


async def reported(house: House, for_bot, *told: Answer) -> str:
    async with house.store.writing() as session:
        made = await report.open_case(
            session,
            for_bot,
            Report(told or TOLD, Facts(), "vi", "24133", "2025"),
            judged(Level.P2),
            conversation=await chat(session),
            received_at=house.now(),
            now=house.now(),
        )
    return made.number


async def adds(house: House, number: str, *told: Answer) -> None:
    house.now.go(minutes=1)
    async with house.store.writing() as session:
        case = await session.scalar(select(Case).where(Case.number == number))
        before = (one for one in TOLD if one.question not in {new.question for new in told})
        one = Report((*before, *told), Facts(), "vi", "24133", "2025")
        await report.supplement(session, case.id, one, now=house.now())


async def opened_by(house: House, for_bot, name: str = "Lan") -> tuple[Visitor, str]:
    visitor, number = await house.hire_and_sign_in(name), await reported(house, for_bot)
    await visitor.post(f"/cases/{number}/claim")
    return visitor, number


def part(page: str, section: str) -> str:
    """One section of the summary, without tags."""
    found = re.search(
        rf'id="part-{section}">(.*?)</div>\s*(?=<div class="part"|<details class="history"|</section>)', page, re.S
    )
    assert found, section
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


async def records(visitor: Visitor, number: str, section: str, **values: str):
    """Open the section's form, write into it, send it."""
    page = (await visitor.get(f"/cases/{number}/findings/{section}")).text
    was = dict(re.findall(r'name="(was-\w+)" value="([^"]*)"', page))
    now = {name.removeprefix("was-"): value for name, value in was.items()} | values
    return await visitor.post(f"/cases/{number}/findings", section=section, knew=hidden(page, "knew"), **was, **now)


async def acts(house: House, act: str) -> list[Audit]:
    async with house.store.reading() as session:
        return list(await session.scalars(select(Audit).where(Audit.act == act).order_by(Audit.id)))


# --- one summary --------------------------------------------------------------------------------------------------
async def test_what_was_told_stands_by_section_and_what_is_not_known_is_folded_at_its_end(house, for_bot):
    visitor, number = await opened_by(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    assert "What happened Bố nó đánh nó" in part(page, "what") and part(page, "what").endswith("not known: Danger now")
    assert part(page, "child").endswith("not known: Age · Girl or boy · Where the child lives")
    assert "Where it happened Phường Buôn Ma Thuột" in part(page, "where")
    assert "Who must not know Bà nội của bé" in part(page, "reach")
    assert part(page, "when").endswith("not known: When")
    assert page.count("Bé mấy tuổi?") == 1  # the words as they were asked are behind a tap
    assert page.index('id="report-asked"') < page.index("Bé mấy tuổi?")


async def test_twenty_taps_make_no_blank_line_in_the_talk_and_their_differences_are_folded(house, for_bot):
    visitor, number = await opened_by(house, for_bot)
    said: list[Answer] = []
    for at in range(20):
        said.append(Answer("note", "Nói thêm", f"lời {at}", f"tap{at}"))
        await adds(house, number, *said)
    page = (await visitor.get(f"/cases/{number}")).text
    seen = [line for line in re.findall(r'<li id="e-\w+"([^>]*)>', page) if "hidden" not in line]
    assert len(seen) == 2  # the report, and that it was claimed
    assert page.count("Bố nó đánh nó") == 1 and "What changed, and when (20)" in page
    history = page[page.index('id="report-history"') :]
    assert history.count("<ins>lời 7</ins>") == 1
    assert [line.act for line in await acts(house, "read")] == ["read"]
    # A live page that has all of them is brought none anew.
    answer = (await visitor.get(f"/cases/{number}/talk?have={have(page)}")).text
    assert "<li " not in answer and 'id="report"' not in answer and len(await acts(house, "read")) == 1


async def test_an_answer_that_changed_is_in_the_history_with_what_it_was_and_when(house, for_bot):
    visitor, number = await opened_by(house, for_bot)
    await adds(house, number, Answer("age", "Bé mấy tuổi?", "6 tuổi", "4-6"))
    await adds(house, number, Answer("age", "Bé mấy tuổi?", "8 tuổi", "7-10"))
    page = (await visitor.get(f"/cases/{number}")).text
    history = page[page.index('id="report-history"') :]
    assert "<del>6 tuổi</del> → <ins>8 tuổi</ins>" in history and "12:0" in history
    assert "Age" not in part(page, "child").partition("not known")[2]


async def test_each_reading_of_a_live_page_is_one_line(house, for_bot):
    visitor, number = await opened_by(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    await adds(house, number, Answer("age", "Bé mấy tuổi?", "6 tuổi", "4-6"))
    answer = await visitor.get(f"/cases/{number}/talk?have={have(page)}")
    assert "6 tuổi" in answer.text
    lines = await acts(house, "read")
    assert [line.detail for line in lines] == ["snapshot:1 triage:1", "snapshot:2 triage:1"]


async def test_a_commune_officer_is_not_told_that_something_is_unknown_which_they_may_not_see(house, for_bot):
    lan, number = await opened_by(house, for_bot)
    await lan.post(f"/cases/{number}/refer", to="Xã", commune="24133")
    where = {"commune_code": "24133", "commune_scheme": "2025"}
    xa = await house.sign_in((await house.hire("Xã", Role.COMMUNE, on_duty=False, **where)).login)
    page = (await xa.get(f"/cases/{number}")).text
    assert "Bố nó đánh nó" in page and "Bà nội của bé" in page
    assert 'id="part-reporter"' not in page and "417" not in page and "/findings/" not in page


# --- what staff found ---------------------------------------------------------------------------------------------
async def test_what_staff_record_stands_beside_the_report_and_the_queue_follows_it(house, for_bot):
    visitor, number = await opened_by(house, for_bot)
    said = await records(visitor, number, "where", commune="24277", place="nhà ông Y Bhăm")
    assert said.headers["location"].endswith("said=recorded")
    page = (await visitor.get(f"/cases/{number}")).text
    where = part(page, "where")
    assert "Staff recorded: Commune where it happened Xã Ea Tul Thôn, buôn" in where
    assert re.search(r"nhà ông Y Bhăm Lan, \d\d:\d\d, 25/11/2026", where)
    assert "The reporter says: Where it happened Phường Buôn Ma Thuột" in where
    assert "Xã Ea Tul" in (await visitor.get("/queue")).text
    await records(visitor, number, "where", commune="24154")
    history = (await visitor.get(f"/cases/{number}")).text.partition('id="report-history"')[2]
    assert "<del>Xã Ea Tul</del>" in history and history.count("nhà ông Y Bhăm") == 1
    await records(visitor, number, "where", commune="")
    assert (await case_of(house, number)).commune_code == "24133"
    assert (await records(visitor, number, "where")).headers["location"].endswith("said=nothing_new")


async def test_child_group_and_where_the_child_lives_are_recorded_each_in_its_section(house, for_bot):
    visitor, number = await opened_by(house, for_bot)
    await records(visitor, number, "child", name="H'Mai <b>", age="6", sex="girl", lives="24154")
    await records(visitor, number, "what", group="TD01")
    await records(visitor, number, "persons", note="cha dượng\nsống cùng nhà")
    page = (await visitor.get(f"/cases/{number}")).text
    child = part(page, "child")
    assert "H&#39;Mai &lt;b&gt;" in child and "Girl or boy Girl" in child and "Commune where the child lives" in child
    assert "(TD01)" in part(page, "what") and "cha dượng sống cùng nhà" in part(page, "persons")
    assert (await case_of(house, number)).group == "TD01"
    assert (await case_of(house, number)).commune_code == "24133"


async def test_the_second_of_two_who_record_at_the_same_time_is_told_and_both_are_kept(house, for_bot):
    lan, number = await opened_by(house, for_bot)
    mai = await house.hire_and_sign_in("Mai", Role.SUPERVISOR)
    page = (await lan.get(f"/cases/{number}/findings/child")).text
    await records(mai, number, "child", age="7")
    said = await lan.post(
        f"/cases/{number}/findings", section="child", knew=hidden(page, "knew"), age="6", name="H'Mai"
    )
    assert said.headers["location"].endswith("said=recorded_both")
    page = (await lan.get(f"/cases/{number}")).text
    child = part(page, "child")
    assert re.search(r"The child&#39;s name H&#39;Mai Age 6 Lan, \S+", child) and child.endswith("lives")
    assert "Age" not in child.partition("not known")[2] and "<del>7</del> → <ins>6</ins>" in page


async def test_a_colleagues_finding_comes_to_a_page_that_lies_open(house, for_bot):
    lan, number = await opened_by(house, for_bot)
    mai = await house.hire_and_sign_in("Mai", Role.SUPERVISOR)
    page = (await lan.get(f"/cases/{number}")).text
    await records(mai, number, "child", age="7")
    answer = (await lan.get(f"/cases/{number}/talk?have={have(page)}")).text
    assert 'id="report"' in answer and "Staff recorded:" in answer
    again = (await lan.get(f"/cases/{number}/talk?have={have(page)},{have(answer)}")).text
    assert 'id="report"' not in again


async def test_a_text_that_is_too_long_comes_back_in_its_form(house, for_bot):
    visitor, number = await opened_by(house, for_bot)
    answer = await records(visitor, number, "when", note="dài " * 501)
    assert answer.status_code == 400 and "too long" in answer.text and answer.text.count("dài dài") > 100
    assert '<textarea id="f-note"' in answer.text


async def test_a_case_that_another_has_by_now_records_nothing_and_gives_the_words_back(house, for_bot):
    lan, number = await opened_by(house, for_bot)
    page = (await lan.get(f"/cases/{number}/findings/child")).text
    minh = await house.hire_and_sign_in("Minh")
    await lan.post(f"/cases/{number}/release")
    await minh.post(f"/cases/{number}/claim")
    answer = await lan.post(f"/cases/{number}/findings", section="child", knew=hidden(page, "knew"), name="H'Mai")
    assert answer.status_code == 403 and "H&#39;Mai" in answer.text and "<textarea" not in answer.text
    assert "Bố nó đánh nó" not in answer.text
    assert await acts(house, "record") == []


async def test_a_case_closed_meanwhile_takes_the_finding_and_stays_closed(house, for_bot):
    lan, number = await opened_by(house, for_bot)
    page = (await lan.get(f"/cases/{number}/findings/child")).text
    await lan.post(f"/cases/{number}/close", reason="xong", because="helped")
    answer = await lan.post(f"/cases/{number}/findings", section="child", knew=hidden(page, "knew"), age="6")
    assert answer.headers["location"].endswith("said=recorded")
    assert (await case_of(house, number)).status == "closed"
    assert "stays closed" in (await lan.get(f"/cases/{number}/findings/child")).text


async def test_a_forgotten_case_says_so_and_gives_the_words_back(house, for_bot, tmp_path):
    lan, number = await opened_by(house, for_bot)
    async with house.store.writing() as session:
        await retention.forget_case(session, (await session.scalar(select(Case))).id, tmp_path)
    assert (await lan.get(f"/cases/{number}/findings/child")).status_code == 403
    answer = await lan.post(f"/cases/{number}/findings", section="child", knew="0", name="H'Mai")
    assert answer.status_code == 403 and "forgotten" in answer.text and "H&#39;Mai" in answer.text
    assert (await lan.post(f"/cases/{number}/number")).headers["location"].endswith("said=not_allowed")
    assert (await lan.get(f"/cases/{number}")).status_code == 200


@pytest.mark.parametrize("section", ["none", "findings"])
async def test_a_section_that_there_is_not_is_not_found(house, for_bot, section):
    lan, number = await opened_by(house, for_bot)
    assert (await lan.get(f"/cases/{number}/findings/{section}")).status_code == 404
    assert (await lan.post(f"/cases/{number}/findings", section=section, note="x")).status_code == 404


# --- telephones ---------------------------------------------------------------------------------------------------
async def test_the_numbers_that_help_are_a_tap_away_and_so_are_those_of_the_commune(house, for_bot):
    one = Service("Công an phường", "police", frozenset({"24133"}), "", "", "", "", "0262 385 0000", date(2026, 11, 1))
    async with house.store.writing() as session:
        await services.replace(
            session,
            [
                one,
                replace(one, name="Tư vấn", kind="counselling", phone="0262 385 1111"),
                replace(one, name="Công an xã khác", communes=frozenset({"24277"}), phone="0262 385 2222"),
            ],
        )
    visitor, number = await opened_by(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    assert re.findall(r'href="tel:(\d+)"', page) == ["113", "115", "111", "02623850000"]
    assert page.index("tel:113") < page.index('id="report"')
    await records(visitor, number, "where", commune="24277")
    assert "tel:02623852222" in (await visitor.get(f"/cases/{number}")).text


async def test_the_reporters_number_is_not_on_the_page_and_showing_it_is_an_act_of_its_own(house, for_bot):
    visitor, number = await opened_by(house, for_bot)
    await adds(house, number, Answer("contact", "Liên lạc được không?", "Gọi cho tôi — 0911 222 333", "call"))
    page = (await visitor.get(f"/cases/{number}")).text
    assert NUMBER not in page and "0911" not in page and "••• 417" in page and "••• 333" in page
    assert NUMBER not in (await visitor.get(f"/cases/{number}/talk?have=")).text
    assert NUMBER not in (await visitor.get(f"/cases/{number}/findings/reach")).text
    assert await acts(house, "show_number") == []
    shown = (await visitor.post(f"/cases/{number}/number")).text
    assert 'href="tel:0911222333"' in shown and 'href="tel:0900000417"' in shown
    assert "sau 19 giờ" in shown and "Bà nội của bé" in shown
    (line,) = await acts(house, "show_number")
    assert line.detail == "snapshot:2"
    assert "was shown the reporter&#39;s number" in (await visitor.get(f"/cases/{number}")).text
    assert (await visitor.get(f"/cases/{number}/number")).status_code == 405  # no link, no reload by itself


@pytest.mark.parametrize(("column", "value"), [("do_not_write", True), ("safe_hours", "never")])
async def test_a_number_that_may_not_be_called_says_so_first(house, for_bot, column, value):
    visitor, number = await opened_by(house, for_bot)
    async with house.store.writing() as session:
        setattr(await session.scalar(select(Case)), column, value)
    shown = (await visitor.post(f"/cases/{number}/number")).text
    assert shown.index("Do not call") < shown.index("tel:")


async def test_without_a_number_there_is_no_way_to_one(house, for_bot):
    visitor = await house.hire_and_sign_in("Lan")
    number = await reported(house, for_bot, TOLD[0])
    await visitor.post(f"/cases/{number}/claim")
    assert f"/cases/{number}/number" not in (await visitor.get(f"/cases/{number}")).text
    assert (await visitor.post(f"/cases/{number}/number")).headers["location"].endswith("said=no_number")
