"""A flood of danger with a true cry among it: what rings, where, how often, and what a button of it claims."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from sqlalchemy import func, select

from bot.duty import Duty
from bot.gathering import EVERY, EVERY_WITHOUT_COUNT, Act, Burst
from bot.misplaced import Written
from handlers import escalation, outbox
from handlers.clock import ladder
from handlers.routes import Route
from handlers.store.engine import Store
from handlers.store.keys import BotKeys, ConsoleKeys
from handlers.store.models import Alert, Job
from handlers.triage import Level
from tests.bot.night import FALSE, GROUP, PROMISED, RUNS, Night, flood, heard_at, longest, moments
from tests.fakes.phones import A_MINUTE, Rung
from tests.handlers.people import NOON, WORDS


def rings_half_a_minute_apart(rung: list[Rung], every: timedelta = EVERY) -> bool:
    gathered = [one.at for one in rung if "ca mới" in one.texts[0][1].text]
    return all(later - before >= every for before, later in pairwise(gathered))


# --- the bar ----------------------------------------------------------------------------------------------------
def test_in_twenty_floods_of_two_hundred_each_cry_is_counted_within_ten_seconds_where_it_rang() -> None:
    """The times alone, without a database: what waits in one lane, and when it may ring or be counted."""
    for seed in range(RUNS):
        for every in (EVERY, EVERY_WITHOUT_COUNT):
            burst, came = Burst(every), moments(seed, FALSE + 1)
            waiting: dict[float, bool] = {}  # when it came, and whether it was counted
            looks, rings, heard = list(came), [], {}
            while looks:
                looks.sort()
                at = looks.pop(0)
                now = NOON + timedelta(seconds=at)
                if came and came[0] <= at:
                    waiting[came.pop(0)] = False
                if not waiting:
                    continue
                match burst.act(len(waiting), now):
                    case (Act.ALONE | Act.GATHER) as act:
                        which = list(waiting)[:1] if act is Act.ALONE else list(waiting)
                        burst.has_rung(act, "1" if every is EVERY else "", (), now)
                        rings.append((act, at))
                        for one in which:
                            heard.setdefault(one, at)
                            del waiting[one]
                    case Act.COUNT:
                        burst.has_counted((), now)
                        heard |= {one: at for one in waiting if one not in heard}
                if waiting:
                    burst.held = True
                    looks.append((burst.next_at(now, now) - NOON).total_seconds())
            assert len(heard) == FALSE + 1 and not waiting
            assert max(at - one for one, at in heard.items()) <= PROMISED.total_seconds()
            together = [at for act, at in rings if act is Act.GATHER]
            assert all(b - a >= every.total_seconds() - 0.001 for a, b in pairwise(together))
            assert sum(act is Act.ALONE for act, _ in rings) == 3


async def test_in_a_flood_every_cry_rings_or_is_counted_at_everybody_on_duty_by_every_route_within_ten_seconds(
    store: Store, for_bot: BotKeys, for_console: ConsoleKeys
) -> None:
    night, number = Night(store, for_bot), FALSE if store.is_sqlite else 40
    await night.on_duty("Lan", "Hoa", mailed_too=for_console)
    await flood(night, 1, number + 1)
    assert longest(night) <= PROMISED
    places = {where: night.phones.at(where) for where in (GROUP, "Lan", "Hoa")}
    places["mail"] = night.mail.rung
    for where, rung in places.items():
        assert rings_half_a_minute_apart(rung, EVERY_WITHOUT_COUNT if where == "mail" else EVERY)
        assert not any(WORDS in message.text for one in rung for _, message in one.texts)
    assert night.phones.refused == night.mail.refused == 0
    async with store.reading() as session:  # and every case has its ladder and its rows
        rows = await session.execute(select(Alert.case_id, func.count()).group_by(Alert.case_id))
        assert {count for _, count in rows} == {4}
        waiting = await escalation.waiting(session, night.now)
        assert len(waiting.cases) == number + 1
        assert await session.scalar(select(func.count()).where(Alert.delivered_at.is_(None))) == 0


# --- what is gathered -------------------------------------------------------------------------------------------------
async def test_a_few_at_once_ring_each_by_itself_and_the_next_ones_together(store: Store, for_bot: BotKeys) -> None:
    night = Night(store, for_bot)
    await night.on_duty("Lan")
    for _ in range(3):
        await night.opens()
        await night.goes_on(1)
    assert [len(one.texts[0][1].choices) for one in night.phones.at("Lan")] == [2, 2, 2]
    for _ in range(4):
        await night.opens()
    await night.goes_on(1)
    (gathered,) = night.phones.at("Lan")[3:]
    assert gathered.texts[-1][1].text.splitlines()[0] == "🔴 P0: 4 ca mới, mới nhất 26-0007"
    assert gathered.texts[-1][1].links == (("https://truc.test/queue", "Mở hàng chờ"),)
    await night.goes_on(60)
    await night.opens()
    await night.goes_on(1)
    assert "26-0008" in night.phones.last("Lan").text and len(night.phones.last("Lan").choices) == 2  # calm again


async def test_a_button_of_a_gathered_alert_claims_the_case_it_names_and_the_message_counts_the_others(
    store: Store, for_bot: BotKeys
) -> None:
    night = Night(store, for_bot)
    await night.on_duty("Lan", "Hoa")
    for _ in range(8):
        await night.opens()
    await night.goes_on(1)
    duty = Duty(store, for_bot, lambda: night.now, console="https://truc.test")
    under = str(night.phones.rung.index(night.phones.at("Lan")[-1]) + 1)
    told = await duty.wrote("Lan", Written(danger=False, under=under))
    assert told and [address[-7:] for address, _ in told.links] == ["26-0008", "26-0007", "26-0006"]
    buttons = night.phones.last(GROUP).choices
    assert [label for _, label in buttons] == [f"Nhận 26-000{number}" for number in (8, 7, 6, 5, 4, 3)]
    calls = len(night.phones.calls[GROUP])
    for data, label in buttons[:3]:
        assert label.removeprefix("Nhận ") in await duty.pressed("Hoa", data)
        assert (await night.case(data.removeprefix("claim:"))).claimed_by == "hoa"
    await night.goes_on(5)
    text = night.phones.last(GROUP).text
    assert "P0: 5 ca mới, mới nhất 26-0005" in text and "3 ca trong tin này đã có người nhận" in text
    assert len(night.phones.calls[GROUP]) == calls + 1, "one change tells of three"
    assert "Hoa" in await duty.pressed("Lan", buttons[0][0]), "a button of an older look still means its case"
    async with store.reading() as session:
        shown = await session.scalars(select(Alert.case_id).where(Alert.taken_shown, Alert.target == "group"))
        assert set(shown) == {data.removeprefix("claim:") for data, _ in buttons[:3]}


async def test_a_bot_that_starts_anew_in_a_burst_rings_for_what_was_held(store: Store, for_bot: BotKeys) -> None:
    night = Night(store, for_bot)
    await night.on_duty("Lan")
    for _ in range(4):
        await night.opens()
    await night.goes_on(1)
    await night.opens()
    await night.goes_on(1)
    assert "26-0005" not in [one.texts[0][1].text for one in night.phones.at("Lan")][-1]
    later = Night(store, for_bot, night.now)
    for _ in range(7):  # it looks every five seconds
        await later.goes_on(5)
    assert heard_at(later.phones.at("Lan"), "26-0005") - night.now <= EVERY


# --- what goes before what --------------------------------------------------------------------------------------------
async def test_among_repeats_and_lesser_cases_without_end_danger_still_rings_at_once_in_the_group(
    store: Store, for_bot: BotKeys
) -> None:
    night = Night(store, for_bot)
    await night.on_duty("Lan")
    for _ in range(12):
        await night.opens()
    for turn in range(60):  # ten minutes: every rung, and the alarm of every two minutes, of twelve cases
        if turn % 6 == 0:
            await night.opens(Level.P1)
        await ladder.climb(store, night.now)
        await night.goes_on(10)
    assert night.phones.refused == 0
    last_minute = [at for at in night.phones.calls[GROUP] if at > night.now - A_MINUTE]
    assert len(last_minute) < 20, "there is room for danger"
    await ladder.climb(store, night.now)
    for _ in range(4):
        await night.opens(Level.P1)
    number = [*night.opened]
    await night.opens()
    await night.goes_on(1)
    (new,) = set(night.opened) - set(number)
    assert heard_at(night.phones.at(GROUP), new) == night.opened[new]


async def test_no_route_and_no_part_shares_a_lane_with_another_and_danger_goes_first(
    store: Store, for_bot: BotKeys, for_console: ConsoleKeys
) -> None:
    night = Night(store, for_bot)
    await night.on_duty("Lan", mailed_too=for_console)
    await night.opens(Level.P1)
    await night.opens(Level.P2)
    await night.opens()
    async with store.writing() as session:
        await escalation.climb(session, night.now + timedelta(minutes=5))
        jobs = list(await session.scalars(select(Job).order_by(Job.urgency, Job.id)))
        assert {job.lane for job in jobs if job.alert_id and job.worker == "mail"} >= {
            "first:mail:lan",
            "again:mail:lan",
        }
        assert not {job.lane for job in jobs if job.worker == "mail"} & {
            job.lane for job in jobs if job.worker != "mail"
        }
        assert [job.lane for job in jobs][:3] == ["first:staff:group", "first:staff:lan", "first:mail:lan"]
        first = await outbox.take(session, Route.TELEGRAM, night.now, lanes=2)
        assert {job.lane for job in first} == {"first:staff:group", "first:staff:lan"}
        banner = await session.scalars(select(Alert.delivered_at).where(Alert.target == "banner"))
        assert set(banner) == {night.now + timedelta(minutes=5)}, "the console reads the cases itself"
