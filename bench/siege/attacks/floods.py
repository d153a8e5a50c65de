"""Twenty floods by a clock of their own, whole but for the processes: the worst wait of any cry at any place."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from bench.siege.house import Fell, House
from handlers.store.engine import Store
from handlers.store.keys import bot_keys, console_keys
from handlers.store.migrate import upgrade
from tests.bot.night import FALSE, PROMISED, RUNS, Night, flood, longest

NAME = f"{RUNS} times {FALSE} false cries, by a clock of its own"
BEFORE = "20 alerts a minute in a group, the others wait"


async def run(house: House) -> str:
    keys, worst = house.folder / "keys", timedelta()
    for seed in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'night.db'}"  # a database of its own for each, whatever the house has
            upgrade(url)
            store = Store(url)
            night = Night(store, bot_keys(keys))
            await night.on_duty("Lan", "Hoa", mailed_too=console_keys(keys))
            await flood(night, seed, FALSE + 1)
            await store.close()
        worst = max(worst, longest(night))
        if night.phones.refused or worst > PROMISED:
            raise Fell(f"{worst.total_seconds():.1f} s in flood {seed}, {night.phones.refused} refused")
    return f"each named or counted where it rang within {worst.total_seconds():.1f} s"
