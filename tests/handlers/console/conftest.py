"""What the console's tests may ask for."""

from __future__ import annotations

import pytest

from handlers import vouching
from handlers.store.engine import Store
from handlers.store.keys import ConsoleKeys
from tests.handlers.console.visits import House, open_house


@pytest.fixture
async def house(store: Store, for_console: ConsoleKeys) -> House:
    """As on any day of a new line: nothing counts without a proof."""
    opened = open_house(store, for_console)
    async with store.writing() as session:
        await vouching.begin_if_new(session)
    return opened
