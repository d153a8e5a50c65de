"""The worst night: the bot is killed again and again while people cry for help, and Telegram hands out doubles."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

from handlers.triage import Level
from tests.journeys.house import open_house

CRY = "cứu em với, bố đang cầm dao, em là {name}"
KILLS, PEOPLE = 15, 60


def test_through_fifteen_kills_and_one_double_in_ten_sixty_people_get_one_case_each(
    tmp_path: Path, database_url: str
) -> None:
    chance = random.Random(9)
    with open_house(tmp_path, database_url=database_url) as (house, fake):
        for kill in range(KILLS):
            for number in range(kill * PEOPLE // KILLS, (kill + 1) * PEOPLE // KILLS):
                person = fake.person(f"Người {number}")
                with fake.hold_updates():
                    person.says(CRY.format(name=person.name))
                    if chance.random() < 0.1:
                        fake.deliver_twice()
            time.sleep(chance.random() * 0.4)  # wherever it is at that moment
            house.kill("bot")
            house.start("bot")
        house.until(lambda: len(house.cases()) == PEOPLE, "everybody has a case", timeout=60)
        for number in range(PEOPLE):
            fake.person(f"Người {number}").must_see("113", timeout=60, ever=True)
        cases = house.cases()
        assert len(cases) == PEOPLE and {case.level for case in cases} == {Level.P0}
        who = [set(re.findall(r"em là Người (\d+)", " ".join(house.items(case.id)))) for case in cases]
        assert sorted(who, key=str) == sorted(({str(number)} for number in range(PEOPLE)), key=str)
