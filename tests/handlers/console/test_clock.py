"""What runs by itself."""

from __future__ import annotations

import anyio
from sqlalchemy import select

from handlers.console import clock
from handlers.store.engine import Store
from handlers.store.models import Alert, Heartbeat, Kept
from tests.handlers.console.visits import Time
from tests.handlers.people import hire, minutes, opened


async def test_the_clock_climbs_the_ladder_beats_and_forgets_old_forms(store, for_bot):
    now = Time()
    async with store.writing() as session:
        await hire(session, "Lan")
        session.add(Kept(key="reply:" + "a" * 32, value=minutes(-14 * 60).isoformat()))
        session.add(Kept(key="reply:" + "b" * 32, value=minutes(-1).isoformat()))
        case = await opened(session, for_bot)
    now.go(minutes=6)
    with anyio.move_on_after(0.5):
        await clock.run(store, now, every=0.05)
    async with store.reading() as session:
        assert max(await session.scalars(select(Alert.rung).where(Alert.case_id == case.case_id))) >= 3
        assert (await session.get(Heartbeat, "console")).at == now()
        assert [one[-1] for one in await session.scalars(select(Kept.key))] == ["b"]


async def test_a_database_that_is_away_does_not_stop_the_clock(store, tmp_path, monkeypatch):
    tried = []

    async def away(session, now):
        tried.append(now)
        raise OSError("away")

    monkeypatch.setattr(clock.escalation, "climb", away)
    with anyio.move_on_after(0.5):
        await clock.run(store, Time(), every=0.05)
    assert len(tried) > 2
    broken = Store(f"sqlite:///{tmp_path}/nowhere/at/all.db")
    with anyio.move_on_after(0.3):
        await clock.run(broken, Time(), every=0.05)
    await broken.close()
