"""The web chat as a browser meets it: without a script, on a socket, in a hurry, and after a quarter of an hour."""

from __future__ import annotations

import asyncio
import html
import re
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from bot.channels import Outbound, Undeliverable
from bot.channels.web.channel import WEATHER, Web
from bot.channels.web.guard import MAX_WORDS
from bot.channels.web.posts import POSTS_A_MINUTE
from bot.inbound import Inbound
from bot.pace import Pace
from handlers.store.engine import Store
from handlers.store.keys import BotKeys, keyed_hash
from handlers.store.models import Conversation, Received, WebLine
from handlers.store.rows import insert
from locales import translator
from tests.fakes.services import free_port

_ = translator("vi")
FIRST_SCREEN = [Outbound("Đang nguy hiểm? Gọi 111."), Outbound("Bạn cần gì?", (("start:self", "Tôi cần giúp"),))]
RECEIPT = "482 113 905 227 641"


class Town:
    """A web chat, a clock, and in the conversation's place a listener that counts and answers."""

    def __init__(self, store: Store, keys: BotKeys, bind: str = "127.0.0.1:0", **settings: Any) -> None:
        self.store, self.keys = store, keys
        self.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
        self.heard: list[Inbound] = []
        self.waiting: list[tuple[str, Outbound]] = []
        self.failing = 0
        self.web = Web(
            store,
            keys,
            self.hear,
            self.pump,
            bind,
            first_screen=lambda topic: FIRST_SCREEN,
            now=lambda: self.now,
            **settings,
        )
        self.app = self.web.app()
        self.url = ""

    async def hear(self, inbound: Inbound) -> None:
        if self.failing:
            self.failing -= 1
            raise RuntimeError("the database said no to: bố đánh con")
        chat_hash = keyed_hash(self.keys.chats, inbound.source, inbound.chat)
        async with self.store.writing() as session:
            seen = {"channel": "web", "update_id": inbound.update_id, "seen_at": self.now, "kind": "handled"}
            once = insert(session, Received).values(seen).on_conflict_do_nothing().returning(Received.update_id)
            if (await session.execute(once)).scalar_one_or_none() is None:
                return
            sealed = self.keys.live.encrypt(inbound.chat.encode())
            row = {
                "id": uuid4().hex, "channel": "web", "chat_hash": chat_hash, "address": sealed, "language": "vi",
                "started_at": self.now, "heard_at": self.now, "closed_by_peer": False,
            }  # fmt: skip
            await session.execute(insert(session, Conversation).values(row).on_conflict_do_nothing())
            mine = update(Conversation).where(Conversation.chat_hash == chat_hash)
            await session.execute(mine.values(heard_at=self.now))
        self.heard.append(inbound)
        if inbound.command == "start":
            self.waiting += [(inbound.chat, message) for message in FIRST_SCREEN]
        elif inbound.command != "thoat":
            number = len(self.heard)
            self.waiting.append((inbound.chat, Outbound(f"Câu hỏi {number}", ((f"q{number}:yes", f"Có {number}"),))))

    async def pump(self, address: str) -> None:
        while self.waiting:
            await self.web.deliver(*self.waiting.pop(0))

    @property
    def told(self) -> list[Inbound]:
        """What people said, without the beginnings."""
        return [inbound for inbound in self.heard if inbound.command != "start"]

    async def lines(self) -> int:
        async with self.store.reading() as session:
            return await session.scalar(select(func.count()).select_from(WebLine)) or 0


