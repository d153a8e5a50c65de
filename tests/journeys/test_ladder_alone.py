"""The ladder as a process of its own: whatever becomes of the pages, the next person is called."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.heartbeat import Process
from handlers.store.models import Case, Heartbeat
from tests.journeys.house import House, open_house

pytestmark = pytest.mark.long


def _two_minutes_pass(house: House, case_id: str) -> None:
    """For the case: it was alerted two minutes earlier than it was."""

    async def set_back(session: AsyncSession) -> None:
        case = await session.get(Case, case_id)
        assert case is not None
        case.waits_since -= timedelta(minutes=2)

    house.write(set_back)


def _has_beaten(house: House, process: Process) -> bool:
    async def look(session: AsyncSession) -> bool:
        return await session.scalar(select(Heartbeat.at).where(Heartbeat.process == process)) is not None

    return house.read(look)


@pytest.mark.parametrize("fate", [House.kill, House.freeze], ids=["killed", "hanging"])
def test_a_console_that_is_gone_or_hangs_delays_no_rung(
    tmp_path: Path, database_url: str, fate: Callable[[House, str], None]
):
    with open_house(tmp_path, console=True, database_url=database_url) as (house, fake):
        lan, minh = fake.person("Lan"), fake.person("Minh")
        house.hire(lan)
        house.hire(minh, on_duty=False)
        for process in Process:
            house.until(lambda process=process: _has_beaten(house, process), f"{process} writes its heartbeat")
        fake.person("Bé").says("ba đang đánh em")
        house.until(house.cases, "the case is open")
        (case,) = house.cases()
        lan.must_see(case.number)
        fate(house, "console")
        assert not any(case.number in message.text for message in minh.sees)
        _two_minutes_pass(house, case.id)
        minh.must_see(case.number, timeout=20)


def test_a_clock_that_is_killed_and_started_again_goes_on_where_the_ladder_stands(tmp_path: Path):
    with open_house(tmp_path, console=True) as (house, fake):
        lan, minh = fake.person("Lan"), fake.person("Minh")
        house.hire(lan)
        house.hire(minh, on_duty=False)
        fake.person("Bé").says("ba đang đánh em")
        house.until(house.cases, "the case is open")
        (case,) = house.cases()
        lan.must_see(case.number)
        house.kill("clock")
        _two_minutes_pass(house, case.id)
        house.start("clock")
        minh.must_see(case.number, timeout=20)
        assert sum(case.number in message.text for message in minh.sees) == 1


def test_the_clock_stops_when_it_is_told_to(tmp_path: Path):
    with open_house(tmp_path, console=True) as (house, _):
        for told in (signal.SIGTERM, signal.SIGINT):
            clock = house.processes.pop("clock")
            clock.send_signal(told)
            assert clock.wait(20) == 0
            house.start("clock")
        assert "Traceback" not in house.log("clock").read_text()
