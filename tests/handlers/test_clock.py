"""What runs by itself: ladder and forgetting, each in rounds that nothing else can hold up."""

from __future__ import annotations

from datetime import timedelta

import anyio
import pytest
from sqlalchemy import select, text, update
from structlog.testing import capture_logs

from handlers import clock, retention
from handlers.clock import Round, forgetting, ladder
from handlers.heartbeat import Process
from handlers.store.engine import Store
from handlers.store.models import Alert, Case, Heartbeat, Kept, Received
from handlers.triage import Level
from tests.handlers.console.visits import Time
from tests.handlers.people import NOON, alerted, hire, minutes, opened

_REFUSE = "ALTER TABLE alerts ADD CHECK (case_id <> '{case}' OR rung = 0)"
_REFUSE_ON_SQLITE = """CREATE TRIGGER refuse BEFORE INSERT ON alerts WHEN new.case_id = '{case}'
    BEGIN SELECT RAISE(ABORT, 'refused'); END"""


async def stage(store, for_bot, *levels: Level) -> list[str]:
    """Lan on duty, Minh at home, and a case of each level, opened at noon."""
    async with store.writing() as session:
        await hire(session, "Lan")
        await hire(session, "Minh", on_duty=False)
        return [(await opened(session, for_bot, level)).case_id for level in levels]


async def told(store, case: str) -> list[tuple[int, str]]:
    async with store.reading() as session:
        return await alerted(session, case)


async def running_until(event: anyio.Event, *rounds: Round) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(clock.run, *rounds)
        with anyio.fail_after(30):
            await event.wait()
        tasks.cancel_scope.cancel()


async def test_the_clock_climbs_beats_says_that_it_is_alive_and_forgets(store, for_bot):
    now, alive = Time(), []
    (case,) = await stage(store, for_bot, Level.P0)
    async with store.writing() as session:
        session.add(Kept(key="reply:" + "a" * 32, value=minutes(-14 * 60).isoformat()))
        session.add(Kept(key="reply:" + "b" * 32, value=minutes(-1).isoformat()))
    now.go(minutes=2)
    for one in clock.rounds(store, now, lambda: alive.append(now())):
        await one.step()
    assert (await told(store, case))[-1] == (1, "staff:minh")
    assert alive == [now()]
    async with store.reading() as session:
        assert (await session.get(Heartbeat, Process.CLOCK)).at == now()
        assert [one[-1] for one in await session.scalars(select(Kept.key))] == ["b"]


async def test_nothing_is_written_or_locked_while_nothing_is_due(store, for_bot):
    await stage(store, for_bot, Level.P0)
    async with store.writing() as session:
        await session.execute(update(Case).values(unfinished=True))  # holds every lock there is on this case
        with anyio.fail_after(20):
            assert await ladder.climb(store, minutes(1)) == 0
    assert await ladder.climb(store, minutes(2)) == 1
    assert await ladder.climb(store, minutes(2)) == 0


async def test_in_a_crowd_the_look_is_taken_anew_so_that_the_most_urgent_goes_first(store, for_bot, monkeypatch):
    monkeypatch.setattr(ladder, "AT_ONCE", 2)
    urgent = await stage(store, for_bot, *[Level.P1] * 3)
    assert await ladder.climb(store, minutes(10)) == 2
    async with store.writing() as session:
        dangerous = (await opened(session, for_bot, Level.P0, now=minutes(8))).case_id
    assert await ladder.climb(store, minutes(10)) == 2
    assert await ladder.climb(store, minutes(10)) == 0
    async with store.reading() as session:
        order = (await session.scalars(select(Alert.case_id).where(Alert.rung == 1).order_by(Alert.id))).all()
    assert order == [*urgent[:2], dangerous, urgent[2]]


async def test_a_case_that_nobody_can_make_sense_of_holds_up_no_other(store, for_bot):
    broken, whole = await stage(store, for_bot, Level.P0, Level.P0)
    async with store.writing() as session:
        await session.execute(update(Case).where(Case.id == broken).values(level=-1))  # and so the first in line
    with capture_logs() as logs:
        assert await ladder.climb(store, minutes(2)) == 1
    assert (await told(store, whole))[-1] == (1, "staff:minh")
    assert [(line["event"], line["case"], line["error"]) for line in logs] == [("case_failed", broken, "ValueError")]