class Person:
    """A browser without a script: it follows redirects and sends back what the form holds."""

    def __init__(self, town: Town, network: str = "203.0.113.7") -> None:
        self.town = town
        self.client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(town.app, client=(network, 40000)), base_url="http://chat.example"
        )
        self.page = ""

    async def open(self, path: str = "/") -> httpx2.Response:
        return self._seen(await self.client.get(path, follow_redirects=True))

    async def post(self, **fields: str) -> httpx2.Response:
        """What the server answers to the form, before any redirect is followed."""
        form = {"nonce": self.field("nonce"), "campaign": self.field("campaign"), **fields}
        return await self.client.post("/", data={name: value for name, value in form.items() if value is not None})

    async def say(self, text: str) -> httpx2.Response:
        return await self._follow(await self.post(text=text))

    async def tap(self, choice: str) -> httpx2.Response:
        return await self._follow(await self.post(choice=choice, text=""))

    async def _follow(self, response: httpx2.Response) -> httpx2.Response:
        if response.status_code == 303:
            return await self.open(response.headers["location"].partition("#")[0])
        return self._seen(response)

    def _seen(self, response: httpx2.Response) -> httpx2.Response:
        self.page = response.text
        return response

    def field(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        return found[1] if found else ""

    @property
    def texts(self) -> list[str]:
        return [
            html.unescape(re.sub(r"<[^>]+>", "", text))
            for text in re.findall(r'<p dir="auto">(.*?)</p>', self.page, re.S)
        ]

    @property
    def choices(self) -> list[str]:
        return re.findall(r'name="choice" value="([^"]*)"', self.page)

    @property
    def box(self) -> str:
        found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", self.page, re.S)
        assert found
        return html.unescape(found[1])

    @property
    def version(self) -> str:
        found = re.search(r'data-version="([^"]+)"', self.page)
        assert found
        return found[1]

    @property
    def alert(self) -> str:
        found = re.search(r'<div id="alert"[^>]*>(.*?)</div>', self.page, re.S)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""

    @property
    def cookie(self) -> str | None:
        return self.client.cookies.get("ct_chat")


@pytest.fixture
def town(store: Store, for_bot: BotKeys) -> Town:
    return Town(store, for_bot)


@pytest.fixture
async def person(town: Town) -> AsyncIterator[Person]:
    someone = Person(town)
    await someone.open()
    yield someone
    await someone.client.aclose()


# --- talking without a script ----------------------------------------------------------------------------------------
async def test_looking_starts_nothing_and_leaves_no_cookie(town: Town, person: Person) -> None:
    assert person.texts == [message.text for message in FIRST_SCREEN]
    assert person.choices == ["start:self"]
    assert person.cookie is None
    assert not town.heard


async def test_the_numbers_stand_above_everything_and_can_be_called(person: Person) -> None:
    numbers = re.findall(r'href="tel:(\d+)"', person.page)
    assert numbers[:3] == ["111", "113", "115"]
    assert person.page.index('href="tel:115"') < person.page.index('role="log"')


async def test_words_start_the_conversation_and_the_answer_is_on_the_page(town: Town, person: Person) -> None:
    assert (await person.say("Có một em bé hay bị bỏ đói")).status_code == 200
    assert person.texts == [*(message.text for message in FIRST_SCREEN), "Có một em bé hay bị bỏ đói", "Câu hỏi 2"]
    assert [inbound.command for inbound in town.heard] == ["start", None]
    assert town.told[0].text == "Có một em bé hay bị bỏ đói"
    assert town.told[0].message_id is not None


async def test_only_what_came_after_the_persons_last_words_can_be_tapped(town: Town, person: Person) -> None:
    await person.tap("start:self")
    assert town.told[0].button == "start:self"
    assert person.texts[2] == "Tôi cần giúp"
    assert person.choices == ["q2:yes"]
    await person.say("để em kể")
    assert person.choices == ["q3:yes"]
    assert "Có 2</span>" in person.page


async def test_a_stale_button_goes_through_as_it_is(town: Town, person: Person) -> None:
    await person.say("chào")
    await person.tap("long-gone:maybe")
    assert town.told[-1].button == "long-gone:maybe"
    assert person.texts.count("long-gone:maybe") == 0


async def test_pressing_send_twice_counts_once_even_on_the_first_page(town: Town, person: Person) -> None:
    first, second = await asyncio.gather(person.post(text="cứu em"), person.post(text="cứu em"))
    assert first.cookies["ct_chat"] == second.cookies["ct_chat"]
    again = await person.post(text="cứu em")
    assert again.status_code == 303
    await person.open()
    assert person.texts.count("cứu em") == 1
    assert len(town.told) == 1
    assert len(town.heard) == 2


async def test_other_words_from_a_page_that_the_browser_brought_back_are_not_lost(town: Town, person: Person) -> None:
    old_page = person.page
    await person.say("một")
    person.page = old_page
    await person.say("hai")
    assert [inbound.text for inbound in town.told] == ["một", "hai"]


async def test_half_a_message_stays_in_the_box_when_an_answer_is_tapped(town: Town, person: Person) -> None:
    response = await person.post(choice="start:self", text="em đang viết dở")
    person.page = response.text
    assert town.told[0].button == "start:self"
    assert len(town.told) == 1
    assert person.box == "em đang viết dở"
    await person.say(person.box)
    assert town.told[1].text == "em đang viết dở"


async def test_after_a_crash_between_answer_and_cookie_the_same_form_finds_its_conversation(
    town: Town, person: Person
) -> None:
    lost = Person(town)
    lost.page = person.page
    await person.post(text="lần đầu")
    await lost.say("lần đầu")
    assert lost.cookie == person.cookie
    assert len(town.told) == 1


async def test_a_campaign_code_comes_along_and_nothing_else_in_its_place(town: Town, person: Person) -> None:
    await person.open("/?c=truong-42")
    await person.say("chào")
    assert town.heard[0].argument == "truong-42"
    other = Person(town)
    await other.open("/?c=<script>")
    await other.say("chào")
    assert [inbound.argument for inbound in town.heard if inbound.command == "start"] == ["truong-42", ""]


async def test_a_lone_command_is_a_command_and_with_more_behind_it_it_is_words(town: Town, person: Person) -> None:
    await person.say("/huy")
    await person.say("/huy bố đánh con")
    assert [(inbound.command, inbound.text) for inbound in town.told] == [("huy", None), (None, "/huy bố đánh con")]


async def test_the_address_is_not_the_token(town: Town, person: Person) -> None:
    await person.say("chào")
    assert person.cookie
    assert len(person.cookie) >= 43
    assert all(person.cookie not in repr(inbound) for inbound in town.heard)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> & <b>'\"",
        "{{ 7 * 7 }} {% raw %}",
        "😭😭👧🏽",
        unicodedata.normalize("NFD", "Đứa trẻ ở buôn Ea H'leo bị đánh"),
        "hdư̆p ƀuôn",
        "một\ndòng\n\nkhác",
        "ẫ" * 10_000,
        "/",
        "\u202e\u0000 lạ",
    ],
    ids=["html", "template", "emoji", "NFD", "Ê Đê", "lines", "10,000", "slash", "control"],
)
async def test_the_words_arrive_and_stand_there_as_they_were_written(town: Town, person: Person, text: str) -> None:
    assert (await person.say(text)).status_code == 200
    assert town.told[0].text == text
    assert person.texts[2] == text
    assert "<script>alert" not in person.page


