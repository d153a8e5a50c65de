"""The migrations make the tables that the models speak of, on both databases, from nothing and only once."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.util import CommandError
from sqlalchemy import bindparam, create_engine, inspect, text

from handlers.store.migrate import alembic_config, check, main, sync_url, upgrade
from handlers.store.models import Base, Utc
from tests.handlers import processes
from tests.handlers.processes import side_by_side


def _to(url: str, revision: str) -> None:
    """Up or down to this one."""
    at = alembic_config(url)
    if "inbox" in tables_of(url):
        command.downgrade(at, revision)
    else:
        command.upgrade(at, revision)


def _typed(statement: str):
    return text(statement).bindparams(bindparam("at", type_=Utc))


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


def test_rows_outlive_the_way_to_the_inbox_and_back(empty_url):
    _to(empty_url, "0005")
    engine = create_engine(sync_url(empty_url))
    at = datetime(2026, 11, 25, tzinfo=UTC)
    with engine.begin() as connection:
        for number in (1, 2):
            job = {"id": number, "at": at, "lane": f"conversation:{number}", "body": b"sealed"}
            job["done"] = at if number == 2 else None
            columns = "id, worker, kind, lane, body, created_at, due_at, attempts, done_at"
            values = ":id, 'web', 'say', :lane, :body, :at, :at, 0, :done"
            connection.execute(
                _typed(f"INSERT INTO outbox ({columns}) VALUES ({values})").bindparams(bindparam("done", type_=Utc)),
                job,
            )
            seen = "INSERT INTO seen_updates (channel, update_id, seen_at, kind)"
            seen += " VALUES ('telegram:1', :id, :at, 'handled')"
            connection.execute(_typed(seen), {"id": str(number), "at": at})
    upgrade(empty_url)
    with engine.begin() as connection:
        jobs = connection.execute(text("SELECT id, lane, body, urgency FROM outbox ORDER BY id")).all()
        assert [(one.id, one.lane, bytes(one.body), one.urgency) for one in jobs] == [
            (1, "conversation:1", b"sealed", 1),
            (2, "conversation:2", b"sealed", 1),
        ]
        kept = connection.execute(text("SELECT update_id, kind, body, attempts FROM inbox ORDER BY update_id")).all()
        assert [tuple(row) for row in kept] == [("1", "handled", None, 0), ("2", "handled", None, 0)]
        waits = "INSERT INTO inbox (channel, update_id, seen_at, kind, body, attempts)"
        waits += " VALUES ('telegram:1', '3', :at, 'waiting', :body, 0)"
        connection.execute(_typed(waits), {"at": at, "body": b"sealed"})
    with pytest.raises(RuntimeError, match="wait in the inbox"):
        _to(empty_url, "0005")
    with engine.begin() as connection:
        connection.execute(text("UPDATE inbox SET kind = 'handled', body = NULL"))
    _to(empty_url, "0005")
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM seen_updates")).scalar_one() == 3
        assert connection.execute(text("SELECT count(*) FROM outbox WHERE done_at IS NULL")).scalar_one() == 1
    upgrade(empty_url)
    check(empty_url)
    waiting = next(one for one in inspect(engine).get_indexes("outbox") if one["name"] == "ix_outbox_waiting")
    dialect = {"sqlite": "sqlite_where", "postgresql": "postgresql_where"}[engine.dialect.name]
    assert "done_at IS NULL" in str(waiting["dialect_options"][dialect])
    engine.dispose()


def test_officers_become_case_workers_and_what_administrators_held_waits_for_somebody(empty_url):
    command.upgrade(alembic_config(empty_url), "0007")
    engine = create_engine(sync_url(empty_url))
    at = datetime(2026, 11, 25, tzinfo=UTC)
    with engine.begin() as connection:
        for id_, role in (("lan", "officer"), ("sen", "supervisor"), ("boss", "administrator")):
            columns = "id, login, name, role, languages, active, on_duty_since, created_at"
            row = _typed(f"INSERT INTO staff ({columns}) VALUES (:id, :id, :id, :role, 'vi', :yes, :at, :at)")
            connection.execute(row, {"id": id_, "role": role, "yes": True, "at": at})
            link = "INSERT INTO one_time_links (token_hash, kind, staff_id, role, expires_at)"
            link += " VALUES (:id, 'invitation', :id, :role, :at)"
            connection.execute(_typed(link), {"id": id_, "role": role, "at": at})
            columns = "id, number, receipt_hash, public_key, channel, language, status, level, taxonomy_group"
            columns += ", unfinished, do_not_write, allows_pictures, unreachable, received_at, opened_at, alerted_at"
            columns += ", claimed_by, claimed_at, notice_version, legal_basis"
            values = ":id, :id, :id, :key, 'web', 'vi', 'claimed', 1, 'BL01', :no, :no, :no, :no, :at, :at, :at"
            case = _typed(f"INSERT INTO cases ({columns}) VALUES ({values}, :id, :at, '1', '1')")
            connection.execute(case, {"id": id_, "key": b"key", "no": False, "at": at})
    upgrade(empty_url)
    with engine.begin() as connection:
        for table in ("staff", "one_time_links"):
            roles = connection.execute(text(f"SELECT role FROM {table} ORDER BY role")).scalars().all()
            assert roles == ["administrator", "case_worker", "supervisor"]
        cases = connection.execute(text("SELECT id, status, claimed_by, claimed_at FROM cases ORDER BY id")).all()
        assert [tuple(row)[:3] for row in cases] == [
            ("boss", "open", None),
            ("lan", "claimed", "lan"),
            ("sen", "claimed", "sen"),
        ]
        assert cases[0].claimed_at is None
        again = "SELECT count(*) FROM cases WHERE alerted_at > received_at"
        assert connection.execute(text(again)).scalar_one() == 1  # a new round of alerts; the twelve hours run on
        assert connection.execute(text("SELECT staff_id, act, case_id FROM audit")).all() == [
            ("boss", "release", "boss")
        ]
        here = connection.execute(text("SELECT id FROM staff WHERE on_duty_since IS NOT NULL ORDER BY id"))
        assert here.scalars().all() == ["lan", "sen"]
        connection.execute(text("UPDATE staff SET role = 'leader' WHERE id = 'sen'"))
    with pytest.raises(RuntimeError, match="did not exist before"):
        command.downgrade(alembic_config(empty_url), "0007")
    with engine.begin() as connection:
        connection.execute(text("UPDATE staff SET role = 'intake' WHERE id = 'sen'"))
    command.downgrade(alembic_config(empty_url), "0007")
    with engine.begin() as connection:
        roles = connection.execute(text("SELECT role FROM staff ORDER BY id")).scalars().all()
        assert roles == ["administrator", "officer", "officer"]
    engine.dispose()
    upgrade(empty_url)
    check(empty_url)
