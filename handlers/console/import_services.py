"""Read the places that help: `python -m handlers.console.import_services FILE [--dry-run]`; see docs/services.md.

The file is the whole list: what is not in it any more is removed. With one wrong line nothing is written.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from handlers import services
from handlers.console.settings import WrongSetting, read_settings
from handlers.store.engine import Store
from handlers.uncaught import hide_texts
from nlu import places

_HO_CHI_MINH = ZoneInfo("Asia/Ho_Chi_Minh")


class WrongTable(Exception):
    """The file can't be taken; its message says what to mend."""


class _DryRun(Exception):
    pass


def code_of(name: str) -> str | None:
    """The code of a commune of today by its code, or by a name that can mean only one."""
    if places.name_of(name) is not None:
        return name
    found = places.find(name)
    return found.candidates[0].code if found.certain else None


def read_table(path: Path) -> list[services.Service]:
    """The services of a CSV file in UTF-8. Raises WrongTable."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise WrongTable(f"{path.name} is not UTF-8. Save it as 'CSV UTF-8' and try again.") from None
    except OSError as error:
        raise WrongTable(f"{path.name} can't be read: {error.strerror}.") from None
    table = services.read(text, code_of, datetime.now(UTC).astimezone(_HO_CHI_MINH).date())
    if table.errors:
        raise WrongTable("\n".join((f"Nothing was written. Mend {path.name}:", *table.errors)))
    return table.services


async def run(store: Store, wanted: list[services.Service], *, dry_run: bool) -> services.Changes:
    """Put them into the database in one transaction; a dry run does all of it and takes it back."""
    changes = services.Changes()
    try:
        async with store.writing() as session:
            changes = await services.replace(session, wanted)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return changes


def summary(changes: services.Changes, *, dry_run: bool) -> str:
    """What changed, for the one who called it."""
    lines = [f"+ {name}" for name in changes.new]
    lines += [f"~ {name}" for name in changes.changed]
    lines += [f"- {name}" for name in changes.removed]
    counts = f"{len(changes.new)} new, {len(changes.changed)} changed, {len(changes.removed)} removed, "
    lines.append(counts + f"{changes.same} as before.")
    if dry_run:
        lines.append("Dry run: nothing was written.")
    return "\n".join(lines)


async def _main() -> str:
    arguments = argparse.ArgumentParser(prog="python -m handlers.console.import_services")
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
    given = arguments.parse_args()
    wanted = read_table(given.file)
    store = Store(read_settings().database_url)
    try:
        changes = await run(store, wanted, dry_run=given.dry_run)
    finally:
        await store.close()
    return summary(changes, dry_run=given.dry_run)


if __name__ == "__main__":
    hide_texts()
    try:
        print(asyncio.run(_main()))
    except (WrongSetting, WrongTable) as error:
        sys.exit(str(error))
    except SQLAlchemyError:
        sys.exit("The database can't be reached or is not up to date. Run 'make setup', then try again.")