async def test_nothing_written_is_answered_kindly_and_starts_nothing(town: Town, person: Person) -> None:
    response = await person.say("  \n ")
    assert response.status_code == 400
    assert _("There is nothing written yet. Write a few words, or tap one of the answers.") in response.text
    assert not town.heard


async def test_emergency_numbers_in_an_answer_can_be_tapped_but_never_a_receipt_code(person: Person) -> None:
    town = person.town
    await person.say("chào")
    await town.web.deliver(town.told[0].chat, Outbound(f"Gọi 113 hoặc 111.\n{RECEIPT}\nNgày 113/114"))
    await person.open()
    assert 'Gọi <a href="tel:113">113</a> hoặc <a href="tel:111">111</a>.' in person.page
    assert f'<b class="given" translate="no">{RECEIPT}</b>' in person.page


async def test_a_typed_receipt_code_never_stands_on_the_page(town: Town, person: Person) -> None:
    await person.say(f"mã của em: {RECEIPT}")
    assert town.told[0].text == f"mã của em: {RECEIPT}"
    assert person.texts[2] == "mã của em: ••• ••• ••• ••• •••"


# --- when something fails --------------------------------------------------------------------------------------------
async def test_words_that_could_not_be_handled_stay_in_the_box_and_count_once_later(town: Town, person: Person) -> None:
    await person.say("chào")
    town.failing = 1
    with capture_logs() as logs:
        response = await person.say("bố đánh con")
    assert response.status_code == 503
    assert person.box == "bố đánh con"
    assert "bố đánh con" not in person.texts
    assert "bố" not in str(logs)
    await person.say(person.box)
    assert person.texts.count("bố đánh con") == 1
    assert [inbound.text for inbound in town.told] == ["chào", "bố đánh con"]


