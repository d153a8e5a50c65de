"""Many newcomers behind one address: a school is served, a flood waits, and what is sent meanwhile is not lost."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta

import pytest

from bot.channels.web import crowd as web_crowd
from bot.channels.web.crowd import ASKS, EVERY, MOST_WAITING, ROOM, Crowd
from bot.channels.web.session import Seen
from bot.channels.web.talk import Given, Talk, Told
from tests.bot.test_web import Person, Town
from tests.bot.test_web import person as person
from tests.bot.test_web import town as town
from tests.handlers.people import NOON

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WORDS = "bố em hay đánh em, em sợ về nhà"
CRY = "bố đang cầm dao đuổi em"


@on_sqlite
async def test_two_hundred_newcomers_of_one_address_are_served_within_ten_minutes(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def tell(_self: Talk, _address: str | None, nonce: str, _campaign: str, _given: Given) -> Told:
        return Told("token", nonce, Seen("live"))

    monkeypatch.setattr(Talk, "tell", tell)
    school = Person(town)
    for _pupil in range(200):
        assert (await school.post(text=WORDS)).status_code == 303
        school.client.cookies.clear()
        town.now += timedelta(minutes=10) / 200


@pytest.fixture
async def flooded(town: Town, monkeypatch: pytest.MonkeyPatch) -> Person:
    """A newcomer of a network whose places have all been taken by talks that somebody began and left."""
    monkeypatch.setattr(web_crowd, "ROOM", 1)
    await Person(town).say("chào")
    newcomer = Person(town)
    await newcomer.open()
    return newcomer


@on_sqlite
async def test_who_has_to_wait_sees_numbers_and_words_and_goes_on_without_a_script(town: Town, flooded: Person) -> None:
    response = await flooded.say(WORDS)
    assert response.status_code == 429 and WORDS in flooded.page
    assert re.findall(r'href="tel:(\d+)"', flooded.page)[:3] == ["111", "113", "115"]
    said = int(response.headers["retry-after"])
    seconds, _, where = response.headers["refresh"].partition(";url=")
    assert f"{said}" in flooded.page and where == "/wait" and int(seconds) <= said
    assert len(town.told) == 1
    town.now += timedelta(seconds=said)  # what was said is true
    await flooded.open("/wait")
    assert town.told[-1].text == WORDS and WORDS in flooded.texts
    await flooded.say("em đây")
    assert [inbound.text for inbound in town.told] == ["chào", WORDS, "em đây"]
    assert len({inbound.chat for inbound in town.told[1:]}) == 1


@on_sqlite
async def test_the_same_form_sent_twice_while_waiting_counts_once_and_more_words_are_kept_too(
    town: Town, flooded: Person
) -> None:
    form = flooded.page
    for text in (WORDS, WORDS, "em ở trường"):
        flooded.page = form
        response = await flooded.say(text)
    town.now += timedelta(seconds=int(response.headers["retry-after"]))
    await flooded.open("/wait")
    assert [inbound.text for inbound in town.told] == ["chào", WORDS, "em ở trường"]


@on_sqlite
async def test_danger_does_not_wait_and_takes_along_what_waited(town: Town, flooded: Person) -> None:
    form = flooded.page
    await flooded.say(WORDS)
    flooded.page = form
    assert (await flooded.say(CRY)).status_code == 200
    assert [inbound.text for inbound in town.told] == ["chào", CRY, WORDS]


@on_sqlite
async def test_who_leaves_while_waiting_is_told_of_nothing(town: Town, flooded: Person) -> None:
    await flooded.say(WORDS)
    assert (await flooded.client.post("/exit")).status_code == 303
    assert flooded.client.cookies.get("ct_wait") is None
    town.now += timedelta(minutes=1)
    await flooded.open("/wait")
    assert len(town.told) == 1


@on_sqlite
async def test_another_network_and_who_talks_already_do_not_wait(town: Town, flooded: Person) -> None:
    stranger = Person(town, "198.51.100.9")
    await stranger.open()
    assert (await stranger.say("chào")).status_code == 200
    assert (await stranger.say("em đây")).status_code == 200


# --- the turns themselves --------------------------------------------------------------------------------------------
HERE = b"network"


def _wait(crowd: Crowd, number: int, now: datetime) -> str:
    return crowd.wait(None, HERE, f"nonce {number}", "", Given(text=WORDS), now)


def test_who_goes_on_gives_the_place_back_and_who_leaves_a_talk_empty_does_not():
    crowd = Crowd()
    for number in range(3 * ROOM):
        assert crowd.enter(HERE, NOON)
        crowd.began(f"chat {number}", HERE, NOON)
        crowd.goes_on(f"chat {number}", NOON)
    assert sum(crowd.enter(HERE, NOON) for _ in range(3 * ROOM)) == ROOM


def test_whoever_waits_comes_in_no_later_than_they_were_told_and_in_their_order():
    crowd, now = Crowd(), NOON
    while crowd.enter(HERE, now):
        pass
    tickets = [_wait(crowd, number, now) for number in range(20)]
    told = {ticket: now + timedelta(seconds=math.ceil(crowd.seconds(ticket, now)) + 1) for ticket in tickets}
    came: list[str] = []
    while len(came) < 20:
        now += timedelta(seconds=1)
        assert not crowd.enter(HERE, now)  # nobody passes those who wait
        for ticket in [one for one in tickets if one not in came]:
            if crowd.seconds(ticket, now) == 0:
                crowd.come_in(ticket, now)
                came.append(ticket)
                assert now <= told[ticket]
    assert came == tickets


def test_a_flood_that_does_not_wait_keeps_nobody_waiting():
    crowd, now = Crowd(), NOON
    while crowd.enter(HERE, now):
        pass
    for number in range(2 * MOST_WAITING):
        _wait(crowd, number, now)
    assert _wait(crowd, 0, now) == ""
    now += timedelta(seconds=5 * ASKS)
    mine = _wait(crowd, 0, now)
    assert mine and crowd.seconds(mine, now) <= EVERY


def test_what_is_kept_of_all_who_wait_has_a_limit(monkeypatch):
    monkeypatch.setattr(web_crowd, "MOST_KEPT", 1000)
    crowd = Crowd()
    assert crowd.wait(None, HERE, "nonce", "", Given(text="a" * 200), NOON)
    assert crowd.wait(None, HERE, "nonce", "", Given(text="a" * 200), NOON) == ""
