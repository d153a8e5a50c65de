"""The siege in short: every attack has what the table needs, and a small flood is laid to real processes."""

from __future__ import annotations

import inspect

import pytest

from bench.attacks import known, tried
from bench.siege import attacks
from bench.siege.attacks import flood
from bench.siege.house import besieged


def test_every_attack_says_what_was_done_and_what_was_felt_before() -> None:
    for attack in known(attacks).values():
        assert attack.NAME and attack.BEFORE and inspect.iscoroutinefunction(attack.run)
        assert "|" not in attack.NAME + attack.BEFORE


@pytest.mark.long
async def test_in_a_small_flood_of_real_processes_the_true_cry_rings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flood, "FALSE", 20)
    monkeypatch.setattr(flood, "MINUTE", 6.0)
    monkeypatch.setattr(flood, "PROMISED", 60.0)  # no test has a clock to beat
    said, held = await tried(flood, besieged, "sqlite")  # type: ignore[arg-type]
    assert held, said
