"""Migrated databases on one PostgreSQL server, emptied and used again: to copy one takes a hundred times as long."""

from __future__ import annotations

from itertools import count

import psycopg
from sqlalchemy.engine import make_url

from handlers.store.migrate import upgrade

_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_SHAPE = """
    SELECT md5(string_agg(part, '' ORDER BY part)) FROM (
        SELECT concat_ws(' ', oid::regclass, relkind, relacl) FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', attrelid::regclass, attname, atttypid, attnotnull, attacl)
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        UNION ALL SELECT concat_ws(' ', conname, conrelid::regclass) FROM pg_constraint
        UNION ALL SELECT concat_ws(' ', tgname, tgrelid::regclass, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT concat_ws(' ', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT array_to_string(setconfig, ' ') FROM pg_db_role_setting
            WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
    ) AS whole (part)
"""
_EMPTY = """
    DO $$ DECLARE one record; BEGIN
        SET LOCAL session_replication_role = replica;  -- in any order: foreign keys are not asked
        FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
            EXECUTE format('DELETE FROM %I', one.tablename);
        END LOOP;
        FOR one IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
            EXECUTE format('ALTER SEQUENCE %I RESTART', one.sequencename);
        END LOOP;
    END $$
"""


class Databases:
    """`server` is the URL of its own first database."""

    def __init__(self, server: str) -> None:
        self._server, self._numbers, self._clean = server, count(1), list[str]()
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing in it outlives the run
            self._on_server(f"ALTER SYSTEM SET {setting} = off")
        self._on_server("SELECT pg_reload_conf()")
        self._on_server("CREATE DATABASE migrated")
        upgrade(self._url("migrated"))
        with psycopg.connect(self._url("migrated")) as connection:
            self._shape = connection.execute(_SHAPE).fetchone()

    def empty(self) -> str:
        """The URL of a new database without any table."""
        return self._url(self._copied("template1"))

    def migrated(self) -> str:
        """The URL of a migrated database without a row."""
        return self._url(self._clean.pop() if self._clean else self._copied("migrated"))

    def give_back(self, url: str) -> None:
        """To be given out again, unless a test changed more than its rows."""
        name = make_url(url).database
        assert name is not None
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(_OTHERS)
            if as_before := connection.execute(_SHAPE).fetchone() == self._shape:
                connection.execute(_EMPTY)
        if as_before:
            self._clean.append(name)
        else:
            self._on_server(f"DROP DATABASE {name} WITH (FORCE)")

    def _copied(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self._on_server(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _on_server(self, statement: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)  # our own names only

    def _url(self, database: str) -> str:
        return make_url(self._server).set(database=database).render_as_string(hide_password=False)
