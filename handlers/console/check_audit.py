"""Say whether the audit is whole: `python -m handlers.console.check_audit`, as often as one likes; 1 where it is not.

Every line is held against the links that the console proved, and against the copy outside of the database.
"""

from __future__ import annotations

import asyncio
import sys

from sqlalchemy.exc import SQLAlchemyError

from handlers import audit_chain, audit_copy
from handlers.audit_chain import Checked
from handlers.console.own_keys import own_keys
from handlers.console.settings import Settings, WrongSetting, read_settings
from handlers.store.engine import Store
from handlers.store.keys import KeysMissing
from handlers.store.trust import console_trust
from handlers.uncaught import hide_texts

_SHOWN = 10  # ids of one kind


def said(found: Checked) -> str:
    """What was found, in one sentence."""
    if found.holds:
        return f"The audit is whole: {found.lines} lines, {found.links} links."
    parts = [
        f"{len(ids)} {what} ({', '.join(map(str, ids[:_SHOWN]))}{' …' if len(ids) > _SHOWN else ''})"
        for ids, what in ((found.changed, "changed"), (found.gone, "missing"), (found.uncovered, "slipped in"))
        if ids
    ]
    since = f", from {found.since:%Y-%m-%d %H:%M} UTC on" if found.since is not None else ""
    link = f"; the chain is broken at {found.broken_at:%Y-%m-%d %H:%M} UTC" if found.broken_at is not None else ""
    return f"The audit was changed: {'; '.join(parts) or 'no line of it'}{since}{link}."


async def _main(settings: Settings) -> Checked:
    store = Store(settings.database_url, trust=console_trust(own_keys(settings.keys_folder)))
    try:
        async with store.reading() as session:
            return await audit_chain.check(session, audit_copy.read(settings.audit_copy))
    finally:
        await store.close()


if __name__ == "__main__":
    hide_texts()
    try:
        result = asyncio.run(_main(read_settings()))
    except (WrongSetting, KeysMissing) as error:
        sys.exit(str(error))
    except SQLAlchemyError:
        sys.exit("The database can't be reached or is not up to date. Run 'make setup', then try again.")
    print(said(result))
    sys.exit(0 if result.holds else 1)
