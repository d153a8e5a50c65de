"""Campaigns by command: `python -m handlers.console.make_campaign` lists them, with --name and more it makes one.

    python -m handlers.console.make_campaign --name "Hè an toàn" --topic drowning --from 1/6/2026 --to 31/8/2026 \
        --commune 24373 --place school="THCS Ví Dụ" --place radio="Đài xã"
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.campaigns import campaigns, form, variants
from handlers.campaigns.codes import in_halves
from handlers.campaigns.links import landing_link, telegram_link
from handlers.campaigns.topics import Kind, Topic
from handlers.console.campaign_words import PROBLEMS
from handlers.console.settings import Settings, WrongSetting, read_settings
from handlers.store.engine import Store
from handlers.store.kept import kept
from handlers.store.models import Campaign
from handlers.uncaught import hide_texts


class Wrong(Exception):
    """What was given can't be taken; the message says each thing that is wrong."""


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m handlers.console.make_campaign")
    parser.add_argument("--name", default="", help="in Vietnamese; without it, all campaigns are listed")
    parser.add_argument("--name-rad", default="", help="in Ê Đê")
    parser.add_argument("--topic", default=Topic.GENERAL, help=", ".join(Topic))
    parser.add_argument("--from", dest="starts_on", default="", metavar="DAY", help="1/6/2026 or 2026-06-01")
    parser.add_argument("--to", dest="ends_on", default="", metavar="DAY")
    parser.add_argument("--commune", action="append", default=[], metavar="CODE", help="none is the whole province")
    help_ = f"a place with codes of its own: {', '.join(Kind)}"
    parser.add_argument("--place", action="append", default=[], metavar="KIND=NAME", help=help_)
    return parser.parse_args(given)


async def make(session: AsyncSession, arguments: argparse.Namespace, now: datetime) -> Campaign:
    """Raises Wrong, with nothing made."""
    typed = {"name_vi": arguments.name, "name_rad": arguments.name_rad, "topic": arguments.topic}
    typed |= {"starts_on": arguments.starts_on, "ends_on": arguments.ends_on}
    wanted = form.campaign(typed, arguments.commune)
    pairs = [place.partition("=") for place in arguments.place]
    places = [form.variant({"kind": kind.strip(), "label": label}) for kind, _, label in pairs]
    wrong = wanted if isinstance(wanted, list) else []
    wrong = [*wrong, *(one for place in places if isinstance(place, list) for one in place)]
    if wrong or isinstance(wanted, list):
        raise Wrong("\n".join(("Nothing was made.", *dict.fromkeys(PROBLEMS[one] for one in wrong))))
    campaign = await campaigns.create(session, wanted, None, now)
    for place in places:
        if not isinstance(place, list):
            await variants.add(session, campaign.id, place, None, now)
    return campaign


async def told(session: AsyncSession, campaign: Campaign, settings: Settings, now: datetime) -> str:
    """A campaign and its codes, for whoever called."""
    ends = f"{campaign.ends_on:%d/%m/%Y}" if campaign.ends_on else "…"
    standing = campaigns.standing_of(campaign, now)
    lines = [f"{campaign.names['vi']} · {campaign.topic} · {campaign.starts_on:%d/%m/%Y}–{ends} · {standing}"]
    bot = await kept(session, "bot_username")
    for one in await variants.of_campaign(session, campaign.id):
        links = [landing_link(settings.web_url, one.link_code)]
        links += [telegram_link(bot, one.link_code)] if bot else []
        lines.append(f"  {one.kind}: {one.label} · {in_halves(one.typed_code)} · {' · '.join(links)}")
    return "\n".join(lines)


async def run(given: list[str] | None, settings: Settings, now: datetime) -> str:
    arguments = _arguments(given)
    store = Store(settings.database_url)
    try:
        if arguments.name:
            async with store.writing() as session:
                return await told(session, await make(session, arguments, now), settings, now)
        async with store.reading() as session:
            found = [await told(session, one, settings, now) for one in await campaigns.listed(session)]
    finally:
        await store.close()
    return "\n".join(found) or "There is no campaign yet."


if __name__ == "__main__":
    hide_texts()
    try:
        print(asyncio.run(run(None, read_settings(), datetime.now(UTC))))
    except (WrongSetting, Wrong) as error:
        sys.exit(str(error))
    except SQLAlchemyError:
        sys.exit("The database can't be reached or is not up to date. Run 'make setup', then try again.")
