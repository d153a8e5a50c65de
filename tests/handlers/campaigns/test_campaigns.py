"""Campaigns on both databases: their codes for ever, two who edit, one deleted while people arrive, and the numbers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from handlers.campaigns import arriving, campaigns, codes, form, variants
from handlers.campaigns.counting import Counted, Counts, week_of, write
from handlers.campaigns.form import Problem, Wanted, WantedVariant
from handlers.campaigns.topics import Came, Kind, Standing, Step, Topic
from handlers.store.engine import Store
from handlers.store.models import Arrived, Audit, Campaign, GivenCode, Variant
from tests.handlers.people import NOON

DAY = date(2026, 11, 25)
WANTED = Wanted(Topic.DROWNING, {"vi": "Hè an toàn"}, ("24373",), DAY, DAY + timedelta(days=30))
SCHOOL = WantedVariant(Kind.SCHOOL, "THCS Ví Dụ", "24373", "cổng trường")


async def made(store: Store, wanted: Wanted = WANTED, variant: WantedVariant = SCHOOL) -> Variant:
    async with store.writing() as session:
        campaign = await campaigns.create(session, wanted, "cam", NOON)
        return await variants.add(session, campaign.id, variant, "cam", NOON)


async def came(store: Store, code: str, days: int = 0) -> Came | None:
    async with store.reading() as session:
        return await arriving.came_by(session, code, NOON + timedelta(days=days))


async def numbers(store: Store) -> dict[tuple[str, str], int]:
    async with store.reading() as session:
        return {(one.step, one.language): one.number for one in await session.scalars(select(Arrived))}


async def test_a_variant_is_found_by_its_link_and_by_its_typed_code(store: Store) -> None:
    variant = await made(store)
    expected = Came(variant.id, Topic.DROWNING, ("24373", "2025"))
    assert await came(store, variant.link_code) == await came(store, variant.typed_code) == expected
    assert await came(store, "khong-biet") is None


@pytest.mark.parametrize(("days", "stands"), [(-1, "planned"), (0, "running"), (30, "running"), (31, "over")])
async def test_only_a_running_campaign_counts(store: Store, days: int, stands: str) -> None:
    variant = await made(store)
    assert (await came(store, variant.link_code, days) is not None) is (stands == "running")
    async with store.reading() as session:
        campaign = await session.get_one(Campaign, variant.campaign_id)
    assert campaigns.standing_of(campaign, NOON + timedelta(days=days)) == stands


async def test_ending_is_undone_and_each_act_is_written_down(store: Store) -> None:
    variant = await made(store)
    for act, known in ((campaigns.end, False), (campaigns.end, False), (campaigns.resume, True)):
        async with store.writing() as session:
            await act(session, variant.campaign_id, "cam", NOON)
        assert (await came(store, variant.link_code) is not None) is known
    async with store.reading() as session:
        acts = list(await session.scalars(select(Audit.act).order_by(Audit.id)))
    assert acts == ["make_campaign", "add_variant", "end_campaign", "resume_campaign"]


async def test_of_two_who_edit_the_second_overwrites_nothing(store: Store) -> None:
    variant = await made(store)
    one = Wanted(Topic.GENERAL, {"vi": "Một"}, (), DAY, None)
    async with store.writing() as session:
        await campaigns.edit(session, variant.campaign_id, one, 1, "cam", NOON)
    with pytest.raises(campaigns.ChangedMeanwhile):
        async with store.writing() as session:
            await campaigns.edit(session, variant.campaign_id, WANTED, 1, "lan", NOON)
    async with store.reading() as session:
        assert (await session.get_one(Campaign, variant.campaign_id)).names == {"vi": "Một"}


async def test_a_deleted_campaign_takes_its_numbers_along_and_its_codes_are_never_given_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    variant = await made(store, variant=WantedVariant(Kind.CARD, "thẻ", discreet=True))
    async with store.writing() as session:
        await write(session, {Counted(variant.id, DAY, Step.STARTED, "vi"): 3})
        await campaigns.remove(session, variant.campaign_id, "cam", NOON)
    assert await numbers(store) == {} and await came(store, variant.link_code) is None
    async with store.reading() as session:
        assert set(await session.scalars(select(GivenCode.code))) == {variant.link_code, variant.typed_code}
        assert (await arriving.doors(session, NOON))[variant.link_code] == arriving.Door(None, discreet=True)
    free = iter([variant.typed_code, variant.typed_code, codes.new_typed_code()])
    monkeypatch.setattr(codes, "new_typed_code", lambda: next(free))
    assert (await made(store)).typed_code != variant.typed_code


async def test_who_arrives_while_it_is_deleted_is_counted_nowhere_and_nothing_fails(store: Store) -> None:
    variant, counts = await made(store), Counts()
    counts.add(variant.id, Step.STARTED, "vi", NOON)
    async with store.writing() as session:
        await campaigns.remove(session, variant.campaign_id, "cam", NOON)
    await counts.write(store)
    async with store.reading() as session:
        assert await arriving.name_of(session, variant.id) is None
    with pytest.raises(campaigns.NoSuchCampaign):
        async with store.writing() as session:
            await variants.add(session, variant.campaign_id, SCHOOL, "cam", NOON)


async def test_counts_add_up_in_one_statement_and_survive_a_database_that_does_not_write(store: Store) -> None:
    counts = Counts()
    for step, language, times in ((Step.OPENED, "vi", 200), (Step.STARTED, "rad", 2)):
        for _ in range(times):
            counts.add("v1", step, language, NOON)
    await counts.write(store)
    counts.add("v1", Step.OPENED, "vi", NOON)

    class Broken:
        def writing(self) -> object:
            raise OSError("no space left")

    with pytest.raises(OSError):
        await counts.write(Broken())  # type: ignore[arg-type]
    await counts.write(store)
    await counts.write(store)
    assert await numbers(store) == {("opened", "vi"): 201, ("started", "rad"): 2}


def test_a_week_begins_on_monday_in_viet_nam() -> None:
    assert week_of(NOON) == date(2026, 11, 23)
    sunday_evening_in_utc = NOON.replace(day=29, hour=18)
    assert week_of(sunday_evening_in_utc) == date(2026, 11, 30)


async def test_a_changed_variant_keeps_its_codes_and_becomes_discreet_everywhere(store: Store) -> None:
    variant = await made(store)
    async with store.writing() as session:
        quiet = WantedVariant(Kind.CARD, "thẻ", discreet=True)
        await variants.edit(session, variant.campaign_id, variant.id, quiet, "cam", NOON)
    async with store.reading() as session:
        changed = await session.get_one(Variant, variant.id)
        assert (changed.link_code, changed.typed_code) == (variant.link_code, variant.typed_code)
        assert changed.commune_code is changed.commune_scheme is None
        assert (await arriving.doors(session, NOON))[variant.typed_code].discreet


# --- forms ---------------------------------------------------------------------------------------------------------
GOOD = {"name_vi": "Hè an toàn", "topic": "drowning", "starts_on": "2026-06-01", "ends_on": "31/8/2026"}


def test_a_good_form_is_read() -> None:
    read = form.campaign({**GOOD, "name_vi": "  He\u0300  an\ntoàn\u200b "}, ["24373", "", "24373"])
    assert read == Wanted("drowning", {"vi": "Hè an toàn"}, ("24373",), date(2026, 6, 1), date(2026, 8, 31))


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({"name_vi": " \u200b "}, [Problem.NO_NAME]),
        ({"name_vi": "x" * 121}, [Problem.LONG_NAME]),
        ({"topic": "x"}, [Problem.NO_TOPIC]),
        ({"starts_on": ""}, [Problem.NO_START]),
        ({"starts_on": "31/02/2026"}, [Problem.NO_START]),
        ({"starts_on": "0001-01-01"}, [Problem.NO_START]),
        ({"ends_on": "x"}, [Problem.WRONG_END]),
        ({"ends_on": "2026-05-31"}, [Problem.REVERSED]),
        ({"starts_on": "x", "topic": "", "name_vi": ""}, [Problem.NO_NAME, Problem.NO_TOPIC, Problem.NO_START]),
    ],
)
def test_everything_that_is_wrong_is_said_at_once(change: dict[str, str], problems: list[Problem]) -> None:
    assert form.campaign({**GOOD, **change}, []) == problems


def test_unknown_communes_and_kinds_are_found() -> None:
    assert form.campaign(GOOD, ["99999"]) == [Problem.UNKNOWN_COMMUNE]
    assert form.variant({"commune": "x"}) == [Problem.NO_KIND, Problem.NO_LABEL, Problem.UNKNOWN_COMMUNE]
    assert form.variant({"kind": "led", "label": "Ngã sáu", "hangs": "y" * 301}) == [Problem.LONG_LABEL]
    assert form.variant({"kind": "led", "label": "Ngã sáu"}) == WantedVariant("led", "Ngã sáu")


def test_standings_have_words() -> None:
    from handlers.console import campaign_words as words

    assert set(words.STANDINGS) == set(Standing) and set(words.TOPICS) == set(Topic)
    assert set(words.KINDS) == set(Kind) and set(words.PROBLEMS) == set(Problem)
