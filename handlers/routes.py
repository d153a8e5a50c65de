"""The routes by which staff are alerted: how each is named in a target, and whether it is down."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.store.kept import drop
from handlers.store.models import Kept
from handlers.store.rows import insert

TELEGRAM_OFF = "telegram_off"  # kept while the bot runs without Telegram
MAIL_SERVED = "mail_served"  # kept while the bot has a mail server


class Route(StrEnum):
    """By its value a worker of the outbox."""

    TELEGRAM = "telegram"
    MAIL = "mail"


NAMES = {Route.TELEGRAM: "Telegram", Route.MAIL: "e-mail"}  # alike in every language
_PREFIXES = {Route.TELEGRAM: "staff:", Route.MAIL: "mail:"}


def target_of(route: Route, staff_id: str) -> str:
    """ "staff:<id>" for Telegram, which was there first, and "mail:<id>"."""
    return _PREFIXES[route] + staff_id


def route_of(target: str) -> Route:
    """Which route brings something to a target; the group's is Telegram."""
    return Route.MAIL if target.startswith(_PREFIXES[Route.MAIL]) else Route.TELEGRAM


def person_of(target: str) -> str | None:
    """Whose target it is; None for the group and the banner."""
    return next((target.removeprefix(prefix) for prefix in _PREFIXES.values() if target.startswith(prefix)), None)


class Part(StrEnum):
    """Of a target's alerts those that wait together: none of one part waits behind another, and each is gathered."""

    FIRST = "first"  # danger (P0) that the target has not heard of
    NEXT = "next"  # any other case that it has not heard of
    AGAIN = "again"  # what it has heard before


def lane_of(target: str, part: Part | None = None) -> str:
    """Where what goes to a target waits: each route of each person has its own, so that none holds up another."""
    lane = target if person_of(target) is not None else f"staff:{target}"
    return lane if part is None else f"{part}:{lane}"


def in_lane(lane: str) -> tuple[Part | None, str]:
    """The part and the target of a lane that `lane_of` made."""
    part = next((one for one in Part if lane.startswith(f"{one}:")), None)
    target = lane if part is None else lane.removeprefix(f"{part}:")
    return part, "group" if target == "staff:group" else target


def in_once(target: str) -> str:
    """A target as a part of `once`, where Telegram's have no prefix."""
    return target.removeprefix(_PREFIXES[Route.TELEGRAM])


async def fell(session: AsyncSession, route: Route, now: datetime) -> None:
    """The route does not work; it is kept since when."""
    row = insert(session, Kept).values(key=_DOWN + route, value=now.isoformat())
    await session.execute(row.on_conflict_do_nothing())


async def works(session: AsyncSession, route: Route) -> None:
    """Something has gone through it, or it is no more in use."""
    await drop(session, _DOWN + route)


async def down(session: AsyncSession) -> dict[Route, datetime]:
    """The routes that do not work, and since when each."""
    rows = await session.execute(select(Kept.key, Kept.value).where(Kept.key.in_(DOWN_KEYS)))
    return {Route(key.removeprefix(_DOWN)): datetime.fromisoformat(value) for key, value in rows}


_DOWN = "down:"
DOWN_KEYS = tuple(_DOWN + route for route in Route)