async def test_when_even_the_beginning_fails_the_words_stay_in_the_box(town: Town, person: Person) -> None:
    town.failing = 1
    assert (await person.say("em sợ")).status_code == 503
    assert person.box == "em sợ"
    await person.say(person.box)
    assert [inbound.text for inbound in town.told] == ["em sợ"]


async def test_an_error_is_a_kind_page_and_its_text_is_logged_nowhere(town: Town) -> None:
    def broken(topic: str) -> list[Outbound]:
        raise RuntimeError("bố đánh con")

    other = Web(town.store, town.keys, town.hear, town.pump, "127.0.0.1:0", first_screen=broken)
    client = httpx2.AsyncClient(transport=httpx2.ASGITransport(other.app()), base_url="http://chat.example")
    with capture_logs() as logs:
        response = await client.get("/")
    assert response.status_code == 500
    assert "tel:111" in response.text
    assert logs == [{"event": "web_page_failed", "kind": "RuntimeError", "log_level": "error"}]


async def test_too_much_at_once_and_a_file_are_refused_kindly(town: Town, person: Person) -> None:
    big = await person.post(text="a" * MAX_WORDS)
    assert big.status_code == 413
    assert "tel:111" in big.text
    file = await person.client.post("/", files={"picture": ("a.png", b"\x89PNG", "image/png")}, data={"text": "x"})
    assert file.status_code == 400
    assert "tel:111" in file.text
    assert not town.heard


async def test_half_a_message_whose_connection_broke_is_dropped(town: Town) -> None:
    whole = b"text=kh%C3%B4ng+ai+%C4%91%C3%A1nh+em"

    async def arrives(*messages: dict[str, Any]) -> list[dict[str, Any]]:
        coming, sent = [*messages, {"type": "http.disconnect"}], []

        async def receive() -> dict[str, Any]:
            return coming.pop(0) if len(coming) > 1 else coming[0]

        async def send(message: Any) -> None:
            sent.append(message)

        headers = [(b"host", b"chat.example"), (b"content-type", b"application/x-www-form-urlencoded")]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
            "path": "/", "raw_path": b"/", "root_path": "", "query_string": b"", "headers": headers,
            "client": ("203.0.113.7", 40000), "server": ("chat.example", 80),
        }  # fmt: skip
        await town.app(scope, receive, send)
        return sent

    half = {"type": "http.request", "body": whole[:10], "more_body": True}
    assert await arrives() == []
    assert await arrives(half) == []
    assert not town.heard
    rest = {"type": "http.request", "body": whole[10:], "more_body": False}
    assert (await arrives(half, rest))[0]["status"] == 303
    assert [inbound.text for inbound in town.told] == ["không ai đánh em"]


async def test_a_page_that_is_not_there_shows_the_numbers(person: Person) -> None:
    response = await person.open("/wp-login.php")
    assert response.status_code == 404
    assert "tel:111" in response.text


# --- leaving ---------------------------------------------------------------------------------------------------------
async def test_quick_exit_erases_clears_and_leads_away(town: Town, person: Person) -> None:
    await person.say("bố đánh con")
    stolen = person.cookie
    response = await person.client.post("/exit")
    assert response.status_code == 303
    assert response.headers["location"] == WEATHER
    assert response.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert "no-store" in response.headers["cache-control"]
    assert "Max-Age=0" in response.headers["set-cookie"]
    assert town.told[-1].command == "thoat"
    assert await town.lines() == 0
    assert person.cookie is None
    person.client.cookies.set("ct_chat", stolen or "")
    await person.open()
    assert "bố đánh con" not in person.page
    with pytest.raises(Undeliverable) as over:
        await town.web.deliver(town.told[0].chat, Outbound("Tin nhắn muộn"))
    assert over.value.permanent
    assert await town.lines() == 0


