"""How many came by a campaign, as campaigners and supervisors see it: pages, file, a campaign that is gone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.campaigns import campaigns, counting
from handlers.campaigns.counting import Counted, week_of
from handlers.campaigns.topics import Step
from handlers.permission import Role
from handlers.store.models import Variant
from tests.handlers.console.test_campaigns import PLACE, made
from tests.handlers.console.visits import House, Visitor
from tests.handlers.people import NOON

EXACT = (Role.SUPERVISOR,)
BY_FIVES = (Role.CAMPAIGNER, Role.LEADER, Role.AUDITOR)


async def counted(house: House, cam: Visitor, *labels: str, **numbers: tuple[int, ...]) -> str:
    """A campaign with these places, and of each step the number of each place, in the week before this one."""
    path = await made(cam)
    for label in labels:
        await cam.post(f"{path}/variants", **{**PLACE, "label": label})
    week = week_of(house.now()) - timedelta(weeks=1)
    async with house.store.writing() as session:
        ids = {one.label: one.id for one in await session.scalars(select(Variant))}
        await counting.write(
            session,
            {
                Counted(ids[label], week, Step(step), "vi"): number
                for step, several in numbers.items()
                for label, number in zip(labels, several, strict=True)
                if number
            },
        )
    return path


def cells(page: str, label: str) -> list[str]:
    """The numbers of one line of a table."""
    row = re.search(rf'<th scope="row">{re.escape(label)}</th>(.*?)</tr>', page, re.DOTALL)
    assert row is not None, page
    return [re.sub(r"<[^>]+>|&lt;", lambda tag: "<" if tag[0] == "&lt;" else "", one).strip()
            for one in re.findall(r'<td class="n">(.*?)</td>', row[1], re.DOTALL)]  # fmt: skip


NUMBERS = {"opened": (200, 3), "started": (30, 2), "finished": (11, 1), "urgent": (6, 1), "claimed": (4, 0)}


@pytest.mark.parametrize("role", BY_FIVES)
async def test_whoever_sees_no_case_sees_reports_by_fives(house: House, role: Role) -> None:
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    path = await counted(house, cam, "Trường", "Buôn", **NUMBERS)
    page = (await (await house.hire_and_sign_in("Other", role)).get(f"{path}/numbers")).text
    assert cells(page, "Trường") == ["200", "30", "≥10", "≥5", "<5"]
    assert cells(page, "Buôn") == ["3", "2", "<5", "<5", "<5"]
    assert cells(page, "All places") == ["203", "32", "≥10", "≥5", "<5"]
    assert cells(page, "Vietnamese") == ["203", "32"]
    assert "/cases/" not in page and "/queue" not in page


@pytest.mark.parametrize("role", EXACT)
async def test_whoever_sees_cases_sees_them_as_they_are(house: House, role: Role) -> None:
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    path = await counted(house, cam, "Trường", "Buôn", **NUMBERS)
    page = (await (await house.hire_and_sign_in("Other", role)).get(f"{path}/numbers")).text
    assert cells(page, "Buôn") == ["3", "2", "1", "1", "0"]
    assert cells(page, "All places") == cells(page, "Vietnamese") == ["203", "32", "12", "7", "4"]
    assert (
        f"/campaigns/{path.rsplit('/', 1)[1]}/numbers"
        in (await (await house.sign_in("other")).get("/campaigns/numbers")).text
    )
    assert "/cases/" not in page


async def test_the_campaigns_page_has_a_small_table_of_each_place(house: House) -> None:
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    path = await counted(house, cam, "Trường", "Buôn", **NUMBERS)
    page = (await cam.get(path)).text
    tables = re.findall(r'<table class="numbers reach">.*?</table>', page, re.DOTALL)
    assert len(tables) == 2 and ">11<" not in page
    (school,) = [table for table in tables if "Trường" in table]
    assert ">200<" in school and ">≥10<" in school


async def test_no_number_of_this_week_grows_under_a_campaigners_eyes_but_opens(house: House) -> None:
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    path = await counted(house, cam, "Trường", opened=(1,))
    before = (await cam.get(f"{path}/numbers")).text
    async with house.store.writing() as session:
        one = (await session.scalars(select(Variant.id))).one()
        this = {Counted(one, week_of(house.now()), step, "rad"): 50 for step in Step if step is not Step.OPENED}
        await counting.write(session, this)
    assert (await cam.get(f"{path}/numbers")).text == before
    assert "1 opened the page, 0 began a talk" in (await cam.get("/campaigns/numbers")).text


async def test_a_week_in_which_nobody_came_has_its_line(house: House) -> None:
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    path = await counted(house, cam, "Trường", opened=(7,))
    early = week_of(house.now()) - timedelta(weeks=4)
    async with house.store.writing() as session:
        one = (await session.scalars(select(Variant.id))).one()
        await counting.write(session, {Counted(one, early, Step.OPENED, "vi"): 2})
    page = (await cam.get(f"{path}/numbers")).text
    assert cells(page, f"Week from {early + timedelta(weeks=1):%d/%m/%Y}")[0] == "0"
    assert cells(page, f"Week from {early:%d/%m/%Y}")[0] == "2"


async def test_a_campaign_by_which_nobody_came_says_so(house: House) -> None:
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    path = await made(cam)
    page = await cam.get(f"{path}/numbers")
    assert "Nobody has come by this campaign yet" in page.text and "<svg" not in page.text.partition("<main")[2]


async def test_the_file_says_what_the_page_says_and_nothing_in_it_runs(house: House) -> None:
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    path = await counted(house, cam, "=cmd|'/c calc'!A1", "Buôn", **NUMBERS)
    answer = await cam.get(f"{path}/numbers/csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Table;Line;Opened the page;Began a talk;Reported;Urgent;Claimed in time"
    assert lines[1] == "By place;'=cmd|'/c calc'!A1;200;30;≥10;≥5;<5"
    assert "By place;All places;203;32;≥10;≥5;<5" in lines and "By language;Vietnamese;203;32;–;–;–" in lines


@pytest.mark.parametrize("role", [Role.CAMPAIGNER, Role.SUPERVISOR, Role.LEADER])
async def test_of_a_campaign_deleted_meanwhile_one_comes_to_a_page_that_says_so(house: House, role: Role) -> None:
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    path = await counted(house, cam, "Trường", **{step: (one[0],) for step, one in NUMBERS.items()})
    other = await house.hire_and_sign_in("Other", role)
    async with house.store.writing() as session:
        await campaigns.remove(session, path.rsplit("/", 1)[1], None, NOON)
    for page in ("numbers", "numbers/csv"):
        answer = await other.follow(await other.get(f"{path}/{page}"))
        assert answer.status_code == 200 and "not there any more" in answer.text
