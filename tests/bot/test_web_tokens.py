"""Whose cookie opens a web chat: nobody's but the one that its own browser was given last, and no word is lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from bot.channels.web.tokens import FORM_LASTS, LOST, Tokens
from bot.inbound import Inbound
from handlers.store.engine import Store
from handlers.store.keys import BotKeys, token_hash
from handlers.store.models import Conversation, Received
from locales import translator
from tests.bot.test_web import RECEIPT, Person, Town

_ = translator("vi")
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WORDS = "bố đánh con"
AGAIN = _(
    "This page had to be opened anew, so it was not sent yet. Your words are still in the box: please send them again."
)


class Reporting(Town):
    """A town in which a report begins with these words."""

    async def hear(self, inbound: Inbound) -> bool:
        await super().hear(inbound)
        return inbound.text == WORDS


@pytest.fixture
def town(store: Store, for_bot: BotKeys) -> Reporting:
    return Reporting(store, for_bot)


def _holds(person: Person, cookie: str | None) -> None:
    person.client.cookies.set("ct_chat", cookie or "", domain="chat.example", path="/")


async def _opened(town: Town, cookie: str | None = None) -> Person:
    person = Person(town)
    if cookie is not None:
        _holds(person, cookie)
    await person.open()
    return person


async def _fixed(town: Town) -> tuple[Person, Person]:
    """Somebody who has begun a chat, and somebody in whose browser its cookie was put."""
    attacker = await _opened(town)
    await attacker.say("chào")
    return attacker, await _opened(town, attacker.cookie)


async def test_a_cookie_that_was_put_into_a_browser_sees_nothing_of_the_report_that_begins_there(town: Reporting):
    attacker, victim = await _fixed(town)
    before = attacker.cookie
    await victim.say(WORDS)
    assert WORDS in victim.texts and victim.cookie != before
    for path in ("/", "/log", "/closed", "/look"):
        answer = await attacker.open(path)
        assert WORDS not in answer.text and "Câu hỏi 3" not in answer.text
    assert (await attacker.client.get("/events")).status_code == 204
    assert attacker.cookie == before
    await victim.say("và hôm qua cũng vậy")  # her own cookie goes on
    assert [inbound.text for inbound in town.told] == ["chào", WORDS, "và hôm qua cũng vậy"]


@on_sqlite
async def test_a_typed_code_is_answered_to_a_new_cookie_only(town: Reporting):
    attacker, victim = await _fixed(town)
    await victim.say(RECEIPT)
    assert "Câu hỏi 3" in victim.texts
    await attacker.open()
    assert "Câu hỏi 3" not in attacker.page


@on_sqlite
async def test_who_looks_while_a_report_begins_sees_nothing_of_it_either(town: Reporting):
    attacker, victim = await _fixed(town)
    pages: list[str] = []
    pump = town.web._pages._talk._pump

    async def delivered(address: str) -> None:
        await pump(address)
        pages.append((await attacker.client.get("/log")).text)

    hear = town.web._pages._talk._handle

    async def heard(inbound: Inbound) -> bool | None:
        begun = await hear(inbound)
        await pump("")  # as the outbox worker does, before the page of the person itself
        pages.append((await attacker.client.get("/log")).text)
        return begun

    town.web._pages._talk._pump, town.web._pages._talk._handle = delivered, heard
    await victim.say(WORDS)
    assert WORDS in victim.texts and "Câu hỏi 3" in victim.texts
    assert len(pages) >= 2
    assert not [page for page in pages if WORDS in page or "Câu hỏi 3" in page]


@on_sqlite
async def test_no_token_comes_from_what_a_client_sends_or_from_what_the_database_keeps(town: Reporting, store: Store):
    one, other = await _opened(town), await _opened(town)
    for person in (one, other):
        person.page = person.page.replace(person.field("nonce"), "a" * 22)  # a nonce of the client's own choice
        await person.say("chào")
    assert one.cookie != other.cookie and len({inbound.chat for inbound in town.told}) == 2
    async with store.reading() as session:
        kept = (await session.execute(select(Conversation.token_hash, Conversation.chat_hash))).all()
        updates = (await session.scalars(select(Received.update_id))).all()
    told = repr(kept) + repr(updates)
    for person in (one, other):
        assert person.cookie and person.cookie not in told and token_hash(person.cookie) not in told
    assert not [inbound.chat for inbound in town.heard if inbound.chat in told]


@on_sqlite
async def test_behind_https_a_cookie_that_a_sibling_host_may_set_is_no_session(store: Store, for_bot: BotKeys):
    town = Reporting(store, for_bot, secure=True)
    client = httpx2.AsyncClient(transport=httpx2.ASGITransport(town.app), base_url="https://chat.example")
    first = await client.post("/", data={"text": "chào"})
    cookie = first.headers["set-cookie"]
    assert cookie.startswith("__Host-ct_chat=")
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"secure", "path=/"} <= attributes and not [one for one in attributes if one.startswith("domain")]
    token = cookie.partition("=")[2].partition(";")[0]
    # Browsers take that name from this host alone (RFC 6265bis, 4.1.3.2); any other name is no session here.
    planted = {"cookie": f"ct_chat={token}; __Secure-ct_chat={token}"}
    bare = httpx2.AsyncClient(transport=httpx2.ASGITransport(town.app), base_url="https://chat.example")
    assert "chào" not in (await bare.get("/", headers=planted)).text
    assert "chào" in (await client.get("/")).text


# --- nothing is lost by it -------------------------------------------------------------------------------------------
@on_sqlite
async def test_two_presses_in_the_form_that_begins_a_report_stay_one_chat(town: Reporting):
    person = await _opened(town)
    await person.say("chào")
    first, second = await asyncio.gather(person.post(text=WORDS), person.post(text=WORDS))
    assert [first.status_code, second.status_code] == [303, 303]
    await person.open()
    assert person.texts.count(WORDS) == 1 and len({inbound.chat for inbound in town.heard}) == 1


@on_sqlite
async def test_a_second_press_with_the_old_cookie_gets_the_new_one_and_another_form_does_not(town: Reporting):
    attacker, victim = await _fixed(town)
    lost = Person(town)  # the same browser, whose first answer did not come
    _holds(lost, victim.cookie)
    lost.page = victim.page
    attackers_page = attacker.page
    await victim.post(text=WORDS)
    await attacker.open()
    attacker.page = attackers_page
    assert (await attacker.post(text="tôi đây")).status_code == 409
    await lost.say(WORDS)
    assert lost.texts.count(WORDS) == 1
    assert [inbound.text for inbound in town.told] == ["chào", WORDS]


@on_sqlite
async def test_words_with_a_cookie_that_was_renewed_meanwhile_take_one_tap_more(town: Reporting):
    person = await _opened(town)
    await person.say("chào")
    old = Person(town)  # another tab, whose form is on its way with the old cookie
    _holds(old, person.cookie)
    old.page = person.page.replace(person.field("nonce"), town.web._sessions.tokens.nonce(town.told[0].chat))
    await person.say(WORDS)
    refused = await old.say("cứu em với, nó đang cầm dao")
    assert refused.status_code == 409 and old.box == "cứu em với, nó đang cầm dao" and AGAIN in old.alert
    assert _("This sounds dangerous. Please call now:") in old.alert
    _holds(old, person.cookie)  # it has arrived
    await old.say(old.box)
    assert len({inbound.chat for inbound in town.told}) == 1 and WORDS in old.texts
    assert [inbound.text for inbound in town.told].count("cứu em với, nó đang cầm dao") == 1


@on_sqlite
async def test_words_with_a_cookie_that_stays_old_begin_a_chat_with_the_second_tap(town: Reporting):
    attacker, victim = await _fixed(town)
    form = {"nonce": attacker.field("nonce"), "text": "một"}
    await victim.say(WORDS)
    attacker._seen(await attacker.client.post("/", data=form))
    assert attacker.box == "một"
    await attacker.say(attacker.box)
    assert "một" in attacker.texts and WORDS not in attacker.texts
    assert town.told[-1].chat != town.told[0].chat


@on_sqlite
async def test_a_browser_whose_answer_was_lost_gets_its_chat_back_and_no_other_does(town: Reporting):
    person = await _opened(town)
    await person.say("chào")
    old = person.cookie
    renewed = await person.post(text=WORDS)
    _holds(person, old)  # as if the answer had never come
    assert (await person.open()).url.path == "/closed" and person.cookie == old
    town.now += LOST
    await person.open()
    assert WORDS in person.texts and person.cookie == renewed.cookies["ct_chat"]
    await person.client.post("/here")
    other = Person(town)
    _holds(other, old)
    await other.open()  # the new one was shown: the old one is over for good
    assert WORDS not in other.page


@on_sqlite
async def test_a_form_that_is_a_day_old_or_of_another_chat_keeps_its_words(town: Reporting):
    person, other = await _opened(town), await _opened(town)
    await person.say("chào")
    await other.say("chào")
    page = person.page
    person.page = other.page
    assert (await person.say("một")).status_code == 409
    assert person.box == "một" and "chào" in person.texts
    await person.say(person.box)
    assert town.told[-1].text == "một" and town.told[-1].chat == town.told[0].chat
    for _hour in range(int(FORM_LASTS.total_seconds() // 600) + 1):
        town.now += timedelta(minutes=10)
        await person.client.post("/here")
    person.page = page
    assert (await person.say("hai")).status_code == 409
    await person.say(person.box)
    assert [inbound.text for inbound in town.told] == ["chào", "chào", "một", "hai"]


@on_sqlite
async def test_leaving_with_the_cookie_of_a_moment_ago_leaves(town: Reporting):
    person = await _opened(town)
    await person.say("chào")
    old = person.cookie
    await person.say(WORDS)
    other = Person(town)
    _holds(other, old)
    await other.client.post("/exit?quiet")
    assert town.told[-1].command == "thoat"
    await person.open()
    assert WORDS not in person.page


@on_sqlite
async def test_a_cookie_that_does_not_count_any_more_takes_nothing_from_the_browser(town: Reporting):
    """Its answers may come after the one that brought the new cookie: they delete none, and close no page."""
    attacker, victim = await _fixed(town)
    await victim.say(WORDS)
    answers: list[Any] = [await attacker.client.get(path) for path in ("/", "/closed", "/log", "/events")]
    answers.append(await attacker.client.post("/here"))
    assert [answer.status_code for answer in answers] == [303, 200, 204, 204, 204]
    assert not [answer for answer in answers if "set-cookie" in answer.headers]


@on_sqlite
async def test_a_conversation_goes_on_under_its_new_cookie_after_a_restart_and_not_under_the_old(
    town: Reporting, store: Store, for_bot: BotKeys
):
    person = await _opened(town)
    await person.say("chào")
    old = person.cookie
    await person.say(WORDS)
    later = Reporting(store, for_bot)
    back, stale = await _opened(later, person.cookie), await _opened(later, old)
    assert WORDS in back.texts
    assert WORDS not in stale.page and stale.cookie is None


@on_sqlite
async def test_a_form_says_whose_it_is_only_when_it_is_ours(store: Store, for_bot: BotKeys):
    town = Town(store, for_bot)
    tokens = Tokens(store, for_bot, lambda: town.now)
    nonce = tokens.nonce("a" * 64)
    assert tokens.fits(nonce, "a" * 64) and not tokens.fits(nonce, "b" * 64)
    assert not tokens.is_ours(nonce[:-5] + "AAAA=") and not tokens.is_ours("a" * 22) and not tokens.is_ours("ẫ")
    assert not tokens.is_ours(for_bot.live.encrypt(b"a" * 64).decode())  # sealed with the same key for another use
    assert tokens.is_again(tokens.nonce(again=True)) and not tokens.is_again(nonce)
