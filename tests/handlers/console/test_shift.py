"""The end of a shift in the console: one card a case, all choices in one form, and nothing lost by whatever happens."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handlers import escalation
from handlers.case import ItemKind, Status
from handlers.clock import watch
from handlers.permission import Role
from handlers.store.models import Alert, Audit, HandOver, Item, Job, Staff
from handlers.triage import Level
from tests.handlers.console.test_case import case_of, claimed, new_case
from tests.handlers.console.visits import hidden
from tests.handlers.people import WORDS

NOTE = "Bà ngoại chỉ nghe máy sau bảy giờ tối"


async def cases(house, for_bot, *levels: Level):
    """Lan has one case of each level; Hoa is on duty. Lan's browser, Hoa's browser, the numbers."""
    lan = await house.hire_and_sign_in("Lan")
    hoa = await house.hire_and_sign_in("Hoa")
    numbers = []
    for level in levels:
        number = await new_case(house, for_bot, level=level)
        assert "said=claimed" in (await lan.post(f"/cases/{number}/claim")).headers["location"]
        numbers.append(number)
    return lan, hoa, numbers


async def staff_of(house, login: str) -> Staff:
    async with house.store.reading() as session:
        return await session.scalar(select(Staff).where(Staff.login == login))


async def send(lan, choices: dict[str, tuple[str, str, str]], leave: str = ""):
    """The form as the page has it: choice, to whom and a note by number."""
    form = {"nonce": hidden((await lan.get("/shift")).text, "nonce"), "leave": leave}
    for number, (choice, to, note) in choices.items():
        form |= {f"choice-{number}": choice, f"to-{number}": to, f"note-{number}": note}
    return await lan.post("/shift", **form)


async def test_the_page_has_a_card_for_each_case_and_no_word_of_any(house, for_bot):
    lan, _, numbers = await cases(house, for_bot, Level.P0, Level.P2)
    page = (await lan.get("/shift")).text
    assert all(f'name="choice-{number}"' in page for number in numbers)
    assert WORDS not in page and "0 of 2 cases are settled" in page
    assert page.index(numbers[0]) < page.index(numbers[1])
    assert "nobody has contacted the reporter yet" in page and "Hoa" in page
    assert "others are alerted at once" in page and "it stays yours, and nobody else is told" in page


async def test_everything_in_one_form_and_then_off_duty(house, for_bot):
    lan, hoa, (danger, urgent, calm) = await cases(house, for_bot, Level.P0, Level.P1, Level.P2)
    to = (await staff_of(house, "hoa")).id
    chosen = {danger: ("pass", to, NOTE), urgent: ("release", "", ""), calm: ("keep", "", "")}
    answer = await send(lan, chosen, leave="duty")
    assert answer.headers["location"] == "/shift?said=duty_off"
    assert (await staff_of(house, "lan")).on_duty_since is None
    me = (await staff_of(house, "lan")).id
    assert (await case_of(house, danger)).claimed_by == me
    assert (await case_of(house, urgent)).status == Status.OPEN
    assert (await case_of(house, calm)).on_call_at is not None
    page = (await lan.get("/shift")).text
    assert "3 of 3 cases are settled" in page and "You keep it on call" in page and "You gave it back" in page
    # The other one: in the bell, on the case's page, and then with the whole history and the note on top.
    assert f'action="/cases/{danger}/accept"' in (await hoa.get("/bell")).text
    before = (await hoa.get(f"/cases/{danger}?open=yes")).text
    assert "Accept this case" in before and WORDS not in before and NOTE not in before
    after = (await hoa.follow(await hoa.post(f"/cases/{danger}/accept"))).text
    assert WORDS in after and "For you, from Lan" in after and NOTE in after
    assert "Lan → Hoa" in after
    assert WORDS not in (await lan.get(f"/cases/{danger}?open=yes")).text
    assert "accept" not in (await hoa.get("/bell")).text
    assert "→ Hoa" in (await lan.get("/shift")).text


async def test_what_is_not_chosen_is_kept_as_it_is_and_the_urgent_goes_to_others(house, for_bot):
    lan, _, (urgent, calm) = await cases(house, for_bot, Level.P1, Level.P2)
    answer = await send(lan, {urgent: ("", "", ""), calm: ("", "", "")}, leave="duty")
    assert answer.headers["location"] == "/shift?said=left_as_is"
    assert (await case_of(house, urgent)).passed_on_at is not None
    assert (await case_of(house, calm)).passed_on_at is None
    assert (await case_of(house, calm)).claimed_by == (await staff_of(house, "lan")).id


async def test_undo_of_handing_over_and_of_giving_back(house, for_bot):
    lan, _, (one, other) = await cases(house, for_bot, Level.P1, Level.P2)
    me, to = (await staff_of(house, "lan")).id, (await staff_of(house, "hoa")).id
    await send(lan, {one: ("pass", to, ""), other: ("release", "", "")})
    page = (await lan.get("/shift")).text
    assert "Undo: take the hand-over back" in page and "Undo: take it again" in page
    await send(lan, {one: ("undo", "", ""), other: ("undo", "", "")})
    assert [(await case_of(house, number)).claimed_by for number in (one, other)] == [me, me]
    async with house.store.reading() as session:
        assert await session.scalar(select(HandOver.outcome)) == "undone"


async def test_a_refusal_is_heard_with_its_reason_until_the_case_is_looked_at(house, for_bot):
    lan, hoa, (number,) = await cases(house, for_bot, Level.P1)
    await send(lan, {number: ("pass", (await staff_of(house, "hoa")).id, "")})
    house.now.go(minutes=1)
    assert (await hoa.post(f"/cases/{number}/refuse")).headers["location"].endswith("said=reason_needed")
    answer = await hoa.post(f"/cases/{number}/refuse", why="knows_them")
    assert answer.headers["location"].endswith("said=not_accepted")
    bell = (await lan.get("/bell")).text
    assert "→ Hoa" in bell and "Knows people in this case" in bell
    house.now.go(minutes=1)
    assert "Knows people in this case" in (await lan.get(f"/cases/{number}")).text
    assert "→ Hoa" not in (await lan.get("/bell")).text


@pytest.mark.parametrize("how", ["closed", "taken over", "given back"])
async def test_a_case_that_is_not_ones_own_any_more_is_said_and_the_note_is_not_lost(house, for_bot, how):
    lan, hoa, (number, other) = await cases(house, for_bot, Level.P1, Level.P2)
    case = await case_of(house, number)
    async with house.store.writing() as session:  # in another tab, or by a colleague
        match how:
            case "closed":
                await escalation.close(session, case.id, case.claimed_by, "Xong", house.now())
            case _:
                await escalation.release(session, case.id, case.claimed_by, house.now())
    if how == "taken over":
        await hoa.post(f"/cases/{number}/claim")
    answer = await send(lan, {number: ("pass", (await staff_of(house, "hoa")).id, NOTE), other: ("keep", "", "")})
    said = {"closed": "closed meanwhile", "taken over": "Hoa has this case now", "given back": "given back meanwhile"}
    assert answer.status_code == 200 and said[how] in answer.text and NOTE in answer.text
    assert (await case_of(house, other)).on_call_at is not None  # the others are done
    async with house.store.reading() as session:
        assert await session.scalar(select(Item).where(Item.kind == ItemKind.FOR_NEXT)) is None


async def test_a_colleague_who_lost_their_access_meanwhile_is_named_and_what_was_written_stays_in_its_place(
    house, for_bot
):
    lan, _, (number,) = await cases(house, for_bot, Level.P1)
    gone = await staff_of(house, "hoa")
    async with house.store.writing() as session:
        (await session.get_one(Staff, gone.id)).active = False
    answer = await send(lan, {number: ("pass", gone.id, NOTE)}, leave="duty")
    assert "be asked any more" in answer.text and NOTE in answer.text
    assert (await staff_of(house, "lan")).on_duty_since is None  # leaving is not held up
    assert (await case_of(house, number)).passed_on_at is not None
    assert "Please choose who is to be asked" in (await send(lan, {number: ("pass", "", "")})).text


async def test_one_form_that_is_sent_twice_keeps_one_note(house, for_bot):
    lan, _, (number,) = await cases(house, for_bot, Level.P2)
    nonce = hidden((await lan.get("/shift")).text, "nonce")
    form = {"nonce": nonce, f"choice-{number}": "keep", f"note-{number}": NOTE}
    for _ in range(2):
        assert (await lan.post("/shift", **form)).status_code == 303
    async with house.store.reading() as session:
        assert len(list(await session.scalars(select(Item).where(Item.kind == ItemKind.FOR_NEXT)))) == 1
        assert len(list(await session.scalars(select(Audit).where(Audit.act == "on_call")))) == 1


async def test_signing_out_through_the_page_ends_the_session(house, for_bot):
    lan, _, (number,) = await cases(house, for_bot, Level.P0)
    warned = await lan.post("/sign-out")
    assert warned.status_code == 200 and 'value="out"' in warned.text
    answer = await send(lan, {number: ("keep", "", "")}, leave="out")
    assert answer.headers["location"] == "/sign-in"
    assert (await lan.get("/shift")).headers["location"] == "/sign-in?next=/shift"
    assert (await case_of(house, number)).passed_on_at is None


async def test_handing_over_from_the_case_s_own_page_and_the_time_for_an_answer(house, for_bot):
    lan, hoa, (number,) = await cases(house, for_bot, Level.P0)
    to = (await staff_of(house, "hoa")).id
    assert "Ask somebody to take it over" in (await lan.get(f"/cases/{number}")).text
    page = (await lan.follow(await lan.post(f"/cases/{number}/hand-over", to=to, note=NOTE))).text
    assert "Hoa is asked to take this case over" in page and "Take the hand-over back" in page
    house.now.go(minutes=2, seconds=1)
    await watch.watch(house.store, house.now())
    answer = await hoa.post(f"/cases/{number}/accept")
    assert answer.headers["location"].endswith("said=hand_over_gone")
    assert "no answer by" in (await lan.get("/bell")).text


async def test_nothing_of_a_note_stands_anywhere_but_sealed(house, for_bot):
    lan, _, (number,) = await cases(house, for_bot, Level.P0)
    await send(lan, {number: ("pass", (await staff_of(house, "hoa")).id, NOTE)})
    async with house.store.reading() as session:
        for table in (Audit, Job, Alert, Item):
            for row in await session.scalars(select(table)):
                assert NOTE not in repr([getattr(row, column.key) for column in row.__table__.columns])


async def test_the_refresh_of_how_far_one_is_has_no_form_in_it(house, for_bot):
    lan, _, _numbers = await cases(house, for_bot, Level.P2)
    part = (await lan.get("/shift", **{"hx-request": "true"})).text
    assert "0 of 1" in part and "<form" not in part


async def test_without_a_case_there_is_nothing_to_choose(house, for_bot):
    lead = await house.hire_and_sign_in("Sen", Role.SUPERVISOR)
    assert "You have no open case" in (await lead.get("/shift")).text
    assert (await lead.post("/shift", leave="duty")).headers["location"] == "/shift?said=duty_off"
    assert await claimed(house, for_bot)
