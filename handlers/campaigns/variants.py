"""The variants of a campaign: each gets codes of its own, which are given out once and never again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.campaigns import codes
from handlers.campaigns.campaigns import NoSuchCampaign, locked
from handlers.campaigns.form import WantedVariant
from handlers.store.models import GivenCode, Variant
from handlers.store.rows import insert
from nlu.places import SCHEME

MOST = 400  # of one campaign: every school and buôn of a district, and a page that still opens
_TRIES = 50  # of ten million typed codes a year's campaigns take some thousands


class TooMany(Exception):
    """A campaign has MOST variants already."""


class NoCodeLeft(Exception):
    """No free code was found: the numbers of eight digits are used up."""


async def add(session: AsyncSession, campaign_id: str, wanted: WantedVariant, by: str | None, now: datetime) -> Variant:
    """Raises NoSuchCampaign, TooMany."""
    campaign = await locked(session, campaign_id)
    if len(await of_campaign(session, campaign.id)) >= MOST:
        raise TooMany
    variant = Variant(
        id=uuid4().hex,
        campaign_id=campaign.id,
        link_code=await _given(session, codes.new_link_code, wanted.discreet, now),
        typed_code=await _given(session, codes.new_typed_code, wanted.discreet, now),
        created_at=now,
    )
    _put(variant, wanted)
    session.add(variant)
    note(session, Act.ADD_VARIANT, at=now, staff_id=by, detail=variant.id)
    await session.flush()
    return variant


async def edit(
    session: AsyncSession, campaign_id: str, variant_id: str, wanted: WantedVariant, by: str | None, now: datetime
) -> None:
    """Its codes stay: what is printed stays true. Raises NoSuchCampaign."""
    await locked(session, campaign_id)
    variant = await session.get(Variant, variant_id)
    if variant is None or variant.campaign_id != campaign_id:
        raise NoSuchCampaign(variant_id)
    _put(variant, wanted)
    mine = GivenCode.code.in_((variant.link_code, variant.typed_code))
    await session.execute(update(GivenCode).where(mine).values(discreet=wanted.discreet))
    note(session, Act.CHANGE_VARIANT, at=now, staff_id=by, detail=variant.id)


def _put(variant: Variant, wanted: WantedVariant) -> None:
    variant.kind, variant.label, variant.hangs = wanted.kind, wanted.label, wanted.hangs
    variant.commune_code = wanted.commune_code
    variant.commune_scheme = SCHEME if wanted.commune_code else None
    variant.discreet = wanted.discreet


async def _given(session: AsyncSession, new: Callable[[], str], discreet: bool, now: datetime) -> str:
    """A code that was never given out before, and is now."""
    for _ in range(_TRIES):
        row = {"code": new(), "discreet": discreet, "given_at": now}
        once = insert(session, GivenCode).values(row).on_conflict_do_nothing().returning(GivenCode.code)
        code: str | None = (await session.execute(once)).scalar_one_or_none()
        if code is not None:
            return code
    raise NoCodeLeft


async def of_campaign(session: AsyncSession, campaign_id: str) -> list[Variant]:
    """In the order in which they were made."""
    mine = select(Variant).where(Variant.campaign_id == campaign_id)
    return list(await session.scalars(mine.order_by(Variant.created_at, Variant.label)))
