"""The migrations make the tables that the models speak of, on both databases, from nothing and only once."""

from __future__ import annotations

import sqlite3

import pytest
from alembic.util import CommandError
from sqlalchemy import create_engine, inspect, text

from handlers.store.migrate import check, main, sync_url, upgrade
from handlers.store.models import Base
from tests.handlers import processes
from tests.handlers.processes import side_by_side


def tables_of(url: str) -> set[str]:
    engine = create_engine(sync_url(url))
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_an_empty_database_gets_every_table(empty_url):
    upgrade(empty_url)
    assert tables_of(empty_url) == {*Base.metadata.tables, "alembic_version"}


def test_the_migrations_match_the_models(empty_url):
    upgrade(empty_url)
    check(empty_url)


def test_a_difference_between_them_is_noticed(empty_url):
    upgrade(empty_url)
    engine = create_engine(sync_url(empty_url))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE kept ADD COLUMN forgotten VARCHAR(3)"))
    engine.dispose()
    with pytest.raises(CommandError):
        check(empty_url)


def test_migrating_twice_changes_nothing(empty_url):
    upgrade(empty_url)
    engine = create_engine(sync_url(empty_url))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO kept (key, value) VALUES ('a', 'b')"))
    upgrade(empty_url)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT value FROM kept")).scalar_one() == "b"
    engine.dispose()


def test_two_processes_that_start_together_migrate_one_after_the_other(empty_url):
    assert side_by_side([(processes.migrate, ()), (processes.migrate, ())], empty_url) == [0, 0]
    check(empty_url)


def test_a_migration_that_breaks_off_leaves_nothing_behind(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'broken.db'}"
    with sqlite3.connect(tmp_path / "broken.db") as connection:
        connection.execute("CREATE TABLE web_lines (id INTEGER)")  # in the way of one of the later tables
    connection.close()
    with pytest.raises(Exception, match="already exists"):
        upgrade(url)
    assert tables_of(url) == {"web_lines"}


def test_the_command_checks_migrates_and_asks_for_what_is_missing(tmp_path):
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert main(["check"]) == 0
    assert main([url]) == 0
    assert "cases" in tables_of(url)
    assert "Say which database" in str(main([]))


def test_another_kind_of_database_is_refused():
    with pytest.raises(ValueError, match="mysql"):
        sync_url("mysql://localhost/x")
