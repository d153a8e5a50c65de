"""Print the link that makes the first administrator: `python -m handlers.console.first_link`, at each start.

Nothing is printed once there is an administrator; `--again` makes a link for one more, when all of them are locked out.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.console import auth
from handlers.console.own_keys import own_keys
from handlers.console.settings import WrongSetting, read_settings
from handlers.permission import Role
from handlers.store.engine import Store
from handlers.store.keys import KeysMissing
from handlers.store.models import Staff
from handlers.store.trust import console_trust
from handlers.uncaught import hide_texts

LASTS = timedelta(hours=24)


async def first_link(session: AsyncSession, now: datetime, *, again: bool = False) -> str | None:
    """The path of a new first link, None when an administrator is there already. An older unused link ends."""
    administrator = select(Staff.id).where(
        Staff.role == Role.ADMINISTRATOR, Staff.active, Staff.totp_last_step.is_not(None)
    )
    if not again and await session.scalar(administrator):
        return None
    return f"/first/{await auth.make_link(session, 'first', now + LASTS, role=Role.ADMINISTRATOR)}"


async def _main(*, again: bool) -> None:
    settings = read_settings()
    store = Store(settings.database_url, trust=console_trust(own_keys(settings.keys_folder)))
    try:
        async with store.writing() as session:
            path = await first_link(session, datetime.now(UTC), again=again)
    finally:
        await store.close()
    if path is not None:
        print(f"Make the first administrator within 24 hours:\n  {settings.address}{path}", flush=True)


if __name__ == "__main__":
    hide_texts()
    try:
        asyncio.run(_main(again="--again" in sys.argv[1:]))
    except (WrongSetting, KeysMissing) as error:
        sys.exit(str(error))
    except SQLAlchemyError:
        sys.exit("The database can't be reached or is not up to date. Run 'make setup', then try again.")
