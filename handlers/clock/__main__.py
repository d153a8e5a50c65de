"""The clock process: needs the database and no key, and runs ladder and forgetting. `python -m handlers.clock`"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import structlog
from pydantic_settings import BaseSettings, SettingsConfigDict

from handlers import clock
from handlers.start import CannotStart, open_store, quiet_logs
from handlers.store.trust import clock_trust
from handlers.watchdog import notify


class _Where(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="CHUNGTAY_", env_file=".env", extra="ignore", env_ignore_empty=True)

    database_url: str = "sqlite:///var/chungtay.db"
    data_dir: Path = Path("var")  # of its keys folder public halves alone are read


def main() -> int:
    """0 after a clean stop, 1 with one readable line when it can't start."""
    quiet_logs(known={"step", "error", "case", "process"})
    try:
        asyncio.run(_run(_Where(), os.environ.get("NOTIFY_SOCKET")))
    except CannotStart as error:
        print(str(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


async def _run(where: _Where, watched_by: str | None) -> None:
    """Until SIGTERM or SIGINT; what is half done then is rolled back and done by the next clock."""
    trust = clock_trust(where.data_dir / "keys")
    store = await open_store(where.database_url, trust)
    rounds = clock.rounds(store, lambda: datetime.now(UTC), alive=lambda: notify(watched_by, "WATCHDOG=1"))
    work = asyncio.ensure_future(clock.run(*rounds))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    notify(watched_by, "READY=1")
    log = structlog.get_logger("clock")
    if not trust.known:
        log.warning("claims_not_checked")  # the console checks them too
    log.info("serving")
    try:
        await work
    except asyncio.CancelledError:
        pass
    finally:
        await store.close()


if __name__ == "__main__":
    sys.exit(main())
