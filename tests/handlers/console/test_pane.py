"""A case that lies open: new words come, drafts stay, a message can be taken back, and nothing is lost on the way."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from handlers import escalation, reply, report, retention
from handlers.case import Answer, Because, ItemKind, Report
from handlers.permission import Role
from handlers.store.models import Audit, Case, Draft, Item, Job, Reply, Staff
from tests.fakes.telegram_world import VOICE
from tests.handlers.console.test_case import TEXT, _speak, case_of, claimed
from tests.handlers.console.visits import House, Visitor, hidden
from tests.handlers.people import told

PAGE = {"hx-request": "true", "x-person-here": "yes", "origin": "http://console.test", "sec-fetch-site": "same-origin"}


def live(visitor: Visitor) -> Visitor:
    """A browser whose page says itself what was in view."""
    visitor.client.cookies.set("ct_live", "1")
    return visitor


async def writes(house: House, number: str, text: str, kind: ItemKind = ItemKind.MESSAGE) -> str:
    """The reporter writes; the item's id."""
    house.now.go(seconds=1)
    async with house.store.writing() as session:
        case = await session.scalar(select(Case).where(Case.number == number))
        return await report.add(session, case.id, kind, text, now=house.now())


async def send(visitor: Visitor, number: str, text: str, page: str) -> str:
    """What the console says to an answer that is sent from this page."""
    form = {name: hidden(page, name) for name in ("nonce", "known", "version")}
    answer = await visitor.post(f"/cases/{number}/reply", text=text, **form)
    return answer.headers["location"].partition("said=")[2]


async def types(visitor: Visitor, number: str, text: str, page: str, **other: str):
    """The page keeps by itself what is being written."""
    form = {name: hidden(page, name) for name in ("known", "version")} | other
    return await visitor.post(f"/cases/{number}/draft", PAGE, text=text, **form)


async def replies(house: House) -> int:
    async with house.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(Reply))


async def acts(house: House) -> list[str]:
    async with house.store.reading() as session:
        return list(await session.scalars(select(Audit.act)))


def have(page: str) -> str:
    return ",".join(re.findall(r'<li id="e-(\w+)"', page))


def written(page: str) -> str:
    """What stands in the box."""
    return re.search(r"<textarea id=\"text\"[^>]*>\n?(.*?)</textarea>", page, re.S)[1]


