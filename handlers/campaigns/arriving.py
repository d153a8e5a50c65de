"""Who arrives by a code: what it says of a running campaign; nothing where it is unknown, over or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.campaigns.topics import Came, Standing, Topic, standing
from handlers.deadlines import VIETNAM, claim_deadline
from handlers.store.models import Campaign, Case, GivenCode, Variant, table_of
from handlers.triage import Level

_variant, _campaign, _given = table_of(Variant).c, table_of(Campaign).c, table_of(GivenCode).c
_COLUMNS = (
    _variant.id, _variant.link_code, _variant.typed_code, _variant.commune_code, _variant.commune_scheme,
    _variant.discreet,
    _campaign.topic, _campaign.starts_on, _campaign.ends_on, _campaign.ended_at,
)  # fmt: skip
_ALL = select(*_COLUMNS).join_from(table_of(Variant), table_of(Campaign), _campaign.id == _variant.campaign_id)
_BY_CODE = _ALL.where(or_(_variant.link_code == bindparam("code"), _variant.typed_code == bindparam("code")))
_NOT_ENDED = _ALL.where(_campaign.ended_at.is_(None))
_DISCREET = select(_given.code).where(_given.discreet)


@dataclass(frozen=True, slots=True)
class Door:
    """What the landing page of a code needs to know."""

    came: Came | None  # nothing where nobody is to be counted and no topic shown
    discreet: bool


async def came_by(session: AsyncSession, code: str, now: datetime) -> Came | None:
    """By which variant of a running campaign somebody came who has this code, of a link or typed."""
    row = (await session.execute(_BY_CODE, {"code": code})).first()
    return _came(row, now) if row is not None else None


async def doors(session: AsyncSession, now: datetime) -> dict[str, Door]:
    """The landing page of every code that it differs for: of running campaigns, and what is to stay discreet."""
    found = {code: Door(None, discreet=True) for code in await session.scalars(_DISCREET)}
    for row in await session.execute(_NOT_ENDED):
        if (came := _came(row, now)) is not None:
            found[row.link_code] = found[row.typed_code] = Door(came, row.discreet)
    return found


def _came(row: object, now: datetime) -> Came | None:
    today = now.astimezone(VIETNAM).date()
    stands = standing(row.starts_on, row.ends_on, row.ended_at is not None, today)  # type: ignore[attr-defined]
    if stands is not Standing.RUNNING:
        return None
    place = (row.commune_code, row.commune_scheme) if row.commune_code else None  # type: ignore[attr-defined]
    topic = Topic.GENERAL if row.discreet else row.topic  # type: ignore[attr-defined]  # nothing behind it tells
    return Came(row.id, topic, place)  # type: ignore[attr-defined]


async def name_of(session: AsyncSession, variant_id: str) -> str | None:
    """As it stands on a case whose reporter said yes: the campaign's Vietnamese name, and the variant's own."""
    both = select(_campaign.names, _variant.label).join_from(
        table_of(Variant), table_of(Campaign), _campaign.id == _variant.campaign_id
    )
    row = (await session.execute(both.where(_variant.id == variant_id))).first()
    return f"{row.names.get('vi', '')} · {row.label}" if row is not None else None


async def was_claimed_in_time(session: AsyncSession, case_id: str | None) -> bool:
    """Whether somebody had claimed the case by the end of its ladder."""
    case = await session.get(Case, case_id) if case_id is not None else None
    if case is None or case.claimed_at is None:
        return False
    return case.claimed_at <= claim_deadline(Level(case.level), case.waits_since)
