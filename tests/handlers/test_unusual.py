"""Much reading in a short time: told to supervisors, by numbers that stand in one place; nobody is stopped by it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.audit import Act
from handlers.permission import Role
from handlers.triage import Level
from handlers.unusual import RULES, WITHIN, Done, Kind, unusual
from tests.handlers.console.visits import open_house
from tests.handlers.people import NOON, opened


def lines(act: Act, cases: int, over: timedelta, staff: str = "lan", again: int = 1) -> list[Done]:
    step = over / max(1, cases - 1)
    return [Done(NOON + step * (one // again), staff, act, f"case {one // again}") for one in range(cases * again)]


@pytest.mark.parametrize("rule", RULES, ids=[rule.kind for rule in RULES])
def test_each_rule_counts_different_cases_of_one_person_within_an_hour(rule):
    done = set(rule.acts[0])

    def made(cases: int, over: timedelta = WITHIN, **more: object) -> list[Done]:
        return [one for act in done for one in lines(act, cases, over, **more)]  # type: ignore[arg-type]

    assert unusual(made(rule.many - 1)) == []
    assert unusual(made(rule.many - 1, again=9)) == []  # the same ones again
    assert unusual(made(rule.many, over=WITHIN * 3)) == []  # in no hurry
    assert unusual([*made(rule.many - 1), *made(rule.many - 1, staff="minh")]) == []  # two people
    (found,) = unusual(made(rule.many))
    assert (found.kind, found.count, found.strong) == (rule.kind, rule.many, False)
    (found,) = unusual(made(rule.strong))
    assert found.strong and NOON + WITHIN - found.at < timedelta(seconds=1)


def test_whoever_claims_a_case_and_keeps_it_or_gives_back_one_of_before_is_no_finding():
    assert unusual(lines(Act.CLAIM, 20, WITHIN)) == [] == unusual(lines(Act.RELEASE, 20, WITHIN))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_eight_cases_claimed_read_and_given_back_in_two_seconds_are_told_to_supervisors(
    store, for_console, for_bot
):
    house = open_house(store, for_console)
    lan = await house.hire_and_sign_in("Lan")
    boss = await house.hire_and_sign_in("Boss", Role.SUPERVISOR)
    assert "Nothing stands out." in (await boss.get("/day")).text
    tag = (await boss.get("/bell")).headers["etag"]
    for _ in range(8):
        async with store.writing() as session:
            number = (await opened(session, for_bot, Level.P2, now=house.now())).number
        await lan.post(f"/cases/{number}/claim")
        assert (await lan.get(f"/cases/{number}")).status_code == 200
        assert (await lan.post(f"/cases/{number}/release", reason="bận")).status_code == 303
    house.now.go(minutes=2)
    sentence = "Lan claimed 8 cases and gave them back within an hour"
    assert sentence in (await boss.get("/day")).text
    rung = await boss.get("/bell", **{"if-none-match": tag})
    assert rung.status_code == 200 and sentence in rung.text
    assert sentence not in (await lan.get("/day")).text + (await lan.get("/bell")).text
    assert (await lan.get("/queue")).status_code == 200  # and works on
    house.now.go(hours=9)
    again = await house.sign_in("boss")
    assert sentence not in (await again.get("/bell")).text and sentence in (await again.get("/day")).text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_heads_that_are_looked_at_without_reading_are_recorded_once_a_look(store, for_console, for_bot):
    house = open_house(store, for_console)
    boss = await house.hire_and_sign_in("Boss", Role.SUPERVISOR)
    lan, numbers = await house.hire_and_sign_in("Lan"), []
    heads = next(rule for rule in RULES if rule.kind is Kind.HEADS)
    for _ in range(heads.many):
        async with store.writing() as session:
            numbers.append((await opened(session, for_bot, Level.P2, now=house.now())).number)
        await lan.get(f"/cases/{numbers[-1]}")
        await lan.get(f"/cases/{numbers[-1]}", **{"hx-request": "true"})  # a timer is no look
    page = (await boss.get("/audit")).text
    assert page.count("looked at the head of the case") == heads.many
    house.now.go(minutes=2)
    assert f"Lan looked at the heads of {heads.many} cases" in (await boss.get("/day")).text