async def test_chromium_is_not_kept_waiting_for_its_cache(person: Person) -> None:
    brands = {"sec-ch-ua": '"Chromium";v="150"'}
    assert (await person.client.post("/exit", headers=brands)).headers["clear-site-data"] == '"cookies", "storage"'
    quiet = await person.client.post("/exit?quiet", headers=brands)
    assert quiet.status_code == 204
    assert quiet.headers["clear-site-data"] == '"cache", "cookies", "storage"'


@pytest.mark.parametrize("word", ["thoát", "THOAT", "x", "/thoat", unicodedata.normalize("NFD", "thoát nhanh")])
async def test_the_words_for_leaving_leave(town: Town, person: Person, word: str) -> None:
    await person.say("chào")
    response = await person.post(text=word)
    assert response.headers["location"] == WEATHER
    assert town.told[-1].command == "thoat"
    assert await town.lines() == 0


async def test_an_old_first_form_never_leads_back_into_what_was_left(town: Town, person: Person) -> None:
    old_page = person.page
    await person.say("bí mật")
    await person.client.post("/exit")
    person.page = old_page
    await person.say("ai đó khác")
    assert "bí mật" not in person.page
    assert len({inbound.chat for inbound in town.heard}) == 2


async def test_leaving_works_when_the_conversation_cannot_be_told(town: Town, person: Person) -> None:
    await person.say("chào")
    town.failing = 1
    assert (await person.client.post("/exit")).status_code == 303
    assert await town.lines() == 0


async def test_who_had_everything_erased_is_told_so(town: Town, person: Person) -> None:
    await person.say("chào")
    address = town.told[0].chat

    async def forget(inbound: Inbound) -> None:
        async with town.store.writing() as session:
            mine = select(Conversation).where(Conversation.chat_hash == keyed_hash(town.keys.chats, "web", address))
            await session.delete((await session.scalars(mine)).one())

    town.web._pages._talk._handle = forget
    await person.say("/xoa")
    assert _("This chat has been erased") in person.page
    assert person.cookie is None


# --- a quarter of an hour --------------------------------------------------------------------------------------------
async def test_after_fifteen_minutes_the_page_is_closed_and_its_lines_are_gone(town: Town, person: Person) -> None:
    await person.say("bố đánh con")
    town.now += timedelta(minutes=15)
    response = await person.open()
    assert response.url.path == "/closed"
    assert "bố đánh con" not in person.page
    assert _("The page was closed") in person.page
    assert "111" not in person.page
    assert person.cookie is None
    assert await town.lines() == 0


async def test_the_code_typed_on_the_closed_page_starts_a_new_session(town: Town, person: Person) -> None:
    await person.say("bố đánh con")
    town.now += timedelta(minutes=20)
    await person.open()
    await person.say(RECEIPT)
    assert town.told[-1].text == RECEIPT
    assert town.told[-1].chat != town.told[0].chat
    assert "••• ••• ••• ••• •••" in person.texts


async def test_words_written_too_late_start_anew_and_are_not_lost(town: Town, person: Person) -> None:
    await person.say("một")
    town.now += timedelta(minutes=16)
    await person.say("hai")
    assert [inbound.text for inbound in town.told] == ["một", "hai"]
    assert town.told[0].chat != town.told[1].chat
    assert "một" not in person.texts


async def test_looking_and_typing_keep_the_page_open_but_a_script_that_looks_does_not(
    town: Town, person: Person
) -> None:
    await person.say("chào")
    for _round in range(3):
        town.now += timedelta(minutes=10)
        assert (await person.client.post("/here")).status_code == 204
    town.now += timedelta(minutes=10)
    assert (await person.client.get("/log")).status_code == 200
    town.now += timedelta(minutes=6)
    assert (await person.client.get("/log")).status_code == 303
    assert (await person.client.post("/here")).status_code == 410
    assert (await person.client.get("/events")).status_code == 204


