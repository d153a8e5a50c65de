"""Coming by a campaign through the shell: a link or a typed code, numbers that point nowhere, and a yes on the case."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.dialogue.said.arrival import TOPICS
from handlers import escalation
from handlers.campaigns import campaigns, variants
from handlers.campaigns.codes import check_digit, in_halves
from handlers.campaigns.form import Wanted, WantedVariant
from handlers.campaigns.topics import Kind, Topic
from handlers.case import ItemKind
from handlers.store.engine import Store
from handlers.store.keys import BotKeys, ConsoleKeys
from handlers.store.models import Arrived, Base, Case, CaseKey, Consent, Conversation, Item, Variant
from handlers.store.seal import about_item, case_private_key, unseal
from locales import translator
from nlu.meaning import Meaning
from tests.bot.test_conversation import Line
from tests.handlers.people import NOON, hire

_ = translator("vi")
TOPIC = _(TOPICS[Topic.ONLINE_SAFETY])


class Town(Line):
    async def made(self) -> Variant:
        async with self.store.writing() as session:
            wanted = Wanted(Topic.ONLINE_SAFETY, {"vi": "Lên mạng an toàn"}, (), NOON.date(), None)
            campaign = await campaigns.create(session, wanted, None, NOON)
            return await variants.add(session, campaign.id, WantedVariant(Kind.SCHOOL, "THCS Ví Dụ"), None, NOON)

    async def starts(self, code: str, chat: str = "a") -> list[str]:
        return await self.hears(self.inbound(chat, command="start", argument=code))

    async def numbers(self) -> dict[str, int]:
        await self.conversations.counts.write(self.store)
        async with self.store.reading() as session:
            return {one.step: one.number for one in await session.scalars(select(Arrived))}

    async def state(self, chat: str = "a") -> str:
        """What is remembered of a chat, opened."""
        async with self.store.reading() as session:
            for one in await session.scalars(select(Conversation)):
                if self.keys.live.decrypt(one.address) == chat.encode():
                    return self.keys.live.decrypt(one.state or b"").decode()
        raise LookupError(chat)

    async def items(self, kind: ItemKind) -> list[Item]:
        async with self.store.reading() as session:
            return list(await session.scalars(select(Item).where(Item.kind == kind)))

    async def nowhere_beside(self, variant: Variant) -> bool:
        """Whether no row of any table but the campaign's own names the variant or its codes."""
        own = {"campaigns", "campaign_variants", "campaign_codes", "arrivals", "audit"}
        async with self.store.reading() as session:
            for table in Base.metadata.sorted_tables:
                rows = [] if table.name in own else (await session.execute(select(table))).all()
                found = repr(rows)
                if any(one in found for one in (variant.id, variant.link_code, variant.typed_code)):
                    return False
        return True

    async def reports(self, chat: str = "a") -> None:
        self.meaning = Meaning("report_sexual_abuse", 0.9)
        await self.taps("start:child", chat)
        told = await self.says("bé Na bị người lạ đòi ảnh", chat)
        self.meaning = Meaning.unknown
        for _step in range(12):
            shown = self.channel.said[chat][-1]
            buttons = [data for data, _label in shown.choices]
            if "review:send" in buttons:
                break
            skip = next((one for one in buttons if one.endswith((":right", ":skip"))), "")
            told = await self.taps(skip, chat)
        assert told and await self.taps("review:send", chat)


@pytest.fixture
async def town(store: Store, for_bot: BotKeys) -> AsyncIterator[Town]:
    yield Town(store, for_bot)


async def test_a_link_brings_its_topic_and_is_counted_once_however_often_it_is_followed(town: Town) -> None:
    variant = await town.made()
    for _again in range(3):
        assert TOPIC in "\n".join(await town.starts(variant.link_code))
    assert await town.numbers() == {"started": 1}
    await town.hears(town.inbound(command="thoat"))
    assert TOPIC in "\n".join(await town.starts(variant.link_code))
    assert await town.numbers() == {"started": 1}  # the same chat, the same day
    await town.starts(variant.link_code, "b")
    assert await town.numbers() == {"started": 2}


@pytest.mark.parametrize("shape", ["{}{}", "{} {}", "{}.{}", "{}-{}", " {} {} \n"])
async def test_a_typed_code_is_an_arrival_in_any_chat(town: Town, shape: str) -> None:
    code = (await town.made()).typed_code
    assert TOPIC in "\n".join(await town.says(shape.format(code[:4], code[4:])))
    assert await town.numbers() == {"started": 1}


async def test_it_is_one_too_after_a_greeting(town: Town) -> None:
    code = (await town.made()).typed_code
    await town.says("xin chào")
    assert TOPIC in "\n".join(await town.says(in_halves(code)))


