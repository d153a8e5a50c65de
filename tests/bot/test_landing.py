"""The landing page of a code: who is counted, what a discreet one never says, and what odd codes get."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from sqlalchemy import func, select

from bot.channels import Outbound
from bot.channels.web.channel import Web
from bot.channels.web.html import FOLDER, Html
from bot.channels.web.openings import is_person
from bot.dialogue.said.arrival import TOPICS
from handlers.campaigns import campaigns, variants
from handlers.campaigns.counting import Counts
from handlers.campaigns.form import Wanted, WantedVariant
from handlers.campaigns.topics import Kind, Topic
from handlers.store.engine import Store
from handlers.store.kept import keep
from handlers.store.keys import BotKeys
from handlers.store.models import Arrived, Conversation, Variant
from locales import translator

_ = translator("vi")
TOLD = _(TOPICS[Topic.CHILD_MARRIAGE])
PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
HARM = re.compile(r"111|113|nguy hiểm|trẻ|đánh|hại|kết hôn|lấy vợ|lấy chồng|đuối|cứu", re.IGNORECASE)


class Place:
    def __init__(self, store: Store, keys: BotKeys) -> None:
        self.store, self.counts = store, Counts()
        self.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
        self.topics: list[str] = []
        self.web = Web(
            store, keys, self._none, self._none, "127.0.0.1:0",
            first_screen=self._first, counts=self.counts, now=lambda: self.now,
        )  # fmt: skip
        self.client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self.web.app()),
            base_url="http://chat.example",
            headers={"user-agent": PHONE},
        )

    async def _none(self, _what: object) -> None: ...

    def _first(self, topic: str) -> list[Outbound]:
        self.topics.append(topic)
        return [Outbound("Bạn cần gì?")]

    async def made(self, *, discreet: bool = False) -> Variant:
        async with self.store.writing() as session:
            wanted = Wanted(Topic.CHILD_MARRIAGE, {"vi": "Không tảo hôn"}, (), self.now.date(), None)
            campaign = await campaigns.create(session, wanted, None, self.now)
            variant = WantedVariant(Kind.CARD, "thẻ", discreet=discreet)
            return await variants.add(session, campaign.id, variant, None, self.now)

    async def opened(self) -> int:
        await self.counts.write(self.store)
        async with self.store.reading() as session:
            return await session.scalar(select(func.sum(Arrived.number))) or 0

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self.client.get(path, headers=headers)


@pytest.fixture
def place(store: Store, for_bot: BotKeys) -> Place:
    return Place(store, for_bot)


async def test_it_leads_to_111_to_the_chat_and_away_without_cookie_or_script(place: Place) -> None:
    variant = await place.made()
    answer = await place.get(f"/c/{variant.link_code}")
    assert answer.status_code == 200 and TOLD in answer.text
    assert 'href="tel:111"' in answer.text and 'action="/exit"' in answer.text
    assert f'href="/?c={variant.link_code}"' in answer.text
    assert "t.me" not in answer.text and "<script" not in answer.text and "set-cookie" not in answer.headers
    await place.get(f"/?c={variant.link_code}")
    assert place.topics == [Topic.CHILD_MARRIAGE]
    async with place.store.reading() as session:
        assert not await session.scalar(select(func.count()).select_from(Conversation))


async def test_telegram_is_offered_where_it_is_served(place: Place) -> None:
    variant = await place.made()
    async with place.store.writing() as session:
        await keep(session, "bot_username", "chungtay_bot")
    assert f"https://t.me/chungtay_bot?start={variant.link_code}" in (await place.get(f"/c/{variant.link_code}")).text
    assert "https://t.me/chungtay_bot" in (await place.get("/c/")).text
    async with place.store.writing() as session:
        await keep(session, "telegram_off", "yes")
    place.now += timedelta(seconds=16)
    assert "t.me" not in (await place.get("/c/")).text


async def test_all_that_is_loaded_is_under_forty_kilobytes(place: Place) -> None:
    page = (await place.get(f"/c/{(await place.made()).link_code}")).text
    loaded = [FOLDER / path[1:] for path in re.findall(r'(?:href|src)="(/static/[^"?]+)', page)]
    assert len(loaded) == 2 and len(page.encode()) + sum(path.stat().st_size for path in loaded) < 40_000


async def test_a_discreet_one_says_nowhere_what_it_is(place: Place) -> None:
    variant = await place.made(discreet=True)
    page = (await place.get(f"/c/{variant.link_code}")).text
    await place.get(f"/?c={variant.link_code}")
    assert place.topics == [Topic.GENERAL]
    assert not HARM.search(page) and 'action="/exit"' in page and f"/?c={variant.link_code}" in page
    async with place.store.writing() as session:
        await campaigns.remove(session, variant.campaign_id, None, place.now)
    place.now += timedelta(seconds=16)
    assert (await place.get(f"/c/{variant.link_code}")).text == page


@pytest.mark.parametrize(
    "code",
    ["khong-biet", "", "mã lạ", "<script>alert(1)</script>", "a" * 300, "%00", "a/b/c", "{{7*7}}"],
)
async def test_any_other_code_gets_the_same_page_without_a_topic(place: Place, code: str) -> None:
    plain = (await place.get("/c")).text
    answer = await place.get(f"/c/{code}")
    assert answer.status_code == 200 and answer.text.replace("/?c=khong-biet", "/") == plain
    assert "alert(1)" not in answer.text and await place.opened() == 0


async def test_signs_behind_a_copied_link_do_not_matter_and_the_typed_code_works_too(place: Place) -> None:
    variant = await place.made()
    for written in (f"{variant.link_code}.", f"{variant.link_code})", f"{variant.link_code}/", variant.typed_code):
        assert TOLD in (await place.get(f"/c/{written}")).text


async def test_people_are_counted_and_previews_robots_and_what_is_fetched_ahead_are_not(place: Place) -> None:
    path = f"/c/{(await place.made()).link_code}"
    await place.client.head(path)
    await place.get(path, **{"sec-purpose": "prefetch;prerender"})
    for agent in (
        "TelegramBot (like TwitterBot)",
        "facebookexternalhit/1.1",
        "Mozilla/5.0 (compatible; bingbot/2.0)",
        "",
    ):
        await place.get(path, **{"user-agent": agent})
    assert await place.opened() == 0
    for _again in range(3):
        assert (await place.get(path)).status_code == 200
    assert await place.opened() == 3


async def test_an_ended_campaign_counts_nobody_within_seconds(place: Place) -> None:
    variant = await place.made()
    await place.get(f"/c/{variant.link_code}")
    async with place.store.writing() as session:
        await campaigns.end(session, variant.campaign_id, None, place.now)
    place.now += timedelta(seconds=16)
    assert TOLD not in (await place.get(f"/c/{variant.link_code}")).text
    assert await place.opened() == 1


async def test_a_campaign_that_is_changed_or_resumed_changes_its_page_within_seconds(place: Place) -> None:
    variant = await place.made()
    path = f"/c/{variant.link_code}"
    assert TOLD in (await place.get(path)).text
    drowning = Wanted(Topic.DROWNING, {"vi": "Hè an toàn"}, (), place.now.date(), None)
    steps = (
        (lambda session: campaigns.edit(session, variant.campaign_id, drowning, 1, None, place.now), Topic.DROWNING),
        (lambda session: campaigns.end(session, variant.campaign_id, None, place.now), None),
        (lambda session: campaigns.resume(session, variant.campaign_id, None, place.now), Topic.DROWNING),
        (lambda session: campaigns.remove(session, variant.campaign_id, None, place.now), None),
    )
    for change, topic in steps:
        async with place.store.writing() as session:
            await change(session)
        place.now += timedelta(seconds=16)
        page = (await place.get(path)).text
        assert TOLD not in page and {one for one, text in TOPICS.items() if _(text) in page} == {topic} - {None}
        assert f"/?c={variant.link_code}" in page  # whatever became of it, the way to the chat stays


async def test_ede_stands_beside_the_vietnamese_only_where_it_was_reviewed_or_on_a_trial(
    store: Store, for_bot: BotKeys
) -> None:
    place = Place(store, for_bot)
    assert 'lang="rad"' not in (await place.get("/c/")).text
    html = Html(title=None, numbers={"child": "111", "police": "113", "ambulance": "115"}, leave_to="/", drafts=True)
    page = html.landing(topic="", discreet=True, chat="/", telegram="")
    assert re.findall(r'<span lang="rad">(.*?)</span>', page) == ["Čih tinei (bản nháp / draft)"]


async def test_a_database_that_is_away_does_not_keep_the_page(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> object:
        raise OSError

    monkeypatch.setattr(place.store, "reading", away)
    answer = await place.get("/c/khong-biet")
    assert answer.status_code == 200 and 'href="tel:111"' in answer.text


@pytest.mark.parametrize(
    ("agent", "person"),
    [
        (PHONE, True),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) AppleWebKit/605.1.15 Mobile/15E148 Zalo iOS/612",
            True,
        ),
        ("Mozilla/5.0 (Linux; Android 10) Chrome/120 Mobile [FB_IAB/FB4A;FBAV/440.0]", True),
        ("Opera/9.80 (J2ME/MIDP; Opera Mini/4.5) Presto/2.12", True),
        ("WhatsApp/2.23.20.0 A", False),
        ("Googlebot/2.1", False),
        ("python-httpx/0.27", False),
        ("curl/8.5.0", False),
        ("", False),
        ("bot" * 100_000, False),
    ],
)
def test_who_is_a_person(agent: str, person: bool) -> None:
    assert is_person("GET", {"user-agent": agent}) is person