async def test_a_case_whose_alert_is_refused_holds_up_no_other(store, for_bot):
    broken, whole = await stage(store, for_bot, Level.P0, Level.P0)
    async with store.writing() as session:
        await session.execute(text((_REFUSE_ON_SQLITE if store.is_sqlite else _REFUSE).format(case=broken)))
    assert await ladder.climb(store, minutes(2)) == 1
    assert (await told(store, whole))[-1] == (1, "staff:minh")
    assert [rung for rung, _ in await told(store, broken)] == [0]


async def test_a_case_that_another_process_holds_on_to_holds_up_no_other(store, for_bot, database_url):
    """Another climber has alerted the first case, hangs, and commits only later: its alert's key is waited for."""
    if store.is_sqlite:
        pytest.skip("SQLite has one lock for all of it; who waits for that gives up after 30 seconds")
    held, free = await stage(store, for_bot, Level.P0, Level.P0)
    other = Store(database_url)
    async with other.writing() as session:
        alert = Alert(case_id=held, round=int(NOON.timestamp()), rung=1, target="staff:minh", at=minutes(2))
        session.add(alert)
        await session.flush()
        assert await ladder.climb(store, minutes(2), patience=0.2) == 1
        assert (await told(store, free))[-1] == (1, "staff:minh")
    await other.close()
    assert await ladder.climb(store, minutes(2)) == 0  # told by the other, and told once


async def test_a_round_that_fails_costs_that_round_and_one_line_that_quotes_nothing(store):
    tried, thrice = [], anyio.Event()

    async def away() -> None:
        tried.append("again")
        if len(tried) == 3:
            thrice.set()
        raise OSError("Bố nó đánh nó")

    with capture_logs() as logs:
        await running_until(thrice, Round("ladder", 0.01, away))
    assert logs[0] == {"event": "round_failed", "log_level": "error", "step": "ladder", "error": "OSError"}


async def test_forgetting_that_hangs_delays_no_rung(store, for_bot):
    now, climbed = Time(), anyio.Event()
    (case,) = await stage(store, for_bot, Level.P0)
    now.go(minutes=2)
    climb, _, listen = clock.rounds(store, now, climbed.set)
    await running_until(climbed, Round("forgetting", 60, anyio.Event().wait), listen, climb)
    assert (await told(store, case))[-1] == (1, "staff:minh")


async def test_forgetting_that_waits_for_a_lock_delays_no_rung(store, for_bot, database_url):
    if store.is_sqlite:
        pytest.skip("SQLite has one lock, which forgetting takes for one small piece at a time")
    now, climbed = Time(), anyio.Event()
    (case,) = await stage(store, for_bot, Level.P0)
    async with store.writing() as session:
        session.add(Received(channel="web", update_id="1", seen_at=minutes(-100_000), kind="handled"))
    now.go(minutes=2)
    climb, forget, _ = clock.rounds(store, now, climbed.set)
    other = Store(database_url)
    async with anyio.create_task_group() as tasks, other.writing() as session:
        await session.execute(update(Received).values(kind="passed over"))
        tasks.start_soon(forget.step)
        waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        for _ in range(1000):
            if await session.scalar(waits):
                break
            await anyio.sleep(0.02)
        else:
            raise AssertionError("forgetting never came to the row that is locked")
        await running_until(climbed, climb)
        assert (await told(store, case))[-1] == (1, "staff:minh")
    await other.close()


async def test_forgetting_goes_in_pieces_that_end_between_each_other(store, monkeypatch):
    monkeypatch.setattr(retention, "PIECE", 10)
    async with store.writing() as session:
        for number in range(25):
            session.add(Received(channel="web", update_id=str(number), seen_at=NOON, kind="handled"))
    left = []
    watched = [one for one in retention.sweeps(NOON + timedelta(days=31)) if one.table.name == "inbox"]
    for _ in range(3):
        async with store.writing() as session:
            await session.execute(watched[0])
            left.append(len((await session.scalars(select(Received.update_id))).all()))
    assert left == [15, 5, 0]


async def test_one_round_of_forgetting_ends_when_nothing_is_left(store, monkeypatch):
    monkeypatch.setattr(retention, "PIECE", 10)
    async with store.writing() as session:
        for number in range(25):
            session.add(Received(channel="web", update_id=str(number), seen_at=NOON, kind="handled"))
    await forgetting.sweep(store, NOON + timedelta(days=31))
    async with store.reading() as session:
        assert (await session.scalars(select(Received.update_id))).all() == []
