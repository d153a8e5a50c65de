"""The tables of campaigns: their ways in, the codes, the slogans, and counters of who came."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from handlers.store.models.columns import Base


class Campaign(Base):
    """What the province does to have the line known; it names nobody. `version` counts its changes."""

    __tablename__ = "campaigns"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    topic: Mapped[str] = mapped_column(String(20))  # handlers.campaigns.topics.Topic
    names: Mapped[dict[str, Any]]  # by language: {"vi": "Tháng Hành động vì trẻ em"}
    communes: Mapped[str] = mapped_column(String(1000), default="")  # comma separated codes of today; "" the province
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]  # ended by hand, whatever its dates say
    version: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]


class Variant(Base):
    """One way in which a campaign reaches people, a school, a banner, the radio, with the codes that stand on it."""

    __tablename__ = "campaign_variants"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))  # handlers.campaigns.topics.Kind
    label: Mapped[str] = mapped_column(String(120))  # "THCS Y Jút", "băng rôn 3": for the campaigners
    commune_code: Mapped[str | None] = mapped_column(String(8))  # offered to whoever comes by it, never assumed
    commune_scheme: Mapped[str | None] = mapped_column(String(8))
    hangs: Mapped[str] = mapped_column(String(300), default="")  # where it hangs, who put it up
    discreet: Mapped[bool] = mapped_column(default=False)  # nothing on it, or behind it, tells what it is
    link_code: Mapped[str] = mapped_column(String(64), unique=True)
    typed_code: Mapped[str] = mapped_column(String(8), unique=True)
    created_at: Mapped[datetime]


class GivenCode(Base):
    """A code that was given out once, and never again: it outlives the campaign, and says nothing of it."""

    __tablename__ = "campaign_codes"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    discreet: Mapped[bool]  # what hangs still leads here: its page must go on to tell nobody what it is
    given_at: Mapped[datetime]


class Arrived(Base):
    """How many came by a variant in a week, and how far: a number and nothing beside it, that leads to no chat or case.

    No foreign key: whoever arrives while a campaign is deleted must not fail for it.
    """

    __tablename__ = "arrivals"

    variant_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)  # its Monday, in Viet Nam
    step: Mapped[str] = mapped_column(String(12), primary_key=True)  # handlers.campaigns.topics.Step
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int]


class Slogan(Base):
    """A sentence of a campaign and where it hangs; it names nobody. `version` counts its changes."""

    __tablename__ = "slogans"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    text: Mapped[str] = mapped_column(String(500))
    language: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(20))  # handlers.campaigns.slogan_form.Hung
    place: Mapped[str] = mapped_column(String(300))
    commune_code: Mapped[str | None] = mapped_column(String(8))  # of today
    commune_scheme: Mapped[str | None] = mapped_column(String(8))
    since: Mapped[date | None]
    until: Mapped[date | None]  # the last day on which it hangs, where that is known
    variant_id: Mapped[str | None] = mapped_column(ForeignKey("campaign_variants.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