# --- new words ----------------------------------------------------------------------------------------------------
async def test_a_page_that_lies_open_is_told_nothing_while_nothing_changes_and_nothing_is_opened_for_it(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    mark = re.search(r'data-mark="([^"]+)"', page)[1].replace("&#34;", '"')
    before = await acts(house)
    for _ in range(3):
        answer = await visitor.get(f"/cases/{number}/talk?have={have(page)}", **{"if-none-match": mark})
        assert (answer.status_code, answer.text, answer.headers["etag"]) == (304, "", mark)
    assert await acts(house) == before

    new = await writes(house, number, "Nó vẫn khóc")
    answer = await visitor.get(f"/cases/{number}/talk?have={have(page)}", **{"if-none-match": mark})
    assert answer.status_code == 200 and answer.headers["etag"] != mark
    assert "Nó vẫn khóc" in answer.text and answer.text.count("<li ") == 1
    async with house.store.reading() as session:
        opened = list(await session.scalars(select(Audit.item_id).where(Audit.act == "read").order_by(Audit.id)))
    assert opened[-1] == new and len(await acts(house)) == len(before) + 1


async def test_new_answers_bring_the_whole_report_anew(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    house.now.go(seconds=1)
    async with house.store.writing() as session:
        case = await session.scalar(select(Case))
        await report.supplement(session, case.id, told("Tối nay nó ngủ ở nhà cô"), now=house.now())
    answer = (await visitor.get(f"/cases/{number}/talk?have={have(page)}")).text
    assert 'id="report"' in answer and "→ Tối nay nó ngủ ở nhà cô" in answer


def _and(answer: Answer) -> Report:
    """What was told, and one answer more."""
    return replace(told(), answers=(*told().answers, answer))


async def test_what_was_typed_into_the_report_stands_in_the_talk_and_is_asked_about_one_by_one(house, for_bot):
    """A child in danger answers questions while somebody writes to them: each is words, and none may go unseen."""
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    for text in ("Ba ra ngoài rồi", "Em ở nhà bà ngoại"):
        house.now.go(seconds=1)
        async with house.store.writing() as session:
            case = await session.scalar(select(Case))
            await report.supplement(session, case.id, _and(Answer("note", "?", text, "words")), now=house.now())
    answer = (await visitor.get(f"/cases/{number}/talk?have={have(page)}")).text
    talk = answer[: answer.index('id="report"')]
    assert talk.index("Ba ra ngoài rồi") < talk.index("Em ở nhà bà ngoại")
    assert talk.count("data-report=") == 2 and talk.count("Added to the report") == 2
    assert await send(visitor, number, TEXT, page) == "news"
    page = (await visitor.get(f"/cases/{number}?said=news")).text
    asked = page[page.index("data-asks") : page.index('id="answer"')]
    assert "2 new since you began to write" in asked and "The report has been added to" not in asked
    assert asked.index("Ba ra ngoài rồi") < asked.index("Em ở nhà bà ngoại")


async def test_what_was_only_tapped_is_one_thing_however_often_and_makes_no_line_in_the_talk(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    for place in ("Ở trường", "Ở nhà"):
        house.now.go(seconds=1)
        async with house.store.writing() as session:
            case = await session.scalar(select(Case))
            await report.supplement(session, case.id, _and(Answer("child_now", "?", place, "place")), now=house.now())
    answer = (await visitor.get(f"/cases/{number}/talk?have={have(page)}")).text
    assert "Ở nhà" not in answer[: answer.index('id="report"')] and "Ở nhà" in answer
    assert await send(visitor, number, TEXT, page) == "news"
    page = (await visitor.get(f"/cases/{number}?said=news")).text
    asked = page[page.index("data-asks") : page.index('id="answer"')]
    assert "1 new since you began to write" in asked and "The report has been added to" in asked


async def test_words_are_read_when_they_were_in_view_and_not_when_they_were_only_fetched(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await visitor.get(f"/cases/{number}")
    live(visitor)
    first, second = await writes(house, number, "một"), await writes(house, number, "hai")
    page = (await visitor.get(f"/cases/{number}")).text
    await visitor.get(f"/cases/{number}/talk?have=")
    case = await case_of(house, number)
    assert case.unread_since is not None and f'data-unseen="{first}"' in page and f'data-unseen="{second}"' in page
    await visitor.post(f"/cases/{number}/seen", PAGE, items=first)
    between = (await case_of(house, number)).unread_since
    assert between is not None and between > case.unread_since  # unread since the second
    await visitor.post(f"/cases/{number}/seen", PAGE, items=second)
    assert (await case_of(house, number)).unread_since is None


async def test_sending_reads_nothing_and_neither_does_anybody_elses_look(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await live(visitor).get(f"/cases/{number}")).text
    new = await writes(house, number, "Nó vẫn khóc")
    await visitor.post(f"/cases/{number}/reply", text=TEXT, nonce=hidden(page, "nonce"))
    sen = live(await house.hire_and_sign_in("Sen", Role.SUPERVISOR))
    await sen.get(f"/cases/{number}?open=yes")
    assert (await sen.post(f"/cases/{number}/seen", PAGE, items=new)).status_code == 204
    assert (await case_of(house, number)).unread_since is not None


async def test_without_javascript_the_page_that_was_served_is_read(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await writes(house, number, "Nó vẫn khóc")
    page = (await visitor.get(f"/cases/{number}")).text
    assert "Nó vẫn khóc" in page and "Look for new words" in page
    assert (await case_of(house, number)).unread_since is None


# --- drafts -------------------------------------------------------------------------------------------------------
async def test_a_draft_is_kept_sealed_comes_back_with_its_time_and_goes_when_it_is_sent(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    with capture_logs() as logs:
        assert "Draft kept at 12:0" in (await types(visitor, number, TEXT, page)).text
    assert TEXT not in str(logs)
    async with house.store.reading() as session:
        row = await session.scalar(select(Draft))
        assert TEXT.encode() not in row.sealed
    house.now.go(minutes=20)
    page = (await visitor.get(f"/cases/{number}")).text
    assert written(page) == TEXT and "Your draft of 12:0" in page
    assert await send(visitor, number, TEXT, page) == "sent"
    assert written((await visitor.get(f"/cases/{number}")).text) == ""
    assert "read_draft" in await acts(house)


async def test_without_javascript_a_button_keeps_the_draft(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    assert f'formaction="/cases/{number}/draft"' in page
    form = {name: hidden(page, name) for name in ("nonce", "known", "version")}
    said = await visitor.post(f"/cases/{number}/draft", text=TEXT, **form)
    assert said.headers["location"].endswith("said=draft_kept") and await replies(house) == 0
    page = (await visitor.get(f"/cases/{number}")).text
    assert written(page) == TEXT
    emptied = await visitor.post(f"/cases/{number}/draft", text=" ", known="", version=hidden(page, "version"))
    assert emptied.headers["location"].endswith("said=draft_gone")
    async with house.store.reading() as session:
        assert await session.scalar(select(Draft)) is None


async def test_a_draft_survives_a_change_of_owner_for_its_author_alone(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await types(visitor, number, TEXT, (await visitor.get(f"/cases/{number}")).text)
    await visitor.post(f"/cases/{number}/release")
    hoa = await house.hire_and_sign_in("Hoa")
    await hoa.post(f"/cases/{number}/claim")
    assert TEXT not in (await hoa.get(f"/cases/{number}")).text
    mine = (await visitor.get(f"/cases/{number}")).text
    assert TEXT in mine and "It was not sent. Only you see it." in mine
    await hoa.post(f"/cases/{number}/release")
    await visitor.post(f"/cases/{number}/claim")
    assert written((await visitor.get(f"/cases/{number}")).text) == TEXT


async def test_a_draft_is_forgotten_with_the_case_and_after_a_month(house, for_bot, tmp_path):
    visitor, number = await claimed(house, for_bot)
    await types(visitor, number, TEXT, (await visitor.get(f"/cases/{number}")).text)
    case = await case_of(house, number)
    async with house.store.writing() as session:
        (draft,) = await session.scalars(select(Draft))
        for after, left in ((timedelta(days=29), 1), (timedelta(days=31), 0)):
            for statement in retention.sweeps(draft.saved_at + after):
                await session.execute(statement)
            assert await session.scalar(select(func.count()).select_from(Draft)) == left
    await types(visitor, number, TEXT, (await visitor.get(f"/cases/{number}")).text)
    async with house.store.writing() as session:
        await retention.forget_case(session, case.id, tmp_path)
        assert await session.scalar(select(func.count()).select_from(Draft)) == 0
    assert (await visitor.get(f"/cases/{number}")).status_code == 200


async def test_two_pages_of_one_person_do_not_write_over_each_others_draft(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    one = two = (await visitor.get(f"/cases/{number}")).text
    assert (await types(visitor, number, "Chào em", one)).status_code == 200
    clash = await types(visitor, number, "Chị là Lan", two)
    assert clash.status_code == 409 and "Chào em" in clash.text and "another page" in clash.text
    version = re.search(r'data-version="(\d+)"', clash.text)[1]
    both = await types(visitor, number, "Chị là Lan\n\nChào em", two, version=version)
    assert both.status_code == 200
    # Without JavaScript both are kept, one below the other.
    said = await visitor.post(f"/cases/{number}/draft", text="Em ăn cơm chưa?", known="", version="1")
    assert said.headers["location"].endswith("said=draft_both")
    assert written((await visitor.get(f"/cases/{number}")).text) == "Chị là Lan\n\nChào em\n\nEm ăn cơm chưa?"


async def test_the_same_text_of_two_pages_is_no_clash(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    for _ in range(2):
        assert (await types(visitor, number, TEXT, page)).status_code == 200


async def test_a_draft_of_somebody_whose_session_has_ended_is_not_taken_for_kept(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    await types(visitor, number, TEXT, page)
    house.now.go(hours=1)  # the laptop slept
    assert (await types(visitor, number, TEXT + " Em ơi?", page, version="1")).status_code == 401
    assert (await visitor.get(f"/cases/{number}/talk?have=", **PAGE)).status_code == 401
    again = await house.sign_in("lan")
    assert written((await again.get(f"/cases/{number}")).text) == TEXT


async def test_what_was_written_before_a_colleague_signed_in_here_is_not_kept_as_theirs(house, for_bot):
    """A page empties itself when its session ends; what it still has of somebody's draft is theirs alone."""
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    lan = hidden(page, "who")
    sen = await house.hire_and_sign_in("Sen", Role.SUPERVISOR)
    form = {"text": TEXT, "known": "", "version": "0"}
    assert (await sen.post(f"/cases/{number}/draft", PAGE, **form, who=lan)).status_code == 403
    async with house.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Draft)) == 0
    assert (await visitor.post(f"/cases/{number}/draft", PAGE, **form, who=lan)).status_code == 200


# --- before sending -----------------------------------------------------------------------------------------------
async def test_what_came_since_one_began_to_write_is_shown_before_it_is_sent_and_asked_once(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    await writes(house, number, "Bố nó về rồi")
    await writes(house, number, "đừng gọi nhé")
    assert await send(visitor, number, TEXT, page) == "news" and await replies(house) == 0
    page = (await visitor.get(f"/cases/{number}?said=news")).text
    asked = page[page.index("data-asks") :]
    assert "2 new since you began to write" in asked and asked.index("Bố nó về rồi") < asked.index("đừng gọi nhé")
    assert written(page) == TEXT and "Send all the same" in page and "Not sent yet" in page
    assert await send(visitor, number, TEXT, page) == "sent" and await replies(house) == 1


async def test_what_comes_while_one_is_asked_is_asked_about_too(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    await writes(house, number, "Bố nó về rồi")
    await send(visitor, number, TEXT, page)
    page = (await visitor.get(f"/cases/{number}")).text
    await writes(house, number, "đừng gọi nhé")
    assert await send(visitor, number, TEXT, page) == "news"


async def test_a_colleague_who_answers_in_the_same_second_is_seen_before_the_second_answer_goes(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    sen = await house.hire_and_sign_in("Sen", Role.SUPERVISOR)
    mine = (await visitor.get(f"/cases/{number}")).text
    hers = (await sen.get(f"/cases/{number}?open=yes")).text
    assert await send(sen, number, "Chào em, chị là Sen", hers) == "sent"
    assert await send(visitor, number, TEXT, mine) == "news"
    page = (await visitor.get(f"/cases/{number}")).text
    asked = page[page.index("data-asks") :]
    assert "1 new since you began" in asked and "Sen" in asked and "Chào em, chị là Sen" in asked
    assert await replies(house) == 1 and written(page) == TEXT


async def test_the_same_answer_from_two_pages_of_one_person_is_asked_about_and_not_sent_twice(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    one, two = [(await visitor.get(f"/cases/{number}")).text for _ in range(2)]
    assert await send(visitor, number, TEXT, one) == "sent"
    assert await send(visitor, number, TEXT, two) == "news" and await replies(house) == 1


async def test_an_answer_to_a_case_that_was_closed_meanwhile_is_kept_as_a_draft_and_said_to_be(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    async with house.store.writing() as session:
        case = await session.scalar(select(Case))
        await escalation.close(session, case.id, case.claimed_by, "xong", house.now(), Because.HELPED)
    news = (await visitor.get(f"/cases/{number}/talk?have={have(page)}")).text
    assert "closed meanwhile" in news
    assert "closed meanwhile" in (await types(visitor, number, TEXT, page)).text
    assert await send(visitor, number, TEXT, page) == "case_closed" and await replies(house) == 0
    page = (await visitor.get(f"/cases/{number}")).text
    assert TEXT in page and "What you had begun to write" in page


@pytest.mark.parametrize("text", [TEXT * 200, "x" * 3600])
async def test_what_is_too_long_is_not_lost(house, for_bot, text):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    assert await send(visitor, number, text, page) == "too_long"
    assert written((await visitor.get(f"/cases/{number}")).text) == text


async def test_what_must_not_be_sent_now_stays_in_the_draft(house, for_bot):
    visitor, number = await claimed(house, for_bot, do_not_write=True)
    page = (await visitor.get(f"/cases/{number}")).text
    assert await send(visitor, number, TEXT, page) == "do_not_write"
    assert written((await visitor.get(f"/cases/{number}")).text) == TEXT


# --- taking back --------------------------------------------------------------------------------------------------
async def last_reply(house: House) -> str:
    async with house.store.reading() as session:
        return await session.scalar(select(Reply.item_id).order_by(Reply.created_at.desc()).limit(1))


async def test_an_answer_is_taken_back_within_ten_seconds_into_the_draft(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await send(visitor, number, TEXT, (await visitor.get(f"/cases/{number}")).text)
    house.now.go(seconds=9)
    page = (await visitor.get(f"/cases/{number}")).text
    item = await last_reply(house)
    assert f'value="{item}"' in page
    back = await visitor.post(f"/cases/{number}/take-back", item=item)
    assert back.headers["location"].endswith("said=taken_back")
    page = (await visitor.get(f"/cases/{number}")).text
    assert written(page) == TEXT and "took an answer back" in page and await replies(house) == 0
    async with house.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Item).where(Item.kind == ItemKind.REPLY)) == 0
        assert await session.scalar(select(Job).where(Job.kind == "reply_notice")) is None
        line = await session.scalar(select(Audit).where(Audit.act == "take_back"))
        assert (await session.scalar(select(Case))).contacted_at is None  # no first contact was made
        assert (line.item_id, line.staff_id) == (item, (await session.scalar(select(Staff))).id)
    news = (await visitor.get(f"/cases/{number}/talk?have={item[:12]}")).text
    assert f'data-gone="{item[:12]}"' in news


async def test_taken_back_it_stands_above_what_was_begun_since(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await send(visitor, number, "một", (await visitor.get(f"/cases/{number}")).text)
    await types(visitor, number, "hai", (await visitor.get(f"/cases/{number}")).text)
    await visitor.post(f"/cases/{number}/take-back", item=await last_reply(house))
    assert written((await visitor.get(f"/cases/{number}")).text) == "một\n\nhai"


async def test_after_ten_seconds_it_is_said_that_it_has_gone_out(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await send(visitor, number, TEXT, (await visitor.get(f"/cases/{number}")).text)
    house.now.go(seconds=10)
    page = await visitor.follow(await visitor.post(f"/cases/{number}/take-back", item=await last_reply(house)))
    assert "has gone out and can&#39;t be taken back" in page.text and await replies(house) == 1
    assert "back-again" not in page.text and "on its way" in page.text


async def test_nobody_takes_back_what_a_colleague_sent(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    sen = await house.hire_and_sign_in("Sen", Role.SUPERVISOR)
    await send(visitor, number, TEXT, (await visitor.get(f"/cases/{number}")).text)
    item = await last_reply(house)
    assert item not in (await sen.get(f"/cases/{number}?open=yes")).text
    assert (await sen.post(f"/cases/{number}/take-back", item=item)).headers["location"].endswith("said=delivered")
    assert await replies(house) == 1


async def test_a_spoken_answer_that_is_taken_back_is_gone(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await _speak(visitor, number, VOICE, uuid4().hex)
    back = await visitor.post(f"/cases/{number}/take-back", item=await last_reply(house))
    assert back.headers["location"].endswith("said=voice_taken_back") and await replies(house) == 0


async def test_the_reporter_sees_nothing_of_an_answer_that_is_held(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await send(visitor, number, TEXT, (await visitor.get(f"/cases/{number}")).text)
    case, sent_at = await case_of(house, number), house.now()
    async with house.store.writing() as session:
        for seconds, there in ((9, False), (10, True)):
            now = sent_at + timedelta(seconds=seconds)
            assert bool(await reply.waiting(session, case.id, now)) == there
            assert bool(await reply.unnoticed(session, case.conversation_id, now)) == there
            due = await reply.notice_due(session, case.id, now)
            assert due == sent_at + timedelta(seconds=10)
            assert await reply.open_waiting(session, for_bot, case.id, now) == ((TEXT,) if there else ())
        assert (await session.scalar(select(Job).where(Job.kind == "reply_notice"))).due_at == due
