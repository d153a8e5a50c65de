"""Campaigns in the console and by command: forms that come back filled, two pages of one campaign, one that is gone."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import select

from handlers.campaigns import campaigns
from handlers.campaigns.form import Problem
from handlers.console import campaign_words as words
from handlers.console.make_campaign import Wrong, run
from handlers.console.settings import Settings
from handlers.permission import Role
from handlers.store.kept import keep
from handlers.store.models import Audit, Variant
from tests.handlers.console.visits import House, Visitor, hidden
from tests.handlers.people import NOON

FORM = {"name_vi": "Hè <an> toàn", "topic": "drowning", "starts_on": "2026-11-01", "ends_on": "2026-12-31"}
PLACE = {"kind": "school", "label": "THCS Ví Dụ", "commune": "24373", "hangs": "cổng trường"}


async def made(cam: Visitor, **form: str) -> str:
    answer = await cam.post("/campaigns/new", **{**FORM, **form})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


async def test_with_none_yet_the_page_says_what_a_campaign_is(house: House) -> None:
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    page = await cam.follow(await cam.get("/"))
    assert "There is no campaign yet." in page.text and 'href="/campaigns/new"' in page.text
    assert "/queue" not in page.text


async def test_a_campaign_is_made_with_places_and_their_codes_and_links(house: House) -> None:
    async with house.store.writing() as session:
        await keep(session, "bot_username", "chungtay_bot")
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    path = await made(cam)
    page = (await cam.follow(await cam.post(f"{path}/variants", **PLACE))).text
    async with house.store.reading() as session:
        variant = (await session.scalars(select(Variant))).one()
        acts = set(await session.scalars(select(Audit.act)))
    assert f'value="{variant.typed_code[:4]} {variant.typed_code[4:]}"' in page
    assert f"http://127.0.0.1:8080/c/{variant.link_code}" in page
    assert f"https://t.me/chungtay_bot?start={variant.link_code}" in page
    assert "Hè &lt;an&gt; toàn" in page and "<an>" not in page and "cổng trường" in page
    assert {"make_campaign", "add_variant"} <= acts
    assert "Hè &lt;an&gt; toàn" in (await cam.get("/campaigns")).text


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"ends_on": "2026-10-01"}, Problem.REVERSED),
        ({"name_vi": "  "}, Problem.NO_NAME),
        ({"starts_on": "32/13/2026"}, Problem.NO_START),
        ({"topic": ""}, Problem.NO_TOPIC),
        ({"communes": "99999"}, Problem.UNKNOWN_COMMUNE),
    ],
)
async def test_a_form_with_something_wrong_comes_back_as_it_was_filled(
    house: House, change: dict[str, str], problem: Problem
) -> None:
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    answer = await cam.post("/campaigns/new", **{**FORM, "name_rad": "Hđeh", **change})
    assert answer.status_code == 400 and words.PROBLEMS[problem] in html.unescape(answer.text)
    assert 'value="Hđeh"' in answer.text
    path = await made(cam)
    place = await cam.post(f"{path}/variants", **{**PLACE, "label": " "})
    assert place.status_code == 400 and 'value="cổng trường"' in place.text
    async with house.store.reading() as session:
        assert not (await session.scalars(select(Variant))).all()


async def test_two_pages_of_one_campaign_and_nothing_is_lost(house: House) -> None:
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    bao = await house.hire_and_sign_in("Bao", Role.CAMPAIGNER)
    path = await made(cam)
    version = hidden((await bao.get(f"{path}/edit")).text, "version")
    await cam.post(f"{path}/edit", **{**FORM, "name_vi": "Của Cam"}, version=version)
    answer = await bao.post(f"{path}/edit", **{**FORM, "name_vi": "Của Bảo"}, version=version)
    assert answer.status_code == 409 and "Của Cam" in answer.text and 'value="Của Bảo"' in answer.text
    kept = await bao.post(f"{path}/edit", **{**FORM, "name_vi": "Của Bảo"}, version=hidden(answer.text, "version"))
    assert "campaign_changed" in kept.headers["location"]


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 50])
async def test_a_page_without_a_version_overwrites_nothing(house: House, version: str) -> None:
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    path = await made(cam)
    assert (await cam.post(f"{path}/edit", **FORM, version=version)).status_code == 409


async def test_ending_is_undone_and_deleting_wants_to_be_sure(house: House) -> None:
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    path = await made(cam)
    assert "Undo the end" in (await cam.follow(await cam.post(f"{path}/end"))).text
    assert "End now" in (await cam.follow(await cam.post(f"{path}/resume"))).text
    assert "campaign_not_deleted" in (await cam.post(f"{path}/delete")).headers["location"]
    assert "campaign_deleted" in (await cam.post(f"{path}/delete", sure="yes")).headers["location"]


async def test_every_page_of_a_deleted_campaign_says_that_it_is_gone(house: House) -> None:
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    path = await made(cam)
    await cam.post(f"{path}/variants", **PLACE)
    async with house.store.reading() as session:
        variant = (await session.scalars(select(Variant))).one()
    async with house.store.writing() as session:
        await campaigns.remove(session, path.rsplit("/", 1)[1], None, NOON)
    answers = [await cam.get(path), await cam.get(f"{path}/edit"), await cam.get(f"{path}/variants/{variant.id}")]
    forms = {"edit": {**FORM, "version": "1"}, "end": {}, "resume": {}, "delete": {"sure": "yes"}, "variants": PLACE}
    answers += [await cam.post(f"{path}/{act}", **form) for act, form in forms.items()]
    answers.append(await cam.post(f"{path}/variants/{variant.id}", **PLACE))
    assert all("campaign_gone" in answer.headers["location"] for answer in answers)


async def test_a_place_is_changed_and_its_codes_stay(house: House) -> None:
    cam = await house.hire_and_sign_in("Cam", Role.CAMPAIGNER)
    path = await made(cam)
    page = (await cam.follow(await cam.post(f"{path}/variants", **PLACE))).text
    way = re.search(rf'href="({path}/variants/\w+)"', page)
    assert way is not None and 'value="cổng trường"' in (await cam.get(way[1])).text
    before = re.findall(r'value="(\d{4} \d{4})"', page)
    after = (await cam.follow(await cam.post(way[1], **{**PLACE, "label": "Khác", "discreet": "yes"}))).text
    assert re.findall(r'value="(\d{4} \d{4})"', after) == before and "Khác" in after and "discreet" in after


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CAMPAIGNER])
async def test_nobody_else_sees_campaigns(house: House, role: Role) -> None:
    other = await house.hire_and_sign_in("Other", role)
    assert (await other.get("/campaigns")).status_code == 403
    assert (await other.post("/campaigns/new", **FORM)).status_code == 403


# --- by command ----------------------------------------------------------------------------------------------------
async def test_the_command_makes_and_lists(database_url: str) -> None:
    settings = Settings(database_url=database_url, web_url="https://chat.example.org/")
    assert await run([], settings, NOON) == "There is no campaign yet."
    made = await run(
        ["--name", "Hè an toàn", "--topic", "drowning", "--from", "1/11/2026", "--place", "radio=Đài xã"],
        settings,
        NOON,
    )
    assert "running" in made and "radio: Đài xã" in made and "https://chat.example.org/c/" in made
    assert await run([], settings, NOON) == made


async def test_the_command_says_everything_that_is_wrong_and_makes_nothing(database_url: str) -> None:
    settings = Settings(database_url=database_url)
    given = ["--name", "x", "--topic", "y", "--from", "2/2/2026", "--to", "1/1/2026", "--place", "z"]
    with pytest.raises(Wrong) as error:
        await run(given, settings, NOON)
    for problem in (Problem.NO_TOPIC, Problem.REVERSED, Problem.NO_KIND, Problem.NO_LABEL):
        assert words.PROBLEMS[problem] in str(error.value)
    assert await run([], settings, NOON) == "There is no campaign yet."
