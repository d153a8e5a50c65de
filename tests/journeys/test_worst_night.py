"""The bot as a process of its own on its worst night: nothing can be written, and it has just been started."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.house import open_house


@contextlib.contextmanager
def nothing_can_be_written(path: Path) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@pytest.mark.long
def test_a_bot_that_starts_while_nothing_can_be_written_tells_the_numbers_and_hears_it_all_afterwards(tmp_path: Path):
    with open_house(tmp_path) as (house, fake):
        house.kill("bot")
        mai = fake.person("Mai")
        with nothing_can_be_written(tmp_path / "chungtay.db"):
            mai.says("cứu em với, bố đang cầm dao")
            house.start("bot")
            mai.must_see("113", timeout=40)
            assert house.cases() == []
        house.until(house.cases, "the cry is heard", timeout=40)
        assert len(house.cases()) == 1
