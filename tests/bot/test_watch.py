"""The bot's eye on the other processes: staff hear of a silence once, and the ladder is climbed all the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.watch import Presence, Watch
from handlers.heartbeat import Process, beat
from handlers.store.models import Staff
from tests.bot.test_duty import Room, fake, room
from tests.handlers.people import alerted

__all__ = ["fake", "room"]

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")


class Night:
    """The bot's rounds, one every ten seconds of the room's clock, while the others beat."""

    def __init__(self, room: Room) -> None:
        self.room, self.presence, self.nudges = room, Presence(), 0
        self.watch = Watch(room.store, self.presence, lambda: room.now, self._nudge)

    def _nudge(self) -> None:
        self.nudges += 1

    async def passes(self, seconds: int, *alive: Process) -> None:
        for _ in range(seconds // 10):
            self.room.now += timedelta(seconds=10)
            async with self.room.store.writing() as session:
                for process in alive:
                    await beat(session, process, self.room.now)
            await self.watch.look()
            await self.room.deliver()


async def test_a_silent_clock_is_told_to_those_on_duty_once_without_any_content_and_logged_once(room: Room) -> None:
    lan, minh = await room.hire("Lan"), await room.hire("Minh", on_duty=False)
    night = Night(room)
    await night.passes(120, *Process)
    assert room.group.sees == [] and lan.sees == [] and night.presence.on_duty
    with capture_logs() as logs:
        await night.passes(300, Process.CONSOLE)
    assert len(room.group.sees) == len(lan.sees) == 1 and minh.sees == []
    assert lan.last.buttons == [] and "12:02" in lan.last.text  # when it was last heard
    assert [line for line in logs if line["event"] == "silent"] == [
        {"event": "silent", "log_level": "error", "process": "clock"}
    ]
    await night.passes(120, *Process)
    await night.passes(120, Process.CONSOLE)  # a silence of its own
    assert len(room.group.sees) == len(lan.sees) == 2
    assert night.nudges


async def test_a_silent_console_is_told_too_and_whoever_comes_on_duty_hears_of_it(room: Room) -> None:
    lan, minh = await room.hire("Lan"), await room.hire("Minh", on_duty=False)
    night = Night(room)
    await night.passes(200, Process.CLOCK)
    assert len(lan.sees) == 1 and minh.sees == []
    async with room.store.writing() as session:
        await session.execute(update(Staff).where(Staff.id == "minh").values(on_duty_since=room.now))
    await night.passes(60, Process.CLOCK)
    assert len(lan.sees) == len(minh.sees) == 1
    assert lan.last.text == minh.last.text


async def test_the_bot_climbs_while_the_clock_is_silent_and_no_rung_is_told_twice(room: Room) -> None:
    await room.hire("Lan")
    minh = await room.hire("Minh", on_duty=False)
    night = Night(room)
    await night.passes(120, *Process)
    case = await room.open()
    await night.passes(40, Process.CONSOLE, Process.CLOCK)
    await night.passes(70, Process.CONSOLE)
    assert not any(case.number in message.text for message in minh.sees)  # 110 seconds
    await night.passes(10, Process.CONSOLE)
    assert sum(case.number in message.text for message in minh.sees) == 1
    await night.passes(60, Process.CONSOLE)
    assert sum(case.number in message.text for message in minh.sees) == 1
    async with room.store.reading() as session:
        assert [rung for rung, target in await alerted(session, case.id) if target == "staff:minh"] == [1]


async def test_while_the_clock_beats_the_ladder_is_left_to_it(room: Room) -> None:
    await room.hire("Lan")
    minh = await room.hire("Minh", on_duty=False)
    case = await room.open()
    await Night(room).passes(180, *Process)
    assert not any(case.number in message.text for message in minh.sees)


async def test_after_a_start_or_a_database_that_was_away_everybody_has_a_minute_before_anybody_is_called(
    room: Room,
) -> None:
    lan = await room.hire("Lan")
    night = Night(room)
    await night.passes(60)  # nobody has ever been heard
    await night.passes(60, *Process)
    room.now += timedelta(minutes=10)  # no round of anybody's
    await night.passes(50)
    await night.passes(60, *Process)
    assert lan.sees == []


async def test_one_that_is_heard_again_before_the_message_goes_out_is_not_spoken_of(room: Room) -> None:
    lan = await room.hire("Lan")
    night = Night(room)
    await night.passes(120, *Process)
    room.now += timedelta(seconds=55)
    await night.watch.look()
    room.now += timedelta(seconds=10)
    await night.watch.look()
    assert len(await room.jobs("clock_silent")) == 2  # for the group and for Lan, waiting
    async with room.store.writing() as session:
        await beat(session, Process.CLOCK, room.now)
        await beat(session, Process.CONSOLE, room.now)
    await room.deliver()
    assert lan.sees == [] and all(job.done_at and not job.failure for job in await room.jobs("clock_silent"))
