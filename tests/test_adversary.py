"""A short form of `make adversary`: fresh processes with the roles of deploy/, and what was worst of what was tried."""

from __future__ import annotations

import pytest

from bench.adversary import attacks
from bench.adversary.house import open_house
from bench.attacks import known, tried

pytestmark = pytest.mark.long


@pytest.mark.parametrize(
    ("name", "database"), [("a_claim_in_the_database", "postgresql"), ("a_planted_cookie", "sqlite")]
)
async def test_the_house_holds(name: str, database: str) -> None:
    said, held = await tried(known(attacks)[name], open_house, database)
    assert held, said


def test_every_attack_says_what_it_is_and_what_came_of_it() -> None:
    for name, attack in known(attacks).items():
        assert attack.NAME and attack.BEFORE and attack.run.__doc__ is None, name
