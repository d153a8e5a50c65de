"""Tries of receipt codes: nobody guesses one within a year, and nobody's guessing closes the way back to others."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from handlers.guesses import REPORTERS, STAFF, Guesses
from handlers.receipt import DIGITS
from tests.handlers.people import NOON

CODES = 100_000  # given out and still good
STARTS_A_YEAR = 366  # of each process: a start forgets what was counted


def test_the_chance_of_any_hit_in_a_year_is_less_than_a_thousandth():
    tries = sum(one.an_hour * 24 * 366 + one.at_once * (STARTS_A_YEAR + 1) for one in (REPORTERS, STAFF))
    assert CODES * tries / 10**DIGITS <= 1e-3


@pytest.mark.parametrize("ceiling", [REPORTERS, STAFF])
def test_never_are_more_looked_at_than_the_ceiling_says_whoever_tries(ceiling):
    guesses, looked, random = Guesses(ceiling), 0, Random(15)
    for number in range(10_000):  # from ever new chats and networks, for six hours
        at = NOON + timedelta(hours=6) * number / 10_000
        looked += guesses.take(f"chat {number}", f"network {random.randrange(10**6)}", at) == 0
    assert looked <= ceiling.at_once + 6 * ceiling.an_hour


# Who makes a thousand wrong tries an hour: (chat, network) of each.
ATTACKERS = {
    "one chat": lambda number: ("chat", "theirs"),
    "new chats of one network": lambda number: (f"chat {number}", "theirs"),
    "new chats of new networks": lambda number: (f"chat {number}", f"network {number}"),
    "new chats of the honest one's network": lambda number: (f"chat {number}", "ours"),
}


@pytest.mark.parametrize("attack", ATTACKERS)
def test_a_right_code_of_a_quiet_chat_is_looked_at_within_five_seconds_of_a_thousand_tries_an_hour(attack):
    guesses = Guesses(REPORTERS)
    for number in range(2000):
        at = NOON + timedelta(hours=1) * number / 1000
        guesses.take(*ATTACKERS[attack](number), at)
        wait = guesses.take("quiet", "ours", at)
        assert wait <= 5
        if wait == 0:
            guesses.give_back("quiet", "ours", at)


def test_however_fast_one_network_tries_codes_of_others_are_looked_at_at_once():
    guesses = Guesses(REPORTERS)
    for number in range(10_000):
        at = NOON + timedelta(hours=1) * number / 10_000
        guesses.take(f"chat {number}", "theirs", at)
        assert guesses.take("quiet", "ours", at) == 0
        guesses.give_back("quiet", "ours", at)


def test_a_right_code_takes_nothing_and_a_wrong_one_is_forgotten_after_an_hour():
    guesses = Guesses(STAFF)

    def tries(at: datetime) -> float:
        return guesses.take("lan", "", at)

    for _ in range(1000):
        assert tries(NOON) == 0
        guesses.give_back("lan", "", NOON)
    assert [tries(NOON) for _ in range(6)] == [0] * 5 + [30]
    assert tries(NOON + timedelta(hours=1)) == 0
