"""One real NLU service for all tests here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.services import Nlu, free_port, start_nlu


@pytest.fixture(scope="session")
def nlu() -> Iterator[Nlu]:
    with start_nlu(free_port()) as service:
        yield service
