"""A campaign's life: made, changed, ended, taken up again, deleted, while people go on arriving by it."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.audit import Act, note
from handlers.campaigns.form import Wanted
from handlers.campaigns.topics import Standing, standing
from handlers.deadlines import VIETNAM
from handlers.store.models import Arrived, Campaign, Variant


class NoSuchCampaign(LookupError):
    """There is no campaign, or no variant, with this id: perhaps it has just been deleted."""


class ChangedMeanwhile(Exception):
    """Somebody else has changed the campaign since this page of it was shown."""


async def create(session: AsyncSession, wanted: Wanted, by: str | None, now: datetime) -> Campaign:
    campaign = Campaign(id=uuid4().hex, made_by=by, created_at=now, version=0)
    _put(campaign, wanted)
    session.add(campaign)
    note(session, Act.MAKE_CAMPAIGN, at=now, staff_id=by, detail=campaign.id)
    await session.flush()
    return campaign


async def edit(
    session: AsyncSession, campaign_id: str, wanted: Wanted, version: int, by: str | None, now: datetime
) -> None:
    """Raises NoSuchCampaign, and ChangedMeanwhile where `version` is not the present one: nothing is overwritten."""
    campaign = await locked(session, campaign_id)
    if campaign.version != version:
        raise ChangedMeanwhile
    _put(campaign, wanted)
    note(session, Act.CHANGE_CAMPAIGN, at=now, staff_id=by, detail=campaign.id)


def _put(campaign: Campaign, wanted: Wanted) -> None:
    campaign.topic, campaign.names, campaign.communes = wanted.topic, wanted.names, ",".join(wanted.communes)
    campaign.starts_on, campaign.ends_on = wanted.starts_on, wanted.ends_on
    campaign.version += 1


async def end(session: AsyncSession, campaign_id: str, by: str | None, now: datetime) -> None:
    """From now on its codes lead to the same help, without its topic, and nobody is counted. Raises NoSuchCampaign."""
    campaign = await locked(session, campaign_id)
    if campaign.ended_at is None:
        campaign.ended_at = now
        campaign.version += 1
        note(session, Act.END_CAMPAIGN, at=now, staff_id=by, detail=campaign.id)


async def resume(session: AsyncSession, campaign_id: str, by: str | None, now: datetime) -> None:
    """Undo an end. Raises NoSuchCampaign."""
    campaign = await locked(session, campaign_id)
    if campaign.ended_at is not None:
        campaign.ended_at = None
        campaign.version += 1
        note(session, Act.RESUME_CAMPAIGN, at=now, staff_id=by, detail=campaign.id)


async def remove(session: AsyncSession, campaign_id: str, by: str | None, now: datetime) -> None:
    """With its variants and numbers. Its codes are never given out again, and still lead to help.

    Whoever arrives at this moment is helped as by an unknown code. Raises NoSuchCampaign.
    """
    campaign = await locked(session, campaign_id)
    mine = select(Variant.id).where(Variant.campaign_id == campaign.id)
    await session.execute(delete(Arrived).where(Arrived.variant_id.in_(mine)))
    await session.execute(delete(Campaign).where(Campaign.id == campaign.id))
    note(session, Act.DELETE_CAMPAIGN, at=now, staff_id=by, detail=campaign_id)


async def locked(session: AsyncSession, campaign_id: str) -> Campaign:
    """The campaign as it is now, until the transaction ends. Raises NoSuchCampaign."""
    campaign = await session.get(Campaign, campaign_id, with_for_update=True, populate_existing=True)
    if campaign is None:
        raise NoSuchCampaign(campaign_id)
    return campaign


def standing_of(campaign: Campaign, now: datetime) -> Standing:
    today = now.astimezone(VIETNAM).date()
    return standing(campaign.starts_on, campaign.ends_on, campaign.ended_at is not None, today)


async def listed(session: AsyncSession) -> list[Campaign]:
    """Every campaign, the newest first."""
    newest = select(Campaign).order_by(Campaign.starts_on.desc(), Campaign.created_at.desc())
    return list(await session.scalars(newest))
