"""Write the approved corrections for training: `python -m handlers.console.export_corrections`, as often as one likes.

One file a case in DATA_DIR/nlu-corrections, readable by its owner only. The file of a case that was forgotten, or of
which no line is left, is removed. Only counts are printed. A case whose file is up to date is not opened again.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import correction, correction_files, vouching
from handlers.authorship import NOBODY
from handlers.console import opening
from handlers.console.own_keys import own_keys
from handlers.console.settings import WrongSetting, read_settings
from handlers.store.engine import Store
from handlers.store.keys import ConsoleKeys, KeysMissing
from handlers.store.models import Correction, Item
from handlers.store.rows import NoSuchCase, locked_case
from handlers.store.trust import console_trust
from handlers.uncaught import hide_texts

IN_A_REPOSITORY = (
    "Corrections never go into a repository, and git could take this folder's files. "
    "Set CHUNGTAY_DATA_DIR to a folder outside of it, or have git ignore it."
)


@dataclass(slots=True)
class Counts:
    """How many lines and cases are in the folder now, how many files were removed, how many lines can't be opened."""

    lines: int = 0
    cases: int = 0
    removed: int = 0
    broken: int = 0


async def export(store: Store, keys: ConsoleKeys, folder: Path, now: datetime) -> Counts:
    """Bring the folder up to date, case by case, each in a transaction of its own that holds the case's lock."""
    counts = Counts()
    async with store.reading() as session:
        approved = set(await session.scalars(select(Correction.case_id).where(Correction.approved_by.is_not(None))))
    for case_id in sorted(approved | correction_files.cases_in(folder)):
        try:
            async with store.writing() as session:
                await _export_case(session, keys, folder, case_id, now, counts)
        except BaseException:
            correction_files.erase(folder, case_id)  # what can't be recorded is not handed out
            raise
    return counts


async def _export_case(
    session: AsyncSession, keys: ConsoleKeys, folder: Path, case_id: str, now: datetime, counts: Counts
) -> None:
    query = select(Item).join(Correction, Correction.item_id == Item.id).order_by(Item.created_at, Item.id)
    query = query.where(Correction.case_id == case_id, Correction.approved_by.is_not(None))
    lines: list[dict[str, object]] = []
    try:
        case = await locked_case(session, case_id)
        items = list(await session.scalars(query))
        if items and correction_files.ids_in(folder, case_id) == [item.id for item in items]:
            counts.lines, counts.cases = counts.lines + len(items), counts.cases + 1
            return
        for opened in await opening.open_to_export(session, keys, case, items, now):
            corrected = correction.read(opened.plain)
            if corrected is None or opened.staff_id == NOBODY:
                counts.broken += 1
                continue
            lines.append(correction.line(opened.id, case_id, corrected))
    except (NoSuchCase, opening.Forgotten):
        pass
    await session.flush()
    if lines:
        correction_files.write(folder, case_id, lines)
        counts.lines, counts.cases = counts.lines + len(lines), counts.cases + 1
    else:
        counts.removed += correction_files.erase(folder, case_id)


async def _main() -> str:
    settings = read_settings()
    folder = settings.corrections_folder
    if correction_files.may_be_committed(folder):
        raise WrongSetting(IN_A_REPOSITORY)
    keys = own_keys(settings.keys_folder)
    store = Store(settings.database_url, trust=console_trust(keys))
    try:
        async with store.reading() as session:
            await vouching.look(session)
        counts = await export(store, keys, folder, datetime.now(UTC))
    finally:
        await store.close()
    said = f"{counts.lines} corrections of {counts.cases} cases are exported; {counts.removed} files were removed."
    return said + (f" {counts.broken} could not be opened." if counts.broken else "")


if __name__ == "__main__":
    hide_texts()
    try:
        print(asyncio.run(_main()))
    except (WrongSetting, KeysMissing) as error:
        sys.exit(str(error))
    except SQLAlchemyError:
        sys.exit("The database can't be reached or is not up to date. Run 'make setup', then try again.")
    except OSError as error:
        sys.exit(f"The corrections can't be written: {error.strerror}.")