async def test_a_right_code_that_is_unknown_or_ended_gets_the_first_screen(town: Town) -> None:
    variant = await town.made()
    plain = await town.starts("", "x")
    async with town.store.writing() as session:
        await campaigns.end(session, variant.campaign_id, None, NOON)
    unknown = "5724901" + check_digit("5724901")
    assert await town.says(variant.typed_code, "b") == await town.says(unknown, "c") == plain
    assert await town.starts(variant.link_code, "d") == await town.starts("khong-biet", "e") == plain
    assert await town.numbers() == {}


@pytest.mark.parametrize("words", ["12052010", "1205 2010", "20100512", "57249019", "em 5724 9015", "0905123456"])
async def test_birthdays_mistyped_codes_and_other_numbers_stay_words(town: Town, words: str) -> None:
    await town.says(words)
    state = await town.state()
    assert words in state and '"arrival":null' in state


async def test_within_a_report_a_code_is_words(town: Town) -> None:
    variant = await town.made()
    await town.taps("start:child")
    await town.says("bé Na bị đánh")
    await town.says(variant.typed_code)
    assert variant.typed_code in await town.state() and await town.numbers() == {}
    other = await town.says("chuyện dài lắm", "b")
    assert other and await town.says(variant.typed_code, "b")
    assert variant.typed_code in await town.state("b")  # words wait for what they are about


async def test_a_code_that_was_passed_on_by_somebody_else_is_words(town: Town) -> None:
    variant = await town.made()
    await town.hears(town.inbound(text=variant.typed_code, passed_on=True))
    assert await town.numbers() == {}


async def test_the_numbers_go_on_to_the_claim_and_the_tie_is_dropped(town: Town) -> None:
    variant = await town.made()
    await town.starts(variant.link_code)
    await town.reports()
    await town.taps("more:later")
    await town.taps("campaign:no")
    case = await town.case()
    async with town.store.writing() as session:
        await escalation.claim(session, case.id, await hire(session, "Lan"), NOON + timedelta(minutes=1))
    assert variant.id in await town.state()
    town.now += timedelta(hours=24, minutes=1)
    assert await town.conversations.silent_ones() == 1
    assert await town.numbers() == {"started": 1, "finished": 1, "urgent": 1, "claimed": 1}
    assert variant.id not in await town.state() and await town.conversations.silent_ones() == 0
    assert await town.nowhere_beside(variant) and await town.count(Consent) == 0


async def test_who_is_not_claimed_in_time_is_not_counted_as_claimed(town: Town) -> None:
    await town.starts((await town.made()).link_code)
    await town.reports()
    town.now += timedelta(hours=25)
    await town.conversations.silent_ones()
    town.now += timedelta(hours=25)
    await town.conversations.silent_ones()
    assert await town.numbers() == {"started": 1, "finished": 1, "urgent": 1}


async def test_a_yes_puts_the_name_sealed_on_the_case(town: Town, for_console: ConsoleKeys) -> None:
    await town.starts((await town.made()).link_code)
    await town.reports()
    assert await town.items(ItemKind.ARRIVAL) == []
    told = await town.taps("more:later")
    assert _("One last question: may your report say by which poster or link you came? Yes or no, you are helped the same.") in told[-1]  # fmt: skip # noqa: E501
    await town.taps("campaign:yes")
    await town.taps("campaign:yes")
    case = await town.case()
    async with town.store.reading() as session:
        wrapped = await session.get_one(CaseKey, case.id)
        consents = (await session.scalars(select(Consent))).all()
    private = case_private_key(case.id, wrapped.for_console, for_console.private)
    texts = [unseal(one.sealed, private, about_item(case.id, one.id)) for one in await town.items(ItemKind.ARRIVAL)]
    assert texts[0].decode() == "Lên mạng an toàn · THCS Ví Dụ" and len(texts) == 1
    assert [(one.kind, one.case_id) for one in consents] == [("campaign", case.id)]
    await town.taps("campaign:no")
    assert await town.items(ItemKind.ARRIVAL) == []
    async with town.store.reading() as session:
        assert (await session.scalars(select(Consent))).one().withdrawn_at == NOON


async def test_a_campaign_that_is_deleted_meanwhile_costs_nobody_anything(town: Town) -> None:
    variant = await town.made()
    await town.starts(variant.link_code)
    async with town.store.writing() as session:
        await campaigns.remove(session, variant.campaign_id, None, NOON)
    await town.reports()
    await town.taps("more:later")
    assert await town.taps("campaign:yes")
    assert await town.count(Case) == 1 and await town.items(ItemKind.ARRIVAL) == []