async def test_a_page_left_alone_closes_nothing_while_the_person_writes_in_another(town: Town, person: Person) -> None:
    await person.say("chào")
    town.now += timedelta(minutes=5)
    assert (await person.client.get("/closed")).headers["location"] == "/"
    assert person.cookie


async def test_what_nobody_comes_back_for_is_swept_away(town: Town, person: Person) -> None:
    await person.say("một")
    other = Person(town)
    await other.open()
    town.now += timedelta(minutes=10)
    await other.say("hai")
    town.now += timedelta(minutes=6)
    await town.web._sessions.sweep()
    assert await town.lines() == 4  # the other's first screen, words and answer
    await other.open()
    assert "hai" in other.texts


async def test_a_page_without_script_closes_by_itself(person: Person) -> None:
    await person.say("chào")
    assert '<noscript><meta http-equiv="refresh" content="900;url=/closed"></noscript>' in person.page


async def test_a_session_goes_on_after_a_restart(town: Town, person: Person) -> None:
    await person.say("chào")
    later = Town(town.store, town.keys)
    later.now = town.now + timedelta(minutes=5)
    back = Person(later)
    back.client.cookies.set("ct_chat", person.cookie or "")
    await back.open()
    assert "chào" in back.texts


# --- headers ---------------------------------------------------------------------------------------------------------
async def test_one_cookie_with_the_right_flags(store: Store, for_bot: BotKeys) -> None:
    for secure in (False, True):
        person = Person(Town(store, for_bot, secure=secure))
        await person.open()
        response = await person.post(text="chào")
        (cookie,) = response.headers.get_list("set-cookie")
        name, _equals, rest = cookie.partition("=")
        assert name == ("__Host-ct_chat" if secure else "ct_chat")
        flags = {flag.strip().lower() for flag in rest.split(";")[1:]}
        assert flags == {"httponly", "path=/", "samesite=strict"} | ({"secure"} if secure else set())


@pytest.mark.parametrize("path", ["/", "/closed", "/log", "/events", "/nothing", "/static/nothing"])
async def test_nothing_is_kept_and_nothing_foreign_is_loaded(person: Person, path: str) -> None:
    headers = (await person.client.get(path)).headers
    assert headers["cache-control"] == "no-store"
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": "'self'",
        "connect-src": "'self'",
        "img-src": "'self'",
        "media-src": "'self'",
        "form-action": "'self' https://www.google.com",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


async def test_the_pages_files_are_small_and_our_own(person: Person) -> None:
    await person.say("chào")
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', person.page)
    assert len(files) == 3
    sizes = [len(person.page.encode())]
    for file in files:
        response = await person.client.get(file)
        assert response.status_code == 200
        assert response.headers["cache-control"].startswith("private")
        sizes.append(len(response.content))
    assert sum(sizes) < 40_000
    assert not re.search(r"(?:href|src)=\"(?!/|tel:|#)", person.page)
    assert " style=" not in person.page
    assert " onclick=" not in person.page


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"sec-fetch-site": "none"}, 303),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://chat.example"}, 303),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "http://chat.example"}, 403),
        ({}, 303),
    ],
)
async def test_only_our_own_forms_are_taken(town: Town, person: Person, headers: dict[str, str], status: int) -> None:
    response = await person.client.post("/", data={"text": "chào"}, headers=headers)
    assert response.status_code == status
    assert bool(town.heard) == (status == 303)


# --- the pace --------------------------------------------------------------------------------------------------------
async def test_too_many_messages_are_slowed_and_the_words_stay_in_the_box(town: Town, person: Person) -> None:
    for number in range(POSTS_A_MINUTE + 1):
        assert (await person.say(f"tin {number}")).status_code == 200  # the first one began the session
    response = await person.say("một tin nữa")
    assert response.status_code == 429
    assert response.headers["retry-after"] == "60"
    assert "tel:111" in person.page
    assert person.box == "một tin nữa"
    assert "60" in person.alert
    town.now += timedelta(seconds=60)  # what was said is true
    assert (await person.say(person.box)).status_code == 200


