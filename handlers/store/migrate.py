"""Bring the tables up to date: `python -m handlers.store.migrate sqlite:///var/chungtay.db`; `check` compares."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.engine import make_url

_FOLDER = Path(__file__).with_name("migrations")


def upgrade(url: str) -> None:
    """Run every migration that the database at `url` (SQLite or PostgreSQL, as people write it) has not had yet."""
    command.upgrade(alembic_config(url), "head")


def check(url: str) -> None:
    """Raise CommandError when the migrated database at `url` is not what the models say."""
    command.check(alembic_config(url))


def alembic_config(url: str) -> Config:
    """Alembic's settings for one database, without reading any file."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def sync_url(url: str) -> str:
    """`url` with the driver that migrations use; raises ValueError for a database that is neither of the two."""
    parsed = make_url(url)
    driver = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
    name = driver.get(parsed.get_backend_name())
    if name is None:
        raise ValueError(f"unknown database kind {parsed.get_backend_name()!r}")
    return parsed.set(drivername=name).render_as_string(hide_password=False)


def main(arguments: list[str]) -> int | str:
    """Migrate the database that is named, or hold all migrations against the models in an empty one."""
    match arguments:
        case ["check"]:
            with tempfile.TemporaryDirectory() as folder:
                url = f"sqlite:///{folder}/empty.db"
                upgrade(url)
                try:
                    check(url)
                except CommandError as difference:
                    return f"The migrations are not what handlers/store/models says. {difference}"
        case [url]:
            upgrade(url)
        case _:
            return "Say which database: python -m handlers.store.migrate sqlite:///var/chungtay.db"
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
