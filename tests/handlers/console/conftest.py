"""What the console's tests may ask for."""

from __future__ import annotations

import pytest

from handlers.store.engine import Store
from handlers.store.keys import ConsoleKeys
from tests.handlers.console.visits import House, open_house


@pytest.fixture
def house(store: Store, for_console: ConsoleKeys) -> House:
    return open_house(store, for_console)
