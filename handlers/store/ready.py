"""First start: key files and database made ready; run as `python -m handlers.store.ready`, as often as one likes."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from handlers import vouching
from handlers.store.engine import Store
from handlers.store.keys import KeysMissing, console_keys, make_keys
from handlers.store.migrate import upgrade
from handlers.store.trust import console_trust
from handlers.uncaught import hide_texts


class _Where(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="CHUNGTAY_", env_file=".env", extra="ignore", env_ignore_empty=True)

    database_url: str = "sqlite:///var/chungtay.db"
    data_dir: Path = Path("var")


def main() -> int:
    where = _Where()
    os.umask(0o077)  # what is made here is for its owner alone
    try:
        where.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        recovery = make_keys(where.data_dir / "keys")
    except KeysMissing as problem:
        print(f"Chung Tay cannot start: {problem}", file=sys.stderr)
        return 1
    except OSError as problem:
        print(
            f"Chung Tay cannot write to {where.data_dir}: {problem.strerror}. Set CHUNGTAY_DATA_DIR.", file=sys.stderr
        )
        return 1
    if recovery is not None:
        print(_RECOVERY.format(key=recovery))
    try:
        upgrade(where.database_url)
    except Exception as problem:  # every driver has its own errors; none may end in a traceback, nor show a password
        print(
            f"Chung Tay cannot open its database ({type(problem).__name__}). Check CHUNGTAY_DATABASE_URL: "
            "sqlite:///path or postgresql://user:password@host/name, and that the server runs.",
            file=sys.stderr,
        )
        return 1
    if (where.data_dir / "keys" / "console.key").exists():  # else the console begins it, when its key is opened
        asyncio.run(_begin(where))
    return 0


async def _begin(where: _Where) -> None:
    """Where nobody has an account yet, nothing ever counts without a proof."""
    store = Store(where.database_url, trust=console_trust(console_keys(where.data_dir / "keys")))
    try:
        async with store.writing() as session:
            await vouching.begin_if_new(session)
    finally:
        await store.close()


_RECOVERY = """
  RECOVERY KEY, shown this once and stored nowhere:

      {key}

  Write it down and lock it away. Without it, losing the key folder loses every report.
"""

if __name__ == "__main__":
    hide_texts()
    sys.exit(main())
