"""Notes and tasks of staff: sealed, never sent, never lost, and told of when they are due."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from handlers import escalation, tasks
from handlers.case import Because
from handlers.deadlines import VIETNAM
from handlers.permission import Role
from handlers.store.models import Audit, Case, Item, Job, Reply, Staff, Task
from handlers.tasks import Count, NotADay, due_from
from tests.handlers.console.test_case import case_of, claimed, new_case
from tests.handlers.console.visits import House, Visitor
from tests.handlers.people import NOON

NOTE = "Bố cháu cầm máy buổi tối, đừng nhắn sau 18 giờ"
TASK = "Gọi lại trạm y tế Ea Tul"


async def add_task(house: House, visitor: Visitor, number: str, hours: float = 2, **form: str):
    at = (house.now() + timedelta(hours=hours)).astimezone(VIETNAM)
    values = {"text": TASK, "day": f"{at:%Y-%m-%d}", "hour": f"{at:%H:%M}", **form}
    return await visitor.post(f"/cases/{number}/tasks", **values)


def said(answer) -> str:
    return answer.headers.get("location", "").partition("said=")[2]


async def task_id(house: House) -> str:
    async with house.store.reading() as session:
        return await session.scalar(select(Task.item_id))


async def of(house: House, what) -> int:
    async with house.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(what))


# --- notes --------------------------------------------------------------------------------------------------------
async def test_a_note_stands_in_the_talk_as_internal_with_author_and_time_and_nothing_is_sent(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    assert said(await visitor.post(f"/cases/{number}/note", text=NOTE)) == "note_added"
    page = (await visitor.get(f"/cases/{number}")).text
    entry = re.search(r'<li id="e-\w+" class="internal">(.*?)</li>', page, re.S)[1]
    assert NOTE in entry and "Internal note" in entry and "Lan" in entry and "<time" in entry
    assert await of(house, Reply) == 0
    async with house.store.reading() as session:
        assert await session.scalar(select(Job).where(Job.kind == "reply_notice")) is None
        assert (await case_of(house, number)).contacted_at is None
        sealed = list(await session.scalars(select(Item.sealed).where(Item.kind == "note")))
    assert len(sealed) == 1 and NOTE.encode() not in sealed[0]


async def test_the_form_of_a_note_is_another_than_that_of_an_answer(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    note = re.search(r'<section[^>]*id="note">(.*?)</section>', page, re.S)[1]
    assert 'class="do"' not in note and "the reporter never sees it" in note and "Keep the internal note" in note
    assert page.index('id="answer"') < page.index('id="note"')
    assert "</form>" in page[page.index('id="answer"') : page.index('id="note"')]


async def test_whoever_has_the_case_is_shown_a_note_of_somebody_else_as_new(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    boss = await house.hire_and_sign_in("Boss", Role.SUPERVISOR)
    await boss.post(f"/cases/{number}/note", text=NOTE)
    visitor.client.cookies.set("ct_live", "1")
    assert re.search(r'class="internal unseen"', (await visitor.get(f"/cases/{number}")).text)
    assert (await case_of(house, number)).unread_since is None  # the reporter wrote nothing


async def test_a_note_that_comes_while_the_page_lies_open_is_shown(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    boss = await house.hire_and_sign_in("Boss", Role.SUPERVISOR)
    await boss.post(f"/cases/{number}/note", text=NOTE)
    assert NOTE in (await visitor.get(f"/cases/{number}/talk?have=")).text


async def test_on_a_case_that_was_closed_meanwhile_a_note_is_still_kept(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await visitor.post(f"/cases/{number}/close", reason="xong", because=Because.HELPED)
    assert said(await visitor.post(f"/cases/{number}/note", text=NOTE)) == "note_added"


@pytest.mark.parametrize("what", ["note", "tasks"])
async def test_what_somebody_wrote_on_a_case_that_another_has_now_is_shown_to_them_again(house, for_bot, what):
    visitor, number = await claimed(house, for_bot)
    await house.hire("Hoa")
    async with house.store.writing() as session:
        case = await session.scalar(select(Case).where(Case.number == number))
        await escalation.release(session, case.id, case.claimed_by, house.now())
        other = await session.scalar(select(Staff.id).where(Staff.name == "Hoa"))
        await escalation.claim(session, case.id, other, house.now())
    if what == "note":
        answer = await visitor.post(f"/cases/{number}/note", text=NOTE)
    else:
        answer = await add_task(house, visitor, number, text=NOTE)
    assert answer.status_code == 403 and NOTE in answer.text and "Not kept" in answer.text
    async with house.store.reading() as session:
        assert await session.scalar(select(Item.id).where(Item.kind.in_(("note", "task")))) is None


@pytest.mark.parametrize(("words", "says"), [("", "empty"), ("  \n ", "empty")])
async def test_an_empty_note_is_none(house, for_bot, words, says):
    visitor, number = await claimed(house, for_bot)
    assert said(await visitor.post(f"/cases/{number}/note", text=words)) == says


async def test_a_note_that_is_too_long_is_shown_again_and_not_cut(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    long = "ă" * 3501
    answer = await visitor.post(f"/cases/{number}/note", text=long)
    assert answer.status_code == 400 and long in answer.text


async def test_markup_in_a_note_is_text(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await visitor.post(f"/cases/{number}/note", text="<script>alert(1)</script>")
    assert "<script>alert" not in (await visitor.get(f"/cases/{number}")).text


# --- tasks --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "hour", "due"),
    [
        ("2026-11-25", "14:30", NOON + timedelta(hours=2, minutes=30)),
        ("2026-11-25", "12:00", NotADay.PAST),
        ("2026-11-25", "11:59", NotADay.PAST),
        ("1900-01-01", "00:00", NotADay.PAST),
        ("2028-11-25", "12:00", NotADay.TOO_FAR),
        ("9999-12-31", "23:59", NotADay.TOO_FAR),
        ("0001-01-01", "00:00", NotADay.UNREADABLE),  # in Viet Nam, and so before the first of years
        ("", "", NotADay.UNREADABLE),
        ("2026-02-30", "10:00", NotADay.UNREADABLE),
        ("25/11/2026", "14:30", NotADay.UNREADABLE),
        ("2026-11-25", "25:00", NotADay.UNREADABLE),
        ("99999999999", "x" * 10_000, NotADay.UNREADABLE),
    ],
)
def test_a_day_and_an_hour_are_read_as_in_viet_nam(day, hour, due):
    assert due_from(day, hour, NOON) == due


async def test_a_task_stands_on_its_case_is_ticked_off_and_can_be_opened_again(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    assert said(await add_task(house, visitor, number)) == "task_added"
    item = await task_id(house)
    page = (await visitor.get(f"/cases/{number}")).text
    assert TASK in page and "until 14:00, 25/11/2026" in page.replace("14:01", "14:00")
    for done, code in (("yes", "task_done"), ("yes", "task_done"), ("no", "task_open"), ("no", "task_open")):
        assert said(await visitor.post(f"/cases/{number}/tasks/{item}", done=done)) == code
    await visitor.post(f"/cases/{number}/tasks/{item}", done="yes")
    page = (await visitor.get(f"/cases/{number}")).text
    assert "No open task." in page and "Not done yet" in page
    async with house.store.reading() as session:
        acts = list(await session.scalars(select(Audit.act).where(Audit.act.like("%_task")).order_by(Audit.id)))
    assert acts == ["add_task", "do_task", "undo_task", "do_task"]
    async with house.store.reading() as session:
        rows = await session.execute(text("SELECT * FROM tasks"))
        assert TASK not in str(rows.all())


@pytest.mark.parametrize("form", [{"day": "2026-11-24"}, {"day": "2030-01-01"}, {"day": "x"}, {"text": "à" * 501}])
async def test_a_task_that_can_not_be_kept_is_shown_again(house, for_bot, form):
    visitor, number = await claimed(house, for_bot)
    answer = await add_task(house, visitor, number, **form)
    assert answer.status_code == 400 and form.get("text", TASK) in answer.text
    assert await of(house, Task) == 0


async def test_on_a_closed_case_there_is_no_new_task_and_its_words_are_shown_again(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await visitor.post(f"/cases/{number}/close", reason="xong", because=Because.HELPED)
    answer = await add_task(house, visitor, number)
    assert answer.status_code == 403 and TASK in answer.text and "closed" in answer.text


async def test_a_task_of_another_case_is_not_ticked_off(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await add_task(house, visitor, number)
    other = await new_case(house, for_bot)
    await visitor.post(f"/cases/{other}/claim")
    assert said(await visitor.post(f"/cases/{other}/tasks/{await task_id(house)}", done="yes")) == "task_gone"
    assert said(await visitor.post(f"/cases/{other}/tasks/none", done="yes")) == "task_gone"


async def test_an_overdue_task_shows_on_the_case_the_row_and_the_bell_as_a_number_without_words(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await add_task(house, visitor, number)
    row = (await visitor.get("/queue?tab=mine")).text
    assert 'class="flag tasks"' in row and "tasks: 1" in row and TASK not in row
    house.now.go(hours=2, minutes=1)
    visitor = await house.sign_in("lan")
    row = (await visitor.get("/queue?tab=mine")).text
    assert 'class="flag tasks over"' in row and "overdue tasks: 1" in row and TASK not in row
    assert "Your overdue tasks:" in row and f'href="/cases/{number}#tasks"' in row
    assert "overdue since" in (await visitor.get(f"/cases/{number}")).text


async def test_the_row_of_the_queue_is_told_of_a_new_task_at_once(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    first = await visitor.get("/queue?tab=mine", **{"hx-request": "true"})
    await add_task(house, visitor, number)
    again = await visitor.get("/queue?tab=mine", **{"hx-request": "true", "if-none-match": first.headers["etag"]})
    assert again.status_code == 200 and "tasks: 1" in again.text


async def test_a_task_goes_with_its_case_to_whoever_has_it_next(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await add_task(house, visitor, number)
    hoa = await house.hire("Hoa")
    async with house.store.writing() as session:
        case = await session.scalar(select(Case).where(Case.number == number))
        await escalation.release(session, case.id, case.claimed_by, house.now())
        await escalation.claim(session, case.id, hoa.id, house.now())
    house.now.go(hours=3)
    visitor = await house.sign_in("hoa")
    assert TASK in (await visitor.get(f"/cases/{number}")).text
    assert "Your overdue tasks:" in (await visitor.get("/bell")).text


async def test_a_task_for_a_supervisor_by_name_is_among_their_own_until_it_is_done(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    boss = await house.hire("Boss", Role.SUPERVISOR)
    await add_task(house, visitor, number, whom=boss.id)
    house.now.go(hours=3)
    boss_at, lan = await house.sign_in("boss"), await house.sign_in("lan")
    assert f'id="case-{number}"' in (await boss_at.get("/queue?tab=mine")).text
    assert "Your overdue tasks:" in (await boss_at.get("/bell")).text
    assert "Your overdue tasks:" not in (await lan.get("/bell")).text
    await house.change(boss.id, role=Role.CASE_WORKER)  # who may not read it any more is not asked to do it
    assert "Your overdue tasks:" in (await lan.get("/bell")).text


@pytest.mark.parametrize("whom", ["nobody", "hoa"])
async def test_a_task_for_somebody_who_could_not_read_it_is_for_whoever_has_the_case(house, for_bot, whom):
    visitor, number = await claimed(house, for_bot)
    hoa = await house.hire("Hoa")
    await add_task(house, visitor, number, whom=hoa.id if whom == "hoa" else whom)
    async with house.store.reading() as session:
        assert (await session.scalar(select(Task))).for_staff is None


async def test_its_owner_is_told_once_that_a_task_is_due_and_not_what_it_is(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await add_task(house, visitor, number)
    async with house.store.writing() as session:
        (await session.scalar(select(Staff))).telegram_address = b"sealed"
        assert await tasks.to_warn_of(session, house.now()) == []
    for length in (3, 4, 5):
        house.now.go(hours=length)
        async with house.store.writing() as session:
            for case_id in await tasks.to_warn_of(session, house.now()):
                await tasks.warn(session, case_id, house.now())
    async with house.store.reading() as session:
        (job,) = await session.scalars(select(Job).where(Job.kind == "task_due"))
        assert job.body is None and job.lane.startswith("staff:")


@pytest.mark.parametrize("over", ["done", "closed"])
async def test_of_a_task_that_is_done_or_whose_case_is_closed_nobody_is_told(house, for_bot, over):
    visitor, number = await claimed(house, for_bot)
    await add_task(house, visitor, number)
    if over == "done":
        await visitor.post(f"/cases/{number}/tasks/{await task_id(house)}", done="yes")
    else:
        await visitor.post(f"/cases/{number}/close", reason="xong", because=Because.HELPED)
    async with house.store.reading() as session:
        assert await tasks.to_warn_of(session, house.now() + timedelta(days=2)) == []


async def test_tasks_are_counted_by_case(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    for hours in (1, 2, 5):
        await add_task(house, visitor, number, hours)
    case = await case_of(house, number)
    async with house.store.reading() as session:
        found = await tasks.counts(session, [case.id], house.now() + timedelta(hours=3))
    assert found == {case.id: Count(3, 2)}
