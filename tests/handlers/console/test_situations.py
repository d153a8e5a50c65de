"""Situation texts on the pages: offered beside an answer, put into its draft, never sent by themselves."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from handlers import situations
from handlers.case import Because
from handlers.permission import Role
from handlers.situations import start
from handlers.store.models import Audit, Item, Reply, SituationText
from tests.fakes.telegram_world import VOICE
from tests.handlers.console.test_case import claimed
from tests.handlers.console.test_pane import replies, written
from tests.handlers.console.visits import hidden
from tests.handlers.people import WORDS

ID = "danger-child"
TEXT = start()[ID].text


async def choose(visitor, number: str, page: str, text: str = "", situation: str = ID):
    form = {name: hidden(page, name) for name in ("nonce", "known", "version")}
    return await visitor.post(f"/cases/{number}/situation", text=text, situation=situation, **form)


def said(answer) -> str:
    return answer.headers.get("location", "").partition("said=")[2]


async def change(visitor, id_: str = ID, **form: str):
    known = re.search(r'name="known" value="(\d+)"', (await visitor.get(f"/situations/{id_}")).text)[1]
    values = {"title": "Nguy hiểm", "text": "Em viết cho mình nhé.", "voice": "child", "known": known, **form}
    return await visitor.post(f"/situations/{id_}", **values)


async def test_without_javascript_a_chosen_text_stands_at_the_end_of_the_draft_and_nothing_is_sent(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    answer = await choose(visitor, number, page, "Chào em, ")
    assert said(answer) == "situation_put"
    page = (await visitor.follow(answer)).text
    assert written(page).startswith("Chào em,\n\n") and written(page).endswith(TEXT)
    assert await replies(house) == 0
    async with house.store.reading() as session:
        assert await session.scalar(select(func.count()).where(Item.kind == "reply")) == 0


async def test_the_texts_stand_outside_of_the_form_that_sends(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    form = page[page.index('id="answer"') :]
    assert "situation-search" not in form[: form.index("</form>")]
    assert "formnovalidate" in re.search(r'<button form="answer"[^>]*>', page)[0]


async def test_filled_in_is_what_the_head_says_and_no_word_of_the_reporter(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    boss = await house.hire_and_sign_in("Boss", Role.SUPERVISOR)
    await change(boss, text="Hồ sơ {số hồ sơ}, nhận lúc {giờ nhận tin}.")
    page = (await visitor.get(f"/cases/{number}")).text
    assert f"Hồ sơ {number}, nhận lúc 12:0" in page
    texts = page[page.index('id="situations"') :]
    assert WORDS not in texts[: texts.index('id="voice"')]
    answer = await choose(visitor, number, page)
    assert f"Hồ sơ {number}" in written((await visitor.follow(answer)).text)


async def test_a_text_that_was_withdrawn_while_it_was_chosen_loses_nothing(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    boss = await house.hire_and_sign_in("Boss", Role.SUPERVISOR)
    page = (await visitor.get(f"/cases/{number}")).text
    assert said(await change(boss, do="withdraw")) == "situation_withdrawn"
    answer = await choose(visitor, number, page, "Chào em")
    assert said(answer) == "situation_gone"
    page = (await visitor.follow(answer)).text
    assert written(page) == "Chào em" and f'value="{ID}"' not in page


@pytest.mark.parametrize("situation", ["", "nothing", "x" * 5000])
async def test_a_text_that_there_is_not_is_none(house, for_bot, situation):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    assert said(await choose(visitor, number, page, "Chào em", situation)) == "situation_gone"


async def test_on_a_case_that_was_closed_meanwhile_the_draft_is_kept_all_the_same(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    await visitor.post(f"/cases/{number}/close", reason="xong", because=Because.HELPED)
    answer = await choose(visitor, number, page, "Chào em")
    assert said(answer) == "case_closed"
    assert "Chào em" in (await visitor.follow(answer)).text


async def test_of_two_tabs_that_choose_neither_loses_its_words(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    await choose(visitor, number, page, "Một")
    answer = await choose(visitor, number, page, "Hai")
    assert said(answer) == "draft_both"
    text = written((await visitor.follow(answer)).text)
    assert "Một" in text and "Hai" in text


async def test_those_that_speak_to_whoever_reports_come_first(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    assert page.index("To an adult") < page.index("To a child")


async def test_for_e_de_the_page_says_that_there_are_none(house, for_bot):
    visitor, number = await claimed(house, for_bot, language="rad")
    assert "There are none in Ê Đê yet" in (await visitor.get(f"/cases/{number}")).text


async def test_a_supervisor_changes_withdraws_and_restores_and_each_version_is_named(house):
    boss = await house.hire_and_sign_in("Boss", Role.SUPERVISOR)
    assert said(await change(boss)) == "situation_kept"
    assert said(await change(boss, do="withdraw")) == "situation_withdrawn"
    page = (await boss.get(f"/situations/{ID}")).text
    assert "Withdrawn" in page and page.count("Boss, 12:0") == 2 and "came along with the software" in page
    assert said(await change(boss, do="restore", of="0")) == "situation_kept"
    async with house.store.reading() as session:
        found = (await situations.versions(session, ID))[0]
        details = list(await session.scalars(select(Audit.detail).where(Audit.act == "change_situation")))
    assert found.text == TEXT and details == [f"{ID} 1", f"{ID} 2", f"{ID} 3"]


async def test_a_new_text_is_offered_and_what_can_not_be_kept_is_shown_again(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    boss = await house.hire_and_sign_in("Boss", Role.SUPERVISOR)
    wrong = await boss.post("/situations", title="Hỏi tên", text="Chào {tên}", voice="adult")
    assert wrong.status_code == 400 and "Chào {tên}" in wrong.text and "{số hồ sơ}" in wrong.text
    assert said(await boss.post("/situations", title="Hỏi xã", text="Em ở xã nào?", voice="child")) == "situation_kept"
    assert "Em ở xã nào?" in (await visitor.get(f"/cases/{number}")).text


async def test_of_two_supervisors_in_one_text_the_second_is_shown_their_own_words_again(house):
    boss = await house.hire_and_sign_in("Boss", Role.SUPERVISOR)
    await change(boss)
    answer = await change(boss, known="0", text="Lời của người thứ hai")
    assert answer.status_code == 400 and "Lời của người thứ hai" in answer.text
    async with house.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(SituationText)) == 1


@pytest.mark.parametrize(("query", "found"), [("dung bo em", True), ("ĐỪNG BỎ", True), ("zzz", False), ("%", False)])
async def test_texts_are_found_with_marks_or_without(house, query, found):
    boss = await house.hire_and_sign_in("Boss", Role.SUPERVISOR)
    page = (await boss.client.get("/situations", params={"q": query})).text
    assert ("“Đừng bỏ em”" in page) == found and page.count("No text has these words.") == (1 if found else 2)


@pytest.mark.parametrize("path", ["/situations/none", f"/situations/{'x' * 300}"])
async def test_a_page_of_a_text_that_there_is_not(house, path):
    boss = await house.hire_and_sign_in("Boss", Role.SUPERVISOR)
    assert (await boss.get(path)).status_code == 404
    assert (await boss.post(path, title="a", text="b", voice="child")).status_code == 404


async def test_a_voice_answer_is_heard_before_it_is_sent_and_held_like_a_written_one(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    assert "Listen before you send" in page and "Discard it" in page
    policy = (await visitor.get("/queue")).headers["content-security-policy"]
    assert "media-src 'self' blob:;" in policy
    headers = {"origin": "http://console.test", "sec-fetch-site": "same-origin"}
    files = {"file": ("voice", VOICE)}
    sent = await visitor.client.post(
        f"/cases/{number}/voice", data={"nonce": hidden(page, "nonce")}, files=files, headers=headers
    )
    assert said(sent) == "sent"
    async with house.store.reading() as session:
        assert (await session.scalar(select(Reply))).held_until > house.now()
    assert "Take the answer back" in (await visitor.get(f"/cases/{number}")).text
