"""How trying is slowed."""

from __future__ import annotations

import pytest

from handlers.console.throttle import Throttle
from tests.handlers.people import NOON, minutes


def test_many_failures_slow_everybody_down_but_not_for_ever():
    throttle = Throttle()
    for number in range(40):
        throttle.admit(f"login-{number}", NOON)
    assert throttle.wait_seconds(NOON) == pytest.approx(4.0)
    for number in range(400):
        throttle.admit(f"other-{number}", NOON)
    assert throttle.wait_seconds(NOON) == 8.0
    assert throttle.wait_seconds(minutes(1)) == 0