async def test_danger_is_never_slowed(town: Town, person: Person) -> None:
    for number in range(POSTS_A_MINUTE + 1):
        await person.say(f"tin {number}")
    assert (await person.say("nó đang cầm dao đuổi em")).status_code == 200
    assert town.told[-1].text == "nó đang cầm dao đuổi em"


def test_the_pace_forgets_with_the_day_and_takes_an_ipv6_household_as_one() -> None:
    at = [datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC)]
    pace = Pace(lambda: at[0])
    assert pace.allows("post", "2001:db8::1", 1, 60)
    assert not pace.allows("post", "2001:db8::2", 1, 60)
    assert pace.allows("post", "2001:db8:0:1::1", 1, 60)
    at[0] += timedelta(seconds=1)
    assert pace.allows("post", "2001:db8::1", 1, 60)


# --- on a socket -----------------------------------------------------------------------------------------------------
@asynccontextmanager
async def serving(town: Town, port: int) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(town.web.receive())
    for _try in range(100):
        with suppress(OSError):
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            break
        await asyncio.sleep(0.05)
    yield task
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_new_messages_come_by_themselves_and_streams_end_at_once_when_the_server_stops(
    store: Store, for_bot: BotKeys
) -> None:
    port = free_port()
    town = Town(store, for_bot, f"127.0.0.1:{port}")
    async with serving(town, port) as task, httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        page = await client.post("/", data={"text": "chào"}, follow_redirects=True)
        have = re.search(r'data-version="([^"]+)"', page.text)
        assert have
        async with client.stream("GET", f"/events?have={have[1]}") as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert "server" not in stream.headers
            lines = stream.aiter_lines()
            assert (await anext(lines)).startswith("retry: ")
            assert await anext(lines) == ""
            await town.web.deliver(town.told[0].chat, Outbound("Tin mới"))
            assert await anext(lines) == "event: news"
            assert await anext(lines) != f"data: {have[1]}"
            task.cancel()
            assert [line async for line in lines] == [""]  # to its end: nobody had to cut it off
        with suppress(asyncio.CancelledError):
            await task


async def test_a_second_stream_of_the_same_chat_ends_the_first(store: Store, for_bot: BotKeys) -> None:
    port = free_port()
    town = Town(store, for_bot, f"127.0.0.1:{port}")
    async with serving(town, port), httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        await client.post("/", data={"text": "chào"})
        assert (await client.get("/log")).headers["chat-stream"] == "free"
        async with client.stream("GET", "/events") as first:
            lines = first.aiter_lines()
            assert [await anext(lines) for _number in range(3)][2] == "event: news"
            assert (await client.get("/log")).headers["chat-stream"] == "taken"
            async with client.stream("GET", "/events") as second:
                await anext(second.aiter_lines())
                assert "event: elsewhere" in [line async for line in lines]
                assert town.web._sessions.news.streams == 1


async def test_a_taken_port_is_an_error_that_says_so(store: Store, for_bot: BotKeys) -> None:
    port = free_port()
    async with serving(Town(store, for_bot, f"127.0.0.1:{port}"), port):
        with pytest.raises(OSError, match="in use"):
            await Town(store, for_bot, f"127.0.0.1:{port}").web.receive()


async def test_what_waits_for_another_page_to_be_answered_is_dated_when_it_came(town: Town):
    person, talk = Person(town), town.web._pages._talk
    await person.open()
    await person.say("chào cô")
    begun, let_go, hear = asyncio.Event(), asyncio.Event(), talk._handle

    async def slow(inbound: Inbound) -> None:
        if inbound.text == "một":
            begun.set()
            await let_go.wait()
        await hear(inbound)

    talk._handle = slow
    first = asyncio.create_task(person.post(text="một"))
    await begun.wait()
    came = town.now
    second = asyncio.create_task(person.post(text="hai"))
    while len(talk._locks[town.heard[-1].chat]._waiters or ()) < 1:  # noqa: ASYNC110
        await asyncio.sleep(0)
    town.now += timedelta(minutes=1)
    let_go.set()
    await asyncio.gather(first, second)
    assert town.heard[-1].text == "hai" and town.heard[-1].at == came
